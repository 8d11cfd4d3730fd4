// Tabs as the ARIA Authoring Practices describe them: arrows move, the page renders a panel when it is first looked at.

import { element, fresh } from "./dom.mjs";

/**
 * `list` holds `{ id, title, count, render }`; `render` gives the panel's content, at once or as a promise. Returns
 * `select(id)`, `refresh(id)` and `count(id, text)`. `chosen` is opened first, if it is among them.
 */
export function tabs(host, list, chosen) {
  const made = new Map();
  const bar = element("div", { className: "tabs", attributes: { role: "tablist", "aria-label": "Parts of the answer" } });
  const panels = list.map(({ id, title, count }) => {
    const [tabId, panelId] = [fresh("tab"), fresh("panel")];
    const badge = element("span", { className: "badge", hidden: !count }, count ?? "");
    const tab = element("button", {
      type: "button", id: tabId, tabIndex: -1, attributes: { role: "tab", "aria-selected": "false", "aria-controls": panelId, "data-tab": id },
      on: { click: () => select(id), keydown: move },
    }, title, " ", badge);
    const panel = element("div", { id: panelId, className: "panel", hidden: true, tabIndex: -1, attributes: { role: "tabpanel", "aria-labelledby": tabId, "data-panel": id } });
    bar.append(tab);
    made.set(id, { tab, panel, badge, isRendered: false });
    return panel;
  });
  host.replaceChildren(bar, ...panels);

  function move(event) {
    const ids = list.map(({ id }) => id);
    const at = ids.indexOf(event.currentTarget.dataset.tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const id = ids[(to + ids.length) % ids.length];
    select(id);
    made.get(id).tab.focus();
  }

  function select(id) {
    for (const [other, { tab, panel }] of made) {
      const isChosen = other === id;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panel.hidden = !isChosen;
    }
    const { tab, isRendered } = made.get(id);
    // Only the bar scrolls, where it is wider than the page.
    if (bar.scrollWidth > bar.clientWidth) bar.scrollTo({ left: tab.offsetLeft - bar.clientWidth / 3 });
    if (!isRendered) refresh(id);
    host.dataset.chosen = id;
  }

  async function refresh(id) {
    const entry = made.get(id);
    entry.isRendered = true;
    const content = list.find((one) => one.id === id).render();
    if (content instanceof Promise) {
      entry.panel.ariaBusy = "true";
      entry.panel.replaceChildren(element("p", { className: "quiet" }, "Working …"));
      try {
        entry.panel.replaceChildren(...[await content].flat());
      } catch (error) {
        // Not kept: who comes back to the tab tries again.
        entry.isRendered = false;
        entry.panel.replaceChildren(element("p", { className: "quiet" }, `Not shown: ${error.message}`));
      }
      entry.panel.ariaBusy = null;
    } else {
      entry.panel.replaceChildren(...[content].flat());
    }
  }

  select(made.has(chosen) ? chosen : list[0].id);
  return {
    select,
    refresh: (id) => made.get(id)?.isRendered && refresh(id),
    count(id, text) {
      const { badge } = made.get(id);
      badge.textContent = text;
      badge.hidden = !text;
    },
    panel: (id) => made.get(id)?.panel,
  };
}
