// The plugin's side of the page: a Web Worker, so that nothing which takes long ever stops the page. It answers jobs in
// the order in which they came; the page cancels by ending the worker and starting another.

import * as plugin from "../../../dist/browser/aws-federation.js";
import { recognise } from "./captures.mjs";
import { differences } from "./difference.mjs";
import { Index, element, surroundings } from "./place.mjs";
import { rows } from "./rows.mjs";

/** A larger file is read in chunks, if it is metadata, and never whole. */
const WHOLE = 1_000_000;
/** Bytes that are enough to see what a file is. */
const HEAD = 65_536;
/** Bytes that the reader gets at a time: small enough for a progress bar that moves. */
const CHUNK = 262_144;

const jobs = {
  /** What is this? Small documents come back with their text. */
  async recognise({ blob, wanted }) {
    if (blob.size > WHOLE) {
      const head = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await blob.slice(0, HEAD).arrayBuffer());
      const found = recognise(head, wanted);
      const isMetadata = found.kind === "metadata" && /^\ufeff?\s*</.test(head);
      if (isMetadata) return { kind: "metadata", what: found.what, isLarge: true };
    }
    const bytes = await blob.arrayBuffer();
    // Not what the reader's chunks would be: its answer says precisely what is wrong with the encoding.
    const text = decoded(bytes);
    if (text === undefined) return { kind: wanted || "metadata", what: "a file that is not UTF-8", isLarge: true };
    return recognise(text, wanted);
  },

  call({ operation, request }) {
    // saml_attributes is exported as samlAttributes.
    const name = operation.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    return answer(plugin[name](encoded(typeof request === "string" ? request : JSON.stringify(request))));
  },

  /** Reads a file in chunks; what a chunk brought is reported, what is left is the answer. */
  async read({ blob, request }, report) {
    const reader = new plugin.MetadataReader(encoded(JSON.stringify(request)));
    const index = new Index();
    try {
      for await (const chunk of chunks(blob)) {
        index.add(chunk);
        const progress = answer(reader.push(chunk));
        if (progress.type === "failure") return progress;
        report({ ...progress, total: blob.size, index: index.marks });
      }
      const last = answer(reader.finish());
      return { ...last, index: index.marks };
    } finally {
      reader.free();
    }
  },

  rows: ({ text, syntax, origin }) => rows(text, syntax, origin),

  differences: ({ before, after, syntax }) => differences(rows(before, syntax), rows(after, syntax)),

  /** The source of one element of a file, and where it begins. */
  element: ({ blob, place, index }) => element(blob, place, index),

  surroundings: ({ blob, place, index, size }) => surroundings(blob, place, index, size),
};

async function* chunks(blob) {
  const stream = blob.stream().getReader();
  for (;;) {
    const { done, value } = await stream.read();
    if (done) return;
    for (let at = 0; at < value.length; at += CHUNK) yield value.subarray(at, at + CHUNK);
  }
}

const encoded = (text) => new TextEncoder().encode(text);
const answer = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** A byte order mark stays: it is one of the things that AWS trips over. */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The module comes as text, compressed: there is nothing that this page could fetch it from. */
async function start(base64) {
  const compressed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("gzip"));
  plugin.initSync({ module: await new Response(stream).arrayBuffer() });
}

let ready;
let queue = Promise.resolve();

self.addEventListener("message", ({ data: { id, job, input, module } }) => {
  if (module !== undefined) {
    ready = start(module);
    return;
  }
  queue = queue.then(async () => {
    try {
      await ready;
      const output = await jobs[job](input, (progress) => self.postMessage({ id, progress }));
      self.postMessage({ id, output });
    } catch (error) {
      self.postMessage({ id, broke: String(error?.message ?? error) });
    }
  });
});
