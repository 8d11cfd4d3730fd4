// Nothing leaves the page, and nothing that is shown becomes markup.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { check } from "./checks.mjs";
import { base64Of, fixture, identityProvider, signedResponse } from "./documents.mjs";

export async function checkSafety({ served, onDisk, server, context, complaints }) {
  const { page } = served;

  for (const [where, inspector] of [["from a server", served], ["from a disk", onDisk]]) {
    await check(`with the network cut, everything works ${where}`, async () => {
      await inspector.open();
      const requests = [];
      const remember = (request) => requests.push(request.url());
      context.on("request", remember);
      await context.route(/^https?:/, (route) => route.abort());
      await context.setOffline(true);
      const asked = server.asked.length;
      try {
        for (const [name, tabs] of [
          ["Metadata with problems", ["entities", "certificates", "document", "transform", "raw"]], ["A login that AWS refused (HAR)", ["facts", "document"]],
          ["Identity Center's metadata", ["configure"]], ["A rollover: two documents", ["compare"]], ["A SCIM user", ["plan"]], ["Attributes for a person", ["trace"]],
        ]) {
          assert.ok((await inspector.example(name)).length > 0);
          for (const tab of tabs) assert.ok((await (await inspector.tab(tab)).innerText()).length > 20, `${name}: ${tab}`);
        }
        // A new worker too comes from the page itself.
        await inspector.file("large.xml", `<!-- ${"x".repeat(1_000_000)} -->${identityProvider()}`);
        assert.match(await page.locator("#verdict .more").innerText(), /One entity/);
        // Blobs are the page's own memory; a download is one as well.
        assert.deepEqual(requests.filter((url) => !url.startsWith("blob:")), []);
        assert.equal(server.asked.length, asked);
      } finally {
        context.off("request", remember);
        await context.unroute(/^https?:/);
        await context.setOffline(false);
      }
    });
  }
  await check("from a disk there is a worker, and nothing is said on the console", async () => {
    complaints.length = 0;
    await onDisk.open();
    await onDisk.drop([{ name: "a.xml", content: identityProvider() }]);
    assert.equal(page.workers().length, 1);
    assert.deepEqual(complaints, []);
  });

  await check("the policy forbids every connection, and the page shows it", async () => {
    await served.open();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
    assert.match(policy, /(?:^|; )default-src 'none'; connect-src 'none';/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    await page.click("#privacy");
    assert.equal((await page.locator("#policy").innerText()).replace(/\s+/g, " "), policy);
    await page.click("#prove");
    await page.locator("#proof:has-text('refused')").waitFor();
    assert.equal(await page.locator("#proof").innerText(), "Your browser refused it: connect-src.");
  });
  await check("a fetch, a beacon, an image, a frame, a form and a script are refused; without the policy they would arrive", async () => {
    const tries = async (origin) => {
      const target = (name) => `${origin}/leak/${name}`;
      return page.evaluate(async (urls) => {
        const append = (name, properties) => {
          try {
            document.body.append(Object.assign(document.createElement(name), properties));
          } catch {
            // Trusted Types.
          }
        };
        await fetch(urls.fetch).catch(() => {});
        navigator.sendBeacon(urls.beacon, "x");
        try {
          new WebSocket(urls.socket.replace("http", "ws"));
          new EventSource(urls.source);
        } catch {
          // Refused at once.
        }
        append("img", { src: urls.image });
        append("iframe", { src: urls.frame });
        append("link", { rel: "stylesheet", href: urls.sheet });
        append("link", { rel: "prefetch", href: urls.prefetch });
        append("video", { src: urls.video });
        append("script", { src: urls.script });
        const form = Object.assign(document.createElement("form"), { action: urls.form, target: "_self" });
        document.body.append(form);
        form.submit();
        await new Promise((done) => setTimeout(done, 700));
      }, Object.fromEntries(["fetch", "beacon", "socket", "source", "image", "frame", "sheet", "prefetch", "video", "script", "form"].map((name) => [name, target(name)])));
    };
    const arrived = () => [...new Set(server.asked.filter((url) => url.startsWith("/leak/")).map((url) => url.split(/[/?]/)[2]))].sort();
    await served.open();
    server.asked.length = 0;
    await tries(server.origin);
    assert.deepEqual(arrived(), []);
    // The same from a page without a policy: the control of this check.
    await page.goto(`${server.origin}/host-examples/browser/test/open.html`);
    server.asked.length = 0;
    await tries(server.origin).catch(() => {}); // the form leaves the page
    await page.waitForTimeout(300);
    for (const name of ["fetch", "beacon", "image", "frame", "script", "form"]) assert.ok(arrived().includes(name), `${name} of ${arrived()}`);
  });
  await check("no text becomes markup or a script's address", async () => {
    await served.open();
    const refused = await page.evaluate(() => ["innerHTML", "outerHTML"].map((sink) => {
      try {
        document.createElement("p").appendChild(document.createElement("b"))[sink] = "<i>";
        return "taken";
      } catch (error) {
        return error.name;
      }
    }).concat([(() => {
      try {
        trustedTypes.createPolicy("inspector-worker", { createScriptURL: (url) => url });
        return "taken";
      } catch (error) {
        return error.name;
      }
    })(), (() => {
      try {
        new Worker("blob:x");
        return "taken";
      } catch (error) {
        return error.name;
      }
    })()]));
    assert.deepEqual(refused, ["TypeError", "TypeError", "TypeError", "TypeError"]);
  });

  await check("nothing is stored", async () => {
    await served.open();
    await served.example("Attributes for a person");
    const stored = await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length]);
    assert.deepEqual(stored, [0, 0, "", 0, 0]);
  });

  // ---- markup in every field ----

  const attack = (number) => `<img src=x onerror=attack(${number})>"'\u202e`;
  /** Everything that the page shows of a document, as text: no element of the attack, and the attack itself to be read. */
  const shows = async (inspector, tabs, numbers) => {
    let text = "";
    for (const tab of tabs) {
      const panel = await inspector.tab(tab);
      // Folded parts are shown too.
      for (const summary of await panel.locator("details:not([open]) > summary").all()) await summary.click();
      await page.waitForTimeout(150);
      text += await panel.innerText();
    }
    const found = await page.evaluate(() => [document.querySelectorAll("[onerror], img, iframe, b, object").length, document.scripts.length, typeof window.attacked]);
    assert.deepEqual(found, [0, 4, "undefined"]);
    const missing = numbers.filter((number) => !text.includes(`onerror=attack(${number})`));
    assert.deepEqual(missing, [], `not shown at all in:\n${text.slice(0, 3000)}`);
    assert.ok(!text.includes("\u202e"), "a mark that turns the direction of writing is shown as itself");
  };
  const xml = (number) => attack(number).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

  await page.exposeFunction("attack", () => page.evaluate(() => { window.attacked = true; })).catch(() => {});
  await check("markup in every field of metadata stays text", async () => {
    await served.open();
    const document = `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui" xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" entityID="${xml(1)}" ID="_a" cacheDuration="PT1H">
<md:Extensions><x:Thing xmlns:x="urn:${xml(2)}"/></md:Extensions>
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol ${xml(3).replaceAll(" ", "")}" errorURL="${xml(4)}">
<md:Extensions><shibmd:Scope>${xml(5)}</shibmd:Scope><mdui:UIInfo><mdui:DisplayName xml:lang="en">${xml(6)}</mdui:DisplayName></mdui:UIInfo></md:Extensions>
<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:KeyName>${xml(7)}</ds:KeyName></ds:KeyInfo></md:KeyDescriptor>
<md:KeyDescriptor use="encryption"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64Of(readFileSync(new URL("attack.crt", import.meta.url), "utf8"))}</ds:X509Certificate></ds:X509Data></ds:KeyInfo><md:EncryptionMethod Algorithm="${xml(8)}"/></md:KeyDescriptor>
<md:NameIDFormat>${xml(9)}</md:NameIDFormat>
<md:SingleSignOnService Binding="${xml(10)}" Location="${xml(11)}" ResponseLocation="${xml(12)}"/>
<saml:Attribute Name="${xml(13)}"/>
</md:IDPSSODescriptor>
<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<md:AssertionConsumerService Binding="${xml(14)}" Location="${xml(15)}" index="0"/>
<md:AttributeConsumingService index="0"><md:ServiceName xml:lang="en">a</md:ServiceName><md:RequestedAttribute Name="${xml(16)}" FriendlyName="${xml(17)}"/></md:AttributeConsumingService>
</md:SPSSODescriptor>
<md:Organization><md:OrganizationName xml:lang="${xml(18).slice(0, 80)}">${xml(19)}</md:OrganizationName><md:OrganizationDisplayName xml:lang="en">${xml(20)}</md:OrganizationDisplayName><md:OrganizationURL xml:lang="en">${xml(21)}</md:OrganizationURL></md:Organization>
<md:ContactPerson contactType="${xml(22)}"><md:Company>${xml(23)}</md:Company><md:GivenName>${xml(24)}</md:GivenName><md:SurName>${xml(25)}</md:SurName><md:EmailAddress>${xml(26)}</md:EmailAddress><md:TelephoneNumber>${xml(27)}</md:TelephoneNumber></md:ContactPerson>
</md:EntityDescriptor>`;
    await served.file(`${attack(28)}.xml`, document);
    assert.match(await served.detected(), /onerror=attack\(28\)/);
    // 8 and 10, 14: of algorithms and bindings the last part is shown; the whole stands in the answer.
    const all = Array.from({ length: 27 }, (_, index) => index + 1);
    await shows(served, ["raw"], all);
    await shows(served, ["findings", "entities", "certificates"], all.filter((number) => ![8, 10, 14].includes(number)).concat([40, 41]));
    // In the source the sign is an entity, and stays one.
    const source = await (await served.tab("document")).innerText();
    for (const number of all) assert.ok(source.includes(`onerror=attack(${number})`), number);
  });
  await check("markup in a list of entities stays text", async () => {
    const entity = (number) => identityProvider({ entityId: xml(number), name: xml(number + 10) });
    await served.file("list.xml", `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" Name="${xml(1)}">${entity(2)}${entity(3)}</md:EntitiesDescriptor>`);
    assert.match(await page.locator("#verdict").innerText(), /onerror=attack\(1\)/);
    await shows(served, ["entities", "findings", "certificates"], [2, 3, 12, 13]);
    await page.locator('[data-tab="entities"]').click();
    await page.locator(".entity-row").first().click();
    await shows(served, ["entities"], [2, 12]);
  });
  await check("markup in a Response, in what AWS answers and in a HAR stays text", async () => {
    await served.open();
    // An entityID has no spaces.
    const entityId = "urn:<img/src=x/onerror=attack(1)>";
    await served.type(signedResponse({ entityId, nameId: attack(2), audience: attack(3), sessionName: attack(4), attributeName: `urn:${attack(5)}`, attributeValue: attack(6) }));
    await page.locator("summary:has-text('No metadata: certificate and entityID')").click();
    await page.locator("#known-certificate textarea").fill(fixture("identity-provider.crt"));
    await page.locator("#known-id").fill(entityId);
    await page.click("#inspect");
    await served.tab("facts");
    await served.says("facts", /Session name/);
    // Only what was signed is shown as what it says.
    await shows(served, ["facts"], [1, 2, 3, 4, 5, 6]);
    await shows(served, ["findings", "document", "raw"], [1, 2, 3, 4, 5, 6]);
    await page.locator("#known-certificate textarea").fill("");
    await page.locator("#known-id").fill("");
    const post = (number) => ({ request: { method: "POST", url: `https://signin.aws.amazon.com/${attack(number)}`, postData: { text: `SAMLResponse=${encodeURIComponent(Buffer.from(`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${xml(number)}</samlp:Response>`).toString("base64"))}` } } });
    await served.type(JSON.stringify([post(50), post(51)]));
    await shows(served, ["findings", "document"], [50]);
    await served.type(`An error occurred (AccessDenied) when calling the AssumeRoleWithSAML operation: ${attack(60)}`);
    await shows(served, ["document"], [60]);
  });
  await check("markup in SCIM and in a request for attributes stays text", async () => {
    await served.type(JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "ada", displayName: attack(1), name: { givenName: attack(2), familyName: "L" }, [attack(3)]: attack(4), photos: [{ value: attack(5) }] }));
    await shows(served, ["findings", "plan", "document"], [1, 2, 3, 4, 5]);
    await served.type(JSON.stringify({
      principal: { username: attack(1), groups: [{ name: attack(2) }, { name: attack(3), attributes: { aws_role: [attack(4)] } }] },
      mapping: {
        account: "123412341234", provider: "p", sessionName: { from: ["username"] },
        roles: [{ tag: "group-pattern", val: { pattern: "(.*)", role: "${1}" } }, { tag: "group-attribute", val: { attribute: "aws_role" } }],
        attributes: [{ name: "https://example.org/<img src=x onerror=attack(6)>", values: [attack(7)] }],
      },
    }));
    await shows(served, (await served.tabs()).filter((tab) => ["findings", "attributes", "trace", "document"].includes(tab)), [2, 3, 4]);
    await served.type(JSON.stringify({ principal: { [attack(8)]: 1 }, mapping: {} }));
    await shows(served, ["findings", "document"], [8]);
  });
  await check("markup in a comparison and in a configuration stays text", async () => {
    await served.drop([{ name: "old.xml", content: identityProvider({ entityId: xml(1), name: xml(2) }) }, { name: `${attack(9)}.xml`, content: identityProvider({ entityId: xml(3), name: xml(4) }) }]);
    await page.locator('[data-panel="compare"] .result h3').first().waitFor();
    await shows(served, ["compare"], [1, 3, 9]);
    await served.example("Identity Center's metadata");
    const panel = await served.tab("configure");
    await panel.getByLabel("Name that AWS gets there").fill(attack(70));
    await panel.getByLabel("Its own entityID").fill(`https://idp.example.com/${attack(71)}`);
    await panel.getByLabel("Its own entityID").blur();
    await page.waitForTimeout(300);
    await shows(served, ["configure"], []);
  });
  await check("an attack would be seen", async () => {
    await page.goto(`${server.origin}/host-examples/browser/test/open.html`);
    await page.evaluate((text) => { document.body.innerHTML = text; }, attack(1));
    await page.waitForFunction(() => window.attacked === true);
  });
}
