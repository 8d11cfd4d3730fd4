// Elements out of data. Whatever comes from a document or an answer becomes a text node, never markup: it holds what
// somebody else typed.

/** An element; children that are strings become text, undefined and false nothing. Properties may hold `on` listeners and attributes. */
export function element(name, properties = {}, ...children) {
  return filled(document.createElement(name), properties, children);
}

/** The same in SVG, where everything is an attribute. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), { attributes }, children);
}

function filled(made, { on = {}, attributes = {}, ...properties }, children) {
  Object.assign(made, properties);
  for (const [attribute, value] of Object.entries(attributes)) if (value !== undefined && value !== false) made.setAttribute(attribute, value);
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  const isMarkup = made instanceof SVGElement;
  made.append(...children.flat().filter((child) => child !== undefined && child !== false).flatMap((child) => {
    if (typeof child !== "string") return [child];
    return isMarkup ? [plain(child)] : visible(child);
  }));
  return made;
}

export function button(text, press, properties = {}) {
  return element("button", { type: "button", on: { click: press }, ...properties }, text);
}

/** A field with its label before it. */
export function labelled(label, field, hint) {
  const id = field.id || fresh("field");
  field.id = id;
  const describedBy = hint && fresh("hint");
  if (hint) field.setAttribute("aria-describedby", describedBy);
  return element("div", { className: "field" },
    element("label", { htmlFor: id }, label), field, hint && element("p", { className: "hint", id: describedBy }, hint));
}

let drawn = 0;
/** An id that no other element has. */
export function fresh(prefix) {
  drawn += 1;
  return `${prefix}-${drawn}`;
}

// ---- values ----

/**
 * What can pose as something else when it is shown: controls, marks that turn the direction of writing, characters
 * without width. A copy of the text has them as they are; here each shows its number.
 */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/u;
const HIDDEN_PARTS = new RegExp(`(${HIDDEN.source})`, "u");

/** Text as nodes, with what hides in it made visible. Every string that becomes a child of `element` goes this way. */
function visible(text) {
  if (!HIDDEN.test(text)) return [document.createTextNode(text)];
  return text.split(HIDDEN_PARTS).filter((part) => part !== "").map((part) => {
    if (!HIDDEN.test(part)) return document.createTextNode(part);
    const made = Object.assign(document.createElement("span"), { className: "hidden-character", title: "a character that is not seen" });
    made.textContent = hiddenName(part);
    return made;
  });
}

/** The same as a string, for where no element can stand. */
export function plain(text) {
  return HIDDEN.test(text) ? text.split(HIDDEN_PARTS).map((part) => (HIDDEN.test(part) ? hiddenName(part) : part)).join("") : text;
}

function hiddenName(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A value of a document, in the letters of code; it may break after a comma, slash or colon, and never turns its surroundings. */
export function value(text, className = "value") {
  const parts = String(text).split(/(?<=[,/:&?=])(?=[^,/:&?=])/);
  return element("code", { className }, ...parts.flatMap((part, index) => (index === 0 ? [part] : [element("wbr"), part])));
}

export function count(number, noun, plural = `${noun}s`) {
  return `${number === 0 ? "no" : number === 1 ? "one" : number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}

export function bytes(size) {
  if (size < 1_000) return `${size} bytes`;
  if (size < 1_000_000) return `${(size / 1_000).toFixed(1)} KB`;
  return `${(size / 1_000_000).toFixed(1)} MB`;
}

/** A day, as everybody can read it. */
export function day(instant) {
  const time = new Date(instant);
  if (Number.isNaN(time.valueOf())) return String(instant);
  return time.toLocaleDateString("en", { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });
}

/** Rows of a term and what it is; what is undefined or an empty list is left out. */
export function terms(rows) {
  const list = rows.flatMap(([term, ...details]) => {
    const shown = details.flat().filter((detail) => detail !== undefined && detail !== false && detail !== "");
    return shown.length === 0 ? [] : [element("div", {}, element("dt", {}, term), ...shown.map((detail) => element("dd", {}, detail)))];
  });
  return list.length === 0 ? undefined : element("dl", { className: "terms" }, ...list);
}

/** Short facts on one line; what is undefined is left out. */
export function facts(list) {
  return element("ul", { className: "facts" }, ...list.filter(Boolean).map((fact) => element("li", {}, fact)));
}

/**
 * A table, without the columns that nothing stands in. Where there is no room for columns, each row becomes a block with the heads beside the values; the roles are
 * said, since a browser forgets them then.
 */
export function table(caption, allHeads, allRows) {
  const isUsed = allHeads.map((_, column) => allRows.some((cells) => cells[column] !== ""));
  const used = (list) => list.filter((_, column) => isUsed[column]);
  const heads = used(allHeads);
  const rows = allRows.map(used);
  const role = (name) => ({ attributes: { role: name } });
  return element("table", { attributes: { role: "table", "aria-label": caption } },
    element("thead", role("rowgroup"), element("tr", role("row"), ...heads.map((head) => element("th", { scope: "col", ...role("columnheader") }, head)))),
    element("tbody", role("rowgroup"), ...rows.map((cells) => element("tr", role("row"), ...cells.map((cell, column) => element("td", {
      attributes: { role: "cell", "data-head": heads[column], "data-empty": cell === "" ? "" : undefined },
    }, cell))))));
}

// ---- out of the page, into the user's hands ----

/** A button that copies; without a secure context the old way is left. */
export function copyButton(text, what, label = "Copy") {
  const made = button(label, async () => {
    const content = await text();
    try {
      await navigator.clipboard.writeText(content);
    } catch {
      const area = element("textarea", { value: content, className: "visually-hidden", attributes: { "aria-hidden": "true" } });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      made.focus();
    }
    say(`${what} copied`);
    made.textContent = "Copied";
    setTimeout(() => { made.textContent = label; }, 1500);
  }, { ariaLabel: `${label}: ${what}` });
  return made;
}

export function downloadButton(content, name, mediaType, what) {
  return button("Download", async () => {
    const url = URL.createObjectURL(new Blob([await content()], { type: mediaType }));
    const link = element("a", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    say(`${name} saved`);
  }, { ariaLabel: `Download: ${what ?? name}` });
}

/** Tells a screen reader. */
export function say(text) {
  document.getElementById("live").textContent = text;
}

/** What a long output looks like: the beginning on the page, the whole in the clipboard or a file. */
const SHOWN = 200_000;

export function output(text, { name, mediaType, what }) {
  const isCut = text.length > SHOWN;
  return element("figure", { className: "output" },
    element("figcaption", {}, element("span", {}, name, " ", element("span", { className: "quiet" }, bytes(new Blob([text]).size))),
      element("span", { className: "actions" }, copyButton(() => text, what ?? name), downloadButton(() => text, name, mediaType, what ?? name))),
    element("pre", { tabIndex: 0, ariaLabel: plain(what ?? name) }, isCut ? text.slice(0, SHOWN) : text),
    isCut && element("p", { className: "hint" }, "Only the beginning is shown; copy and download take the whole."));
}
