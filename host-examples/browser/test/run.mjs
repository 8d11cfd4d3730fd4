// The page in a real Chromium.
//
//   node host-examples/browser/test/run.mjs --dist dist [--screenshots DIR] [--cases FILE.jsonl --answers FILE]
//
// --cases: one call a line, {"operation","request"} or {"operation","requestBase64"}, carried out by the package inside
// the page; --answers gets one answer a line. Prints `N passed, N failed`; status 0 when none failed.
// CHROMIUM names another browser than /usr/bin/chromium.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values: options } = parseArgs({
  options: { dist: { type: "string" }, screenshots: { type: "string" }, cases: { type: "string" }, answers: { type: "string" } },
});
if (!options.dist || Boolean(options.cases) !== Boolean(options.answers)) {
  console.error("usage: node run.mjs --dist DIR [--screenshots DIR] [--cases FILE.jsonl --answers FILE]");
  process.exit(2);
}

let passed = 0;
let failed = 0;

async function check(name, test) {
  try {
    await test();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n  ${String(error.message).replaceAll("\n", "\n  ")}`);
  }
}

/** Serves the page and the package, as they would lie in a repository's root, and nothing else. */
async function serve() {
  const page = fileURLToPath(new URL("..", import.meta.url));
  const roots = { "/host-examples/browser/": page, "/dist/browser/": resolve(options.dist, "browser") };
  const types = { ".html": "text/html", ".mjs": "text/javascript", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
  const server = http.createServer(async ({ url }, response) => {
    try {
      const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
      const [prefix, root] = Object.entries(roots).find(([prefix]) => path.startsWith(prefix));
      const type = types[extname(path)];
      if (!type) throw new Error("not one of ours");
      const content = await readFile(join(root, path.slice(prefix.length)));
      response.writeHead(200, { "content-type": `${type}${type === "application/wasm" ? "" : "; charset=utf-8"}` }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${server.address().port}/host-examples/browser/index.html`;
  return { address, close: () => (server.closeAllConnections(), server.close()) };
}

async function openBrowser() {
  const profile = await mkdtemp(join(tmpdir(), "aws-federation-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    viewport: { width: 1200, height: 900 },
    args: [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

async function checkThePage(page, address, complaints) {
  const verdict = page.locator("#verdict");
  const details = page.locator("#details");
  const run = async (text) => {
    await page.fill("#request", text);
    await page.click("#run");
  };

  await check("the page loads and runs its example", async () => {
    await page.goto(address);
    await page.locator("#verdict.success").waitFor();
    assert.match(await verdict.innerText(), /^AWS would be told 6 attributes with 2 roles\. Nothing/);
    assert.match(await page.locator("#about").innerText(), /^aws-federation \d+\.\d+\.\d+; facts about AWS as of \d{4}/);
  });
  await check("the answer names attributes, values and where they came from", async () => {
    const text = await details.innerText();
    for (const part of ["RoleSessionName", "arn:aws:iam::123412341234:role/admin", "of the group admins", "/mapping/roles/0"]) {
      assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
    }
  });
  await check("malformed JSON is refused with its code", async () => {
    await run('{"principal": ');
    assert.match(await verdict.innerText(), /^Refused/);
    assert.match(await details.innerText(), /api\.request-malformed/);
  });
  await check("the page works after a refusal", async () => {
    await page.selectOption("#example", "A value that AWS refuses");
    await page.locator("#verdict.error").waitFor();
    assert.match(await verdict.innerText(), /^AWS would be told \d+ attributes with one role, but one problem needs/);
    assert.match(await details.innerText(), /saml\.tag-dropped/);
  });
  await check("every mistake of a request is named", async () => {
    await page.selectOption("#example", "A request that is refused");
    assert.match(await verdict.innerText(), /^Refused: 2 things are wrong/);
    assert.match(await details.innerText(), /\/principal\/usrname[^]*\/mapping\/sessionDuration/);
  });
  await check("what somebody typed into an identity provider stays text", async () => {
    await run(
      JSON.stringify({
        principal: { username: "<img src=x onerror=alert(1)>", groups: [{ name: "<b>bold</b>" }] },
        mapping: {
          account: "123412341234",
          provider: "p",
          roles: [{ tag: "group-pattern", val: { pattern: "(.*)", role: "${1}" } }],
        },
      }),
    );
    assert.equal(await page.locator("#answer b, #answer img").count(), 0);
    assert.ok((await page.locator("#answer").innerText()).length > 0);
  });
  await check("the page talks to nobody else", async () => {
    const refused = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => "sent", (error) => error.name));
    assert.equal(refused, "TypeError");
    assert.equal(complaints.filter((line) => line.includes("Content Security Policy")).length, complaints.length, complaints.join("\n"));
  });
}

async function lookAtIt(page, address) {
  const shots = ["success", "refused"];
  if (options.screenshots) await mkdir(options.screenshots, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 800, 1600]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const shot of shots) {
        await page.goto(address);
        await page.selectOption("#example", shot === "success" ? "Roles from an attribute of groups" : "A value that AWS refuses");
        await page.locator(shot === "success" ? "#verdict.success" : "#verdict.error").waitFor();
        await check(`nothing overflows at ${width} px (${shot}, ${colorScheme})`, async () => {
          const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
          assert.equal(inner, outer);
        });
        if (options.screenshots) {
          await page.screenshot({ path: join(options.screenshots, `${shot}-${width}-${colorScheme}.png`), fullPage: true });
        }
      }
    }
  }
}

async function runCases(page, address) {
  await page.goto(address);
  const lines = (await readFile(options.cases, "utf8")).split("\n").filter((line) => line !== "");
  const answers = await page.evaluate(async (lines) => {
    const { callText } = await import("./plugin.mjs");
    return lines.map((line) => {
      const { operation, request, requestBase64 } = JSON.parse(line);
      const bytes = requestBase64 === undefined
        ? JSON.stringify(request) ?? ""
        : Uint8Array.from(atob(requestBase64), (letter) => letter.charCodeAt(0));
      return callText(operation, bytes);
    });
  }, lines);
  await writeFile(options.answers, answers.map((answer) => `${answer}\n`).join(""));
  assert.equal(answers.length, lines.length);
}

/** Every case that is signed inside the plugin, signed by WebCrypto instead: the same document, byte for byte. */
async function signInThePage(page, address) {
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
    const { callText } = await import("./plugin.mjs");
    const { issue, privateKey } = await import("./sign.mjs");
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

const server = await serve();
let browser;
try {
  browser = await openBrowser();
  const { page } = browser;
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await checkThePage(page, server.address, complaints);
  complaints.length = 0;
  await lookAtIt(page, server.address);
  if (options.cases) await check("the cases are carried out in the page", () => runCases(page, server.address));
  if (options.cases) await check("WebCrypto signs what the plugin would", () => signInThePage(page, server.address));
  await check("the console is silent", async () => assert.deepEqual(complaints, []));
} catch (error) {
  failed += 1;
  console.log(`FAILED to run\n  ${error.stack}`);
} finally {
  await browser?.close();
  server.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
