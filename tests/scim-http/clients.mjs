// scim2-client and scim2-tester (PyPI) through a proxy against the stand-in for AWS.
//
//   node tests/scim-http/clients.mjs --python PATH [--proxy ./js-proxy.mjs] [--wasm PATH] [--straight]
//
// PATH: a Python with tests/scim-http/requirements.txt. Whatever a strict client of RFC 7644 finds otherwise than it
// expects must be one of DIFFERENCES, and each of those must be found: docs/scim-clients.md explains them.
// --straight: to the stand-in without a proxy, for comparison; prints what is found and judges nothing.
// Prints `N passed, N failed`; status 0 when none failed.

import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { startAws, TOKEN } from "./client.mjs";

/** What AWS cannot serve, however it is asked. `why` is a line of docs/scim-clients.md. */
const DIFFERENCES = [
  { why: "attributes that AWS has not", checks: /^check_(add|replace)_attribute$/, reason: /value for '(ims|photos|entitlements|x509Certificates)'/, models: "standard" },
  { why: "`display` of list elements", checks: /^check_(add|replace)_attribute$/, reason: /value for '(emails|phoneNumbers)'[^]*display=/, models: "standard" },
  { why: "`profileUrl` is kept and not told", checks: /^check_(add|replace)_attribute$/, reason: /value for 'profileUrl'/ },
  { why: "`roles` cannot be patched", checks: /^check_(add|replace|remove)_attribute$/, reason: /'roles'/ },
  { why: "required names and `active` stay", checks: /^check_remove_attribute$/, reason: /Failed to remove attribute '(name|displayName|active)'/ },
  { why: "no search with POST", checks: /^search_with_attributes$/, reason: /POST \/.search/ },
];

const TOLERATED = new Set(["SUCCESS", "COMPLIANT", "ACCEPTABLE"]);

async function ask(python, base, models) {
  const script = fileURLToPath(new URL("scim2_clients.py", import.meta.url));
  const child = spawn(python, [script, base, TOKEN, models], { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => (out += chunk));
  const status = await new Promise((done, broken) => child.once("error", broken).once("close", done));
  if (status !== 0) throw new Error(`${script} ended with status ${status}`);
  return out.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

function judge(models, findings) {
  let passed = 0;
  const failures = [];
  const seen = new Set();
  for (const { check, resource, status, reason } of findings) {
    const known = DIFFERENCES.find((each) => (each.models ?? models) === models && each.checks.test(check) && each.reason.test(reason ?? ""));
    if (known) seen.add(known);
    if (known || TOLERATED.has(status)) passed += 1;
    else failures.push(`${models}: ${resource ?? "service"}: ${check}: ${status} ${reason ?? ""}`);
  }
  for (const each of DIFFERENCES) {
    if ((each.models ?? models) === models && !seen.has(each)) failures.push(`${models}: no longer a difference: ${each.why}`);
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
  for (const models of ["standard", "discovered"]) {
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
