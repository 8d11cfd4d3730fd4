// What the filter costs Envoy: CPU a request, against no filter and against a Lua filter that does what a guide's snippet does,
// in the same run. Three Envoys, the same requests in turn, the processor time of each from the kernel.
//
//   ENVOY=PATH node tests/scim-http/cpu.mjs [--rounds 7] [--requests 2000] [--at-once 8] [--wasm PATH]
//
// Compares, and judges nothing: a machine that does something else meanwhile makes all three slower.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startEnvoy } from "../../host-examples/envoy/test/envoy.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    requests: { type: "string", default: "2000" },
    "at-once": { type: "string", default: "8" },
    wasm: { type: "string", default: fileURLToPath(new URL("../../dist/aws-federation.envoy.wasm", import.meta.url)) },
  },
});
const TICKS = 100; // a second, in /proc (getconf CLK_TCK)

/** What a guide would have: takes `photos` out of the text, without reading it as JSON. */
const LUA = `                  - name: envoy.filters.http.lua
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
                      default_source_code:
                        inline_string: |
                          function envoy_on_request(handle)
                            local body = handle:body()
                            if body and body:length() > 0 then
                              local text = body:getBytes(0, body:length()):gsub('"photos":%b[],', "")
                              body:setBytes(text)
                              handle:headers():replace("content-length", #text)
                            end
                          end
`;
const filters = (instead) => (yaml) => yaml.replace(/ {18}- name: envoy\.filters\.http\.wasm\n[^]*?(?= {18}- name: envoy\.filters\.http\.router)/, () => instead);

const USER = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
  userName: "ada@example.com",
  externalId: "701984",
  displayName: "Ada Lovelace",
  photos: [{ value: "https://idp.example/photos/ada.png", type: "photo" }],
  name: { givenName: "Ada", familyName: "Lovelace", formatted: "Ada Lovelace" },
  active: true,
  emails: [{ value: "ada@example.com", type: "work", primary: true }],
  phoneNumbers: [{ value: "+44 20 7946 0000", type: "work" }],
  addresses: [{ type: "work", streetAddress: "12 St James's Square", locality: "London", region: "London", postalCode: "SW1Y 4LB", country: "GB" }],
  title: "Countess",
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { employeeNumber: "7", department: "Engines", manager: { value: "9067729b3d-ee533c18-538a-4cd3-a572-63fb863ed734" } },
};
const PATCH = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "Replace", path: "active", value: "False" }, { op: "replace", value: { displayName: "A", title: "B" } }] };
const LOADS = [
  ["GET /Users/ID", "GET", "/scim/v2/Users/9067729b3d-1", undefined],
  ["POST /Users, 1 KB, photos left out", "POST", "/scim/v2/Users", JSON.stringify(USER)],
  ["PATCH /Users/ID of Entra ID", "PATCH", "/scim/v2/Users/9067729b3d-1", JSON.stringify(PATCH)],
];

const answer = JSON.stringify({ id: "9067729b3d-1", ...USER, photos: undefined });
const received = [];
const aws = http.createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  received[0] = text;
  response.writeHead(request.method === "POST" ? 201 : 200, { "content-type": "application/json" }).end(answer);
});
await new Promise((done) => aws.listen(0, "127.0.0.1", done));

const AT_ONCE = Number(options["at-once"]);
const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
function send(port, method, path, body) {
  const headers = { authorization: "Bearer x", "user-agent": "test", ...(body && { "content-type": "application/scim+json", "content-length": Buffer.byteLength(body) }) };
  return new Promise((done, broken) => {
    const request = http.request({ host: "127.0.0.1", port, method, path, headers, agent }, (response) => response.resume().on("end", () => done(response.statusCode)));
    request.on("error", broken).end(body);
  });
}

/** Microseconds of processor time so far, in user and kernel mode. */
async function used(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1].split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / TICKS;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const upstreamPort = aws.address().port;
const start = (edit) => startEnvoy({ envoy: process.env.ENVOY, wasm: resolve(options.wasm), upstreamPort, edit });
const envoys = { "no filter": await start(filters("")), "Lua": await start(filters(LUA)), "this filter": await start() };
try {
  for (const [name, { port, log }] of Object.entries(envoys)) {
    assert.ok(port, `${name}: ${log?.()}`);
    assert.equal(await send(port, ...LOADS[1].slice(1)), 201, name);
    assert.equal(received[0].includes("photos"), name === "no filter", name);
  }
  for (const [load, ...request] of LOADS) {
    const costs = Object.fromEntries(Object.keys(envoys).map((name) => [name, []]));
    for (let round = -1; round < Number(options.rounds); round += 1) {
      for (const [name, { port, pid }] of Object.entries(envoys)) {
        const before = await used(pid);
        let left = Number(options.requests);
        const sender = async () => {
          for (; left > 0; left -= 1) await send(port, ...request);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, sender));
        // The first round warms up.
        if (round >= 0) costs[name].push(((await used(pid)) - before) / Number(options.requests));
      }
    }
    const none = median(costs["no filter"]);
    console.log(`${load}: ${Object.entries(costs).map(([name, list]) => `${name} ${median(list).toFixed(0)} us (+${(median(list) - none).toFixed(0)}; ${Math.min(...list).toFixed(0)} to ${Math.max(...list).toFixed(0)})`).join(", ")}`);
  }
} finally {
  for (const envoy of Object.values(envoys)) await envoy.stop?.();
  agent.destroy();
  await new Promise((done) => (aws.close(done), aws.closeAllConnections()));
}
