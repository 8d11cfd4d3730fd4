// Carries a SCIM plan out. To use it in a service of your own, copy `carryOut`, and give it a `send` that asks AWS.
//
//   const { answer } = await carryOut({ call: plugin.call, send, request: { method, path, headers, body } });
//
// Nothing about AWS is decided here: what is sent, when it is enough and what the identity provider is told, the plugin
// says. What is decided here is when to give up.

/** What one request of an identity provider may cost. */
export const BOUNDS = {
  requests: 2_000, // to AWS
  bytes: 256 << 20, // to AWS and back, together
  seconds: 300,
  losses: 2, // connections that end in the middle
};

const ERROR_URN = "urn:ietf:params:scim:api:messages:2.0:Error";

/** A SCIM error (RFC 7644 §3.12) that no plan made. */
export function scimError(status, detail, headers = []) {
  const body = JSON.stringify({ schemas: [ERROR_URN], detail, status: String(status) });
  return { status, headers: [{ name: "content-type", value: "application/scim+json" }, ...headers], body };
}

/**
 * From a request of the identity provider to its answer: `{ answer, requests, codes }`, of which `requests` counts those
 * sent upstream and `codes` are of findings and failures, for a log.
 *
 * `send(step, { seconds, bytes })` gives `{ status, headers, body }`, or throws when there is no whole answer. `gone()`
 * says whether nobody waits for the answer any more: then no further step is sent, and `answer` is undefined.
 */
export async function carryOut({ call, send, request, profile, bounds = BOUNDS, gone = () => false, now = () => performance.now() }) {
  const started = now();
  const spent = { requests: 0, bytes: 0, losses: 0 };
  const codes = new Set();
  const done = (answer) => ({ answer, requests: spent.requests, codes: [...codes] });
  const exhausted = () =>
    (spent.requests >= bounds.requests && "requests") ||
    (spent.bytes >= bounds.bytes && "bytes") ||
    (now() - started >= bounds.seconds * 1000 && "seconds") ||
    (spent.losses >= bounds.losses && "losses");

  let outcome = await call("scim_plan", profile === undefined ? request : { ...request, profile });
  for (;;) {
    for (const { code } of [...(outcome.errors ?? []), ...(outcome.findings ?? [])]) codes.add(code);
    if (outcome.type === "failure") return done(failureAnswer(outcome.errors, spent.requests));
    if (outcome.reply) return done(outcome.reply);
    if (!outcome.steps?.length) throw new Error("the plan has neither a step nor a reply");
    // What the plugin was told about the last answers was its chance to end the matter.
    const reason = exhausted();
    if (reason) return done(exhaustedAnswer(reason, bounds));
    const answers = [];
    for (const step of outcome.steps) {
      if (gone()) return done(undefined);
      if (exhausted()) break;
      spent.requests += 1;
      let answer;
      try {
        const left = { seconds: bounds.seconds - (now() - started) / 1000, bytes: bounds.bytes - spent.bytes };
        answer = await send(step, left);
      } catch {
        spent.losses += 1;
        break;
      }
      spent.bytes += Buffer.byteLength(step.body ?? "") + Buffer.byteLength(answer.body ?? "");
      answers.push(answer);
      if (answer.status < 200 || answer.status > 299) break;
    }
    outcome = await call("scim_reply", { state: outcome.state, headers: request.headers, answers });
  }
}

/** A failure before AWS was asked is the sender's mistake; one after it is ours, and something may have been done. */
function failureAnswer(errors, requests) {
  const detail = errors.map(({ code, message }) => `${code}: ${message}`).join("; ");
  if (requests > 0) return scimError(500, `AWS's answers could not be read, and a part may have been done; repeat the request. ${detail}`);
  const has = (code) => errors.some((error) => error.code === code);
  return scimError(has("api.request-too-large") ? 413 : 400, detail);
}

function exhaustedAnswer(reason, bounds) {
  const retry = [{ name: "retry-after", value: "1" }];
  const detail = `the bound of ${bounds[reason]} ${reason} was reached before all was done; a part may have been done; repeat the request`;
  return scimError(reason === "losses" ? 502 : 503, detail, retry);
}
