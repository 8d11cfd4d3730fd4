// Filters of lists and of PATCH paths: `eq` with a quoted text, joined by `and` (DG/limitations).

import { invalid } from "../errors.mjs";

const COMPARISON = /^\s*([A-Za-z$][\w$.:-]*)\s+(\w+)\s+("(?:[^"\\]|\\.)*"|[^\s"\]]+)/;
const AND = /^\s+and(?=\s)/i;

const wrong = () => invalid("Invalid Filter format");

/** The comparisons of a filter, `[{ attribute, value }]`. `booleans`: whether true and false may stand without quotes. */
export function parseFilter(text, { booleans = false } = {}) {
  const comparisons = [];
  let rest = text;
  for (;;) {
    const [whole, attribute, operator, literal] = COMPARISON.exec(rest) ?? [];
    if (!whole || operator.toLowerCase() !== "eq") throw wrong();
    comparisons.push({ attribute, value: readLiteral(literal, booleans) });
    rest = rest.slice(whole.length);
    if (rest.trim() === "") return comparisons;
    const [and] = AND.exec(rest) ?? [];
    if (!and) throw wrong();
    rest = rest.slice(and.length);
  }
}

function readLiteral(literal, booleans) {
  if (booleans && /^(true|false)$/.test(literal)) return literal === "true";
  if (!literal.startsWith('"')) throw wrong();
  try {
    return JSON.parse(literal);
  } catch {
    throw wrong();
  }
}

/** Filters that DG/listusers and DG/listgroups have. Of `id` with `members` the text says `member`, the example `members`. */
const COMBINATIONS = {
  Users: [["userName"], ["externalId"], ["groups.value"], ["id", "manager"], ["id"]],
  Groups: [["displayName"], ["externalId"], ["members.value"], ["id", "members"], ["id", "member"], ["id"]],
};

/** The filter of a list as `{ attribute: value }`. */
export function readListFilter(text, endpoint) {
  const comparisons = parseFilter(text);
  const names = comparisons.map(({ attribute }) => attribute).sort();
  const combination = COMBINATIONS[endpoint].find((known) => JSON.stringify([...known].sort()) === JSON.stringify(names));
  if (!combination) throw wrong();
  return Object.fromEntries(comparisons.map(({ attribute, value }) => [attribute === "member" ? "members" : attribute, value]));
}

/** userName, displayName and types are not case-exact in AWS's schemas; ids are. */
export const sameText = (one, other) => String(one).toLowerCase() === String(other).toLowerCase();
