// Hours in minutes: several identity providers at once through Envoy, with AWS failing at random. Whatever is answered with
// success is compared with what AWS has then, and whatever is not is repeated until it is.
//
//   ENVOY=PATH node tests/scim-http/soak.mjs [--minutes 10] [--providers 6] [--seed N] [--wasm PATH]
//
// Prints a line every half minute, and at the end `N answers, 0 wrong`. Status 0 when no state was wrong, no request could not be
// finished, no plan was left under way, and Envoy's memory in the last quarter is what it was in the second.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { client, ids, members, people, sorted, startAws, succeeded } from "./client.mjs";
import { dice } from "./dice.mjs";
import { start } from "./envoy-proxy.mjs";

const POOL = 600; // users who are members and stay
const USERS = 25; // of each identity provider, besides
const GROUPS = 5;
const TRIES = 40;
const GROWTH = 1.1;

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    providers: { type: "string", default: "6" },
    seed: { type: "string", default: "1" },
    wasm: { type: "string" },
  },
});
const end = Date.now() + Number(options.minutes) * 60_000;
const figures = { answers: 0, repeated: 0, wrong: 0, unfinished: 0, faults: 0 };

/** One identity provider: what it wants AWS to have, and how it gets there. */
class Provider {
  constructor(name, { idp, aws, random }) {
    Object.assign(this, { name, idp, aws, random, users: new Map(), groups: new Map(), serial: 0 });
  }

  async run() {
    while (Date.now() < end) {
      const { users, groups, random } = this;
      if (users.size < 3 || (users.size < USERS && random.chance(0.15))) await this.createUser();
      else if (groups.size < 1 || (groups.size < GROUPS && random.chance(0.1))) await this.createGroup();
      else await random.pick([this.changeUser, this.replaceUser, this.removeUser, this.readUser, this.replaceMembers, this.putGroup, this.addAndRemove, this.renameGroup, this.readGroup, this.removeGroup])?.call(this);
    }
  }

  /** Repeats a request until it succeeds, or `done(answer)` says that an earlier one did. */
  async insist(method, path, body, done = () => undefined) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await this.idp.ask(method, path, body);
      figures.answers += 1;
      if (succeeded(answer)) return { answer };
      const already = tries > 0 && (await done(answer));
      if (already) return { already };
      if (answer.status > 0 && answer.status < 500 && answer.status !== 429) {
        this.wrong(`${method} ${path}: ${answer.status} ${answer.text}`);
        return {};
      }
      figures.repeated += 1;
      await sleep(this.random.below(20));
    }
    figures.unfinished += 1;
    console.log(`${this.name}: ${method} ${path} could not be finished`);
    return {};
  }

  wrong(what) {
    figures.wrong += 1;
    console.log(`WRONG ${this.name}: ${what}`);
  }

  user() {
    const name = `${this.name}-${(this.serial += 1)}@example.com`;
    return {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:example:params:scim:schemas:extension:2.0:User"],
      userName: name,
      externalId: name,
      displayName: `User ${this.serial}`,
      name: { givenName: "User", familyName: String(this.serial) },
      active: "True",
      photos: [],
      emails: [{ value: name, type: "work" }, { value: `home-${name}`, type: "home" }],
    };
  }

  checkUser(id) {
    const wanted = this.users.get(id);
    const found = this.aws.user(id);
    const told = found && { userName: found.userName, displayName: found.displayName, title: found.title, active: found.active, email: found.emails?.[0]?.value };
    if (JSON.stringify(told) !== JSON.stringify(wanted)) this.wrong(`user ${JSON.stringify(wanted)} is ${JSON.stringify(told)}`);
  }

  async createUser() {
    const body = this.user();
    const taken = async ({ status }) => {
      if (status !== 409) return undefined;
      const found = await this.idp.get(`/Users?filter=${encodeURIComponent(`userName eq "${body.userName}"`)}`);
      return found.json?.Resources?.[0]?.id;
    };
    const { answer, already } = await this.insist("POST", "/Users", body, taken);
    const id = answer?.json?.id ?? already;
    if (!id) return;
    this.users.set(id, { userName: body.userName, displayName: body.displayName, title: undefined, active: true, email: body.userName });
    this.checkUser(id);
  }

  async changeUser() {
    const [id, wanted] = this.random.pick([...this.users]);
    const active = this.random.chance(0.5);
    const title = this.random.pick(["Countess", "", "R&D"]);
    const operations = [
      { op: "Replace", path: "active", value: active ? "True" : "False" },
      { op: "Add", path: 'emails[type eq "work"].value', value: `x-${wanted.userName}` },
      { op: "Replace", path: "title", value: title },
    ];
    const { answer } = await this.insist("PATCH", `/Users/${id}`, { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: operations });
    if (!answer) return;
    Object.assign(wanted, { active, title: title || undefined, email: `x-${wanted.userName}` });
    this.checkUser(id);
  }

  async replaceUser() {
    const [id, wanted] = this.random.pick([...this.users]);
    const body = { id, userName: wanted.userName, externalId: wanted.userName, displayName: `R ${this.random.below(1000)}`, name: { formatted: "Ada Lovelace" }, active: true, emails: [{ value: wanted.userName, type: "work", display: "x" }] };
    const { answer } = await this.insist("PUT", `/Users/${id}`, body);
    if (!answer) return;
    Object.assign(wanted, { displayName: body.displayName, title: undefined, active: true, email: wanted.userName });
    this.checkUser(id);
  }

  async removeUser() {
    const [id] = this.random.pick([...this.users]);
    await this.insist("DELETE", `/Users/${id}`, undefined, ({ status }) => status === 404);
    this.users.delete(id);
    if (this.aws.user(id)) this.wrong("a removed user is there");
  }

  async readUser() {
    const [id, { displayName }] = this.random.pick([...this.users]);
    const { answer } = await this.insist("GET", `/Users/${id}`);
    if (answer && answer.json.displayName !== displayName) this.wrong("a user was read as it is not");
  }

  some(most) {
    const from = 1 + this.random.below(POOL - most);
    return ids(from, from + this.random.below(most));
  }

  checkGroup(id) {
    const wanted = this.groups.get(id);
    const found = this.aws.group(id);
    if (!found) return this.wrong("a group is not there");
    if (found.resource.displayName !== wanted.displayName) this.wrong("a group has another name");
    if (sorted(found.members).join() !== sorted(wanted.members).join()) this.wrong(`a group of ${wanted.members.size} has ${found.members.size} other members`);
  }

  async createGroup() {
    const displayName = `${this.name} group ${(this.serial += 1)}`;
    const inside = this.some(350);
    // A creation that was cut off before its first answer leaves a group of up to 100 members, which a repetition may not take
    // for its own: the identity provider looks it up, and replaces it.
    const taken = async ({ status }) => {
      if (status !== 409) return undefined;
      const found = await this.idp.get(`/Groups?filter=${encodeURIComponent(`displayName eq "${displayName}"`)}`);
      return found.json?.Resources?.[0]?.id;
    };
    const { answer, already } = await this.insist("POST", "/Groups", { displayName, members: members(inside) }, taken);
    const id = answer?.json?.id ?? already;
    if (!id) return;
    this.groups.set(id, { displayName, members: new Set(inside) });
    if (already) return this.putGroup(id, inside);
    this.checkGroup(id);
  }

  async putGroup(id = this.random.pick([...this.groups.keys()]), inside = this.some(350)) {
    const group = this.groups.get(id);
    const { answer } = await this.insist("PUT", `/Groups/${id}`, { displayName: group.displayName, members: members(inside) });
    if (!answer) return;
    group.members = new Set(inside);
    if (answer.json.members.length !== inside.length) this.wrong("a replaced group was answered with other members");
    this.checkGroup(id);
  }

  async patchGroup(id, operations, change) {
    const { answer } = await this.insist("PATCH", `/Groups/${id}`, { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: operations });
    if (!answer) return;
    change(this.groups.get(id));
    this.checkGroup(id);
  }

  replaceMembers() {
    const inside = this.some(250);
    return this.patchGroup(this.random.pick([...this.groups.keys()]), [{ op: "Replace", path: "members", value: members(inside) }], (group) => (group.members = new Set(inside)));
  }

  addAndRemove() {
    const [id, group] = this.random.pick([...this.groups]);
    const gone = [...group.members].filter(() => this.random.chance(0.3));
    const come = this.some(150).filter((each) => !gone.includes(each));
    const operations = [{ op: "add", path: "members", value: members(come) }];
    if (gone.length > 0) operations.push({ op: "remove", path: "members", value: members(gone) });
    return this.patchGroup(id, operations, ({ members: own }) => {
      for (const each of gone) own.delete(each);
      for (const each of come) own.add(each);
    });
  }

  renameGroup() {
    const displayName = `${this.name} renamed ${(this.serial += 1)}`;
    return this.patchGroup(this.random.pick([...this.groups.keys()]), [{ op: "replace", value: { displayName } }], (group) => (group.displayName = displayName));
  }

  async readGroup() {
    const [id, group] = this.random.pick([...this.groups]);
    const { answer } = await this.insist("GET", `/Groups/${id}`);
    const told = answer?.json.members.map(({ value }) => value);
    if (told && sorted(told).join() !== sorted(group.members).join()) this.wrong("a group was read with other members");
  }

  async removeGroup() {
    if (this.random.chance(0.7)) return;
    const id = this.random.pick([...this.groups.keys()]);
    await this.insist("DELETE", `/Groups/${id}`, undefined, ({ status }) => status === 404);
    this.groups.delete(id);
  }
}

/** AWS fails: a new fault as soon as the last one may have happened. */
async function trouble(aws, random) {
  while (Date.now() < end) {
    const fault = random.pick([{ status: 429, retryAfter: 1 }, { status: 500 }, { status: 503 }, { status: 500, applied: true }, { close: "before" }, { close: "after" }, { delay: 50 }]);
    await aws.faults([{ nth: 1 + random.below(40), ...fault }]);
    figures.faults += 1;
    await sleep(100 + random.below(200));
  }
  await aws.faults([]);
}

/** Envoy's memory in MB, and its counters. */
async function observe(proxy, samples) {
  const began = Date.now();
  let last = { answers: 0, at: began };
  while (Date.now() < end) {
    await sleep(Math.max(1, Math.min(30_000, end - Date.now())));
    const status = await readFile(`/proc/${proxy.pid}/status`, "utf8");
    const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
    samples.push({ at: Date.now() - began, megabytes });
    const rate = ((figures.answers - last.answers) * 1000) / (Date.now() - last.at);
    last = { answers: figures.answers, at: Date.now() };
    const { split, upstream_requests: requests, plans } = await proxy.stats();
    console.log(`${Math.round((Date.now() - began) / 1000)} s: ${figures.answers} answers (${Math.round(rate)} a second), ${figures.repeated} repeated, ${split} plans of ${requests} requests, ${plans} under way, ${figures.wrong} wrong, ${megabytes.toFixed(1)} MB`);
  }
}

const mean = (list) => list.reduce((sum, { megabytes }) => sum + megabytes, 0) / list.length;

const aws = await startAws();
await aws.begin({ users: people(POOL), groups: [] });
const proxy = await start({ upstream: aws.upstream, wasm: options.wasm && resolve(options.wasm) });
const samples = [];
try {
  const seed = Number(options.seed);
  const providers = Array.from({ length: Number(options.providers) }, (_, index) => new Provider(`idp${index + 1}`, { idp: client(proxy.base), aws, random: dice(seed * 100 + index) }));
  await Promise.all([...providers.map((provider) => provider.run()), trouble(aws, dice(seed * 100 + 99)), observe(proxy, samples)]);
  for (const provider of providers) {
    for (const id of provider.users.keys()) provider.checkUser(id);
    for (const id of provider.groups.keys()) provider.checkGroup(id);
  }
  const { plans } = await proxy.stats();
  const quarter = Math.floor(samples.length / 4);
  const [before, after] = [samples.slice(quarter, 2 * quarter), samples.slice(-quarter)];
  const flat = quarter === 0 || mean(after) <= mean(before) * GROWTH;
  if (quarter > 0) console.log(`memory: ${mean(before).toFixed(1)} MB in the second quarter, ${mean(after).toFixed(1)} MB in the last`);
  console.log(`${figures.answers} answers, ${figures.repeated} repeated after ${figures.faults} faults, ${figures.unfinished} not finished, ${plans} plans under way, ${figures.wrong} wrong`);
  process.exitCode = figures.wrong === 0 && figures.unfinished === 0 && plans === 0 && flat ? 0 : 1;
} finally {
  await proxy.stop();
  await aws.close();
}
