//! Extensions of SAML metadata that are published with a schema.

use super::metadata::{ENDPOINT, INDEXED_ENDPOINT, LOCALIZED_NAME, LOCALIZED_URI};
use super::simple::URI;
use super::{
    Attribute, Content, Declared, Kind, LANGUAGE, MANY, Particle, Simple, TEXT, URI_VALUE, any_number, assertion, at_least_one,
    may, must, others, signature, value,
};

/// SAML V2.0 Metadata Extensions for Login and Discovery User Interface.
pub(in crate::metadata::transform) const USER_INTERFACE: &str = "urn:oasis:names:tc:SAML:metadata:ui";
/// SAML V2.0 Metadata Extensions for Registration and Publication Information.
const REGISTRATION: &str = "urn:oasis:names:tc:SAML:metadata:rpi";
/// SAML V2.0 Metadata Extension for Entity Attributes.
const ENTITY_ATTRIBUTES: &str = "urn:oasis:names:tc:SAML:metadata:attribute";
/// SAML V2.0 Metadata Profile for Algorithm Support.
const ALGORITHMS: &str = "urn:oasis:names:tc:SAML:metadata:algsupport";
/// Identity Provider Discovery Service Protocol and Profile.
const DISCOVERY: &str = "urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol";
/// Service Provider Request Initiation Protocol and Profile.
const REQUEST_INITIATION: &str = "urn:oasis:names:tc:SAML:profiles:SSO:request-init";
/// Shibboleth.
const SHIBBOLETH: &str = "urn:mace:shibboleth:metadata:1.0";
/// Metadata Profile for SAML V1.x.
const SAML_1: &str = "urn:oasis:names:tc:SAML:profiles:v1metadata";
/// SAML Metadata Extension for Query Requesters: one element.
const QUERY: &str = "urn:oasis:names:tc:SAML:metadata:ext:query";

pub(super) const GLOBAL: &[&Declared] = &[
    &UI_INFO,
    &DISPLAY_NAME,
    &DESCRIPTION,
    &KEYWORDS,
    &LOGO,
    &INFORMATION_URL,
    &PRIVACY_STATEMENT_URL,
    &DISCO_HINTS,
    &IP_HINT,
    &DOMAIN_HINT,
    &GEOLOCATION_HINT,
    &REGISTRATION_INFO,
    &REGISTRATION_POLICY,
    &PUBLICATION_INFO,
    &USAGE_POLICY,
    &PUBLICATION_PATH,
    &PUBLICATION,
    &ENTITY_ATTRIBUTES_ELEMENT,
    &ALGORITHM_DIGEST,
    &ALGORITHM_SIGNING,
    &Declared { namespace: DISCOVERY, name: "DiscoveryResponse", kind: &INDEXED_ENDPOINT },
    &Declared { namespace: REQUEST_INITIATION, name: "RequestInitiator", kind: &ENDPOINT },
    &SCOPE,
    &KEY_AUTHORITY,
    &Declared { namespace: SAML_1, name: "SourceID", kind: &value(Simple::SourceId) },
    &Declared { namespace: QUERY, name: "ActionNamespace", kind: &URI_VALUE },
];

const fn interface(name: &'static str, kind: &'static Kind) -> Declared {
    Declared { namespace: USER_INTERFACE, name, kind }
}

/// Any of these in any order, and elements of other namespaces.
const fn any_of(of: &'static [Particle]) -> Kind {
    Kind { attributes: &[], open: None, content: Content::Choice { of, least: 0, most: MANY, mixed: false } }
}

static UI_INFO: Declared = interface(
    "UIInfo",
    &any_of(&[
        any_number(&DISPLAY_NAME),
        any_number(&DESCRIPTION),
        any_number(&KEYWORDS),
        any_number(&LOGO),
        any_number(&INFORMATION_URL),
        any_number(&PRIVACY_STATEMENT_URL),
        others(USER_INTERFACE),
    ]),
);
static DISPLAY_NAME: Declared = interface("DisplayName", &LOCALIZED_NAME);
static DESCRIPTION: Declared = interface("Description", &LOCALIZED_NAME);
static KEYWORDS: Declared = interface("Keywords", &LOCALIZED_NAME);
static INFORMATION_URL: Declared = interface("InformationURL", &LOCALIZED_URI);
static PRIVACY_STATEMENT_URL: Declared = interface("PrivacyStatementURL", &LOCALIZED_URI);
static LOGO: Declared = interface(
    "Logo",
    &Kind {
        attributes: &[must("height", Simple::Integer(1)), must("width", Simple::Integer(1)), may(LANGUAGE, Simple::Language)],
        open: None,
        content: Content::Value(URI),
    },
);
static DISCO_HINTS: Declared = interface(
    "DiscoHints",
    &any_of(&[any_number(&IP_HINT), any_number(&DOMAIN_HINT), any_number(&GEOLOCATION_HINT), others(USER_INTERFACE)]),
);
static IP_HINT: Declared = interface("IPHint", &TEXT);
static DOMAIN_HINT: Declared = interface("DomainHint", &TEXT);
static GEOLOCATION_HINT: Declared = interface("GeolocationHint", &URI_VALUE);

const fn registration(name: &'static str, kind: &'static Kind) -> Declared {
    Declared { namespace: REGISTRATION, name, kind }
}

static REGISTRATION_INFO: Declared = registration(
    "RegistrationInfo",
    &Kind {
        attributes: &[must("registrationAuthority", Simple::Text), may("registrationInstant", Simple::Instant)],
        open: Some(REGISTRATION),
        content: Content::Sequence(&[any_number(&REGISTRATION_POLICY), others(REGISTRATION)]),
    },
);
static REGISTRATION_POLICY: Declared = registration("RegistrationPolicy", &LOCALIZED_URI);

const PUBLISHED: &[Attribute] =
    &[must("publisher", Simple::Text), may("creationInstant", Simple::Instant), may("publicationId", Simple::Text)];
static PUBLICATION_INFO: Declared = registration(
    "PublicationInfo",
    &Kind {
        attributes: PUBLISHED,
        open: Some(REGISTRATION),
        content: Content::Sequence(&[any_number(&USAGE_POLICY), others(REGISTRATION)]),
    },
);
static USAGE_POLICY: Declared = registration("UsagePolicy", &LOCALIZED_URI);
static PUBLICATION_PATH: Declared = registration(
    "PublicationPath",
    &Kind { attributes: &[], open: None, content: Content::Sequence(&[any_number(&PUBLICATION)]) },
);
static PUBLICATION: Declared =
    registration("Publication", &Kind { attributes: PUBLISHED, open: None, content: Content::Sequence(&[]) });

static ENTITY_ATTRIBUTES_ELEMENT: Declared = Declared {
    namespace: ENTITY_ATTRIBUTES,
    name: "EntityAttributes",
    // Assertions may stand there as well, and are refused: they are not in these tables.
    kind: &Kind {
        attributes: &[],
        open: None,
        content: Content::Choice { of: &[any_number(&assertion::ATTRIBUTE)], least: 1, most: MANY, mixed: false },
    },
};

// What these hold is lax, and may be of their own namespace.
static ALGORITHM_DIGEST: Declared = Declared {
    namespace: ALGORITHMS,
    name: "DigestMethod",
    kind: &Kind {
        attributes: &[must("Algorithm", URI)],
        open: None,
        content: Content::Choice { of: &[others("")], least: 0, most: MANY, mixed: false },
    },
};
static ALGORITHM_SIGNING: Declared = Declared {
    namespace: ALGORITHMS,
    name: "SigningMethod",
    kind: &Kind {
        attributes: &[must("Algorithm", URI), may("MinKeySize", Simple::Integer(1)), may("MaxKeySize", Simple::Integer(1))],
        open: None,
        content: Content::Choice { of: &[others("")], least: 0, most: MANY, mixed: false },
    },
};

static SCOPE: Declared = Declared {
    namespace: SHIBBOLETH,
    name: "Scope",
    kind: &Kind { attributes: &[may("regexp", Simple::Boolean)], open: None, content: Content::Value(Simple::Text) },
};
static KEY_AUTHORITY: Declared = Declared {
    namespace: SHIBBOLETH,
    name: "KeyAuthority",
    kind: &Kind {
        attributes: &[may("VerifyDepth", Simple::Unsigned(255))],
        open: Some(SHIBBOLETH),
        content: Content::Sequence(&[at_least_one(&signature::KEY_INFO)]),
    },
};
