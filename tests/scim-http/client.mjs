// An identity provider, and what tests may see of the stand-in for AWS.

import http from "node:http";
import { startAwsScim } from "../../host-examples/aws-scim/server.mjs";

export const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const TOKEN = "stand-in-token";

/** Speaks SCIM to `base`. An answer is `{ status, headers, text, json }`; a connection that ends without one is status 0. */
export function client(base, { token = TOKEN, userAgent = "test" } = {}) {
  const ask = (method, path, body, more = {}) =>
    new Promise((done) => {
      const url = new URL(base + path);
      const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${token}`,
        ...(userAgent === undefined ? {} : { "user-agent": userAgent }),
        ...(text === undefined ? {} : { "content-type": "application/scim+json", "content-length": Buffer.byteLength(text) }),
        ...more,
      };
      const options = { host: url.hostname, port: url.port, method, path: url.pathname + url.search, headers, agent: false };
      const request = http.request(options, async (response) => {
        const chunks = [];
        try {
          for await (const chunk of response) chunks.push(chunk);
        } catch (error) {
          return done({ status: 0, headers: {}, text: "", error });
        }
        const answer = Buffer.concat(chunks).toString("utf8");
        done({ status: response.statusCode, headers: response.headers, text: answer, json: readJson(answer) });
      });
      request.on("error", (error) => done({ status: 0, headers: {}, text: "", error }));
      request.end(text);
    });
  return {
    ask,
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
    put: (path, body) => ask("PUT", path, body),
    remove: (path) => ask("DELETE", path),
    patch: (path, ...operations) => ask("PATCH", path, { schemas: [PATCH], Operations: operations }),
  };
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const succeeded = ({ status }) => status >= 200 && status < 300;
export const members = (ids) => ids.map((value) => ({ value }));
export const sorted = (ids) => [...ids].sort();

/** The stand-in, with what tests do behind AWS's curtain. */
export async function startAws(options) {
  const server = await startAwsScim({ token: TOKEN, ...options });
  const admin = async (method, path, body) => {
    const response = await fetch(server.origin + path, { method, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  };
  return {
    ...server,
    /** What a proxy is given: the address without `/scim/v2`. */
    upstream: server.base.replace(/\/scim\/v2$/, ""),
    service: () => server.service,
    begin: async (state = {}, { faults = [], switches = {}, pageLimit } = {}) => {
      await admin("PUT", "/_faults", faults);
      await admin("PUT", "/_state", state);
      await admin("PUT", "/_switches", switches);
      server.service.pageLimit = pageLimit;
    },
    faults: (rules) => admin("PUT", "/_faults", rules),
    trail: () => admin("GET", "/_trail"),
    forget: () => admin("DELETE", "/_trail"),
    user: (id) => server.service.store.isUser(id) && server.service.store.user(id).resource,
    group: (id) => server.service.store.isGroup(id) && server.service.store.group(id),
    groupNamed: (name) => server.service.store.groups().find(({ resource }) => resource.displayName === name),
  };
}

/** Users u1 to uN as a state to begin with. */
export function people(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: `u-${index + 1}`,
    userName: `user${index + 1}`,
    displayName: `User ${index + 1}`,
    name: { givenName: "User", familyName: String(index + 1) },
    externalId: `ext-${index + 1}`,
    emails: [{ value: `user${index + 1}@example.com`, type: "work", primary: true }],
  }));
}

/** Ids from..to of `people`. */
export const ids = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => `u-${from + index}`);
