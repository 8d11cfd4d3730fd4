// A long list, a page at a time: what is not seen costs nothing.

import { button, element } from "./dom.mjs";

/**
 * Shows `size` of the items at a time. `render(items, from)` gives the nodes of a page. The result has `node`,
 * `set(items)`, which keeps the page where it can, and `show(index)`, which turns to the page that holds an item.
 */
export function pages(size, render, what) {
  let items = [];
  let page = 0;
  const content = element("div", {});
  const where = element("span", { className: "quiet", attributes: { "aria-live": "polite" } });
  const turn = (by) => {
    page += by;
    draw();
    content.scrollIntoView({ block: "nearest" });
  };
  const back = button("Previous", () => turn(-1), { ariaLabel: `Previous page of ${what}` });
  const on = button("Next", () => turn(1), { ariaLabel: `Next page of ${what}` });
  const bar = element("div", { className: "pages" }, back, where, on);
  const node = element("div", {}, content, bar);

  function draw() {
    const last = Math.max(0, Math.ceil(items.length / size) - 1);
    page = Math.min(Math.max(page, 0), last);
    const from = page * size;
    const until = Math.min(from + size, items.length);
    content.replaceChildren(...render(items.slice(from, until), from));
    bar.hidden = last === 0;
    back.disabled = page === 0;
    on.disabled = page === last;
    where.textContent = `${(from + 1).toLocaleString("en")} to ${until.toLocaleString("en")} of ${items.length.toLocaleString("en")}`;
  }

  return {
    node,
    set(list) {
      items = list;
      draw();
    },
    /** More came: draws only if the page in view is not full. */
    grew(list) {
      const isFull = items.length >= (page + 1) * size;
      items = list;
      if (!isFull) draw();
      else {
        bar.hidden = false;
        on.disabled = false;
        where.textContent = `${(page * size + 1).toLocaleString("en")} to ${((page + 1) * size).toLocaleString("en")} of ${items.length.toLocaleString("en")}`;
      }
    },
    show(index) {
      page = Math.floor(index / size);
      draw();
    },
    first() {
      page = 0;
      draw();
    },
  };
}
