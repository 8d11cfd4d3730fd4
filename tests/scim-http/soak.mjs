// Several identity providers at once for minutes or hours through a real Envoy, while AWS throttles, breaks and hangs up.
//
//   ENVOY=PATH node tests/scim-http/soak.mjs [--minutes 10] [--providers 8] [--workers 1] [--seed 1] [--wasm PATH]
//
// Each identity provider has users and groups of its own, repeats what failed until it succeeds, and keeps a model of what it
// was told: at times, and at the end, that is compared with what AWS has. Prints figures every half minute; status 1 when a
// state or an answer was wrong, a plan stayed under way, or Envoy's memory grew.

import http from "node:http";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ENTERPRISE } from "../../host-examples/aws-scim/rules/attributes.mjs";
import { client, members, PATCH, startAws, succeeded, TOKEN } from "./client.mjs";
import { dice } from "./dice.mjs";
import { start } from "./envoy-proxy.mjs";
import { differences, meant } from "./meaning.mjs";

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    providers: { type: "string", default: "8" },
    workers: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    wasm: { type: "string" },
  },
});
const MINUTES = Number(options.minutes);
const ENDS = Date.now() + MINUTES * 60_000;
const PEOPLE = 320; // of one identity provider; groups have up to all of them
const GROUPS = 6;
const TRIES = 200;
/** Shorter runs are mostly start: what Envoy takes then it keeps. */
const JUDGES_MEMORY_FROM = 4;
const GROWTH = 1.1;
const SAMPLE_EVERY = 2_000;
const PRINT_EVERY = Math.min(30_000, MINUTES * 15_000);
const COMPARE_EVERY = 150; // requests of one identity provider

const figures = { requests: 0, retries: 0, abandoned: 0, comparisons: 0, byKind: {}, statuses: {} };
const wrong = [];

// ---- one identity provider ----

class Provider {
  #chances;
  #idp;
  #base;
  #aws;
  #serial = 0;
  #asked = 0;
  users = new Map();
  groups = new Map();

  constructor({ name, seed, base, aws }) {
    Object.assign(this, { name });
    this.#chances = dice(seed);
    this.#base = base;
    this.#idp = client(base, { userAgent: `soak ${name}` });
    this.#aws = aws;
  }

  async run() {
    while (Date.now() < ENDS && wrong.length === 0) {
      await this.#something();
      this.#asked += 1;
      if (this.#asked % COMPARE_EVERY === 0) this.compare();
    }
  }

  #something() {
    const { chance, pick } = this.#chances;
    if (this.users.size < 2) return this.#createUser();
    if (this.users.size < PEOPLE && chance(this.users.size < PEOPLE * 0.9 ? 0.95 : 0.2)) return this.#createUser();
    if (this.groups.size < GROUPS && chance(0.5)) return this.#createGroup();
    return pick([
      ...[this.#replaceUser, this.#replaceUser, this.#patchUser, this.#patchUser, this.#patchUser, this.#readUser, this.#deleteUser],
      ...[this.#replaceGroup, this.#patchGroup, this.#patchGroup, this.#patchGroup, this.#readGroup, this.#list, this.#list],
      ...(chance(0.2) ? [this.#deleteGroup] : []),
    ]).call(this);
  }

  #id = (map) => this.#chances.pick([...map.keys()]);
  #ids(most) {
    const all = [...this.users.keys()];
    const count = Math.min(this.#chances.below(most + 1), all.length);
    return Array.from({ length: count }, () => all.splice(this.#chances.below(all.length), 1)[0]);
  }

  // -- what it says --

  /** As identity providers write them: several of what AWS has one of, booleans as text, attributes that AWS does not know. */
  #user(userName) {
    const { pick, below } = this.#chances;
    const serial = userName.split("-").at(-1);
    const emails = [{ value: `${userName}@example.com`, type: "work", primary: true }, { value: `home-${userName}@example.com`, type: "home" }];
    return plain({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
      userName,
      externalId: `${this.name}-x${serial}`,
      displayName: `User ${below(10_000)} of ${this.name}`,
      name: { givenName: pick(["Ada", "Zoë", "李"]), familyName: `F${below(1_000)}` },
      active: pick([true, "True", true, false]),
      emails: pick([emails, emails.slice(0, 1)]),
      phoneNumbers: pick([undefined, [], [{ value: "1", type: "work" }, { value: "2", type: "mobile" }]]),
      title: pick([undefined, "", `T${below(50)}`]),
      photos: pick([undefined, [{ value: "https://example.com/p", type: "photo" }]]),
      [ENTERPRISE]: pick([undefined, { department: `D${below(20)}` }, { manager: { value: this.users.size > 0 ? this.#id(this.users) : "m" } }]),
    });
  }

  #group(displayName, externalId) {
    return plain({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      displayName,
      externalId,
      members: members(this.#ids(this.#chances.pick([0, 5, 50, 150, PEOPLE]))),
    });
  }

  #createUser() {
    this.#serial += 1;
    return this.#create("Users", this.#user(`${this.name}-u-${this.#serial}`), "userName");
  }

  #createGroup() {
    this.#serial += 1;
    return this.#create("Groups", this.#group(`${this.name}-g-${this.#serial}`, this.#chances.pick([undefined, `${this.name}-gx${this.#serial}`])), "displayName");
  }

  /** A creation that AWS carried out and whose answer was lost is a conflict the second time: it is looked up and replaced. */
  async #create(endpoint, body, key) {
    const answer = await this.#ask("POST", `/${endpoint}`, body);
    if (succeeded(answer)) return this.#learn("POST", `/${endpoint}`, body, answer.json?.id);
    if (answer.status !== 409 || answer.tries === 1) return this.#isWrong(`POST /${endpoint}`, answer, body);
    const found = await this.#ask("GET", `/${endpoint}?filter=${encodeURIComponent(`${key} eq "${body[key]}"`)}`);
    const id = found.json?.Resources?.[0]?.id;
    if (!id) return this.#isWrong(`after a conflict, a look-up of ${endpoint}`, found, body);
    const again = await this.#ask("PUT", `/${endpoint}/${id}`, body);
    if (!succeeded(again)) return this.#isWrong(`after a conflict, PUT /${endpoint}`, again, body);
    this.#learn("POST", `/${endpoint}`, body, id);
  }

  #replaceUser() {
    const id = this.#id(this.users);
    return this.#change("PUT", `/Users/${id}`, this.#user(this.users.get(id).userName));
  }

  #patchUser() {
    const { pick, below } = this.#chances;
    const id = this.#id(this.users);
    const { userName } = this.users.get(id);
    const operations = pick([
      [{ op: "Replace", path: "active", value: "False" }],
      [{ op: "replace", value: { active: false } }],
      [{ op: "replace", path: "active", value: true }],
      [{ op: "Add", path: "title", value: `T${below(50)}` }, { op: "replace", path: `${ENTERPRISE}:department`, value: `D${below(20)}` }],
      [{ op: "replace", value: { displayName: `User ${below(10_000)}`, "name.familyName": `F${below(1_000)}` } }],
      [{ op: "Replace", path: 'emails[type eq "work"].value', value: `${userName}@${pick(["a", "b"])}.example.com` }],
      [{ op: "remove", path: "title" }, { op: "replace", path: "name.givenName", value: "Grace" }],
    ]);
    return this.#change("PATCH", `/Users/${id}`, { schemas: [PATCH], Operations: operations });
  }

  #replaceGroup() {
    const id = this.#id(this.groups);
    if (id === undefined) return this.#createGroup();
    const { displayName, externalId } = this.groups.get(id);
    return this.#change("PUT", `/Groups/${id}`, this.#group(displayName, externalId));
  }

  #patchGroup() {
    const { pick } = this.#chances;
    const id = this.#id(this.groups);
    if (id === undefined) return this.#createGroup();
    const inside = this.groups.get(id).members;
    const some = (most) => members(this.#ids(most));
    const leaving = inside.filter(() => this.#chances.chance(0.5));
    const operations = pick([
      () => [{ op: "Add", path: "members", value: some(250) }],
      () => [{ op: "add", path: "members", value: some(3) }],
      () => [{ op: "remove", path: "members", value: members(leaving) }],
      () => [{ op: "remove", path: `members[value eq "${inside[0] ?? this.#id(this.users)}"]` }],
      () => [{ op: "replace", path: "members", value: some(PEOPLE) }],
      () => [{ op: "add", path: "members", value: some(120) }, { op: "remove", path: "members", value: some(120) }],
      () => [{ op: "replace", value: { displayName: `${this.groups.get(id).displayName.split("~")[0]}~${this.#chances.below(9)}` } }],
    ])();
    // To remove nobody from a list is to remove all (RFC 7644 §3.5.2.2 knows no empty value): nobody means that.
    if (operations.some(({ path, value }) => path === "members" && value.length === 0)) return this.#readGroup();
    return this.#change("PATCH", `/Groups/${id}`, { schemas: [PATCH], Operations: operations });
  }

  async #deleteUser() {
    const id = this.#id(this.users);
    if (!(await this.#delete(`/Users/${id}`))) return;
    this.users.delete(id);
    for (const group of this.groups.values()) group.members = group.members.filter((each) => each !== id);
  }

  async #deleteGroup() {
    const id = this.#id(this.groups);
    if (id !== undefined && (await this.#delete(`/Groups/${id}`))) this.groups.delete(id);
  }

  async #delete(path) {
    const answer = await this.#ask("DELETE", path);
    if (answer.status === 204 || (answer.status === 404 && answer.tries > 1)) return true;
    this.#isWrong(`DELETE ${path}`, answer);
  }

  async #change(method, path, body) {
    const answer = await this.#ask(method, path, body);
    if (!succeeded(answer)) return this.#isWrong(`${method} ${path}`, answer, body);
    this.#learn(method, path, body);
  }

  async #readUser() {
    const id = this.#id(this.users);
    const { json, ...answer } = await this.#ask("GET", `/Users/${id}`);
    if (json?.userName !== this.users.get(id).userName || json.active !== this.users.get(id).active) this.#isWrong(`GET /Users/${id}`, answer);
  }

  /** With members, which AWS does not tell: the filter asks for them. */
  async #readGroup() {
    const id = this.#id(this.groups);
    if (id === undefined) return;
    const { json, ...answer } = await this.#ask("GET", `/Groups/${id}`);
    const listed = (json?.members ?? []).map(({ value }) => value).sort();
    if (String(listed) !== String([...this.groups.get(id).members].sort())) this.#isWrong(`GET /Groups/${id}`, answer);
  }

  async #list() {
    const { pick } = this.#chances;
    const user = this.#id(this.users);
    const group = this.#id(this.groups);
    const [query, holds] = pick([
      [`/Users?filter=${encodeURIComponent(`userName eq "${this.users.get(user).userName}"`)}`, ([only]) => only?.id === user],
      [`/Users?filter=${encodeURIComponent(`userName eq "nobody-${this.name}"`)}`, (list) => list.length === 0],
      ["/Users?startIndex=1&count=50", (list) => list.length > 0],
      ...(group === undefined ? [] : [[`/Groups?filter=${encodeURIComponent(`displayName eq "${this.groups.get(group).displayName}"`)}`, ([only]) => only?.id === group]]),
    ]);
    const { json, ...answer } = await this.#ask("GET", query);
    if (!succeeded(answer) || !holds(json.Resources ?? [])) this.#isWrong(`GET ${query}`, answer);
  }

  // -- how it says it --

  /** Until there is an answer that is no fault. */
  async #ask(method, path, body) {
    const kind = `${method} /${path.split(/[/?]/)[1]}${path.includes("?") ? "?" : ""}`;
    for (let tries = 1; tries <= TRIES; tries += 1) {
      figures.requests += 1;
      figures.byKind[kind] = (figures.byKind[kind] ?? 0) + 1;
      const leaves = this.#chances.chance(0.01);
      const answer = leaves ? await this.#hangUp(method, path, body) : await this.#idp.ask(method, path, body);
      figures.statuses[answer.status] = (figures.statuses[answer.status] ?? 0) + 1;
      if (answer.status !== 0 && answer.status !== 429 && answer.status < 500) return { ...answer, tries };
      figures.retries += 1;
      await sleep(5 * Math.min(2 ** tries, 32));
    }
    return { status: 0, text: `no success in ${TRIES} tries`, tries: TRIES };
  }

  /** Goes away in the middle, and comes back when what AWS had at that moment is over. */
  async #hangUp(method, path, body) {
    figures.abandoned += 1;
    const text = body && JSON.stringify(body);
    const headers = { authorization: `Bearer ${TOKEN}`, "user-agent": "soak", ...(text ? { "content-type": "application/scim+json", "content-length": Buffer.byteLength(text) } : {}) };
    const request = http.request(this.#base + path, { method, headers, agent: false });
    request.on("error", () => {}).on("response", (response) => response.on("error", () => {}).resume());
    request.end(text);
    await sleep(1 + this.#chances.below(20));
    request.destroy();
    await sleep(100);
    return { status: 0, headers: {}, text: "" };
  }

  // -- what it knows --

  #learn(method, path, body, id) {
    const [, endpoint, old] = path.split("/");
    const map = endpoint === "Users" ? this.users : this.groups;
    const kind = endpoint === "Users" ? "users" : "groups";
    const before = { users: [], groups: [] };
    if (old) before[kind].push(map.get(old));
    const [after] = meant({ method, path, body }, before)[kind];
    map.set(old ?? id, { ...after, id: old ?? id });
  }

  /** Nothing of this identity provider is under way now. */
  compare() {
    figures.comparisons += 1;
    const { users, groups } = this.#aws.service().store.dump();
    for (const [kind, key, mine, all] of [["users", "userName", this.users, users], ["groups", "displayName", this.groups, groups]]) {
      const theirs = new Map(all.filter((each) => each[key].startsWith(`${this.name}-`)).map((each) => [each.id, each]));
      for (const id of new Set([...mine.keys(), ...theirs.keys()])) {
        const side = (map) => ({ users: [], groups: [], [kind]: map.has(id) ? [map.get(id)] : [] });
        for (const line of differences(side(mine), side(theirs))) wrong.push(`${this.name}: ${line}`);
      }
    }
  }

  #isWrong(what, { status, text, tries }, body) {
    wrong.push(`${this.name}: ${what}: ${status} after ${tries} tries: ${text.slice(0, 500)} to ${JSON.stringify(body)?.slice(0, 500)}`);
  }
}

const plain = (value) => JSON.parse(JSON.stringify(value));

// ---- what goes wrong at AWS ----

const FAULTS = [{ status: 429 }, { status: 429, times: 5 }, { status: 500 }, { status: 500, applied: true }, { status: 503 }, { close: "before" }, { close: "after" }, { delay: 40 }];

/** Some faults every now and then, each at one of the next requests. */
async function breaks(aws, seed) {
  const { pick, below } = dice(seed);
  while (Date.now() < ENDS && wrong.length === 0) {
    await aws.faults(Array.from({ length: 1 + below(3) }, () => ({ nth: 1 + below(40), ...pick(FAULTS) })));
    await sleep(20 + below(200));
  }
  await aws.faults([]);
}

// ---- what Envoy takes ----

async function sample({ admin, pid }) {
  const { stats } = await (await fetch(`http://${admin}/stats?format=json&filter=^server.memory_|aws_federation`)).json();
  const value = (name) => stats.find((each) => each.name === name)?.value ?? 0;
  const counter = (name) => value(`wasmcustom.aws_federation.${name}`);
  const resident = Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  return { allocated: value("server.memory_allocated"), resident, plans: counter("plans"), split: counter("split"), upstream: counter("upstream_requests"), lost: counter("upstream_lost"), left: counter("abandoned") };
}

const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

async function watch(envoy, samples) {
  const began = Date.now();
  let printed = began;
  let last = { requests: 0, time: began };
  while (Date.now() < ENDS && wrong.length === 0) {
    await sleep(Math.min(SAMPLE_EVERY, Math.max(1, ENDS - Date.now())));
    const now = await sample(envoy);
    samples.push(now);
    if (Date.now() - printed < PRINT_EVERY - 100) continue;
    printed = Date.now();
    const rate = ((figures.requests - last.requests) / (printed - last.time)) * 1000;
    last = { requests: figures.requests, time: printed };
    const seconds = String(Math.round((printed - began) / 1000)).padStart(5);
    console.log(
      `${seconds} s  ${rate.toFixed(0)} requests/s  ${now.split} plans of ${now.upstream} requests  ${figures.retries} retries  ${wrong.length} wrong  ` +
        `allocated ${megabytes(now.allocated)}  resident ${megabytes(now.resident)}`,
    );
  }
}

/** What grew from the second quarter to the last one. */
function growth(samples, name) {
  const quarter = Math.floor(samples.length / 4);
  const values = samples.map((each) => each[name]);
  const [before, after] = [mean(values.slice(quarter, 2 * quarter)), mean(values.slice(-quarter))];
  console.log(`${name}: ${megabytes(before)} in the second quarter, ${megabytes(after)} in the last, ${((after / before - 1) * 100).toFixed(1)} %`);
  if (MINUTES >= JUDGES_MEMORY_FROM && !(after <= before * GROWTH)) wrong.push(`Envoy's memory grew: ${name}`);
}

// ---- the run ----

const aws = await startAws();
const envoy = await start({ upstream: aws.upstream, wasm: options.wasm, workers: Number(options.workers) });
try {
  await aws.begin();
  const providers = Array.from({ length: Number(options.providers) }, (_, index) => new Provider({ name: `idp${index}`, seed: Number(options.seed) * 1_000 + index, base: envoy.base, aws }));
  const samples = [];
  const began = Date.now();
  await Promise.all([...providers.map((each) => each.run()), breaks(aws, Number(options.seed)), watch(envoy, samples)]);
  const seconds = (Date.now() - began) / 1000;
  await sleep(300);
  for (const each of providers) each.compare();
  const end = await sample(envoy);
  if (end.plans !== 0) wrong.push(`${end.plans} plans are still under way`);
  if (end.split === 0) wrong.push("no plan was carried out");
  for (const line of envoy.log().match(/^.*\[(error|critical)\].*$/gm) ?? []) wrong.push(`Envoy says: ${line}`);

  console.log(`${figures.requests} requests in ${seconds.toFixed(0)} s, ${(figures.requests / seconds).toFixed(0)} a second, of ${providers.length} identity providers`);
  console.log(`${end.split} plans of ${end.upstream} requests to AWS, ${end.lost} of them without an answer; ${end.left} plans abandoned`);
  console.log(`${figures.retries} retries, of them ${figures.abandoned} after the caller had gone away; ${figures.comparisons} comparisons`);
  console.log(`requests: ${JSON.stringify(figures.byKind)}`);
  console.log(`statuses: ${JSON.stringify(figures.statuses)} (0: none, the connection ended)`);
  if (samples.length >= 4) for (const name of ["allocated", "resident"]) growth(samples, name);
  if (MINUTES < JUDGES_MEMORY_FROM) console.log(`memory is judged from ${JUDGES_MEMORY_FROM} minutes on`);
} catch (error) {
  wrong.push(String(error.stack ?? error));
} finally {
  await envoy.stop();
  await aws.close();
}
for (const line of wrong.slice(0, 20)) console.log(`WRONG ${line}`);
console.log(`${wrong.length} wrong`);
process.exitCode = wrong.length === 0 ? 0 : 1;
