// Faults on purpose: which requests go wrong, and how.

import { internal, throttled, unavailable } from "./errors.mjs";

const FIELDS = ["method", "path", "nth", "times", "status", "retryAfter", "applied", "delay", "close"];
const STATUSES = { 429: throttled, 500: internal, 503: unavailable };

/**
 * A rule is an object:
 *   method, path   which requests it counts: a method, and a regular expression on what follows /scim/v2, the query included
 *   nth, times     from which of them on, and how many; the first one, and one of them, if absent. times 0: all
 *   status         429, 500 or 503 instead of the answer; retryAfter: seconds for Retry-After
 *   applied        with status: the request is carried out all the same
 *   delay          milliseconds before the answer
 *   close          "before": the connection ends and nothing was done; "after": it ends after the request was carried out
 */
export class Faults {
  #rules;

  constructor(rules = []) {
    this.set(rules);
  }

  set(rules) {
    if (!Array.isArray(rules)) throw new Error("faults are a list of rules");
    this.#rules = rules.map((rule) => ({ ...read(rule), seen: 0 }));
  }

  /** What goes wrong with this request; undefined when nothing does. */
  next(method, resource) {
    let found;
    for (const rule of this.#rules) {
      if (rule.method !== undefined && rule.method !== method) continue;
      if (!rule.path.test(resource)) continue;
      rule.seen += 1;
      const due = rule.seen >= rule.nth && (rule.times === 0 || rule.seen < rule.nth + rule.times);
      if (due) found ??= rule;
    }
    return found;
  }
}

function read(rule) {
  if (typeof rule !== "object" || rule === null) throw new Error("a fault is an object");
  for (const name of Object.keys(rule)) {
    if (!FIELDS.includes(name)) throw new Error(`a fault has no ${name}; known: ${FIELDS.join(", ")}`);
  }
  const { method, path = "", nth = 1, times = 1, status, retryAfter, applied = false, delay = 0, close } = rule;
  if (status !== undefined && !STATUSES[status]) throw new Error(`a fault's status is one of ${Object.keys(STATUSES).join(", ")}`);
  if (![undefined, "before", "after"].includes(close)) throw new Error("a fault's close is before or after");
  for (const [name, value] of Object.entries({ nth, times, delay })) {
    if (!Number.isInteger(value) || value < 0) throw new Error(`a fault's ${name} is a whole number`);
  }
  if (status === undefined && close === undefined && delay === 0) throw new Error("a fault has status, close or delay");
  return { method, path: new RegExp(path), nth, times, refusal: status && STATUSES[status], retryAfter, applied, delay, close };
}
