// The stand-in over HTTP: faults, the addresses for tests, the command line.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { Faults } from "../faults.mjs";
import { startAwsScim } from "../server.mjs";
import { user } from "./support.mjs";

async function withServer(options, run) {
  const server = await startAwsScim(options);
  const call = (method, path, body) =>
    fetch(server.base + path, { method, headers: { authorization: "Bearer stand-in-token" }, body: body && JSON.stringify(body) });
  const admin = async (method, path, body) => (await fetch(server.origin + path, { method, body: body && JSON.stringify(body) })).json();
  try {
    await run({ server, call, admin });
  } finally {
    await server.close();
  }
}

test("it answers over HTTP, on loopback", () =>
  withServer({}, async ({ server, call, admin }) => {
    assert.match(server.base, /^http:\/\/127\.0\.0\.1:\d+\/[\d-]+\/scim\/v2$/);
    const created = await call("POST", "/Users", user());
    assert.equal(created.status, 201);
    assert.match(created.headers.get("x-amzn-requestid"), /^[0-9a-f-]{36}$/);
    const { id } = await created.json();
    assert.equal((await call("DELETE", `/Users/${id}`)).status, 204);
    const { requests, mostAtOnce } = await admin("GET", "/_trail");
    assert.deepEqual(requests.map(({ method, status }) => [method, status]), [["POST", 201], ["DELETE", 204]]);
    assert.equal(mostAtOnce, 1);
  }));

test("the state is put in, looked at and changed", () =>
  withServer({}, async ({ call, admin }) => {
    const state = { users: [{ id: "u-1", ...user(), active: true }], groups: [{ id: "g-1", displayName: "a", members: ["u-1"] }] };
    assert.deepEqual(await admin("PUT", "/_state", state), state);
    assert.equal((await call("GET", "/Users/u-1")).status, 200);
    assert.equal((await admin("PUT", "/_switches", { "empty-lists": "ignored" }))["empty-lists"], "ignored");
    assert.equal((await call("PUT", "/Users/u-1", user({ emails: [] }))).status, 200);
    assert.equal((await admin("GET", "/_switches"))["null-values"], "refused");
    await admin("PUT", "/_state", {});
    assert.deepEqual(await admin("GET", "/_state"), { users: [], groups: [] });
    assert.equal((await admin("GET", "/_switches"))["empty-lists"], "ignored");
  }));

test("faults: an answer instead, with or without doing it", () =>
  withServer({ faults: [{ method: "POST", path: "^/Users$", nth: 2, status: 429, retryAfter: 7 }] }, async ({ call, admin }) => {
    const create = (userName) => call("POST", "/Users", user({ userName }));
    assert.equal((await create("a")).status, 201);
    const throttled = await create("b");
    assert.deepEqual([throttled.status, throttled.headers.get("retry-after"), (await throttled.json()).status], [429, "7", "429"]);
    assert.equal((await create("b")).status, 201);
    await admin("PUT", "/_faults", [{ status: 500, applied: true }]);
    assert.equal((await create("c")).status, 500);
    assert.equal((await create("c")).status, 409);
    await admin("PUT", "/_faults", [{ status: 503, times: 0 }]);
    for (let time = 0; time < 3; time += 1) assert.equal((await create("d")).status, 503);
  }));

test("faults: a connection that ends, before or after", () =>
  withServer({}, async ({ call, admin }) => {
    for (const [close, users] of [["before", 0], ["after", 1]]) {
      await admin("PUT", "/_faults", [{ method: "POST", close }]);
      await assert.rejects(call("POST", "/Users", user()));
      assert.equal((await admin("GET", "/_state")).users.length, users, close);
    }
  }));

test("faults: a delay", () =>
  withServer({ faults: [{ delay: 60 }] }, async ({ call }) => {
    const start = performance.now();
    assert.equal((await call("GET", "/Users")).status, 200);
    assert.ok(performance.now() - start >= 50);
  }));

test("a fault that makes no sense is refused", () => {
  for (const rule of [{}, { status: 418 }, { close: "soon" }, { nth: -1, status: 500 }, { stauts: 500 }, { status: 500, path: "(" }, null]) {
    assert.throws(() => new Faults([rule]), JSON.stringify(rule));
  }
});

test("the log tells no ids and no values", async () => {
  const lines = [];
  await withServer({ log: (line) => lines.push(line) }, async ({ call }) => {
    await call("PUT", "/Users/secret", user({ userName: "secret", title: "" }));
    await call("GET", "/Users?filter=userName+eq+%22secret%22");
    await call("GET", "/secret");
    await call("POST", "/Users", user({ userName: "secret value", title: "" }));
  });
  assert.equal(lines.length, 4);
  assert.ok(!lines.join("\n").includes("secret"), lines.join("\n"));
  assert.ok(lines[3].includes("'title'"), lines[3]);
});

async function command(words, { until } = {}) {
  const child = spawn(process.execPath, [fileURLToPath(new URL("../main.mjs", import.meta.url)), ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let complaint = "";
  const closed = new Promise((done) => child.once("close", done));
  const ready = new Promise((done) => child.stdout.on("data", (chunk) => (out += chunk).includes(until ?? "\0") && done()));
  child.stderr.on("data", (chunk) => (complaint += chunk));
  const status = await Promise.race([closed, ready]);
  return { status, out, complaint, end: () => (child.kill("SIGTERM"), closed) };
}

test("the command line starts it with what it is told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "aws-scim-"));
  try {
    const config = join(folder, "config.json");
    await writeFile(config, JSON.stringify({ token: "t", tenant: "x", readings: { "null-values": "ignored" }, state: { users: [{ id: "u-1", ...user() }] } }));
    const words = ["--config", config, "--tenant", "y", "--lenient", "empty-lists", "--reading", "unsupported-operation=501", "--now", "2026-11-24T00:00:00Z", "--quiet"];
    const started = await command([...words, "--fault", '{"method":"GET","nth":2,"status":503}'], { until: "token: t\n" });
    const [base] = started.out.split("\n");
    assert.match(base, /\/y\/scim\/v2\/$/);
    const get = () => fetch(`${base}Users`, { headers: { authorization: "Bearer t" } });
    const { Resources: [{ meta }] } = await (await get()).json();
    assert.equal(meta.created, "2026-11-24T00:00:00Z");
    assert.equal((await get()).status, 503);
    const readings = await (await fetch(new URL("/_switches", base))).json();
    assert.deepEqual([readings["null-values"], readings["empty-lists"], readings["unsupported-operation"]], ["ignored", "ignored", "501"]);
    await started.end();
    assert.equal(started.complaint, "");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the command line refuses what it does not know, with status 2", async () => {
  for (const words of [["--nonsense"], ["--lenient", "nonsense"], ["--port", "x"], ["--fault", "{"], ["--fault", '{"status":1}'], ["--now", "soon"], ["--config", "/none"]]) {
    const { status, complaint } = await command(words);
    assert.equal(status, 2, `${words}: ${complaint}`);
    assert.ok(complaint.includes("usage:"), complaint);
  }
  assert.equal((await command(["--switches"])).status, 0);
});
