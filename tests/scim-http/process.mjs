// A proxy under test as a process of its own.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts `command` with the options that the proxies of host-examples have: `{ base, kill(), stop(), log() }`. */
export async function startProcess(command, words, { upstream, profile = {}, wasm, options = [], environment = {} }) {
  const folder = await mkdtemp(join(tmpdir(), "scim-proxy-"));
  const file = join(folder, "profile.json");
  await writeFile(file, JSON.stringify(profile));
  const given = ["--upstream", upstream, "--listen", "127.0.0.1:0", "--profile", file, ...(wasm ? ["--wasm", wasm] : []), ...options];
  const child = spawn(command, [...words, ...given], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk) => (log += chunk));
  const closed = new Promise((done) => child.once("error", (error) => done(error.message)).once("close", done));
  const end = async (signal) => {
    child.kill(signal);
    const status = await closed;
    await rm(folder, { recursive: true, force: true });
    return status;
  };
  let out = "";
  const ready = new Promise((done) => child.stdout.on("data", (chunk) => (out += chunk).endsWith("\n") && done(true)));
  const first = await Promise.race([ready, closed]);
  if (first !== true) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`the proxy did not start (${first}): ${log}`);
  }
  return { base: `${out.trim()}/scim/v2`, kill: () => end("SIGKILL"), stop: () => end("SIGTERM"), log: () => log };
}
