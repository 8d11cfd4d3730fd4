// A stand-in to ask, without HTTP.

import { ENTERPRISE } from "../rules/attributes.mjs";
import { AwsScim } from "../service.mjs";
import { mostLenient } from "../switches.mjs";

export { ENTERPRISE };
export const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** A fresh one; `lenient` names switches whose lenient reading holds, `switches` sets others. */
export function aws({ lenient = [], switches = {}, ...options } = {}) {
  const chosen = { ...Object.fromEntries(lenient.map((name) => [name, mostLenient(name)])), ...switches };
  let clock = Date.parse("2026-11-24T12:00:00Z");
  const service = new AwsScim({ switches: chosen, now: () => new Date((clock += 1000)), ...options });
  const ask = (method, resource, body, headers = {}) => {
    const answer = service.answer({
      method,
      url: `/${service.tenant}/scim/v2${resource}`,
      headers: { authorization: `Bearer ${service.token}`, "user-agent": "test", ...headers },
      body: Buffer.from(typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body)),
    });
    return { ...answer, json: answer.body === "" ? undefined : JSON.parse(answer.body) };
  };
  return {
    service,
    ask,
    get: (resource) => ask("GET", resource),
    post: (resource, body) => ask("POST", resource, body),
    put: (resource, body) => ask("PUT", resource, body),
    remove: (resource) => ask("DELETE", resource),
    patch: (resource, ...operations) => ask("PATCH", resource, { schemas: [PATCH], Operations: operations }),
    state: () => service.store.dump(),
  };
}

export const user = (more = {}) => ({
  userName: "ada",
  displayName: "Ada L",
  name: { givenName: "Ada", familyName: "L" },
  ...more,
});

/** Creates users u1, u2, ... and gives their ids. */
export function people(server, count) {
  return Array.from({ length: count }, (_, index) => {
    const { json } = server.post("/Users", user({ userName: `u${index + 1}` }));
    return json.id;
  });
}

export const members = (ids) => ids.map((value) => ({ value }));
