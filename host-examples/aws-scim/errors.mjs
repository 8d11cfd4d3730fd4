// The errors of AWS: one body, few texts. The client learns little; the cause goes to CloudTrail, and here to the trail.

const ERROR_URN = "urn:ietf:params:scim:api:messages:2.0:Error";

/** What AWS answers to nearly everything (DG, all pages; slashdevops/idp-scim-sync#98). */
export const UNPARSABLE = "Request is unparsable, syntactically incorrect, or violates schema.";
/** slashdevops/idp-scim-sync, pkg/aws/testdata. */
export const DUPLICATE = "Refused to create a new, duplicate resource.";
/** goauthentik/authentik#12321. */
export const PATH_OMITTED =
  'Current PATCH support allows omitting "path" attribute only for Add and Replace operations modifying a single attribute.';
/** mitodl/keycloak-scim#73. */
export const MEMBERS_REPLACED = "Replacing group memberships is not supported.";

/** A request that is refused: what the client reads, and the causes that only the trail tells. */
export class Refusal extends Error {
  constructor(status, detail, causes = [detail]) {
    super(detail);
    this.status = status;
    this.causes = causes;
  }
}

export const invalid = (...causes) => new Refusal(400, UNPARSABLE, causes);
export const conflict = (cause) => new Refusal(409, DUPLICATE, [cause]);
export const notFound = (what) => new Refusal(404, `${what} not found.`, [`ResourceNotFoundException: ${what}`]);
export const unauthorized = (cause) => new Refusal(401, "Unauthorized", [cause]);
export const throttled = () => new Refusal(429, "Rate exceeded", ["ThrottlingException"]);
export const internal = () => new Refusal(500, "Internal Server Error", ["InternalServerException"]);
export const unavailable = () => new Refusal(503, "Service Unavailable", ["ServiceUnavailable"]);

/** The body of an error, as AWS writes it: both `schema` and `schemas`, no `scimType`, the status as text. */
export function errorBody({ status, message }, requestId, now) {
  return {
    schema: [ERROR_URN],
    schemas: [ERROR_URN],
    detail: message,
    status: String(status),
    exceptionRequestId: requestId,
    timeStamp: now.toISOString().replace("T", " ").replace("Z", ""),
  };
}

/** Gathers what is wrong with a body, so that the trail tells all of it. */
export class Causes {
  list = [];

  add(text) {
    this.list.push(text);
  }

  /** The texts of CloudTrail for a value that breaks a constraint (UG/scim-logging-using-cloudtrail). */
  constraint(where, rule) {
    this.add(`1 validation error detected: Value at '${where}' failed to satisfy constraint: ${rule}`);
  }

  throwIfAny() {
    if (this.list.length > 0) throw invalid(...this.list);
  }
}
