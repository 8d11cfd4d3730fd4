// A scene of `cargo xtask demo`: what an identity provider sends, straight to a strict stand-in for AWS and through the proxy
// that carries the plugin's plans out. Fails if AWS does not end with what was meant.
//
//   node scim.mjs PLUGIN.wasm

import { startAwsScim } from "../aws-scim/server.mjs";
import { load } from "../js/extism.mjs";
import { startProxy } from "../js/scim-proxy.mjs";

const TOKEN = "demo-token";
const aws = await startAwsScim({ token: TOKEN });
const proxy = await startProxy({ open: () => load(process.argv[2]), upstream: aws.base.replace(/\/scim\/v2$/, "") });
const straight = aws.base;
const through = `http://127.0.0.1:${proxy.port}/scim/v2`;

async function send(base, method, path, body) {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/scim+json", "user-agent": "demo" };
  const before = aws.trail().length;
  const response = await fetch(base + path, { method, headers, body: JSON.stringify(body) });
  const json = await response.json();
  return { status: response.status, json, requests: aws.trail().length - before };
}

const ada = {
  userName: "ada@example.com",
  displayName: "Ada Lovelace",
  name: { givenName: "Ada", familyName: "Lovelace" },
  photos: [{ value: "https://idp.example/ada.png" }],
  emails: [{ value: "ada@example.com", type: "work" }],
};
let failed = 0;

/** One line: what was sent, what came of it, and whether it is what must come of it. */
function say(words, { status, json, requests }, right) {
  if (!right) failed += 1;
  const count = requests === 1 ? "1 request" : `${requests} requests`;
  console.log(`${words}\n    ${status} after ${count} to AWS${json.detail ? `: ${json.detail}` : ""}${right ? "" : "   <- not what was expected"}`);
}

const refused = await send(straight, "POST", "/Users", ada);
say("A user with a photo, straight to AWS", refused, refused.status === 400);
const created = await send(through, "POST", "/Users", ada);
say("The same, through the plugin", created, created.status === 201);

// 319 more, behind AWS's curtain.
const people = [created.json.id];
for (let number = 1; number < 320; number += 1) {
  const name = { givenName: "User", familyName: String(number) };
  people.push(aws.service.store.createUser({ userName: `user${number}`, displayName: `User ${number}`, name, active: true }).id);
}
const members = (ids) => ids.map((value) => ({ value, display: "somebody" }));
const group = await send(through, "POST", "/Groups", { displayName: "developers", members: members(people.slice(0, 250)) });
say("A new group of 250 members, of whom AWS takes 100 at once", group, group.status === 201 && group.requests === 3);
const replaced = await send(through, "PUT", `/Groups/${group.json.id}`, { displayName: "developers", members: members(people.slice(140)) });
const kept = [...aws.service.store.group(group.json.id).members].sort();
const right = JSON.stringify(kept) === JSON.stringify(people.slice(140).sort());
say("Replaced by 180, 110 of whom stay; AWS cannot replace a group", replaced, replaced.status === 200 && right);
console.log(`    AWS has ${kept.length} members, ${right ? "those that were sent" : "and NOT those that were sent"}`);

await proxy.close();
await aws.close();
process.exitCode = failed === 0 ? 0 : 1;
