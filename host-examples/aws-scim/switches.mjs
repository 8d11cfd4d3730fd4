// What nobody has documented about AWS, or what two sources say differently. Each point is a switch with every reading
// that the sources allow. The first reading is the strict one, under which the stand-in refuses most, and the default;
// the last is the lenient one.
//
// DG/x: page x of AWS's SCIM Implementation Developer Guide. UG/x: of the IAM Identity Center User Guide.

export const SWITCHES = [
  {
    name: "unsupported-attributes",
    readings: ["refused", "ignored"],
    about: "password, ims, entitlements, x509Certificates, display of emails and the like, manager.displayName, meta.version",
    source: "DG/limitations calls them unsupported; a refusal was seen for photos only, and photos are refused either way",
  },
  {
    name: "unknown-attributes",
    readings: ["refused", "ignored"],
    about: "attributes that are in no schema of AWS",
    source: "RFC 7643 §3.1 lets a service ignore them; what AWS does is not documented",
  },
  {
    name: "read-only-attributes",
    readings: ["refused", "ignored"],
    about: "id (on POST, or another than the path's) and meta in a body",
    source: "RFC 7644 §3.3 says ignore; Captain-P-Goldfish/scim-for-keycloak#132 had trouble with id on a POST",
  },
  {
    name: "foreign-schemas",
    readings: ["refused", "ignored"],
    about: "URNs in `schemas` that AWS does not have, and the objects under them",
    source: "Entra ID sends one with groups; what AWS does is not documented",
  },
  {
    name: "attribute-case",
    readings: ["exact", "any"],
    about: "attribute names in another case than the canonical one",
    source: "RFC 7643 §2.1 says any case; AWS not documented",
  },
  {
    name: "empty-lists",
    readings: ["refused", "ignored"],
    about: "[] for emails, phoneNumbers, addresses, roles; photos are refused either way, members: [] on POST is taken either way",
    source: "botocore's identitystore model: lists have exactly 1 element; goauthentik/authentik#5640 for photos",
  },
  {
    name: "null-values",
    readings: ["refused", "ignored"],
    about: "null for an attribute; $ref of a member may be null either way",
    source: "RFC 7643 §2.5 makes it the same as leaving out; Entra ID sends $ref: null to AWS",
  },
  {
    name: "boolean-text",
    readings: ["refused", "taken"],
    about: '"True" and "False", and texts for booleans outside of a PATCH; "true" and "false" are taken in a PATCH either way',
    source: 'DG/patchuser\'s example has "false"; Entra ID sends "False"',
  },
  {
    name: "manager-text",
    readings: ["refused", "taken"],
    about: "a bare id where manager wants an object",
    source: "jelhub/scimgateway says Entra ID sends it; what AWS does is not documented",
  },
  {
    name: "markup-characters",
    readings: ["refused", "taken"],
    about: "< > ; : % in values other than profileUrl and $ref",
    source: "Okta's and Entra ID's documentation forbid them; AWS's patterns allow them",
  },
  {
    name: "line-breaks",
    readings: ["refused", "taken"],
    about: "tab, CR and LF in values",
    source: "Entra ID's documentation forbids them; AWS's patterns allow them",
  },
  {
    name: "external-id-colon",
    readings: ["refused", "taken"],
    about: "a colon in externalId, also where markup characters are taken",
    source: "refused in February 2022 (suvera/keycloak-scim2-storage#3); AWS's patterns allow it",
  },
  {
    name: "external-id-space",
    readings: ["refused", "taken"],
    about: "white space in externalId",
    source: "botocore's identitystore model refuses it; not seen over SCIM",
  },
  {
    name: "user-name-space",
    readings: ["refused", "taken-by-put"],
    about: "a space in the userName of a PUT",
    source: "DG/createuser has no space in the list, DG/putuser has",
  },
  {
    name: "address-completeness",
    readings: ["refused", "taken"],
    about: "an update to an address without streetAddress, locality, region, postalCode or country",
    source: "an Okta article demands all five; awslabs/ssosync creates users with an address of nothing but a type",
  },
  {
    name: "patch-schemas",
    readings: ["required", "optional"],
    about: "schemas in a PATCH",
    source: "RFC 7643 §3 requires it, AWS's examples of POST have none, those of PATCH do",
  },
  {
    name: "pathless-schemas",
    readings: ["counted", "not-counted"],
    about: "whether `schemas` in the value of an operation without path counts as a second attribute; `id` does not (DG/patchgroup)",
    source: "goauthentik/authentik#12321 failed with two more attributes beside it",
  },
  {
    name: "patch-roles",
    readings: ["refused", "taken"],
    about: "roles in a PATCH of a user",
    source: "not among the attributes of DG/patchuser, though DG/createuser takes them",
  },
  {
    name: "patch-second-element",
    readings: ["refused", "replaces"],
    about: "`add` of an email and the like where there is one",
    source: "UG/azure-ad-idp: `Currently list attributes only allow single item`; whether an `add` replaces is not documented",
  },
  {
    name: "patch-no-target",
    readings: ["refused", "created"],
    about: '`add` or `replace` on emails[type eq "work"].value where there is no such element',
    source: "RFC 7644 §3.5.2.3 refuses a replace; Entra ID's application for AWS maps such paths",
  },
  {
    name: "patch-value-path",
    readings: ["replaces", "merges"],
    about: '`replace` of emails[type eq "work"] with an object: whether what it does not name goes or stays',
    source: "RFC 7644 §3.5.2.3 replaces the matching value; scim-patch merges; AWS not documented",
  },
  {
    name: "member-removal-by-filter",
    readings: ["refused", "taken"],
    about: '`remove` of members[value eq "..."]',
    source: "not in AWS's pages, whose clients send a list of values",
  },
  {
    name: "member-display",
    readings: ["refused", "ignored"],
    about: "display of a member",
    source: "DG/limitations calls it unsupported",
  },
  {
    name: "member-replacement",
    readings: ["refused", "as-in-2024"],
    about: "`replace` of members. In 2024 it replaced them, [] was answered 204 without effect, and [{\"value\":\"\"}] with 400 after emptying the group",
    source: "DG/patchgroup; lichti/aws-iam-scim-problem for 2024",
  },
  {
    name: "repeated-membership",
    readings: ["409", "unchanged"],
    about: "`add` of a member who is one already; the whole request fails then",
    source: "RFC 7644 §3.5.2.1 changes nothing; botocore's identitystore model has a ConflictException for memberships; over SCIM nothing is documented",
  },
  {
    name: "unknown-member",
    readings: ["400", "404"],
    about: "the status when a member is no user",
    source: "DG/patchgroup has 404 for the group only; for members nothing is documented",
  },
  {
    name: "unknown-group-in-filter",
    readings: ["404", "nobody"],
    about: "users whose groups.value is no group",
    source: "DG/listgroups has 404 for a member that is none; for users nothing is documented",
  },
  {
    name: "unsupported-query",
    readings: ["refused", "ignored"],
    about: "startIndex, attributes and excludedAttributes",
    source: "DG/listusers calls them unsupported",
  },
  {
    name: "total-results",
    readings: ["of-the-page", "of-all"],
    about: "totalResults of a list without cursor",
    source: "in AWS's examples it equals the count of resources on the page",
  },
  {
    name: "unsupported-operation",
    readings: ["400", "404", "405", "501"],
    about: "the status of PUT /Groups, /Me, /Bulk and .search",
    source: "each page of DG has `This error also occurs if the operation is unsupported` under 400; nobody wrote down what happens",
  },
  {
    name: "missing-user-agent",
    readings: ["refused", "taken"],
    about: "a PATCH whose User-Agent is missing or empty",
    source: "Ping Identity's changelog says AWS blocks it by default; the status is not documented, 403 is assumed",
  },
];

const BY_NAME = new Map(SWITCHES.map((entry) => [entry.name, entry]));

export const strictest = (name) => find(name).readings[0];
export const mostLenient = (name) => find(name).readings.at(-1);

/** A reading for every switch: the strict ones, but for what `chosen` says. Throws on names and readings there are none of. */
export function readings(chosen = {}) {
  const all = Object.fromEntries(SWITCHES.map(({ name, readings: [strict] }) => [name, strict]));
  for (const [name, reading] of Object.entries(chosen)) {
    const known = find(name).readings;
    if (!known.includes(String(reading))) throw new Error(`${name} cannot be ${reading}; it is one of ${known.join(", ")}`);
    all[name] = String(reading);
  }
  return all;
}

function find(name) {
  const found = BY_NAME.get(name);
  if (!found) throw new Error(`there is no switch ${name}; known: ${[...BY_NAME.keys()].join(", ")}`);
  return found;
}

/** What `--switches` prints. */
export function listing() {
  return SWITCHES.map(
    ({ name, readings: all, about, source }) => `${name}: ${all.join(" | ")}\n    ${about}\n    ${source}\n`,
  ).join("");
}
