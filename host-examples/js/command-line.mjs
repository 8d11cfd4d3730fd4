// The command line that the JavaScript hosts share: request on stdin, answer on stdout. Nothing of AWS and nothing
// of WebAssembly is in here; for those, see extism.mjs and ../js-component/component.mjs.

import { createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { issue } from "./sign.mjs";

const SUCCESS = 0; // every answer was a success
const FAILURE = 1; // an answer was a failure
const MISUSE = 2; // the command line, the plugin's file or a line of `-` was wrong
const BROKEN = 3; // the plugin itself broke: a bug, please report it

class Misuse extends Error {}

/**
 * Runs the command line when `module` was started by `node`, and does nothing when it was imported.
 *
 * `open(path)` gives `{ operations, callBytes(operation, bytes), close() }`.
 */
export async function commandLine({ module, option, fallback, open }) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(module.url)) return;
  const name = fileURLToPath(module.url).split("/").pop();
  const usage = `usage: node ${name} [${option} PATH] [--sign KEY.pem] [--lines] OPERATION < request.json > answer.json

  ${option.padEnd(11)} the plugin; default: ${fileURLToPath(fallback)}
  --sign      what saml_issue leaves pending is signed with this RSA key, and completed
  --lines     one request a line, one answer a line, all from one instance
  OPERATION   describe lists them. With --lines it may be -: then each line is
              {"operation":"...","request":{...}} or {"operation":"...","requestBase64":"..."}

status: 0 success, 1 a failure answer, 2 misuse, 3 the plugin broke`;

  process.stdout.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(); // nobody reads on
  });
  try {
    const { path, key, lines, operation } = readArguments(process.argv.slice(2), option, fallback);
    let plugin;
    try {
      plugin = await open(path);
      if (key) plugin = signing(plugin, key);
    } catch (error) {
      throw new Misuse(`${path} cannot be loaded: ${error.message}`);
    }
    // Not process.exit: it would cut off an answer that is still on its way into a pipe.
    process.exitCode = await (lines ? answerLines(plugin, operation) : answerOne(plugin, operation));
    await plugin.close();
  } catch (error) {
    process.exitCode = error instanceof Misuse ? MISUSE : BROKEN;
    console.error(error instanceof Misuse ? `${name}: ${error.message}\n\n${usage}` : error);
  }
}

function readArguments(words, option, fallback) {
  let path = fileURLToPath(fallback);
  let key;
  let lines = false;
  const names = [];
  while (words.length > 0) {
    const word = words.shift();
    if (word === option) path = words.shift() ?? misuse(`${option} needs a path`);
    else if (word === "--sign") key = readKey(words.shift() ?? misuse("--sign needs a path"));
    else if (word === "--lines") lines = true;
    else if (word.startsWith("--")) misuse(`unknown option ${word}`);
    else names.push(word);
  }
  if (names.length !== 1) misuse("name one operation");
  if (names[0] === "-" && !lines) misuse("the operation - needs --lines");
  return { path, key, lines, operation: names[0] };
}

function readKey(path) {
  try {
    return createPrivateKey(readFileSync(path));
  } catch (error) {
    misuse(`${path} is no private key: ${error.message}`);
  }
}

/** The same plugin, but what `saml_issue` leaves pending is signed here. */
function signing(plugin, key) {
  const callJson = async (operation, request) => {
    const bytes = request instanceof Uint8Array ? request : new TextEncoder().encode(JSON.stringify(request));
    return JSON.parse(Buffer.from(await plugin.callBytes(operation, bytes)).toString("utf8"));
  };
  return {
    ...plugin,
    callBytes: async (operation, request) =>
      operation === "saml_issue"
        ? Buffer.from(JSON.stringify(await issue(callJson, new Uint8Array(request), key)))
        : plugin.callBytes(operation, request),
  };
}

async function answerOne(plugin, operation) {
  known(plugin, operation);
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return answer(plugin, operation, Buffer.concat(chunks));
}

async function answerLines(plugin, operation) {
  if (operation !== "-") known(plugin, operation);
  let status = SUCCESS;
  let number = 0;
  for await (const line of splitLines(process.stdin)) {
    number += 1;
    const named = operation === "-" ? readLine(plugin, line, number) : { operation, request: line };
    status = Math.max(status, await answer(plugin, named.operation, named.request));
  }
  return status;
}

async function answer(plugin, operation, request) {
  const bytes = Buffer.from(await plugin.callBytes(operation, request));
  if (!process.stdout.write(Buffer.concat([bytes, Buffer.from("\n")]))) await once(process.stdout, "drain");
  return JSON.parse(bytes.toString("utf8")).type === "success" ? SUCCESS : FAILURE;
}

/** Lines as bytes: a request that is not UTF-8 must reach the plugin as it is. */
async function* splitLines(stream) {
  let pending = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      pending.push(chunk.subarray(start, end));
      yield Buffer.concat(pending);
      pending = [];
      start = end + 1;
    }
    pending.push(chunk.subarray(start));
  }
  const last = Buffer.concat(pending);
  if (last.length > 0) yield last;
}

function readLine(plugin, line, number) {
  let entry;
  try {
    entry = JSON.parse(line.toString("utf8"));
  } catch {
    misuse(`line ${number} is not JSON`);
  }
  if (typeof entry?.operation !== "string") misuse(`line ${number} names no operation`);
  known(plugin, entry.operation);
  if (typeof entry.requestBase64 === "string") {
    return { operation: entry.operation, request: Buffer.from(entry.requestBase64, "base64") };
  }
  // A request that is absent is an empty one: `describe` takes nothing.
  return { operation: entry.operation, request: Buffer.from(JSON.stringify(entry.request) ?? "") };
}

function known(plugin, operation) {
  if (!plugin.operations.includes(operation)) {
    misuse(`unknown operation ${operation}; known: ${plugin.operations.join(", ")}`);
  }
}

function misuse(message) {
  throw new Misuse(message);
}
