// What the filter costs: CPU time of Envoy for one request, without a filter, with a few lines of Lua that change the same body
// by its text, and with the filter.
//
//   ENVOY=PATH node tests/scim-http/cpu.mjs [--rounds 45] [--requests 200] [--wasm PATH]
//
// One Envoy has all three as listeners, one worker and one connection; they take turns, so that another program's burst hits
// not one of them alone, and what is added is the median of the differences within a round. The system's count of what all
// threads of Envoy ran.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import http from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startEnvoy } from "../../host-examples/envoy/test/envoy.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "45" },
    requests: { type: "string", default: "200" },
    wasm: { type: "string", default: fileURLToPath(new URL("../../dist/aws-federation.envoy.wasm", import.meta.url)) },
  },
});
if (!process.env.ENVOY) throw new Error("ENVOY should name Envoy's binary");

// ---- what is sent, and what is answered ----

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const USER = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
  userName: "ada@example.com",
  externalId: "00u1abcd",
  displayName: "Ada Lovelace",
  name: { givenName: "Ada", familyName: "Lovelace" },
  emails: [{ value: "ada@example.com", type: "work", primary: true }],
  active: true,
  title: "Analyst",
  [ENTERPRISE]: { department: "Engines", costCenter: "1843" },
};
const STORED = JSON.stringify({ id: "9067-1", meta: { resourceType: "User" }, ...USER });
const operations = (list) => ({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: list });
const KINDS = [
  { name: "GET a user", method: "GET", path: "/Users/9067-1" },
  { name: "POST a user that AWS takes", method: "POST", path: "/Users", body: USER, arrives: USER },
  {
    name: "POST a user that has to be changed",
    method: "POST",
    path: "/Users",
    body: { ...USER, active: "True", photos: [{ value: "https://example.com/p.png", type: "photo" }] },
    arrives: USER,
  },
  {
    name: "PATCH that has to be changed",
    method: "PATCH",
    path: "/Users/9067-1",
    body: operations([{ op: "Replace", path: "active", value: "False" }]),
    arrives: operations([{ op: "replace", path: "active", value: false }]),
  },
];

/** As a guide would write it: it knows no JSON, and what it looks for may stand in a value too. */
const LUA = `
local changes = {
  {',"photos":%b[]', ''},
  {'"active":"True"', '"active":true'}, {'"active":"False"', '"active":false'},
  {'"value":"True"', '"value":true'}, {'"value":"False"', '"value":false'},
  {'"op":"Replace"', '"op":"replace"'}, {'"op":"Add"', '"op":"add"'}, {'"op":"Remove"', '"op":"remove"'},
}
function envoy_on_request(handle)
  local body = handle:body()
  if body == nil then return end
  local text = body:getBytes(0, body:length())
  local changed = text
  for _, change in ipairs(changes) do changed = string.gsub(changed, change[1], change[2]) end
  if changed ~= text then handle:headers():replace("content-length", tostring(body:setBytes(changed))) end
end
`;

// ---- the two ends ----

let arrived;
const upstream = http.createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  arrived = body;
  response.writeHead(request.method === "POST" ? 201 : 200, { "content-type": "application/scim+json", "content-length": Buffer.byteLength(STORED) }).end(STORED);
});
upstream.keepAliveTimeout = 600_000;
await new Promise((done) => upstream.listen(0, "127.0.0.1", done));

/** The example's listener three times. */
function threeListeners(yaml) {
  const [before, rest] = splitAt(yaml, "    - name: scim\n");
  const [listener, after] = splitAt(rest, "\n  clusters:\n");
  const [head, filters] = splitAt(listener, "                  - name: envoy.filters.http.wasm\n");
  const [wasm, router] = splitAt(filters, "                  - name: envoy.filters.http.router\n");
  const lua = `                  - name: envoy.filters.http.lua
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
                      default_source_code: { inline_string: ${JSON.stringify(LUA)} }
`;
  const named = (name, filter) => (head + filter + router).replace("- name: scim\n", `- name: ${name}\n`);
  return before + [named("none", ""), named("lua", lua), named("filter", wasm)].join("") + after;
}

function splitAt(text, mark) {
  const at = text.indexOf(mark);
  if (at === -1 || text.indexOf(mark, at + 1) !== -1) throw new Error(`envoy.yaml should hold once: ${mark}`);
  return [text.slice(0, at), text.slice(at)];
}

async function listeners(admin) {
  const { listener_statuses: list } = await (await fetch(`http://${admin}/listeners?format=json`)).json();
  return Object.fromEntries(list.map(({ name, local_address: address }) => [name, address.socket_address.port_value]));
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
function send(port, { method, path, text }) {
  return new Promise((done, broken) => {
    const headers = { authorization: "Bearer t", "user-agent": "cpu", ...(text ? { "content-type": "application/scim+json", "content-length": Buffer.byteLength(text) } : {}) };
    const request = http.request({ host: "127.0.0.1", port, method, path: `/scim/v2${path}`, headers, agent }, (response) => {
      response.resume().on("end", () => done(response.statusCode)).on("error", broken);
    });
    request.on("error", broken).end(text);
  });
}

/** Microseconds that all threads of the process ran; of threads that ended meanwhile, Envoy has none. */
async function cpu(pid) {
  let nanoseconds = 0;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    nanoseconds += Number((await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8")).split(" ")[0]);
  }
  return nanoseconds / 1_000;
}

// ---- the run ----

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const envoy = await startEnvoy({ envoy: process.env.ENVOY, wasm: options.wasm, upstreamPort: upstream.address().port, edit: threeListeners, logs: "wasm:warning" });
if (!envoy.port) throw new Error(`Envoy did not start:\n${envoy.log()}`);
try {
  const ports = await listeners(envoy.admin);
  const sides = ["none", "lua", "filter"];
  const kinds = KINDS.map((kind) => ({ ...kind, text: kind.body && JSON.stringify(kind.body), times: { none: [], lua: [], filter: [] } }));

  // First that they do what they are measured for; and Envoy and the plugin have run before.
  for (const kind of kinds) {
    for (const side of sides) {
      for (let count = 0; count < 300; count += 1) assert.ok((await send(ports[side], kind)) < 300, `${kind.name} through ${side}`);
      if (kind.body) assert.deepEqual(JSON.parse(arrived), side === "none" ? kind.body : kind.arrives, `${kind.name} through ${side}`);
    }
  }
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const kind of kinds) {
      for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
        const before = await cpu(envoy.pid);
        for (let count = 0; count < Number(options.requests); count += 1) await send(ports[side], kind);
        kind.times[side].push(((await cpu(envoy.pid)) - before) / Number(options.requests));
      }
    }
  }
  console.log(`microseconds of CPU for one request, median of ${options.rounds} rounds of ${options.requests}:`);
  for (const { name, text, times } of kinds) {
    const [none, lua, filter] = sides.map((side) => median(times[side]));
    const [addedByLua, added] = ["lua", "filter"].map((side) => median(times[side].map((time, round) => time - times.none[round])));
    const least = sides.map((side) => Math.min(...times[side]).toFixed(0)).join(", ");
    console.log(
      `${name} (${text?.length ?? 0} bytes): none ${none.toFixed(0)}, Lua ${lua.toFixed(0)}, filter ${filter.toFixed(0)}; added: Lua ${addedByLua.toFixed(0)}, filter ${added.toFixed(0)}; ` +
        `filter / none ${(filter / none).toFixed(2)}, filter / Lua ${(filter / lua).toFixed(2)}; least ${least}`,
    );
  }
} finally {
  await envoy.stop();
  agent.destroy();
  upstream.close();
  upstream.closeAllConnections();
}
