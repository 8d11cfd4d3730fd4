// Turns the component into JavaScript that Node can import. Once for each build of the plugin:
//
//   node transpile.mjs [--wasm PATH] [--out DIR]
//
// jco is needed here only: what it writes has no dependency.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { transpileBytes } from "@bytecodealliance/jco-transpile";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    wasm: { type: "string", default: here("../../dist/aws-federation.component.wasm") },
    out: { type: "string", default: here("plugin") },
  },
});

// Failures come as ComponentError, as jco itself has it. On Node 20 leave `nodejsCompat` alone: without it the output fetches file: URLs, which Node refuses.
const { files, imports } = await transpileBytes(await readFile(values.wasm), { name: "aws-federation", noComponentErrorWrapping: false });
if (imports.length > 0) throw new Error(`the component imports ${imports.join(", ")}; it should need nothing`);

for (const [name, content] of Object.entries(files)) {
  const path = join(values.out, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
// The folder is imported by path, wherever it is put; without this Node takes its .js for CommonJS.
await writeFile(join(values.out, "package.json"), '{ "type": "module" }\n');
console.log(`${Object.keys(files).length} files in ${values.out}`);
