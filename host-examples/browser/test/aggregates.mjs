// A federation of nine megabytes: read in chunks beside a page that goes on working.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aggregate } from "./aggregate.mjs";
import { check } from "./checks.mjs";

const ENTITIES = 1_888;

export async function checkAggregates(inspector) {
  const document = aggregate(ENTITIES);
  // From a disk, as people open them: what the test hands over in memory would pass through the page's own thread.
  const folder = await mkdtemp(join(tmpdir(), "aws-federation-aggregates-"));
  const [file, large] = [join(folder, "federation.xml"), join(folder, "large.xml")];
  await writeFile(file, document);
  await writeFile(large, aggregate(9_000));
  try {
    await checkAll({ inspector, document, file, large });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Ended workers are told a moment later. */
async function until(holds) {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 100, String(holds));
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function checkAll({ inspector, document, file, large }) {
  const { page } = inspector;
  await inspector.open();

  await check("a small aggregate is a list too", async () => {
    await inspector.file("small.xml", aggregate(12));
    assert.match(await inspector.verdict.innerText(), /^The aggregate was read: /);
    const panel = await inspector.tab("entities");
    assert.equal(await panel.locator(".entity-row").count(), 12);
    await panel.locator(".entity-row").nth(2).click();
    await panel.getByRole("button", { name: "Look at this one alone" }).click();
    await page.locator("#verdict .more:has-text('3,')").or(page.locator("#verdict h2:has-text('IAM')")).first().waitFor();
    assert.equal(await page.inputValue("#entity"), "https://idp.university-3.example/idp");
    assert.match(await (await inspector.tab("certificates")).innerText(), /Copy PEM/);
    await page.getByRole("button", { name: "Back to all of them" }).click();
    await page.locator("#verdict h2:has-text('aggregate')").waitFor();
    assert.equal(await page.inputValue("#entity"), "");
  });

  await check("nine megabytes are read in a worker, with progress, while the page goes on", async () => {
    await until(() => page.workers().length === 1);
    await page.click("#clear");
    await page.evaluate(() => {
      const record = { lags: [], bars: new Set(), rows: new Set(), tasks: [] };
      window.record = record;
      let last = performance.now();
      record.timer = setInterval(() => {
        const now = performance.now();
        record.lags.push(now - last - 5);
        last = now;
        record.bars.add(document.getElementById("progress").value);
        record.rows.add(document.querySelector('[data-tab="entities"] .badge')?.textContent);
      }, 5);
      record.observer = new PerformanceObserver((list) => record.tasks.push(...list.getEntries().map(({ duration }) => duration)));
      record.observer.observe({ entryTypes: ["longtask"] });
    });
    const start = performance.now();
    await page.setInputFiles("#file", file);
    await inspector.answer();
    const took = performance.now() - start;
    const { lags, bars, rows, tasks } = await page.evaluate(() => {
      clearInterval(window.record.timer);
      const { lags, bars, rows, tasks } = window.record;
      return { lags, bars: [...bars], rows: [...rows].filter(Boolean), tasks };
    });
    const sorted = lags.toSorted((one, other) => one - other);
    const at = (share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(0);
    console.log(`aggregate of ${(Buffer.byteLength(document) / 1e6).toFixed(1)} MB: ${took.toFixed(0)} ms; event loop late by ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ${at(1)} ms (most), ${sorted.length} turns; ${tasks.length} long tasks, the longest ${Math.max(0, ...tasks).toFixed(0)} ms`);
    // Not a clock: a page that is blocked while it reads takes no turns and shows no steps.
    assert.ok(lags.length >= 10, `${lags.length} turns`);
    assert.ok(bars.length >= 3, `the bar stood at ${bars}`);
    assert.ok(rows.length >= 3, `the list had ${rows}`);
    assert.match(await page.locator("#verdict .more").innerText(), /Aggregate of 1,888 entities: 629 identity providers, 1,259 service providers/);
    assert.match(await page.locator('[data-tab="entities"]').innerText(), /1,888/);
  });
  await check("nothing of it is in the text field", async () => {
    assert.equal(await page.inputValue("#given"), "");
  });
  await check("the list is paged, filtered and sorted", async () => {
    const panel = await inspector.tab("entities");
    assert.equal(await panel.locator(".entity-row").count(), 50);
    await panel.getByRole("button", { name: "Next page of entities" }).click();
    assert.match(await panel.locator(".entity-row").first().innerText(), /Library 52|University 51/);
    await panel.getByLabel("Filter").fill("UNIVERSITY-1234.");
    assert.equal(await panel.locator(".entity-row").count(), 1);
    assert.match(await panel.locator("[role=status]").first().innerText(), /1 of 1,888/);
    await panel.getByLabel("Filter").fill("");
    await panel.getByLabel("Role").selectOption("identity-provider");
    assert.match(await panel.locator("[role=status]").first().innerText(), /629 of 1,888/);
    await panel.getByLabel("Role").selectOption("");
  });
  await check("an entity of the middle is shown as it stands in the file, at its lines", async () => {
    const panel = await inspector.tab("entities");
    await panel.getByLabel("Filter").fill("university-1500.example");
    await panel.locator(".entity-row").click();
    await panel.getByRole("button", { name: "Show in the document" }).click();
    const row = page.locator(".row.aimed");
    await row.waitFor();
    const number = document.slice(0, document.indexOf('entityID="https://idp.university-1500.example/idp"')).split("\n").length;
    assert.match(await row.innerText(), new RegExp(`^${number}\\s*<md:EntityDescriptor entityID="https://idp\\.university-1500\\.example/idp"`));
    assert.doesNotMatch(await page.locator(".source").innerText(), /university-1501/);
  });
  await check("one entity of it alone: certificates as PEM, and the document for AWS", async () => {
    const panel = await inspector.tab("entities");
    await panel.getByRole("button", { name: "Look at this one alone" }).click();
    await page.locator("#verdict h2:has-text('IAM')").waitFor({ timeout: 30_000 });
    await inspector.answer();
    assert.match(await (await inspector.tab("certificates")).innerText(), /Copy PEM/);
    const made = await inspector.tab("transform");
    await made.locator("figure pre").waitFor({ timeout: 30_000 });
    const text = await made.locator("figure pre").innerText();
    assert.match(text, /entityID="https:\/\/idp\.university-1500\.example\/idp"/);
    assert.ok(text.length < 20_000 && !text.includes("university-1501"));
    await page.fill("#entity", "");
  });
  await check("cancel ends the worker, keeps what was read, and the page works on", async () => {
    await page.click("#clear");
    await page.selectOption("#target", "iam");
    const [before] = page.workers();
    const ended = before.waitForEvent("close");
    await page.setInputFiles("#file", large);
    await page.locator("#cancel:visible").waitFor();
    await page.locator('[data-tab="entities"] .badge:not(:text-is(""))').waitFor();
    await page.click("#cancel");
    await ended;
    await page.locator("#verdict h2:has-text('Cancelled: ')").waitFor();
    assert.match(await inspector.verdict.innerText(), /^Cancelled: [\d,]+ entities of the document were read$/);
    assert.ok(!(await page.locator("#working").isVisible()));
    assert.ok((await page.locator(".entity-row").count()) > 0);
    // Another document, by another worker.
    assert.match(await inspector.example("Metadata with problems"), /IAM Identity Center/);
    await until(() => page.workers().length === 1);
    assert.notEqual(page.workers()[0], before);
  });
  await check("a new document takes the place of one that is still being read", async () => {
    await page.click("#clear");
    await page.setInputFiles("#file", large);
    await page.locator("#cancel:visible").waitFor();
    await page.selectOption("#example", { label: "A SCIM user" });
    await page.locator("#verdict h2:has-text('AWS gets one request')").waitFor();
    await page.waitForTimeout(500);
    assert.match(await inspector.verdict.innerText(), /^AWS gets one request/);
    assert.deepEqual(await inspector.tabs(), ["findings", "plan", "document", "raw"]);
  });
  await check("what breaks off in the middle is refused, with its place", async () => {
    await inspector.file("cut.xml", document.slice(0, document.length - 500_000));
    assert.match(await inspector.verdict.innerText(), /^This cannot be read/);
    assert.deepEqual(await inspector.codes(), ["xml.not-well-formed"]);
    await inspector.panel("findings").getByRole("button", { name: /^Show line/ }).click();
    await page.locator(".source .row").first().waitFor();
    await inspector.file("utf-16.xml", Buffer.from(`\ufeff${aggregate(3)}`, "utf16le"));
    assert.match(await inspector.verdict.innerText(), /^This cannot be read/);
    assert.ok((await inspector.codes()).length === 1);
  });
}
