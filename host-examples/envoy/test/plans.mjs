// Plans of several requests in a real Envoy, and everything that can go wrong in their middle.

import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { startEnvoy } from "./envoy.mjs";
import { openHttp2, send } from "./send.mjs";

const TOKEN = "Bearer canary-token";
const HEADERS = { "content-type": "application/scim+json", authorization: TOKEN, cookie: "session=canary", "user-agent": "test" };
const TEXT = { "content-type": "application/scim+json" };
const MEMBERS = (count, from = 0) => Array.from({ length: count }, (_, index) => ({ value: `u-${from + index}` }));
/** A POST with 100 members and two PATCHes. */
const CREATE = (name = "canary-group", count = 250, from = 0) => ({
  method: "POST",
  path: "/scim/v2/Groups",
  headers: HEADERS,
  body: JSON.stringify({ displayName: name, members: MEMBERS(count, from) }),
});

/**
 * Groups of AWS, as far as plans need them. `fate(entry)` may decide what becomes of a request: `{ status, headers, body }`,
 * `{ close }`, `{ hang }`, `{ delay }`; and, of an answer that was begun, `{ announce, part }` with what comes then.
 */
async function startGroups() {
  const groups = new Map();
  const received = [];
  const state = { groups, received, fate: () => undefined, underWay: 0, mostAtOnce: 0 };
  const server = http.createServer(async (request, response) => {
    const { method, url, headers } = request;
    const entry = { method, url, headers, nth: received.length + 1 };
    received.push(entry);
    state.underWay += 1;
    state.mostAtOnce = Math.max(state.mostAtOnce, state.underWay);
    response.on("close", () => (state.underWay -= 1));
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}");
    const fate = state.fate(entry) ?? {};
    if (fate.delay) await sleep(fate.delay);
    if (fate.close) return request.socket.destroy();
    if (fate.hang) return;
    if (fate.announce) {
      response.writeHead(fate.status ?? 200, { ...TEXT, "content-length": fate.announce }).write(fate.part ?? "");
      response.flushHeaders();
      if (fate.cut) setTimeout(() => request.socket.destroy(), 50);
      return;
    }
    if (fate.status) return response.writeHead(fate.status, { ...TEXT, ...fate.headers }).end(fate.body);
    if (method === "POST") {
      const id = `g-${groups.size + 1}`;
      groups.set(id, { name: body.displayName, by: headers.authorization, members: (body.members ?? []).map(({ value }) => value) });
      return response.writeHead(201, TEXT).end(JSON.stringify({ id, displayName: body.displayName }));
    }
    const group = groups.get(/\/Groups\/([^/?]+)$/.exec(url)?.[1]);
    if (group === undefined) return response.writeHead(404, TEXT).end("{}");
    if (group.by !== headers.authorization) group.mixed = true;
    for (const { value } of body.Operations ?? []) group.members.push(...value.map((member) => member.value));
    response.writeHead(204).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return Object.assign(state, {
    port: server.address().port,
    close: () => (server.close(), server.closeAllConnections()),
    begin: (fate = () => undefined) => {
      groups.clear();
      Object.assign(state, { fate, mostAtOnce: 0 });
      received.length = 0;
    },
  });
}

const at = (nth, fate) => (entry) => (entry.nth === nth ? fate : undefined);
const LARGE = (bytes) => ({ status: 200, body: `{"displayName":"${"x".repeat(bytes)}"}` });

/** What goes wrong with the second of three requests: the status that the identity provider gets, and what it is told. */
const FAULTS = [
  ["AWS answers 429", { status: 429, headers: { "retry-after": "7" }, body: '{"detail":"slow"}' }, 429, "slow"],
  ["AWS answers 500", { status: 500, body: '{"detail":"broken"}' }, 500, "broken"],
  ["AWS answers 503 itself", { status: 503, body: "<html>" }, 503, "AWS answered 503"],
  ["AWS answers 503 with nothing but a status", { status: 503 }, 503, "AWS answered 503"],
  ["AWS redirects", { status: 302, headers: { location: "http://127.0.0.1/" } }, 502, "not the one that its documentation describes"],
  ["the connection ends", { close: true }, 502, "AWS did not answer"],
  ["AWS is silent for too long", { hang: true }, 502, "AWS did not answer"],
  ["AWS sends headers and then nothing", { announce: 100 }, 502, "AWS did not answer"],
  ["AWS sends half of an answer and then nothing", { announce: 100, part: '{"id":' }, 502, "AWS did not answer"],
  ["the connection ends in the middle of an answer", { announce: 100, part: '{"id":', cut: true }, 502, "AWS did not answer"],
  ["an answer is longer than what Envoy holds", LARGE(9 << 20), 502, "AWS did not answer"],
  ["an answer is packed", { status: 200, headers: { "content-encoding": "gzip" }, body: gzipSync("{}") }, 502, "AWS did not answer"],
  ["an answer is no text", { status: 200, body: Buffer.from([0x7b, 0xff]) }, 502, "AWS did not answer"],
];

export async function carriesPlansOut({ check, envoy: binary, wasm }) {
  const aws = await startGroups();
  const withEnvoy = async (more, run) => {
    const envoy = await startEnvoy({ envoy: binary, wasm, upstreamPort: aws.port, ...more });
    if (!envoy.port) throw new Error(`Envoy did not start:\n${envoy.log()}`);
    try {
      await run(envoy);
      await check("no plan is left under way, and the log holds no value, token or body", async () => {
        assert.equal((await envoy.stats()).plans ?? 0, 0);
        assert.ok(!envoy.log().includes("canary"), envoy.log());
      });
    } finally {
      await envoy.stop();
    }
  };
  /** The instance serves the next request as if nothing had been. */
  const servesOn = async (port) => {
    aws.begin();
    const answer = await send(port, CREATE());
    assert.equal(answer.status, 201, answer.body);
    assert.equal(aws.groups.get("g-1").members.length, 250);
  };

  try {
    await withEnvoy({ configuration: { bounds: { callMilliseconds: 700 } } }, (envoy) => ordinaryPlans({ check, envoy, aws, servesOn }));
    await withEnvoy({ configuration: { bounds: { plans: 1_000 } } }, (envoy) => manyPlans({ check, envoy, aws }));
    for (const [name, bounds, sent, detail] of [
      ["requests", { requests: 2 }, 2, "`bounds.requests` was reached; not finished: 2 requests"],
      ["bytes", { bytes: 4_000 }, 2, "`bounds.bytes` was reached; not finished: 2 requests"],
      ["time", { planMilliseconds: 700 }, 2, "`bounds.planMilliseconds` was reached; not finished: 2 requests"],
    ]) {
      await withEnvoy({ configuration: { bounds } }, ({ port, log }) =>
        check(`a plan ends at its bound of ${name}, and says so`, async () => {
          aws.begin(name === "time" ? () => ({ delay: 400 }) : undefined);
          const answer = await send(port, CREATE());
          if (name === "time") {
            // The second call had 300 ms left.
            isError(answer, 502, "AWS did not answer");
          } else {
            isError(answer, 503, detail);
            assert.equal(answer.headers["retry-after"], "1");
            assert.ok(log().includes(`\`bounds.${name}\``), log());
          }
          assert.equal(aws.received.length, sent);
        }),
      );
    }
    await withEnvoy({ edit: (yaml) => yaml.replace("async_response_buffer_limit: 8388608", "async_response_buffer_limit: 33554432") }, (envoy) =>
      check("an answer that is longer than what the plugin reads, where Envoy would hold it", async () => {
        aws.begin(at(1, { ...LARGE(9 << 20), status: 201 }));
        isError(await send(envoy.port, CREATE()), 502, "AWS did not answer");
        assert.equal(aws.received.length, 1);
        assert.ok(envoy.log().includes("longer than what is read of one answer"), envoy.log());
        aws.begin(at(1, { status: 201, body: `{"id":"g-1","displayName":"x","note":"${"x".repeat(7 << 20)}"}` }));
        aws.groups.set("g-1", { members: [], by: TOKEN });
        assert.equal((await send(envoy.port, CREATE())).status, 201);
      }),
    );
    await withEnvoy({ configuration: { bounds: { plans: 1 } } }, (envoy) => onePlanAtATime({ check, envoy, aws, servesOn }));
    await nobodyToSendTo({ check, withEnvoy, aws });
    await tokenOfEnvoy({ check, withEnvoy, aws });
  } finally {
    aws.close();
  }
}

function isError(answer, status, ...texts) {
  assert.equal(answer.status, status, answer.body);
  const body = JSON.parse(answer.body);
  assert.equal(String(body.status ?? status), String(status));
  for (const text of texts) assert.ok(body.detail.includes(text), `${body.detail}: no ${text}`);
}

async function ordinaryPlans({ check, envoy, aws, servesOn }) {
  const { port } = envoy;
  await check("a plan of three goes out in order, one at a time, with the caller's token and nothing else of theirs", async () => {
    aws.begin();
    const before = await envoy.stats();
    const answer = await send(port, CREATE());
    assert.equal(answer.status, 201, answer.body);
    assert.equal(JSON.parse(answer.body).id, "g-1");
    assert.equal(answer.headers["content-type"], "application/scim+json");
    assert.deepEqual(aws.received.map(({ method, url }) => `${method} ${url}`), ["POST /scim/v2/Groups", "PATCH /scim/v2/Groups/g-1", "PATCH /scim/v2/Groups/g-1"]);
    assert.deepEqual(aws.groups.get("g-1").members, MEMBERS(250).map(({ value }) => value));
    assert.equal(aws.mostAtOnce, 1);
    for (const { headers } of aws.received) {
      assert.equal(headers.authorization, TOKEN);
      assert.equal(headers.host, "127.0.0.1:8081");
      assert.equal(headers["user-agent"], "test");
      assert.equal(headers.cookie, undefined);
      assert.equal(headers["accept-encoding"], "identity");
    }
    const after = await envoy.stats();
    const grown = (name) => after[name] - before[name];
    assert.deepEqual(["requests", "split", "answered", "upstream_requests", "rewritten", "failed"].map(grown), [1, 1, 1, 3, 0, 0]);
    assert.equal(grown("bytes"), Buffer.byteLength(CREATE().body));
    assert.ok(grown("upstream_bytes") > 3_000, `${grown("upstream_bytes")}`);
  });
  await check("a plan of one passes, and is none of the filter's own", async () => {
    aws.begin();
    const before = await envoy.stats();
    assert.equal((await send(port, CREATE("few", 0))).status, 201);
    const after = await envoy.stats();
    assert.equal(aws.received.length, 1);
    assert.equal(after.upstream_requests, before.upstream_requests);
    assert.equal(after.split, before.split);
  });
  const passing = CREATE("few", 0);
  for (const [name, fate, status, ...texts] of [
    ["an opaque 400", { status: 400, body: '{"schema":["x"],"detail":"Request is unparsable"}' }, 400, "Request is unparsable", "displayName"],
    ["a 400 without a body", { status: 400 }, 400, "displayName"],
    ["a 429", { status: 429, headers: { "retry-after": "7" }, body: '{"detail":"slow"}' }, 429, "slow"],
    ["a gateway's 503", { status: 503, headers: { "content-type": "text/html" }, body: "<html>" }, 503, "AWS answered 503"],
    ["a 500 in pieces", { status: 500, headers: { "transfer-encoding": "chunked" }, body: '{"detail":"broken"}' }, 500, "broken"],
  ]) {
    await check(`${name}, of AWS to a request that passes, is told as an error of SCIM`, async () => {
      for (const protocol of ["HTTP/1.1", "HTTP/2"]) {
        aws.begin(() => fate);
        const before = await envoy.stats();
        const session = openHttp2(port);
        const answer = await (protocol === "HTTP/2" ? session.send(passing) : send(port, passing)).finally(() => session.close());
        isError(answer, status, ...texts);
        assert.deepEqual(JSON.parse(answer.body).schemas, ["urn:ietf:params:scim:api:messages:2.0:Error"]);
        assert.equal(answer.headers["content-type"], "application/scim+json");
        assert.equal(answer.headers["content-length"], String(Buffer.byteLength(answer.body)));
        assert.equal(answer.headers["retry-after"], fate.headers?.["retry-after"]);
        assert.equal(aws.received.length, 1);
        const after = await envoy.stats();
        assert.equal(after[status < 500 ? "refused" : "failed"] - before[status < 500 ? "refused" : "failed"], 1);
        assert.equal((await send(port, { ...passing, method: "DELETE", path: "/scim/v2/Users/x", body: undefined })).status, status);
      }
      await servesOn(port);
    });
  }
  await check("a success of AWS passes as it is, long ones too", async () => {
    for (const length of [10, 300_000, 4_000_000]) {
      aws.begin(() => ({ ...LARGE(length), headers: { "x-of-aws": "1" } }));
      const answer = await send(port, { method: "GET", path: "/scim/v2/Users/x", headers: HEADERS });
      assert.deepEqual([answer.status, answer.body, answer.headers["x-of-aws"]], [200, LARGE(length).body, "1"]);
    }
    aws.begin(() => ({ status: 204 }));
    assert.equal((await send(port, { ...passing, method: "DELETE", path: "/scim/v2/Users/x", body: undefined })).status, 204);
  });
  for (const [name, fate, detail] of [
    ["a login page with status 200", { status: 200, headers: { "content-type": "text/html" }, body: "<html>" }, "not the one that its documentation describes"],
    ["a redirection", { status: 302, headers: { location: "http://127.0.0.1/" } }, "not the one that its documentation describes"],
    ["an answer that is packed", { status: 201, headers: { "content-encoding": "gzip" }, body: gzipSync("{}") }, "AWS did not answer"],
    ["an answer that is no text", { status: 201, body: Buffer.from([0x7b, 0xff]) }, "AWS did not answer"],
    ["an answer longer than what is held", { ...LARGE((4 << 20) + 100_000), status: 201 }, "AWS did not answer"],
  ]) {
    await check(`${name} to a request that passes is no success`, async () => {
      aws.begin(() => fate);
      isError(await send(port, passing), 502, detail);
      await servesOn(port);
    });
  }
  await check("an error that ends in its middle is no success", async () => {
    aws.begin(() => ({ announce: 100, status: 400, part: '{"detail":', cut: true }));
    const answer = await send(port, passing).catch(() => ({ status: 0 }));
    assert.ok(answer.status === 0 || answer.status >= 500, `${answer.status} ${answer.body}`);
    await servesOn(port);
  });
  await check("a change of one member that AWS refuses is worked out anew", async () => {
    aws.begin(({ nth }) => (nth === 1 ? { status: 409, body: "{}" } : { status: 200, body: '{"totalResults":0,"Resources":[]}' }));
    const value = [{ value: "u-1" }];
    const body = JSON.stringify({ Operations: [{ op: "add", path: "members", value }] });
    await send(port, { ...passing, method: "PATCH", path: "/scim/v2/Groups/g-1", body });
    assert.deepEqual(aws.received.slice(0, 2).map(({ method }) => method), ["PATCH", "GET"]);
  });
  for (const [name, fate, status, detail] of FAULTS) {
    await check(`${name} in the middle of a plan`, async () => {
      aws.begin(at(2, fate));
      const before = await envoy.stats();
      const answer = await send(port, CREATE());
      isError(answer, status, detail, "not finished: 1 of 3 requests");
      assert.equal(answer.headers["retry-after"], fate.headers?.["retry-after"]);
      assert.equal(aws.received.length, 2, "something was sent after it");
      const after = await envoy.stats();
      assert.equal(after.upstream_lost - before.upstream_lost, detail.includes("did not answer") ? 1 : 0);
      assert.equal(after[status < 500 ? "refused" : "failed"] - before[status < 500 ? "refused" : "failed"], 1);
      await servesOn(port);
    });
  }
  await check("AWS answers a creation without a body: no success", async () => {
    aws.begin(at(1, { status: 201 }));
    isError(await send(port, CREATE()), 502, "not the one that its documentation describes");
    await servesOn(port);
  });
  await check("gzip and chunks come to a plan as they come to a request that passes", async () => {
    const { body, headers, ...rest } = CREATE();
    for (const request of [
      { ...rest, headers: { ...headers, "content-encoding": "gzip" }, body: gzipSync(body) },
      { ...rest, headers, body: body.match(/.{1,900}/gs) },
      { ...rest, headers: { ...headers, "content-encoding": "gzip" }, body: [gzipSync(body).subarray(0, 100), gzipSync(body).subarray(100)] },
    ]) {
      aws.begin();
      const answer = await send(port, request);
      assert.equal(answer.status, 201, answer.body);
      assert.equal(aws.groups.get("g-1").members.length, 250);
      assert.ok(aws.received.every(({ headers }) => headers["content-encoding"] === undefined));
    }
  });
  await check("HTTP/2, and two requests in one piece of HTTP/1.1", async () => {
    aws.begin();
    const session = openHttp2(port);
    try {
      assert.equal((await session.send(CREATE())).status, 201);
    } finally {
      session.close();
    }
    aws.begin();
    const { body } = CREATE();
    const raw = `POST /scim/v2/Groups HTTP/1.1\r\nhost: x\r\nauthorization: ${TOKEN}\r\nuser-agent: t\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const text = await speak(port, raw + raw, (text) => text.split("HTTP/1.1 201").length === 3);
    assert.equal(text.split("HTTP/1.1 201").length, 3, text);
    assert.deepEqual([...aws.groups.values()].map(({ members }) => members.length), [250, 250]);
  });
  for (const [protocol, begin] of [
    ["HTTP/1.1", () => {
      const request = http.request({ host: "127.0.0.1", port, agent: false, method: "POST", path: "/scim/v2/Groups", headers: HEADERS });
      request.on("error", () => {}).end(CREATE().body);
      return () => request.destroy();
    }],
    ["HTTP/2", () => {
      const session = openHttp2(port);
      const answer = session.send(CREATE());
      answer.catch(() => {});
      return () => answer.abort();
    }],
  ]) {
    for (const nth of [1, 2]) {
      await check(`the caller goes away (${protocol}) while AWS works on request ${nth}: nothing further is sent`, async () => {
        aws.begin(at(nth, { delay: 400 }));
        const before = await envoy.stats();
        const goAway = begin();
        while (aws.received.length < nth) await sleep(5);
        goAway();
        await sleep(800);
        assert.equal(aws.received.length, nth);
        const after = await envoy.stats();
        assert.equal(after.abandoned - before.abandoned, 1);
        assert.equal(after.plans, 0);
        await servesOn(port);
      });
    }
  }
}

/** Sends bytes as they are and reads until `enough`. */
function speak(port, bytes, enough) {
  return new Promise((done, broken) => {
    let text = "";
    const socket = net.connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(10_000, () => socket.destroy());
    socket.setEncoding("utf8").on("data", (chunk) => enough((text += chunk)) && socket.destroy());
    socket.on("error", broken).on("close", () => done(text));
  });
}

async function manyPlans({ check, envoy, aws }) {
  await check("400 plans at once, over HTTP/1.1 and HTTP/2, each with a token of its own, do not mix", async () => {
    aws.begin(({ nth }) => ({ delay: nth % 7 }));
    const sessions = [openHttp2(envoy.port), openHttp2(envoy.port)];
    const request = (index) => {
      const plan = CREATE(`canary-${index}`, 150 + (index % 100), 1_000 * index);
      return { ...plan, headers: { ...plan.headers, authorization: `Bearer canary-${index}` } };
    };
    try {
      const answers = await Promise.all(
        Array.from({ length: 400 }, (_, index) => (index % 2 ? sessions[index % 4 === 1 ? 0 : 1].send(request(index)) : send(envoy.port, request(index)))),
      );
      for (const [index, answer] of answers.entries()) {
        assert.equal(answer.status, 201, answer.body);
        const json = JSON.parse(answer.body);
        const group = aws.groups.get(json.id);
        const wanted = MEMBERS(150 + (index % 100), 1_000 * index).map(({ value }) => value);
        assert.equal(json.displayName, `canary-${index}`);
        assert.deepEqual([group.name, group.by, group.mixed], [`canary-${index}`, `Bearer canary-${index}`, undefined]);
        assert.deepEqual(group.members, wanted);
        assert.deepEqual(json.members.map(({ value }) => value), wanted);
      }
      assert.ok(aws.mostAtOnce > 20, `only ${aws.mostAtOnce} at once`);
    } finally {
      for (const session of sessions) session.close();
    }
  });
  await check("100 plans at once of which every third goes wrong: each gets its own answer", async () => {
    aws.begin(({ method, headers }) => {
      const index = Number(headers.authorization.split("-")[1]);
      return method === "PATCH" && index % 3 === 0 ? [{ status: 429, body: "{}" }, { close: true }][index % 2] : { delay: index % 5 };
    });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => send(envoy.port, { ...CREATE(`g${index}`), headers: { ...HEADERS, authorization: `Bearer canary-${index}` } })),
    );
    assert.deepEqual(answers.map(({ status }) => status), answers.map((_, index) => (index % 3 ? 201 : [429, 502][index % 2])));
  });
}

async function onePlanAtATime({ check, envoy, aws, servesOn }) {
  await check("one plan more than `bounds.plans` is answered 503, and is served when there is room", async () => {
    aws.begin(() => ({ delay: 300 }));
    const first = send(envoy.port, CREATE());
    while (aws.received.length < 1) await sleep(5);
    const second = await send(envoy.port, CREATE("other"));
    isError(second, 503, "`bounds.plans`");
    assert.equal(second.headers["retry-after"], "1");
    assert.equal((await envoy.stats()).plans, 1);
    assert.equal((await first).status, 201);
    assert.ok([...aws.groups.values()].every(({ name }) => name !== "other"));
    await servesOn(envoy.port);
  });
}

/** Envoy's own answers in place of AWS's, at the first request of a plan and of one that passes. */
async function nobodyToSendTo({ check, withEnvoy, aws }) {
  const closed = await new Promise((done) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
  const withoutEndpoints = (yaml) => yaml.replace(/lb_endpoints:\n[\s\S]*?port_value: \d+ }\n/, "lb_endpoints: []\n");
  for (const [name, more, plan, passing] of [
    ["AWS's port is closed", { upstreamPort: closed }, [502, "AWS did not answer"], [503, "AWS could not be reached"]],
    ["the cluster has no server", { edit: withoutEndpoints }, [503, "AWS cannot be reached; nothing was changed"], [503, "AWS could not be reached"]],
    [
      "the plugin's cluster is none of Envoy's, and not the route's",
      { configuration: { upstream: { cluster: "elsewhere", authority: "127.0.0.1" } } },
      [500, "see the log of Envoy"],
      [500, "see the log of Envoy"],
    ],
  ]) {
    await withEnvoy(more, ({ port, log }) =>
      check(`${name}: no success, and no broken instance`, async () => {
        aws.begin();
        for (let round = 0; round < 3; round += 1) {
          isError(await send(port, CREATE()), ...plan);
          isError(await send(port, CREATE("few", 0)), ...passing);
        }
        assert.deepEqual(aws.received, []);
        if (plan[0] === 500) {
          assert.ok(log().includes("`upstream.cluster` is no cluster of Envoy's"), log());
          assert.ok(log().includes("the route leads to another cluster than `upstream.cluster`"), log());
        }
      }),
    );
  }
}

/** The part of envoy.yaml that is a comment: Envoy adds the token, to requests that pass and to those of plans. */
async function tokenOfEnvoy({ check, withEnvoy, aws }) {
  const folder = await mkdtemp(join(tmpdir(), "aws-federation-token-"));
  const file = join(folder, "token");
  await writeFile(file, "canary-of-envoy");
  const edit = (yaml) =>
    yaml
      .replace(/^ *# secrets:\n(?: *# .*\n){2}/m, (block) => block.replaceAll("# ", ""))
      .replace(/^ *# - name: envoy\.filters\.http\.credential_injector\n(?: *# .*\n)+/m, (block) => block.replaceAll("# ", ""))
      .replace("/etc/envoy/aws-token", file);
  try {
    await withEnvoy({ edit }, ({ port }) =>
      check("Envoy adds AWS's token", async () => {
        for (const authorization of [undefined, "Bearer canary-of-a-stranger"]) {
          aws.begin();
          const headers = { ...HEADERS, authorization };
          if (authorization === undefined) delete headers.authorization;
          for (const request of [CREATE(), CREATE("few", 0)]) {
            const answer = await send(port, { ...request, headers });
            assert.equal(answer.status, 201, answer.body);
          }
          assert.deepEqual(aws.received.map(({ headers }) => headers.authorization), Array(4).fill("Bearer canary-of-envoy"));
        }
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
