// Signing in a web page with WebCrypto: the key never enters the plugin, and no script can read it out of the browser.
//
//   const key = await privateKey(pem); // or one that crypto.subtle.generateKey made and IndexedDB keeps
//   const { response } = await issue({ principal, mapping, context, identityProvider }, key);
//
// Whoever may run scripts in the page can still *sign* with the key. WebCrypto needs https, or localhost.

import { call } from "./plugin.mjs";

const RSA_SHA256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** A PKCS#8 PEM as a key that signs and cannot be exported. */
export function privateKey(pem) {
  const der = fromBase64(pem.replace(/-----[^-]+-----|\s/g, ""));
  return crypto.subtle.importKey("pkcs8", der, RSA_SHA256, false, ["sign"]);
}

/** Carries out `saml_issue` for a request without a key, and signs until there is a Response; throws `Refused`. */
export async function issue(request, key) {
  const first = call("saml_issue", request);
  let answer = first;
  while (answer.pending) {
    // With `sign: "both"` twice: the Response's signature covers the assertion's.
    const { toSign, state } = answer.pending;
    const signature = await crypto.subtle.sign(RSA_SHA256, key, fromBase64(toSign));
    answer = call("saml_complete", { state, signature: toBase64(signature) });
  }
  // Why the person got which role was said at the beginning.
  const more = answer === first ? [] : answer.findings;
  return { ...answer, trace: first.trace, findings: [...first.findings, ...more] };
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const toBase64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
