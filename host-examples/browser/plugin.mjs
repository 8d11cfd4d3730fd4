// aws-federation in a web page. To use it in a page of your own, copy this file and `dist/browser`.
//
//   import { call, Refused } from "./plugin.mjs";
//   try {
//     const { attributes } = call("saml_attributes", { principal, mapping });
//   } catch (error) {
//     if (error instanceof Refused) console.error(error.code, error.path, error.errors);
//   }
//
// The page's Content-Security-Policy needs `script-src 'self' 'wasm-unsafe-eval'` and `connect-src 'self'`.

import init, * as functions from "../../dist/browser/aws-federation.js";

await init();

/** What the plugin refused: the first error as `code`, `message`, `path` and `help`, all of them in `errors`. */
export class Refused extends Error {
  constructor({ errors, findings }) {
    super(errors[0].message);
    Object.assign(this, { name: "Refused", ...errors[0], errors, findings });
  }
}

/** Carries out one operation; throws `Refused` for a failure. */
export function call(operation, request = {}) {
  const answer = JSON.parse(callText(operation, JSON.stringify(request)));
  if (answer.type === "failure") throw new Refused(answer);
  return answer;
}

/** The same with JSON text, or its bytes, as they are; a failure is an answer like any other. */
export function callText(operation, request) {
  const bytes = typeof request === "string" ? new TextEncoder().encode(request) : request;
  // saml_attributes is exported as samlAttributes.
  const name = operation.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  return new TextDecoder().decode(functions[name](bytes));
}
