// The example of host-examples/envoy as the proxy under test: a real Envoy with the filter.
//
// ENVOY is the binary; --wasm PATH, or dist/aws-federation.envoy.wasm.

import { fileURLToPath } from "node:url";
import { startEnvoy } from "../../host-examples/envoy/test/envoy.mjs";

const WASM = fileURLToPath(new URL("../../dist/aws-federation.envoy.wasm", import.meta.url));

/** `{ base, kill(), stop(), log() }`, and what `startEnvoy` gives beside. */
export async function start({ upstream, profile = {}, wasm = WASM, workers }) {
  if (!process.env.ENVOY) throw new Error("ENVOY should name Envoy's binary");
  const { host, port, pathname } = new URL(upstream);
  const pathPrefix = pathname === "/" ? undefined : pathname;
  const configuration = { profile, upstream: { cluster: "aws-scim", authority: host, pathPrefix } };
  const envoy = await startEnvoy({ envoy: process.env.ENVOY, wasm, upstreamPort: port, configuration, workers });
  if (!envoy.port) throw new Error(`Envoy did not start:\n${envoy.log()}`);
  return { base: `http://127.0.0.1:${envoy.port}/scim/v2`, ...envoy };
}
