// ServiceProviderConfig, Schemas and ResourceTypes, generated from what the stand-in itself accepts.

import { notFound } from "./errors.mjs";
import { CORE_GROUP, CORE_USER, ENTERPRISE, GROUP, USER } from "./rules/attributes.mjs";

/** As AWS answered (slashdevops/idp-scim-sync, pkg/aws/testdata; an older capture: lists have 100 since). */
export const SERVICE_PROVIDER_CONFIG = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  documentationUri: "https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-idp.html",
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "OAuth Bearer Token",
      description: "Authentication scheme using the OAuth Bearer Token Standard",
      specUri: "https://www.rfc-editor.org/info/rfc6750",
      documentationUri: "https://docs.aws.amazon.com/singlesignon/latest/userguide/provision-automatically.html",
      primary: true,
    },
  ],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 50 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
};

const REQUIRED = new Set(["userName", "displayName", "givenName", "familyName"]);
const OWN = new Set(["schemas", "id", "meta", "externalId"]);

function attribute(name, rule) {
  const type = { text: rule.uri ? "reference" : "string", boolean: "boolean", object: "complex", list: "complex", members: "complex" }[rule.kind];
  if (type === undefined || OWN.has(name)) return [];
  const many = rule.kind === "list" || rule.kind === "members";
  return [
    {
      name,
      type,
      multiValued: many,
      description: `${name}${many ? ", one element at the most" : ""}`.replace(/^members.*/, "members, never returned"),
      required: REQUIRED.has(name),
      caseExact: false,
      mutability: "readWrite",
      returned: rule.kind === "members" ? "never" : "default",
      uniqueness: name === "userName" ? "server" : "none",
      ...(type === "reference" ? { referenceTypes: name === "$ref" ? ["User"] : ["external"] } : {}),
      ...(rule.kind === "members" ? { subAttributes: MEMBER } : {}),
      ...(rule.attributes ? { subAttributes: Object.entries(rule.attributes).flatMap(([inner, each]) => attribute(inner, each)) } : {}),
    },
  ];
}

const MEMBER = ["value", "type"].flatMap((name) => attribute(name, { kind: "text" })).concat(attribute("$ref", { kind: "text", uri: true }));
const attributes = (table) => Object.entries(table).flatMap(([name, rule]) => (name === ENTERPRISE ? [] : attribute(name, rule)));

const SCHEMAS = [
  [CORE_USER, "User", "User Schema", attributes(USER)],
  [CORE_GROUP, "Group", "Group Schema", attributes(GROUP)],
  [ENTERPRISE, "EnterpriseUser", "Enterprise User Schema", attributes(USER[ENTERPRISE].attributes)],
].map(([id, name, description, list]) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
  id,
  name,
  description,
  attributes: list,
  meta: { resourceType: "Schema" },
}));

const RESOURCE_TYPES = [
  // DG/listresourcetypes has the extension as required.
  ["User", "User Account", CORE_USER, [{ schema: ENTERPRISE, required: true }]],
  ["Group", "Group", CORE_GROUP, []],
].map(([name, description, schema, schemaExtensions]) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
  id: name,
  name,
  endpoint: `/${name}s`,
  description,
  schema,
  schemaExtensions,
  meta: { resourceType: "ResourceType" },
}));

const listed = (resources) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
  totalResults: resources.length,
  itemsPerPage: resources.length,
  startIndex: 1,
  Resources: resources,
});

/** The answer to a GET of these endpoints. */
export function discover(endpoint, id) {
  if (endpoint === "ServiceProviderConfig" && id === undefined) return SERVICE_PROVIDER_CONFIG;
  if (endpoint === "ResourceTypes" && id === undefined) return listed(RESOURCE_TYPES);
  if (endpoint === "Schemas" && id === undefined) return listed(SCHEMAS);
  const found = endpoint === "Schemas" && SCHEMAS.find((schema) => schema.id === id);
  if (!found) throw notFound(endpoint === "Schemas" ? "Schema" : endpoint);
  return found;
}
