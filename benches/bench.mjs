// The benchmarks: what each operation costs in each face, beside OpenSSL's RSA-2048 signature in the same run.
// Started by `cargo xtask bench`, which knows where everything is:
//
//   node bench.mjs --extism WASM --component DIR [--program NAME=COMMAND-AS-JSON]...
//
// A program (the native core, a Rust host) measures itself: with `--time --lines -` it answers each line with the
// nanoseconds that the call took.

import { spawn } from "node:child_process";
import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { load as loadComponent } from "../host-examples/js-component/component.mjs";
import { load as loadExtism } from "../host-examples/js/extism.mjs";
import { exportsOf, jsonFields } from "../host-examples/js/json-fields.mjs";

// All is measured in turns, so that another program's burst hits neither one face nor the unit alone.
const ROUNDS = 9;
const MILLISECONDS_A_TURN = 40;

const { values: options } = parseArgs({
  options: { extism: { type: "string" }, component: { type: "string" }, program: { type: "string", multiple: true, default: [] } },
});
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const pem = read("../tests/fixtures/identity-provider.key");
const certificate = read("../tests/fixtures/identity-provider.crt");
const key = createPrivateKey(pem);
const signature = (toSign) => sign("sha256", Buffer.from(toSign, "base64"), key).toString("base64");

// ---- what is measured: the calls of one operation, in order ----

const groups = (count) => Array.from({ length: count }, (_, n) => ({ name: `group-${n}`, attributes: { aws_role: `Role-${n}` } }));
const principal = { username: "ada.lovelace", email: "ada@example.com", displayName: "Ada Lovelace", groups: groups(10) };
const mapping = {
  account: "123412341234",
  provider: "authentik",
  roles: [{ tag: "group-attribute", val: { attribute: "aws_role", merge: "all" } }],
  sessionDuration: 3600,
};
const context = { now: "2026-11-24T16:00:00Z", entropy: Buffer.from(Array.from({ length: 48 }, (_, n) => n + 1)).toString("base64") };
const identityProvider = { entityId: "https://idp.example.com/saml", certificate };
const order = { principal, mapping, context, identityProvider };
const signedInside = { ...order, identityProvider: { ...identityProvider, key: { tag: "pem", val: pem } } };

const extism = await loadExtism(options.extism);
const pending = (await extism.call("saml_issue", order)).pending;
const completion = { state: pending.state, signature: signature(pending.toSign) };
const issued = (await extism.call("saml_issue", signedInside)).response;

const members = Array.from({ length: 250 }, (_, n) => ({ value: `9067729b3d-00000000-0000-4000-8000-${String(n).padStart(12, "0")}` }));
const newGroup = {
  method: "POST",
  path: "/scim/v2/Groups",
  headers: [{ name: "content-type", value: "application/scim+json" }],
  body: JSON.stringify({ displayName: "developers", members }),
};
const createdGroup = {
  state: (await extism.call("scim_plan", newGroup)).state,
  headers: newGroup.headers,
  answers: [{ status: 201, headers: [], body: JSON.stringify({ id: "9067729b3d-f987ac4d-a175-44f0-a528-6d23c5d2ec4d", displayName: "developers" }) }],
};

/** One line of the table each. A new operation needs a line here and nothing else. */
const OPERATIONS = [
  { name: "W1 attributes, 10 groups", calls: [["saml_attributes", { principal, mapping }]] },
  { name: "W2 issue, the guest's part, signature checked", calls: [["saml_issue", order], ["saml_complete", completion]] },
  {
    name: "W2 issue, the guest's part, host checks",
    calls: [["saml_issue", order], ["saml_complete", { ...completion, signatureCheck: "host" }]],
  },
  { name: "W2 issue, whole, node:crypto signs", signs: true, calls: [["saml_issue", order]] },
  {
    name: "W2 issue, whole, node:crypto signs, host checks",
    signs: true,
    calls: [["saml_issue", order]],
    more: { signatureCheck: "host" },
  },
  { name: "W2 issue, key in the guest", calls: [["saml_issue", signedInside]] },
  {
    name: "W3 configure an IdP from metadata",
    calls: [["metadata_configure", { ...JSON.parse(read("../host-examples/demo/configure.json")), metadata: read("../host-examples/demo/aws-console.xml") }]],
  },
  {
    name: "W5 check a Response",
    calls: [["saml_check", {
      response: issued.base64,
      now: context.now,
      identityProvider: { entityId: identityProvider.entityId, certificates: [certificate] },
      provider: "arn:aws:iam::123412341234:saml-provider/authentik",
      role: "arn:aws:iam::123412341234:role/Role-0",
    }]],
  },
  {
    name: "W6 plan a SCIM user",
    calls: [["scim_plan", {
      method: "POST",
      path: "/scim/v2/Users",
      headers: [{ name: "content-type", value: "application/scim+json" }],
      body: read("../host-examples/demo/user.json"),
    }]],
  },
  { name: "W6 a group of 250 members, planned and carried on", calls: [["scim_plan", newGroup], ["scim_reply", createdGroup]] },
];

// ---- faces: prepare calls, and give a function that carries them out once and says how many nanoseconds it took ----

/** Bytes of JSON in, bytes of JSON out. */
function jsExtism({ calls, signs, more }) {
  const bytes = calls.map(([operation, request]) => [operation, new TextEncoder().encode(JSON.stringify(request))]);
  return inThisProcess(async () => {
    let answer;
    for (const [operation, request] of bytes) answer = await extism.callBytes(operation, request);
    if (!signs) return;
    const { toSign, state } = JSON.parse(new TextDecoder().decode(answer)).pending;
    await extism.call("saml_complete", { state, signature: signature(toSign), ...more });
  });
}

/** JavaScript's own values in and out, through typed functions. */
function jsComponent(component) {
  return ({ calls, signs, more }) => {
    const typed = calls.map(([operation, request]) => {
      const { interface: name, function: method } = exportsOf[operation];
      const value = structuredClone(request);
      for (const path of jsonFields[operation]) asText(value, path);
      return [component[name][method], value];
    });
    return inThisProcess(async () => {
      let answer;
      for (const [call, request] of typed) answer = call(request);
      if (!signs) return;
      const { toSign, state } = answer.pending;
      component.saml.complete({ state, signature: signature(toSign), ...more });
    });
  };
}

/** The component takes values of open form as JSON text. */
function asText(value, [step, ...rest]) {
  if (value === undefined) return;
  if (step === "*") for (const element of value) asText(element, rest);
  else if (rest.length > 0) asText(value[step], rest);
  else if (value[step] !== undefined) value[step] = JSON.stringify(value[step]);
}

function inThisProcess(carryOut) {
  return async () => {
    const start = process.hrtime.bigint();
    await carryOut();
    return Number(process.hrtime.bigint() - start);
  };
}

/** A program that stays, and is asked line by line. */
function program([command, ...words]) {
  const child = spawn(command, [...words, "--time", "--lines", "-"], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line) => {
    child.stdin.write(line);
    const { value, done } = await lines.next();
    if (done || !/^\d+$/.test(value)) throw new Error(`${command} ${done ? "stopped" : value}: ${line.slice(0, 60)}`);
    return Number(value);
  };
  return {
    close: () => child.stdin.end(),
    prepare: ({ calls, signs }) => {
      if (signs) return undefined; // what node:crypto does is not in another process
      const asked = calls.map(([operation, request]) => `${JSON.stringify({ operation, request })}\n`);
      return async () => {
        let sum = 0;
        for (const line of asked) sum += await ask(line);
        return sum;
      };
    },
  };
}

// ---- measuring ----

const programs = options.program.map((argument) => {
  const [name] = argument.split("=", 1);
  return { name, ...program(JSON.parse(argument.slice(name.length + 1))) };
});
const faces = [
  ...programs,
  { name: "js-extism", prepare: jsExtism },
  { name: "js-component", prepare: jsComponent(await loadComponent(options.component)) },
];

const toSign = Buffer.from(pending.toSign, "base64");
const unit = { samples: [], once: inThisProcess(async () => sign("sha256", toSign, key)) };
const rows = [];
for (const operation of OPERATIONS) {
  let refused;
  for (const [name, request] of operation.calls) {
    const answer = await extism.call(name, request);
    if (answer.type === "failure") refused = answer.errors[0].code;
  }
  for (const face of faces) {
    const once = refused ? undefined : face.prepare(operation);
    if (refused ? face === faces[0] : once) rows.push({ operation: operation.name, face: face.name, refused, once, samples: [] });
  }
}

for (let round = -1; round < ROUNDS; round += 1) {
  for (const row of [unit, ...rows]) {
    if (!row.once) continue;
    const end = performance.now() + MILLISECONDS_A_TURN;
    do {
      const took = await row.once();
      if (round >= 0) row.samples.push(took); // the first round warms up
    } while (performance.now() < end);
  }
}
for (const { close } of programs) close();
await extism.close();

/** The sample below which this share of all lies. */
function quantile(samples, share) {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length * share)];
}

// A busy machine interrupts long calls more often than short ones, so beside the median stands the best tenth.
const WIDTHS = [52, 14, 12, 14, 14, 14, 8];
const line = (...cells) => console.log(cells.map((cell, n) => (n < 2 ? cell.padEnd(WIDTHS[n]) : String(cell).padStart(WIDTHS[n]))).join(""));
const figures = (samples) => [
  ...[0.5, 0.1].flatMap((share) => {
    const [took, rsa] = [quantile(samples, share), quantile(unit.samples, share)];
    return [(took / 1000).toFixed(1), (took / rsa).toFixed(2)];
  }),
  samples.length,
];
line("operation", "face", "median us", "x RSA sign", "best 10th us", "x RSA sign", "calls");
line("OpenSSL's RSA-2048 signature", "node:crypto", ...figures(unit.samples));
for (const { operation, face, refused, samples } of rows) {
  if (refused) line(operation, "-", refused);
  else line(operation, face, ...figures(samples));
}
