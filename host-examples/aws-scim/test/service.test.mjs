// Addresses, tokens, errors, discovery, and that the same requests get the same answers.

import assert from "node:assert/strict";
import test from "node:test";
import { UNPARSABLE } from "../errors.mjs";
import { AwsScim } from "../service.mjs";
import { listing, mostLenient, readings, strictest, SWITCHES } from "../switches.mjs";
import { aws, user } from "./support.mjs";

test("an error has AWS's form", () => {
  const { status, json, headers } = aws().post("/Users", {});
  assert.equal(status, 400);
  assert.deepEqual(Object.keys(json), ["schema", "schemas", "detail", "status", "exceptionRequestId", "timeStamp"]);
  assert.deepEqual([json.schema, json.schemas], [["urn:ietf:params:scim:api:messages:2.0:Error"], ["urn:ietf:params:scim:api:messages:2.0:Error"]]);
  assert.equal(json.detail, "Request is unparsable, syntactically incorrect, or violates schema.");
  assert.equal(json.detail, UNPARSABLE);
  assert.equal(json.status, "400");
  assert.equal(json.exceptionRequestId, headers["x-amzn-requestid"]);
  assert.match(json.timeStamp, /^2026-11-24 12:\d\d:\d\d\.\d{3}$/);
});

test("a wrong token and a wrong tenant are 401", () => {
  const service = new AwsScim({ tenant: "t", token: "s" });
  const get = (url, authorization) => service.answer({ method: "GET", url, headers: { authorization }, body: Buffer.alloc(0) }).status;
  assert.equal(get("/t/scim/v2/Users", "Bearer s"), 200);
  for (const [url, authorization] of [
    ["/t/scim/v2/Users", undefined],
    ["/t/scim/v2/Users", "Bearer x"],
    ["/other/scim/v2/Users", "Bearer s"],
    ["/t/scim/v2//Users", "Bearer s"],
    ["/", "Bearer s"],
  ]) {
    assert.equal(get(url, authorization), 401, url);
  }
});

test("addresses that there are not", () => {
  for (const path of ["", "/", "Groups", "/users", "/Users/", "/Users/a/b", "/Nothing", "/Users/%2e%2e"]) assert.equal(aws().get(path).status, 404, path);
  for (const [method, path] of [["GET", "/Me"], ["POST", "/Bulk"], ["POST", "/.search"], ["POST", "/Users/.search"], ["DELETE", "/Users"], ["PATCH", "/Users"], ["POST", "/Users/a"], ["POST", "/Schemas"], ["HEAD", "/Users"]]) {
    for (const status of ["400", "501"]) {
      assert.equal(String(aws({ switches: { "unsupported-operation": status } }).ask(method, path).status), status, `${method} ${path}`);
    }
  }
});

test("discovery", () => {
  const server = aws();
  const config = server.get("/ServiceProviderConfig").json;
  assert.deepEqual([config.patch.supported, config.bulk, config.filter], [true, { supported: false, maxOperations: 0, maxPayloadSize: 0 }, { supported: true, maxResults: 50 }]);
  const schemas = server.get("/Schemas").json;
  assert.equal(schemas.totalResults, 3);
  for (const schema of schemas.Resources) assert.deepEqual(server.get(`/Schemas/${schema.id}`).json, schema);
  const names = schemas.Resources[0].attributes.map(({ name }) => name);
  assert.ok(names.includes("userName") && !names.includes("photos") && !names.includes("password"));
  assert.deepEqual(server.get("/ResourceTypes").json.Resources.map(({ endpoint }) => endpoint), ["/Users", "/Groups"]);
  for (const path of ["/Schemas/urn:none", "/ResourceTypes/User", "/ServiceProviderConfig/x"]) assert.equal(server.get(path).status, 404, path);
});

test("the same requests get the same answers", () => {
  const run = (seed) => {
    const server = aws({ seed });
    return [server.post("/Users", user()), server.post("/Users", user()), server.get("/Users?cursor")].map(({ body }) => body);
  };
  assert.deepEqual(run("a"), run("a"));
  assert.notDeepEqual(run("a"), run("b"));
});

test("a state can be put in, and is kept as it was", () => {
  const state = { users: [{ id: "u-1", ...user(), active: false }], groups: [{ id: "g-1", displayName: "a", members: ["u-1"] }] };
  const server = aws({ state });
  assert.deepEqual(server.state(), state);
  assert.equal(server.get("/Users/u-1").json.active, false);
});

test("switches: each has a strict reading, a lenient one and a source", () => {
  const defaults = readings();
  assert.equal(new Set(SWITCHES.map(({ name }) => name)).size, SWITCHES.length);
  for (const { name, readings: all, about, source } of SWITCHES) {
    assert.ok(all.length >= 2 && about && source, name);
    assert.equal(defaults[name], strictest(name));
    assert.equal(readings({ [name]: mostLenient(name) })[name], all.at(-1));
    assert.ok(listing().includes(name));
  }
  assert.throws(() => readings({ nonsense: "1" }), /there is no switch nonsense/);
  assert.throws(() => readings({ "empty-lists": "1" }), /one of refused, ignored/);
});
