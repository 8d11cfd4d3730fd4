// What an identity provider does to AWS through a proxy, and what goes wrong meanwhile.
//
//   node tests/scim-http/scenarios.mjs [--proxy ./js-proxy.mjs] [--wasm PATH]
//
// What holds in every scenario: an answer that says success is true, one that does not can be repeated until it is, and the
// membership is right at the end. Prints `N passed, N failed`; status 0 when none failed.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { client, ids, members, people, sorted, startAws, succeeded } from "./client.mjs";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PEOPLE = people(5_200);

/** The scenarios against one proxy: `{ passed, failed }`. `start({ upstream, profile })` is the proxy under test. */
export async function runScenarios(start, { log = console.log } = {}) {
  let passed = 0;
  let failed = 0;
  const aws = await startAws();
  const proxies = new Map();

  /** A proxy for a profile; kept, for some take seconds to start. */
  async function proxy(profile = {}) {
    const key = JSON.stringify(profile);
    if (!proxies.has(key)) proxies.set(key, await start({ upstream: aws.upstream, profile }));
    return proxies.get(key);
  }

  async function scenario(name, run, { profile, ...options } = {}) {
    const state = { users: PEOPLE.slice(0, options.people ?? 300), groups: options.groups ?? [] };
    const started = performance.now();
    try {
      await aws.begin(state, options);
      const { base } = await proxy(profile);
      await run({ aws, idp: client(base), base });
      const { requests, mostAtOnce } = await aws.trail();
      if (!options.parallel) assert.ok(mostAtOnce <= 1, `${mostAtOnce} requests at once`);
      passed += 1;
      log(`ok     ${name} (${requests.length} requests to AWS, ${Math.round(performance.now() - started)} ms)`);
    } catch (error) {
      failed += 1;
      log(`FAILED ${name}\n  ${String(error.stack ?? error).replaceAll("\n", "\n  ")}`);
    }
  }

  try {
    await groupScenarios(scenario);
    await userScenarios(scenario);
    await listScenarios(scenario);
    await conflictScenarios(scenario);
    await faultScenarios(scenario);
    await powerFailures(scenario, { aws, start });
    await boundaryScenarios(scenario);
  } finally {
    for (const each of proxies.values()) await each.stop();
    await aws.close();
  }
  return { passed, failed };
}

// ---- what is asked again and again ----

const GROUP = (more = {}) => ({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "developers", externalId: "g-ext", ...more });
const TEAM = (inside) => [{ id: "g-1", displayName: "developers", externalId: "g-ext", members: inside }];

function hasMembers(aws, wanted, id = "g-1") {
  const group = aws.group(id) || aws.groupNamed("developers");
  assert.ok(group, "there is no such group");
  assert.deepEqual(sorted(group.members), sorted(wanted));
}

function says(answer, status) {
  assert.equal(answer.status, status, `${answer.status} ${answer.text.slice(0, 600)}`);
  return answer.json;
}

const listed = (json) => sorted((json.members ?? []).map(({ value }) => value));

/**
 * Repeats a request until it succeeds, as identity providers do. An answer that claims success must be true then
 * (`isDone` throws otherwise), every other one must be a SCIM error or a connection that ended.
 */
async function untilDone(ask, isDone, { most = 12 } = {}) {
  const answers = [];
  for (let time = 0; time < most; time += 1) {
    const answer = await ask();
    answers.push(answer);
    if (succeeded(answer)) {
      isDone(answer);
      return answers;
    }
    if (answer.status !== 0) {
      assert.ok(answer.status >= 400, `${answer.status}`);
      assert.deepEqual(answer.json?.schemas, ["urn:ietf:params:scim:api:messages:2.0:Error"], answer.text);
      assert.equal(answer.json.status, String(answer.status));
    }
  }
  assert.fail(`no success after ${most} times: ${answers.map(({ status, text }) => `${status} ${text.slice(0, 300)}`).join("\n")}`);
}

// ---- groups ----

async function groupScenarios(scenario) {
  await scenario("a group of 250 is created", async ({ aws, idp }) => {
    const json = says(await idp.post("/Groups", GROUP({ members: members(ids(1, 250)) })), 201);
    assert.deepEqual(listed(json), sorted(ids(1, 250)));
    hasMembers(aws, ids(1, 250));
    const { requests } = await aws.trail();
    assert.deepEqual(requests.map(({ method, status }) => [method, status]), [["POST", 201], ["PATCH", 204], ["PATCH", 204]]);
    assert.deepEqual(listed(says(await idp.get(`/Groups/${json.id}`), 200)), sorted(ids(1, 250)));
    assert.equal(says(await idp.get('/Groups?filter=displayName+eq+"developers"'), 200).Resources[0].members, undefined);
  });
  for (const [form, send] of [
    ["PUT", (idp, wanted) => idp.put("/Groups/g-1", { id: "g-1", ...GROUP({ members: members(wanted) }) })],
    ["PATCH replace", (idp, wanted) => idp.patch("/Groups/g-1", { op: "replace", path: "members", value: members(wanted) })],
    ["PATCH replace without path", (idp, wanted) => idp.patch("/Groups/g-1", { op: "Replace", value: { members: members(wanted) } })],
  ]) {
    for (const pageLimit of [undefined, 37]) {
      await scenario(
        `250 members are replaced by 180 of which 100 stay (${form}${pageLimit ? ", short pages" : ""})`,
        async ({ aws, idp }) => {
          const answer = await send(idp, ids(151, 330));
          assert.ok(succeeded(answer), answer.text);
          if (answer.json) assert.deepEqual(listed(answer.json), sorted(ids(151, 330)));
          hasMembers(aws, ids(151, 330));
          // 150 leave and 80 come: no more than that is changed.
          const changes = (await aws.trail()).requests.filter(({ method }) => method === "PATCH");
          assert.ok(changes.length <= 4, `${changes.length} changes`);
          await aws.forget();
          assert.ok(succeeded(await send(idp, ids(151, 330))));
          assert.deepEqual((await aws.trail()).requests.filter(({ method }) => method !== "GET"), [], "repeating changes something");
        },
        { people: 400, groups: TEAM(ids(1, 250)), pageLimit },
      );
    }
  }
  for (const [form, operation] of [
    ["replace with []", { op: "replace", path: "members", value: [] }],
    ["remove", { op: "remove", path: "members" }],
    ["remove with null", { op: "Remove", path: "members", value: null }],
  ]) {
    await scenario(`a group of 250 is emptied (${form})`, async ({ aws, idp }) => {
      assert.ok(succeeded(await idp.patch("/Groups/g-1", operation)));
      hasMembers(aws, []);
    }, { groups: TEAM(ids(1, 250)) });
  }
  await scenario("a value that says nothing never empties a group", async ({ aws, idp }) => {
    for (const operation of [
      { op: "replace", path: "members", value: [{ value: "" }] },
      { op: "replace", path: "members", value: [{ value: null }] },
      { op: "remove", path: "members", value: [{ value: "" }] },
      { op: "remove", path: 'members[value eq ""]' },
      { op: "remove", path: "members", value: [{ display: "Ada" }] },
    ]) {
      await idp.patch("/Groups/g-1", operation);
      hasMembers(aws, ids(1, 3));
    }
  }, { groups: TEAM(ids(1, 3)) });
  await scenario("5,000 members are pushed into an empty group", async ({ aws, idp }) => {
    says(await idp.put("/Groups/g-1", GROUP({ members: members(ids(1, 5_000)) })), 200);
    hasMembers(aws, ids(1, 5_000));
  }, { people: 5_200, groups: TEAM([]) });
  await scenario("a group of 5,000 is created, then 2,500 of it are replaced", async ({ aws, idp }) => {
    const { id } = says(await idp.post("/Groups", GROUP({ members: members(ids(1, 5_000)) })), 201);
    hasMembers(aws, ids(1, 5_000), id);
    assert.ok(succeeded(await idp.patch(`/Groups/${id}`, { op: "replace", path: "members", value: members(ids(2_501, 5_200)) })));
    hasMembers(aws, ids(2_501, 5_200), id);
    assert.equal(says(await idp.get(`/Groups/${id}`), 200).members.length, 2_700);
  }, { people: 5_200 });
  await scenario("members come and go, in every form", async ({ aws, idp }) => {
    const patch = async (...operations) => assert.ok(succeeded(await idp.patch("/Groups/g-1", ...operations)));
    await patch({ op: "Add", path: "members", value: [{ $ref: null, value: "u-4", display: "Four" }] });
    hasMembers(aws, ids(1, 4));
    await patch({ op: "remove", path: 'members[value eq "u-2"]' });
    await patch({ op: "remove", path: "members", value: members(["u-1"]) });
    hasMembers(aws, ids(3, 4));
    await patch({ op: "add", path: "members", value: members(["u-1", "u-5"]) }, { op: "remove", path: "members", value: members(["u-1"]) });
    hasMembers(aws, ids(3, 5));
    await patch({ op: "add", value: { members: members(ids(6, 200)) } });
    hasMembers(aws, ids(3, 200));
    await patch({ op: "add", path: "members", value: members(ids(3, 200)) });
    hasMembers(aws, ids(3, 200));
  }, { groups: TEAM(ids(1, 3)) });
  await scenario("a group is renamed, in every form", async ({ aws, idp }) => {
    const renamed = async (name, send) => {
      assert.ok(succeeded(await send()));
      assert.equal(aws.group("g-1").resource.displayName, name);
      hasMembers(aws, ids(1, 3));
    };
    await renamed("a", () => idp.patch("/Groups/g-1", { op: "Replace", path: "displayName", value: "a" }));
    await renamed("b", () => idp.patch("/Groups/g-1", { op: "replace", value: { id: "g-1", displayName: "b" } }));
    const whole = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], id: "g-1", externalId: "g-2", displayName: "c" };
    await renamed("c", () => idp.patch("/Groups/g-1", { op: "replace", value: whole }));
    assert.equal(aws.group("g-1").resource.externalId, "g-2");
    // PUT without members says nothing about them (RFC 7644 §3.5.1 lets a server keep what is left out).
    await renamed("d", () => idp.put("/Groups/g-1", { displayName: "d", externalId: "g-2" }));
  }, { groups: TEAM(ids(1, 3)) });
  await scenario("a group is deleted", async ({ aws, idp }) => {
    says(await idp.remove("/Groups/g-1"), 204);
    assert.equal(aws.group("g-1"), false);
    says(await idp.remove("/Groups/g-1"), 404);
    says(await idp.get("/Groups/g-1"), 404);
    says(await idp.patch("/Groups/g-1", { op: "replace", path: "members", value: members(["u-1"]) }), 404);
    says(await idp.put("/Groups/g-1", GROUP({ members: [] })), 404);
  }, { groups: TEAM(ids(1, 3)) });
  await scenario("a member that is none is no success", async ({ aws, idp }) => {
    for (const send of [
      () => idp.post("/Groups", GROUP({ displayName: "other", externalId: "o", members: members([...ids(1, 150), "u-none"]) })),
      () => idp.put("/Groups/g-1", GROUP({ members: members([...ids(1, 150), "u-none"]) })),
      () => idp.patch("/Groups/g-1", { op: "add", path: "members", value: members([...ids(1, 150), "u-none"]) }),
    ]) {
      const answer = await send();
      assert.ok(answer.status >= 400, `${answer.status}`);
    }
  }, { groups: TEAM(ids(1, 3)) });
}

// ---- users ----

async function userScenarios(scenario) {
  await scenario("a user is created, read, changed and deleted", async ({ aws, idp }) => {
    const body = { userName: "ada", name: { formatted: "Ada Lovelace" }, emails: [{ value: "ada@example.com" }, { value: "l@example.com", type: "work" }], photos: [], password: "x", groups: [] };
    const { id } = says(await idp.post("/Users", body), 201);
    assert.deepEqual(aws.user(id).emails, [{ value: "l@example.com", type: "work", primary: true }]);
    assert.equal(says(await idp.get(`/Users/${id}`), 200).userName, "ada");
    says(await idp.put(`/Users/${id}`, { ...body, id, meta: { version: "1" }, displayName: "Lady Ada" }), 200);
    assert.equal(aws.user(id).displayName, "Lady Ada");
    says(await idp.remove(`/Users/${id}`), 204);
    assert.equal(aws.user(id), false);
  });
  for (const [form, operation] of [
    ["Okta", { op: "replace", value: { active: false } }],
    ["Entra ID", { op: "Replace", path: "active", value: "False" }],
    ["by the book", { op: "replace", path: "active", value: false }],
    ["without path, as text", { op: "replace", value: { active: "False" } }],
  ]) {
    await scenario(`a user is deactivated (${form})`, async ({ aws, idp }) => {
      assert.ok(succeeded(await idp.patch("/Users/u-1", operation)));
      assert.equal(aws.user("u-1").active, false);
      assert.equal(aws.user("u-1").displayName, "User 1");
    });
  }
  await scenario("many attributes in one operation without path", async ({ aws, idp }) => {
    const value = { displayName: "Bjfe", "name.givenName": "Kkom", "name.familyName": "Unua", [`${ENTERPRISE}:employeeNumber`]: "Aklq" };
    const email = { op: "replace", path: 'emails[type eq "work"].value', value: "new@example.com" };
    assert.ok(succeeded(await idp.patch("/Users/u-1", email, { op: "replace", value })));
    const user = aws.user("u-1");
    assert.deepEqual([user.displayName, user.name.givenName, user.name.familyName], ["Bjfe", "Kkom", "Unua"]);
    assert.equal(user[ENTERPRISE].employeeNumber, "Aklq");
    assert.equal(user.emails[0].value, "new@example.com");
  });
  await scenario("two operations on one user name, a title that is emptied", async ({ aws, idp }) => {
    const rename = (value) => ({ op: "replace", path: "userName", value });
    assert.ok(succeeded(await idp.patch("/Users/u-1", rename("x"), rename("renamed"), { op: "add", path: "title", value: "Countess" })));
    assert.deepEqual([aws.user("u-1").userName, aws.user("u-1").title], ["renamed", "Countess"]);
    assert.ok(succeeded(await idp.patch("/Users/u-1", { op: "Replace", path: "title", value: "" })));
    assert.equal(aws.user("u-1").title, undefined);
  });
  await scenario("without User-Agent, and with an empty one", async ({ aws, base }) => {
    for (const [userAgent, active] of [[undefined, false], ["", true]]) {
      assert.ok(succeeded(await client(base, { userAgent }).patch("/Users/u-1", { op: "replace", path: "active", value: active })));
      assert.equal(aws.user("u-1").active, active);
    }
  });
}

// ---- lists ----

async function listScenarios(scenario) {
  for (const [pageLimit, switches] of [[undefined, {}], [37, {}], [undefined, { "total-results": "of-all" }]]) {
    await scenario(
      `1,234 users are read by startIndex${pageLimit ? ", short pages" : ""}${switches["total-results"] ? ", honest totals" : ""}`,
      async ({ idp }) => {
        const seen = [];
        let startIndex = 1;
        for (;;) {
          const json = says(await idp.get(`/Users?startIndex=${startIndex}&count=100`), 200);
          assert.equal(json.totalResults, 1_234);
          assert.equal(json.startIndex, startIndex);
          assert.equal(json.itemsPerPage, json.Resources.length);
          seen.push(...json.Resources.map(({ id }) => id));
          startIndex += json.Resources.length;
          if (json.Resources.length === 0 || seen.length >= json.totalResults) break;
        }
        assert.deepEqual(seen, ids(1, 1_234));
      },
      { people: 1_234, pageLimit, switches },
    );
  }
  await scenario("filters with and without quotes, and of members", async ({ idp }) => {
    for (const [path, found] of [
      ['/Users?filter=userName+eq+"user7"', ["u-7"]],
      ["/Users?filter=userName%20eq%20user7&", ["u-7"]],
      ['/Users?filter=userName+eq+"user7"&startIndex=1&count=10&attributes=id', ["u-7"]],
      ['/Users?filter=userName+eq+"nobody"', []],
      ['/Users?filter=groups.value+eq+"g-1"', ids(1, 150)],
      ['/Groups?filter=displayName+eq+"developers"&excludedAttributes=members', ["g-1"]],
      ['/Groups?filter=id+eq+"g-1"+and+members+eq+"u-1"', ["g-1"]],
      ['/Groups?filter=members.value+eq+"u-1"', ["g-1"]],
    ]) {
      const json = says(await idp.get(path), 200);
      assert.equal(json.totalResults, found.length, path);
      // A page has 100 at the most.
      assert.deepEqual(json.Resources.map(({ id }) => id), found.slice(0, 100), path);
    }
  }, { groups: TEAM(ids(1, 150)) });
  await scenario("groups are listed with their members where the operator wants it", async ({ idp }) => {
    const json = says(await idp.get("/Groups"), 200);
    assert.deepEqual(json.Resources.map((group) => [group.id, listed(group).length]), [["g-1", 150], ["g-2", 0]]);
  }, { groups: [...TEAM(ids(1, 150)), { id: "g-2", displayName: "empty" }], profile: { listedMembers: "read" } });
}

// ---- conflicts ----

async function conflictScenarios(scenario) {
  await scenario("a resync that meets what exists is told so (409)", async ({ aws, idp }) => {
    const json = says(await idp.post("/Users", PEOPLE[0]), 409);
    assert.deepEqual(json.schemas, ["urn:ietf:params:scim:api:messages:2.0:Error"]);
    says(await idp.post("/Groups", GROUP()), 409);
    says(await idp.post("/Groups", GROUP({ members: members(ids(1, 150)) })), 409);
    hasMembers(aws, ids(200, 210));
  }, { groups: TEAM(ids(200, 210)) });
  await scenario("a resync takes over what exists, when asked to", async ({ aws, idp }) => {
    const user = says(await idp.post("/Users", { ...PEOPLE[0], id: undefined, title: "Countess" }), 201);
    assert.equal(user.id, "u-1");
    assert.equal(aws.user("u-1").title, "Countess");
    const group = says(await idp.post("/Groups", GROUP({ members: members(ids(1, 150)) })), 201);
    assert.equal(group.id, "g-1");
    hasMembers(aws, ids(1, 150));
    assert.equal(aws.service().store.groups().length, 1);
    assert.equal(aws.service().store.users().length, 300);
  }, { groups: TEAM(ids(140, 210)), profile: { conflicts: "adopt" } });
  await scenario("nobody is taken over by an email of somebody else", async ({ aws, idp }) => {
    const stranger = { userName: "stranger", displayName: "S", name: { givenName: "S", familyName: "S" }, emails: PEOPLE[0].emails };
    says(await idp.post("/Users", stranger), 409);
    assert.equal(aws.user("u-1").userName, "user1");
  }, { profile: { conflicts: "adopt" } });
}

// ---- faults ----

const CREATE = (idp) => idp.post("/Groups", GROUP({ members: members(ids(1, 250)) }));
const REPLACE = (idp) => idp.put("/Groups/g-1", GROUP({ members: members(ids(151, 330)) }));
const EXCHANGE = (idp) => idp.patch("/Groups/g-1", { op: "replace", path: "members", value: members(ids(151, 330)) });
const ADD = (idp) => idp.patch("/Groups/g-1", { op: "add", path: "members", value: members(ids(251, 500)) });
const LEAVE = (idp) => idp.patch("/Groups/g-1", { op: "remove", path: "members", value: members(ids(1, 250)) });
const JOBS = [
  ["250 created", CREATE, ids(1, 250), []],
  ["250 replaced by 180 (PUT)", REPLACE, ids(151, 330), TEAM(ids(1, 250))],
  ["250 replaced by 180 (PATCH)", EXCHANGE, ids(151, 330), TEAM(ids(1, 250))],
  ["250 added", ADD, ids(1, 500), TEAM(ids(1, 250))],
  ["250 removed", LEAVE, [], TEAM(ids(1, 250))],
];
const FAULTS = [
  ["429", { status: 429, retryAfter: 7 }],
  ["500", { status: 500 }],
  ["500 after it was done", { status: 500, applied: true }],
  ["503", { status: 503 }],
  ["a connection that ends before", { close: "before" }],
  ["a connection that ends after it was done", { close: "after" }],
];

async function faultScenarios(scenario) {
  for (const [job, send, wanted, groups] of JOBS) {
    for (const [name, fault] of FAULTS) {
      await scenario(
        `${job}, with ${name} at every request in turn`,
        async ({ aws, idp }) => {
          const state = { users: PEOPLE.slice(0, 500), groups };
          let faults = 0;
          for (let nth = 1; nth < 30; nth += 1) {
            await aws.begin(state, { faults: [{ ...fault, nth }] });
            const answers = await untilDone(() => send(idp), () => hasMembers(aws, wanted));
            if (answers.length > 1) {
              faults += 1;
              if (fault.status === 429) {
                assert.equal(answers[0].status, 429);
                assert.equal(answers[0].headers["retry-after"], "7");
              }
            }
            // The plan was shorter than that: the fault lies in wait for the next.
            const hit = (await aws.trail()).requests.some((entry) => entry.fault);
            assert.ok(hit || answers.length === 1, "repeated without a fault");
            if (!hit) break;
          }
          assert.ok(faults >= 2, `${faults} faults`);
          // Once more changes nothing.
          await aws.faults([]);
          if (send === CREATE) return;
          assert.ok(succeeded(await send(idp)));
          hasMembers(aws, wanted);
        },
        { people: 500, groups },
      );
    }
  }
  await scenario("1,000 members are pushed and throttled again and again, each time a little later", async ({ aws, idp }) => {
    let nth = 1;
    const answers = await untilDone(
      async () => {
        nth += 5;
        await aws.faults([{ status: 429, retryAfter: 1, nth }]);
        return idp.put("/Groups/g-1", GROUP({ members: members(ids(1, 1_000)) }));
      },
      () => hasMembers(aws, ids(1, 1_000)),
    );
    assert.deepEqual(answers.map(({ status }) => status), [429, 429, 200]);
  }, { people: 1_000, groups: TEAM(ids(901, 950)) });
}

/** The proxy ends in the middle of a plan, as with a power failure; another one is started, and the request repeated. */
async function powerFailures(scenario, { aws, start }) {
  for (const [job, send, wanted, groups] of JOBS) {
    for (const after of [1, 2, 3]) {
      await scenario(
        `${job}, the proxy killed when ${after} of the requests had arrived`,
        async () => {
          await aws.faults([{ delay: 150, times: 0 }]);
          const first = await start({ upstream: aws.upstream });
          const interrupted = send(client(first.base));
          while (aws.service() && (await aws.trail()).requests.length < after) await sleep(5);
          await first.kill();
          const { status } = await interrupted;
          await aws.faults([]);
          // Some jobs are three requests long: killed after the last of them, the proxy may have said so before it ended.
          // Then all must be done.
          if (after === 3 && status !== 0) return hasMembers(aws, wanted);
          assert.equal(status, 0, "the proxy had finished already");
          const second = await start({ upstream: aws.upstream });
          try {
            await untilDone(() => send(client(second.base)), () => hasMembers(aws, wanted), { most: 3 });
          } finally {
            await second.stop();
          }
        },
        { people: 500, groups, parallel: true },
      );
    }
  }
}

// ---- at the edges ----

async function boundaryScenarios(scenario) {
  await scenario("what AWS has not is answered here", async ({ aws, idp }) => {
    for (const [method, path] of [["GET", "/Me"], ["POST", "/Bulk"], ["POST", "/Users/.search"], ["POST", "/.search"]]) {
      const answer = await idp.ask(method, path, method === "POST" ? {} : undefined);
      assert.ok(answer.status >= 400, path);
      assert.deepEqual(answer.json.schemas, ["urn:ietf:params:scim:api:messages:2.0:Error"]);
    }
    assert.deepEqual((await aws.trail()).requests, []);
  });
  await scenario("the configuration tells the truth", async ({ idp }) => {
    const json = says(await idp.get("/ServiceProviderConfig"), 200);
    assert.deepEqual([json.patch.supported, json.bulk.supported, json.filter.supported, json.sort.supported, json.etag.supported], [true, false, true, false, false]);
    says(await idp.get("/Schemas"), 200);
    says(await idp.get("/ResourceTypes"), 200);
  });
  await scenario("a wrong token is 401, whatever was asked", async ({ aws, base }) => {
    const stranger = client(base, { token: "wrong" });
    for (const send of [CREATE, REPLACE, EXCHANGE, ADD, (idp) => idp.get("/Users?startIndex=1"), (idp) => idp.get("/Groups/g-1")]) {
      says(await send(stranger), 401);
    }
    hasMembers(aws, ids(1, 3));
  }, { groups: TEAM(ids(1, 3)) });
  await scenario("20 groups at once, and 10 changes of one group at once", async ({ aws, idp }) => {
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, index) => idp.post("/Groups", { displayName: `g${index}`, members: members(ids(1, 150 + index)) })),
    );
    for (const [index, answer] of created.entries()) {
      says(answer, 201);
      hasMembers(aws, ids(1, 150 + index), answer.json.id);
    }
    const changes = Array.from({ length: 10 }, (_, index) => ids(10 * index + 1, 10 * index + 10));
    for (const answer of await Promise.all(changes.map((each) => idp.patch("/Groups/g-1", { op: "add", path: "members", value: members(each) })))) {
      assert.ok(succeeded(answer), answer.text);
    }
    hasMembers(aws, ids(1, 100));
  }, { groups: TEAM([]), parallel: true });
  await scenario("bodies that are none", async ({ aws, idp }) => {
    for (const body of ["{", "[]", '{"displayName":"a","displayName":"b"}', "[".repeat(100_000), '{"a":'.repeat(50_000), "\u0000", `{"displayName":"${"x".repeat(3_000_000)}"}`]) {
      for (const [method, path] of [["POST", "/Users"], ["PUT", "/Users/u-1"], ["PATCH", "/Users/u-1"], ["POST", "/Groups"], ["PUT", "/Groups/g-1"], ["PATCH", "/Groups/g-1"]]) {
        const answer = await idp.ask(method, path, body);
        assert.equal(answer.status, 400, `${method} ${path} ${body.slice(0, 20)}: ${answer.text.slice(0, 300)}`);
      }
    }
    assert.deepEqual((await aws.trail()).requests, []);
  }, { groups: TEAM([]) });
  await scenario("a body of 10 MB", async ({ aws, idp }) => {
    const answer = await idp.post("/Groups", `{"displayName":"${"x".repeat(10_000_000)}"}`);
    assert.ok([0, 400, 413].includes(answer.status), `${answer.status}`);
    assert.deepEqual((await aws.trail()).requests, []);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const { values } = parseArgs({ options: { proxy: { type: "string" }, wasm: { type: "string" } } });
  const { start } = await import(values.proxy ? pathToFileURL(resolve(values.proxy)).href : "./js-proxy.mjs");
  const { passed, failed } = await runScenarios((options) => start({ ...options, wasm: values.wasm }));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
