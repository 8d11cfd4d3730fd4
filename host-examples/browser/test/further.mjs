// What can be done with a document: made acceptable, configured, compared, copied, saved; and how the page is moved in.

import assert from "node:assert/strict";
import { check } from "./checks.mjs";
import { example, identityProvider } from "./documents.mjs";

const FORMATS = ["authentik", "keycloak", "shibboleth", "simplesamlphp", "terraform", "generic"];

export async function checkFurther(inspector) {
  const { page } = inspector;
  await inspector.open();

  await check("the document for AWS: made, explained, saved", async () => {
    await inspector.example("Metadata with problems");
    await page.selectOption("#target", "iam");
    await inspector.answer();
    const panel = await inspector.tab("transform");
    await inspector.says("transform", /What was left out, and why/);
    assert.match(await panel.locator("table").innerText(), /SingleLogoutService[^]*no absolute/);
    const shown = await panel.locator("figure pre").innerText();
    const { name, text } = await inspector.download(() => panel.getByRole("button", { name: "Download: the document for AWS" }).click());
    assert.equal(name, "metadata-for-iam.xml");
    assert.equal(text.trim(), shown.trim());
    assert.match(text, /^<md:EntityDescriptor[^]*entityID="https:\/\/idp\.example\.net\/saml"/);
    // The result is a document that needs no more change.
    await inspector.file(name, text);
    await inspector.tab("transform");
    await inspector.says("transform", /Nothing was left out/);
  });
  await check("what was left out can be looked at where it stood", async () => {
    await inspector.example("Metadata with problems");
    const panel = await inspector.tab("transform");
    await inspector.says("transform", /What was left out/);
    await panel.getByRole("button", { name: /^line \d+$/ }).first().click();
    await page.locator(".row.aimed").waitFor();
    assert.match(await page.evaluate(() => document.activeElement.textContent), /[Ll]eft out/);
  });
  await check("for a rollover, a second certificate is put beside the first", async () => {
    await inspector.file("before.xml", example("rollover-before.xml"));
    const panel = await inspector.tab("transform");
    await panel.getByText("Rollover: put a second").click();
    await panel.locator("textarea").fill(example("rollover-after.xml"));
    await panel.getByRole("button", { name: "Make the document" }).click();
    await panel.locator("figure pre", { hasText: /(<ds:X509Certificate>[^]*){2}/ }).waitFor();
    const text = (await panel.locator("figure pre").innerText()).replace(/\s/g, "");
    for (const name of ["rollover-before.xml", "rollover-after.xml"]) {
      const certificate = /X509Certificate>([^<]*)</.exec(example(name))[1].replace(/\s/g, "");
      assert.ok(text.includes(certificate), name);
    }
  });
  await check("a configuration in each format, copied and saved", async () => {
    await inspector.example("Identity Center's metadata");
    const panel = inspector.panel("configure");
    assert.ok(await panel.isVisible(), "what the example is about is shown first");
    assert.deepEqual(await panel.locator("select option").evaluateAll((list) => list.map(({ value }) => value)), FORMATS);
    for (const format of FORMATS) {
      await panel.locator("select").selectOption(format);
      await inspector.panel("configure").locator(`[data-format="${format}"]`).waitFor();
      assert.doesNotMatch(await panel.innerText(), /No configuration could be made/, format);
      for (const figure of await panel.locator("figure").all()) {
        const shown = (await figure.locator("pre").innerText()).trim();
        assert.ok(shown.length > 100, format);
        const { text } = await inspector.download(() => figure.getByRole("button", { name: /^Download/ }).click());
        assert.equal(text.trim(), shown, format);
        await figure.getByRole("button", { name: /^Copy/ }).click();
        await figure.getByRole("button", { name: /^Copy/ }).filter({ hasText: "Copied" }).waitFor();
        assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), shown, format);
      }
    }
    assert.match(await panel.innerText(), /https:\/\/eu-central-1\.signin\.aws\/platform\/saml\/acs/);
  });
  await check("two documents: what breaks, what to do, side by side", async () => {
    await inspector.example("A rollover: two documents");
    const panel = inspector.panel("compare");
    await inspector.says("compare", /What to do, in this order/);
    assert.match(await panel.locator(".verdict").innerText(), /Logins break/);
    assert.ok((await panel.locator(".plan > li").count()) >= 3);
    assert.ok((await panel.locator(".pair.changed").count()) >= 1);
    await panel.getByRole("button", { name: "Make the documents for these steps" }).click();
    const both = (await panel.locator("figure", { hasText: "metadata-both-certificates.xml" }).locator("pre").innerText()).replace(/\s/g, "");
    for (const name of ["rollover-before.xml", "rollover-after.xml"]) {
      assert.ok(both.includes(/X509Certificate>([^<]*)</.exec(example(name))[1].replace(/\s/g, "")), name);
    }
    assert.equal((await panel.locator("figure", { hasText: "metadata-new.xml" }).locator("pre").innerText()).match(/<ds:X509Certificate>/g).length, 1);
    // The other way round it is another question.
    const before = await panel.locator(".was dd").first().innerText();
    await panel.getByLabel("It is the other way round").check();
    await panel.locator(".result", { hasText: before }).waitFor();
    await page.waitForFunction((before) => document.querySelector('[data-panel="compare"] .was dd')?.textContent !== before, before);
  });
  await check("two dropped files are compared; a document equals itself", async () => {
    await inspector.drop([{ name: "old.xml", content: identityProvider() }, { name: "new.xml", content: identityProvider().replace("<md:NameIDFormat>", "<!-- moved -->\n<md:NameIDFormat>") }]);
    await inspector.says("compare", /The documents say the same/);
    assert.match(await inspector.panel("compare").locator(".chip").innerText(), /new\.xml/);
  });
  await check("findings can be copied for a ticket, certificates as PEM", async () => {
    await inspector.example("Metadata with problems");
    await inspector.panel("findings").getByRole("button", { name: /Copy as text/ }).click();
    await inspector.panel("findings").getByRole("button", { name: /Copy as text/ }).filter({ hasText: "Copied" }).waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^Problem: [^]*\(line 48, column 5\)\n {2}What to do: /);
    const panel = await inspector.tab("certificates");
    const { text } = await inspector.download(() => panel.getByRole("button", { name: "Download: the certificate as PEM" }).first().click());
    assert.match(text, /^-----BEGIN CERTIFICATE-----\n[^]*-----END CERTIFICATE-----\n$/);
  });

  // ---- moving about ----

  await check("tabs are moved in with the arrows", async () => {
    await inspector.example("Metadata with problems");
    await page.locator('[data-tab="findings"]').focus();
    const chosen = () => page.locator("[data-tab][aria-selected=true]").getAttribute("data-tab");
    await page.keyboard.press("ArrowRight");
    assert.equal(await chosen(), "entities");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.tab), "entities");
    await page.keyboard.press("End");
    assert.equal(await chosen(), "raw");
    await page.keyboard.press("ArrowRight");
    assert.equal(await chosen(), "findings");
    // One stop for the whole bar.
    assert.equal(await page.locator('[data-tab][tabindex="0"]').count(), 1);
  });
  await check("everything can be reached with Tab, and says what it is", async () => {
    await inspector.open();
    const seen = new Map();
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press("Tab");
      const { key, name } = await page.evaluate(() => {
        const { activeElement: active } = document;
        const name = active.getAttribute("aria-label") ?? active.labels?.[0]?.textContent ?? active.textContent;
        return { key: active.id || active.outerHTML.slice(0, 200), name: name.trim() };
      });
      if (seen.has(key)) break;
      seen.set(key, name);
    }
    const ids = [...seen.keys()];
    for (const id of ["privacy", "theme", "example", "given", "inspect", "open", "clear", "kind", "target", "now"]) assert.ok(ids.includes(id), `${id} in ${ids}`);
    assert.deepEqual([...seen].filter(([key, name]) => name === "" && !key.startsWith("<body")), []);
  });
  await check("a screen reader is told the verdict", async () => {
    await inspector.example("A SCIM user");
    assert.equal(await page.locator("#live").innerText(), await inspector.verdict.innerText());
  });
  await check("light and dark follow the system, and the button overrides it", async () => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: "light" });
    const light = await background();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await background();
    assert.notEqual(light, dark);
    await page.click("#theme");
    assert.equal(await background(), light);
    assert.equal(await page.locator("#theme").getAttribute("aria-label"), "Theme: light");
    await page.emulateMedia({ colorScheme: "light" });
    await page.click("#theme");
    assert.equal(await background(), dark);
    await page.click("#theme");
    assert.equal(await background(), light);
  });
}
