// PATCH of a user (DG/patchuser): the operations in order on a copy, then the rules for a whole user.

import { Causes, invalid } from "../errors.mjs";
import { CORE_USER, ENTERPRISE, PATCHABLE, USER } from "./attributes.mjs";
import { sameText } from "./filters.mjs";
import { isObject, readAttribute } from "./objects.mjs";
import { readOperations } from "./operations.mjs";
import { checkAddress, checkWhole } from "./users.mjs";

const URNS = { [CORE_USER]: null, [ENTERPRISE]: ENTERPRISE };

/** The user after the PATCH. */
export function patchUser(body, user, { readings }) {
  const causes = new Causes();
  const draft = structuredClone(user);
  const context = { readings, causes, method: "PATCH", draft };
  const operations = readOperations(body, USER, URNS, readings);
  checkTargets(operations, readings);
  for (const operation of operations) applyOperation(operation, context);
  checkWhole(draft, causes);
  if (operations.some(({ path }) => path.names[0] === "addresses")) checkAddress(draft, causes, readings);
  causes.throwIfAny();
  return draft;
}

function checkTargets(operations, readings) {
  const seen = new Set();
  for (const { op, path } of operations) {
    const [name] = path.names;
    const patchable = PATCHABLE.has(name) || (name === "roles" && readings["patch-roles"] === "taken");
    if (!patchable) throw invalid(`${name} cannot be modified`);
    if (name !== "userName" && name !== "active") continue;
    if (op === "remove") throw invalid(`${name} cannot be removed`);
    if (seen.has(name)) throw invalid(`Multiple PATCH operations on ${name}`);
    seen.add(name);
  }
}

function applyOperation({ op, path, value }, context) {
  const [name, ...inner] = path.names;
  const rule = USER[name];
  if (rule.kind === "list") return applyToList(op, name, path, value, context);
  let holder = context.draft;
  let place = name;
  let target = rule;
  for (const step of inner) {
    if (op !== "remove") holder[place] ??= {};
    holder = holder[place];
    if (holder === undefined) return; // to remove what is not there
    target = target.attributes[step];
    place = step;
  }
  const where = path.names.join(".");
  if (op === "remove") delete holder[place];
  else if (!isEmptied(target, value, context)) {
    const accepted = readAttribute(target, value, where, context);
    // RFC 7644 §3.5.2.3: what the value does not name in a complex attribute is left unchanged.
    if (accepted !== undefined) holder[place] = target.kind === "object" ? { ...holder[place], ...accepted } : accepted;
  } else delete holder[place];
  pruneExtension(context.draft);
}

/** An extension without data is none. */
function pruneExtension(draft) {
  const enterprise = draft[ENTERPRISE];
  if (enterprise?.manager && Object.keys(enterprise.manager).length === 0) delete enterprise.manager;
  if (enterprise && Object.keys(enterprise).length === 0) delete draft[ENTERPRISE];
}

/** Under the lenient reading null makes an attribute unassigned (RFC 7643 §2.5). */
function isEmptied(rule, value, { readings }) {
  return value === null && readings["null-values"] === "ignored" && rule.kind !== "unsupported";
}

function applyToList(op, name, { names: [, sub], filter }, value, context) {
  const { draft, causes, readings } = context;
  const rule = USER[name];
  const element = draft[name]?.[0];
  const matches = element && (!filter || filter.every(({ attribute, value: wanted }) => matchesValue(element[attribute], wanted)));
  if (op === "remove") {
    if (!matches) return;
    if (sub === undefined) delete draft[name];
    else delete element[sub];
    return;
  }
  if (filter === undefined && sub === undefined) return setList(op, name, value, context);
  const where = sub === undefined ? name : `${name}.${sub}`;
  const before = causes.list.length;
  const accepted =
    sub === undefined
      ? isObject(value) ? readAttribute(rule, [value], name, context)?.[0] : void causes.constraint(name, "an object")
      : readAttribute(rule.attributes[sub], value, where, context);
  if (causes.list.length > before) return;
  // Ignored: an unsupported sub-attribute, or null.
  if (accepted === undefined) return void (element && matches && value === null && delete element[sub]);
  const change = sub === undefined ? accepted : { [sub]: accepted };
  if (matches) {
    const replaces = op === "replace" && sub === undefined && readings["patch-value-path"] === "replaces";
    draft[name] = [replaces ? change : { ...element, ...change }];
    return;
  }
  if (readings["patch-no-target"] === "refused") return void causes.add(`${name} has no such element (patch-no-target)`);
  if (element && readings["patch-second-element"] === "refused") {
    return void causes.add("Currently list attributes only allow single item (patch-second-element)");
  }
  // `display` can be asked for, and is never kept.
  const kept = (filter ?? []).filter(({ attribute }) => ["text", "boolean"].includes(rule.attributes[attribute]?.kind));
  const fromFilter = Object.fromEntries(kept.map(({ attribute, value: wanted }) => [attribute, wanted]));
  draft[name] = [{ ...(rule.primaryRequired ? { primary: true } : {}), ...fromFilter, ...change }];
}

function setList(op, name, value, { draft, causes, readings, ...more }) {
  const before = causes.list.length;
  const accepted = readAttribute(USER[name], value, name, { draft, causes, readings, ...more });
  if (causes.list.length > before) return;
  const old = draft[name];
  const same = JSON.stringify(old) === JSON.stringify(accepted);
  if (accepted === undefined) {
    // [] or null, ignored by an `add`, clearing by a `replace`.
    if (op === "replace") delete draft[name];
  } else if (op === "add" && old && !same && readings["patch-second-element"] === "refused") {
    causes.add("Currently list attributes only allow single item (patch-second-element)");
  } else draft[name] = accepted;
}

function matchesValue(found, wanted) {
  return typeof wanted === "boolean" ? (found ?? false) === wanted : found !== undefined && sameText(found, wanted);
}
