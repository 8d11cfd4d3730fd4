// Users: what POST and PUT take and refuse.

import assert from "node:assert/strict";
import test from "node:test";
import { UNPARSABLE } from "../errors.mjs";
import { aws, ENTERPRISE, user } from "./support.mjs";

/** The body is refused under the strict reading of each switch, and taken when just that switch is lenient. */
function isSwitched(name, body, { resource = "/Users", before = () => {} } = {}) {
  const strict = aws();
  before(strict);
  assert.equal(strict.post(resource, body).status, 400, `${name} strict`);
  const lenient = aws({ lenient: [name] });
  before(lenient);
  const answer = lenient.post(resource, body);
  assert.equal(answer.status, 201, `${name} lenient: ${answer.causes}`);
  return answer.json;
}

function isRefused(server, body, cause) {
  const answer = server.post("/Users", body);
  assert.equal(answer.status, 400);
  assert.equal(answer.json.detail, UNPARSABLE);
  assert.ok(answer.causes.some((each) => each.includes(cause)), `${cause} in ${answer.causes.join(" | ")}`);
}

test("AWS's own example is taken, and answered as AWS answers", () => {
  const server = aws();
  const manager = { value: "9067729b3d-ee533c18-538a-4cd3-a572-63fb863ed734", $ref: "../Users/9067729b3d-ee533c18" };
  const body = user({
    externalId: "701984",
    nickName: "Babs",
    profileUrl: "https://login.example.com/bjensen",
    emails: [{ value: "bjensen@example.com", type: "work", primary: true }],
    addresses: [{ type: "work", streetAddress: "100 Universal City Plaza", primary: true }],
    phoneNumbers: [{ value: "555-555-5555", type: "work" }],
    roles: [{ value: "Researcher", type: "work", primary: true }],
    timezone: "America/Los_Angeles",
    active: true,
    [ENTERPRISE]: { employeeNumber: "701984", manager },
  });
  const { status, json, headers } = server.post("/Users", body);
  assert.equal(status, 201);
  assert.equal(headers["content-type"], "application/json");
  assert.match(headers["x-amzn-requestid"], /^[0-9a-f-]{36}$/);
  assert.match(json.id, /^[0-9a-f]{10}-[0-9a-f-]{36}$/);
  assert.deepEqual(json.meta, { resourceType: "User", created: "2026-11-24T12:00:01Z", lastModified: "2026-11-24T12:00:01Z" });
  assert.deepEqual(json.schemas, ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE]);
  // DG/createuser's example has neither.
  assert.equal(json.profileUrl, undefined);
  assert.deepEqual(json[ENTERPRISE].manager, { value: manager.value });
  assert.deepEqual(server.state().users[0].profileUrl, body.profileUrl);
  assert.deepEqual(server.get(`/Users/${json.id}`).json, json);
});

test("a user without emails is answered with an empty list", () => {
  assert.deepEqual(aws().post("/Users", user()).json.emails, []);
});

test("the four names are required", () => {
  for (const [name, body] of [
    ["userName", user({ userName: undefined })],
    ["displayName", user({ displayName: undefined })],
    ["name.givenName", user({ name: { familyName: "L" } })],
    ["name.familyName", user({ name: { givenName: "Ada" } })],
    ["name.familyName", user({ name: undefined })],
  ]) {
    isRefused(aws(), body, `Value at '${name}' failed to satisfy constraint: Member must not be null`);
  }
});

test("an empty text is refused with the text of CloudTrail, a space is taken", () => {
  const text = "Value at 'name.familyName' failed to satisfy constraint: Member must have length greater than or equal to 1";
  isRefused(aws(), user({ name: { givenName: "Ada", familyName: "" } }), text);
  isRefused(aws(), user({ [ENTERPRISE]: { manager: { value: "" } } }), `Value at '${ENTERPRISE}.manager.value'`);
  assert.equal(aws().post("/Users", user({ name: { givenName: "Ada", familyName: " " } })).status, 201);
});

test("every cause goes to the trail", () => {
  const { causes } = aws().post("/Users", { photos: [], title: "" });
  assert.equal(causes.length, 6, causes.join(" | "));
});

test("lists have one element, and an email is primary", () => {
  const email = { value: "a@example.com", primary: true };
  isRefused(aws(), user({ emails: [email, email] }), "List attribute emails exceeds allowed limit of 1");
  isRefused(aws(), user({ phoneNumbers: [{ value: "1" }, { value: "2" }] }), "List attribute phoneNumbers exceeds allowed limit of 1");
  isRefused(aws(), user({ emails: [{ value: "a@example.com" }] }), "emails must be marked as primary");
  isRefused(aws(), user({ emails: [{ primary: true }] }), "Value at 'emails.value'");
  isRefused(aws(), user({ emails: email }), "Value at 'emails'");
  isRefused(aws(), user({ emails: ["a@example.com"] }), "Value at 'emails'");
});

test("photos and groups are refused under every reading, even empty", () => {
  for (const server of [aws(), aws({ lenient: ["unsupported-attributes", "empty-lists", "null-values"] })]) {
    for (const body of [{ photos: [] }, { photos: null }, { groups: [] }]) {
      isRefused(server, user(body), `${Object.keys(body)[0]} is not supported`);
    }
  }
});

test("unsupported attributes are refused or ignored", () => {
  for (const body of [
    { password: "secret" },
    { ims: [] },
    { emails: [{ value: "a@example.com", primary: true, display: "A" }] },
    { [ENTERPRISE]: { manager: { value: "1", displayName: "B" } } },
  ]) {
    const kept = isSwitched("unsupported-attributes", user(body));
    assert.ok(!JSON.stringify(kept).includes("display\""));
    assert.equal(kept.password, undefined);
  }
});

test("what is not documented is refused or taken", () => {
  assert.equal(isSwitched("unknown-attributes", user({ shoeSize: "43" })).shoeSize, undefined);
  isSwitched("read-only-attributes", user({ id: "chosen" }));
  isSwitched("read-only-attributes", user({ meta: { resourceType: "User" } }));
  isSwitched("foreign-schemas", user({ schemas: ["urn:scim:schemas:core:1.0"] }));
  isSwitched("foreign-schemas", user({ "urn:example:other": { a: 1 } }));
  assert.equal(isSwitched("attribute-case", { ...user(), DisplayName: "Ada", displayName: undefined }).displayName, "Ada");
  assert.deepEqual(isSwitched("empty-lists", user({ emails: [] })).emails, []);
  assert.equal(isSwitched("null-values", user({ title: null })).title, undefined);
  assert.equal(isSwitched("boolean-text", user({ active: "False" })).active, false);
  isSwitched("manager-text", user({ [ENTERPRISE]: { manager: "9067729b3d-ee533c18" } }));
  isSwitched("markup-characters", user({ title: "R&D <lead>" }));
  isSwitched("line-breaks", user({ addresses: [{ formatted: "100 Plaza\nHollywood" }] }));
  isSwitched("external-id-colon", user({ externalId: "f:1:ada" }));
  isSwitched("external-id-space", user({ externalId: "ada l" }));
});

test("a meta with a version is unsupported also where meta is ignored", () => {
  const server = aws({ lenient: ["read-only-attributes"] });
  isRefused(server, user({ meta: { version: "1" } }), "meta.version");
});

test("lengths and characters", () => {
  for (const [body, taken] of [
    [{ userName: "a".repeat(128) }, true],
    [{ userName: "a".repeat(129) }, false],
    [{ userName: "😀".repeat(128) }, true],
    [{ userName: "ada l" }, false],
    [{ userName: "ada\u00a0l" }, false],
    [{ externalId: "a".repeat(256) }, true],
    [{ externalId: "a".repeat(257) }, false],
    [{ title: "a".repeat(1024) }, true],
    [{ title: "a".repeat(1025) }, false],
    [{ title: "é\u0301€ \u00a0\u3000" }, true],
    [{ title: "a\u200bb" }, false],
    [{ title: "a\u0000b" }, false],
    [{ title: "a\u2028b" }, false],
    [{ title: "\ue000" }, false],
    [{ title: 7 }, false],
    [{ userName: "Administrator" }, false],
    [{ userName: "AWSAdministrators" }, false],
  ]) {
    assert.equal(aws().post("/Users", user(body)).status, taken ? 201 : 400, JSON.stringify(body).slice(0, 60));
  }
});

test("PUT replaces the whole user; its own id says nothing new", () => {
  const server = aws();
  const { json: { id } } = server.post("/Users", user({ title: "Countess" }));
  assert.equal(server.put(`/Users/${id}`, user({ id, nickName: "Ada" })).status, 200);
  const { title, nickName } = server.get(`/Users/${id}`).json;
  assert.deepEqual([title, nickName], [undefined, "Ada"]);
  assert.equal(server.put(`/Users/${id}`, user({ id: "another" })).status, 400);
  assert.equal(server.put("/Users/9067729b3d-none", user()).status, 404);
});

test("a space in a PUT's user name, an incomplete address in a PUT: switches", () => {
  for (const [name, body] of [
    ["user-name-space", user({ userName: "ada l" })],
    ["address-completeness", user({ addresses: [{ locality: "London" }] })],
  ]) {
    const strict = aws();
    assert.equal(strict.put(`/Users/${strict.post("/Users", user()).json.id}`, body).status, 400, name);
    const lenient = aws({ lenient: [name] });
    assert.equal(lenient.put(`/Users/${lenient.post("/Users", user()).json.id}`, body).status, 200, name);
  }
});

test("user names, emails and external ids are unique", () => {
  const server = aws();
  const ada = user({ externalId: "1", emails: [{ value: "ada@example.com", primary: true }] });
  assert.equal(server.post("/Users", ada).status, 201);
  for (const [body, cause] of [
    [user({ userName: "ADA" }), "Duplicate UserName"],
    [user({ userName: "b", emails: [{ value: "Ada@example.com", primary: true }] }), "Duplicate Email"],
    [user({ userName: "b", externalId: "1" }), "Duplicate ExternalId"],
  ]) {
    const { status, json, causes } = server.post("/Users", body);
    assert.equal(status, 409);
    assert.equal(json.detail, "Refused to create a new, duplicate resource.");
    assert.deepEqual(causes, [cause]);
  }
  const { json: { id } } = server.post("/Users", user({ userName: "b" }));
  assert.equal(server.put(`/Users/${id}`, user({ userName: "ada" })).status, 409);
  assert.equal(server.remove(`/Users/${id}`).status, 204);
  assert.equal(server.post("/Users", user({ userName: "b" })).status, 201);
});

test("what is no JSON is refused", () => {
  for (const body of ["", "{", "\ufeff{}", "[]", "null"]) isRefused(aws(), body, "Invalid JSON from RequestBody");
});
