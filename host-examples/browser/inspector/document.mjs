// The document, laid out to be read, with the findings at their places.

import { bytes, button, copyButton, downloadButton, element, fresh, labelled } from "./dom.mjs";
import { sentence } from "./findings.mjs";
import { SEVERITIES } from "./names.mjs";
import { pages } from "./pages.mjs";
import { LONG, rowAt, rowOfPointer } from "./rows.mjs";

const PAGE = 1_000;
/** Characters that are left of a text when it is folded. */
const HEAD = 40;

/**
 * `documents` are `{ path, title, name, syntax, load }`: `path` is the pointer that findings name it with, `load` gives
 * `{ text, line, column, note }` for the finding that is to be shown, if any. `layOut(document, text)` gives rows.
 */
export function documentView({ documents, findings, layOut }) {
  const node = element("div", { className: "document" });
  const choice = element("select", { on: { change: () => open(documents[choice.selectedIndex]) } },
    ...documents.map(({ title }) => element("option", {}, title)));
  const about = element("span", { className: "quiet" });
  const actions = element("span", { className: "actions" });
  const walk = element("span", { className: "walk" });
  const source = pages(PAGE, render, "the document");
  const body = element("div", { className: "source", tabIndex: 0, attributes: { role: "region", "aria-label": "The document, laid out" } }, source.node);
  node.append(
    element("div", { className: "bar" }, documents.length > 1 ? labelled("Show", choice) : element("strong", {}, documents[0]?.title ?? ""), about, actions),
    element("div", { className: "bar" }, walk), body);

  let shown;
  let marks = new Map();
  let list = [];

  async function open(document, finding) {
    const { text, note, line = 1, column = 1 } = await document.load(finding);
    list = await layOut(document.syntax, text, { line, column });
    shown = document;
    choice.selectedIndex = documents.indexOf(document);
    about.replaceChildren(note ?? bytes(new Blob([text]).size));
    actions.replaceChildren(
      copyButton(() => text, "the document"),
      downloadButton(() => text, document.name, document.syntax === "json" ? "application/json" : "application/xml", "the document"));
    marks = new Map();
    for (const finding of findings()) {
      const row = rowOf(document, finding, line);
      if (row < 0) continue;
      if (!marks.has(row)) marks.set(row, []);
      marks.get(row).push(finding);
    }
    // The gutter is as wide as its longest number.
    const last = list.findLast((row) => row.line !== undefined);
    body.style.setProperty("--digits", last ? (isOneLine() ? `${last.line}:${last.column}` : String(last.line)).length : 0);
    source.set(list);
    source.first();
    showWalk(-1);
  }

  /** Where the whole document is one line, columns tell more than its number. */
  function isOneLine() {
    return list.length > 1 && list.findLast(({ line }) => line !== undefined)?.line === list[0].line;
  }

  function rowOf({ path, syntax }, { path: pointer, place }, firstLine) {
    if (syntax === "json") return pointer === path || pointer.startsWith(`${path}/`) ? rowOfPointer(list, pointer.slice(path.length)) : -1;
    if (!place || pointer !== path || syntax !== "xml") return -1;
    // A part of a document knows nothing of what stands outside it.
    const last = list.findLast(({ line }) => line !== undefined);
    return place.line < firstLine || place.line > last?.line ? -1 : rowAt(list, place);
  }

  /** From finding to finding. */
  function showWalk(at) {
    const found = [...marks.keys()].sort((one, other) => one - other);
    if (found.length === 0) {
      walk.replaceChildren(element("span", { className: "quiet" }, "No finding has a place in this document."));
      return;
    }
    const step = (by) => go((at + by + found.length) % found.length);
    const go = (to) => {
      showWalk(to);
      reveal(found[to]);
    };
    walk.replaceChildren(
      button("‹", () => step(at < 0 ? 0 : -1), { ariaLabel: "Previous finding in the document" }),
      element("span", {}, at < 0 ? `${found.length} ${found.length === 1 ? "place" : "places"} with findings` : `Place ${at + 1} of ${found.length}`),
      button("›", () => step(1), { ariaLabel: "Next finding in the document" }));
  }

  /** Shows a row; of several findings there, the `number`th gets the focus. */
  function reveal(row, number = 0) {
    source.show(row);
    const shownRow = body.querySelector(`[data-row="${row}"]`);
    for (const other of body.querySelectorAll(".aimed")) other.classList.remove("aimed");
    shownRow.classList.add("aimed");
    shownRow.scrollIntoView({ block: "center" });
    let note = shownRow;
    while (note.nextElementSibling && !note.classList.contains("note")) note = note.nextElementSibling;
    for (let left = number; left > 0; left -= 1) note = note.nextElementSibling;
    note.tabIndex = -1;
    note.focus({ preventScroll: true });
  }

  function render(part, from) {
    let last;
    let found = [];
    return part.flatMap((row, index) => {
      const number = row.line === undefined || (!isOneLine() && row.line === last) ? "" : isOneLine() ? `${row.line}:${row.column}` : String(row.line);
      last = row.line ?? last;
      if (!row.isMore) found = marks.get(from + index) ?? [];
      const worst = ["error", "warning", "info"].find((severity) => found.some((finding) => (finding.severity ?? "error") === severity));
      const made = element("div", { className: `row ${worst ? `marked ${worst}` : ""}`, attributes: { "data-row": from + index } },
        element("span", { className: "line", attributes: { "aria-hidden": "true" } }, number),
        element("span", { className: "code" }, ...row.pieces.flatMap(piece)));
      made.style.setProperty("--depth", Math.min(row.depth, 24));
      // What is said of a tag comes after all of its rows.
      return part[index + 1]?.isMore ? [made] : [made, ...found.map(note)];
    });
  }

  return {
    node,
    open: () => (documents.length > 0 ? open(documents[0]) : undefined),
    has: (finding) => documents.some((document) => document.syntax === "json"
      ? finding.path === document.path || finding.path.startsWith(`${document.path}/`)
      : finding.place && finding.path === document.path),
    async reveal(finding) {
      const document = documents.find(({ path, syntax }) => (syntax === "json" ? finding.path.startsWith(path) : path === finding.path));
      await open(document, finding);
      const [row, there] = [...marks].find(([, list]) => list.includes(finding)) ?? [];
      if (row === undefined) return;
      showWalk([...marks.keys()].sort((one, other) => one - other).indexOf(row));
      reveal(row, there.indexOf(finding));
    },
  };
}

function note({ severity = "error", message, help }) {
  return element("div", { className: `note ${severity}` },
    element("strong", {}, `${SEVERITIES[severity]}: `), ...sentence(message), " ", help && element("span", { className: "quiet" }, ...sentence(help)));
}

/** A piece of a row; what is too long to be read is folded. */
function piece([kind, text]) {
  if (text.length <= LONG) return element("span", { className: `is-${kind}` }, text);
  const rest = element("span", { id: fresh("fold"), hidden: true }, text.slice(HEAD));
  const toggle = button(`… ${(text.length - HEAD).toLocaleString("en")} more characters`, () => {
    rest.hidden = !rest.hidden;
    toggle.setAttribute("aria-expanded", String(!rest.hidden));
    toggle.textContent = rest.hidden ? `… ${(text.length - HEAD).toLocaleString("en")} more characters` : "fold";
  }, { className: "fold", attributes: { "aria-expanded": "false", "aria-controls": rest.id } });
  return element("span", { className: `is-${kind}` }, text.slice(0, HEAD), rest, toggle);
}

/** Two documents side by side, from pairs of rows; runs of what is the same are folded. */
export function sideBySide(pairs, titles) {
  const context = 3;
  const isNear = pairs.map(({ kind }, index) => kind !== "same" || pairs.slice(Math.max(0, index - context), index + context + 1).some((pair) => pair.kind !== "same"));
  const nodes = [];
  for (let index = 0; index < pairs.length; index += 1) {
    if (isNear[index]) {
      nodes.push(pairRow(pairs[index]));
      continue;
    }
    let end = index;
    while (end < pairs.length && !isNear[end]) end += 1;
    nodes.push(folded(pairs.slice(index, end)));
    index = end - 1;
  }
  return element("div", { className: "pairs", tabIndex: 0, attributes: { role: "region", "aria-label": `${titles[0]} and ${titles[1]} side by side` } },
    element("div", { className: "pair head" }, element("strong", {}, titles[0]), element("strong", {}, titles[1])), ...nodes);
}

function folded(pairs) {
  const toggle = button(`${pairs.length.toLocaleString("en")} rows that are the same`, () => toggle.replaceWith(...pairs.map(pairRow)), { className: "fold" });
  return toggle;
}

const SAID = { same: "", changed: "changed: ", removed: "only before: ", added: "only after: " };

function pairRow({ kind, before, after }) {
  const side = (row, which) => {
    const made = element("div", { className: `side ${which}` }, row && element("span", { className: "code" }, ...row.pieces.flatMap(piece)));
    made.style.setProperty("--depth", Math.min(row?.depth ?? 0, 24));
    return made;
  };
  const pair = element("div", { className: `pair ${kind}` }, SAID[kind] && element("span", { className: "visually-hidden" }, SAID[kind]), side(before, "before"), side(after, "after"));
  return pair;
}
