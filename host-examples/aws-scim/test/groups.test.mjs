// Groups and their members.

import assert from "node:assert/strict";
import test from "node:test";
import { MEMBERS_REPLACED, PATH_OMITTED, UNPARSABLE } from "../errors.mjs";
import { aws, members, people } from "./support.mjs";

/** A group of `count` people, and as many more who are not in it. */
function groupOf(count, options) {
  const server = aws(options);
  const ids = people(server, 2 * count);
  const { json } = server.post("/Groups", { displayName: "developers", members: members(ids.slice(0, count)) });
  const group = `/Groups/${json.id}`;
  return { server, ids, group, inside: () => server.state().groups[0].members, patch: (...operations) => server.patch(group, ...operations) };
}

test("a group is created with members that no answer tells", () => {
  const { server, ids, group, inside } = groupOf(2);
  assert.deepEqual(inside(), ids.slice(0, 2));
  const { json } = server.get(group);
  assert.deepEqual(json.members, []);
  assert.deepEqual(json.schemas, ["urn:ietf:params:scim:schemas:core:2.0:Group"]);
  assert.deepEqual(server.get("/Groups").json.Resources, [json]);
});

test("what a group may have", () => {
  const server = aws();
  const [id] = people(server, 1);
  for (const [body, status] of [
    [{ displayName: "a" }, 201],
    [{ displayName: "b", members: [] }, 201],
    [{ displayName: "c", members: null }, 201],
    [{ displayName: "d", externalId: "1", members: [{ value: id, $ref: `../Users/${id}`, type: "User" }] }, 201],
    [{ displayName: "e", members: [{ value: id, $ref: null }] }, 201],
    [{ externalId: "2" }, 400],
    [{ displayName: "" }, 400],
    [{ displayName: "f", members: [{ value: "" }] }, 400],
    [{ displayName: "f", members: [{ value: "9067729b3d-none" }] }, 400],
    [{ displayName: "f", members: { value: id } }, 400],
    [{ displayName: "f", members: [id] }, 400],
    [{ displayName: "f", title: "x" }, 400],
    [{ displayName: "Administrator" }, 400],
    [{ displayName: "f", members: [{ value: id, type: "x".repeat(1025) }] }, 400],
    [{ displayName: "A" }, 409],
    [{ displayName: "f", externalId: "1" }, 409],
  ]) {
    const answer = server.post("/Groups", body);
    assert.equal(answer.status, status, `${JSON.stringify(body)}: ${answer.causes}`);
  }
  assert.equal(server.post("/Groups", { displayName: "A" }).json.detail, "Refused to create a new, duplicate resource.");
  assert.equal(aws({ switches: { "unknown-member": "404" } }).post("/Groups", { displayName: "f", members: [{ value: "9067729b3d-none" }] }).status, 404);
});

test("switches of groups", () => {
  for (const [name, more] of [
    ["read-only-attributes", () => ({ id: "chosen" })],
    ["foreign-schemas", () => ({ schemas: ["http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"] })],
    ["member-display", (id) => ({ members: [{ value: id, display: "Ada" }] })],
    ["external-id-colon", () => ({ externalId: "f:1" })],
  ]) {
    for (const [options, status] of [[{}, 400], [{ lenient: [name] }, 201]]) {
      const server = aws(options);
      assert.equal(server.post("/Groups", { displayName: "a", ...more(people(server, 1)[0]) }).status, status, name);
    }
  }
});

test("members come and go, 100 at a time, answered 204 without a body", () => {
  const { ids, inside, patch } = groupOf(2);
  const answer = patch({ op: "add", path: "members", value: members([ids[2]]) });
  assert.deepEqual([answer.status, answer.body], [204, ""]);
  assert.deepEqual(inside(), ids.slice(0, 3));
  assert.equal(patch({ op: "Remove", path: "members", value: members([ids[0], ids[3]]) }).status, 204);
  assert.deepEqual(inside(), ids.slice(1, 3));
  assert.equal(patch({ op: "add", value: { members: members([ids[0]]) } }).status, 204);
  assert.equal(inside().length, 3);
});

test("more than 100 changes are refused, in one operation or in several, on POST too", () => {
  const { server, ids, inside, patch } = groupOf(100);
  assert.equal(patch({ op: "add", path: "members", value: members(ids.slice(100)) }).status, 204);
  assert.equal(inside().length, 200);
  const many = patch({ op: "remove", path: "members", value: members(ids.slice(0, 60)) }, { op: "add", path: "members", value: members(ids.slice(0, 41)) });
  assert.equal(many.status, 400);
  assert.equal(many.json.detail, UNPARSABLE);
  assert.equal(inside().length, 200);
  assert.equal(server.post("/Groups", { displayName: "b", members: members(ids.slice(0, 101)) }).status, 400);
  assert.equal(server.post("/Groups", { displayName: "b", members: members(ids.slice(0, 100)) }).status, 201);
});

test("members cannot be replaced, nor all removed at once", () => {
  const { ids, inside, patch } = groupOf(2);
  for (const operation of [
    { op: "replace", path: "members", value: members([ids[2]]) },
    { op: "replace", path: "members", value: [] },
    { op: "replace", value: { members: members([ids[2]]) } },
  ]) {
    const { status, json } = patch(operation);
    assert.equal(status, 400);
    assert.equal(json.detail, MEMBERS_REPLACED);
    assert.equal(json.detail, "Replacing group memberships is not supported.");
  }
  for (const value of [undefined, null, []]) assert.equal(patch({ op: "remove", path: "members", value }).status, 400);
  assert.equal(inside().length, 2);
});

test("what AWS did in 2024 with a replacement of members", () => {
  const { ids, inside, patch } = groupOf(2, { lenient: ["member-replacement"] });
  assert.equal(patch({ op: "replace", path: "members", value: [] }).status, 204);
  assert.equal(inside().length, 2);
  assert.equal(patch({ op: "replace", path: "members", value: members([ids[3]]) }).status, 204);
  assert.deepEqual(inside(), [ids[3]]);
  assert.equal(patch({ op: "replace", path: "members", value: [{ value: "" }] }).status, 400);
  assert.deepEqual(inside(), []);
});

test("a member who is added again is a conflict or nothing", () => {
  for (const [options, status] of [[{}, 409], [{ lenient: ["repeated-membership"] }, 204]]) {
    const { ids, inside, patch } = groupOf(2, options);
    assert.equal(patch({ op: "add", path: "members", value: members([ids[2], ids[0]]) }).status, status);
    assert.deepEqual(inside(), status === 204 ? ids.slice(0, 3) : ids.slice(0, 2));
  }
});

test("removal by filter, and an empty list to add, are switches", () => {
  for (const [name, operation, left] of [
    ["member-removal-by-filter", ({ ids }) => ({ op: "remove", path: `members[value eq "${ids[0]}"]` }), 1],
    ["empty-lists", () => ({ op: "add", path: "members", value: [] }), 2],
  ]) {
    const strict = groupOf(2);
    assert.equal(strict.patch(operation(strict)).status, 400, name);
    const lenient = groupOf(2, { lenient: [name] });
    assert.equal(lenient.patch(operation(lenient)).status, 204, name);
    assert.equal(lenient.inside().length, left);
  }
  const group = groupOf(2, { lenient: ["member-removal-by-filter"] });
  assert.equal(group.patch({ op: "replace", path: `members[value eq "${group.ids[0]}"]`, value: {} }).status, 400);
});

test("a group is renamed, with AWS's own example too", () => {
  const { server, group, patch } = groupOf(1);
  assert.equal(patch({ op: "replace", value: { id: "any", displayName: "makers" } }).status, 204);
  assert.equal(server.get(group).json.displayName, "makers");
  assert.equal(patch({ op: "replace", path: "externalId", value: "7" }).status, 204);
  assert.equal(server.get(group).json.externalId, "7");
  const whole = patch({ op: "replace", value: { id: "any", externalId: "8", displayName: "b" } });
  assert.equal(whole.json.detail, PATH_OMITTED);
  server.post("/Groups", { displayName: "taken" });
  assert.deepEqual(patch({ op: "replace", path: "displayName", value: "Taken" }).causes, ["Duplicate GroupDisplayName"]);
  for (const operation of [{ op: "remove", path: "displayName" }, { op: "replace", path: "title", value: "x" }, { op: "replace", path: "id", value: "x" }]) {
    assert.equal(patch(operation).status, 400);
  }
});

test("PUT /Groups does not exist; its status is a switch", () => {
  for (const status of ["400", "404", "405", "501"]) {
    const { server, group } = groupOf(1, { switches: { "unsupported-operation": status } });
    assert.equal(String(server.put(group, { displayName: "b" }).status), status);
    assert.equal(server.get(group).json.displayName, "developers");
  }
});

test("groups and users are deleted; a deleted user is no member", () => {
  const { server, ids, group, inside } = groupOf(2);
  const answer = server.remove(`/Users/${ids[0]}`);
  assert.deepEqual([answer.status, answer.body], [204, ""]);
  assert.deepEqual(inside(), [ids[1]]);
  assert.equal(server.remove(group).status, 204);
  for (const method of ["GET", "DELETE"]) assert.equal(server.ask(method, group).status, 404);
});
