// aws-federation in Node, through Extism. To use it in a service of your own, copy `load`.
//
//   import { load } from "./extism.mjs";
//   const plugin = await load("dist/aws-federation.extism.wasm");
//   const answer = await plugin.call("saml_attributes", { principal, mapping });
//   if (answer.type === "failure") console.error(answer.errors);

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

  return { call, callBytes, close: () => plugin.close() };
}

await commandLine({
  module: import.meta,
  option: "--wasm",
  fallback: new URL("../../dist/aws-federation.extism.wasm", import.meta.url),
  async open(wasmPath) {
    const plugin = await load(wasmPath);
    const { operations } = await plugin.call("describe");
    return { operations: operations.map(({ name }) => name), callBytes: plugin.callBytes, close: plugin.close };
  },
});
