// Preloaded into a Node host (`NODE_OPTIONS=--import=...`): writes the bytes of all WebAssembly memory that it has in the
// end into the file GUEST_MEMORY. A memory never shrinks, so that is the most that it had.

import { writeFileSync } from "node:fs";

const memories = new Set();
const keep = (instance) => {
  for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
  return instance;
};

const { instantiate, Instance } = WebAssembly;
WebAssembly.instantiate = async (...what) => {
  const made = await instantiate(...what);
  keep(made.instance ?? made);
  return made;
};
WebAssembly.Instance = new Proxy(Instance, { construct: (target, what) => keep(new target(...what)) });

process.on("exit", () => {
  const bytes = [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  writeFileSync(process.env.GUEST_MEMORY, String(bytes));
});
