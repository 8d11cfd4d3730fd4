// Paths of PATCH operations (RFC 7644 §3.5.2, with DG/patchuser's bounds).

import { invalid } from "../errors.mjs";
import { parseFilter } from "./filters.mjs";
import { canonical } from "./objects.mjs";

/**
 * `{ names, filter }`: the attribute and, if the path goes on, the attributes in it. `filter` belongs to the first of them.
 * `urns` maps URN to the name that the attributes under it have in the table, or to null for the table itself.
 */
export function parsePath(text, table, urns, readings) {
  if (typeof text !== "string") throw invalid("path is no text");
  const wrong = () => invalid("path is not supported");
  const [, plain, between, after] = /^([^[\]]+)(?:\[(.*)\](?:\.([^[\].]+))?)?$/s.exec(text.trim()) ?? [];
  if (!plain) throw wrong();
  const names = [];
  let rest = plain;
  let attributes = table;
  for (const [urn, name] of Object.entries(urns)) {
    const prefix = plain.slice(0, urn.length);
    if (prefix !== urn && !(readings["attribute-case"] === "any" && prefix.toLowerCase() === urn.toLowerCase())) continue;
    if (plain.length > urn.length && plain[urn.length] !== ":") continue;
    rest = plain.slice(urn.length + 1);
    if (name === null) {
      if (rest === "") throw wrong();
      break;
    }
    names.push(name);
    attributes = table[name].attributes;
    break;
  }
  const steps = rest === "" ? [] : rest.split(".");
  if (after !== undefined) steps.push(after);
  for (const step of steps) {
    const name = attributes && canonical(attributes, step, readings);
    if (name === undefined) throw wrong();
    names.push(name);
    attributes = attributes[name].attributes;
  }
  if (between === undefined) return { names };
  const first = table[names[0]];
  if (first.kind !== "list" && first.kind !== "members") throw wrong();
  const filter = parseFilter(between, { booleans: true }).map(({ attribute, value }) => {
    const name = first.kind === "members" ? attribute : canonical(first.attributes, attribute, readings);
    if (name === undefined) throw wrong();
    return { attribute: name, value };
  });
  return { names, filter };
}
