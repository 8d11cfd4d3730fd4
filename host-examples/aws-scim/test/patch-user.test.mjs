// PATCH of users.

import assert from "node:assert/strict";
import test from "node:test";
import { PATH_OMITTED, UNPARSABLE } from "../errors.mjs";
import { aws, ENTERPRISE, PATCH, user } from "./support.mjs";

const ADA = user({
  emails: [{ value: "ada@example.com", type: "work", primary: true }],
  title: "Countess",
  [ENTERPRISE]: { department: "Engines", manager: { value: "1" } },
});

/** Patches Ada: `{ status, user, causes, detail }`, the user as the stand-in keeps it. */
function patched(operations, { body = ADA, ...options } = {}) {
  const server = aws(options);
  const { json: { id } } = server.post("/Users", body);
  const { status, causes, json } = server.patch(`/Users/${id}`, ...operations);
  return { status, causes, detail: json?.detail, answer: json, user: server.state().users[0] };
}

function isSwitched(name, operations, { body } = {}) {
  assert.equal(patched(operations, { body }).status, 400, `${name} strict`);
  const lenient = patched(operations, { body, lenient: [name] });
  assert.equal(lenient.status, 200, `${name} lenient: ${lenient.causes}`);
  return lenient.user;
}

test("add, replace and remove, in any case, answer 200 with the user", () => {
  const { status, answer, user: kept } = patched([
    { op: "Replace", path: "displayName", value: "Lady Ada" },
    { op: "add", path: "name.middleName", value: "King" },
    { op: "REMOVE", path: "title" },
    { op: "replace", path: `${ENTERPRISE}:department`, value: "Numbers" },
    { op: "remove", path: `${ENTERPRISE}:manager` },
    { op: "replace", path: "urn:ietf:params:scim:schemas:core:2.0:User:nickName", value: "Ada" },
    { op: "replace", path: 'emails[type eq "work"].value', value: "lady@example.com" },
  ]);
  assert.equal(status, 200);
  assert.equal(answer.displayName, "Lady Ada");
  assert.deepEqual(kept.name, { givenName: "Ada", familyName: "L", middleName: "King" });
  assert.equal(kept.title, undefined);
  assert.deepEqual(kept[ENTERPRISE], { department: "Numbers" });
  assert.equal(kept.nickName, "Ada");
  assert.deepEqual(kept.emails, [{ value: "lady@example.com", type: "work", primary: true }]);
});

test("a complex value is merged, a whole list replaced, an emptied extension gone", () => {
  const { user: kept } = patched([
    { op: "replace", path: "name", value: { givenName: "Augusta" } },
    { op: "replace", path: "emails", value: [{ value: "b@example.com", primary: true }] },
    { op: "remove", path: `${ENTERPRISE}:department` },
    { op: "remove", path: `${ENTERPRISE}:manager.value` },
  ]);
  assert.deepEqual(kept.name, { givenName: "Augusta", familyName: "L" });
  assert.deepEqual(kept.emails, [{ value: "b@example.com", primary: true }]);
  assert.equal(kept[ENTERPRISE], undefined);
});

test("one attribute may come without path, two may not", () => {
  const one = patched([{ op: "replace", value: { active: false } }]);
  assert.equal(one.status, 200);
  assert.equal(one.user.active, false);
  const withId = patched([{ op: "replace", value: { id: "any", [ENTERPRISE]: { department: "Numbers" } } }]);
  assert.equal(withId.user[ENTERPRISE].department, "Numbers");
  for (const value of [{ active: false, displayName: "A" }, {}, { id: "any" }]) {
    const { status, detail } = patched([{ op: "replace", value }]);
    assert.equal(status, 400);
    assert.equal(detail, PATH_OMITTED);
    assert.match(detail, /^Current PATCH support allows omitting "path" attribute only for Add and Replace/);
  }
  // A dotted key is no attribute's name.
  assert.equal(patched([{ op: "replace", value: { "name.givenName": "A" } }]).detail, UNPARSABLE);
  isSwitched("pathless-schemas", [{ op: "replace", value: { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], active: false } }]);
});

test("what cannot be patched", () => {
  for (const [operation, cause] of [
    [{ op: "remove" }, "Missing path in PATCH request"],
    [{ op: "replace", path: "title" }, "lacks value"],
    [{ op: "move", path: "title", value: "a" }, "op is none of"],
    [{ path: "title", value: "a" }, "lacks op"],
    [{ op: "remove", path: "userName" }, "userName cannot be removed"],
    [{ op: "remove", path: "active" }, "active cannot be removed"],
    [{ op: "remove", path: "displayName" }, "'displayName'"],
    [{ op: "remove", path: "name.givenName" }, "'name.givenName'"],
    [{ op: "remove", path: "name" }, "'name.givenName'"],
    [{ op: "replace", path: "title", value: "" }, "length greater than or equal to 1"],
    [{ op: "replace", path: "password", value: "x" }, "password cannot be modified"],
    [{ op: "add", path: "photos", value: [] }, "photos cannot be modified"],
    [{ op: "replace", path: "id", value: "x" }, "id cannot be modified"],
    [{ op: "replace", path: 'emails[type ne "work"].value', value: "x" }, "Invalid Filter format"],
    [{ op: "replace", path: "emails[type eq work].value", value: "x" }, "Invalid Filter format"],
    [{ op: "replace", path: "shoeSize", value: "x" }, "path is not supported"],
    [{ op: "replace", path: "name.givenName.first", value: "x" }, "path is not supported"],
    [{ op: "replace", path: 'title[type eq "work"]', value: "x" }, "path is not supported"],
    [{ op: "replace", path: ENTERPRISE.slice(0, -1), value: "x" }, "path is not supported"],
    [{ op: "remove", path: 'emails[type eq "work"].primary' }, "emails must be marked as primary"],
  ]) {
    const { status, causes } = patched([operation]);
    assert.equal(status, 400, JSON.stringify(operation));
    assert.ok(causes.some((each) => each.includes(cause)), `${JSON.stringify(operation)}: ${causes}`);
  }
});

test("one operation each on userName and active", () => {
  const rename = (value) => ({ op: "replace", path: "userName", value });
  assert.equal(patched([rename("b")]).user.userName, "b");
  assert.deepEqual(patched([rename("b"), rename("c")]).causes, ["Multiple PATCH operations on userName"]);
  const twice = [{ op: "replace", value: { active: false } }, { op: "replace", path: "active", value: true }];
  assert.deepEqual(patched(twice).causes, ["Multiple PATCH operations on active"]);
});

test("it is done wholly or not at all", () => {
  const { status, user: kept } = patched([{ op: "replace", path: "title", value: "Lady" }, { op: "replace", path: "nickName", value: "" }]);
  assert.equal(status, 400);
  assert.equal(kept.title, "Countess");
});

test('"false" is taken, "False" is a switch', () => {
  assert.equal(patched([{ op: "replace", path: "active", value: "false" }]).user.active, false);
  assert.equal(isSwitched("boolean-text", [{ op: "Replace", path: "active", value: "False" }]).active, false);
});

test("switches of PATCH", () => {
  assert.deepEqual(isSwitched("patch-roles", [{ op: "add", path: "roles", value: [{ value: "Researcher" }] }]).roles, [{ value: "Researcher" }]);
  const second = [{ op: "add", path: "emails", value: [{ value: "b@example.com", primary: true }] }];
  assert.deepEqual(patched(second).causes, ["Currently list attributes only allow single item (patch-second-element)"]);
  assert.deepEqual(isSwitched("patch-second-element", second).emails, second[0].value);
  const created = isSwitched("patch-no-target", [{ op: "replace", path: 'emails[type eq "work"].value', value: "b@example.com" }], { body: user() });
  assert.deepEqual(created.emails, [{ primary: true, type: "work", value: "b@example.com" }]);
  const whole = [{ op: "replace", path: 'emails[type eq "work"]', value: { value: "b@example.com", primary: true } }];
  assert.deepEqual(patched(whole).user.emails, [{ value: "b@example.com", primary: true }]);
  assert.deepEqual(patched(whole, { lenient: ["patch-value-path"] }).user.emails, [{ value: "b@example.com", type: "work", primary: true }]);
  assert.equal(isSwitched("null-values", [{ op: "replace", path: "title", value: null }]).title, undefined);
  assert.equal(isSwitched("empty-lists", [{ op: "replace", path: "emails", value: [] }]).emails, undefined);
  const manager = isSwitched("manager-text", [{ op: "Add", path: `${ENTERPRISE}:manager`, value: "2" }]);
  assert.equal(manager[ENTERPRISE].manager.value, "2");
  assert.equal(isSwitched("unsupported-attributes", [{ op: "replace", path: `${ENTERPRISE}:manager.displayName`, value: "B" }]).title, "Countess");
  isSwitched("attribute-case", [{ op: "replace", path: "DisplayName", value: "A" }]);
  isSwitched("address-completeness", [{ op: "add", path: "addresses", value: [{ locality: "London" }] }]);
});

test("an element is removed whole, by its filter or in a part", () => {
  assert.equal(patched([{ op: "remove", path: "emails" }]).user.emails, undefined);
  assert.equal(patched([{ op: "remove", path: 'emails[type eq "work"]' }]).user.emails, undefined);
  assert.equal(patched([{ op: "remove", path: 'emails[type eq "home"]' }]).user.emails.length, 1);
  assert.deepEqual(patched([{ op: "remove", path: 'emails[primary eq true and type eq "WORK"].type' }]).user.emails, [
    { value: "ada@example.com", primary: true },
  ]);
});

test("the frame", () => {
  const server = aws();
  const { json: { id } } = server.post("/Users", ADA);
  const operations = [{ op: "replace", path: "title", value: "Lady" }];
  assert.equal(server.ask("PATCH", `/Users/${id}`, { Operations: operations }).status, 400);
  assert.equal(aws({ lenient: ["patch-schemas"] }).ask("PATCH", `/Users/${id}`, { Operations: operations }).status, 404);
  for (const body of [{ schemas: [PATCH] }, { schemas: [PATCH], Operations: [] }, { schemas: [PATCH], Operations: [7] }, { schemas: [PATCH], operations }]) {
    assert.equal(server.ask("PATCH", `/Users/${id}`, body).status, 400, JSON.stringify(body));
  }
  assert.equal(server.patch("/Users/9067729b3d-none", ...operations).status, 404);
});

test("a PATCH without User-Agent is blocked, or not", () => {
  const operations = [{ op: "replace", path: "title", value: "Lady" }];
  for (const [options, status] of [[{}, 403], [{ lenient: ["missing-user-agent"] }, 200]]) {
    const server = aws(options);
    const { json: { id } } = server.post("/Users", ADA);
    for (const agent of [undefined, ""]) {
      assert.equal(server.ask("PATCH", `/Users/${id}`, { schemas: [PATCH], Operations: operations }, { "user-agent": agent }).status, status);
    }
  }
});
