// What was found, the worst first: what it is, what to do, where it stands, where the rule comes from.

import { button, count, element, value } from "./dom.mjs";
import { SEVERITIES } from "./names.mjs";
import { pages } from "./pages.mjs";

const ORDER = ["error", "warning", "info"];
/** How many places of one finding are listed at a time. */
const PLACES = 20;

/** Errors of a failure are findings without a severity. */
export function findingsOf(answer) {
  return [...(answer.errors ?? []).map((error) => ({ severity: "error", ...error })), ...(answer.findings ?? [])];
}

/** The worst first. */
export function ranked(findings) {
  return findings.toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
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
  return words.length === 0 ? "nothing to complain about" : [words.slice(0, -1).join(", "), words.at(-1)].filter((part) => part !== "").join(" and ");
}

/** The list; `show(finding)` jumps to the place, if `has(finding)` says that there is one to look at. */
export function findingsList(findings, { show, has, empty = "Nothing was found wrong." }) {
  if (findings.length === 0) return element("p", { className: "nothing" }, empty);
  const groups = grouped(findings);
  return element("ul", { className: "findings" }, ...groups.map((group) => item(group, show, has)));
}

/** So many findings of one code are listed one by one, if their messages differ. */
const APART = 3;

/** The same said of many places is said once; so is what differs in numbers alone, once there is much of it. */
function grouped(findings) {
  const codes = Map.groupBy(findings, ({ severity, code, help }) => JSON.stringify([severity, code, help]));
  const groups = [...codes.values()].flatMap((list) => {
    const messages = [...Map.groupBy(list, ({ message }) => message).values()];
    return messages.length > APART ? [list] : messages;
  });
  return groups.sort(([one], [other]) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
}

function item(group, show, has) {
  const [{ severity, code, message, help, source }] = group;
  const isOne = group.every((finding) => finding.message === message);
  return element("li", { className: `finding ${severity}` },
    element("p", { className: "what" }, element("span", { className: `severity ${severity}` }, SEVERITIES[severity]), " ", ...sentence(message),
      group.length > 1 && element("span", { className: "badge" }, isOne ? `${group.length.toLocaleString("en")} times` : `and ${count(group.length - 1, "other")} like it`)),
    element("p", { className: "do" }, element("strong", {}, "What to do: "), ...sentence(help)),
    group.length > 1 && places(group, show, has, isOne),
    element("p", { className: "quiet parts" }, group.length === 1 && place(group[0], show, has), element("code", {}, code), source && element("span", {}, `source: ${source}`)));
}

function places(group, show, has, isOne) {
  const list = pages(PLACES, (part) => [element("ul", { className: "places" }, ...part.map((finding) => element("li", {}, place(finding, show, has, false) ?? "somewhere", !isOne && element("span", { className: "quiet" }, ": ", ...sentence(finding.message)))))], "places");
  // Most people read the sentence and not its two hundred places.
  const details = element("details", { on: { toggle: () => details.open && list.set(group) } }, element("summary", {}, `Where: ${count(group.length, "place")}`), list.node);
  return details;
}

/** Pointers to a whole document say no more than that. */
const WHOLE = ["/metadata", "/response", "/body", "/old", "/new"];

function place(finding, show, has, isOne = true) {
  const { place: at, path } = finding;
  if (at) {
    // Of one among many it matters whose it is.
    const entity = !isOne && at.entityId !== undefined && [" in ", value(at.entityId)];
    const words = `line ${at.line.toLocaleString("en")}, column ${at.column.toLocaleString("en")}`;
    return element("span", {}, has(finding) ? button(`Show ${words}`, () => show(finding), { className: "link" }) : words, ...(entity || []));
  }
  if (!path || WHOLE.includes(path)) return undefined;
  return element("span", {}, "at ", has(finding) ? button(path, () => show(finding), { className: "link" }) : element("code", {}, path));
}

/** Messages are written without capital and full stop, to stand inside other sentences; what is in backticks is code. */
export function sentence(text) {
  const begun = /^[a-z]+(?:-[a-z]+)*[ ,]/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  const whole = /[.!?]$/.test(begun) ? begun : `${begun}.`;
  return whole.split("`").map((part, index) => element(index % 2 === 1 ? "code" : "span", {}, part));
}
