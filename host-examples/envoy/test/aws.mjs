// aws.yaml as an operator uses it: TLS on both sides, the identity provider's own secret, AWS's token from a file.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import https from "node:https";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startEnvoy } from "./envoy.mjs";

const HOST = "scim.us-east-1.amazonaws.com";
const SECRET = "canary-secret";
const TOKEN = "canary-of-aws";
const MEMBERS = Array.from({ length: 150 }, (_, index) => ({ value: `u-${index}` }));

/** A certificate of its own for that name: `{ cert, key }`, as files in `folder`. */
function certificate(folder, name) {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2"];
  execFileSync("openssl", [...words, "-subj", "/CN=test", "-addext", `subjectAltName=DNS:${name}`], { stdio: "ignore" });
  return { cert, key };
}

/** AWS over TLS, which remembers what reached it. */
async function startAws({ cert, key }) {
  const received = [];
  const server = https.createServer({ cert: await readFile(cert), key: await readFile(key) }, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    const status = request.method === "POST" ? 201 : 204;
    response.writeHead(status, { "content-type": "application/json" }).end(status === 201 ? JSON.stringify({ id: "1", ...JSON.parse(body) }) : undefined);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const close = () => new Promise((done) => (server.close(done), server.closeAllConnections()));
  return { received, port: server.address().port, close };
}

export async function asOperatorsUseIt({ check, envoy, wasm }) {
  const folder = await mkdtemp(join(tmpdir(), "aws-federation-aws-"));
  try {
    const [ours, aws, stranger] = ["localhost", HOST, "scim.example.com"].map((name) => certificate(folder, name));
    await writeFile(join(folder, "aws-token"), TOKEN);
    for (const [theirs, run] of [[aws, genuine], [stranger, foreign]]) {
      const upstream = await startAws(theirs);
      const edit = (yaml) =>
        yaml
          .replaceAll("REGION", "us-east-1")
          .replaceAll("TENANT", "tenant-1")
          .replaceAll("SECRET", SECRET)
          .replace("address: 0.0.0.0, port_value: 8443", "address: 127.0.0.1, port_value: 0")
          .replace("port_value: 9901", "port_value: 0")
          .replace(`socket_address: { address: ${HOST}, port_value: 443 }`, `socket_address: { address: 127.0.0.1, port_value: ${upstream.port} }`)
          .replace("/etc/envoy/aws-token", join(folder, "aws-token"))
          .replace("/etc/envoy/server.crt", ours.cert)
          .replace("/etc/envoy/server.key", ours.key)
          .replace("/etc/ssl/certs/ca-certificates.crt", theirs.cert)
          .replace("/etc/envoy/aws-federation.envoy.wasm", resolve(wasm));
      const started = await startEnvoy({ envoy, file: "aws.yaml", edit });
      assert.ok(started.port, started.log());
      const ca = await readFile(ours.cert);
      try {
        await run({ check, upstream, log: started.log, ask: (path, body, authorization) => ask({ port: started.port, ca, path, body, authorization }) });
      } finally {
        await started.stop();
        await upstream.close();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ask({ port, ca, path, body, authorization }) {
  const headers = { "content-type": "application/scim+json", "user-agent": "test", ...(authorization && { authorization }) };
  return new Promise((done, broken) => {
    const options = { host: "127.0.0.1", port, servername: "localhost", ca, method: "POST", path: `/scim/v2${path}`, headers, agent: false };
    const request = https.request(options, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      done({ status: response.statusCode, headers: response.headers, json: JSON.parse(text) });
    });
    request.on("error", broken).end(JSON.stringify(body));
  });
}

const USER = { userName: "ada", displayName: "Ada L", name: { givenName: "Ada", familyName: "L" }, photos: [] };

async function genuine({ check, upstream, ask, log }) {
  await check("aws.yaml: who does not know the secret is answered 401, and AWS is not asked", async () => {
    for (const authorization of [undefined, "Bearer ", `Bearer ${SECRET}x`, `bearer ${SECRET}`, `Bearer ${TOKEN}`, `Basic ${SECRET}`]) {
      const { status, headers, json } = await ask("/Users", USER, authorization);
      assert.deepEqual([status, json.status, headers["content-type"], headers["www-authenticate"]], [401, "401", "application/scim+json", "Bearer"], authorization);
    }
    assert.equal(upstream.received.length, 0);
  });
  await check("aws.yaml: a request that passes and those of a plan go to AWS's tenant with AWS's token", async () => {
    const user = await ask("/Users", USER, `Bearer ${SECRET}`);
    assert.equal(user.status, 201, JSON.stringify(user.json));
    const group = await ask("/Groups", { displayName: "g", members: MEMBERS }, `Bearer ${SECRET}`);
    assert.equal(group.status, 201, JSON.stringify(group.json));
    const seen = upstream.received.map(({ method, url, headers }) => [method, url, headers.host, headers.authorization]);
    const sent = (method, path) => [method, `/tenant-1/scim/v2${path}`, HOST, `Bearer ${TOKEN}`];
    assert.deepEqual(seen, [sent("POST", "/Users"), sent("POST", "/Groups"), sent("PATCH", "/Groups/1")]);
    assert.ok(!JSON.stringify(upstream.received).includes(SECRET));
  });
  await check("aws.yaml: the log holds neither token nor secret", async () => {
    assert.ok(!log().includes(TOKEN) && !log().includes(SECRET));
  });
}

async function foreign({ check, upstream, ask }) {
  await check("aws.yaml: a server of another name gets nothing, not even a token", async () => {
    for (const [path, body] of [["/Users", USER], ["/Groups", { displayName: "g", members: MEMBERS }]]) {
      const { status, json } = await ask(path, body, `Bearer ${SECRET}`);
      assert.ok(status >= 502 && status <= 504, String(status));
      assert.equal(json.status, String(status));
    }
    assert.equal(upstream.received.length, 0);
  });
}
