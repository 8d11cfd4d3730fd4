// Puts ES modules into one script: each becomes a function that gives its exports, in the order in which they need one
// another. It knows the forms of import and export that stand in this folder and in wasm-bindgen's glue, and refuses
// every other, for a bundle that is wrong in silence would be worse than none.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

const IMPORT = /^import (?:\{([^}]*)\}|\* as (\w+)) from "([^"]+)";$/gm;
const EXPORT = /^export (?=(?:async )?function\*? (\w+)|class (\w+)|const (\w+))/gm;
const LIST = /^export \{ ([^}]*) \};$/gm;

/** One script of the module at `entry` and all that it imports. `elsewhere` says where an import lies, if not where it says. */
export function bundled(entry, elsewhere = {}) {
  const done = new Map();
  const open = new Set();
  const add = (file) => {
    if (done.has(file)) return done.get(file).name;
    if (open.has(file)) throw new Error(`${file} imports itself, through others`);
    open.add(file);
    const name = `$${done.size + open.size}`;
    const code = converted(file, (specifier) => add(elsewhere[specifier] ?? resolve(dirname(file), specifier)));
    open.delete(file);
    done.set(file, { name, code });
    return name;
  };
  add(entry);
  const modules = [...done.values()].map(({ name, code }) => `const ${name} = (() => {\n${code}\n})();`);
  return `"use strict";\n(() => {\n${modules.join("\n")}\n})();\n`;
}

function converted(file, nameOf) {
  const exported = [];
  let code = readFileSync(file, "utf8");
  code = code.replace(IMPORT, (_, names, all, specifier) => {
    const from = nameOf(specifier);
    return all ? `const ${all} = ${from};` : `const { ${names.trim().replace(/\s*,\s*/g, ", ").replace(/ as /g, ": ")} } = ${from};`;
  });
  code = code.replace(EXPORT, (_, name, type, constant) => {
    exported.push(name ?? type ?? constant);
    return "";
  });
  code = code.replace(LIST, (_, list) => {
    exported.push(...list.split(", ").map((one) => one.split(" as ").reverse().join(": ")));
    return "";
  });
  // The glue's default address of the module, which nobody here asks for: a classic script has no import.meta.
  code = code.replace("new URL('aws-federation_bg.wasm', import.meta.url)", "undefined");
  const left = /^(?:import|export)\b.*|\bimport(?:\(|\.meta)|\bawait import/m.exec(code);
  if (left) throw new Error(`${file}: the bundle does not know \`${left[0]}\``);
  return `${code}\nreturn { ${exported.join(", ")} };`;
}
