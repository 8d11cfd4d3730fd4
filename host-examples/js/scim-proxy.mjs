// A reverse proxy between an identity provider and the SCIM endpoint of IAM Identity Center, for those without Envoy.
//
//   node scim-proxy.mjs --upstream https://scim.REGION.amazonaws.com/TENANT
//
// The identity provider is given http://127.0.0.1:8080/scim/v2/ and the access token of Identity Center. Nothing passes
// that the plugin did not plan.

import http from "node:http";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { gunzip } from "node:zlib";
import { load } from "./extism.mjs";
import { BOUNDS, carryOut, scimError } from "./scim-plan.mjs";
import { connect, pairs, readUpstream, toNode } from "./scim-upstream.mjs";

const LONGEST_BODY = 4 << 20; // of the plugin too
const AT_ONCE = 64; // requests of identity providers

/** Not shown to the plan, so that no plan can change or lose them. */
const CREDENTIALS = new Set(["authorization", "proxy-authorization", "cookie"]);

/**
 * Starts the proxy: `{ port, close() }`. `open()` gives a plugin, as `load` of extism.mjs does, and `upstream` is AWS;
 * `host` and `port` are where it listens, `profile` and `bounds` go to plan and carryOut, `log(line)` gets a line a request
 * without any of its values.
 */
export async function startProxy({ open, upstream, host = "127.0.0.1", port = 0, profile, bounds, longestBody = LONGEST_BODY, log = () => {} }) {
  const target = readUpstream(upstream);
  const call = await plugin(open);
  await checkProfile(call, profile);
  const turns = new Map();
  let underWay = 0;

  const server = http.createServer(async (request, response) => {
    const started = performance.now();
    let outcome;
    underWay += 1;
    try {
      outcome = underWay > AT_ONCE ? { answer: busy() } : await handle(request, response);
    } catch (error) {
      // Fails closed: what broke here was not sent on, or what was sent on is not known.
      outcome = { answer: error.answer ?? scimError(500, "the proxy failed; a part may have been done"), codes: [error.answer ? "" : error.name] };
    } finally {
      underWay -= 1;
    }
    const { answer, requests = 0, codes = [] } = outcome;
    if (answer) write(request, response, answer);
    log(`${request.method} ${place(request.url)} ${answer?.status ?? "gone"} upstream=${requests} ms=${Math.round(performance.now() - started)} ${codes.join(" ")}`.trim());
  });

  async function handle(request, response) {
    const { method, url } = request;
    const headers = pairs(request.rawHeaders).map(([name, value]) => ({ name, value }));
    const body = await readBody(request, longestBody);
    const shown = headers.filter(({ name }) => !CREDENTIALS.has(name.toLowerCase()) && !(body.unpacked && /^content-encoding$/i.test(name)));
    const planned = { method, path: url, headers: shown, ...(body.text === undefined ? {} : { body: body.text }) };
    const upstream = connect(target, request.headers.authorization);
    try {
      return await inTurn(method, url, () =>
        carryOut({ call, send: upstream.send, request: planned, profile, bounds, gone: () => request.socket.destroyed }),
      );
    } finally {
      upstream.close();
    }
  }

  /** Two plans that change one resource would read what the other is about to change: the second waits. */
  async function inTurn(method, url, carry) {
    const [, key] = /^([^?]*\/(?:Users|Groups)\/[^/?]+)/i.exec(method === "GET" ? "" : url) ?? [];
    if (key === undefined) return carry();
    const mine = (turns.get(key) ?? Promise.resolve()).then(carry);
    const settled = mine.then(() => {}, () => {});
    turns.set(key, settled);
    settled.then(() => turns.get(key) === settled && turns.delete(key));
    return mine;
  }

  Object.assign(server, { headersTimeout: 10_000, requestTimeout: 60_000, maxConnections: 4 * AT_ONCE });
  await new Promise((done, broken) => server.once("error", broken).listen(port, host, done));
  return {
    port: server.address().port,
    /** Lets what is under way end, for `grace` milliseconds. */
    close: (grace = 10_000) =>
      new Promise((done) => {
        const hard = setTimeout(() => server.closeAllConnections(), grace);
        server.close(() => (clearTimeout(hard), done()));
        server.closeIdleConnections();
      }),
  };
}

/** The plugin answers one call at a time; one that broke is replaced. */
async function plugin(open) {
  let instance = await open();
  let last = Promise.resolve();
  return (operation, request) => {
    const mine = last.then(async () => {
      try {
        return await instance.call(operation, request);
      } catch (error) {
        instance = await open();
        throw error;
      }
    });
    last = mine.catch(() => {});
    return mine;
  };
}

/** What is wrong with the profile would be wrong with every request. */
async function checkProfile(call, profile) {
  if (profile === undefined) return;
  const { errors = [] } = await call("scim_plan", { method: "GET", path: "/Users", profile });
  const wrong = errors.filter(({ path }) => path.startsWith("/profile"));
  if (wrong.length > 0) throw new Error(wrong.map(({ code, path, message }) => `${code} at ${path}: ${message}`).join("; "));
}

class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.answer = scimError(status, detail);
  }
}

/** `{ text }`, of a body that was gzip `unpacked`. A body in another coding is left to the plan, which refuses it by name. */
async function readBody(request, longest) {
  const tooLong = () => new Refused(413, `a body has ${longest} bytes at the most`);
  if (Number(request.headers["content-length"] ?? 0) > longest) throw tooLong();
  const chunks = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > longest) throw tooLong();
    chunks.push(chunk);
  }
  const coding = request.headers["content-encoding"]?.trim().toLowerCase();
  if (coding && !["gzip", "x-gzip", "identity"].includes(coding)) return {};
  const unpacked = coding === "gzip" || coding === "x-gzip";
  const whole = Buffer.concat(chunks);
  const bytes = unpacked && length > 0 ? await unpack(whole, longest, tooLong) : whole;
  if (bytes.length === 0) return { unpacked };
  try {
    return { unpacked, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    throw new Refused(400, "the body is not UTF-8");
  }
}

async function unpack(bytes, longest, tooLong) {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: longest });
  } catch (error) {
    throw error.code === "ERR_BUFFER_TOO_LARGE" ? tooLong() : new Refused(400, "the body is not gzip");
  }
}

const busy = () => scimError(503, "too many requests at once", [{ name: "retry-after", value: "1" }]);

function write(request, response, { status, headers, body }) {
  if (response.destroyed) return;
  const bodiless = status === 204 || status === 304;
  const fields = toNode(headers);
  if (!bodiless) fields["content-length"] = Buffer.byteLength(body ?? "");
  // Of a body that was not read to its end nothing more is wanted, but the sender has to see the answer first.
  if (!request.complete) {
    fields.connection = "close";
    request.resume();
    setTimeout(() => request.destroy(), 2_000).unref();
  }
  response.writeHead(status, fields).end(bodiless ? undefined : body);
}

/** The kind of address, for ids and filters are values. */
function place(url) {
  const [, endpoint, id] = /\/(Users|Groups|Me|Bulk|Schemas|ResourceTypes|ServiceProviderConfig)(\/[^/?]+)?\/?(?:\?.*)?$/i.exec(url) ?? [];
  return endpoint ? `/${endpoint}${id ? "/ID" : ""}` : "(another address)";
}

const USAGE = `usage: node scim-proxy.mjs --upstream URL [OPTION ...]

  --upstream URL     https://scim.REGION.amazonaws.com/TENANT; what stands after the host is put before each path
  --listen HOST:PORT default 127.0.0.1:8080; it speaks no TLS, so put something that does before it
  --profile FILE     JSON: what an operator decides, see docs/scim.md
  --wasm PATH        the plugin; default: dist/aws-federation.extism.wasm
  --max-body BYTES   default and most: ${LONGEST_BODY}
  --max-requests N   sent to AWS for one request, default ${BOUNDS.requests}
  --max-bytes N      to AWS and back for one request, default ${BOUNDS.bytes}
  --max-seconds N    default ${BOUNDS.seconds}
  --quiet            no line for each request on stderr`;

function readOptions() {
  const text = { type: "string" };
  const { values } = parseArgs({
    options: {
      ...{ upstream: text, listen: text, profile: text, wasm: text, quiet: { type: "boolean" }, help: { type: "boolean" } },
      ...{ "max-body": text, "max-requests": text, "max-bytes": text, "max-seconds": text },
    },
  });
  if (values.help) return undefined;
  if (values.upstream === undefined) throw new Error("--upstream is needed");
  const [, host, port] = /^(.*):(\d+)$/.exec(values.listen ?? "127.0.0.1:8080") ?? [];
  if (host === undefined) throw new Error("--listen is HOST:PORT");
  readUpstream(values.upstream);
  const number = (name, fallback, most = Number.MAX_SAFE_INTEGER) => {
    const value = Number(values[name] ?? fallback);
    if (!(value >= 1 && value <= most)) throw new Error(`--${name} is a number from 1 to ${most}`);
    return value;
  };
  return {
    upstream: values.upstream,
    host: host.replace(/^\[|\]$/g, ""),
    port: Number(port),
    profile: values.profile === undefined ? undefined : JSON.parse(readFileSync(values.profile, "utf8")),
    open: () => load(values.wasm ?? fileURLToPath(new URL("../../dist/aws-federation.extism.wasm", import.meta.url))),
    longestBody: number("max-body", LONGEST_BODY, LONGEST_BODY),
    bounds: { ...BOUNDS, requests: number("max-requests", BOUNDS.requests), bytes: number("max-bytes", BOUNDS.bytes), seconds: number("max-seconds", BOUNDS.seconds) },
    log: values.quiet ? undefined : (line) => console.error(line),
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  let options;
  try {
    options = readOptions();
    if (!options) console.log(USAGE);
  } catch (error) {
    console.error(`scim-proxy: ${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  }
  const proxy = options && (await startProxy(options).catch((error) => {
    console.error(`scim-proxy: ${error.message}`);
    process.exitCode = 2;
  }));
  if (proxy) {
    console.log(`http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${proxy.port}`);
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => proxy.close());
  }
}
