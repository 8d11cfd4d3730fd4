// Generated from wit/ by `cargo xtask contract`. Do not edit.

/** Any JSON value. The component face takes its text instead. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** How much a finding matters. */
export type Severity = "error" | "warning" | "info";

/** A place in an XML document of the request: where the tag of the element begins. */
export interface Place {
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
  /** The entity that it belongs to. */
  entityId?: string;
}

/** Something worth saying about a request that was carried out. */
export interface Finding {
  severity: Severity;
  /** Stable, dotted and kebab-case; listed in docs/errors.md. */
  code: string;
  /** What was found. Names fields, never values. */
  message: string;
  /** JSON Pointer (RFC 6901) into the request; empty for the request as a whole. */
  path: string;
  /** What to do about it. */
  help: string;
  /** Where the rule comes from. */
  source?: string;
  /** Where it stands, if `path` names an XML document. */
  place?: Place;
}

/** Why a request was refused. */
export interface Problem {
  /** Stable, dotted and kebab-case; listed in docs/errors.md. */
  code: string;
  /** What is wrong. Names fields, never values. */
  message: string;
  /** JSON Pointer (RFC 6901) into the request; empty for the request as a whole. */
  path: string;
  /** What to do about it. */
  help: string;
  /** Where it stands, if `path` names an XML document. */
  place?: Place;
}

/** A request that was refused whole: nothing of it was carried out. */
export interface Failure {
  errors: Array<Problem>;
  findings: Array<Finding>;
}

/** The AWS service that reads what the identity provider sends. */
export type Target = "iam" | "identity-center" | "cognito" | "redshift" | "appstream" | "workspaces" | "client-vpn" | "opensearch" | "opensearch-serverless" | "connect" | "grafana" | "quicksight";

/** The AWS partitions that botocore knows. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc" | "aws-iso" | "aws-iso-b" | "aws-iso-e" | "aws-iso-f";

/** A group of the person who logs in. */
export interface Group {
  name: string;
  /** A JSON object of the group's attributes: each value a string, number or boolean, or a list of these. */
  attributes?: Json;
}

/** The person who logs in, as the identity provider knows them. */
export interface Principal {
  username?: string;
  email?: string;
  displayName?: string;
  /** A JSON object of the user's own attributes, of the same form as a group's. */
  attributes?: Json;
  /** In any order: what depends on order sorts by name. */
  groups?: Array<Group>;
  /** Names of the application entitlements that the user holds. */
  entitlements?: Array<string>;
}

/** Which group's attribute counts when several groups have it. */
export type Merge = "last-wins" | "all";

/** What a value that names a role looks like. */
export type RoleForm = "name" | "path" | "arn" | "pair";

/** One role for everybody. */
export interface StaticRole {
  /** The role's ARN. */
  role: string;
  /** The SAML provider's ARN. */
  provider: string;
  /** Seconds; counts when this source gave a role. */
  sessionDuration?: number;
}

/** Roles from an attribute of the user's groups. */
export interface GroupAttributeRole {
  /** The attribute's name, for example `aws_role`. */
  attribute: string;
  /** `last-wins` if absent. */
  merge?: Merge;
  /** `name` if absent. */
  form?: RoleForm;
  /** 12 digits; the mapping's if absent. */
  account?: string;
  /** The SAML provider's name; the mapping's if absent. */
  provider?: string;
  partition?: Partition;
  /** `/` or `/.../`; the mapping's if absent. */
  path?: string;
  sessionDuration?: number;
}

/**
 * Roles from an attribute of the user. Listing this source is asking for it: whoever can edit the
 * attribute can choose the role, so each answer that uses it carries a warning.
 */
export interface UserAttributeRole {
  attribute: string;
  form?: RoleForm;
  account?: string;
  provider?: string;
  partition?: Partition;
  path?: string;
  sessionDuration?: number;
}

/** Roles named by the user's application entitlements. */
export interface EntitlementRole {
  form?: RoleForm;
  account?: string;
  provider?: string;
  partition?: Partition;
  path?: string;
  sessionDuration?: number;
}

/**
 * Roles from the names of groups. The pattern must match the whole name.
 *
 * Named captures `role`, `account`, `provider`, `partition` and `path` fill the fields of the same name;
 * the fields below may also be templates over every capture: `${role}`, `${1}`.
 * Okta's `(?{{role}}...)` and `(?{{accountid}}...)` are read as named captures.
 */
export interface GroupPatternRole {
  /** A regular expression without look-around or back-references (it runs in linear time). */
  pattern: string;
  /** A role name or a template; `${role}` if absent. */
  role?: string;
  /** 12 digits or a template; `${account}` if the pattern captures one, else the mapping's. */
  account?: string;
  /** A provider name or a template; `${provider}` if the pattern captures one, else the mapping's. */
  provider?: string;
  /** A partition's name or a template; `${partition}` if the pattern captures one, else the mapping's. */
  partition?: string;
  /** A path or a template; `${path}` if the pattern captures one, else the mapping's. */
  path?: string;
  sessionDuration?: number;
}

/**
 * Roles named by a template over the user's own values: `${username}`, `${email}`, `${displayName}`,
 * `${attributes.NAME}`, `${entitlements}`. A value with several elements gives several roles.
 */
export interface TemplateRole {
  /** A role name with placeholders, for example `team-${attributes.department}`. */
  role: string;
  account?: string;
  provider?: string;
  partition?: string;
  path?: string;
  sessionDuration?: number;
}

/** Where roles come from. Sources are asked in the order given. */
export type RoleSource =
  | { tag: "static"; val: StaticRole }
  | { tag: "group-attribute"; val: GroupAttributeRole }
  | { tag: "user-attribute"; val: UserAttributeRole }
  | { tag: "entitlement"; val: EntitlementRole }
  | { tag: "group-pattern"; val: GroupPatternRole }
  | { tag: "template"; val: TemplateRole };

/** Where a single value comes from: the first of the named values that is present and not empty. */
export interface NameSource {
  /** Each one of `username`, `email`, `displayName`, `attributes.NAME`. */
  from: Array<string>;
}

/** One session tag (IAM), or one attribute for access control (Identity Center). */
export interface Tag {
  key: string;
  /** `username`, `email`, `displayName`, `attributes.NAME`, `groups` or `entitlements`. */
  from?: string;
  /** A fixed value, instead of `from`. */
  value?: string;
  /**
   * What joins several values into one, for example `:`; without it several values are refused,
   * for AWS has no multi-valued session tags.
   */
  join?: string;
  /** Refuse the login when the value is absent; otherwise an absent value means no tag. */
  required?: boolean;
}

/** An attribute beside AWS's own: for Cognito, Client VPN, OpenSearch, Grafana, Redshift, or IAM's condition keys. */
export interface ExtraAttribute {
  /** The attribute's exact name, for example `memberOf` or `https://redshift.amazon.com/SAML/Attributes/DbUser`. */
  name: string;
  /** `username`, `email`, `displayName`, `attributes.NAME`, `groups` or `entitlements`: every value is sent. */
  from?: string;
  /** Fixed values, instead of `from`. */
  values?: Array<string>;
  /** Refuse the login when there is no value; otherwise an absent value means no attribute. */
  required?: boolean;
}

/** How the identity provider's knowledge becomes AWS attributes. */
export interface Mapping {
  /** `aws` if absent. */
  partition?: Partition;
  /** 12 digits. */
  account?: string;
  /** The name of the SAML provider in IAM. */
  provider?: string;
  /** Path of the roles: `/` or `/.../`; `/` if absent. */
  path?: string;
  roles?: Array<RoleSource>;
  /**
   * Role ARNs that may be given, `*` standing for any run of characters inside one ARN part; every other role is dropped.
   * No list: every role that the sources give.
   */
  allow?: Array<string>;
  /** `{"from": ["username"]}` if absent. */
  sessionName?: NameSource;
  /** Seconds, 900 to 43200. A source's own duration can shorten it, never lengthen it. */
  sessionDuration?: number;
  sourceIdentity?: NameSource;
  tags?: Array<Tag>;
  /** Keys of `tags` that persist through role chaining. */
  transitiveTags?: Array<string>;
  /** Attributes beside AWS's own. */
  attributes?: Array<ExtraAttribute>;
}

export interface AttributesRequest {
  principal: Principal;
  mapping: Mapping;
  /** `iam` if absent. */
  target?: Target;
}

/** A SAML attribute, ready for the identity provider. */
export interface Attribute {
  name: string;
  values: Array<string>;
}

export type Outcome = "given" | "dropped";

/** What became of one candidate value. */
export interface TraceStep {
  /** The SAML attribute that the value is for. */
  attribute: string;
  outcome: Outcome;
  /** JSON Pointer to the rule in the mapping; empty for a default. */
  rule: string;
  /** JSON Pointer to where the value came from. */
  source: string;
  /** The group that it came from. */
  group?: string;
  /** The value as it was given to AWS, or the candidate that was dropped. */
  value?: string;
  /** Why it was dropped or changed; the codes of docs/errors.md. */
  code?: string;
  reason?: string;
}

export interface AttributesAnswer {
  attributes: Array<Attribute>;
  /** The same attributes as `saml:AttributeStatement`, in exclusive canonical form. */
  statement: string;
  trace: Array<TraceStep>;
  findings: Array<Finding>;
}

/** All that a host lends: the core has no clock and no randomness. */
export interface IssueContext {
  /** RFC 3339, in UTC: `2026-11-23T16:00:00Z`. */
  now: string;
  /**
   * Base64 of 32 bytes or more from a cryptographic random number generator, never used twice.
   * IDs, blinding and content keys are drawn from it.
   */
  entropy: string;
}

/** A private key that stands in the request. Leave it out to sign in the host, a KMS or an HSM. */
export type SigningKey =
  | { tag: "pem"; val: string };

/** The identity provider that issues. */
export interface IssuingProvider {
  /** Its entityID, which AWS must find in the metadata that it knows. */
  entityId: string;
  /** The certificate of the signing key, as PEM. */
  certificate: string;
  /** Without it, the answer is `pending`. */
  key?: SigningKey;
}

/** Where the Response goes; what is absent is the target's own. */
export interface ReceivingProvider {
  /** The service provider's metadata: audience and consumer URL are taken from it. */
  metadata?: string;
  audience?: string;
  /** The AssertionConsumerService URL: Destination and Recipient. With `metadata`, it must be one of those listed. */
  acs?: string;
  /** An AWS Region, for the regional endpoint of a target that has one. */
  region?: string;
  /** The IdP-ID (SAMLProviderUUID) of an IAM provider that requires encryption; it stands in the consumer URL. */
  idpId?: string;
}

/** The Subject's NameID; what is absent is the target's own. */
export interface NameIdChoice {
  format?: string;
  /** The first of these that has a value: `username`, `email`, `displayName`, `attributes.NAME`. */
  from?: Array<string>;
  nameQualifier?: string;
  spNameQualifier?: string;
}

export type SignedParts = "assertion" | "response" | "both";

export type ContentEncryption = "aes128-gcm" | "aes256-gcm";

/** How the content key travels: RSA-OAEP, with one hash for digest and mask. */
export type KeyTransport = "rsa-oaep-sha1" | "rsa-oaep-sha256";

export interface Encryption {
  /** The service provider's certificate, as PEM; the encryption key of `serviceProvider.metadata` if absent. */
  certificate?: string;
  /** `aes256-gcm` if absent. */
  algorithm?: ContentEncryption;
  /** `rsa-oaep-sha256` if absent. */
  keyTransport?: KeyTransport;
}

export interface IssueRequest {
  principal: Principal;
  mapping: Mapping;
  target?: Target;
  context: IssueContext;
  identityProvider: IssuingProvider;
  serviceProvider?: ReceivingProvider;
  nameId?: NameIdChoice;
  /** The ID of the AuthnRequest that is answered; absent for a login that the identity provider starts. */
  inResponseTo?: string;
  /** `assertion` if absent, or what the target requires. */
  sign?: SignedParts;
  encrypt?: Encryption;
  /** Seconds that the assertion can be redeemed: 60 to 300; 300 if absent. */
  lifetime?: number;
  /** Seconds until `SessionNotOnOrAfter`. Absent: not sent, for AWS ends its own session there. */
  sessionLifetime?: number;
  /** When and how the person signed in: RFC 3339; `context.now` if absent. */
  authnInstant?: string;
  /** `urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport` if absent. */
  authnContextClass?: string;
  /** Goes into the form. */
  relayState?: string;
}

/** A finished Response. */
export interface Response {
  xml: string;
  /** What goes into the form field `SAMLResponse`. */
  base64: string;
  /** An HTML page that posts itself. It runs under a Content-Security-Policy that names its one script by hash. */
  form: string;
  /** That policy. */
  formPolicy: string;
}

/** What the host has to sign. */
export interface Pending {
  /** Base64 of the exact bytes to sign: hash and sign them as they are. */
  toSign: string;
  /** `rsa-sha256`: RSASSA-PKCS1-v1_5 with SHA-256. */
  algorithm: string;
  /** Hand it back to `saml_complete`. It holds the assertion: keep it as secret as that. */
  state: string;
}

/** Either `response` or `pending`. */
export interface IssueAnswer {
  response?: Response;
  pending?: Pending;
  trace: Array<TraceStep>;
  findings: Array<Finding>;
}

/** Who checks the host's signature before the Response is handed out. */
export type SignatureCheck = "plugin" | "host";

export interface CompleteRequest {
  state: string;
  /** Base64 of the signature over the bytes of `toSign`. */
  signature: string;
  /** The identity provider's certificate once more, if the state has been in foreign hands: it must be the state's own. */
  certificate?: string;
  /** `plugin` if absent. */
  signatureCheck?: SignatureCheck;
}

/** Where the Response was sent. */
export type Channel = "sts" | "console";

/** The `AssertionEncryptionMode` of the provider in IAM. */
export type EncryptionMode = "allowed" | "required";

/** What AWS knows of the identity provider. Keys come from here, never from the Response. */
export interface KnownProvider {
  /** The metadata that was uploaded to AWS. */
  metadata?: string;
  /** Without metadata: the entityID. */
  entityId?: string;
  /** Without metadata: the signing certificates, as PEM. */
  certificates?: Array<string>;
}

export interface CheckRequest {
  /** A Response as captured: base64, URL-encoded base64, XML, or the HTML form; or the text of an AWS error. */
  response: string;
  /** `iam` if absent. */
  target?: Target;
  identityProvider?: KnownProvider;
  /** The ARN of the SAML provider that the call names. */
  provider?: string;
  /** The ARN of the role that the call names. */
  role?: string;
  /** `DurationSeconds` of the call. */
  durationSeconds?: number;
  /** The role's `MaxSessionDuration`, on which longer sessions depend. */
  maxSessionDuration?: number;
  /** Where the Response holds an encrypted assertion: that assertion in clear, as XML. The host decrypts, the plugin never does. */
  decryptedAssertion?: string;
  /** `allowed` if absent. */
  encryption?: EncryptionMode;
  /** RFC 3339: when AWS received it. */
  now: string;
  /** `sts` if absent. */
  channel?: Channel;
  /** What the receiver expects; the target's own if absent. Only `console` looks at it. */
  serviceProvider?: ReceivingProvider;
  /** Accept SHA-1 in signatures. `false` if absent: what AWS does with it is not established. */
  sha1?: boolean;
}

export type Verdict = "accept" | "reject" | "unknown";

/** What AWS answers. */
export interface AwsError {
  /** The error's code on the API, for example `InvalidIdentityToken`; absent where AWS shows a page without one. */
  code?: string;
  message: string;
}

/** One pair of the Role attribute. */
export interface RolePair {
  role: string;
  provider: string;
}

/** What the Response says. Read only from what a trusted key signed; absent where nothing was. */
export interface ResponseFacts {
  /** `valid`, `invalid`, `unsigned`, `untrusted` (no key was given), `unsupported`. */
  assertionSignature?: string;
  responseSignature?: string;
  signatureAlgorithm?: string;
  isEncrypted: boolean;
  issuer?: string;
  nameId?: string;
  nameIdFormat?: string;
  audiences: Array<string>;
  recipient?: string;
  inResponseTo?: string;
  issueInstant?: string;
  notOnOrAfter?: string;
  sessionNotOnOrAfter?: string;
  roles: Array<RolePair>;
  sessionName?: string;
  attributes: Array<Attribute>;
}

export interface CheckAnswer {
  verdict: Verdict;
  awsError?: AwsError;
  /** Seconds that the session would last; absent where AWS refuses, or nothing that was signed tells. */
  sessionDuration?: number;
  facts: ResponseFacts;
  findings: Array<Finding>;
}

/** What the configuration is written for. */
export type ConfigurationFormat = "generic" | "authentik" | "keycloak" | "simplesamlphp" | "shibboleth" | "terraform";

/** The identity provider that is to be configured. */
export interface ProviderIdentity {
  /** The name that the service gets in the identity provider. */
  name: string;
  /** The identity provider's entityID, which AWS must find as Issuer. */
  entityId: string;
  /** The certificate that it signs with, as PEM. */
  signingCertificate?: string;
}

export interface ConfigureRequest {
  /** The service provider's metadata: one EntityDescriptor, as XML. */
  metadata: string;
  format: ConfigurationFormat;
  identityProvider: ProviderIdentity;
}

/** One AssertionConsumerService. */
export interface ConsumerService {
  location: string;
  binding: string;
  index: number;
  isDefault: boolean;
}

/** An attribute that the service provider's metadata asks for. */
export interface RequestedAttribute {
  name: string;
  friendlyName?: string;
  isRequired: boolean;
}

/** What the identity provider has to do, whatever its format. */
export interface ProviderSummary {
  /** Every AssertionConsumerService, in document order. */
  acs: Array<ConsumerService>;
  /** The service provider's entityID. */
  audience: string;
  /** The identity provider's entityID. */
  issuer: string;
  /** The NameID format to send. */
  nameIdFormat?: string;
  /** Every NameID format that the service provider lists. */
  nameIdFormats: Array<string>;
  signAssertion: boolean;
  signResponse: boolean;
  /** The service provider signs its requests. */
  requestsSigned: boolean;
  requestedAttributes: Array<RequestedAttribute>;
}

/** A file of a configuration that has several. */
export interface ConfigurationFile {
  /** Its usual name, without a folder. */
  name: string;
  mediaType: string;
  content: string;
}

export interface ConfigureAnswer {
  /** The configuration as one text. */
  configuration: string;
  mediaType: string;
  /** The same in the files that the format has, for those who keep them apart. */
  files: Array<ConfigurationFile>;
  summary: ProviderSummary;
  findings: Array<Finding>;
}

/** Whose signature counts. Nothing in the document itself is trusted. */
export interface Trust {
  /** Certificates whose keys may have signed, as PEM. Their validity and their chain are not looked at. */
  certificates: Array<string>;
  /** Take SHA-1 signatures as valid, which can be forged. `false` if absent. */
  sha1?: boolean;
}

export interface InspectRequest {
  /** One EntityDescriptor or an aggregate, as XML. */
  metadata: string;
  /** The AWS service that is to take the document: its rules become findings. Absent: SAML's own rules alone. */
  target?: Target;
  /** RFC 3339. Without it nothing is said about validity. */
  now?: string;
  trust?: Trust;
  /** Of an aggregate, describe this entity alone. */
  entityId?: string;
}

export type DocumentKind = "entity" | "aggregate";

export interface DocumentFacts {
  kind: DocumentKind;
  /** `Name` of the aggregate. */
  name?: string;
  /** `ID` of the root. */
  id?: string;
  validUntil?: string;
  cacheDuration?: string;
  /** Bytes in UTF-8. */
  bytes: number;
  characters: number;
  byteOrderMark: boolean;
  /** As the XML declaration says it. */
  encoding?: string;
  /** How many entities there are, described or not. */
  entities: number;
  identityProviders: number;
  serviceProviders: number;
}

export type RoleKind = "identity-provider" | "service-provider" | "authn-authority" | "attribute-authority" | "policy-decision-point" | "affiliation" | "ws-federation" | "other";

export interface Endpoint {
  /** The element's name, for example `SingleSignOnService`. */
  service: string;
  binding: string;
  /** As the document has it. */
  location: string;
  responseLocation?: string;
  index?: number;
  isDefault?: boolean;
}

export type KeyUse = "signing" | "encryption";

/** What a certificate says. Nothing of it is verified. */
export interface CertificateFacts {
  /** As RFC 4514 writes it: most specific first. */
  subject: string;
  issuer: string;
  /** Lower-case hex. */
  serial: string;
  /** SHA-256 of the DER, in lower-case hex. */
  fingerprint: string;
  notBefore: string;
  notAfter: string;
  /** Whole days until `notAfter`, negative where it is past; absent without `now`. */
  daysLeft?: number;
  /** `rsa`, `p-256`, ... or an object identifier. */
  keyType: string;
  keyBits?: number;
  /** How the issuer signed, for example `sha256WithRSAEncryption`. */
  signatureAlgorithm: string;
  /** Subject and issuer are the same. */
  isSelfIssued: boolean;
  /** Absent in the description of a whole aggregate, which it would double. */
  pem?: string;
}

/** One certificate of a KeyDescriptor, or a KeyDescriptor without one. */
export interface Key {
  /** Absent: for signing and for encryption. */
  use?: KeyUse;
  certificate?: CertificateFacts;
  /** KeyName elements, told with the first certificate of a KeyDescriptor. */
  names: Array<string>;
  /** Algorithms of EncryptionMethod elements, told with the first certificate of a KeyDescriptor. */
  encryptionMethods: Array<string>;
}

/** An extension by its name: it is not looked into. */
export interface ExtensionName {
  namespace: string;
  name: string;
}

export interface Role {
  kind: RoleKind;
  /** The element's name. */
  element: string;
  /** `xsi:type` of a RoleDescriptor, as written. */
  type?: string;
  /** `protocolSupportEnumeration`. */
  protocols: Array<string>;
  validUntil?: string;
  errorUrl?: string;
  wantsRequestsSigned?: boolean;
  signsRequests?: boolean;
  wantsAssertionsSigned?: boolean;
  endpoints: Array<Endpoint>;
  keys: Array<Key>;
  nameIdFormats: Array<string>;
  /** Names of Attribute elements: what an identity provider offers. */
  attributes: Array<string>;
  requestedAttributes: Array<RequestedAttribute>;
  /** Display name of the user interface, English first. */
  displayName?: string;
  /** `shibmd:Scope`. */
  scopes: Array<string>;
  extensions: Array<ExtensionName>;
}

/** A text in one language. */
export interface Localized {
  language?: string;
  value: string;
}

export interface Organization {
  names: Array<Localized>;
  displayNames: Array<Localized>;
  urls: Array<Localized>;
}

export interface Contact {
  /** `technical`, `support`, `administrative`, `billing` or `other`. */
  kind: string;
  company?: string;
  givenName?: string;
  surname?: string;
  emailAddresses: Array<string>;
  telephoneNumbers: Array<string>;
}

export type SignatureStatus = "valid" | "invalid" | "unsigned" | "untrusted";

export interface SignatureFacts {
  status: SignatureStatus;
  /** The `ID` of the element that the signature covers; absent where it covers none. */
  coveredId?: string;
  algorithm?: string;
  digest?: string;
  /** Which of the trusted certificates, counted from 0. */
  certificate?: number;
  /** Why it is not valid: a code of docs/errors.md. */
  code?: string;
}

export interface Entity {
  entityId: string;
  /** Of the user interface or the organisation, English first. */
  displayName?: string;
  validUntil?: string;
  cacheDuration?: string;
  roles: Array<Role>;
  organization?: Organization;
  contacts: Array<Contact>;
  extensions: Array<ExtensionName>;
  signature: SignatureFacts;
  /** Where its tag begins. */
  place: Place;
}

export interface InspectAnswer {
  document: DocumentFacts;
  entities: Array<Entity>;
  /** Of the root. */
  signature: SignatureFacts;
  findings: Array<Finding>;
}

/** How the document is signed. */
export interface MetadataSigning {
  /** The certificate of the signing key, as PEM. */
  certificate: string;
  /** Without it and without `signature`, the answer is `pending`. */
  key?: SigningKey;
  /** Base64 of 32 random bytes or more, with which the use of `key` is blinded. Required with `key`. */
  entropy?: string;
  /** Base64 of the host's signature over `pending.toSign` of the same request. */
  signature?: string;
}

export interface TransformRequest {
  /** An identity provider's EntityDescriptor, or an aggregate that holds it, as XML. */
  metadata: string;
  target: Target;
  /** Which entity of an aggregate; may be absent where the document has one identity provider. */
  entityId?: string;
  /** Further metadata of the same entity, whose signing certificates are put beside its own: for a rollover. */
  merge?: Array<string>;
  sign?: MetadataSigning;
  /** The document must be signed by one of these, or nothing is made of it. */
  trust?: Trust;
  /** RFC 3339. */
  now: string;
}

/** Something that the document had and the result has not. */
export interface Removal {
  /** The element or attribute, for example `KeyDescriptor`. */
  what: string;
  /** How many of them. */
  count: number;
  /** Why: a code of docs/errors.md and its words. */
  code: string;
  reason: string;
  /** Where the first of them stands in the document. */
  place?: Place;
}

export interface MetadataPending {
  /** Base64 of the exact bytes to sign. */
  toSign: string;
  /** `rsa-sha256`: RSASSA-PKCS1-v1_5 with SHA-256. */
  algorithm: string;
}

/** Either `metadata` or `pending`. */
export interface TransformAnswer {
  /** The document for AWS: UTF-8 without a byte order mark. */
  metadata?: string;
  /** To be signed by the host: repeat the request with `sign.signature`. */
  pending?: MetadataPending;
  removed: Array<Removal>;
  findings: Array<Finding>;
}

export interface CompareRequest {
  /** The metadata that AWS has, as XML. */
  old: string;
  /** The metadata that the identity provider publishes now, as XML. */
  new: string;
  /** `iam` if absent. */
  target?: Target;
  /** Which entity, where the documents are aggregates. */
  entityId?: string;
  /** RFC 3339. Without it nothing is said about validity. */
  now?: string;
}

export type ChangeKind = "added" | "removed" | "changed";

/** One difference in meaning. Order, prefixes, white space and comments are none. */
export interface Change {
  kind: ChangeKind;
  /** `error`: logins break. `warning`: something has to be done in AWS. `info`: AWS does not care. */
  severity: Severity;
  /** Stable, dotted and kebab-case; listed in docs/errors.md. */
  code: string;
  /** What differs, for example `signing certificate`. */
  subject: string;
  message: string;
  /** A fingerprint, a URL or another value of the old document. */
  old?: string;
  new?: string;
  help: string;
}

export type RolloverAction = "publish" | "update-aws" | "import-certificate" | "switch-key" | "wait" | "remove-certificate" | "replace-provider" | "verify";

export interface RolloverStep {
  action: RolloverAction;
  /** What to do, as one instruction. */
  text: string;
  /** Why at this place in the order. */
  reason: string;
}

export interface CompareAnswer {
  /** Whether logins break as soon as the new metadata is in force and AWS still has the old. */
  isBreaking: boolean;
  changes: Array<Change>;
  /** What to do in AWS, in this order. Empty: nothing. */
  plan: Array<RolloverStep>;
  findings: Array<Finding>;
}

export type ReadTask = "inspect" | "transform";

/**
 * What to do with a document that comes in chunks: the requests of `metadata_inspect` and `metadata_transform`
 * without the document.
 */
export interface ReadRequest {
  task: ReadTask;
  /** `transform` requires it. */
  target?: Target;
  entityId?: string;
  trust?: Trust;
  /** `transform` requires it. */
  now?: string;
  merge?: Array<string>;
  sign?: MetadataSigning;
}

/** What a chunk brought. Nothing of it is covered by the document's signature before `finish` says so. */
export interface ReadProgress {
  /** Of the document so far. */
  bytes: number;
  /** Entities seen so far, described or not. */
  entityCount: number;
  /** With `inspect`, those that the chunk completed; they are handed out once and kept nowhere. */
  entities: Array<Entity>;
  findings: Array<Finding>;
}

/** The answer of the task. `inspect` has the entities and findings that no chunk handed out. */
export interface ReadAnswer {
  inspect?: InspectAnswer;
  transform?: TransformAnswer;
}

export interface Header {
  name: string;
  value: string;
}

/** What to do when a name that AWS requires is missing. */
export type MissingNames = "fill" | "refuse";

/** What to do when AWS says that what is to be created exists (409). */
export type ConflictHandling = "report" | "adopt";

/** Whether a group in a list of groups comes with its members, of which AWS lists none. */
export type ListedMembers = "omit" | "read";

/** What to do with `roles` in a PATCH. AWS takes them in POST and PUT, and does not document that PATCH changes them. */
export type PatchedRoles = "refuse" | "drop" | "send";

/**
 * What to do with spaces in `userName` and `externalId`. AWS's patterns have none; the page on replacing users says that a
 * user name may have them, and of external ids over SCIM nothing is known.
 */
export type IdentifierSpaces = "refuse" | "send";

/**
 * What an operator decides about the SCIM endpoint. What is uncertain about AWS is a switch here, with the safe reading
 * as default.
 */
export interface ScimProfile {
  /** `fill` if absent. */
  missingNames?: MissingNames;
  /**
   * Refuse `<>;:%` in values: Okta and Entra ID document that AWS does, AWS's own patterns allow them.
   * `false` if absent.
   */
  refuseMarkupCharacters?: boolean;
  /** `report` if absent. */
  conflicts?: ConflictHandling;
  /** `omit` if absent. */
  listedMembers?: ListedMembers;
  /**
   * Members that one plan reads, adds or removes at the most; 50,000 if absent, never more than 100,000. More is refused
   * before anything is changed.
   */
  members?: number;
  /** `refuse` if absent. */
  patchedRoles?: PatchedRoles;
  /** `refuse` if absent. */
  identifierSpaces?: IdentifierSpaces;
}

/** One request of the identity provider. */
export interface PlanRequest {
  method: string;
  /** As received, with the query. */
  path: string;
  headers?: Array<Header>;
  /** The body's text. */
  body?: string;
  profile?: ScimProfile;
}

/** One request to send to AWS. */
export interface ScimStep {
  method: string;
  path: string;
  headers: Array<Header>;
  body?: string;
}

/** An HTTP answer: AWS's, or one for the identity provider. */
export interface ScimAnswer {
  status: number;
  headers: Array<Header>;
  body?: string;
}

/** What AWS answered. */
export interface ReplyRequest {
  /** As the plan, or the last reply, gave it. */
  state: string;
  /**
   * The headers of the identity provider's request, as the plan was given them: the state keeps none, for they hold the
   * caller's token. Absent for a host that adds the token itself.
   */
  headers?: Array<Header>;
  /**
   * The answers to its steps, in order. The first that is no success, or none at all, ends the list: the steps after it
   * were not sent.
   */
  answers: Array<ScimAnswer>;
}

/** Either `steps` and `state`, or `reply`. */
export interface PlanAnswer {
  /** To send in this order, each after the one before it succeeded. */
  steps?: Array<ScimStep>;
  /** Hand it back with the answers. */
  state?: string;
  reply?: ScimAnswer;
  findings: Array<Finding>;
}

export interface OperationDescription {
  /** The name in Extism and JSON; `saml.attributes` in this contract, `samlAttributes` in JavaScript. */
  name: string;
  summary: string;
  /** Bytes of JSON that a request may have. */
  requestLimit: number;
}

export interface LimitDescription {
  name: string;
  value: number;
  reason: string;
}

export interface Description {
  version: string;
  /** The day on which the facts about AWS were last read. */
  factsDate: string;
  operations: Array<OperationDescription>;
  limits: Array<LimitDescription>;
}

/** An answer as the JSON faces give it. */
export type Answer<T> = ({ type: "success" } & T) | ({ type: "failure" } & Failure);

/** The operations by their names in JSON: what each takes and gives. */
export interface Operations {
  /** The AWS attributes of a person, the AttributeStatement, and a trace of where each value came from. */
  saml_attributes: { request: AttributesRequest; answer: Answer<AttributesAnswer> };
  /** A whole Response for AWS, signed; or the bytes for the host to sign. */
  saml_issue: { request: IssueRequest; answer: Answer<IssueAnswer> };
  /** The Response, once the host has signed; or the next bytes to sign (the assertion first, then the Response). */
  saml_complete: { request: CompleteRequest; answer: Answer<IssueAnswer> };
  /** Whether AWS would accept a captured Response, with AWS's own error and its cause. */
  saml_check: { request: CheckRequest; answer: Answer<CheckAnswer> };
  /** What metadata says, whether its signature holds, and what an AWS service would say to it. */
  metadata_inspect: { request: InspectRequest; answer: Answer<InspectAnswer> };
  /** Turns an identity provider's metadata into the document that the AWS service takes. */
  metadata_transform: { request: TransformRequest; answer: Answer<TransformAnswer> };
  /** Turns AWS's service-provider metadata into an identity provider's configuration. */
  metadata_configure: { request: ConfigureRequest; answer: Answer<ConfigureAnswer> };
  /** What changed between two documents of an identity provider, and what to do in AWS, in which order. */
  metadata_compare: { request: CompareRequest; answer: Answer<CompareAnswer> };
  /** Turns one SCIM request of any identity provider into the requests that AWS accepts, or into a local reply. */
  scim_plan: { request: PlanRequest; answer: Answer<PlanAnswer> };
  /** The next requests of a plan, once AWS has answered, or the answer that the identity provider expects. */
  scim_reply: { request: ReplyRequest; answer: Answer<PlanAnswer> };
  /** Version, operations, limits and the date of the facts. */
  describe: { request: {}; answer: Answer<Description> };
}

/** What is opened and then fed, by its name in JSON: `request` opens it, the functions belong to what was opened. */
export interface Resources {
  /** `inspect` or `transform` of a document of any size, fed in chunks. Only what is kept is held in memory. */
  metadata_reader: {
    /** Begins a document. */
    request: ReadRequest;
    /** Reads on. A failure is final. */
    push(chunk: Uint8Array): Answer<ReadProgress>;
    /** Ends the document. A reader answers this once. */
    finish(): Answer<ReadAnswer>;
  };
}
