// The example in a real Envoy, in front of an upstream that remembers what reached it.
//
//   node host-examples/envoy/test/run.mjs --envoy PATH --wasm dist/aws-federation.envoy.wasm [--cases FILE.jsonl]
//
// --cases: one case a line, {"name","operation":"scim_plan","request":{...},"answer":{...}}; each is sent as HTTP, and
// what arrives at either end is compared with the answer. Prints `N passed, N failed`; status 0 when none failed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { gzipSync } from "node:zlib";
import { parseArgs } from "node:util";
import { asOperatorsUseIt } from "./aws.mjs";
import { startEnvoy } from "./envoy.mjs";
import { namesWhatEnvoyHas } from "./metrics.mjs";
import { carriesPlansOut } from "./plans.mjs";
import { send, sendWithTrailers } from "./send.mjs";

const { values: options } = parseArgs({
  options: { envoy: { type: "string" }, wasm: { type: "string" }, cases: { type: "string" } },
});
if (!options.envoy || !options.wasm) {
  console.error("usage: node run.mjs --envoy PATH --wasm PATH [--cases FILE.jsonl]");
  process.exit(2);
}

let passed = 0;
let failed = 0;
let skipped = 0;

async function check(name, test) {
  try {
    await test();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n  ${String(error.message).replaceAll("\n", "\n  ")}`);
  }
}

// ---- the two ends ----

const upstream = await startUpstream();

/** Answers 200 and keeps what it got in `received`. */
async function startUpstream() {
  const received = [];
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    received.push({ method, path: url, headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(200, { "content-type": "application/scim+json" }).end('{"id":"from-upstream"}');
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { port: server.address().port, take: () => received.splice(0), close: () => server.closeAllConnections?.() ?? server.close() };
}

// ---- what is expected ----

const CANARY = "canary-value-that-no-log-may-hold";
const USER = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: CANARY, displayName: "Ada L", name: { givenName: "Ada", familyName: "L" }, active: true };
const SCIM = { "content-type": "application/scim+json", authorization: `Bearer ${CANARY}` };
const post = (body, headers = SCIM) => ({ method: "POST", path: "/scim/v2/Users", headers, body });

function isRefusal(answer, status, code) {
  assert.equal(answer.status, status, `status ${answer.status}, body ${answer.body}`);
  const body = JSON.parse(answer.body);
  assert.deepEqual(body.schemas, ["urn:ietf:params:scim:api:messages:2.0:Error"]);
  assert.equal(body.status, String(status));
  if (code) assert.ok(body.detail.includes(code), `detail ${body.detail} should name ${code}`);
  assert.deepEqual(upstream.take(), [], "the upstream saw the request");
}

/** What a plan means for HTTP: the contract between the plugin's answer and this filter. */
function expected({ request, answer }) {
  if (answer.type === "failure") {
    const has = (code) => answer.errors.some((error) => error.code === code);
    return { status: has("api.request-too-large") ? 413 : 400, code: answer.errors[0].code };
  }
  // The filter unpacks gzip before it plans, and what a case has as a body is none.
  const packed = (request.headers ?? []).some(({ name, value }) => /^content-encoding$/i.test(name) && /^(x-)?gzip$/i.test(value));
  if (packed && request.body) return { status: 400, code: "api.wrong-type" };
  if (answer.reply) return { reply: answer.reply };
  // What comes after the first request is the scenarios' matter.
  return { step: answer.steps[0] };
}

/** Requests that are refused for the form of their JSON, or that HTTP cannot carry, never come to Envoy. */
function isHttp({ request, answer }) {
  const form = /^api\.(unknown-field|missing-field|wrong-type|unknown-value|number-range|duplicate-key|request-malformed)$/;
  return (
    typeof request?.method === "string" &&
    http.METHODS.includes(request.method) &&
    request.method !== "CONNECT" &&
    /^\/[!"$-~]*$/.test(request.path) &&
    (request.headers ?? []).every(({ name, value }) => /^[a-z0-9_-]+$/i.test(name) && /^([!-~]([ -~]*[!-~])?)?$/.test(value)) &&
    !(request.headers ?? []).some(({ name }) => /^connection$/i.test(name)) &&
    !(answer.type === "failure" && answer.errors.some(({ code, path }) => form.test(code) && !path.startsWith("/body")))
  );
}

/** Headers of one connection, and those that Envoy writes: nobody can compare them at the other end. */
const OF_THE_CONNECTION =
  /^(connection|content-length|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-request-id|x-forwarded-.*|x-envoy-.*)$/;

/** By lower-case name, every value. */
function fields(headers) {
  const map = {};
  for (const { name, value } of headers ?? []) {
    if (!OF_THE_CONNECTION.test(name.toLowerCase())) (map[name.toLowerCase()] ??= []).push(value);
  }
  return map;
}

async function runCase(port, { request, answer }) {
  const got = await send(port, { ...request, headers: fields(request.headers) });
  const want = expected({ request, answer });
  if (want.status) return isRefusal(got, want.status, want.code);
  if (want.reply) {
    assert.equal(got.status, want.reply.status);
    assert.equal(got.body, want.reply.body ?? "");
    assert.deepEqual(upstream.take(), [], "the upstream saw the request");
    return;
  }
  const arrived = upstream.take();
  assert.ok(arrived.length >= 1, `nothing arrived; status ${got.status}, body ${got.body}`);
  assert.equal(arrived[0].method, want.step.method);
  assert.equal(arrived[0].path, want.step.path);
  assert.equal(arrived[0].body, want.step.body ?? "");
  for (const [name, values] of Object.entries(fields(want.step.headers))) {
    assert.equal(arrived[0].headers[name], values.join(name === "cookie" ? "; " : ", "), name);
  }
  // What the plan does not name must be gone.
  for (const name of Object.keys(fields(request.headers))) {
    if (!(name in fields(want.step.headers))) assert.equal(arrived[0].headers[name], undefined, name);
  }
}

// ---- the runs ----

const start = (more = {}) => startEnvoy({ envoy: options.envoy, wasm: options.wasm, upstreamPort: upstream.port, ...more });

async function refusesWrongConfigurations() {
  for (const [configuration, line] of [
    ['{"profil":{}}', "configuration refused: api.unknown-field at /profil: unknown field; known here: upstream, profile, maxBodyBytes, bounds"],
    ['{"upstream":{"cluster":"c","authority":"h"},"maxBodyBytes":"1 MB"}', "configuration refused: api.wrong-type at /maxBodyBytes"],
    ["", "configuration refused: api.missing-field: `upstream` is required"],
    ["{", "configuration refused: api.request-malformed: the request is not JSON"],
  ]) {
    await check(`Envoy does not start with ${configuration}`, async () => {
      const envoy = await start({ configuration });
      if (envoy.stop) await envoy.stop();
      assert.ok(envoy.exitCode, "Envoy started");
      assert.ok(envoy.log().includes(line), envoy.log());
    });
  }
}

async function servesTheExample() {
  const envoy = await start();
  if (!envoy.port) throw new Error(`Envoy did not start:\n${envoy.log()}`);
  try {
    const { port } = envoy;
    await check("malformed JSON is answered 400 and not sent on", async () => {
      isRefusal(await send(port, post('{"userName":')), 400);
    });
    await check("a body that is no UTF-8 is answered 400", async () => {
      isRefusal(await send(port, post(Buffer.from([0x7b, 0xff, 0x7d]))), 400, "api.request-malformed");
    });
    await check("the instance serves the next call", async () => {
      isRefusal(await send(port, post("[]")), 400);
    });
    await check("a path that is none of SCIM is answered 404", async () => {
      isRefusal(await send(port, { ...post("{}"), path: "/admin" }), 404);
    });
    await check("a user arrives without photos, its token untouched, its length right", async () => {
      const answer = await send(port, post(JSON.stringify({ ...USER, photos: [] })));
      assert.equal(answer.status, 200, answer.body);
      assert.equal(answer.body, '{"id":"from-upstream"}');
      const [got] = upstream.take();
      assert.equal(got.path, "/scim/v2/Users");
      assert.equal(JSON.parse(got.body).photos, undefined);
      assert.equal(JSON.parse(got.body).userName, CANARY);
      assert.equal(got.headers.authorization, SCIM.authorization);
      assert.equal(got.headers["content-length"], String(Buffer.byteLength(got.body)));
      assert.equal(got.headers["transfer-encoding"], undefined);
    });
    const whole = JSON.stringify({ ...USER, displayName: "Ada ".repeat(100), photos: [{ value: "x" }] });
    await check("a body in chunks arrives whole", async () => {
      const pieces = whole.match(/.{1,100}/gs);
      assert.equal((await send(port, post(pieces))).status, 200);
      const [got] = upstream.take();
      assert.equal(JSON.parse(got.body).photos, undefined);
      assert.equal(JSON.parse(got.body).userName, CANARY);
    });
    await check("a body in gzip arrives unpacked", async () => {
      const packed = gzipSync(whole);
      assert.equal((await send(port, post(packed, { ...SCIM, "content-encoding": "gzip" }))).status, 200);
      const [got] = upstream.take();
      assert.equal(got.headers["content-encoding"], undefined);
      assert.equal(got.headers["content-length"], String(Buffer.byteLength(got.body)));
      assert.equal(JSON.parse(got.body).userName, CANARY);
    });
    await check("a small body that unpacks to 100 MB is answered 413, one that is no gzip 400, brotli 415", async () => {
      isRefusal(await send(port, post(gzipSync(Buffer.alloc(100 << 20, " ")), { ...SCIM, "content-encoding": "gzip" })), 413, "api.request-too-large");
      isRefusal(await send(port, post("{}", { ...SCIM, "content-encoding": "gzip" })), 400, "api.wrong-type");
      isRefusal(await send(port, post("{}", { ...SCIM, "content-encoding": "br" })), 415);
    });
    await check("4 MB of gzip blocks that say nothing are answered 400, soon", async () => {
      const blocks = Buffer.alloc(4_000_000, Buffer.from([0b0000_0010, 0b0000_1000, 0b0010_0000, 0b1000_0000, 0]));
      const packed = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]), blocks, Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 0, 0])]);
      const started = performance.now();
      isRefusal(await send(port, post(packed, { ...SCIM, "content-encoding": "gzip" })), 400, "api.wrong-type");
      assert.ok(performance.now() - started < 3_000, `${performance.now() - started} ms`);
    });
    await check("a body before trailers arrives whole", async () => {
      const answer = await sendWithTrailers(port, { path: "/scim/v2/Users", body: whole });
      assert.equal(answer.status, 200, answer.body);
      assert.equal(JSON.parse(upstream.take()[0].body).photos, undefined);
    });
    await check("a body of almost 4 MiB arrives", async () => {
      const answer = await send(port, post(" ".repeat((4 << 20) - 1000) + JSON.stringify(USER)));
      assert.equal(answer.status, 200, answer.body);
      assert.equal(JSON.parse(upstream.take()[0].body).userName, CANARY);
    });
    await check("counters count", async () => {
      const { requests, rewritten, refused, failed: gaveUp, bytes } = await envoy.stats();
      assert.equal(requests, 13);
      assert.equal(rewritten, 5);
      assert.equal(refused, 8);
      assert.equal(gaveUp, 0);
      assert.ok(bytes > whole.length);
    });
    await check("the dashboard and the alerts name metrics that Envoy has", () => namesWhatEnvoyHas(envoy.admin));
    await check("the log holds no value, token or body", async () => {
      assert.ok(envoy.log().includes("api.request-malformed"), "the log should say why");
      assert.ok(!envoy.log().includes("canary"), envoy.log());
    });
  } finally {
    await envoy.stop();
  }
}

/** What the other examples give the plugin: one line of JSON each. */
async function takesTheOtherConfigurations() {
  for (const [file, cluster] of [
    ["istio.yaml", "outbound|443||scim.us-east-1.amazonaws.com"],
    ["envoy-gateway.yaml", "httproute/scim/aws-scim/rule/0"],
  ]) {
    await check(`the configuration in ${file} is taken`, async () => {
      const lines = (await readFile(new URL(`../${file}`, import.meta.url), "utf8")).match(/\{"upstream".*$/gm) ?? [];
      assert.equal(lines.length, 1);
      const { upstream: given, ...rest } = JSON.parse(lines[0]);
      assert.equal(given.cluster, cluster);
      const envoy = await start({ configuration: { ...rest, upstream: { ...given, cluster: "aws-scim" } } });
      assert.ok(envoy.port, envoy.log());
      try {
        assert.equal((await send(envoy.port, post(JSON.stringify(USER)))).status, 200);
        const [got] = upstream.take();
        assert.equal(got.path, "/TENANT/scim/v2/Users");
        assert.equal(got.headers.host, "scim.us-east-1.amazonaws.com");
      } finally {
        await envoy.stop();
      }
    });
  }
}

async function boundsBodies() {
  const envoy = await start({ configuration: { profile: { missingNames: "refuse" }, maxBodyBytes: 1000 } });
  if (!envoy.port) throw new Error(`Envoy did not start:\n${envoy.log()}`);
  try {
    const large = JSON.stringify({ ...USER, displayName: "x".repeat(2000) });
    await check("a body over the limit is answered 413", async () => {
      isRefusal(await send(envoy.port, post(large)), 413, "api.request-too-large");
    });
    await check("a body over the limit that does not announce its length is answered 413", async () => {
      isRefusal(await send(envoy.port, post(large.match(/.{1,400}/gs))), 413, "api.request-too-large");
    });
    await check("a body under the limit passes", async () => {
      assert.equal((await send(envoy.port, post(JSON.stringify(USER)))).status, 200);
      assert.equal(upstream.take().length, 1);
    });
    await check("the profile decides: a missing name is refused", async () => {
      const { name, ...nameless } = USER;
      const answer = await send(envoy.port, post(JSON.stringify(nameless)));
      assert.equal(answer.status, 400, answer.body);
      assert.deepEqual(upstream.take(), []);
    });
  } finally {
    await envoy.stop();
  }
}

async function goesToTheTenant() {
  const envoy = await start({ configuration: { upstream: { cluster: "aws-scim", authority: "scim.REGION.amazonaws.com", pathPrefix: "/TENANT" } } });
  if (!envoy.port) throw new Error(`Envoy did not start:\n${envoy.log()}`);
  try {
    await check("the configuration adds the tenant and the host", async () => {
      assert.equal((await send(envoy.port, post(JSON.stringify(USER)))).status, 200);
      const [got] = upstream.take();
      assert.equal(got.path, "/TENANT/scim/v2/Users");
      assert.equal(got.headers.host, "scim.REGION.amazonaws.com");
    });
  } finally {
    await envoy.stop();
  }
}

async function runsCases(file) {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  // A profile belongs to an Envoy's configuration, so each profile of the cases gets an Envoy.
  const byProfile = new Map();
  for (const line of lines) {
    const entry = JSON.parse(line);
    if (entry.operation !== "scim_plan" || !isHttp(entry)) {
      skipped += 1;
      continue;
    }
    const profile = JSON.stringify(entry.request.profile ?? {});
    byProfile.set(profile, [...(byProfile.get(profile) ?? []), entry]);
  }
  for (const [profile, entries] of byProfile) {
    const envoy = await start({ configuration: { profile: JSON.parse(profile) } });
    if (!envoy.port) throw new Error(`Envoy did not start:\n${envoy.log()}`);
    try {
      for (const entry of entries) {
        upstream.take();
        await check(entry.name, () => runCase(envoy.port, entry));
      }
    } finally {
      await envoy.stop();
    }
  }
}

try {
  await refusesWrongConfigurations();
  await servesTheExample();
  await boundsBodies();
  await goesToTheTenant();
  await takesTheOtherConfigurations();
  await carriesPlansOut({ check, envoy: options.envoy, wasm: options.wasm });
  await asOperatorsUseIt({ check, envoy: options.envoy, wasm: options.wasm });
  if (options.cases) await runsCases(options.cases);
} catch (error) {
  failed += 1;
  console.log(`FAILED to run\n  ${error.stack}`);
} finally {
  upstream.close();
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped: not HTTP` : ""}`);
process.exit(failed === 0 ? 0 : 1);
