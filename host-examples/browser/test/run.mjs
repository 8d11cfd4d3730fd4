// The inspector in a real Chromium, and the package inside a page.
//
//   node host-examples/browser/test/run.mjs --dist dist [--screenshots DIR] [--figures] [--cases FILE.jsonl --answers FILE]
//
// --cases: one call a line, {"operation","request"} or {"operation","requestBase64"}, carried out by plugin.mjs inside a
// page; --answers gets one answer a line. --figures measures how the page loads. Prints `N passed, N failed`; status 0
// when none failed. CHROMIUM names another browser than /usr/bin/chromium.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { checkAggregates } from "./aggregates.mjs";
import { runCases, signInThePage } from "./cases.mjs";
import { check, tally } from "./checks.mjs";
import { openBrowser, serve } from "./chromium.mjs";
import { Inspector } from "./driver.mjs";
import { figures } from "./figures.mjs";
import { checkFurther } from "./further.mjs";
import { checkInputs } from "./inputs.mjs";
import { checkLooks } from "./looks.mjs";
import { checkModules } from "./modules.mjs";
import { checkSafety } from "./safety.mjs";

const { values: options } = parseArgs({
  options: { dist: { type: "string" }, screenshots: { type: "string" }, figures: { type: "boolean" }, cases: { type: "string" }, answers: { type: "string" }, only: { type: "string" } },
});
if (!options.dist || Boolean(options.cases) !== Boolean(options.answers)) {
  console.error("usage: node run.mjs --dist DIR [--screenshots DIR] [--figures] [--cases FILE.jsonl --answers FILE]");
  process.exit(2);
}

/** One part alone, for daily work. */
const wanted = (part) => !options.only || options.only === part;

if (wanted("modules")) await checkModules();
const server = await serve({
  "/inspector/": resolve(options.dist, "inspector"),
  "/dist/browser/": resolve(options.dist, "browser"),
  "/host-examples/browser/": fileURLToPath(new URL("..", import.meta.url)),
});
let browser;
try {
  browser = await openBrowser();
  const { page, context } = browser;
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error.stack)));
  page.on("crash", () => complaints.push("the page crashed"));
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.origin });

  const served = new Inspector(page, `${server.origin}/inspector/index.html`);
  const onDisk = new Inspector(page, pathToFileURL(resolve(options.dist, "inspector/index.html")).href);
  if (wanted("inputs")) await checkInputs(served, server);
  if (wanted("further")) await checkFurther(served);
  if (wanted("aggregates")) await checkAggregates(served);
  if (wanted("looks")) await checkLooks(served, options.screenshots);
  await check("the console is silent", async () => assert.deepEqual(complaints, []));
  if (wanted("safety")) await checkSafety({ served, onDisk, server, context, complaints });
  if (options.figures) await figures(context, served.address);
  if (options.cases) {
    const plugin = `${server.origin}/host-examples/browser/test/plugin.html`;
    complaints.length = 0;
    await check("the cases are carried out in a page", () => runCases(page, plugin, options));
    await check("WebCrypto signs what the plugin would", () => signInThePage(page, plugin, options));
    await check("the plugin's page is silent", async () => assert.deepEqual(complaints, []));
  }
} catch (error) {
  tally.failed += 1;
  console.log(`FAILED to run\n  ${error.stack}`);
} finally {
  await browser?.close();
  server.close();
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
