// The proxy with the plugin of dist/, in front of the stand-in for AWS.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import http from "node:http";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { startAwsScim } from "../../aws-scim/server.mjs";
import { load } from "../extism.mjs";
import { startProxy } from "../scim-proxy.mjs";

const WASM = fileURLToPath(new URL("../../../dist/aws-federation.extism.wasm", import.meta.url));
const CANARY = "canary-value-that-no-log-may-hold";
const USER = { userName: CANARY, displayName: "Ada L", name: { givenName: "Ada", familyName: "L" }, photos: [] };

async function withProxy(options, run) {
  const { aws: awsOptions, ...proxyOptions } = options;
  const aws = await startAwsScim({ token: CANARY, ...awsOptions });
  const lines = [];
  const proxy = await startProxy({
    open: () => load(WASM),
    upstream: aws.base.replace("/scim/v2", ""),
    log: (line) => lines.push(line),
    ...proxyOptions,
  });
  try {
    await run({ aws, proxy, lines, send: (more) => send(proxy.port, more) });
    // A request that has its answer writes its line a moment later.
    await sleep(20);
    assert.ok(!lines.join("\n").includes("canary"), lines.join("\n"));
  } finally {
    await proxy.close();
    await aws.close();
  }
}

/** `body` may be a list of chunks, which are sent apart and without a length. */
function send(port, { method = "POST", path = "/scim/v2/Users", headers = {}, body }) {
  return new Promise((done, broken) => {
    const all = { authorization: `Bearer ${CANARY}`, "content-type": "application/scim+json", ...headers };
    const request = http.request({ host: "127.0.0.1", port, method, path, headers: all, agent: false }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString("utf8");
      done({ status: response.statusCode, headers: response.headers, text, json: text === "" ? undefined : JSON.parse(text) });
    });
    request.on("error", broken);
    if (!Array.isArray(body)) return request.end(body);
    request.setHeader("transfer-encoding", "chunked");
    const rest = [...body];
    const next = () => (rest.length > 0 ? request.write(rest.shift(), () => setTimeout(next, 5)) : request.end());
    next();
  });
}

function isRefusal({ status, json }, expected) {
  assert.equal(status, expected, JSON.stringify(json));
  assert.deepEqual(json.schemas, ["urn:ietf:params:scim:api:messages:2.0:Error"]);
  assert.equal(json.status, String(expected));
}

test("a user that AWS would refuse arrives, and the answer comes back", () =>
  withProxy({}, async ({ aws, send, lines }) => {
    const { status, json, headers } = await send({ body: JSON.stringify(USER) });
    assert.equal(status, 201);
    assert.equal(json.userName, CANARY);
    assert.ok(headers["content-length"] > 0);
    assert.equal(aws.service.store.users()[0].resource.userName, CANARY);
    assert.match(lines[0], /^POST \/Users 201 upstream=1 ms=\d+ .*scim\.attribute-dropped/);
  }));

test("gzip and chunks", () =>
  withProxy({}, async ({ aws, send }) => {
    const body = (userName) => JSON.stringify({ ...USER, userName });
    assert.equal((await send({ body: gzipSync(body("a")), headers: { "content-encoding": "gzip" } })).status, 201);
    assert.equal((await send({ body: body("b").match(/.{1,10}/gs) })).status, 201);
    assert.equal((await send({ body: [gzipSync(body("c"))], headers: { "content-encoding": "GZIP" } })).status, 201);
    assert.equal(aws.service.store.users().length, 3);
  }));

test("bodies that go nowhere", () =>
  withProxy({ longestBody: 2_000 }, async ({ aws, send }) => {
    const large = JSON.stringify({ ...USER, title: "x".repeat(5_000) });
    const gzip = { "content-encoding": "gzip" };
    isRefusal(await send({ body: large }), 413);
    isRefusal(await send({ body: large.match(/.{1,500}/gs) }), 413);
    isRefusal(await send({ body: gzipSync(large), headers: gzip }), 413);
    isRefusal(await send({ body: gzipSync(Buffer.alloc(200_000_000)), headers: { ...gzip, "x-bomb": "1" } }), 413);
    isRefusal(await send({ body: "no gzip", headers: gzip }), 400);
    isRefusal(await send({ body: Buffer.from([0x7b, 0xff, 0x7d]) }), 400);
    isRefusal(await send({ body: brotliCompressSync("{}"), headers: { "content-encoding": "br" } }), 415);
    isRefusal(await send({ body: '{"userName":' }), 400);
    assert.deepEqual(aws.trail(), []);
  }));

test("a body of 100 MB is refused before it is there", () =>
  withProxy({}, async ({ send }) => {
    const start = performance.now();
    isRefusal(await send({ headers: { "content-length": 100_000_000 }, body: Buffer.alloc(1_000) }).catch((error) => ({ status: error.code })), 413);
    assert.ok(performance.now() - start < 2_000);
  }));

test("an address that is none of SCIM is not sent on, and its values are in no log", () =>
  withProxy({}, async ({ aws, send, lines }) => {
    isRefusal(await send({ method: "GET", path: `/${CANARY}?x=${CANARY}` }), 400);
    assert.deepEqual(aws.trail(), []);
    assert.match(lines[0], /^GET \(another address\) 400 upstream=0/);
  }));

test("a plugin that breaks lets nothing pass, and the next request has a new one", async () => {
  let opened = 0;
  const open = async () => {
    opened += 1;
    const plugin = await load(WASM);
    return opened === 1 ? { call: async () => { throw new Error(CANARY); } } : plugin;
  };
  await withProxy({ open }, async ({ aws, send }) => {
    isRefusal(await send({ body: JSON.stringify(USER) }), 500);
    assert.deepEqual(aws.trail(), []);
    assert.equal((await send({ body: JSON.stringify(USER) })).status, 201);
  });
});

test("an upstream that is not there is no success", () =>
  withProxy({ upstream: "http://127.0.0.1:9/t" }, async ({ send }) => {
    const { status, json } = await send({ body: JSON.stringify(USER) });
    assert.ok(status >= 500, JSON.stringify(json));
  }));

test("a wrong profile keeps the proxy from starting", async () => {
  const start = startProxy({ open: () => load(WASM), upstream: "http://127.0.0.1:9", profile: { nonsense: 1 } });
  await assert.rejects(start, /api\.unknown-field at \/profile\/nonsense/);
});

/** A plugin whose plans have `count` steps, each a GET. */
const stepping = (count) => async () => ({
  call: async (operation, { path, answers }) =>
    operation === "scim_plan"
      ? { type: "success", findings: [], state: "s", steps: Array.from({ length: count }, () => ({ method: "GET", path: `${path.replace("?", "")}`, headers: [] })) }
      : { type: "success", findings: [], reply: { status: 200, headers: [], body: JSON.stringify(answers.length) } },
});

test("two plans for one resource wait for each other, others do not", async () => {
  const state = { users: ["u-1", "u-2"].map((id) => ({ id, ...USER, photos: undefined, userName: id })) };
  await withProxy({ open: stepping(3), aws: { state, faults: [{ delay: 20, times: 0 }] } }, async ({ aws, send }) => {
    const put = (id) => send({ method: "PUT", path: `/scim/v2/Users/${id}` });
    await Promise.all([put("u-1"), put("u-1"), put("u-1")]);
    const trail = async () => (await fetch(`${aws.origin}/_trail`)).json();
    assert.equal((await trail()).mostAtOnce, 1);
    await Promise.all([put("u-1"), put("u-2")]);
    const { mostAtOnce, requests } = await trail();
    assert.equal(mostAtOnce, 2);
    assert.equal(requests.length, 15);
  });
});

test("when the client has gone, no further step is sent", async () => {
  const state = { users: [{ id: "u-1", ...USER, photos: undefined }] };
  await withProxy({ open: stepping(10), aws: { state, faults: [{ delay: 50, times: 0 }] } }, async ({ aws, proxy }) => {
    const request = http.request({ host: "127.0.0.1", port: proxy.port, method: "PUT", path: "/scim/v2/Users/u-1", headers: { authorization: `Bearer ${CANARY}` } });
    request.on("error", () => {}).end("{}");
    while (aws.trail().length < 2) await sleep(5);
    request.destroy();
    await sleep(300);
    assert.ok(aws.trail().length <= 4, `${aws.trail().length} steps`);
  });
});

test("the command line starts it, and refuses what it does not know", async () => {
  const script = fileURLToPath(new URL("../scim-proxy.mjs", import.meta.url));
  const start = (words) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...words], { stdio: ["ignore", "pipe", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (chunk) => (complaint += chunk));
    const closed = new Promise((done) => child.once("close", (status) => done({ status, complaint })));
    const address = new Promise((done) => child.stdout.once("data", (chunk) => done(String(chunk).trim())));
    return { address, closed, end: () => (child.kill("SIGTERM"), closed) };
  };
  const aws = await startAwsScim({ token: CANARY });
  const running = start(["--upstream", aws.base.replace("/scim/v2", ""), "--listen", "127.0.0.1:0", "--wasm", WASM]);
  try {
    const port = Number(new URL(await running.address).port);
    assert.equal((await send(port, { body: JSON.stringify(USER) })).status, 201);
    const { status, complaint } = await running.end();
    assert.equal(status, 0, complaint);
    assert.match(complaint, /^POST \/Users 201 /);
  } finally {
    await running.end();
    await aws.close();
  }
  for (const words of [[], ["--upstream", "http://example.com"], ["--upstream", "https://a", "--listen", "x"], ["--nonsense"], ["--upstream", "https://a", "--max-body", "0"], ["--upstream", "https://a", "--wasm", "/none"]]) {
    assert.equal((await start(words).closed).status, 2, words.join(" "));
  }
});
