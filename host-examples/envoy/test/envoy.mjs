// Starts the example's Envoy on ports that nobody else has, and stops it again.

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const STARTS_WITHIN = 60_000; // a busy machine compiles the plugin slowly

/**
 * Runs Envoy with `envoy.yaml` as it is, but for what has to differ: ports, the plugin's file, and what
 * `configuration` says beside or instead of the example's; a string is taken as it is. `edit` changes the whole. Of another
 * `file` only `edit` changes anything.
 *
 * Gives `{ port, admin, pid, stats(), log(), kill(), stop() }`, `admin` an address as HOST:PORT, or `{ exitCode, log() }` when Envoy did not start.
 */
export async function startEnvoy({ envoy, file = "envoy.yaml", wasm, upstreamPort, configuration, edit = (yaml) => yaml, logs = "wasm:debug", workers = 1 }) {
  const directory = await mkdtemp(join(tmpdir(), "aws-federation-envoy-"));
  const node = `test-${randomUUID()}`;
  const adminFile = join(directory, "admin");
  const bootstrap = join(directory, "envoy.yaml");
  await writeFile(bootstrap, edit(await bootstrapFor({ file, wasm, upstreamPort, configuration })));

  const process = spawn(
    envoy,
    [
      ...["--config-path", bootstrap, "--admin-address-path", adminFile, "--service-node", node, "--service-cluster", "test"],
      ...["--concurrency", String(workers), "--use-dynamic-base-id", "--disable-hot-restart"],
      ...["--log-level", "warning", "--component-log-level", logs],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let text = "";
  for (const stream of [process.stdout, process.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  const log = () => text;
  const exited = new Promise((done) => process.once("close", (code, signal) => done(code ?? signal)));
  const stop = async (signal = "SIGTERM") => {
    process.kill(signal);
    const hard = setTimeout(() => process.kill("SIGKILL"), 5_000);
    await exited;
    clearTimeout(hard);
    await rm(directory, { recursive: true, force: true });
  };

  const deadline = Date.now() + STARTS_WITHIN;
  for (;;) {
    const exitCode = await Promise.race([exited, sleep(100)]);
    if (exitCode !== undefined) {
      await rm(directory, { recursive: true, force: true });
      return { exitCode, log };
    }
    const admin = await readFile(adminFile, "utf8").catch(() => "");
    const port = admin && (await listenerPort(admin, node).catch(() => undefined));
    if (port) return { port, admin, pid: process.pid, log, stop: () => stop(), kill: () => stop("SIGKILL"), stats: () => counters(admin) };
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`Envoy did not listen within ${STARTS_WITHIN} ms:\n${text}`);
    }
  }
}

async function bootstrapFor({ file, wasm, upstreamPort, configuration }) {
  let yaml = await readFile(new URL(`../${file}`, import.meta.url), "utf8");
  if (file !== "envoy.yaml") return yaml;
  const replace = (from, to) => {
    if (yaml.split(from).length !== 2) throw new Error(`envoy.yaml should hold once: ${from}`);
    yaml = yaml.replace(from, () => to);
  };
  replace("port_value: 9901", "port_value: 0");
  replace("port_value: 8080", "port_value: 0");
  replace("port_value: 8081", `port_value: ${upstreamPort}`);
  replace("filename: dist/aws-federation.envoy.wasm", `filename: ${JSON.stringify(resolve(wasm))}`);
  const example = '{"upstream": {"cluster": "aws-scim", "authority": "127.0.0.1:8081"}, "profile": {}}';
  const value = typeof configuration === "string" ? configuration : JSON.stringify({ ...JSON.parse(example), ...configuration });
  replace(`value: |\n                            ${example}`, `value: ${JSON.stringify(value)}`);
  return yaml;
}

/** The listener's port, once the server is live and certainly the one that we started. */
async function listenerPort(admin, node) {
  const info = await (await fetch(`http://${admin}/server_info`)).json();
  if (info.node?.id !== node) throw new Error(`${admin} is another Envoy`);
  if (info.state !== "LIVE") return undefined;
  const { listener_statuses: [{ local_address: address }] } = await (await fetch(`http://${admin}/listeners?format=json`)).json();
  return address.socket_address.port_value;
}

async function counters(admin) {
  const { stats } = await (await fetch(`http://${admin}/stats?format=json&filter=aws_federation`)).json();
  return Object.fromEntries(stats.map(({ name, value }) => [name.replace(/^wasmcustom\.aws_federation\./, ""), value]));
}
