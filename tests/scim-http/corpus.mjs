// Payloads of identity providers, under every reading of every switch, straight to the stand-in and through a proxy.
//
//   node tests/scim-http/corpus.mjs FOLDER [--proxy ./js-proxy.mjs] [--wasm PATH] [--verbose]
//
// FOLDER holds index.json, a list of {"file","method","path","aws_verdict","why"}, and the files. Resources that a path or a
// member names exist already. For each payload and each choice of readings (all strict, all lenient, and either with one
// switch changed) these must hold:
//
//   what the stand-in rejects straight ends, through the proxy, as the state that was meant (meaning.mjs), or is refused
//   with nothing done and an attribute named; what it takes straight leaves the same state through the proxy; sent again,
//   nothing changes.
//
// Prints a table, and `N passed, N failed`; status 0 when none failed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { mostLenient, strictest, SWITCHES } from "../../host-examples/aws-scim/switches.mjs";
import { client, people, startAws, succeeded } from "./client.mjs";
import { differences, meant } from "./meaning.mjs";

/** Every choice of readings: `{ name, switches }`. */
export function choices() {
  const all = (reading) => Object.fromEntries(SWITCHES.map(({ name }) => [name, reading(name)]));
  const bases = [["strict", all(strictest)], ["lenient", all(mostLenient)]];
  return bases.flatMap(([base, switches]) => [
    { name: base, switches },
    ...SWITCHES.flatMap(({ name, readings }) =>
      readings
        .filter((reading) => reading !== switches[name])
        .map((reading) => ({ name: `${base}, but ${name}=${reading}`, switches: { ...switches, [name]: reading } })),
    ),
  ]);
}

/** What exists before, under the ids that the payload names: people, and a group with or without those whom it names. */
export function before({ path, body }, inside) {
  const [, endpoint, id] = path.split("/");
  const text = JSON.stringify(body);
  const users = [...new Set([...(endpoint === "Users" && id ? [id] : []), ...(text.match(/"value":"([\w]{10}-[\w-]{36})"/g) ?? []).map((match) => match.slice(9, -1))])];
  const seeds = people(users.length + 1).map((user, index) => ({ ...user, id: users[index] ?? user.id }));
  const groups = endpoint === "Groups" && id ? [{ id, displayName: "before", externalId: "before", members: [...(inside ? [seeds[0].id] : []), seeds.at(-1).id] }] : [];
  return { users: seeds, groups };
}

async function run(folder, start, verbose) {
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  const aws = await startAws();
  const proxy = await start({ upstream: aws.upstream });
  const failures = [];
  let passed = 0;
  const rows = [];
  try {
    for (const entry of index) {
      const payload = { ...entry, body: JSON.parse(readFileSync(join(folder, entry.file), "utf8")) };
      const tally = { raw: new Set(), meant: 0, same: 0, refused: 0, byAws: 0 };
      for (const inside of [true, false]) {
        for (const { name, switches } of choices()) {
          try {
            const outcome = await check(payload, { aws, proxy, switches, inside, tally });
            tally[outcome] += 1;
            passed += 1;
          } catch (error) {
            failures.push([`${entry.file}: ${error.message}`, name]);
          }
        }
        // Only a payload for a group has anybody inside.
        if (!/^\/Groups\/./.test(entry.path)) break;
      }
      rows.push([entry.file.replace(".json", ""), entry.aws_verdict, verdict(tally), tally.same, tally.meant, tally.refused, tally.byAws]);
    }
  } finally {
    await proxy.stop();
    await aws.close();
  }
  print([["payload", "verdict", "straight", "taken: same", "rejected: as meant", "refused here", "refused by AWS, named"], ...rows]);
  const byMessage = new Map();
  for (const [message, name] of failures) byMessage.set(message, [...(byMessage.get(message) ?? []), name]);
  for (const [message, names] of byMessage) console.log(`FAILED ${message}\n  with ${verbose ? names.join("; ") : `${names[0]}${names.length > 1 ? ` and ${names.length - 1} other choices` : ""}`}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length;
}

const verdict = ({ raw }) => (raw.size > 1 ? "depends" : [...raw][0]);

async function check({ method, path, body }, { aws, proxy, switches, inside, tally }) {
  const begin = before({ path, body }, inside);
  const ask = (base) => client(base).ask(method, path, body);
  await aws.begin(begin, { switches });
  const initial = aws.service().store.dump();
  const straight = await ask(aws.base);
  const after = aws.service().store.dump();
  tally.raw.add(succeeded(straight) ? "accept" : "reject");

  await aws.begin(begin, { switches });
  const answer = await ask(proxy.base);
  const found = aws.service().store.dump();
  const { requests } = await aws.trail();
  assert.ok(requests.every(({ status }) => status !== 500), "the stand-in broke");

  let outcome;
  if (succeeded(straight)) {
    assert.ok(succeeded(answer), `taken straight, ${answer.status} through the proxy: ${answer.text}`);
    isSame(after, found);
    outcome = "same";
  } else if (succeeded(answer)) {
    isSame(meant({ method, path, body }, initial), found);
    outcome = "meant";
  } else {
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}: ${answer.text}`);
    assert.ok(isDeepStrictEqual(found, initial), "refused, but something was done");
    const names = [...Object.keys(flat(body)), "userName", "displayName", "givenName", "familyName"];
    assert.ok(names.some((name) => answer.json.detail.includes(name)), `no attribute is named: ${answer.text}`);
    outcome = requests.length === 0 ? "refused" : "byAws";
  }

  const again = await ask(proxy.base);
  assert.ok(isDeepStrictEqual(aws.service().store.dump(), found), "sent again, it changes something");
  if (method !== "POST") assert.equal(succeeded(again), succeeded(answer), `sent again, ${again.status}: ${again.text}`);
  else if (succeeded(answer)) assert.equal(again.status, 409, again.text);
  return outcome;
}

function isSame(wanted, found) {
  const lines = differences(wanted, found);
  assert.equal(lines.length, 0, lines.join("\n  "));
}

/** Names of attributes in a body, by their last part. */
function flat(value, names = {}) {
  if (Array.isArray(value)) for (const each of value) flat(each, names);
  else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      names[name.split(/[:.]/).pop()] = 1;
      if (name === "path") names[each.split(/[.[:]/).find((part) => part) ?? each] = 1;
      flat(each, names);
    }
  }
  return names;
}

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) console.log(row.map((cell, column) => String(cell).padEnd(widths[column])).join("  ").trimEnd());
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const { values, positionals } = parseArgs({
    options: { proxy: { type: "string" }, wasm: { type: "string" }, verbose: { type: "boolean" } },
    allowPositionals: true,
  });
  if (positionals.length !== 1) {
    console.error("usage: node corpus.mjs FOLDER [--proxy MODULE] [--wasm PATH] [--verbose]");
    process.exit(2);
  }
  const { start } = await import(values.proxy ? pathToFileURL(resolve(values.proxy)).href : "./js-proxy.mjs");
  process.exitCode = (await run(positionals[0], (options) => start({ ...options, wasm: values.wasm }), values.verbose)) === 0 ? 0 : 1;
}
