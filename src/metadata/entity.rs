//! An entity as its metadata describes it: what the document says, and nothing of what it does not.

use super::{METADATA, SIGNATURE};
use crate::time::UnixTime;
use crate::xml::{Certificate, CertificateError, Element};

/// One EntityDescriptor (SAML Metadata §2.3.2).
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// As written; empty where there is none.
    pub(crate) entity_id: String,
    pub(crate) validity: Validity,
    pub(crate) roles: Vec<Role>,
    pub(crate) organization: Option<Organization>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) extensions: Vec<ExtensionName>,
    /// Where its tag begins.
    pub(crate) at: usize,
}

/// `validUntil` and `cacheDuration` (SAML Metadata §2.2.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validity {
    pub(crate) until: Option<UnixTime>,
    /// A `validUntil` that is no instant.
    pub(crate) is_unreadable: bool,
    /// As written.
    pub(crate) cache_duration: Option<String>,
}

/// What an entity is to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleKind {
    IdentityProvider,
    ServiceProvider,
    AuthnAuthority,
    AttributeAuthority,
    PolicyDecisionPoint,
    Affiliation,
    WsFederation,
    Other,
}

/// A role descriptor (SAML Metadata §2.4).
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) kind: RoleKind,
    pub(crate) element: String,
    /// `xsi:type`, as written.
    pub(crate) declared_type: Option<String>,
    pub(crate) protocols: Vec<String>,
    pub(crate) validity: Validity,
    pub(crate) error_url: Option<String>,
    pub(crate) wants_requests_signed: Option<bool>,
    pub(crate) signs_requests: Option<bool>,
    pub(crate) wants_assertions_signed: Option<bool>,
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) keys: Vec<Key>,
    pub(crate) name_id_formats: Vec<String>,
    /// Names of Attribute elements.
    pub(crate) attributes: Vec<String>,
    pub(crate) requested: Vec<RequestedAttribute>,
    pub(crate) display_name: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) extensions: Vec<ExtensionName>,
    pub(crate) at: usize,
}

/// An endpoint of any service (SAML Metadata §2.2.2, §2.2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) service: String,
    pub(crate) binding: String,
    pub(crate) location: String,
    pub(crate) response_location: Option<String>,
    pub(crate) index: Option<u32>,
    pub(crate) is_default: Option<bool>,
    pub(crate) at: usize,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KeyUse {
    Signing,
    Encryption,
}

/// One certificate of a KeyDescriptor, or a KeyDescriptor without one (SAML Metadata §2.4.1.1).
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// None: for both.
    pub(crate) usage: Option<KeyUse>,
    pub(crate) certificate: Option<Result<Certificate, CertificateError>>,
    /// PEM stands where base64 of DER belongs.
    pub(crate) is_armoured: bool,
    /// Of the KeyDescriptor; told with its first certificate.
    pub(crate) names: Vec<String>,
    pub(crate) encryption_methods: Vec<String>,
    pub(crate) at: usize,
}

/// A RequestedAttribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestedAttribute {
    pub(crate) name: String,
    pub(crate) friendly_name: Option<String>,
    pub(crate) is_required: bool,
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Localized {
    pub(crate) language: Option<String>,
    pub(crate) value: String,
}

/// SAML Metadata §2.3.2.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Organization {
    pub(crate) names: Vec<Localized>,
    pub(crate) display_names: Vec<Localized>,
    pub(crate) urls: Vec<Localized>,
}

/// SAML Metadata §2.3.2.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contact {
    pub(crate) kind: String,
    pub(crate) company: Option<String>,
    pub(crate) given_name: Option<String>,
    pub(crate) surname: Option<String>,
    pub(crate) email_addresses: Vec<String>,
    pub(crate) telephone_numbers: Vec<String>,
}

/// The name of a child of Extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExtensionName {
    pub(crate) namespace: String,
    pub(crate) name: String,
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// SAML V2.0 Metadata Extensions for Login and Discovery User Interface 1.0.
const USER_INTERFACE: &str = "urn:oasis:names:tc:SAML:metadata:ui";
const SHIBBOLETH: &str = "urn:mace:shibboleth:metadata:1.0";
/// WS-Federation 1.2 §3.1: the types of its role descriptors are of this namespace.
const WS_FEDERATION: &str = "http://docs.oasis-open.org/wsfed/federation/200706";

impl Entity {
    /// Reads an EntityDescriptor. Never fails: what is missing is missing in the result, and rules say so elsewhere.
    ///
    /// Does not look at signatures: whoever needs to trust what is read verifies first.
    pub(crate) fn read(element: Element<'_, '_>) -> Self {
        let mut roles = Vec::new();
        for child in element.children().filter(|child| child.namespace() == METADATA) {
            if let Some(kind) = role_kind(child) {
                roles.push(Role::read(kind, child));
            }
        }
        Self {
            entity_id: element.attribute("entityID").unwrap_or_default().to_owned(),
            validity: Validity::read(element),
            roles,
            organization: element.named(METADATA, "Organization").next().map(organization),
            contacts: element.named(METADATA, "ContactPerson").map(contact).collect(),
            extensions: extensions(element),
            at: element.offset(),
        }
    }

    /// The roles of one kind that speak SAML 2.0.
    pub(crate) fn of_kind(&self, kind: RoleKind) -> impl Iterator<Item = &Role> {
        self.roles.iter().filter(move |role| role.kind == kind && role.speaks_saml_2())
    }

    /// How many things there are to tell of it.
    pub(crate) fn details(&self) -> usize {
        let of_keys = |role: &Role| role.keys.iter().map(|key| 1 + key.names.len() + key.encryption_methods.len()).sum::<usize>();
        let of_role = |role: &Role| {
            let texts = [&role.protocols, &role.name_id_formats, &role.attributes, &role.scopes];
            let texts = texts.iter().map(|texts| texts.len()).sum::<usize>();
            1 + texts + of_keys(role) + role.endpoints.len() + role.requested.len() + role.extensions.len()
        };
        let of_organization = self
            .organization
            .as_ref()
            .map_or(0, |organization| organization.names.len() + organization.display_names.len() + organization.urls.len());
        let of_contact = |contact: &Contact| 1 + contact.email_addresses.len() + contact.telephone_numbers.len();
        let of_roles = self.roles.iter().map(of_role).sum::<usize>();
        let of_contacts = self.contacts.iter().map(of_contact).sum::<usize>();
        1 + of_roles + of_contacts + of_organization + self.extensions.len()
    }

    /// Of the user interface or the organisation.
    pub(crate) fn display_name(&self) -> Option<&str> {
        let of_roles = self.roles.iter().find_map(|role| role.display_name.as_deref());
        let of_organization = || {
            let organization = self.organization.as_ref()?;
            english_first(&organization.display_names).or_else(|| english_first(&organization.names))
        };
        of_roles.or_else(of_organization)
    }
}

impl Validity {
    pub(crate) fn read(element: Element<'_, '_>) -> Self {
        // SAML Core §1.3.3 wants UTC; some leave its Z out.
        let read = |text: &str| UnixTime::parse(text).or_else(|_| UnixTime::parse(&format!("{text}Z"))).ok();
        let written = element.attribute("validUntil").map(str::trim);
        let until = written.and_then(read);
        Self {
            is_unreadable: written.is_some() && until.is_none(),
            until,
            cache_duration: element.attribute("cacheDuration").map(|text| text.trim().to_owned()),
        }
    }
}

impl Role {
    fn read(kind: RoleKind, element: Element<'_, '_>) -> Self {
        let texts = |name| element.named(METADATA, name).map(|child| child.text().trim().to_owned()).collect();
        let interface = || {
            let extensions = element.named(METADATA, "Extensions");
            extensions.flat_map(|extensions| extensions.named(USER_INTERFACE, "UIInfo"))
        };
        let display_names: Vec<_> =
            interface().flat_map(|info| info.named(USER_INTERFACE, "DisplayName")).map(localized).collect();
        let scopes = element.named(METADATA, "Extensions").flat_map(|extensions| extensions.named(SHIBBOLETH, "Scope"));
        let services = || element.named(METADATA, "AttributeConsumingService");
        Self {
            kind,
            element: element.local_name().to_owned(),
            declared_type: element.attribute_of(XSI, "type").map(str::to_owned),
            protocols: words(element.attribute("protocolSupportEnumeration")),
            validity: Validity::read(element),
            error_url: element.attribute("errorURL").map(str::to_owned),
            wants_requests_signed: flag(element, "WantAuthnRequestsSigned"),
            signs_requests: flag(element, "AuthnRequestsSigned"),
            wants_assertions_signed: flag(element, "WantAssertionsSigned"),
            endpoints: element.children().filter_map(endpoint).collect(),
            keys: element.named(METADATA, "KeyDescriptor").flat_map(keys).collect(),
            name_id_formats: texts("NameIDFormat"),
            attributes: element
                .named(ASSERTION, "Attribute")
                .filter_map(|attribute| attribute.attribute("Name").map(str::to_owned))
                .collect(),
            requested: services()
                .flat_map(|service| service.named(METADATA, "RequestedAttribute"))
                .filter_map(RequestedAttribute::read)
                .collect(),
            display_name: english_first(&display_names).map(str::to_owned),
            scopes: scopes.map(|scope| scope.text().trim().to_owned()).collect(),
            extensions: extensions(element),
            at: element.offset(),
        }
    }

    pub(crate) fn speaks_saml_2(&self) -> bool {
        self.protocols.iter().any(|protocol| protocol == super::PROTOCOL)
    }

    /// The keys that may sign: those for signing and those for any use.
    pub(crate) fn signing_keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(|key| key.usage != Some(KeyUse::Encryption))
    }

    /// Their certificates, as far as they are some.
    pub(crate) fn signing_certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.signing_keys().filter_map(|key| key.certificate.as_ref()?.as_ref().ok())
    }

    /// The endpoints of one service.
    pub(crate) fn service<'r>(&'r self, service: &'r str) -> impl Iterator<Item = &'r Endpoint> {
        self.endpoints.iter().filter(move |endpoint| endpoint.service == service)
    }
}

impl RequestedAttribute {
    /// None where it has no name.
    pub(super) fn read(element: Element<'_, '_>) -> Option<Self> {
        Some(Self {
            name: element.attribute("Name")?.to_owned(),
            friendly_name: element.attribute("FriendlyName").map(str::to_owned),
            is_required: flag(element, "isRequired") == Some(true),
        })
    }
}

/// What a child of an EntityDescriptor is, if it describes a role.
fn role_kind(element: Element<'_, '_>) -> Option<RoleKind> {
    Some(match element.local_name() {
        "IDPSSODescriptor" => RoleKind::IdentityProvider,
        "SPSSODescriptor" => RoleKind::ServiceProvider,
        "AuthnAuthorityDescriptor" => RoleKind::AuthnAuthority,
        "AttributeAuthorityDescriptor" => RoleKind::AttributeAuthority,
        "PDPDescriptor" => RoleKind::PolicyDecisionPoint,
        "AffiliationDescriptor" => RoleKind::Affiliation,
        "RoleDescriptor" => {
            let protocols = words(element.attribute("protocolSupportEnumeration"));
            let speaks = |namespace: &str| protocols.iter().any(|protocol| protocol.starts_with(namespace));
            // Entra ID and AD FS name the protocol, some the namespace of its older drafts.
            if speaks(WS_FEDERATION) || speaks("http://schemas.xmlsoap.org/ws/2006/12/federation") {
                RoleKind::WsFederation
            } else {
                RoleKind::Other
            }
        }
        _ => return None,
    })
}

fn endpoint(element: Element<'_, '_>) -> Option<Endpoint> {
    let service = element.local_name();
    let is_endpoint = element.namespace() == METADATA && service.ends_with("Service") && service != "AttributeConsumingService";
    is_endpoint.then(|| Endpoint {
        service: service.to_owned(),
        binding: element.attribute("Binding").unwrap_or_default().to_owned(),
        location: element.attribute("Location").unwrap_or_default().to_owned(),
        response_location: element.attribute("ResponseLocation").map(str::to_owned),
        index: element.attribute("index").and_then(|index| index.trim().parse().ok()),
        is_default: flag(element, "isDefault"),
        at: element.offset(),
    })
}

/// A key for each certificate, so that each is told; one without a certificate where there is none.
fn keys(descriptor: Element<'_, '_>) -> Vec<Key> {
    let usage = match descriptor.attribute("use") {
        Some("signing") => Some(KeyUse::Signing),
        Some("encryption") => Some(KeyUse::Encryption),
        _ => None,
    };
    let info = || descriptor.named(SIGNATURE, "KeyInfo");
    let mut names: Vec<_> =
        info().flat_map(|info| info.named(SIGNATURE, "KeyName")).map(|name| name.text().trim().to_owned()).collect();
    let mut encryption_methods: Vec<_> = descriptor
        .named(METADATA, "EncryptionMethod")
        .filter_map(|method| method.attribute("Algorithm").map(str::to_owned))
        .collect();
    // Told once: names times certificates would make a gigabyte of a document of 300 KB.
    let mut key = |certificate, is_armoured, at| Key {
        usage,
        certificate,
        is_armoured,
        names: std::mem::take(&mut names),
        encryption_methods: std::mem::take(&mut encryption_methods),
        at,
    };
    let certificates =
        info().flat_map(|info| info.named(SIGNATURE, "X509Data")).flat_map(|data| data.named(SIGNATURE, "X509Certificate"));
    let mut keys: Vec<_> = certificates
        .map(|element| {
            let text = element.text();
            // Text around an element is no base64 (XML Schema part 1 §3.3.4), whatever it says when it is put together.
            let certificate =
                if element.children().next().is_some() { Err(CertificateError::NotBase64) } else { Certificate::parse(&text) };
            key(Some(certificate), text.contains("-----BEGIN"), element.offset())
        })
        .collect();
    if keys.is_empty() {
        keys.push(key(None, false, descriptor.offset()));
    }
    keys
}

fn organization(element: Element<'_, '_>) -> Organization {
    let all = |name| element.named(METADATA, name).map(localized).collect();
    Organization { names: all("OrganizationName"), display_names: all("OrganizationDisplayName"), urls: all("OrganizationURL") }
}

fn contact(element: Element<'_, '_>) -> Contact {
    let all = |name| element.named(METADATA, name).map(|child| child.text().trim().to_owned());
    Contact {
        kind: element.attribute("contactType").unwrap_or_default().to_owned(),
        company: all("Company").next(),
        given_name: all("GivenName").next(),
        surname: all("SurName").next(),
        email_addresses: all("EmailAddress").collect(),
        telephone_numbers: all("TelephoneNumber").collect(),
    }
}

fn extensions(element: Element<'_, '_>) -> Vec<ExtensionName> {
    element
        .named(METADATA, "Extensions")
        .flat_map(Element::children)
        .map(|child| ExtensionName { namespace: child.namespace().to_owned(), name: child.local_name().to_owned() })
        .collect()
}

fn localized(element: Element<'_, '_>) -> Localized {
    Localized {
        language: element.attribute_of(XML, "lang").map(str::to_owned),
        value: element.text().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

fn english_first(texts: &[Localized]) -> Option<&str> {
    let is_english = |text: &&Localized| text.language.as_deref().is_some_and(|language| language.starts_with("en"));
    texts.iter().find(is_english).or_else(|| texts.first()).map(|text| text.value.as_str()).filter(|value| !value.is_empty())
}

/// `xs:boolean`: true, false, 1, 0.
pub(super) fn flag(element: Element<'_, '_>, name: &str) -> Option<bool> {
    match element.attribute(name)?.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn words(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect()
}
