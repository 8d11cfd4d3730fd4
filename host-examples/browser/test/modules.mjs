// The modules that need no page: positions, layouts, recognition, the bundle.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundled } from "../bundle.mjs";
import { recognise } from "../inspector/captures.mjs";
import { differences } from "../inspector/difference.mjs";
import { offsetOf, tokens } from "../inspector/markup.mjs";
import { Index, element, surroundings } from "../inspector/place.mjs";
import { rowAt, rowOfPointer, rows } from "../inspector/rows.mjs";
import { aggregate } from "./aggregate.mjs";
import { check } from "./checks.mjs";
import { example, identityProvider, response, responseXml, signedIdentityProvider } from "./documents.mjs";

/** Well-formed or not: a document must be shown in any case. */
const HOSTILE = [
  "", "<", "<<", "<a", "<a b", "<a b=", '<a b="', "<a b='\"'>", "<!--", "<!-- -- ", "<![CDATA[ ]] >", "<?xml", "</", "</a>", "<a></b></a>",
  "\ufeff<a>\r\n  <b>ü𝔘</b>\r\n</a>", "text <b/> text", "<a>]]></a>", "<a 𝔘='1'><b c=1 d></b></a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
];
const DOCUMENTS = [
  ...HOSTILE, ...["identity-provider-with-problems.xml", "rollover-before.xml", "aws-console.xml", "aws-identity-center.xml"].map(example),
  responseXml, signedIdentityProvider(), aggregate(9),
];

/** Line and column by another way than the tokenizer's: by cutting. */
function placeOf(source, offset) {
  const lines = source.slice(0, offset).replace(/^\ufeff/, "").split("\n");
  return { line: lines.length, column: [...lines.at(-1)].length + 1 };
}

const withoutSpace = (text) => text.replace(/[\s\ufeff]+/g, "");
const textOf = (list) => list.map(({ pieces }) => pieces.map(([, text]) => text).join("")).join("");

export async function checkModules() {
  await check("tokens cover a document without a gap, and know their places", () => {
    for (const source of DOCUMENTS) {
      const list = tokens(source);
      assert.equal((source.startsWith("\ufeff") ? "\ufeff" : "") + list.map(({ start, end }) => source.slice(start, end)).join(""), source);
      for (const { start, line, column } of list) {
        assert.deepEqual({ line, column }, placeOf(source, start));
        assert.equal(offsetOf(source, { line, column }), start);
      }
    }
  });
  await check("rows lose nothing but white space", () => {
    for (const source of DOCUMENTS) assert.equal(withoutSpace(textOf(rows(source, "xml"))), withoutSpace(source));
  });
  await check("the place of every tag leads to its row", () => {
    for (const source of DOCUMENTS) {
      const list = rows(source, "xml");
      for (const { kind, start, end, line, column, name } of tokens(source)) {
        if (kind !== "open" && kind !== "empty") continue;
        const row = list[rowAt(list, { line, column })];
        assert.deepEqual([row.line, row.column, row.pieces[1][1]], [line, column, name], source.slice(start, end));
      }
    }
  });
  await check("a pointer leads to its member", () => {
    const value = { "a/b": [{ "c~d": 1 }, "x"], e: {}, "name.givenName": null };
    const list = rows(JSON.stringify(value), "json");
    const at = (pointer) => list[rowOfPointer(list, pointer)]?.pieces.map(([, text]) => text).join("");
    assert.equal(at("/a~1b/0/c~0d"), '"c~d": 1');
    assert.equal(at("/name.givenName"), '"name.givenName": null');
    assert.equal(at("/e"), '"e": {},');
    // What is not there is in what is around it.
    assert.equal(at("/a~1b/7/x"), '"a/b": [');
    assert.equal(rowOfPointer(rows("{", "json"), "/a"), -1);
  });
  await check("JSON is laid out as it stands, and what is none line by line", () => {
    const source = '{"a": 1.50, "a": "\\u0041", "b": [1, {"c": []}]}';
    assert.equal(withoutSpace(textOf(rows(source, "json"))), withoutSpace(source));
    assert.deepEqual(rows('{"a": \nnope', "json").map(({ pieces }) => pieces[0][1]), ['{"a": ', "nope"]);
    assert.ok(rows(`${"[".repeat(100_000)}`, "json").length > 0);
  });
  await check("differences put every row on its side, in order", () => {
    const before = rows(example("rollover-before.xml"), "xml");
    const after = rows(example("rollover-after.xml"), "xml");
    const pairs = differences(before, after);
    assert.deepEqual(pairs.map((pair) => pair.before).filter(Boolean), before);
    assert.deepEqual(pairs.map((pair) => pair.after).filter(Boolean), after);
    assert.equal(pairs.filter(({ kind }) => kind !== "same").length, 1, "only the certificate differs");
    assert.deepEqual(new Set(differences(before, before).map(({ kind }) => kind)), new Set(["same"]));
  });
  await check("an element of a large file is found again, wherever chunks were cut", async () => {
    const source = `\ufeff${aggregate(40)}`;
    const file = new Blob([source]);
    const bytes = new Uint8Array(await file.arrayBuffer());
    for (const size of [997, 4096, 65_537]) {
      const index = new Index();
      for (let at = 0; at < bytes.length; at += size) index.add(bytes.subarray(at, at + size));
      for (const token of tokens(source).filter(({ name, kind }) => kind === "open" && name === "md:EntityDescriptor")) {
        const found = await element(file, { line: token.line, column: token.column }, index.marks);
        assert.ok(found.text.startsWith(source.slice(token.start, token.end)));
        assert.ok(found.text.endsWith("</md:EntityDescriptor>"));
        assert.equal(found.text.match(/<md:EntityDescriptor/g).length, 1);
        const around = await surroundings(file, token, index.marks, { before: 2, after: 500 });
        assert.equal(around.text, source.slice(1).split("\n").slice(token.line - 3).join("\n").slice(0, 500));
      }
    }
  });
  await check("each form of a Response is recognised, and holds the same document", () => {
    const form = `<html><body><!-- <input name="SAMLResponse" value="no"> --><form><input type='hidden' name='SAMLResponse' value='${response.replaceAll("+", "&#43;")}'></form></body></html>`;
    const body = `RelayState=x&SAMLResponse=${encodeURIComponent(response)}`;
    const entry = { startedDateTime: "2026-11-24T10:00:00.5+01:00", request: { method: "POST", url: "https://signin.aws.amazon.com/saml", postData: { params: [{ name: "SAMLResponse", value: encodeURIComponent(response) }] } }, response: { content: {} } };
    for (const [text, words] of [
      [responseXml, /XML/], [response, /base64/], [response.replace(/.{76}/g, "$&\r\n"), /base64/], [body, /form body/], [form, /page/],
      [JSON.stringify({ log: { entries: [{ request: { url: "https://example.org" } }, entry] } }), /HAR file with 2/], [JSON.stringify(entry), /HAR entry/],
      [example("response.har"), /HAR file/], [JSON.stringify({ SAMLResponse: response }), /JSON/],
      [`curl https://signin.aws.amazon.com/saml --data-raw 'SAMLResponse=${encodeURIComponent(response)}'`, /form body/],
    ]) {
      const { kind, what, candidates, chosen } = recognise(text);
      assert.equal(kind, "response", what);
      assert.match(what, words);
      assert.equal(candidates.length, 1, what);
      assert.equal(candidates[chosen].shown, responseXml, what);
    }
    assert.equal(recognise(JSON.stringify(entry)).candidates[0].defaults.now, "2026-11-24T09:00:00Z");
  });
  await check("of several Responses, the one that went to AWS is chosen", () => {
    const post = (url, xml) => ({ request: { method: "POST", url, postData: { text: `SAMLResponse=${encodeURIComponent(Buffer.from(xml).toString("base64"))}` } } });
    const other = responseXml.replace("https://login.example.com/idp", "https://other.example.com/idp");
    const { candidates, chosen } = recognise(JSON.stringify([post("https://broker.example.com/acs", other), post("https://eu-west-1.signin.aws.amazon.com/saml", responseXml)]));
    assert.equal(candidates.length, 2);
    assert.equal(candidates[chosen].shown, responseXml);
    assert.match(candidates[chosen].label, /signin\.aws\.amazon\.com/);
    // A host that only ends like AWS's is none of AWS's.
    assert.equal(recognise(JSON.stringify([post("https://a.example", other), post("https://evil-signin.aws.example.com/", responseXml)])).chosen, 0);
  });
  await check("metadata, SCIM and requests are told apart", () => {
    const kinds = [
      [identityProvider(), "metadata"], [`\ufeff<?xml version="1.0"?><!-- c -->${identityProvider()}`, "metadata"], [aggregate(2), "metadata"],
      [Buffer.from(identityProvider()).toString("base64"), "metadata"], ["<EntityDescriptor", "metadata"], ["<Other/>", "metadata"],
      [example("scim-user.json"), "scim"], ['{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]}', "scim"],
      ["POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Type: application/scim+json\r\n\r\n{}", "scim"], ['{"userName": ', "scim"],
      [example("attributes.json"), "attributes"], ['{"principal": ', "attributes"],
      ["An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithSAML operation: Response signature invalid", "response"],
      ["", "unknown"], ["hello", "unknown"], ["{}", "unknown"], ["<html><body>hi</body></html>", "unknown"],
    ];
    for (const [text, kind] of kinds) assert.equal(recognise(text).kind, kind, text.slice(0, 60));
    assert.equal(recognise("hello", "scim").kind, "scim");
    const patch = recognise('{"Operations":[],"id":"a1"}').candidates[0].defaults;
    assert.deepEqual([patch.method, patch.path], ["PATCH", "/scim/v2/Users/a1"]);
  });
  await check("the bundle refuses what it does not know", () => {
    const folder = mkdtempSync(join(tmpdir(), "aws-federation-bundle-"));
    const write = (name, text) => (writeFileSync(join(folder, name), text), join(folder, name));
    try {
      write("b.mjs", "export const b = 1;\nexport function c() {}\n");
      assert.match(bundled(write("a.mjs", 'import { b, c as d } from "./b.mjs";\nconsole.log(b, d);\n')), /const \{ b, c: d \} = \$2;/);
      for (const text of ['export default 1;', 'import "./b.mjs";', 'const x = await import("./b.mjs");', 'import b from "./b.mjs";', "console.log(import.meta.url);"]) {
        assert.throws(() => bundled(write("a.mjs", `${text}\n`)), /does not know/, text);
      }
      write("d.mjs", 'import { e } from "./e.mjs";\nexport const d = 1;\n');
      write("e.mjs", 'import { d } from "./d.mjs";\nexport const e = 1;\n');
      assert.throws(() => bundled(join(folder, "d.mjs")), /imports itself/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
