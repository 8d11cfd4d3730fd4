// One request of SCIM, from method, address, headers and body to the answer. No HTTP and no clock in here.

import { discover } from "./discovery.mjs";
import { errorBody, internal, invalid, notFound, Refusal, unauthorized } from "./errors.mjs";
import { list } from "./lists.mjs";
import { patchGroup } from "./rules/patch-group.mjs";
import { readGroup, showGroup } from "./rules/groups.mjs";
import { patchUser } from "./rules/patch-user.mjs";
import { readUser, showUser } from "./rules/users.mjs";
import { Store } from "./store.mjs";
import { readings } from "./switches.mjs";

export const TENANT = "11111111111-2222-3333-4444-555555555555";
export const TOKEN = "stand-in-token";

export class AwsScim {
  #now;

  constructor({ tenant = TENANT, token = TOKEN, switches = {}, seed, now = () => new Date(), pageLimit, state } = {}) {
    this.tenant = tenant;
    this.token = token;
    this.readings = readings(switches);
    this.pageLimit = pageLimit;
    this.#now = now;
    this.store = new Store({ seed, now });
    if (state) this.store.load(state);
  }

  /**
   * `{ method, url, headers, body }` to `{ status, headers, body, causes }`. Names of headers are in lower case; `causes`
   * is what AWS tells CloudTrail and not the client.
   */
  answer({ method, url, headers, body }) {
    const requestId = this.store.uuid();
    const common = { "content-type": "application/json", "x-amzn-requestid": requestId };
    try {
      const { status, body: resource } = this.#route({ method, url, headers, body });
      return { status, headers: common, body: resource === undefined ? "" : JSON.stringify(resource), causes: [] };
    } catch (error) {
      const refusal = error instanceof Refusal ? error : Object.assign(internal(), { causes: [String(error.stack)] });
      return this.refuse(refusal, common);
    }
  }

  /** An error as AWS sends it. */
  refuse(refusal, headers = { "content-type": "application/json", "x-amzn-requestid": this.store.uuid() }) {
    const body = JSON.stringify(errorBody(refusal, headers["x-amzn-requestid"], this.#now()));
    return { status: refusal.status, headers, body, causes: refusal.causes };
  }

  /** The part of an address behind `/TENANT/scim/v2`, with its query; undefined for any other address. */
  resource(url) {
    const prefix = `/${this.tenant}/scim/v2`;
    return url.startsWith(prefix) ? url.slice(prefix.length) : undefined;
  }

  #route({ method, url, headers, body }) {
    // Wrong tenants are 401, not 404 (DG/createuser), and a doubled slash is one (support.okta.com).
    const resource = this.resource(url);
    if (headers.authorization !== `Bearer ${this.token}`) throw unauthorized("the token is wrong or missing");
    if (resource === undefined) throw unauthorized("the tenant is unknown");
    if (resource.startsWith("//")) throw unauthorized("a doubled slash");
    const [path, query = ""] = splitOnce(resource, "?");
    const [, endpoint, id] = /^\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
    if (endpoint === undefined) throw notFound("Path");
    if (["Me", "Bulk"].includes(endpoint) || path.endsWith("/.search")) throw this.#unsupported(path);
    if (["Schemas", "ResourceTypes", "ServiceProviderConfig"].includes(endpoint)) {
      if (method !== "GET") throw this.#unsupported(`${method} ${endpoint}`);
      return { status: 200, body: discover(endpoint, id && decodeURIComponent(id)) };
    }
    if (endpoint !== "Users" && endpoint !== "Groups") throw notFound("Path");
    if (id !== undefined && !/^[\w-]+$/.test(id)) throw notFound(endpoint.slice(0, -1));
    const carryOut = this.#operation(method, endpoint, id);
    if (method === "PATCH" && !headers["user-agent"] && this.readings["missing-user-agent"] === "refused") {
      throw new Refusal(403, "Forbidden", ["PATCH without User-Agent (missing-user-agent)"]);
    }
    return carryOut({ id, query, body });
  }

  #operation(method, endpoint, id) {
    const user = endpoint === "Users";
    if (id === undefined) {
      if (method === "GET") return ({ query }) => ({ status: 200, body: list(this.store, endpoint, query, this) });
      if (method === "POST") return user ? this.#createUser : this.#createGroup;
    } else {
      if (method === "GET") return user ? this.#getUser : this.#getGroup;
      if (method === "PUT" && user) return this.#putUser;
      if (method === "PATCH") return user ? this.#patchUser : this.#patchGroup;
      if (method === "DELETE") return user ? this.#deleteUser : this.#deleteGroup;
    }
    throw this.#unsupported(`${method} ${endpoint}`);
  }

  #unsupported(what) {
    const status = Number(this.readings["unsupported-operation"]);
    return status === 400 ? invalid(`${what} is not supported (unsupported-operation)`) : new Refusal(status, `${what} is not supported`);
  }

  #createUser = ({ body }) => {
    const user = readUser(parse(body), { readings: this.readings, method: "POST" });
    return { status: 201, body: showUser(this.store.createUser(user)) };
  };

  #putUser = ({ id, body }) => {
    this.store.user(id);
    const user = readUser(parse(body), { readings: this.readings, method: "PUT", id });
    return { status: 200, body: showUser(this.store.updateUser(id, user)) };
  };

  #patchUser = ({ id, body }) => {
    const user = patchUser(parse(body), this.store.user(id).resource, this);
    return { status: 200, body: showUser(this.store.updateUser(id, user)) };
  };

  #getUser = ({ id }) => ({ status: 200, body: showUser(this.store.user(id)) });

  #deleteUser = ({ id }) => {
    this.store.deleteUser(id);
    return { status: 204 };
  };

  #createGroup = ({ body }) => {
    const group = readGroup(parse(body), { readings: this.readings, exists: this.store.isUser });
    return { status: 201, body: showGroup(this.store.createGroup(group)) };
  };

  #patchGroup = ({ id, body }) => {
    try {
      const group = patchGroup(parse(body), this.store.group(id), { readings: this.readings, exists: this.store.isUser });
      this.store.updateGroup(id, group);
      return { status: 204 };
    } catch (error) {
      if (error.leaves) this.store.updateGroup(id, error.leaves);
      throw error;
    }
  };

  #getGroup = ({ id }) => ({ status: 200, body: showGroup(this.store.group(id)) });

  #deleteGroup = ({ id }) => {
    this.store.deleteGroup(id);
    return { status: 204 };
  };
}

function parse(body) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw invalid("Invalid JSON from RequestBody");
  }
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
