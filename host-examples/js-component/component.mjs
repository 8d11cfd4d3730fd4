// aws-federation in Node as a component: typed functions instead of JSON. In a service of your own:
//
//   import { saml } from "./plugin/aws-federation.js"; // written by `node transpile.mjs`
//   try {
//     const { attributes } = saml.attributes({ principal, mapping });
//   } catch (error) {
//     console.error(error.payload.errors); // the contract's `failure`
//   }
//
// There, values whose form the contract leaves open (attributes of users and groups) are JSON text:
// `attributes: JSON.stringify({ department: ["R&D"] })`.
//
// The rest of this file is for a host that receives JSON: it gives byte for byte the refusals of the JSON faces.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exportsOf, jsonFields } from "../js/json-fields.mjs";
import { commandLine } from "../js/command-line.mjs";

/** Loads what `transpile.mjs` wrote into `directory`. */
export async function load(directory) {
  const plugin = await import(pathToFileURL(join(directory, "aws-federation.js")).href);

  /** Carries out one operation whose request is the bytes of its JSON; the answer is that of the JSON faces. */
  function call(operation, bytes) {
    const { interface: name, function: method, request } = exportsOf[operation];
    try {
      // First the bytes as they came: jco would drop a misspelt field silently, and JSON.parse the first of two twins.
      plugin.json.check(operation, bytes);
      const answer = request ? plugin[name][method](typedRequest(operation, bytes)) : plugin[name][method]();
      return { type: "success", ...answer };
    } catch (error) {
      if (error.payload?.errors) return { type: "failure", ...error.payload };
      throw error; // a trap: a bug of the plugin
    }
  }

  return { ...plugin, call };
}

/** The request as the typed function takes it. The bytes have passed `json.check`. */
function typedRequest(operation, bytes) {
  const text = new TextDecoder().decode(bytes);
  const request = JSON.parse(text);
  const fields = jsonFields[operation];
  if (fields.length === 0) return request;
  // A `json` field is handed over as text, and as the text that was sent: JavaScript would turn 1.0 into 1, round
  // 2^53 + 1 and move the key "2" before "b". So the text is read a second time with every string marked by an s and
  // every number turned into a string marked by an n.
  const marked = JSON.parse(text.replace(STRING_OR_NUMBER, (token) => (token[0] === '"' ? `"s${token.slice(1)}` : `"n${token}"`)));
  for (const path of fields) keepText(request, marked, path);
  return request;
}

const STRING_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*/g;
const MARKED = /"([sn])((?:[^"\\]+|\\.)*)"/g;

function keepText(value, marked, [key, ...rest]) {
  if (value === null || value === undefined) return; // an option that is absent
  if (key === "*") return value.forEach((element, index) => keepText(element, marked[index], rest));
  const inner = marked[`s${key}`];
  if (rest.length > 0) return keepText(value[key], inner, rest);
  if (value[key] === null || value[key] === undefined) return;
  value[key] = JSON.stringify(inner).replace(MARKED, (_, kind, content) => (kind === "n" ? content : `"${content}"`));
}

await commandLine({
  module: import.meta,
  option: "--component",
  fallback: new URL("plugin", import.meta.url),
  async open(directory) {
    const { call } = await load(directory);
    return {
      operations: Object.keys(exportsOf),
      callBytes: (operation, bytes) => new TextEncoder().encode(JSON.stringify(call(operation, bytes))),
      close() {},
    };
  },
});
