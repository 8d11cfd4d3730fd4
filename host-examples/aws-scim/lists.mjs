// GET /Users and GET /Groups (DG/listusers, DG/listgroups).

import { createHash } from "node:crypto";
import { invalid, notFound } from "./errors.mjs";
import { readListFilter, sameText } from "./rules/filters.mjs";
import { ENTERPRISE } from "./rules/attributes.mjs";
import { showGroup } from "./rules/groups.mjs";
import { showUser } from "./rules/users.mjs";

const LIST_URN = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const LARGEST_PAGE = 100;

/** One page. `pageLimit` makes pages shorter than asked, which DG/listusers allows while there is a cursor. */
export function list(store, endpoint, query, { readings, pageLimit }) {
  const { cursor, count, filter } = readQuery(query, readings);
  const wanted = filter === undefined ? {} : readListFilter(filter, endpoint);
  const found = select(store, endpoint, wanted, readings);
  const show = endpoint === "Users" ? showUser : showGroup;
  const size = Math.min(count, pageLimit ?? count);
  const frame = (resources) => ({ schemas: [LIST_URN], Resources: resources.map(show) });
  if (cursor === undefined) {
    const page = found.slice(0, count);
    const total = readings["total-results"] === "of-all" ? found.length : page.length;
    return { totalResults: total, itemsPerPage: page.length, startIndex: 1, ...frame(page) };
  }
  const mark = createHash("sha256").update(`${endpoint} ${filter ?? ""}`).digest("hex").slice(0, 12);
  const after = readCursor(cursor, mark);
  const rest = found.filter(({ sequence }) => sequence > after);
  const page = rest.slice(0, size);
  const more = rest.length > page.length && { nextCursor: writeCursor(page.at(-1).sequence, mark) };
  return { itemsPerPage: page.length, ...more, ...frame(page) };
}

function readQuery(query, readings) {
  const found = {};
  for (const parameter of query.split("&").filter((text) => text !== "")) {
    const [, name, value = ""] = /^([^=]*)=?(.*)$/s.exec(parameter);
    if (Object.hasOwn(found, name)) throw invalid(`${name} comes twice in the query`);
    found[name] = decode(value);
  }
  const { cursor, count, filter, ...rest } = found;
  for (const name of Object.keys(rest)) {
    const known = ["startIndex", "attributes", "excludedAttributes"].includes(name);
    if (known && readings["unsupported-query"] === "refused") throw invalid(`${name} is not supported (unsupported-query)`);
  }
  return { cursor, filter, count: count === undefined ? LARGEST_PAGE : readCount(count) };
}

function decode(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalid("the query is not percent-encoded");
  }
}

function readCount(text) {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > LARGEST_PAGE) throw invalid("count is not from 1 to 100");
  return count;
}

/** Opaque for clients, within DG/listusers's pattern; bound to the filter, for changing it under way is a 400. */
function writeCursor(sequence, mark) {
  return Buffer.from(`${sequence}:${mark}`).toString("base64");
}

function readCursor(cursor, mark) {
  if (cursor === "") return 0;
  // `+` of base64 was read as a space.
  const [, sequence, found] = /^(\d+):([0-9a-f]+)$/.exec(Buffer.from(cursor.replaceAll(" ", "+"), "base64").toString("latin1")) ?? [];
  if (found !== mark) throw invalid("the cursor belongs to no such list");
  return Number(sequence);
}

function select(store, endpoint, wanted, readings) {
  const entries = endpoint === "Users" ? store.users() : store.groups();
  const { "groups.value": groupId, "members.value": memberId, members = memberId } = wanted;
  if (groupId !== undefined && !store.isGroup(groupId) && readings["unknown-group-in-filter"] === "404") throw notFound("Group");
  // DG/listgroups: `When filter querying with a nonexisting member`.
  if (members !== undefined && !store.isUser(members)) throw notFound("User");
  const group = groupId !== undefined && store.isGroup(groupId) ? store.group(groupId).members : new Set();
  const tests = {
    id: ({ id }) => id === wanted.id,
    externalId: ({ resource }) => resource.externalId === wanted.externalId,
    userName: ({ resource }) => sameText(resource.userName, wanted.userName),
    displayName: ({ resource }) => sameText(resource.displayName, wanted.displayName),
    manager: ({ resource }) => resource[ENTERPRISE]?.manager?.value === wanted.manager,
    "groups.value": ({ id }) => group.has(id),
    "members.value": (entry) => entry.members.has(members),
    members: (entry) => entry.members.has(members),
  };
  const chosen = Object.keys(wanted).map((name) => tests[name]);
  return entries.filter((entry) => chosen.every((test) => test(entry)));
}
