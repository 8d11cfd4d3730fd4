// One step over HTTP, and an AWS that misbehaves.

import assert from "node:assert/strict";
import http from "node:http";
import net from "node:net";
import test from "node:test";
import { connect, readUpstream } from "../scim-upstream.mjs";

const LEFT = { seconds: 5, bytes: 1 << 20 };
const STEP = { method: "POST", path: "/Users", headers: [{ name: "X-A", value: "1" }, { name: "x-a", value: "2" }], body: '{"ä":1}' };

async function withServer(server, run) {
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const upstream = connect(readUpstream(`http://127.0.0.1:${server.address().port}/TENANT/`), "Bearer t");
  try {
    await run(upstream.send);
  } finally {
    upstream.close();
    server.closeAllConnections?.();
    await new Promise((done) => server.close(done));
  }
}

/** A server that says exactly this, whatever it is asked. */
const says = (text) => net.createServer((socket) => socket.once("data", () => socket.end(text)).on("error", () => {}));

test("a step arrives as it is, with the caller's token, behind the tenant", async () => {
  const arrived = [];
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    arrived.push({ ...request, url: request.url, headers: request.headers, body, port: request.socket.remotePort });
    response.writeHead(201, { "content-type": "application/json", "x-two": ["a", "b"] }).end('{"id":"é"}');
  });
  await withServer(server, async (send) => {
    const answer = await send(STEP, LEFT);
    await send({ method: "GET", path: "/Users?cursor", headers: [] }, LEFT);
    assert.deepEqual([answer.status, answer.body], [201, '{"id":"é"}']);
    assert.deepEqual(answer.headers.filter(({ name }) => name === "x-two").map(({ value }) => value), ["a", "b"]);
    const [first, second] = arrived;
    assert.deepEqual([first.url, first.body, first.headers["content-length"]], ["/TENANT/Users", STEP.body, "8"]);
    assert.deepEqual([first.headers.authorization, first.headers["x-a"], first.headers["accept-encoding"]], ["Bearer t", "1, 2", "identity"]);
    assert.deepEqual([second.url, second.body, second.headers["content-length"]], ["/TENANT/Users?cursor", "", undefined]);
    assert.equal(first.port, second.port, "one connection");
  });
});

test("what is no whole answer is none", async () => {
  for (const [text, left] of [
    ["", LEFT],
    ["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}", LEFT],
    ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n", LEFT],
    ["HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-encoding: gzip\r\n\r\n{}", LEFT],
    ["HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\xff\xff", LEFT],
    ["HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n    ", { ...LEFT, bytes: 3 }],
    ["nonsense\r\n\r\n", LEFT],
  ]) {
    await withServer(says(Buffer.from(text, "latin1")), (send) => assert.rejects(send(STEP, left), JSON.stringify(text)));
  }
});

test("an answer that trickles is given up in time", async () => {
  const server = http.createServer((request, response) => {
    response.writeHead(200, { "content-length": "100" });
    const timer = setInterval(() => response.write(" "), 50);
    response.once("close", () => clearInterval(timer));
  });
  await withServer(server, async (send) => {
    const start = performance.now();
    await assert.rejects(send(STEP, { ...LEFT, seconds: 0.3 }));
    assert.ok(performance.now() - start < 3_000);
  });
});

test("the token goes over TLS, or stays on this machine", () => {
  for (const upstream of ["https://scim.us-east-1.amazonaws.com/tenant", "http://127.0.0.1:1/t", "http://[::1]:1", "http://localhost:1"]) {
    assert.ok(readUpstream(upstream));
  }
  assert.equal(readUpstream("https://scim.us-east-1.amazonaws.com/tenant/").prefix, "/tenant");
  for (const upstream of ["http://scim.us-east-1.amazonaws.com", "http://127.0.0.1.example.com", "ftp://localhost", "https://a/?b", "https://u:p@a/", "a"]) {
    assert.throws(() => readUpstream(upstream), upstream);
  }
});
