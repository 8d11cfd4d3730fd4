// Random requests of a random identity provider, under random readings of every switch, with a fault in the middle: what is
// answered with success is what was meant, and what is refused has changed nothing.
//
//   node tests/scim-http/random.mjs [--count N] [--seed N] [--wasm PATH]
//
// Without HTTP: plugin and stand-in in one process, some 500 requests a second. A failure names its seed. Prints
// `N passed, N failed`; status 0 when none failed.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { Faults } from "../../host-examples/aws-scim/faults.mjs";
import { ENTERPRISE } from "../../host-examples/aws-scim/rules/attributes.mjs";
import { AwsScim } from "../../host-examples/aws-scim/service.mjs";
import { SWITCHES } from "../../host-examples/aws-scim/switches.mjs";
import { load } from "../../host-examples/js/extism.mjs";
import { carryOut } from "../../host-examples/js/scim-plan.mjs";
import { PATCH, people, succeeded } from "./client.mjs";
import { dice } from "./dice.mjs";
import { differences, meant } from "./meaning.mjs";

const PEOPLE = 12;

/** Requests as identity providers write them, well and badly. */
function author({ below, chance, pick }) {
  const text = () => pick(["a", "Ada L", "é€", "R&D lead", "x".repeat(20), "tab\there", "7", ":colon", "<b>"]);
  const id = () => `u-${1 + below(PEOPLE)}`;
  const many = (most, make) => Array.from({ length: 1 + below(most) }, make);
  const verb = () => pick(["add", "replace", "Replace", "Add"]);
  const email = () => ({ value: `m${below(50)}@example.com`, type: pick(["work", "home", "other", undefined]), primary: pick([undefined, undefined, false, "True", true]), display: pick([undefined, "D"]) });
  /** At most one primary: of several, nobody can say which was meant. */
  const emails = () => {
    const list = [email(), email()];
    if (list.every(({ primary }) => String(primary).toLowerCase() === "true")) delete list[1].primary;
    return list;
  };
  const name = () => pick(["displayName", "nickName", "title", "userType", "locale", "timezone", "profileUrl", "name.middleName", "name.givenName", `${ENTERPRISE}:department`, `${ENTERPRISE}:costCenter`, `${ENTERPRISE}:manager`]);
  const value = (of) => (of === "profileUrl" ? "https://example.com/x" : of.endsWith("manager") ? id() : text());

  const user = () => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    userName: `user${below(200)}`,
    displayName: pick([text(), undefined]),
    name: pick([{ givenName: text(), familyName: text() }, { formatted: "Ada Lovelace" }, { givenName: "A", familyName: " " }, undefined]),
    active: pick([true, false, "True", "False", undefined]),
    emails: pick([undefined, [], [email()], emails(), email(), null]),
    phoneNumbers: pick([undefined, [], [{ value: "1", type: "work" }], [{ value: "1" }, { value: "2", primary: true }]]),
    addresses: pick([undefined, [], [{ type: "work", locality: "London" }], [{ streetAddress: "s", locality: "l", region: "r", postalCode: "p", country: "c", type: "work", primary: true }]]),
    roles: pick([undefined, [], [{ value: "R" }]]),
    title: pick([undefined, "", text(), null]),
    externalId: pick([undefined, `e${below(100)}`]),
    photos: pick([undefined, undefined, []]),
    password: pick([undefined, undefined, "x"]),
    [ENTERPRISE]: pick([undefined, {}, { department: text(), manager: pick([{ value: "u-1" }, "u-2", { value: "u-1", displayName: "B" }, { value: "" }]) }]),
  });

  const userOperation = () => {
    const attribute = name();
    const whole = () => Object.fromEntries(many(4, name).map((each) => [each, value(each)]));
    return pick([
      () => ({ op: verb(), path: attribute, value: value(attribute) }),
      () => ({ op: "replace", path: attribute, value: pick(["", null]) }),
      () => ({ op: "remove", path: attribute }),
      () => ({ op: verb(), path: "active", value: pick([true, false, "False", "true"]) }),
      () => ({ op: verb(), path: "userName", value: `user${below(200)}` }),
      () => ({ op: verb(), path: `emails[type eq "${pick(["work", "home"])}"].value`, value: `n${below(50)}@example.com` }),
      () => ({ op: verb(), path: "emails", value: pick([[email()], emails(), email()]) }),
      () => ({ op: "remove", path: pick(["emails", 'emails[type eq "work"]', "phoneNumbers", "addresses"]) }),
      () => ({ op: verb(), value: whole() }),
      () => ({ op: verb(), path: 'addresses[type eq "work"].locality', value: text() }),
    ])();
  };

  const members = (most) => [...new Set(Array.from({ length: below(most + 1) }, id))].map((each) => ({ value: each, display: pick([undefined, "D"]), $ref: pick([undefined, null]) }));
  const group = () => ({ displayName: `g${below(30)}`, externalId: pick([undefined, `x${below(30)}`]), members: pick([members(8), members(8), undefined]) });
  const groupOperation = () =>
    pick([
      () => ({ op: pick(["add", "Add"]), path: "members", value: [{ value: id() }, ...members(5)] }),
      () => ({ op: "remove", path: "members", value: [{ value: id() }, ...members(3)] }),
      () => ({ op: "remove", path: `members[value eq "${id()}"]` }),
      () => ({ op: "replace", path: "members", value: members(8) }),
      () => ({ op: "replace", path: "displayName", value: `g${below(30)}` }),
      () => ({ op: "replace", value: { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], id: "g-1", displayName: `g${below(30)}`, externalId: `x${below(30)}`, ...(chance(0.3) ? { members: members(3) } : {}) } }),
      () => ({ op: "Remove", path: "members" }),
    ])();

  const patch = (operation) => ({ schemas: [PATCH], Operations: many(3, operation) });
  return () => {
    const request = pick([
      () => ({ method: "POST", path: "/Users", body: user() }),
      () => ({ method: "PUT", path: `/Users/${id()}`, body: user() }),
      () => ({ method: "PATCH", path: `/Users/${id()}`, body: patch(userOperation) }),
      () => ({ method: "POST", path: "/Groups", body: group() }),
      () => ({ method: "PUT", path: "/Groups/g-1", body: group() }),
      () => ({ method: "PATCH", path: "/Groups/g-1", body: patch(groupOperation) }),
    ])();
    // As it goes over the wire, without what is undefined.
    return { ...request, body: JSON.parse(JSON.stringify(request.body)) };
  };
}

function begin({ pick, chance }) {
  const users = people(PEOPLE);
  for (const user of users) {
    if (chance(0.3)) delete user.emails;
    if (chance(0.3)) Object.assign(user, { title: "T", [ENTERPRISE]: { department: "D", manager: { value: "u-9" } } });
    if (chance(0.3)) user.addresses = [{ type: "work", streetAddress: "s", locality: "l", region: "r", postalCode: "p", country: "c" }];
  }
  return { users, groups: [{ id: "g-1", displayName: "before", externalId: pick(["before", undefined]), members: ["u-1", "u-2", "u-3"] }] };
}

const FAULTS = [{ status: 429 }, { status: 500 }, { status: 500, applied: true }, { status: 503 }, { close: "before" }, { close: "after" }];

async function one(call, seed) {
  const chances = dice(seed);
  const { pick, chance, below } = chances;
  const request = author(chances)();
  const switches = Object.fromEntries(SWITCHES.map(({ name, readings }) => [name, pick(readings)]));
  const aws = new AwsScim({ tenant: "t", token: "s", switches, state: begin(chances), pageLimit: pick([undefined, 1, 2]) });
  const initial = aws.store.dump();
  const faulty = chance(0.5);
  const faults = new Faults(faulty ? [{ nth: 1 + below(4), ...pick(FAULTS) }] : []);

  const send = async ({ method, path, headers, body }) => {
    const fault = faults.next(method, path);
    const agent = headers.find(({ name }) => name.toLowerCase() === "user-agent")?.value;
    const untouched = fault && (fault.close === "before" || (fault.refusal && !fault.applied));
    let answer = untouched ? undefined : aws.answer({ method, url: path, headers: { authorization: "Bearer s", "user-agent": agent }, body: Buffer.from(body ?? "") });
    assert.ok(answer?.status !== 500, "the stand-in broke");
    if (fault?.close) throw new Error("lost");
    if (fault?.refusal) answer = aws.refuse(fault.refusal());
    return { status: answer.status, headers: [], ...(answer.body === "" ? {} : { body: answer.body }) };
  };
  const sendAgain = async () => {
    const carried = await carryOut({ call, send, request: { method: request.method, path: `/t/scim/v2${request.path}`, body: JSON.stringify(request.body) } });
    return carried.answer;
  };

  let answer = await sendAgain();
  let times = 1;
  while (answer.status === 429 || answer.status >= 500) {
    assert.ok(times < 4, `no end: ${answer.status} ${answer.body}`);
    answer = await sendAgain();
    times += 1;
  }
  const found = aws.store.dump();
  const story = `${JSON.stringify(request)} -> ${answer.status} ${answer.body ?? ""}`;
  if (succeeded(answer)) {
    const lines = differences(meant(request, initial), found);
    assert.equal(lines.length, 0, `${lines.join("\n")}\n${story}`);
  } else if (!faulty) assert.ok(isDeepStrictEqual(found, initial), `refused, but something was done: ${story}`);
  // A creation that was carried out and lost is a conflict when it is repeated, and was carried out.
  return succeeded(answer) ? "as meant" : answer.status === 409 ? "conflicts" : "refused";
}

const { values } = parseArgs({ options: { count: { type: "string", default: "3000" }, seed: { type: "string", default: "1" }, wasm: { type: "string" } } });
const plugin = await load(values.wasm ?? fileURLToPath(new URL("../../dist/aws-federation.extism.wasm", import.meta.url)));
const outcomes = { "as meant": 0, conflicts: 0, refused: 0 };
let failed = 0;
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.count); seed += 1) {
  try {
    outcomes[await one(plugin.call, seed)] += 1;
  } catch (error) {
    failed += 1;
    if (failed <= 10) console.log(`FAILED --seed ${seed} --count 1: ${error.message}`);
  }
}
await plugin.close();
console.log(JSON.stringify(outcomes));
console.log(`${outcomes["as meant"] + outcomes.conflicts + outcomes.refused} passed, ${failed} failed`);
process.exitCode = failed === 0 && outcomes["as meant"] > 0 ? 0 : 1;
