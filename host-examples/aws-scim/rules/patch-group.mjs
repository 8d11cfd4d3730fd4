// PATCH of a group (DG/patchgroup): displayName, externalId, and members that come and go.

import { Causes, conflict, invalid, MEMBERS_REPLACED, Refusal } from "../errors.mjs";
import { CORE_GROUP, GROUP } from "./attributes.mjs";
import { checkMembersExist, checkName, MOST_MEMBERSHIP_CHANGES, readMembers } from "./groups.mjs";
import { readAttribute } from "./objects.mjs";
import { readOperations } from "./operations.mjs";

const URNS = { [CORE_GROUP]: null };

/**
 * The group after the PATCH, `{ resource, members }`. `exists(id)` tells whether there is such a user.
 *
 * A Refusal may carry `leaves`, the group as the refused request left it: in 2024 one did.
 */
export function patchGroup(body, { resource, members }, { readings, exists }) {
  const causes = new Causes();
  const draft = { resource: { ...resource }, members: new Set(members) };
  const operations = readOperations(body, GROUP, URNS, readings);
  let changes = 0;
  for (const operation of operations) {
    const [name] = operation.path.names;
    if (name === "members") changes += applyToMembers(operation, draft, { readings, causes, exists });
    else if (name === "displayName" || name === "externalId") applyToText(operation, name, draft.resource, { readings, causes });
    else throw invalid(`${name} cannot be modified`);
  }
  if (draft.resource.displayName === undefined) causes.constraint("displayName", "Member must not be null");
  checkName(draft.resource, causes);
  if (changes > MOST_MEMBERSHIP_CHANGES) causes.add(`more than ${MOST_MEMBERSHIP_CHANGES} membership changes`);
  causes.throwIfAny();
  return draft;
}

function applyToText({ op, value }, name, resource, { readings, causes }) {
  if (op === "remove" || (value === null && readings["null-values"] === "ignored")) delete resource[name];
  else {
    const accepted = readAttribute(GROUP[name], value, name, { readings, causes, method: "PATCH" });
    if (accepted !== undefined) resource[name] = accepted;
  }
}

/** Carries out one operation on members and counts its changes. */
function applyToMembers({ op, path, value }, draft, { readings, causes, exists }) {
  if (path.names.length > 1) throw invalid("no attribute of a member can be modified");
  if (path.filter) return removeByFilter(op, path.filter, draft, readings);
  if (op === "replace") return replaceAll(value, draft, { readings, causes, exists });
  if (op === "remove" && (value === undefined || value === null || value.length === 0)) {
    throw invalid("all group memberships cannot be removed at once");
  }
  if (op === "add" && Array.isArray(value) && value.length === 0) {
    if (readings["empty-lists"] === "refused") causes.constraint("members", "Member must have length greater than or equal to 1 (empty-lists)");
    return 0;
  }
  const ids = readMembers(value, { readings, causes }) ?? [];
  const repeated = op === "add" && ids.some((id) => draft.members.has(id));
  if (repeated && readings["repeated-membership"] === "409") throw conflict("a member is one already (repeated-membership)");
  for (const id of ids) {
    // Who is no member stays none: RFC 7644 §3.5.2.2, not documented by AWS.
    if (op === "remove") draft.members.delete(id);
    else draft.members.add(id);
  }
  if (op === "add" && causes.list.length === 0) checkMembersExist(ids, exists, readings);
  return ids.length;
}

function removeByFilter(op, filter, draft, readings) {
  const [{ attribute, value }, ...more] = filter;
  const taken = op === "remove" && attribute === "value" && more.length === 0 && readings["member-removal-by-filter"] === "taken";
  if (!taken) throw invalid("members cannot be chosen by a filter (member-removal-by-filter)");
  draft.members.delete(value);
  return 1;
}

function replaceAll(value, draft, { readings, causes, exists }) {
  if (readings["member-replacement"] === "refused") throw new Refusal(400, MEMBERS_REPLACED);
  if (Array.isArray(value) && value.length === 0) return 0;
  if (Array.isArray(value) && value.some((member) => member?.value === "")) {
    const refusal = invalid("a member's value is empty; the group was emptied all the same, as in 2024 (member-replacement)");
    refusal.leaves = { resource: draft.resource, members: new Set() };
    throw refusal;
  }
  const ids = readMembers(value, { readings, causes }) ?? [];
  if (causes.list.length === 0) checkMembersExist(ids, exists, readings);
  draft.members = new Set(ids);
  return ids.length;
}
