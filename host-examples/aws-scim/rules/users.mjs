// What makes a user that AWS takes.

import { Causes, invalid } from "../errors.mjs";
import { COMPLETE_ADDRESS, CORE_USER, ENTERPRISE, RESERVED_NAMES, USER } from "./attributes.mjs";
import { checkElement, isObject, readObject } from "./objects.mjs";

/** The user of a POST (without `id`) or a PUT. */
export function readUser(body, { readings, method, id }) {
  if (!isObject(body)) throw invalid("Invalid JSON from RequestBody");
  const causes = new Causes();
  const user = readObject(USER, body, "", { readings, causes, method, id });
  // Not documented: what is left out counts as active.
  user.active ??= true;
  checkWhole(user, causes);
  if (method === "PUT") checkAddress(user, causes, readings);
  causes.throwIfAny();
  return user;
}

/** What must hold for a user, whichever request made it. */
export function checkWhole(user, causes) {
  for (const [where, value] of [
    ["userName", user.userName],
    ["displayName", user.displayName],
    ["name.givenName", user.name?.givenName],
    ["name.familyName", user.name?.familyName],
  ]) {
    // A text that was wrong has its own cause already.
    if (value === undefined && !causes.list.some((cause) => cause.includes(`'${where}'`))) {
      causes.constraint(where, "Member must not be null");
    }
  }
  if (RESERVED_NAMES.includes(user.userName)) causes.constraint("userName", "no reserved name");
  for (const [name, rule] of Object.entries(USER)) {
    if (rule.kind === "list" && user[name]) checkElement(rule, user[name][0], name, causes);
  }
}

/** An update to an address, under the strict reading of `address-completeness`. */
export function checkAddress(user, causes, readings) {
  if (!user.addresses || readings["address-completeness"] !== "refused") return;
  for (const part of COMPLETE_ADDRESS) {
    if (user.addresses[0][part] === undefined) causes.add(`addresses lacks ${part} (address-completeness)`);
  }
}

/** A user as AWS answers with it: without profileUrl and manager.$ref, with `emails` even when there is none. */
export function showUser({ id, created, lastModified, resource }) {
  const { externalId, profileUrl, userName, name, emails = [], ...rest } = resource;
  const enterprise = rest[ENTERPRISE];
  if (enterprise?.manager) {
    const { $ref, ...manager } = enterprise.manager;
    rest[ENTERPRISE] = { ...enterprise, manager };
  }
  return {
    id,
    ...(externalId === undefined ? {} : { externalId }),
    meta: { resourceType: "User", created, lastModified },
    schemas: [CORE_USER, ENTERPRISE],
    userName,
    name,
    ...rest,
    emails,
  };
}
