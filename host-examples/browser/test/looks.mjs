// What it looks like: nothing overflows at any width, in either theme; axe finds nothing serious in any view.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { aggregate } from "./aggregate.mjs";
import { check } from "./checks.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [360, 800, 1600];

/** A name, how to get there, and which tabs to look at. */
const VIEWS = [
  ["welcome", async () => {}, []],
  ["privacy", async ({ page }) => page.click("#privacy"), []],
  ["metadata", (inspector) => inspector.example("Metadata with problems"), ["findings", "entities", "certificates", "document", "transform", "raw"]],
  ["rollover", (inspector) => inspector.example("A rollover: two documents"), ["compare", "certificates"]],
  ["aws", (inspector) => inspector.example("Identity Center's metadata"), ["configure"]],
  ["response", (inspector) => inspector.example("A login that AWS refused (HAR)"), ["findings", "facts", "document"]],
  ["scim", (inspector) => inspector.example("A SCIM user"), ["findings", "plan"]],
  ["attributes", (inspector) => inspector.example("Attributes for a person"), ["findings", "attributes", "trace"]],
  ["federation", async (inspector) => {
    await inspector.file("federation.xml", aggregate(400));
    await (await inspector.tab("entities")).locator(".entity-row").nth(2).click();
  }, ["entities", "findings", "certificates"]],
];

export async function checkLooks(inspector, screenshots) {
  const { page } = inspector;
  if (screenshots) await mkdir(screenshots, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const [view, go, tabs] of VIEWS) {
      await page.setViewportSize({ width: 1600, height: 900 });
      await inspector.open();
      await go(inspector);
      for (const tab of tabs.length > 0 ? tabs : [undefined]) {
        const name = tab ? `${view}-${tab}` : view;
        if (tab) {
          await inspector.tab(tab);
          await settled(page, tab);
        }
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await check(`nothing overflows at ${width} px (${name}, ${colorScheme})`, () => fits(page));
          if (screenshots) await page.screenshot({ path: join(screenshots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
          // The narrow form is another one: tables become blocks, options fold.
          if (width !== 800) await check(`axe finds nothing serious at ${width} px (${name}, ${colorScheme})`, () => accessible(page));
        }
      }
    }
  }
  await check("axe would find something", async () => {
    await page.evaluate(() => document.querySelector("main").append(Object.assign(document.createElement("button"), { id: "nameless" })));
    await assert.rejects(() => accessible(page), /button-name/);
    await page.evaluate(() => document.getElementById("nameless").remove());
  });
  await check("an overflow would be found", async () => {
    await page.evaluate(() => {
      const wide = Object.assign(document.createElement("div"), { id: "wide" });
      wide.style.width = "3000px";
      wide.style.height = "1px";
      document.querySelector("main").append(wide);
    });
    await assert.rejects(() => fits(page));
    await page.evaluate(() => document.getElementById("wide").remove());
  });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1200, height: 900 });
}

/** Panels that ask the plugin once more show their answer a moment later. */
async function settled(page, tab) {
  if (tab === "compare") await page.locator('[data-panel="compare"] .result .verdict').waitFor();
  if (tab === "transform" || tab === "configure") await page.locator(`[data-panel="${tab}"] .result h3`).first().waitFor();
  if (tab === "plan") await page.locator('[data-panel="plan"] .pairs').waitFor();
  if (tab === "document") await page.locator(".source .row").first().waitFor();
}

/** No bar at the bottom, and no text that is cut off where nothing can scroll. */
async function fits(page) {
  const { inner, outer, cut } = await page.evaluate(() => {
    const cut = [...document.querySelectorAll("main *, header *")].filter((element) => {
      const style = getComputedStyle(element);
      const isHidden = style.clipPath !== "none" || element.closest(".visually-hidden, thead, svg");
      return !isHidden && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1 && style.overflowX === "hidden";
    });
    return { inner: document.documentElement.scrollWidth, outer: document.documentElement.clientWidth, cut: cut.map((element) => element.outerHTML.slice(0, 120)) };
  });
  assert.equal(inner, outer);
  assert.deepEqual(cut, []);
}

/** axe runs in the page's own world through the debugger: the page's policy lets no script in. */
async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const words = serious.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 5).map(({ html, failureSummary }) => `  ${html.slice(0, 160)}\n  ${failureSummary}`).join("\n")}`);
  assert.deepEqual(words, []);
}
