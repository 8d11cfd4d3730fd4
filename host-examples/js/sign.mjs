// Signing in the host: the key never enters the plugin. To use it in a service of your own, copy `issue`; for a KMS or
// an HSM, let `signature` ask it for RSASSA-PKCS1-v1_5 with SHA-256 over the bytes.
//
//   const key = createPrivateKey(await readFile("identity-provider.key"));
//   const answer = await issue(plugin.call, { principal, mapping, context, identityProvider }, key);
//   if (answer.type === "success") send(answer.response.form);

import { sign } from "node:crypto";

/** Carries out `saml_issue` for a request without a key, and signs until there is a Response or a failure. */
export async function issue(call, request, key) {
  const first = await call("saml_issue", request);
  let answer = first;
  while (answer.pending) {
    // With `sign: "both"` twice: the Response's signature covers the assertion's.
    const { toSign, state } = answer.pending;
    answer = await call("saml_complete", { state, signature: signature(toSign, key) });
  }
  // Why the person got which role was said at the beginning.
  const more = answer === first ? [] : answer.findings;
  return answer.type === "success" ? { ...answer, trace: first.trace, findings: [...first.findings, ...more] } : answer;
}

/** Base64 in, base64 out. */
function signature(toSign, key) {
  return sign("sha256", Buffer.from(toSign, "base64"), key).toString("base64");
}
