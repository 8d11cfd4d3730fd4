// Lengths and characters of values.

const PRINTABLE = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]*$/u;
const PRINTABLE_OR_WHITE = /^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00a0\u3000]*$/u;
const MARKUP = /[<>;:%]/;
const LINE_BREAKS = /[\t\n\r]/;

/** Notes what is wrong with a text at a place; says whether it is right. */
export function checkText(value, rule, where, { readings, causes, method }) {
  const before = causes.list.length;
  const length = [...value].length;
  if (length < 1) causes.constraint(where, "Member must have length greater than or equal to 1");
  if (length > rule.longest) causes.constraint(where, `Member must have length less than or equal to ${rule.longest}`);
  const white =
    rule.white ||
    (rule.name === "externalId" && readings["external-id-space"] === "taken") ||
    (rule.name === "userName" && method === "PUT" && readings["user-name-space"] === "taken-by-put");
  const pattern = white ? PRINTABLE_OR_WHITE : PRINTABLE;
  if (!pattern.test(value)) {
    causes.constraint(where, `Member must satisfy regular expression pattern: ${pattern.source.slice(1, -2)}+`);
  }
  if (!rule.uri) {
    const colon = rule.name === "externalId" && value.includes(":") && readings["external-id-colon"] === "refused";
    const markup = MARKUP.test(rule.name === "externalId" ? value.replaceAll(":", "") : value);
    if (colon) causes.constraint(where, "no colon (external-id-colon)");
    if (markup && readings["markup-characters"] === "refused") causes.constraint(where, "none of <>;:% (markup-characters)");
  }
  if (LINE_BREAKS.test(value) && readings["line-breaks"] === "refused") {
    causes.constraint(where, "no tab, CR or LF (line-breaks)");
  }
  return causes.list.length === before;
}

/** `true`, `false`, or undefined with a note. */
export function readBoolean(value, where, { readings, causes, method }) {
  if (typeof value === "boolean") return value;
  const exact = value === "true" || value === "false";
  const text = typeof value === "string" && /^(true|false)$/i.test(value);
  if ((exact && method === "PATCH") || (text && readings["boolean-text"] === "taken")) return value.toLowerCase() === "true";
  causes.constraint(where, text ? "a boolean, not a text (boolean-text)" : "a boolean");
  return undefined;
}
