//! saml-schema-metadata-2.0.xsd, of an identity provider.

use super::simple::URI;
use super::{
    Attribute, Content, Declared, Kind, LANGUAGE, MANY, Particle, Simple, TEXT, URI_VALUE, What, any_number, assertion,
    at_least_one, encryption, may, must, optional, others, required, signature,
};
use crate::metadata::METADATA;

const fn declared(name: &'static str, kind: &'static Kind) -> Declared {
    Declared { namespace: METADATA, name, kind }
}

/// Attributes of other namespaces may stand.
const OPEN: Option<&str> = Some(METADATA);

pub(in crate::metadata::transform) static ENTITY: Declared = declared(
    "EntityDescriptor",
    &Kind {
        attributes: &[
            must("entityID", Simple::Uri(1024)),
            may("validUntil", Simple::Instant),
            may("cacheDuration", Simple::Duration),
            may("ID", Simple::Id),
        ],
        open: OPEN,
        content: Content::Sequence(&[
            optional(&EXTENSIONS),
            at_least_one(&IDP),
            optional(&ORGANIZATION),
            any_number(&CONTACT),
            any_number(&ADDITIONAL_LOCATION),
        ]),
    },
);

pub(in crate::metadata::transform) static IDP: Declared = declared(
    "IDPSSODescriptor",
    &Kind {
        attributes: &[
            may("ID", Simple::Id),
            may("validUntil", Simple::Instant),
            may("cacheDuration", Simple::Duration),
            must("protocolSupportEnumeration", Simple::UriList),
            may("errorURL", URI),
            may("WantAuthnRequestsSigned", Simple::Boolean),
        ],
        open: OPEN,
        content: Content::Sequence(&[
            optional(&EXTENSIONS),
            any_number(&KEY_DESCRIPTOR),
            optional(&ORGANIZATION),
            any_number(&CONTACT),
            any_number(&ARTIFACT_RESOLUTION),
            any_number(&SINGLE_LOGOUT),
            any_number(&MANAGE_NAME_ID),
            any_number(&NAME_ID_FORMAT),
            at_least_one(&SINGLE_SIGN_ON),
            any_number(&NAME_ID_MAPPING),
            any_number(&ASSERTION_ID_REQUEST),
            any_number(&ATTRIBUTE_PROFILE),
            any_number(&assertion::ATTRIBUTE),
        ]),
    },
);

static EXTENSIONS: Declared = declared(
    "Extensions",
    &Kind {
        attributes: &[],
        open: None,
        content: Content::Sequence(&[Particle { what: What::Other(METADATA), least: 1, most: MANY }]),
    },
);

pub(in crate::metadata::transform) static KEY_DESCRIPTOR: Declared = declared(
    "KeyDescriptor",
    &Kind {
        attributes: &[may("use", Simple::OneOf(&["encryption", "signing"]))],
        open: None,
        content: Content::Sequence(&[required(&signature::KEY_INFO), any_number(&ENCRYPTION_METHOD)]),
    },
);
static ENCRYPTION_METHOD: Declared = declared("EncryptionMethod", &encryption::METHOD);

static ORGANIZATION: Declared = declared(
    "Organization",
    &Kind {
        attributes: &[],
        open: OPEN,
        content: Content::Sequence(&[
            optional(&EXTENSIONS),
            at_least_one(&ORGANIZATION_NAME),
            at_least_one(&ORGANIZATION_DISPLAY_NAME),
            at_least_one(&ORGANIZATION_URL),
        ]),
    },
);
static ORGANIZATION_NAME: Declared = declared("OrganizationName", &LOCALIZED_NAME);
static ORGANIZATION_DISPLAY_NAME: Declared = declared("OrganizationDisplayName", &LOCALIZED_NAME);
static ORGANIZATION_URL: Declared = declared("OrganizationURL", &LOCALIZED_URI);

const LOCALIZED: &[Attribute] = &[must(LANGUAGE, Simple::Language)];
pub(super) static LOCALIZED_NAME: Kind = Kind { attributes: LOCALIZED, open: None, content: Content::Value(Simple::Text) };
pub(super) static LOCALIZED_URI: Kind = Kind { attributes: LOCALIZED, open: None, content: Content::Value(URI) };

static CONTACT: Declared = declared(
    "ContactPerson",
    &Kind {
        attributes: &[must("contactType", Simple::OneOf(&["technical", "support", "administrative", "billing", "other"]))],
        open: OPEN,
        content: Content::Sequence(&[
            optional(&EXTENSIONS),
            optional(&COMPANY),
            optional(&GIVEN_NAME),
            optional(&SURNAME),
            any_number(&EMAIL_ADDRESS),
            any_number(&TELEPHONE_NUMBER),
        ]),
    },
);
static COMPANY: Declared = declared("Company", &TEXT);
static GIVEN_NAME: Declared = declared("GivenName", &TEXT);
static SURNAME: Declared = declared("SurName", &TEXT);
static EMAIL_ADDRESS: Declared = declared("EmailAddress", &URI_VALUE);
static TELEPHONE_NUMBER: Declared = declared("TelephoneNumber", &TEXT);

static ADDITIONAL_LOCATION: Declared = declared(
    "AdditionalMetadataLocation",
    &Kind { attributes: &[must("namespace", URI)], open: None, content: Content::Value(URI) },
);

pub(super) static ENDPOINT: Kind = Kind {
    attributes: &[must("Binding", URI), must("Location", URI), may("ResponseLocation", URI)],
    open: OPEN,
    content: Content::Sequence(&[others(METADATA)]),
};
pub(super) static INDEXED_ENDPOINT: Kind = Kind {
    attributes: &[
        must("Binding", URI),
        must("Location", URI),
        may("ResponseLocation", URI),
        must("index", Simple::Unsigned(65_535)),
        may("isDefault", Simple::Boolean),
    ],
    open: OPEN,
    content: Content::Sequence(&[others(METADATA)]),
};
static ARTIFACT_RESOLUTION: Declared = declared("ArtifactResolutionService", &INDEXED_ENDPOINT);
static SINGLE_LOGOUT: Declared = declared("SingleLogoutService", &ENDPOINT);
static MANAGE_NAME_ID: Declared = declared("ManageNameIDService", &ENDPOINT);
static NAME_ID_FORMAT: Declared = declared("NameIDFormat", &URI_VALUE);
static SINGLE_SIGN_ON: Declared = declared("SingleSignOnService", &ENDPOINT);
static NAME_ID_MAPPING: Declared = declared("NameIDMappingService", &ENDPOINT);
static ASSERTION_ID_REQUEST: Declared = declared("AssertionIDRequestService", &ENDPOINT);
static ATTRIBUTE_PROFILE: Declared = declared("AttributeProfile", &URI_VALUE);
