// The proxy of host-examples/js in a process of its own.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../host-examples/js/scim-proxy.mjs", import.meta.url));

/** `{ base, kill(), stop(), log() }`. */
export async function start({ upstream, profile = {}, wasm }) {
  const folder = await mkdtemp(join(tmpdir(), "scim-proxy-"));
  const file = join(folder, "profile.json");
  await writeFile(file, JSON.stringify(profile));
  const words = ["--upstream", upstream, "--listen", "127.0.0.1:0", "--profile", file, ...(wasm ? ["--wasm", wasm] : [])];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", SCRIPT, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk) => (log += chunk));
  const closed = new Promise((done) => child.once("close", done));
  const end = async (signal) => {
    child.kill(signal);
    await closed;
    await rm(folder, { recursive: true, force: true });
  };
  let out = "";
  const ready = new Promise((done) => child.stdout.on("data", (chunk) => (out += chunk).endsWith("\n") && done(true)));
  if ((await Promise.race([ready, closed])) !== true) throw new Error(`the proxy did not start: ${log}`);
  return { base: `${out.trim()}/scim/v2`, kill: () => end("SIGKILL"), stop: () => end("SIGTERM"), log: () => log };
}
