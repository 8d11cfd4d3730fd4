// aws-federation in Node as a component: typed functions instead of JSON. In a service of your own:
//
//   import { saml } from "./plugin/aws-federation.js"; // written by `node transpile.mjs`
//   try {
//     const { attributes } = saml.attributes({ principal, mapping });
//   } catch (error) {
//     console.error(error.payload.errors); // the contract's `failure`
//   }
//
// A federation's aggregate, in a few MB of the plugin's memory:
//
//   const reader = metadata.Reader.open({ task: "inspect" });
//   try {
//     for await (const chunk of createReadStream("aggregate.xml")) {
//       for (const { entityId } of reader.push(chunk).entities) console.log(entityId);
//     }
//     const { document, signature } = reader.finish().inspect;
//   } finally {
//     reader[Symbol.dispose]();
//   }
//
// Values whose form the contract leaves open (attributes of users and groups) are JSON text:
// `attributes: JSON.stringify({ department: ["R&D"] })`.
//
// The rest of this file is for a host that receives JSON: it gives byte for byte the refusals of the JSON faces.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exportsOf, jsonFields } from "../js/json-fields.mjs";
import { commandLine, misuse } from "../js/command-line.mjs";

/** Loads what `transpile.mjs` wrote into `directory`. */
export async function load(directory) {
  const plugin = await import(pathToFileURL(join(directory, "aws-federation.js")).href);

  /** A typed answer in the envelope of the JSON faces. */
  function answer(carryOut) {
    try {
      return { type: "success", ...carryOut() };
    } catch (error) {
      if (error.payload?.errors) return { type: "failure", ...error.payload };
      throw error; // a trap: a bug of the plugin
    }
  }

  /** Carries out one operation whose request is the bytes of its JSON; the answer is that of the JSON faces. */
  function call(operation, bytes) {
    const { interface: name, function: method, request } = exportsOf[operation];
    return answer(() => {
      // First the bytes as they came: jco would drop a misspelt field silently, and JSON.parse the first of two twins.
      plugin.json.check(operation, bytes);
      return request ? plugin[name][method](typedRequest(operation, bytes)) : plugin[name][method]();
    });
  }

  /** Begins a document whose request is the bytes of a ReadRequest's JSON: `{ refused }`, or functions with the answers of the JSON faces. */
  function openReader(bytes) {
    let reader;
    const opened = answer(() => {
      plugin.json.check("metadata_reader_open", bytes);
      reader = plugin.metadata.Reader.open(JSON.parse(new TextDecoder().decode(bytes)));
    });
    if (!reader) return { refused: opened };
    return {
      push: (chunk) => answer(() => reader.push(chunk)),
      finish: () => answer(() => reader.finish()),
      // Else the document's memory is the plugin's until JavaScript happens to collect the handle.
      close: () => reader[Symbol.dispose](),
    };
  }

  /**
   * Carries out `metadata_inspect` or `metadata_transform` on a document of any size, as `readMetadata` of ../js/extism.mjs.
   * Here several documents can be read at once.
   */
  async function* readMetadata(bytes, chunks) {
    const reader = openReader(bytes);
    if (reader.refused) return yield reader.refused;
    try {
      for await (const chunk of chunks) {
        const progress = reader.push(chunk);
        yield progress;
        if (progress.type === "failure") return;
      }
      yield reader.finish();
    } finally {
      reader.close();
    }
  }

  return { ...plugin, call, openReader, readMetadata };
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
    const plugin = await load(directory);
    const bytesOf = (answer) => new TextEncoder().encode(JSON.stringify(answer));
    let reader; // of --lines, which reads one document at a time, as an Extism plugin
    const begun = () => reader ?? misuse("no document was begun: metadata_reader_open comes first");
    const readerCalls = {
      metadata_reader_open(bytes) {
        reader?.close();
        const opened = plugin.openReader(bytes);
        reader = opened.refused ? undefined : opened;
        return opened.refused ?? { type: "success" };
      },
      metadata_reader_push: (chunk) => begun().push(chunk),
      metadata_reader_finish: () => begun().finish(),
    };
    return {
      operations: Object.keys(exportsOf),
      callBytes: (name, bytes) => bytesOf(name in readerCalls ? readerCalls[name](bytes) : plugin.call(name, bytes)),
      async *readMetadataBytes(request, chunks) {
        for await (const answer of plugin.readMetadata(request, chunks)) yield bytesOf(answer);
      },
      close: () => reader?.close(),
    };
  },
});
