// The proxy of host-examples/js as the proxy under test.

import { fileURLToPath } from "node:url";
import { startProcess } from "./process.mjs";

const SCRIPT = fileURLToPath(new URL("../../host-examples/js/scim-proxy.mjs", import.meta.url));

/** `{ base, kill(), stop(), log() }`. */
export const start = (options) => startProcess(process.execPath, ["--disable-warning=ExperimentalWarning", SCRIPT], options);
