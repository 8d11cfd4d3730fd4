// What an identity provider meant: its request on a server that takes anything, reduced to what AWS can keep. An oracle for
// what arrives at AWS through a proxy, which shares nothing with the plugin.

import { CORE_GROUP, CORE_USER, ENTERPRISE, USER } from "../../host-examples/aws-scim/rules/attributes.mjs";

const CORE = [`${CORE_USER}:`, `${CORE_GROUP}:`];
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isNothing = (value) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.every(isNothing)) || (isObject(value) && Object.values(value).every(isNothing));
const sameName = (one, other) => one.toLowerCase() === other.toLowerCase();
const nameIn = (table, name) => Object.keys(table).find((known) => sameName(known, name));

/** The state after a request, `{ users, groups }` as the stand-in dumps it; a new resource has no id. */
export function meant({ method, path, body }, state) {
  const { users, groups } = structuredClone(state);
  const [, endpoint, id] = path.split("/");
  const list = endpoint === "Users" ? users : groups;
  const place = list.findIndex((each) => each.id === id);
  if (method === "POST" || method === "PUT") {
    const fresh = endpoint === "Users" ? keepUser(expand(body)) : keepGroup(body);
    // A group whose body does not speak of members keeps those it has.
    if (endpoint === "Groups" && method === "PUT" && body.members === undefined) fresh.members = list[place].members;
    if (method === "POST") list.push(fresh);
    else list[place] = { id, ...fresh };
  }
  if (method === "PATCH") {
    const operations = body.Operations.flatMap(withPath);
    const change = endpoint === "Users" ? changeUser : changeGroup;
    list[place] = { id, ...operations.reduce(change, structuredClone(list[place])) };
    if (endpoint === "Users") list[place] = { id, ...keepUser(list[place]) };
  }
  return { users, groups };
}

/** An operation without path is one for each attribute of its value; `id` and `schemas` are nobody's to change. */
function withPath({ op, path, value }) {
  const verb = op.toLowerCase();
  if (path !== undefined) return [{ op: verb, path, value }];
  const attributes = Object.entries(value).filter(([name]) => !["id", "schemas", "meta"].includes(name));
  return attributes.map(([name, each]) => ({ op: verb, path: name, value: each }));
}

/** `name.givenName` and `URN:department` as keys. */
function expand(body) {
  const user = {};
  for (const [key, value] of Object.entries(body)) {
    const names = steps(key);
    const parent = names.slice(0, -1).reduce((holder, name) => (holder[name] ??= {}), user);
    parent[names.at(-1)] = isObject(value) && isObject(parent[names.at(-1)]) ? { ...parent[names.at(-1)], ...value } : value;
  }
  return user;
}

function steps(path) {
  const prefix = CORE.find((urn) => sameName(path.slice(0, urn.length), urn));
  if (prefix) return path.slice(prefix.length).split(".");
  if (!sameName(path.slice(0, ENTERPRISE.length), ENTERPRISE)) return path.startsWith("urn:") ? [path] : path.split(".");
  return [ENTERPRISE, ...path.slice(ENTERPRISE.length + 1).split(".")].filter((name) => name !== "");
}

const PATH = /^([^[]+)(?:\[(.+)\](?:\.(\w+))?)?$/s;

function changeUser(user, { op, path, value }) {
  const [, plain, filter, sub] = PATH.exec(path);
  const [first, ...rest] = steps(plain);
  const name = nameIn(USER, first) ?? first;
  const rule = USER[name];
  if (!rule) return user;
  if (rule.kind !== "list") return setDeep(user, [name, ...rest], op === "remove" || isNothing(value) ? undefined : value);
  const inner = sub ?? rest[0];
  const comparisons = filter ? filter.split(/\s+and\s+/i).map(comparison) : [];
  const wanted = Object.fromEntries(comparisons.filter(({ operator }) => sameName(operator, "eq")).map((each) => [each.name, each.wanted]));
  const elements = [user[name] ?? []].flat();
  const matches = (element) => comparisons.every(({ holds }) => holds(element));
  if (!filter && !inner) {
    const given = [value ?? []].flat().map((each) => (isObject(each) ? each : { value: each }));
    user[name] = op === "remove" ? [] : op === "add" ? [...given, ...elements] : given;
    return user;
  }
  if (op === "remove" || isNothing(value)) user[name] = inner ? elements.map((each) => (matches(each) ? { ...each, [inner]: undefined } : each)) : elements.filter((each) => !matches(each));
  else {
    const change = inner ? { [inner]: value } : value;
    user[name] = elements.some(matches) ? elements.map((each) => (matches(each) ? { ...each, ...change } : each)) : [{ ...wanted, ...change, primary: true }, ...elements];
  }
  return user;
}

const OPERATORS = {
  eq: (found, wanted) => found === wanted,
  ne: (found, wanted) => found !== wanted,
  co: (found, wanted) => found.includes(wanted),
  sw: (found, wanted) => found.startsWith(wanted),
  ew: (found, wanted) => found.endsWith(wanted),
};

/** `type eq "work"`; a blank may be missing before the quote, as in an example of RFC 7644 §3.5.2.2. */
function comparison(text) {
  const [, name, operator, value] = /^\s*(\w+)\s+([a-z]{2})\s*(.*?)\s*$/is.exec(text) ?? [];
  const test = OPERATORS[operator?.toLowerCase()];
  if (!test) throw new Error(`this program does not read the filter ${text}`);
  const wanted = JSON.parse(value);
  return { name, operator, wanted, holds: (element) => test(String(element[name] ?? "").toLowerCase(), String(wanted).toLowerCase()) };
}

function setDeep(holder, [name, ...rest], value) {
  const known = Object.keys(holder).find((each) => sameName(each, name)) ?? name;
  if (rest.length > 0) setDeep((holder[known] = isObject(holder[known]) ? holder[known] : {}), rest, value);
  else if (value === undefined) delete holder[known];
  else holder[known] = isObject(value) && isObject(holder[known]) ? { ...holder[known], ...value } : value;
  return holder;
}

function changeGroup(group, { op, path, value }) {
  const [, plain, filter] = PATH.exec(path);
  const [name] = steps(plain);
  if (sameName(name, "members")) {
    const given = idsOf(value);
    const chosen = filter ? [comparison(filter).wanted] : given;
    if (op === "add") group.members = [...new Set([...group.members, ...given])];
    else if (op === "replace") group.members = [...new Set(given)];
    else group.members = filter || value ? group.members.filter((id) => !chosen.includes(id)) : [];
  } else if (op === "remove") delete group[name];
  else group[name] = value;
  return group;
}

const idsOf = (value) => [value ?? []].flat().map((member) => member?.value ?? member).filter((id) => !isNothing(id));

/** Of a user's attributes those that AWS has, one of each list. */
export function keepUser(user) {
  const kept = keep(USER, user);
  kept.active ??= true;
  return kept;
}

function keepGroup({ displayName, externalId, members }) {
  return { displayName, ...(isNothing(externalId) ? {} : { externalId }), members: idsOf(members) };
}

function keep(table, object) {
  const kept = {};
  for (const [key, value] of Object.entries(object)) {
    const name = nameIn(table, key);
    const rule = name && table[name];
    if (!rule || isNothing(value) || ["unsupported", "refused", "read-only", "schemas"].includes(rule.kind)) continue;
    if (rule.kind === "text") kept[name] = value;
    else if (rule.kind === "boolean") kept[name] = typeof value === "string" ? sameName(value, "true") : value;
    else if (rule.kind === "object") kept[name] = keep(rule.attributes, isObject(value) ? value : { [rule.bare]: value });
    else {
      const objects = [value].flat().map((each) => (isObject(each) ? each : { value: each }));
      const elements = objects.filter((each) => !isNothing(rule.valueRequired ? each.value : each));
      if (elements.length === 0) continue;
      // The one that stays of several is the primary one.
      kept[name] = [{ ...keep(rule.attributes, chosen(elements)), ...(rule.primaryRequired || elements.length > 1 ? { primary: true } : {}) }];
    }
    if (isNothing(kept[name])) delete kept[name];
  }
  return kept;
}

const isTrue = (value) => value === true || (typeof value === "string" && sameName(value, "true"));
const chosen = (elements) => elements.find(({ primary }) => isTrue(primary)) ?? elements.find(({ type }) => type === "work") ?? elements[0];

const NAMES = [["displayName"], ["name", "givenName"], ["name", "familyName"]];

/**
 * Differences between what was meant and what AWS has, as lines; none if it is the same. Ids of new resources are nobody's
 * to choose, the order of members means nothing, and a name that AWS requires and the identity provider left out may be any.
 */
export function differences(wanted, found) {
  const complete = (mine, theirs) => {
    const copy = structuredClone(mine);
    for (const path of NAMES) {
      const get = (user) => path.reduce((holder, name) => holder?.[name], user);
      if (theirs && isNothing(get(copy)) && !isNothing(get(theirs))) setDeep(copy, path, get(theirs));
    }
    return copy;
  };
  const canonical = (value) =>
    Array.isArray(value)
      ? value.map(canonical)
      : isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, canonical(each)])) : value;
  const lines = [];
  for (const [kind, key] of [["users", "userName"], ["groups", "displayName"]]) {
    const mine = new Map(wanted[kind].map((each) => [each[key], each]));
    const theirs = new Map(found[kind].map((each) => [each[key], each]));
    for (const name of new Set([...mine.keys(), ...theirs.keys()])) {
      const shape = (each) => {
        const { id, members, ...rest } = each;
        return JSON.stringify(canonical({ ...rest, ...(members ? { members: [...members].sort() } : {}) }));
      };
      const [one, other] = [mine.get(name), theirs.get(name)];
      if (!one || !other) lines.push(`${kind}: ${one ? "missing" : "not meant"}: ${name}`);
      else if (shape(kind === "users" ? complete(one, other) : one) !== shape(other)) lines.push(`${kind}: meant ${shape(one)}, found ${shape(other)}`);
    }
  }
  return lines;
}
