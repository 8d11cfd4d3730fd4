// The stand-in over HTTP, on loopback only; beside SCIM, a few addresses for tests.

import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Faults } from "./faults.mjs";
import { AwsScim } from "./service.mjs";
import { readings } from "./switches.mjs";

const LONGEST_BODY = 16 << 20;
const LONGEST_TRAIL = 20_000;

/**
 * Starts it. Options: those of AwsScim, `faults`, `port` (0 for any), `log(line)`.
 *
 * Gives `{ port, origin, base, service, trail(), close() }`; `base` is what an identity provider is given.
 */
export async function startAwsScim({ port = 0, faults: rules, log = () => {}, ...options } = {}) {
  const now = options.now;
  let service = new AwsScim(options);
  const faults = new Faults(rules);
  let trail = [];
  let underWay = 0;
  let mostAtOnce = 0;

  const server = http.createServer(async (request, response) => {
    underWay += 1;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    try {
      const body = await readBody(request);
      if (request.url.startsWith("/_")) return administer(request, response, body);
      await serve(request, response, body);
    } catch (error) {
      if (!response.headersSent && !response.destroyed) response.writeHead(error.status ?? 500).end(`${error.message}\n`);
    } finally {
      underWay -= 1;
    }
  });

  async function serve(request, response, body) {
    const { method, url, headers } = request;
    const resource = service.resource(url) ?? "";
    const fault = faults.next(method, resource);
    const entry = { method, path: resource || url, bytes: body.length };
    if (fault?.delay) await sleep(fault.delay);
    const untouched = fault && (fault.close === "before" || (fault.refusal && !fault.applied));
    let answer = untouched ? undefined : service.answer({ method, url, headers, body });
    if (fault) entry.fault = fault.close ? `closed ${fault.close}` : fault.refusal ? `${fault.applied ? "applied, " : ""}refused` : "delayed";
    if (fault?.refusal) {
      answer = service.refuse(fault.refusal());
      if (fault.retryAfter !== undefined) answer.headers["retry-after"] = String(fault.retryAfter);
    }
    Object.assign(entry, { status: answer?.status, causes: answer?.causes ?? [] });
    trail.push(entry);
    if (trail.length > LONGEST_TRAIL) trail.shift();
    log(logLine(entry));
    if (fault?.close) return void request.socket.destroy();
    const length = answer.status === 204 ? {} : { "content-length": Buffer.byteLength(answer.body) };
    response.writeHead(answer.status, { ...answer.headers, ...length }).end(answer.body);
  }

  /** Not of AWS: what tests look at and change. */
  function administer({ method, url }, response, body) {
    const answer = (value) => response.writeHead(200, { "content-type": "application/json" }).end(`${JSON.stringify(value)}\n`);
    const fresh = (more) => {
      service = new AwsScim({ ...options, ...more, switches: more.switches ?? service.readings, now });
      trail = [];
      mostAtOnce = 0;
    };
    const given = () => JSON.parse(body.toString("utf8"));
    try {
      switch (`${method} ${url}`) {
        case "GET /_state":
          return answer(service.store.dump());
        case "PUT /_state":
          fresh({ state: given() });
          return answer(service.store.dump());
        case "GET /_trail":
          return answer({ requests: trail, mostAtOnce });
        case "DELETE /_trail":
          trail = [];
          mostAtOnce = 0;
          return answer({});
        case "PUT /_faults":
          faults.set(given());
          return answer({});
        case "GET /_switches":
          return answer(service.readings);
        case "PUT /_switches":
          service.readings = readings(given());
          return answer(service.readings);
        default:
          return response.writeHead(404).end("known: /_state, /_trail, /_faults, /_switches\n");
      }
    } catch (error) {
      return response.writeHead(400).end(`${error.message}\n`);
    }
  }

  await new Promise((done, broken) => server.once("error", broken).listen(port, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    port: server.address().port,
    origin,
    base: `${origin}/${service.tenant}/scim/v2`,
    get service() {
      return service;
    },
    trail: () => trail,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}

async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw Object.assign(new Error("the body is too large"), { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const ENDPOINT = /^\/(Users|Groups|Me|Bulk|Schemas|ResourceTypes|ServiceProviderConfig)(\/ID|\/\.search)?(\?\.\.\.)?$/;

/** Neither ids nor filters: a log may be pasted into an issue. */
function logLine({ method, path, status, fault, causes }) {
  const place = path.replace(/^\/(Users|Groups)\/[^/?]+/, "/$1/ID").replace(/\?.*/s, "?...");
  const known = ENDPOINT.test(place) ? place : "(no address of SCIM)";
  return [method, known, status ?? "-", ...(fault ? [`fault: ${fault}`] : []), ...causes.map((cause) => `(${cause.split("\n")[0]})`)].join(" ");
}
