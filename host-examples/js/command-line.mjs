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

/** What an instance does with a document in chunks; on the command line, --read does it. */
const READER = ["metadata_reader_open", "metadata_reader_push", "metadata_reader_finish"];

class Misuse extends Error {}

/**
 * Runs the command line when `module` was started by `node`, and does nothing when it was imported.
 *
 * `open(path)` gives `{ operations, callBytes(name, bytes), readMetadataBytes(request, chunks), close() }`.
 */
export async function commandLine({ module, option, fallback, open }) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(module.url)) return;
  const name = fileURLToPath(module.url).split("/").pop();
  const usage = `usage: node ${name} [${option} PATH] [--sign KEY.pem] [--lines] OPERATION < request.json > answer.json
       node ${name} [${option} PATH] --read [--chunk BYTES] REQUEST.json < document.xml > answers.jsonl

  ${option.padEnd(11)} the plugin; default: ${fileURLToPath(fallback)}
  --sign      what saml_issue leaves pending is signed with this RSA key, and completed
  --lines     one request a line, one answer a line, all from one instance
  --read      metadata of any size, read as it comes: an answer for each chunk, and at last that of the task
  --chunk     bytes of a chunk; default: as they come
  OPERATION   describe lists them. With --lines it may be -: then each line is
              {"operation":"...","request":{...}} or {"operation":"...","requestBase64":"..."},
              or so names ${READER.join(", ")}

status: 0 success, 1 a failure answer, 2 misuse, 3 the plugin broke`;

  process.stdout.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(); // nobody reads on
  });
  try {
    const { path, key, lines, read, chunk, name: operation } = readArguments(process.argv.slice(2), option, fallback);
    let plugin;
    try {
      plugin = await open(path);
      if (key) plugin = signing(plugin, key);
    } catch (error) {
      throw new Misuse(`${path} cannot be loaded: ${error.message}`);
    }
    // Not process.exit: it would cut off an answer that is still on its way into a pipe.
    if (read) process.exitCode = await answerChunks(plugin, read, chunk);
    else process.exitCode = await (lines ? answerLines(plugin, operation) : answerOne(plugin, operation));
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
  let read = false;
  let chunk;
  const names = [];
  while (words.length > 0) {
    const word = words.shift();
    if (word === option) path = words.shift() ?? misuse(`${option} needs a path`);
    else if (word === "--sign") key = readKey(words.shift() ?? misuse("--sign needs a path"));
    else if (word === "--lines") lines = true;
    else if (word === "--read") read = true;
    else if (word === "--chunk") chunk = bytesOf(words.shift());
    else if (word.startsWith("--")) misuse(`unknown option ${word}`);
    else names.push(word);
  }
  if (read && lines) misuse("--read or --lines");
  if (chunk && !read) misuse("--chunk needs --read");
  if (names.length !== 1) misuse(read ? "name one request to read" : "name one operation");
  if (names[0] === "-" && !lines) misuse("the operation - needs --lines");
  return { path, key, lines, read: read && readRequest(names[0]), chunk, name: names[0] };
}

function bytesOf(word) {
  const size = Number(word);
  return Number.isSafeInteger(size) && size > 0 ? size : misuse("--chunk needs a number of bytes");
}

function readRequest(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    misuse(error.message);
  }
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

async function answerChunks(plugin, request, chunk) {
  let status = SUCCESS;
  const chunks = chunk ? cut(process.stdin, chunk) : process.stdin;
  for await (const bytes of plugin.readMetadataBytes(request, chunks)) status = await write(bytes);
  return status; // of the last answer
}

async function answer(plugin, operation, request) {
  return write(await plugin.callBytes(operation, request));
}

/** Writes an answer, and gives its status. */
async function write(answer) {
  const bytes = Buffer.from(answer);
  if (!process.stdout.write(Buffer.concat([bytes, Buffer.from("\n")]))) await once(process.stdout, "drain");
  return JSON.parse(bytes.toString("utf8")).type === "success" ? SUCCESS : FAILURE;
}

/** The stream in chunks of exactly this size; the last one may be smaller. */
async function* cut(stream, size) {
  let pending = [];
  let length = 0;
  for await (let chunk of stream) {
    while (length + chunk.length >= size) {
      const rest = size - length;
      yield Buffer.concat([...pending, chunk.subarray(0, rest)]);
      [pending, length, chunk] = [[], 0, chunk.subarray(rest)];
    }
    pending.push(chunk);
    length += chunk.length;
  }
  if (length > 0) yield Buffer.concat(pending);
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
  if (!READER.includes(entry.operation)) known(plugin, entry.operation);
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

export function misuse(message) {
  throw new Misuse(message);
}
