// What makes a group that AWS takes, and how its members are given.

import { Causes, invalid, notFound } from "../errors.mjs";
import { CORE_GROUP, GROUP, RESERVED_NAMES } from "./attributes.mjs";
import { canonical, isObject, readObject } from "./objects.mjs";

/** DG/creategroup, DG/patchgroup. */
export const MOST_MEMBERSHIP_CHANGES = 100;

/** The group of a POST: `{ resource, members }`. */
export function readGroup(body, { readings, exists }) {
  if (!isObject(body)) throw invalid("Invalid JSON from RequestBody");
  const causes = new Causes();
  const context = { readings, causes, method: "POST", members: (value) => readMembers(value, { readings, causes }) };
  const { members = [], ...resource } = readObject(GROUP, body, "", context);
  if (resource.displayName === undefined && causes.list.length === 0) causes.constraint("displayName", "Member must not be null");
  checkName(resource, causes);
  if (members.length > MOST_MEMBERSHIP_CHANGES) causes.add(`more than ${MOST_MEMBERSHIP_CHANGES} members`);
  causes.throwIfAny();
  checkMembersExist(members, exists, readings);
  return { resource, members: new Set(members) };
}

/** Names that no group can have (botocore's identitystore model, CreateGroup). */
export function checkName({ displayName }, causes) {
  if (RESERVED_NAMES.includes(displayName)) causes.constraint("displayName", "no reserved name");
}

export function checkMembersExist(ids, exists, readings) {
  if (ids.every(exists)) return;
  throw readings["unknown-member"] === "404" ? notFound("User") : invalid("a member is no user (unknown-member)");
}

/** As every other text of a group (botocore's identitystore model). */
const LONGEST = 1024;

const MEMBER = { value: "id", type: "text", $ref: "text", display: "display" };

/** The ids of a list of members; what is wrong with it is noted in `causes`. */
export function readMembers(value, { readings, causes }) {
  if (!Array.isArray(value)) return void causes.constraint("members", "a list");
  const ids = [];
  for (const member of value) {
    if (!isObject(member)) {
      causes.constraint("members", "a list of objects");
      continue;
    }
    let id;
    for (const [key, part] of Object.entries(member)) {
      const name = canonical(MEMBER, key, readings);
      if (name === undefined) {
        if (readings["unknown-attributes"] === "refused") causes.add(`members.${key} is in no schema of AWS (unknown-attributes)`);
      } else if (name === "display") {
        if (readings["member-display"] === "refused") causes.add("members.display is not supported (member-display)");
      } else if (part === null && name !== "value") {
        // Entra ID sends `$ref: null` to AWS.
        if (name !== "$ref" && readings["null-values"] === "refused") causes.constraint(`members.${name}`, "Member must not be null (null-values)");
      } else if (typeof part !== "string") {
        causes.constraint(`members.${name}`, "a text");
      } else if (name === "value") {
        id = part;
      } else if ([...part].length > LONGEST) {
        causes.constraint(`members.${name}`, `Member must have length less than or equal to ${LONGEST}`);
      }
    }
    if (!id) causes.constraint("members.value", "Member must have length greater than or equal to 1");
    else ids.push(id);
  }
  return ids;
}

/** A group as AWS answers with it: its members are never told (DG/getgroup, DG/listgroups). */
export function showGroup({ id, created, lastModified, resource: { externalId, displayName } }) {
  return {
    id,
    ...(externalId === undefined ? {} : { externalId }),
    meta: { resourceType: "Group", created, lastModified },
    schemas: [CORE_GROUP],
    displayName,
    members: [],
  };
}
