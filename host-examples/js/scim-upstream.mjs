// Sends the steps of one plan to AWS, over one connection, one after the other.

import http from "node:http";
import https from "node:https";

const ANSWER_BYTES = 16 << 20;
const STEP_SECONDS = 30;

/** Where the steps go. The token goes with them, so TLS is demanded except on this machine. */
export function readUpstream(text) {
  const url = new URL(text);
  const local = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) throw new Error("the upstream is https, or http on this machine");
  if (url.search || url.hash || url.username) throw new Error("the upstream has no query, fragment or user");
  return { url, prefix: url.pathname.replace(/\/+$/, "") };
}

/**
 * `{ send(step, left), close() }` for one plan. `authorization` is the caller's own. A connection belongs to a plan: one
 * that lay idle may have been closed by AWS just now, and then nobody knows what became of the request.
 */
export function connect({ url, prefix }, authorization) {
  const { request, Agent } = url.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  const send = ({ method, path, headers, body }, left) =>
    new Promise((done, broken) => {
      const seconds = Math.min(STEP_SECONDS, left.seconds);
      const limit = Math.min(ANSWER_BYTES, left.bytes);
      const fields = toNode(headers);
      if (authorization !== undefined) fields.authorization = authorization;
      // Answers are read as text: a compressed one would have to be unpacked with a limit once more.
      fields["accept-encoding"] = "identity";
      if (body !== undefined) fields["content-length"] = Buffer.byteLength(body);
      const options = { method, agent, headers: fields, path: prefix + path, host: url.hostname.replace(/^\[|\]$/g, ""), port: url.port };
      const sent = request(options, (response) => read(response, limit).then(done, broken));
      // From the first byte to the last: a socket's own timeout would start anew with each byte that trickles in.
      const timer = setTimeout(() => sent.destroy(new Error("no answer in time")), Math.max(seconds, 0) * 1000);
      sent.once("close", () => clearTimeout(timer));
      sent.once("error", broken);
      sent.end(body);
    });

  return { send, close: () => agent.destroy() };
}

async function read(response, limit) {
  if (response.headers["content-encoding"] && response.headers["content-encoding"] !== "identity") throw new Error("an encoded answer");
  const chunks = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > limit) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error("the answer ended in its middle");
  const headers = pairs(response.rawHeaders).map(([name, value]) => ({ name, value }));
  const body = length === 0 ? undefined : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  return { status: response.statusCode, headers, body };
}

/** Node's list of names and values, by twos. */
export function pairs(raw) {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index], raw[2 * index + 1]]);
}

/** A list of `{ name, value }` as Node wants headers: a name with several values has a list. */
export function toNode(headers) {
  const fields = {};
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    fields[key] = fields[key] === undefined ? value : [fields[key], value].flat();
  }
  return fields;
}
