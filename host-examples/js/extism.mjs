// aws-federation in Node, through Extism. To use it in a service of your own, copy `load`.
//
//   import { load } from "./extism.mjs";
//   const plugin = await load("dist/aws-federation.extism.wasm");
//   const answer = await plugin.call("saml_attributes", { principal, mapping });
//   if (answer.type === "failure") console.error(answer.errors);
//
// A federation's aggregate, in a few MB of the plugin's memory:
//
//   for await (const answer of plugin.readMetadata({ task: "inspect" }, createReadStream("aggregate.xml"))) {
//     for (const { entityId } of answer.entities ?? []) console.log(entityId);
//   }

import { readFile } from "node:fs/promises";
import createPlugin from "@extism/extism";
import { commandLine } from "./command-line.mjs";

/** Loads the plugin once; call it as often as you like, one call after the other. */
export async function load(wasmPath) {
  const wasm = [{ data: await readFile(wasmPath) }];
  // The plugin computes and does nothing else, so it is given nothing: no WASI, no hosts, no files, no configuration.
  // It answers in microseconds, so it runs on this thread: a worker (`runInWorker`) would cost more than the call.
  const plugin = await createPlugin({ wasm }, { useWasi: false });

  /** Bytes of JSON in, bytes of JSON out. */
  async function callBytes(operation, request) {
    // Extism 1.0.3 keeps the memory of every call until told otherwise: it leaks, and breaks after some 16,000 calls.
    await plugin.reset();
    // A copy, for Extism 1.0.3 sends the whole ArrayBuffer behind a view: of a small Buffer, that is Node's shared pool
    // with whatever else is in it.
    const output = await plugin.call(operation, new Uint8Array(request));
    return output.bytes();
  }

  /**
   * Carries out one operation. The request is an object, or the bytes of its JSON; the answer is an object whose
   * `type` is "success" or "failure". Throws only when the plugin itself is broken.
   */
  async function call(operation, request = {}) {
    const bytes = request instanceof Uint8Array ? request : new TextEncoder().encode(JSON.stringify(request));
    return JSON.parse(new TextDecoder().decode(await callBytes(operation, bytes)));
  }

  let reading = false;

  /** The same as `readMetadata`, with bytes of JSON in and out. */
  async function* readMetadataBytes(request, chunks) {
    if (reading) throw new Error("an instance of the plugin reads one document at a time; load a second one");
    reading = true;
    try {
      let answer = await callBytes("metadata_reader_open", request);
      if (isFailure(answer)) return yield answer;
      for await (const chunk of chunks) {
        answer = await callBytes("metadata_reader_push", chunk);
        yield answer;
        if (isFailure(answer)) return;
      }
      yield await callBytes("metadata_reader_finish", new Uint8Array());
    } finally {
      reading = false; // what was left unread is forgotten when the next document begins
    }
  }

  /**
   * Carries out `metadata_inspect` or `metadata_transform` on a document of any size; `chunks` is a Node stream or anything
   * else that gives Uint8Arrays, cut anywhere. Gives an answer for each chunk, with the `entities` and `findings` that it
   * brought, and at last that of the task: `inspect` or `transform`. A failure is the last one, too.
   *
   * Trust nothing of a signed document before the last answer: until then its signature is not checked.
   */
  async function* readMetadata(request, chunks) {
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    for await (const answer of readMetadataBytes(bytes, chunks)) yield JSON.parse(new TextDecoder().decode(answer));
  }

  return { call, callBytes, readMetadata, readMetadataBytes, close: () => plugin.close() };
}

/** In every answer `type` comes first. */
function isFailure(answer) {
  return new TextDecoder().decode(answer.subarray(0, 17)) === '{"type":"failure"';
}

await commandLine({
  module: import.meta,
  option: "--wasm",
  fallback: new URL("../../dist/aws-federation.extism.wasm", import.meta.url),
  async open(wasmPath) {
    const plugin = await load(wasmPath);
    const { operations } = await plugin.call("describe");
    return { ...plugin, operations: operations.map(({ name }) => name) };
  },
});
