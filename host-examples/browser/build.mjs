// Makes dist/inspector/index.html: the page, its modules, the worker and the plugin in one file, which runs from any web
// server and from a disk.
//
//   node host-examples/browser/build.mjs --dist dist
//
// A page on a disk may load no module and fetch nothing, so everything stands inside. The Content-Security-Policy names
// the one script and the one style by hash.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { bundled } from "./bundle.mjs";
import { examples } from "./inspector/examples/list.mjs";

const { values: { dist } } = parseArgs({ options: { dist: { type: "string" } } });
if (!dist) {
  console.error("usage: node build.mjs --dist DIR");
  process.exit(2);
}

const inspector = fileURLToPath(new URL("inspector/", import.meta.url));
const glue = resolve(dist, "browser/aws-federation.js");
const read = (name) => readFileSync(join(inspector, name), "utf8");
const example = (file) => ({ file, content: read(`examples/${file}`) });

const worker = bundled(join(inspector, "worker.mjs"), { "../../../dist/browser/aws-federation.js": glue });
// Base64 of the compressed module is half the size of the module itself, and a browser undoes both.
const module = gzipSync(readFileSync(resolve(dist, "browser/aws-federation_bg.wasm")), { level: 9 }).toString("base64");
const documents = examples.map(({ file, second, metadata, ...rest }) => ({
  ...rest, ...example(file), ...(second && { second: example(second) }), ...(metadata && { metadata: example(metadata) }),
}));

const javascript = bundled(join(inspector, "main.mjs"));
const css = read("style.css");
for (const [what, text] of [["script", javascript], ["style", css]]) {
  // Either tag's name, for after `<!--` a script's own start tag counts too.
  if (new RegExp(`</?${what}`, "i").test(text)) throw new Error(`the ${what} would end itself`);
}
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
// In a script element nothing but `<` can end or change what is read.
const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");
const parts = {
  script: hash(javascript),
  style: hash(css),
  css,
  javascript,
  examples: json(documents),
  worker: json(worker),
  module,
};
const page = read("index.html").replace(/\{(script|style|css|javascript|examples|worker|module)\}/g, (_, part) => parts[part]);

const target = resolve(dist, "inspector/index.html");
mkdirSync(dirname(target), { recursive: true });
writeFileSync(`${target}.partial`, page);
renameSync(`${target}.partial`, target);
