// plugin.mjs and sign.mjs in a page: every case of the test suite, and Responses signed by WebCrypto.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";

export async function runCases(page, address, options) {
  await page.goto(address);
  const lines = (await readFile(options.cases, "utf8")).split("\n").filter((line) => line !== "");
  const answers = [];
  for (const batch of batches(lines)) {
    answers.push(
      ...(await page.evaluate(async (lines) => {
        const { callText } = await import("../plugin.mjs");
        return lines.map((line) => {
          const { operation, request, requestBase64 } = JSON.parse(line);
          const bytes = requestBase64 === undefined
            ? JSON.stringify(request) ?? ""
            : Uint8Array.from(atob(requestBase64), (letter) => letter.charCodeAt(0));
          return callText(operation, bytes);
        });
      }, batch)),
    );
  }
  await writeFile(options.answers, answers.map((answer) => `${answer}\n`).join(""));
  assert.equal(answers.length, lines.length);
}

/** Chromium closes its pipe at 100 MB a message: as many lines at a time as make 20 MB, or one that is longer. */
function* batches(lines) {
  let batch = [];
  let length = 0;
  for (const line of lines) {
    if (batch.length > 0 && length + line.length > 20e6) {
      yield batch;
      [batch, length] = [[], 0];
    }
    batch.push(line);
    length += line.length;
  }
  if (batch.length > 0) yield batch;
}

/** Every case that is signed inside the plugin, signed by WebCrypto instead: the same document, byte for byte. */
export async function signInThePage(page, address, options) {
  await page.goto(address);
  const lines = (await readFile(options.cases, "utf8")).split("\n").filter((line) => line !== "");
  const requests = lines.map((line) => JSON.parse(line)).filter(({ operation }) => operation === "saml_issue").flatMap((line) => {
    try {
      const request = line.request ?? JSON.parse(Buffer.from(line.requestBase64, "base64"));
      return request.identityProvider?.key ? [request] : [];
    } catch {
      return []; // a case whose request is no JSON
    }
  });
  const signed = await page.evaluate(async (requests) => {
    const { callText } = await import("../plugin.mjs");
    const { issue, privateKey } = await import("../sign.mjs");
    const pairs = [];
    for (const request of requests) {
      const inside = JSON.parse(callText("saml_issue", JSON.stringify(request)));
      if (inside.type === "failure") continue; // refused before anything is signed
      const { key, ...identityProvider } = request.identityProvider;
      const handle = await privateKey(key.val);
      const exported = await crypto.subtle.exportKey("pkcs8", handle).then(() => "exported", (error) => error.name);
      pairs.push({ inside, outside: await issue({ ...request, identityProvider }, handle), exported });
    }
    return pairs;
  }, requests);
  assert.ok(signed.length >= 3, `only ${signed.length} cases are signed inside`);
  for (const { inside, outside, exported } of signed) {
    assert.deepEqual(outside, inside);
    assert.equal(exported, "InvalidAccessError");
  }
}

