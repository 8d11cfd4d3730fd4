// What AWS has of SCIM's schemas (DG/limitations, DG/createuser, DG/creategroup). Lengths: botocore's identitystore model,
// whose constraints AWS's SCIM errors repeat.

export const CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User";
export const CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const line = { kind: "text", longest: 1024, white: true };
const uri = { ...line, uri: true };
const flag = { kind: "boolean" };
/** In no schema of AWS; whether it is refused or ignored is a switch. */
const unsupported = { kind: "unsupported" };
/** Refused by every account: photos even as [] (goauthentik/authentik#5640), groups by DG/createuser. */
const refused = { kind: "refused" };
/** The service's own. */
const readOnly = { kind: "read-only" };

const userName = { kind: "text", longest: 128, white: false, name: "userName" };
const externalId = { kind: "text", longest: 256, white: false, name: "externalId" };

const valued = { value: line, type: line, primary: flag, display: unsupported };
const many = (attributes, more = {}) => ({ kind: "list", attributes, ...more });

export const USER = {
  schemas: { kind: "schemas", known: [CORE_USER, ENTERPRISE] },
  id: readOnly,
  meta: readOnly,
  externalId,
  userName,
  name: {
    kind: "object",
    attributes: {
      formatted: line,
      familyName: line,
      givenName: line,
      middleName: line,
      honorificPrefix: line,
      honorificSuffix: line,
    },
  },
  displayName: line,
  nickName: line,
  profileUrl: uri,
  title: line,
  userType: line,
  preferredLanguage: line,
  locale: line,
  timezone: line,
  active: flag,
  emails: many(valued, { valueRequired: true, primaryRequired: true }),
  phoneNumbers: many(valued, { valueRequired: true }),
  addresses: many({
    formatted: line,
    streetAddress: line,
    locality: line,
    region: line,
    postalCode: line,
    country: line,
    type: line,
    primary: flag,
    display: unsupported,
  }),
  roles: many(valued, { valueRequired: true }),
  [ENTERPRISE]: {
    kind: "object",
    attributes: {
      employeeNumber: line,
      costCenter: line,
      organization: line,
      division: line,
      department: line,
      manager: { kind: "object", bare: "value", attributes: { value: line, $ref: uri, displayName: unsupported } },
    },
  },
  password: unsupported,
  ims: unsupported,
  entitlements: unsupported,
  x509Certificates: unsupported,
  photos: refused,
  groups: refused,
};

export const GROUP = {
  schemas: { kind: "schemas", known: [CORE_GROUP] },
  id: readOnly,
  meta: readOnly,
  externalId,
  displayName: line,
  members: { kind: "members" },
};

/** What an Okta article asks of an update to an address. */
export const COMPLETE_ADDRESS = ["streetAddress", "locality", "region", "postalCode", "country"];

/** botocore's identitystore model, CreateUser. */
export const RESERVED_NAMES = ["Administrator", "AWSAdministrators"];

/** DG/patchuser. */
export const PATCHABLE = new Set([
  ...["userName", "active", "externalId", "displayName", "nickName", "profileUrl", "title", "userType"],
  ...["preferredLanguage", "locale", "timezone", "name", ENTERPRISE, "emails", "addresses", "phoneNumbers"],
]);
