// carryOut with a plugin and an AWS that are lists of answers.

import assert from "node:assert/strict";
import test from "node:test";
import { BOUNDS, carryOut } from "../scim-plan.mjs";

const step = (path) => ({ method: "PATCH", path, headers: [], body: "{}" });
const steps = (...paths) => ({ type: "success", steps: paths.map(step), state: paths.join(), findings: [] });
const reply = (status) => ({ type: "success", reply: { status, headers: [] }, findings: [{ code: "scim.a" }] });
const answer = (status, body = "{}") => ({ status, headers: [], body });
const HEADERS = [{ name: "user-agent", value: "test" }];
const lost = () => {
  throw new Error("lost");
};

/** Gives `outcomes` one after the other, and `answers` likewise; remembers what was asked of either. */
async function run(outcomes, answers, more = {}) {
  const calls = [];
  const sent = [];
  const result = await carryOut({
    call: async (operation, request) => (calls.push([operation, request]), outcomes.shift() ?? assert.fail("one call too many")),
    send: async (sending) => {
      sent.push(sending.path);
      const next = answers.shift() ?? assert.fail("one request too many");
      return typeof next === "function" ? next() : next;
    },
    request: { method: "PATCH", path: "/Groups/1", headers: HEADERS },
    ...more,
  });
  return { ...result, calls, sent };
}

test("a reply needs no AWS", async () => {
  const { answer: got, calls, requests, codes } = await run([reply(400)], [], { profile: { conflicts: "adopt" } });
  assert.deepEqual([got.status, requests, codes], [400, 0, ["scim.a"]]);
  assert.deepEqual(calls, [["scim_plan", { method: "PATCH", path: "/Groups/1", headers: HEADERS, profile: { conflicts: "adopt" } }]]);
});

test("steps go in order, answers go back with the state, until there is a reply", async () => {
  const { answer: got, calls, sent, requests } = await run([steps("a", "b"), steps("c"), reply(204)], [answer(200, "1"), answer(204), answer(204)]);
  assert.deepEqual([got.status, requests, sent], [204, 3, ["a", "b", "c"]]);
  assert.deepEqual(calls[1], ["scim_reply", { state: "a,b", headers: HEADERS, answers: [answer(200, "1"), answer(204)] }]);
  assert.equal(calls[2][1].state, "c");
});

test("the first answer that is no success ends the steps", async () => {
  for (const status of [199, 300, 400, 409, 429, 500]) {
    const { calls, sent } = await run([steps("a", "b", "c"), reply(500)], [answer(204), answer(status)]);
    assert.deepEqual(sent, ["a", "b"]);
    assert.deepEqual(calls[1][1].answers.map((each) => each.status), [204, status]);
  }
});

test("a connection that is lost ends the steps without an answer", async () => {
  const { answer: got, calls, sent } = await run([steps("a", "b", "c"), reply(502)], [answer(204), lost]);
  assert.deepEqual(sent, ["a", "b"]);
  assert.deepEqual(calls[1][1].answers, [answer(204)]);
  assert.equal(got.status, 502);
});

test("a second loss is the end, whatever the plugin would do next", async () => {
  const { answer: got, requests } = await run([steps("a"), steps("a"), steps("a")], [lost, lost]);
  assert.deepEqual([got.status, requests], [502, 2]);
  assert.match(JSON.parse(got.body).detail, /2 losses/);
});

test("bounds: requests, bytes, seconds; the plugin hears of the steps that were done", async () => {
  let clock = 0;
  for (const [bounds, detail] of [
    [{ requests: 2 }, /bound of 2 requests/],
    [{ bytes: 8 }, /bound of 8 bytes/],
    [{ seconds: 2 }, /bound of 2 seconds/],
  ]) {
    clock = 0;
    const now = () => (clock += 100);
    const slow = () => ((clock += 900), answer(204, "{}"));
    const more = { bounds: { ...BOUNDS, ...bounds }, now };
    const first = await run([steps("a", "b", "c"), reply(503)], [slow, slow], more);
    assert.deepEqual([first.answer.status, first.calls[1][1].answers.length], [503, 2], JSON.stringify(bounds));
    clock = 0;
    const { answer: got } = await run([steps("a", "b", "c"), steps("c")], [slow, slow], more);
    assert.equal(got.status, 503);
    assert.match(JSON.parse(got.body).detail, detail);
    assert.deepEqual(got.headers.at(-1), { name: "retry-after", value: "1" });
  }
});

test("an endless plan ends", async () => {
  let asked = 0;
  const { answer: got, requests } = await carryOut({
    call: async () => steps(`${(asked += 1)}`),
    send: async () => answer(200),
    request: {},
    bounds: { ...BOUNDS, requests: 50 },
  });
  assert.deepEqual([got.status, requests], [503, 50]);
});

test("nobody waits any more: no further step", async () => {
  let gone = false;
  const leaves = () => ((gone = true), answer(204));
  const { answer: got, sent } = await run([steps("a", "b", "c")], [answer(204), leaves], { gone: () => gone });
  assert.deepEqual([got, sent], [undefined, ["a", "b"]]);
});

test("failures of the plugin", async () => {
  const failure = (code) => ({ type: "failure", errors: [{ code, message: "m", path: "" }], findings: [] });
  for (const [code, status] of [["api.request-too-large", 413], ["scim.path-character", 400]]) {
    const { answer: got } = await run([failure(code)], []);
    assert.equal(got.status, status);
    assert.deepEqual(JSON.parse(got.body), { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], detail: `${code}: m`, status: String(status) });
  }
  const { answer: later } = await run([steps("a"), failure("api.request-too-large")], [answer(204)]);
  assert.equal(later.status, 500);
  assert.match(JSON.parse(later.body).detail, /a part may have been done/);
});

test("a plan without steps and reply is a bug, not an endless loop", async () => {
  await assert.rejects(run([{ type: "success", findings: [] }], []), /neither a step nor a reply/);
});
