//! Every ceiling on input, each with its reason.
//!
//! A ceiling is there so that a hostile request ends in an answer, not in a dead instance: wasm has one thread and
//! a memory that never shrinks.

/// A ceiling that hosts can read with `describe`.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Dotted and kebab-case.
    pub name: &'static str,
    /// The most that is accepted.
    pub value: usize,
    /// Why this number.
    pub reason: &'static str,
}

/// Bytes of a `saml_attributes` request. 10,000 groups with attributes fit four times.
pub const ATTRIBUTES_REQUEST: usize = 4 << 20;
/// Bytes of a `saml_issue` request: as for attributes, and the service provider's metadata.
pub const ISSUE_REQUEST: usize = 8 << 20;
/// Bytes of a `saml_complete` request: the state of the largest Response, in base64 of JSON.
pub const COMPLETE_REQUEST: usize = 1 << 20;
/// Bytes of a `saml_check` request: a captured page, and the identity provider's metadata.
pub const CHECK_REQUEST: usize = 24 << 20;
/// Bytes of a `metadata_inspect` request: the largest federations publish 60 MB and more, which a `reader` takes in chunks.
pub const INSPECT_REQUEST: usize = 24 << 20;
/// Bytes of a `metadata_transform` request: as for inspecting, and what is merged.
pub const TRANSFORM_REQUEST: usize = 24 << 20;
/// Bytes of the request that opens a reader: no document but those that are merged, one of which IAM lets have 10,000,000
/// characters.
pub const READ_REQUEST: usize = 24 << 20;
/// Bytes of a `metadata_compare` request: two documents of IAM's ceiling (10,000,000 characters).
pub const COMPARE_REQUEST: usize = 24 << 20;
/// Bytes of a `metadata_configure` request: IAM's ceiling on metadata (10,000,000 characters) and room for JSON escapes.
pub const CONFIGURE_REQUEST: usize = 24 << 20;
/// Bytes of a `scim_plan` request: a user of AWS's largest fields is under 40 KB; a group of 10,000 members under 1 MB.
pub const PLAN_REQUEST: usize = 4 << 20;
/// Bytes of a `scim_reply` request: the state holds what is still to do, and answers of AWS list 100 resources each.
pub const REPLY_REQUEST: usize = 32 << 20;
/// Bytes of a `describe` request, which is empty.
pub const DESCRIBE_REQUEST: usize = 1 << 10;

/// Groups of one principal. Active Directory stops at 1,015 groups a token, Entra ID at 200 groups in an assertion.
pub const GROUPS: usize = 10_000;
/// Entitlements of one principal.
pub const ENTITLEMENTS: usize = 10_000;
/// Role sources in one mapping. Each is asked for each group.
pub const ROLE_SOURCES: usize = 200;
/// Entries of the allow-list. Each is asked for each role.
pub const ALLOW: usize = 1_000;
/// Sources of one name.
pub const NAME_SOURCES: usize = 20;
/// Characters of a pattern: regular expressions are compiled for each request.
pub const PATTERN: usize = 1_000;
/// Characters of a template.
pub const TEMPLATE: usize = 1_000;
/// Characters of any one value of the principal. AWS's longest field is 1,024; entries beyond are somebody's mistake.
pub const VALUE: usize = 16_384;
/// Attributes beside AWS's own in one mapping.
pub const EXTRA_ATTRIBUTES: usize = 100;
/// Roles in one answer. A role takes about 110 bytes of assertion, and AWS refuses more than 100,000 characters of base64.
pub const ROLES: usize = 1_000;
/// Candidates that sources may give before the allow-list and the ceiling on roles.
pub const CANDIDATES: usize = 20_000;

/// Bytes of a captured Response, with the page around it. AWS takes 100,000 characters; no page of a form is larger than 5 MB.
pub const CAPTURE: usize = 6 << 20;
/// Signing certificates that a check tries, each with a public-key operation. IAM keeps 10 for a provider.
pub const SIGNING_KEYS: usize = 100;

/// Characters of base64 that AWS accepts as `SAMLAssertion` (botocore/sts AssumeRoleWithSAML, IAM/reference_iam-quotas).
pub const SAML_ASSERTION_BASE64: usize = 100_000;

/// Entities that one answer describes: eduGAIN has 13,000, and an answer that held ten times as many would not fit the
/// memory of a page.
pub const METADATA_ENTITIES: usize = 20_000;
/// Roles, endpoints, keys, names and extensions of one answer. InCommon's 1,888 entities have 40,000; each takes up to 600
/// bytes, and a hostile document has one for each four of its own.
pub const METADATA_DETAILS: usize = 400_000;
/// Documents that are merged for a rollover: one before the change of keys and one after it are the rule.
pub const METADATA_MERGED: usize = 10;
/// Differences of one comparison, and kinds of things that a transform lists as left out: more than anybody reads.
pub const METADATA_CHANGES: usize = 1_000;
/// Findings of one answer: more than anybody reads.
pub const METADATA_FINDINGS: usize = 1_000;

/// Levels of elements in an XML document. Metadata has about 10, a signed Response about 12.
pub const XML_DEPTH: usize = 64;
/// Elements in an XML document. AWS's own metadata has about 60; federations write 160 to 220 bytes an element, which is
/// 100,000 in a signed aggregate of 16 MB, and an assertion of 16 MB of attribute values has 300,000. An element takes
/// about 80 bytes of a wasm instance.
pub const XML_ELEMENTS: usize = 400_000;
/// Attributes of one element, namespace declarations included.
pub const XML_ATTRIBUTES: usize = 100;
/// Namespace declarations in scope at one element.
pub const XML_NAMESPACES: usize = 100;

/// Attributes of one object in a SCIM body. RFC 7643 §8.3's fullest user has 22.
pub const SCIM_ATTRIBUTES: usize = 1_000;
/// Elements of one list in a SCIM user. AWS keeps one of them.
pub const SCIM_ELEMENTS: usize = 1_000;
/// Attributes and elements of a SCIM body that are looked into: each can cost a finding of 300 bytes.
pub const SCIM_VALUES: usize = 10_000;
/// Bytes of a SCIM path with its query. Web servers stop at 8 KB.
pub const SCIM_PATH: usize = 8_192;
/// Headers of a SCIM request. Envoy stops at 100.
pub const SCIM_HEADERS: usize = 200;
/// Operations of one PATCH, before and after they are split. A user has 40 attributes.
pub const SCIM_OPERATIONS: usize = 10_000;
/// Operations of one PATCH on one list of a user: each can be a filter on every element.
pub const SCIM_LIST_OPERATIONS: usize = 100;
/// Comparisons of one filter. AWS knows filters of two.
pub const SCIM_COMPARISONS: usize = 100;
/// Open parentheses and negations of one filter.
pub const SCIM_FILTER_DEPTH: usize = 16;
/// Bytes of a filter or of an operation's path; the longest value in one has 1,024 characters.
pub const SCIM_FILTER: usize = 8_192;
/// Members that one plan reads, adds or removes, unless the profile says otherwise: 50,000 changes take 500 requests, and
/// a body that names so many is as large as is read.
pub const SCIM_MEMBERS: usize = 50_000;
/// The most that a profile can say.
pub const SCIM_MEMBERS_HIGHEST: usize = 100_000;
/// Pages that one list or one group's members are read over. 100 resources each; AWS may send fewer on a page.
pub const SCIM_PAGES: usize = 1_000;
/// Requests that one answer hands out: 100 members each. More would make the answer large, fewer would have the state read and
/// written more often.
pub const SCIM_STEPS: usize = 50;
/// Bytes of a cursor. AWS documents the characters and no length; the path has 8 KB.
pub const SCIM_CURSOR: usize = 4_096;

/// Bytes of one part of a document that is read in chunks: an entity, or what stands between two. IAM takes 10,000,000
/// characters of metadata in all.
pub const XML_PART: usize = 16 << 20;
/// Bytes of a namespace URI. The longest of SAML, its extensions and federations have about 80.
pub const XML_NAMESPACE_URI: usize = 512;

/// What `describe` lists.
pub const ALL: &[Limit] = &[
    Limit { name: "saml.groups", value: GROUPS, reason: "groups of one principal" },
    Limit { name: "saml.entitlements", value: ENTITLEMENTS, reason: "entitlements of one principal" },
    Limit { name: "saml.role-sources", value: ROLE_SOURCES, reason: "role sources in one mapping" },
    Limit { name: "saml.allow", value: ALLOW, reason: "entries of the allow-list" },
    Limit { name: "saml.name-sources", value: NAME_SOURCES, reason: "sources of one name" },
    Limit { name: "saml.pattern", value: PATTERN, reason: "characters of a pattern" },
    Limit { name: "saml.template", value: TEMPLATE, reason: "characters of a template" },
    Limit { name: "saml.value", value: VALUE, reason: "characters of one value of the principal" },
    Limit { name: "saml.attributes", value: EXTRA_ATTRIBUTES, reason: "attributes beside AWS's own in one mapping" },
    Limit { name: "saml.roles", value: ROLES, reason: "roles in one answer" },
    Limit { name: "saml.candidates", value: CANDIDATES, reason: "candidates for roles before the allow-list" },
    Limit { name: "saml.signing-keys", value: SIGNING_KEYS, reason: "signing certificates that a check tries" },
    Limit { name: "saml.capture", value: CAPTURE, reason: "bytes of a captured Response and the page around it" },
    Limit { name: "saml.assertion-base64", value: SAML_ASSERTION_BASE64, reason: "AWS refuses a longer SAMLAssertion" },
    Limit { name: "metadata.entities", value: METADATA_ENTITIES, reason: "entities that one answer describes" },
    Limit { name: "metadata.merged", value: METADATA_MERGED, reason: "documents that are merged into one" },
    Limit { name: "metadata.changes", value: METADATA_CHANGES, reason: "differences, or kinds of removals, of one answer" },
    Limit {
        name: "metadata.details",
        value: METADATA_DETAILS,
        reason: "roles, endpoints, keys, names and extensions that one answer describes",
    },
    Limit { name: "metadata.findings", value: METADATA_FINDINGS, reason: "findings of one answer" },
    Limit { name: "metadata.read-request", value: READ_REQUEST, reason: "bytes of the request that opens a reader" },
    Limit { name: "xml.depth", value: XML_DEPTH, reason: "levels of elements in a document" },
    Limit { name: "xml.elements", value: XML_ELEMENTS, reason: "elements in a document" },
    Limit { name: "xml.attributes", value: XML_ATTRIBUTES, reason: "attributes of one element" },
    Limit { name: "xml.namespace-uri", value: XML_NAMESPACE_URI, reason: "bytes of a namespace URI" },
    Limit { name: "xml.part", value: XML_PART, reason: "bytes of one entity in a document that is read in chunks" },
    Limit { name: "xml.namespaces", value: XML_NAMESPACES, reason: "namespace declarations in scope at one element" },
    Limit { name: "scim.attributes", value: SCIM_ATTRIBUTES, reason: "attributes of one object in a SCIM body" },
    Limit { name: "scim.elements", value: SCIM_ELEMENTS, reason: "elements of one list in a SCIM user" },
    Limit { name: "scim.values", value: SCIM_VALUES, reason: "attributes and elements of a SCIM body that are looked into" },
    Limit { name: "scim.path", value: SCIM_PATH, reason: "bytes of a SCIM path with its query" },
    Limit { name: "scim.headers", value: SCIM_HEADERS, reason: "headers of a SCIM request" },
    Limit { name: "scim.operations", value: SCIM_OPERATIONS, reason: "operations of one PATCH" },
    Limit { name: "scim.filter", value: SCIM_FILTER, reason: "bytes of a filter or of an operation's path" },
    Limit { name: "scim.comparisons", value: SCIM_COMPARISONS, reason: "comparisons of one filter" },
    Limit { name: "scim.members", value: SCIM_MEMBERS, reason: "members that one plan handles, if the profile says nothing" },
    Limit { name: "scim.pages", value: SCIM_PAGES, reason: "pages that one list or one group's members are read over" },
    Limit { name: "scim.steps", value: SCIM_STEPS, reason: "requests that one answer hands out" },
];
