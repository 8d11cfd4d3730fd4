// What the stand-in remembers: users and groups, in memory, each value that must be unique once.

import { createHash } from "node:crypto";
import { conflict, notFound } from "./errors.mjs";

export class Store {
  #seed;
  #now;
  #drawn = 0;
  #sequence = 0;
  #users = new Map();
  #groups = new Map();
  /** Key of a unique value to the id that has it. */
  #taken = new Map();

  /** Ids come from the seed and a counter, times from `now`: the same requests get the same answers. */
  constructor({ seed = "aws-scim", now = () => new Date() } = {}) {
    this.#seed = seed;
    this.#now = now;
  }

  /** A UUID that nobody else drew. */
  uuid() {
    this.#drawn += 1;
    const hex = this.#digest(`uuid ${this.#drawn}`);
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
  }

  #digest(text) {
    return createHash("sha256").update(`${this.#seed} ${text}`).digest("hex");
  }

  /** As AWS's: ten hexadecimal digits of the directory and a UUID. */
  #newId() {
    return `${this.#digest("directory").slice(0, 10)}-${this.uuid()}`;
  }

  #time() {
    return this.#now().toISOString().replace(/\.\d+Z$/, "Z");
  }

  users() {
    return [...this.#users.values()];
  }

  groups() {
    return [...this.#groups.values()];
  }

  user(id) {
    return this.#users.get(id) ?? raise(notFound("User"));
  }

  group(id) {
    return this.#groups.get(id) ?? raise(notFound("Group"));
  }

  isUser = (id) => this.#users.has(id);
  isGroup = (id) => this.#groups.has(id);

  createUser(resource, id = this.#newId()) {
    this.#take(userKeys(resource), id);
    return this.#insert(this.#users, id, { resource });
  }

  updateUser(id, resource) {
    const entry = this.user(id);
    this.#take(userKeys(resource), id, userKeys(entry.resource));
    return Object.assign(entry, { resource, lastModified: this.#time() });
  }

  deleteUser(id) {
    this.#free(userKeys(this.user(id).resource));
    this.#users.delete(id);
    for (const group of this.#groups.values()) group.members.delete(id);
  }

  createGroup({ resource, members }, id = this.#newId()) {
    this.#take(groupKeys(resource), id);
    return this.#insert(this.#groups, id, { resource, members });
  }

  updateGroup(id, { resource, members }) {
    const entry = this.group(id);
    this.#take(groupKeys(resource), id, groupKeys(entry.resource));
    return Object.assign(entry, { resource, members, lastModified: this.#time() });
  }

  deleteGroup(id) {
    this.#free(groupKeys(this.group(id).resource));
    this.#groups.delete(id);
  }

  #insert(map, id, entry) {
    this.#sequence += 1;
    const time = this.#time();
    const whole = { id, sequence: this.#sequence, created: time, lastModified: time, ...entry };
    map.set(id, whole);
    return whole;
  }

  #take(keys, id, old = []) {
    for (const [key, cause] of keys) if ((this.#taken.get(key) ?? id) !== id) throw conflict(cause);
    this.#free(old);
    for (const [key] of keys) this.#taken.set(key, id);
  }

  #free(keys) {
    for (const [key] of keys) this.#taken.delete(key);
  }

  /** All of it, as JSON: members are told here. */
  dump() {
    return {
      users: this.users().map(({ id, resource }) => ({ id, ...resource })),
      groups: this.groups().map(({ id, resource, members }) => ({ id, ...resource, members: [...members] })),
    };
  }

  /** Puts resources in as they are, as if they had come over another way than SCIM. */
  load({ users = [], groups = [] }) {
    for (const { id, schemas, ...resource } of users) this.createUser({ active: true, ...resource }, id);
    for (const { id, schemas, members = [], ...resource } of groups) {
      this.createGroup({ resource, members: new Set(members.map((member) => member.value ?? member)) }, id);
    }
  }
}

function raise(error) {
  throw error;
}

/** What is unique (re:Post, iam-identity-center-provision): user name, email and external id of users. */
function userKeys({ userName, emails, externalId }) {
  const keys = [[`user name ${userName.toLowerCase()}`, "Duplicate UserName"]];
  if (emails?.[0]?.value !== undefined) keys.push([`email ${emails[0].value.toLowerCase()}`, "Duplicate Email"]);
  if (externalId !== undefined) keys.push([`user external ${externalId}`, "Duplicate ExternalId"]);
  return keys;
}

/** Name and external id of groups. */
function groupKeys({ displayName, externalId }) {
  const keys = [[`group name ${displayName.toLowerCase()}`, "Duplicate GroupDisplayName"]];
  if (externalId !== undefined) keys.push([`group external ${externalId}`, "Duplicate ExternalId"]);
  return keys;
}
