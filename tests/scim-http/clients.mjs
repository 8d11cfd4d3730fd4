// scim2-client, scim2-tester and scim-sanity (PyPI) through a proxy against the stand-in for AWS.
//
//   node tests/scim-http/clients.mjs --python PATH [--proxy ./js-proxy.mjs] [--wasm PATH] [--straight]
//
// PATH: a Python with tests/scim-http/requirements.txt. Whatever a strict client of RFC 7644 finds otherwise than it
// expects must be one of DIFFERENCES, and each of those must be found: docs/scim-clients.md explains them.
// --straight: to the stand-in without a proxy, for comparison; prints what is found and judges nothing.
// Prints `N passed, N failed`; status 0 when none failed.

import { spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { startAws, TOKEN } from "./client.mjs";

const ALL = ["standard", "discovered", "located"];
const ADD_AND_REPLACE = ["check_add_attribute", "check_replace_attribute"];
const PATCHES = [...ADD_AND_REPLACE, "check_remove_attribute"];
const GROUP_CHECKS = ["object_query_with_attributes", "object_list_with_attributes", "search_with_attributes", "object_replacement", ...PATCHES];
const EXTENSION = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const otherValue = (name) => new RegExp(`(returned unexpected value for|Attribute) '${name}'`);
const refused = (name) => new RegExp(`Failed to \\w+ attribute '${name}': (AWS does not document|\`${name}\` cannot be removed)`);

/** What AWS cannot serve, however it is asked. `why` is a line of docs/scim-clients.md; each reason is found in each check. */
const DIFFERENCES = [
  { why: "attributes that AWS does not have", resource: "User", checks: ADD_AND_REPLACE, reasons: ["ims", "photos", "entitlements", "x509Certificates"].map(otherValue), models: ["standard", "located"] },
  { why: "`display` of emails and phone numbers", resource: "User", checks: ADD_AND_REPLACE, reasons: [otherValue("phoneNumbers")], models: ["standard", "located"] },
  { why: "the only email is the primary one", resource: "User", checks: ADD_AND_REPLACE, reasons: [otherValue("emails")], models: ALL },
  { why: "`profileUrl` is kept and not told", resource: "User", checks: ADD_AND_REPLACE, reasons: [otherValue("profileUrl")], models: ALL },
  { why: "`manager.$ref` is kept and not told", resource: "User", checks: ADD_AND_REPLACE, reasons: [otherValue(EXTENSION), otherValue(`${EXTENSION}:manager`)], models: ["located"] },
  { why: "`roles` in a PATCH", resource: "User", checks: PATCHES, reasons: [refused("roles")], models: ALL },
  { why: "what a user has to have", resource: "User", checks: ["check_remove_attribute"], reasons: ["name", "active"].map(refused), models: ALL },
  { why: "what a user has to have", resource: "User", checks: ["check_remove_attribute"], reasons: [refused("displayName")], models: ["standard", "located"] },
  { why: "search with POST", resource: "User", checks: ["search_with_attributes"], reasons: [/^POST \/\.search/], models: ALL },
  { why: "search with POST", resource: "Group", checks: ["search_with_attributes"], reasons: [/^POST \/\.search/], models: ["located"] },
  { why: "no `meta.location`", resource: "Group", checks: GROUP_CHECKS, reasons: [/violates schema\. \(the request was about [^)]*members/], models: ["standard", "discovered"] },
  { why: "`display` and `$ref` of members", resource: "Group", checks: ADD_AND_REPLACE, reasons: [otherValue("members")], models: ["located"] },
  { why: "no `meta.location`", resource: "scim-sanity", checks: ["POST /Users", "POST /Groups"], reasons: [/^Location header/], models: ["sanity"] },
  { why: "`meta.lastModified` of a changed group", resource: "scim-sanity", checks: ["PUT /Groups/{id}"], reasons: [/^meta\.lastModified/], models: ["sanity"] },
  { why: "204 for a PATCH of a group", resource: "scim-sanity", checks: ["PATCH /Groups/{id}", "PATCH /Groups/{id} remove members"], reasons: [/^Expected (HTTP )?200, got 204/], models: ["sanity"] },
  { why: "members that do not exist", resource: "scim-sanity", checks: ["PATCH /Groups/{id} add member"], reasons: [/^Expected 200, got 400/], models: ["sanity"] },
  { why: "agents", resource: "scim-sanity", checks: ["Agent CRUD Lifecycle", "AgenticApplication CRUD Lifecycle", "Agent Rapid Lifecycle"], reasons: [/not supported/], models: ["sanity"] },
].flatMap(({ checks, reasons, ...rest }) => checks.flatMap((check) => reasons.map((reason) => ({ check, reason, ...rest }))));

const TOLERATED = new Set(["SUCCESS", "COMPLIANT", "ACCEPTABLE"]);

async function run(command, words, statuses) {
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => (out += chunk));
  const status = await new Promise((done, broken) => child.once("error", broken).once("close", done));
  if (!statuses.includes(status)) throw new Error(`${command} ended with status ${status}`);
  return out;
}

async function ask(python, base, models) {
  if (models === "sanity") {
    // Status 1: it has something to say.
    const out = await run(join(dirname(python), "scim-sanity"), ["probe", base, "--token", TOKEN, "--i-accept-side-effects", "--json-output"], [0, 1]);
    return JSON.parse(out).results.map(({ name, status, message }) => ({ check: name, resource: "scim-sanity", status: status === "pass" ? "SUCCESS" : status, reason: message }));
  }
  const out = await run(python, [fileURLToPath(new URL("scim2_clients.py", import.meta.url)), base, TOKEN, models], [0]);
  return out.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

function judge(models, findings) {
  const failures = [];
  let passed = 0;
  const expected = DIFFERENCES.filter((each) => each.models.includes(models));
  const seen = new Set();
  for (const { check, resource, status, reason } of findings) {
    if (TOLERATED.has(status)) {
      passed += 1;
      continue;
    }
    const known = expected.find((each) => each.check === check && each.resource === resource && each.reason.test(reason ?? ""));
    if (known) {
      passed += 1;
      seen.add(known);
    } else failures.push(`${models}: ${resource ?? "service"}: ${check}: ${status} ${reason ?? ""}`);
  }
  for (const each of expected) {
    if (!seen.has(each)) failures.push(`${models}: ${each.resource ?? "service"}: ${each.check}: no longer a difference: ${each.why} (${each.reason})`);
  }
  return { passed, failures };
}

const options = { python: { type: "string" }, proxy: { type: "string" }, wasm: { type: "string" }, straight: { type: "boolean" } };
const { values } = parseArgs({ options });
if (!values.python) {
  console.error("usage: node clients.mjs --python PATH [--proxy MODULE] [--wasm PATH] [--straight]");
  process.exit(2);
}
const { start } = await import(values.proxy ? pathToFileURL(resolve(values.proxy)).href : "./js-proxy.mjs");
const aws = await startAws();
const proxy = values.straight ? undefined : await start({ upstream: aws.upstream, wasm: values.wasm });
let passed = 0;
let failed = 0;
try {
  for (const models of [...ALL, "sanity"]) {
    await aws.begin();
    const findings = await ask(values.python, proxy?.base ?? aws.base, models);
    if (values.straight) {
      const counts = {};
      for (const { status } of findings) counts[status] = (counts[status] ?? 0) + 1;
      console.log(models, counts);
      continue;
    }
    const outcome = judge(models, findings);
    passed += outcome.passed;
    failed += outcome.failures.length;
    for (const line of outcome.failures) console.log(`FAILED ${line.replaceAll("\n", "\n  ")}`);
  }
} finally {
  await proxy?.stop();
  await aws.close();
}
if (!values.straight) console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
