// What was found, the worst first: what it is, what to do, where it stands, where the rule comes from.

import { button, count, element, value, visible } from "./dom.mjs";
import { SEVERITIES } from "./names.mjs";
import { pages } from "./pages.mjs";

const ORDER = ["error", "warning", "info"];
/** How many places of one finding are listed at a time. */
const PLACES = 20;

/** Errors of a failure are findings without a severity. */
export function findingsOf(answer) {
  return [...(answer.errors ?? []).map((error) => ({ severity: "error", ...error })), ...(answer.findings ?? [])];
}

export function tally(findings) {
  const numbers = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) numbers[severity] += 1;
  return numbers;
}

/** `3 problems, one warning`. */
export function tallyWords(findings) {
  const { error, warning, info } = tally(findings);
  const words = [error && count(error, "problem"), warning && count(warning, "warning"), info && count(info, "note")].filter(Boolean);
  return words.length === 0 ? "nothing to complain about" : words.join(", ").replace(/, ([^,]*)$/, " and $1");
}

/** The list; `show(finding)` jumps to the place, if `has(finding)` says that there is one to look at. */
export function findingsList(findings, { show, has, empty = "Nothing was found wrong." }) {
  if (findings.length === 0) return element("p", { className: "nothing" }, empty);
  const groups = grouped(findings);
  return element("ul", { className: "findings" }, ...groups.map((group) => item(group, show, has)));
}

/** The same said of many places is said once. */
function grouped(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const key = JSON.stringify([finding.severity, finding.code, finding.message, finding.help]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(finding);
  }
  return [...groups.values()].sort(([one], [other]) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
}

function item(group, show, has) {
  const [{ severity, code, message, help, source }] = group;
  return element("li", { className: `finding ${severity}` },
    element("p", { className: "what" }, element("span", { className: `severity ${severity}` }, SEVERITIES[severity]), " ", ...sentence(message),
      group.length > 1 && element("span", { className: "badge" }, `${group.length.toLocaleString("en")} times`)),
    element("p", { className: "do" }, element("strong", {}, "What to do: "), ...sentence(help)),
    places(group, show, has),
    element("p", { className: "quiet" }, element("code", {}, code), source && ` · source: ${source}`));
}

function places(group, show, has) {
  if (group.length === 1) {
    const made = place(group[0], show, has);
    return made && element("p", { className: "where" }, made);
  }
  const list = pages(PLACES, (part) => [element("ul", { className: "places" }, ...part.map((finding) => element("li", {}, place(finding, show, has) ?? "somewhere")))], "places");
  // Most people read the sentence and not its two hundred places.
  const details = element("details", { on: { toggle: () => details.open && list.set(group) } }, element("summary", {}, `Where: ${count(group.length, "place")}`), list.node);
  return details;
}

function place(finding, show, has) {
  const { place: at, path } = finding;
  const entity = at?.entityId !== undefined && [" in ", value(at.entityId)];
  if (at) {
    const words = `line ${at.line.toLocaleString("en")}, column ${at.column.toLocaleString("en")}`;
    return element("span", {}, has(finding) ? button(`Show ${words}`, () => show(finding), { className: "link" }) : words, ...(entity || []));
  }
  if (!path) return undefined;
  return element("span", {}, "at ", has(finding) ? button(path, () => show(finding), { className: "link" }) : element("code", {}, path));
}

/** Messages are written without capital and full stop, to stand inside other sentences; what is in backticks is code. */
export function sentence(text) {
  const begun = /^[a-z]+[ ,]/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  const whole = /[.!?]$/.test(begun) ? begun : `${begun}.`;
  return whole.split("`").map((part, index) => (index % 2 === 1 ? element("code", {}, ...visible(part)) : element("span", {}, ...visible(part))));
}
