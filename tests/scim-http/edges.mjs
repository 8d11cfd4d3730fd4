// What holds at the edges of a proxy, whatever it is written in: bodies, bounds, signals, tokens, TLS.
//
//   node tests/scim-http/edges.mjs [--proxy ./js-proxy.mjs] [--wasm PATH]
//
// Needs the command openssl, for a certificate. Prints `N passed, N failed`; status 0 when none failed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { client, ids, members, people, startAws, TOKEN } from "./client.mjs";

const CANARY = "canary-value-that-no-log-may-hold";
const USER = { userName: CANARY, displayName: "Ada L", name: { givenName: "Ada", familyName: "L" }, photos: [] };
const GZIP = { "content-encoding": "gzip" };

const { values } = parseArgs({ options: { proxy: { type: "string" }, wasm: { type: "string" } } });
const { start } = await import(values.proxy ? pathToFileURL(resolve(values.proxy)).href : "./js-proxy.mjs");
const aws = await startAws({ token: TOKEN });
let passed = 0;
let failed = 0;

/** A proxy of its own for each, for its log is read at the end. */
async function edge(name, run, { upstream = aws.upstream, options, environment, state = {}, faults } = {}) {
  const started = performance.now();
  let proxy;
  try {
    await aws.begin({ users: people(400), ...state }, { faults });
    proxy = await start({ upstream, options, environment, wasm: values.wasm });
    await run({ idp: client(proxy.base), proxy, port: Number(new URL(proxy.base).port) });
    await proxy.stop();
    const log = proxy.log();
    for (const secret of [CANARY, TOKEN, "user1", "u-1"]) assert.ok(!log.includes(secret), `${secret} is in the log: ${log}`);
    passed += 1;
    console.log(`ok     ${name} (${Math.round(performance.now() - started)} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n  ${String(error.stack ?? error).replaceAll("\n", "\n  ")}`);
    await proxy?.kill();
  }
}

function isRefusal({ status, json, text }, ...expected) {
  assert.ok(expected.includes(status), `${status} ${text}`);
  assert.deepEqual(json.schemas, ["urn:ietf:params:scim:api:messages:2.0:Error"]);
  assert.equal(json.status, String(status));
}

const nothingSent = async () => assert.deepEqual((await aws.trail()).requests, []);

/** A body in pieces, without a length. */
function sendChunks(port, chunks, headers = {}) {
  return new Promise((done) => {
    const all = { authorization: `Bearer ${TOKEN}`, "content-type": "application/scim+json", "transfer-encoding": "chunked", ...headers };
    const request = http.request({ host: "127.0.0.1", port, method: "POST", path: "/scim/v2/Users", headers: all, agent: false }, async (response) => {
      const parts = [];
      for await (const part of response) parts.push(part);
      const text = Buffer.concat(parts).toString("utf8");
      done({ status: response.statusCode, text, json: JSON.parse(text) });
    });
    request.on("error", (error) => done({ status: 0, text: String(error) }));
    const rest = [...chunks];
    const next = () => (rest.length > 0 ? request.write(rest.shift(), () => setTimeout(next, 2)) : request.end());
    next();
  });
}

/** Bytes as they are; what came until the other side closed. */
function raw(port, bytes, { end = false } = {}) {
  return new Promise((done) => {
    const socket = net.connect(port, "127.0.0.1");
    let got = "";
    socket.setEncoding("latin1").on("data", (chunk) => (got += chunk)).on("error", () => {}).on("close", () => done(got));
    if (end) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** An upstream whose answers are not AWS's. `answer(request, response, count)`. */
async function otherUpstream(answer, { tls } = {}) {
  let count = 0;
  const seen = [];
  const listener = (request, response) => {
    seen.push(request);
    request.resume().on("end", () => answer(request, response, (count += 1)));
  };
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return { port, seen, url: `http://127.0.0.1:${port}/t`, close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) };
}

// ---- bodies ----

await edge("gzip, chunks, and both", async ({ idp, port }) => {
  const body = (userName) => JSON.stringify({ ...USER, userName });
  assert.equal((await idp.ask("POST", "/Users", undefined)).status, 400);
  assert.equal((await sendChunks(port, body("b").match(/.{1,10}/gs))).status, 201);
  assert.equal((await sendChunks(port, [gzipSync(body("c"))], { "content-encoding": "GZIP" })).status, 201);
  assert.equal((await sendChunks(port, [gzipSync(body("d")).subarray(0, 20), gzipSync(body("d")).subarray(20)], GZIP)).status, 201);
  for (const name of ["b", "c", "d"]) assert.ok(aws.service().store.users().some(({ resource }) => resource.userName === name), name);
}, { state: { users: [] } });

await edge("bodies that go nowhere", async ({ port, proxy }) => {
  const large = JSON.stringify({ ...USER, title: "x".repeat(5_000) });
  isRefusal(await client(proxy.base).post("/Users", large), 413);
  isRefusal(await sendChunks(port, large.match(/.{1,500}/gs)), 413);
  isRefusal(await sendChunks(port, [gzipSync(large)], GZIP), 413);
  isRefusal(await sendChunks(port, [gzipSync(Buffer.alloc(200_000_000))], GZIP), 413);
  isRefusal(await sendChunks(port, ["no gzip"], GZIP), 400);
  isRefusal(await sendChunks(port, [gzipSync("{}").subarray(0, 12)], GZIP), 400);
  isRefusal(await sendChunks(port, [Buffer.from([0x7b, 0xff, 0x7d])]), 400);
  isRefusal(await sendChunks(port, [brotliCompressSync("{}")], { "content-encoding": "br" }), 415);
  isRefusal(await sendChunks(port, [gzipSync(gzipSync("{}"))], { "content-encoding": "gzip, gzip" }), 415);
  isRefusal(await sendChunks(port, ['{"userName":']), 400);
  await nothingSent();
}, { options: ["--max-body", "2000"] });

await edge("a body of 4 MiB is read, one byte more is not", async ({ idp }) => {
  const body = (length) => `{"userName":"${"x".repeat(length - 15)}"}`;
  isRefusal(await idp.post("/Users", body(4 << 20)), 400, 413); // read, and then refused by the plan
  isRefusal(await idp.post("/Users", body((4 << 20) + 1)), 413);
  await nothingSent();
});

await edge("a body of 100 MB is refused before it is there", async ({ port }) => {
  const started = performance.now();
  const head = `POST /scim/v2/Users HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: 100000000\r\n\r\n`;
  assert.match(await raw(port, head + "x".repeat(10_000)), /^HTTP\/1\.1 413 /);
  assert.ok(performance.now() - started < 8_000);
});

await edge("requests that are none, and half of one", async ({ port, idp }) => {
  assert.match(await raw(port, "nonsense\r\n\r\n"), /^HTTP\/1\.1 400 /);
  const both = "POST /scim/v2/Users HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /scim/v2/Users HTTP/1.1\r\nhost: a\r\n\r\n";
  // Read as chunked and closed, or refused: never a second request out of the first one's body (RFC 9112 §6.3).
  assert.equal((await raw(port, both, { end: true })).match(/HTTP\/1\.1 /g)?.length, 1);
  await raw(port, `POST /scim/v2/Users HTTP/1.1\r\nhost: a\r\ncontent-length: 500\r\n\r\n{"userName":"x"`, { end: true });
  assert.equal((await idp.get("/Users/u-2")).status, 200);
  assert.deepEqual((await aws.trail()).requests.map(({ method }) => method), ["GET"]);
});

await edge("headers of 30 KB", async ({ port }) => {
  const head = `GET /scim/v2/Users/u-1 HTTP/1.1\r\nhost: a\r\nx-long: ${"x".repeat(30_000)}\r\n\r\n`;
  assert.match(await raw(port, head), /^(HTTP\/1\.1 431 |$)/);
  await nothingSent();
});

// ---- addresses, headers, tokens ----

await edge("an address that is none of SCIM is not sent on", async ({ idp, proxy }) => {
  isRefusal(await idp.ask("GET", `/../../${CANARY}?x=${CANARY}`), 400, 404);
  isRefusal(await idp.ask("GET", `/${CANARY}`), 404);
  await nothingSent();
  assert.match(proxy.log(), /^GET \(another address\) 404 upstream=0 ms=\d+/m);
});

await edge("quotation marks in a filter as they are; a hash is refused, not cut off", async ({ idp, port }) => {
  assert.equal((await idp.get('/Users?filter=userName+eq+"user7"')).json.totalResults, 1);
  const head = `GET /scim/v2/Users?filter=userName+eq+"user7#" HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${TOKEN}\r\nconnection: close\r\n\r\n`;
  assert.match(await raw(port, head), /scim\.path-character/);
});

await edge("the token goes to AWS as it is, other credentials do not", async () => {
  const upstream = await otherUpstream((_, response) => response.writeHead(401).end());
  const proxy = await start({ upstream: upstream.url, wasm: values.wasm });
  try {
    const more = { cookie: `c=${CANARY}`, "proxy-authorization": CANARY, authorization: `Bearer ${CANARY}`, "x-forwarded-for": "192.0.2.1", "accept-encoding": "gzip, br" };
    assert.equal((await client(proxy.base).ask("GET", "/Users/u-1", undefined, more)).status, 401);
    const [{ headers, url }] = upstream.seen;
    assert.equal(url, "/t/scim/v2/Users/u-1");
    assert.deepEqual([headers.authorization, headers.cookie, headers["proxy-authorization"]], [`Bearer ${CANARY}`, undefined, undefined]);
    assert.equal(headers.host, `127.0.0.1:${upstream.port}`);
    assert.equal(headers["accept-encoding"], "identity");
    assert.ok(!proxy.log().includes(CANARY), proxy.log());
  } finally {
    await proxy.stop();
    await upstream.close();
  }
});

await edge("the log has kinds, numbers and codes", async ({ idp, proxy }) => {
  assert.equal((await idp.post("/Users", USER)).status, 201);
  await idp.get(`/Users?filter=userName+eq+"${CANARY}"`);
  await idp.remove("/Users/u-1");
  await sleep(50);
  const lines = proxy.log().trim().split("\n");
  assert.match(lines[0], /^POST \/Users 201 upstream=1 ms=\d+ .*scim\.attribute-dropped/);
  assert.match(lines[1], /^GET \/Users 200 upstream=1 ms=\d+/);
  assert.match(lines[2], /^DELETE \/Users\/ID 204 upstream=1 ms=\d+/);
});

await edge("quiet", async ({ idp, proxy }) => {
  await idp.get("/Users/u-1");
  await sleep(50);
  assert.equal(proxy.log(), "");
}, { options: ["--quiet"] });

// ---- bounds ----

const TEAM = { groups: [{ id: "g-1", displayName: "developers", externalId: "g", members: ids(1, 250) }] };
const REPLACE = (idp) => idp.put("/Groups/g-1", { displayName: "developers", externalId: "g", members: members(ids(151, 330)) });

for (const [bound, option, faults] of [
  ["requests", ["--max-requests", "2"]],
  ["bytes", ["--max-bytes", "3000"]],
  ["seconds", ["--max-seconds", "1"], [{ delay: 700, times: 0 }]],
]) {
  await edge(`the bound of ${bound} ends a plan, and says so`, async ({ idp }) => {
    const answer = await REPLACE(idp);
    isRefusal(answer, 502, 503);
    // Bytes and seconds end mostly in the middle of a step, and then it is that step which had no answer.
    if (bound === "requests" || answer.status === 503) {
      assert.match(answer.json.detail, new RegExp(`bound of \\d+ ${bound}`));
      assert.equal(answer.headers["retry-after"], "1");
    } else assert.match(answer.json.detail, /AWS did not answer/);
    assert.ok((await aws.trail()).requests.length <= 3);
  }, { options: option, state: TEAM, faults });
}

for (const [name, answer] of [
  ["ends in its middle", (_, response) => response.writeHead(200, { "content-length": 100 }).write("{", () => response.destroy())],
  ["is encoded", (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("{}"))],
  ["is no text", (_, response) => response.writeHead(200).end(Buffer.from([0xff]))],
  ["is 20 MB", (_, response) => response.writeHead(200).end("x".repeat(20_000_000))],
  ["is a login page", (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>")],
  ["is a redirect", (_, response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end()],
]) {
  await edge(`an answer of AWS that ${name} is no success`, async () => {
    const upstream = await otherUpstream(answer);
    const proxy = await start({ upstream: upstream.url, wasm: values.wasm });
    try {
      const got = await client(proxy.base).post("/Users", { ...USER, userName: "a" });
      assert.ok(got.status >= 300, `${got.status} ${got.text}`);
      assert.ok(upstream.seen.length <= 2, `${upstream.seen.length} requests`);
    } finally {
      await proxy.stop();
      await upstream.close();
    }
  });
}

await edge("a connection that AWS closes after each answer", async () => {
  const upstream = await otherUpstream(async ({ url, headers }, response) => {
    const { authorization, "user-agent": agent } = headers;
    const answer = await fetch(aws.upstream + url.replace(/^\/t/, ""), { headers: { authorization, "user-agent": agent } });
    response.writeHead(answer.status, { connection: "close", "content-type": "application/scim+json" }).end(await answer.text());
  });
  const proxy = await start({ upstream: upstream.url, wasm: values.wasm });
  try {
    const { json } = await client(proxy.base).get("/Groups/g-1");
    assert.equal(json.members.length, 250);
    assert.ok(upstream.seen.length >= 4, `${upstream.seen.length} requests`);
  } finally {
    await proxy.stop();
    await upstream.close();
  }
}, { state: TEAM });

await edge("an upstream that is not there is no success", async ({ idp }) => {
  const answer = await idp.post("/Users", USER);
  isRefusal(answer, 500, 502, 503);
}, { upstream: "http://127.0.0.1:9/t" });

// ---- turns, those who go, signals ----

await edge("two plans for one resource wait for each other, others do not", async ({ idp }) => {
  const change = (id) => idp.patch(`/Groups/${id}`, { op: "replace", path: "members", value: members(ids(1, 330)) });
  await Promise.all([change("g-1"), change("g-1"), idp.patch("//Groups/g-1/", { op: "add", path: "members", value: members(["u-1"]) })]);
  assert.equal((await aws.trail()).mostAtOnce, 1);
  await Promise.all([change("g-1"), change("g-2")]);
  assert.equal((await aws.trail()).mostAtOnce, 2);
}, { state: { groups: ["g-1", "g-2"].map((id) => ({ id, displayName: id, members: ids(1, 250) })) }, faults: [{ delay: 20, times: 0 }] });

await edge("when the identity provider has gone, no further step is sent", async ({ port, proxy }) => {
  const request = http.request({ host: "127.0.0.1", port, method: "PUT", path: "/scim/v2/Groups/g-1", headers: { authorization: `Bearer ${TOKEN}`, "user-agent": "t" } });
  request.on("error", () => {}).end(JSON.stringify({ displayName: "developers", externalId: "g", members: members(ids(151, 330)) }));
  while ((await aws.trail()).requests.length < 1) await sleep(5);
  request.destroy();
  await sleep(1_500);
  const { requests } = await aws.trail();
  assert.ok(requests.length <= 2, `${requests.length} steps`);
  assert.match(proxy.log(), /PUT \/Groups\/ID gone upstream=[12] /);
}, { state: TEAM, faults: [{ delay: 300, times: 0 }] });

await edge("told to end, it lets what is under way end", async ({ idp, proxy }) => {
  const answer = REPLACE(idp);
  while ((await aws.trail()).requests.length < 1) await sleep(5);
  assert.equal(await proxy.stop(), 0);
  assert.equal((await answer).status, 200);
}, { state: TEAM, faults: [{ delay: 100, times: 0 }] });

await edge("more than 64 at once are told to come again", async ({ idp }) => {
  const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => idp.get(`/Users/u-${index + 1}`)));
  const count = (wanted) => answers.filter(({ status }) => status === wanted).length;
  assert.deepEqual([count(200), count(503)], [64, 36]);
  assert.equal(answers.find(({ status }) => status === 503).headers["retry-after"], "1");
}, { faults: [{ delay: 1_500, times: 0 }] });

// ---- TLS ----

const folder = mkdtempSync(join(tmpdir(), "scim-edges-"));
const openssl = (...words) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test root");
for (const name of ["localhost", "elsewhere.example"]) {
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`);
  openssl("x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", `${name}.pem`, "-days", "2", "-copy_extensions", "copy");
}
const TRUSTING = { SSL_CERT_FILE: join(folder, "ca.pem"), NODE_EXTRA_CA_CERTS: join(folder, "ca.pem") };
for (const [what, name, environment, accepted] of [
  ["of a root that this machine trusts", "localhost", TRUSTING, true],
  ["of an unknown root", "localhost", {}, false],
  ["of another name", "elsewhere.example", TRUSTING, false],
]) {
  const tls = { key: readFileSync(join(folder, `${name}.key`)), cert: readFileSync(join(folder, `${name}.pem`)) };
  const body = JSON.stringify({ id: "u-1", ...USER, photos: undefined });
  const upstream = await otherUpstream((_, response) => response.writeHead(200, { "content-type": "application/scim+json" }).end(body), { tls });
  await edge(`TLS to AWS, with a certificate ${what}`, async ({ idp }) => {
    const answer = await idp.get("/Users/u-1");
    if (accepted) assert.equal(answer.status, 200, answer.text);
    else isRefusal(answer, 502);
    assert.equal(upstream.seen.length, accepted ? 1 : 0, "the token was sent");
  }, { upstream: `https://localhost:${upstream.port}/t`, environment });
  await upstream.close();
}
rmSync(folder, { recursive: true, force: true });

// ---- the command line ----

for (const [what, options, complaint] of [
  ["an upstream in the clear", { upstream: "http://example.com" }, /the upstream is https/],
  ["an upstream with a user", { upstream: "https://a:b@example.com" }, /no query, fragment or user/],
  ["an upstream with a query", { upstream: "https://example.com?x" }, /no query, fragment or user/],
  ["no upstream", { upstream: "" }, /URL/],
  ["a place that is none", { options: ["--listen", "x"] }, /--listen is HOST:PORT/],
  ["an unknown option", { options: ["--nonsense"] }, /--nonsense/],
  ["a bound of 0", { options: ["--max-body", "0"] }, /--max-body is a number from 1 to 4194304/],
  ["a bound above the most", { options: ["--max-body", "4194305"] }, /--max-body is a number from 1 to 4194304/],
  ["a plugin that is none", { wasm: "/none" }, /\/none/],
  ["a profile that is wrong", { profile: { nonsense: 1 } }, /api\.unknown-field at \/profile\/nonsense/],
]) {
  const started = await start({ upstream: "https://example.com", wasm: values.wasm, ...options }).then(
    (proxy) => proxy.stop().then(() => "it started"),
    ({ message }) => message,
  );
  const [, said = ""] = /did not start \(2\): scim-proxy: ([^\n]+)/.exec(started) ?? [];
  const right = complaint.test(said);
  if (right) passed += 1;
  else failed += 1;
  console.log(`${right ? "ok    " : "FAILED"} ${what} is refused${right ? "" : `: ${started}`}`);
}

await aws.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
