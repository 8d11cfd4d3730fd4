// Reads an object of a body by its table: every rule that holds for POST, PUT and the values of a PATCH alike.

import { checkText, readBoolean } from "./text.mjs";

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The canonical name of an attribute in a table, or undefined. */
export function canonical(table, name, readings) {
  if (Object.hasOwn(table, name)) return name;
  if (readings["attribute-case"] !== "any") return undefined;
  return Object.keys(table).find((known) => known.toLowerCase() === name.toLowerCase());
}

/** What is accepted of an object, under canonical names. The rest is noted in `context.causes`, or ignored. */
export function readObject(table, value, prefix, context) {
  const { readings, causes } = context;
  const accepted = {};
  for (const [key, member] of Object.entries(value)) {
    const where = prefix + key;
    const name = canonical(table, key, readings);
    if (name === undefined) {
      const urn = /^urn:|^https?:/i.test(key);
      const name = urn ? "foreign-schemas" : "unknown-attributes";
      if (readings[name] === "refused") causes.add(`${where} is in no schema of AWS (${name})`);
      continue;
    }
    if (Object.hasOwn(accepted, name)) {
      causes.add(`${where} comes twice`);
      continue;
    }
    const found = readAttribute(table[name], member, where, context);
    if (found !== undefined) accepted[name] = found;
  }
  return accepted;
}

/** What is accepted of one attribute's value; undefined for what is ignored or wrong. */
export function readAttribute(rule, value, where, context) {
  const { readings, causes } = context;
  switch (rule.kind) {
    case "refused":
      return void causes.add(`${where} is not supported`);
    case "unsupported":
      if (readings["unsupported-attributes"] === "refused") causes.add(`${where} is not supported (unsupported-attributes)`);
      return undefined;
    case "read-only":
      return readReadOnly(value, where, context);
    case "schemas":
      return void readSchemas(rule, value, causes, readings);
  }
  if (value === null) {
    // awslabs/ssosync posts groups with `members: null`.
    if (rule.kind !== "members" && readings["null-values"] === "refused") causes.constraint(where, "Member must not be null (null-values)");
    return undefined;
  }
  switch (rule.kind) {
    case "text":
      if (typeof value !== "string") return void causes.constraint(where, "a text");
      return checkText(value, rule, where, context) ? value : undefined;
    case "boolean":
      return readBoolean(value, where, context);
    case "object":
      return readComplex(rule, value, where, context);
    case "list":
      return readList(rule, value, where, context);
    case "members":
      return context.members(value, where);
  }
  throw new Error(`no such kind: ${rule.kind}`);
}

function readComplex(rule, value, where, context) {
  if (typeof value === "string" && rule.bare && context.readings["manager-text"] === "taken") value = { [rule.bare]: value };
  if (!isObject(value)) return void context.causes.constraint(where, "an object");
  return readObject(rule.attributes, value, `${where}.`, context);
}

function readList(rule, value, where, context) {
  const { readings, causes } = context;
  if (!Array.isArray(value)) return void causes.constraint(where, "a list");
  if (value.length === 0) {
    if (readings["empty-lists"] === "refused") causes.constraint(where, "Member must have length greater than or equal to 1 (empty-lists)");
    return undefined;
  }
  if (value.length > 1) return void causes.add(`List attribute ${where} exceeds allowed limit of 1`);
  if (!isObject(value[0])) return void causes.constraint(where, "a list of objects");
  if (Object.keys(value[0]).length === 0) return void causes.constraint(where, "an element with attributes");
  return [readObject(rule.attributes, value[0], `${where}.`, context)];
}

/** Rules about a whole element, for a PATCH may complete it. */
export function checkElement(rule, element, where, causes) {
  if (rule.valueRequired && element.value === undefined) causes.constraint(`${where}.value`, "Member must not be null");
  if (rule.primaryRequired && element.primary !== true) causes.add(`${where} must be marked as primary`);
}

function readSchemas(rule, value, causes, readings) {
  if (!Array.isArray(value) || value.some((urn) => typeof urn !== "string")) return causes.constraint("schemas", "a list of texts");
  for (const urn of value) {
    const known = rule.known.some((each) => each === urn || (readings["attribute-case"] === "any" && each.toLowerCase() === urn.toLowerCase()));
    if (!known && readings["foreign-schemas"] === "refused") causes.add("schemas names one that AWS does not have (foreign-schemas)");
  }
}

function readReadOnly(value, where, { readings, causes, id }) {
  // An own id in a PUT says nothing new; Okta and authentik send it.
  if (where === "id" && id !== undefined && value === id) return;
  if (isObject(value) && "version" in value && readings["unsupported-attributes"] === "refused") {
    causes.add(`${where}.version is not supported (unsupported-attributes)`);
  }
  if (readings["read-only-attributes"] === "refused") causes.add(`${where} is read only (read-only-attributes)`);
}
