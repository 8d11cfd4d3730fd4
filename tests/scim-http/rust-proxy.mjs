// The proxy of host-examples/rust as the proxy under test. RUST_PROXY names its program where cargo builds elsewhere than
// into target/host.

import { fileURLToPath } from "node:url";
import { startProcess } from "./process.mjs";

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PROGRAM = process.env.RUST_PROXY ?? file("target/host/host-example-rust");
const WASM = file("dist/aws-federation.extism.wasm");

/** `{ base, kill(), stop(), log() }`. */
export const start = (options) => startProcess(PROGRAM, ["scim-proxy"], { ...options, wasm: options.wasm ?? WASM });
