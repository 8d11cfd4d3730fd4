// Each kind of input, by each way in, and what the page makes of it.

import assert from "node:assert/strict";
import { check } from "./checks.mjs";
import { example, fixture, identityProvider, response, responseXml, signedIdentityProvider } from "./documents.mjs";

export async function checkInputs(inspector, server) {
  const { page } = inspector;

  await check("the page can be used before the plugin in it has come", async () => {
    await page.goto(`${inspector.address}?until=${encodeURIComponent('<script type="application/json" id="worker">')}`, { waitUntil: "commit" });
    await page.selectOption("#example", { label: "A SCIM user" });
    await page.locator("#working").waitFor();
    assert.equal(page.workers().length, 0);
    server.release();
    assert.match(await inspector.answer(), /^AWS gets one request/);
  });

  await check("the page loads, says what it is, and offers examples", async () => {
    await inspector.open();
    assert.match(await page.locator("#about").innerText(), /^aws-federation \d+\.\d+\.\d+; facts about AWS as of \d{4}/);
    assert.equal(await page.locator("#example option").count(), 8);
    assert.equal(await page.locator("#welcome button").count(), 7);
  });

  // ---- metadata ----

  await check("metadata: verdict and findings come first, with remedies, codes and sources", async () => {
    assert.match(await inspector.example("Metadata with problems"), /^This will not work with IAM Identity Center: /);
    assert.match(await inspector.detected(), /SAML metadata, one entity.*identity-provider-with-problems\.xml/);
    const findings = inspector.panel("findings");
    assert.equal(await page.locator("[data-tab][aria-selected=true]").getAttribute("data-tab"), "findings");
    const first = findings.locator(".finding").first();
    assert.match(await first.innerText(), /^Problem\b[^]*What to do: [^]*metadata\.location-relative[^]*source: /);
    // The worst first.
    const severities = await findings.locator(".finding").evaluateAll((list) => list.map(({ classList }) => ["error", "warning", "info"].findIndex((name) => classList.contains(name))));
    assert.deepEqual(severities, [...severities].sort());
    assert.ok(severities.includes(0) && severities.includes(1));
  });
  await check("a finding leads to its place in the document, which is marked there", async () => {
    const link = inspector.panel("findings").getByRole("button", { name: /^Show line 48, column 5$/ });
    await link.click();
    const row = page.locator(".row.aimed");
    await row.waitFor();
    assert.match(await row.innerText(), /^48\s*<SingleSignOnService|^48\s*<SingleLogoutService/);
    assert.ok(await row.evaluate(({ classList }) => classList.contains("error")));
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^Problem: /);
    // From finding to finding.
    await page.getByRole("button", { name: "Next finding in the document" }).click();
    assert.match(await page.locator(".walk").innerText(), /Place \d of \d/);
    assert.equal(await page.locator(".row.aimed").count(), 1);
  });
  await check("the document is laid out with its source's line numbers, and long texts are folded", async () => {
    const source = page.locator(".source");
    const text = await source.innerText();
    assert.match(text, /\n?3\s*<EntityDescriptor\s+xmlns=/);
    const fold = source.locator("button.fold").first();
    assert.match(await fold.innerText(), /more characters/);
    const before = (await source.innerText()).length;
    await fold.click();
    assert.equal(await fold.getAttribute("aria-expanded"), "true");
    assert.ok((await source.innerText()).length > before + 500);
  });
  await check("entities and endpoints are told", async () => {
    const text = await (await inspector.tab("entities")).innerText();
    for (const part of ["Example Network", "https://idp.example.net/saml", "Identity provider", "SingleSignOnService", "/saml/login", "transient", "mailto:operations@example.net", "wants requests signed"]) {
      assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
    }
  });
  await check("certificates are cards, with a line of time and days left", async () => {
    await page.fill("#now", "2026-05-02T00:00");
    await page.locator("#now").blur();
    await page.locator("#verdict .more:has-text('May 2, 2026')").waitFor();
    const panel = await inspector.tab("certificates");
    assert.equal(await panel.locator(".card").count(), 2);
    // 2026-05-02 to 2026-06-01, as a calendar has it.
    assert.match(await panel.locator(".card").first().innerText(), /idp\.example\.net\s+30 days left[^]*RSA 2048[^]*[0-9a-f]{64}/);
    const bars = await panel.locator("svg rect").evaluateAll((list) => list.map((bar) => bar.getBoundingClientRect().width));
    assert.equal(bars.length, 2);
    assert.ok(bars[1] > bars[0] && bars[0] > 50, `widths ${bars}`);
    assert.match(await panel.locator("svg").getAttribute("aria-label"), /idp\.example\.net from Jun 1, 2021 to Jun 1, 2026/);
  });
  await check("another target and another time are another judgement", async () => {
    await page.selectOption("#target", "iam");
    await page.locator("#verdict h2:has-text('IAM')").waitFor();
    assert.doesNotMatch(await inspector.verdict.innerText(), /Identity Center/);
    await page.selectOption("#target", "");
    await page.locator("#verdict h2:not(:has-text('IAM'))").waitFor();
    assert.equal(await page.locator("[data-tab][aria-selected=true]").getAttribute("data-tab"), "certificates", "the tab in view stays");
  });
  await check("what is not well-formed is refused with line and column, and shown there", async () => {
    const broken = identityProvider().replace("</md:IDPSSODescriptor>", "\n</md:IDPSSO>");
    assert.match(await inspector.type(broken), /^This cannot be read/);
    assert.deepEqual(await inspector.codes(), ["xml.not-well-formed"]);
    await inspector.panel("findings").getByRole("button", { name: /^Show line 2, column 1/ }).click();
    assert.match(await page.locator(".row.aimed").innerText(), /<\/md:IDPSSO>/);
  });
  await check("a byte order mark reaches the plugin", async () => {
    await inspector.file("bom.xml", `\ufeff${identityProvider()}`);
    assert.match(await page.locator("#verdict .more").innerText(), /byte order mark/);
    assert.ok((await inspector.codes()).includes("metadata.byte-order-mark"));
    // And the same document without: the negative.
    await inspector.file("no-bom.xml", identityProvider());
    assert.doesNotMatch(await page.locator("#verdict .more").innerText(), /byte order mark/);
  });
  await check("a signature counts only with a trusted certificate", async () => {
    await inspector.type(signedIdentityProvider());
    assert.match(await page.locator("#verdict .more").innerText(), /no trusted certificate was given that fits/);
    await page.locator("summary:has-text('Trusted certificates')").click();
    await page.locator("#trust textarea").fill(fixture("identity-provider.crt"));
    await page.click("#inspect");
    await page.locator("#verdict .more:has-text('Signature: valid')").waitFor();
    assert.match(await page.locator("#verdict .more").innerText(), /covers _signed/);
    await page.locator("#trust textarea").fill(fixture("service-provider.crt"));
    await page.click("#inspect");
    await page.locator("#verdict .more:has-text('Signature: not valid')").waitFor();
    await page.locator("#trust textarea").fill("");
  });
  await check("metadata in base64 is metadata", async () => {
    await inspector.type(Buffer.from(identityProvider({ name: "In Base64" })).toString("base64"));
    assert.match(await inspector.detected(), /metadata in base64/);
    assert.match(await (await inspector.tab("entities")).innerText(), /In Base64/);
  });

  // ---- the ways in ----

  await check("a dropped file is read, wherever it is dropped", async () => {
    for (const selector of ["footer", "#given", "h1"]) {
      await inspector.drop([{ name: "dropped.xml", content: identityProvider() }], selector);
      assert.match(await inspector.detected(), /dropped\.xml/);
    }
  });
  await check("a file over the page shows where it may fall", async () => {
    await inspector.send("dragover", [{ name: "a", content: "a" }], "main");
    assert.ok(await page.locator("#drop").isVisible());
    await inspector.send("dragleave", [], "body");
    assert.ok(!(await page.locator("#drop").isVisible()));
  });
  await check("a paste is read at once, in the field and beside it", async () => {
    const paste = async (selector) => {
      await page.click("#clear");
      await page.evaluate(([selector, text]) => {
        const transfer = new DataTransfer();
        transfer.setData("text/plain", text);
        document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
      }, [selector, identityProvider()]);
      return inspector.answer();
    };
    for (const selector of ["#given", "footer"]) {
      await paste(selector);
      assert.match(await inspector.detected(), /one entity: pasted text/);
    }
  });
  await check("the keyboard alone will do: Ctrl + Enter inspects", async () => {
    await page.click("#clear");
    await page.locator("#given").focus();
    await page.keyboard.insertText(identityProvider());
    await page.keyboard.press("Control+Enter");
    await inspector.answer();
    assert.match(await inspector.detected(), /one entity/);
  });
  await check("what was edited is read as it stands", async () => {
    await inspector.file("a.xml", identityProvider({ name: "First" }));
    await page.fill("#given", identityProvider({ name: "Second" }));
    await page.click("#inspect");
    await page.locator("#detected:has-text('pasted text')").waitFor();
    await inspector.answer();
    const text = await (await inspector.tab("entities")).innerText();
    assert.ok(text.includes("Second") && !text.includes("First"));
  });

  // ---- Responses ----

  await check("a HAR: AWS's error, its causes, what the Response says", async () => {
    assert.equal(await inspector.example("A login that AWS refused (HAR)"), "AWS refuses this Response");
    assert.match(await page.locator("blockquote").innerText(), /ExpiredTokenException: Response has expired/);
    assert.match(await inspector.detected(), /SAMLResponse in a HAR file with 2 requests/);
    assert.equal(await page.inputValue("#now"), "2026-11-24T09:21:05", "the time of the HAR");
    assert.equal(await page.inputValue("#channel"), "console");
    assert.ok((await inspector.codes()).includes("check.expired"));
    const facts = await (await inspector.tab("facts")).innerText();
    for (const part of ["arn:aws:iam::123412341234:role/Developer", "ada@example.com", "urn:amazon:webservices", "28800"]) assert.ok(facts.includes(part), part);
    const shown = await (await inspector.tab("document")).innerText();
    assert.match(shown, /<samlp:Response/);
  });
  await check("checked as of its issue, it is accepted", async () => {
    await page.click("#issued");
    await page.locator("#verdict.success").waitFor();
    assert.equal(await inspector.verdict.innerText(), "AWS would accept this Response");
    assert.match(await page.locator("#verdict .more").innerText(), /session lasts 10 min/);
  });
  await check("the HAR's time is not the next document's", async () => {
    await inspector.type(responseXml);
    assert.equal(await page.inputValue("#now"), "");
    assert.equal(await page.inputValue("#channel"), "sts");
    await page.fill("#now", "2026-11-24T09:13:00");
    await page.locator("#now").blur();
    await page.locator("#verdict.success").waitFor();
  });
  await check("the identity provider's metadata is what decides", async () => {
    await page.locator("#known .chip button").click();
    await page.locator("#verdict:not(.success)").waitFor();
    assert.notEqual(await inspector.verdict.innerText(), "AWS would accept this Response");
  });
  for (const [name, text, words] of [
    ["XML", responseXml, /SAMLResponse as XML/],
    ["base64", response, /SAMLResponse in base64/],
    ["a form body", `RelayState=&SAMLResponse=${encodeURIComponent(response)}`, /form body with a SAMLResponse/],
    ["a page", `<!doctype html><form method="post"><input type="hidden" name="SAMLResponse" value="${response}"></form>`, /page with a SAMLResponse/],
    ["a HAR entry", JSON.stringify(JSON.parse(example("response.har")).log.entries[1]), /SAMLResponse in a HAR entry/],
  ]) {
    await check(`a Response as ${name}`, async () => {
      await inspector.type(text);
      assert.match(await inspector.detected(), words);
      assert.deepEqual(await inspector.tabs(), ["findings", "facts", "document", "raw"]);
      assert.match(await (await inspector.tab("document")).innerText(), /<saml:NameID/);
    });
  }
  await check("of several Responses one can be chosen", async () => {
    const post = (host, xml) => ({ request: { method: "POST", url: `https://${host}/saml`, postData: { text: `SAMLResponse=${encodeURIComponent(Buffer.from(xml).toString("base64"))}` } } });
    await inspector.type(JSON.stringify([post("broker.example.com", responseXml.replaceAll("ada@example.com", "broker@example.com")), post("signin.aws.amazon.com", responseXml)]));
    assert.match(await page.locator("#candidate option:checked").innerText(), /signin\.aws\.amazon\.com/);
    await page.selectOption("#candidate", { index: 0 });
    await inspector.tab("document");
    await inspector.says("document", /broker@example\.com/);
  });
  await check("an error of AWS is explained", async () => {
    await inspector.type("An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithSAML operation: Response signature invalid");
    assert.match(await inspector.detected(), /an error that AWS answered/);
    assert.equal(await inspector.verdict.innerText(), "AWS refuses this Response");
    assert.match(await inspector.panel("findings").innerText(), /What to do: /);
  });

  // ---- SCIM and attributes ----

  await check("a SCIM user: what AWS gets, and what is lost", async () => {
    assert.match(await inspector.example("A SCIM user"), /^AWS gets one request, changed so that it takes it: \d notes$/);
    const panel = await inspector.tab("plan");
    await inspector.says("plan", /rows that are the same|What AWS gets/);
    const body = JSON.parse(await panel.locator("pre").first().innerText());
    assert.equal(body.photos, undefined);
    assert.equal(body.emails.length, 1);
    assert.match(await panel.locator(".pairs").innerText(), /photos/);
    // From a finding to the member that it is about.
    await inspector.tab("findings");
    await inspector.panel("findings").getByRole("button", { name: "/body/photos" }).click();
    assert.match(await page.locator(".row.aimed").innerText(), /"photos"/);
  });
  await check("a SCIM request in a HAR or as text brings its method, path and headers", async () => {
    await inspector.type('PUT /scim/v2/Users/90677c608a-7afcdc23-0bd4-4fb7-b2ff-10ccffdff447 HTTP/1.1\nContent-Type: application/scim+json\n\n{"userName":"ada@example.com","displayName":"Ada L"}');
    assert.equal(await page.inputValue("#method"), "PUT");
    assert.match(await page.inputValue("#path"), /90677c608a/);
    assert.match(await inspector.verdict.innerText(), /^AWS gets one request/);
    await page.selectOption("#names", "refuse");
    await page.locator("#verdict h2:has-text('AWS is not asked')").waitFor();
  });
  await check("a request for attributes: values, and where each came from", async () => {
    assert.match(await inspector.example("Attributes for a person"), /^AWS would be told \d+ attributes with 2 roles, but one problem needs your attention$/);
    assert.ok((await inspector.codes()).includes("saml.tag-dropped"));
    assert.match(await (await inspector.tab("attributes")).innerText(), /arn:aws:iam::123412341234:role\/admin/);
    const trace = await inspector.tab("trace");
    assert.match(await trace.innerText(), /Dropped[^]*Department/);
    assert.match(await trace.innerText(), /of the group admins/);
    await trace.getByRole("button", { name: "/mapping/roles/0" }).first().click();
    assert.match(await page.locator(".row.aimed").innerText(), /\{/);
  });
  await check("every mistake of a request is named", async () => {
    assert.match(await inspector.type('{"principal": {"usrname": "ada"}, "mapping": {"sessionDuration": "1 h"}}'), /^Refused: 2 things are wrong/);
    assert.match(await inspector.panel("findings").innerText(), /\/principal\/usrname[^]*\/mapping\/sessionDuration/);
    assert.match(await inspector.type('{"principal": '), /^Refused: one thing is wrong/);
    assert.deepEqual(await inspector.codes(), ["api.request-malformed"]);
  });
  await check("the page works after a refusal", async () => {
    assert.match(await inspector.example("Console's metadata"), /^Nothing was found wrong|^Read: /);
  });

  // ---- what it looks like, overridden ----

  await check("what is not recognised is asked about, and can be said", async () => {
    assert.equal(await inspector.type('{"displayName": "Ada"}'), "What is this?");
    await page.selectOption("#kind", "scim");
    await page.locator("#verdict h2:has-text('identity provider')").or(page.locator("#verdict h2:has-text('AWS gets')")).waitFor();
    assert.match(await inspector.detected(), /read as you said/);
    await page.selectOption("#kind", "metadata");
    await page.locator("#verdict h2:has-text('cannot be read')").waitFor();
    await page.selectOption("#kind", "");
  });
  await check("nothing is nothing", async () => {
    await page.click("#clear");
    await page.click("#inspect");
    assert.ok(await page.locator("#welcome").isVisible());
    assert.ok(!(await page.locator("#verdict").isVisible()));
  });
}
