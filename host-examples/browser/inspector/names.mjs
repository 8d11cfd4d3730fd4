// Words for what the contract names in kebab-case.

export const TARGETS = {
  iam: "AWS console and API (IAM)",
  "identity-center": "IAM Identity Center",
  cognito: "Amazon Cognito",
  redshift: "Amazon Redshift",
  appstream: "AppStream 2.0",
  workspaces: "WorkSpaces",
  "client-vpn": "AWS Client VPN",
  opensearch: "OpenSearch Service",
  "opensearch-serverless": "OpenSearch Serverless",
  connect: "Amazon Connect",
  grafana: "Managed Grafana",
  quicksight: "QuickSight",
};

export const FORMATS = {
  authentik: "authentik",
  keycloak: "Keycloak",
  shibboleth: "Shibboleth",
  simplesamlphp: "SimpleSAMLphp",
  terraform: "Terraform",
  generic: "Any other (documented JSON)",
};

export const KINDS = {
  metadata: "SAML metadata",
  response: "SAMLResponse, or AWS's error",
  scim: "SCIM request",
  attributes: "Request for attributes (JSON)",
};

export const ROLES = {
  "identity-provider": "Identity provider",
  "service-provider": "Service provider",
  "authn-authority": "Authentication authority",
  "attribute-authority": "Attribute authority",
  "policy-decision-point": "Policy decision point",
  affiliation: "Affiliation",
  "ws-federation": "WS-Federation role",
  other: "Other role",
};

export const SEVERITIES = { error: "Problem", warning: "Warning", info: "Note" };

export const SIGNATURES = {
  valid: "valid: signed with a trusted certificate",
  invalid: "not valid",
  unsigned: "not signed",
  untrusted: "signed, and no trusted certificate was given that fits",
  unsupported: "signed in a way that is not checked here",
};

export const ACTIONS = {
  publish: "Publish",
  "update-aws": "Update AWS",
  "import-certificate": "Import the certificate",
  "switch-key": "Switch the key",
  wait: "Wait",
  "remove-certificate": "Remove the certificate",
  "replace-provider": "Replace the provider",
  verify: "Verify",
};

/** `HTTP-POST` of a binding's URN, `persistent` of a NameID format's, `Role` of an attribute's URL. */
export function shortName(name) {
  return name.split(/[/:]/).filter((part) => part !== "").pop() ?? name;
}
