//! The differences.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Error, roles};
use crate::aws::{Target, name_id};
use crate::error::Severity;
use crate::metadata::entity::{Endpoint, Entity, KeyUse, Localized, Role, RoleKind};
use crate::metadata::inspect::rules::SINGLE_SIGN_ON;
use crate::xml::Certificate;
use crate::xml::signature::PublicKey;

/// How something differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    Added,
    Removed,
    Changed,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) kind: ChangeKind,
    pub(crate) severity: Severity,
    pub(crate) error: Error,
    pub(crate) subject: &'static str,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
}

/// Everything that differs, what matters most first.
pub(super) fn differences(old: &Entity, new: Option<&Entity>, target: Target) -> Vec<Change> {
    let mut differences = Differences { changes: Vec::new(), target };
    match new {
        None => differences.removed(Severity::Error, Error::EntityGone, "entity", old.entity_id.clone()),
        Some(new) => differences.entities(old, new),
    }
    differences.changes.sort_by_key(|change| change.severity);
    differences.changes
}

struct Differences {
    changes: Vec<Change>,
    target: Target,
}

impl Differences {
    fn added(&mut self, severity: Severity, error: Error, subject: &'static str, new: String) {
        self.changes.push(Change { kind: ChangeKind::Added, severity, error, subject, old: None, new: Some(new) });
    }

    fn removed(&mut self, severity: Severity, error: Error, subject: &'static str, old: String) {
        self.changes.push(Change { kind: ChangeKind::Removed, severity, error, subject, old: Some(old), new: None });
    }

    /// Notes a value that differs, came or went.
    fn value(&mut self, severity: Severity, error: Error, subject: &'static str, old: Option<String>, new: Option<String>) {
        let kind = match (&old, &new) {
            (old, new) if old == new => return,
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        };
        self.changes.push(Change { kind, severity, error, subject, old, new });
    }

    /// Notes what a list has and the other has not. Order and repetition are no differences.
    fn lists(
        &mut self,
        severity: Severity,
        error: &Error,
        subject: &'static str,
        old: &BTreeSet<String>,
        new: &BTreeSet<String>,
    ) {
        for gone in old.difference(new) {
            self.removed(severity, error.clone(), subject, gone.clone());
        }
        for come in new.difference(old) {
            self.added(severity, error.clone(), subject, come.clone());
        }
    }

    fn entities(&mut self, old: &Entity, new: &Entity) {
        if old.entity_id != new.entity_id {
            let (old, new) = (old.entity_id.clone(), new.entity_id.clone());
            self.value(Severity::Error, Error::EntityId, "entityID", Some(old), Some(new));
        }
        if roles(new).next().is_none() {
            // Everything else went with it.
            self.removed(Severity::Error, Error::RoleGone, "identity provider's role", "IDPSSODescriptor".to_owned());
            return;
        }
        self.signing(old, new);
        self.sign_on(old, new);
        self.names(old, new);
        self.requests(old, new);
        self.logout(old, new);
        self.validity(old, new);
        self.rest(old, new);
    }

    /// Certificates are compared by what they are, and by their keys: a signature only knows the key.
    fn signing(&mut self, old: &Entity, new: &Entity) {
        let before: Vec<&Certificate> = once(roles(old).flat_map(Role::signing_certificates));
        let after: Vec<&Certificate> = once(roles(new).flat_map(Role::signing_certificates));
        const SUBJECT: &str = "signing certificate";
        if after.is_empty() {
            let severity = if before.is_empty() { Severity::Warning } else { Severity::Error };
            let error = Error::SigningMissing;
            self.changes.push(Change { kind: ChangeKind::Removed, severity, error, subject: SUBJECT, old: None, new: None });
        }
        let known: BTreeSet<&[u8]> = before.iter().map(|certificate| certificate.der.as_slice()).collect();
        let kept: BTreeSet<&[u8]> = after.iter().map(|certificate| certificate.der.as_slice()).collect();
        // Certificates that are gone, by their keys.
        let mut gone: BTreeMap<Vec<u8>, VecDeque<&Certificate>> = BTreeMap::new();
        let mut keys: BTreeSet<Vec<u8>> = BTreeSet::new();
        for certificate in &before {
            if let Some(key) = key_of(certificate) {
                if !kept.contains(certificate.der.as_slice()) {
                    gone.entry(key.clone()).or_default().push_back(certificate);
                }
                keys.insert(key);
            }
        }
        let has_common =
            after.iter().any(|new| known.contains(new.der.as_slice()) || key_of(new).is_some_and(|key| keys.contains(&key)));
        let mut renewed: BTreeSet<&[u8]> = BTreeSet::new();
        for new in after.iter().filter(|new| !known.contains(new.der.as_slice())) {
            if let Some(old) = key_of(new).and_then(|key| gone.get_mut(&key)?.pop_front()) {
                renewed.insert(&old.der);
                let severity = if self.target == Target::IdentityCenter { Severity::Warning } else { Severity::Info };
                self.value(severity, Error::SigningRenewed, SUBJECT, Some(old.fingerprint()), Some(new.fingerprint()));
            } else if has_common {
                self.added(Severity::Warning, Error::SigningAdded, SUBJECT, new.fingerprint());
            } else {
                self.added(Severity::Error, Error::SigningReplaced, SUBJECT, new.fingerprint());
            }
        }
        for old in before.iter().filter(|old| !kept.contains(old.der.as_slice()) && !renewed.contains(old.der.as_slice())) {
            if !after.is_empty() {
                self.removed(Severity::Warning, Error::SigningRemoved, SUBJECT, old.fingerprint());
            }
        }
        let encryption = |entity: &Entity| -> BTreeSet<String> {
            let keys = roles(entity).flat_map(|role| &role.keys).filter(|key| key.usage == Some(KeyUse::Encryption));
            keys.filter_map(|key| key.certificate.as_ref()?.as_ref().ok()).map(Certificate::fingerprint).collect()
        };
        self.lists(Severity::Info, &Error::Encryption, "encryption certificate", &encryption(old), &encryption(new));
    }

    fn sign_on(&mut self, old: &Entity, new: &Entity) {
        const SUBJECT: &str = "sign-in address";
        let (gone, come) = endpoints(old, new, |endpoint| endpoint.service == SINGLE_SIGN_ON);
        let is_used = self.target.sends_requests();
        for (old, new) in pairs(gone, come) {
            let (severity, error) = match (&old, &new) {
                _ if !is_used => (Severity::Info, Error::SignOnUnused),
                (None, _) => (Severity::Info, Error::SignOnAdded),
                (Some(_), None) => (Severity::Error, Error::SignOnRemoved),
                (Some(_), Some(_)) => (Severity::Error, Error::SignOnMoved),
            };
            self.value(severity, error, SUBJECT, old, new);
        }
    }

    fn logout(&mut self, old: &Entity, new: &Entity) {
        let (gone, come) = endpoints(old, new, |endpoint| endpoint.service == "SingleLogoutService");
        let severity = if self.target.sends_requests() { Severity::Warning } else { Severity::Info };
        for (old, new) in pairs(gone, come) {
            self.value(severity, Error::Logout, "sign-out address", old, new);
        }
    }

    fn names(&mut self, old: &Entity, new: &Entity) {
        let formats =
            |entity: &Entity| -> BTreeSet<String> { roles(entity).flat_map(|role| &role.name_id_formats).cloned().collect() };
        let (old, new) = (formats(old), formats(new));
        let asks_for_email = self.target.name_id_format() == name_id::EMAIL;
        for gone in old.difference(&new) {
            // Without a list, any format may be asked for.
            let is_needed = asks_for_email && gone == name_id::EMAIL && !new.is_empty();
            let (severity, error) =
                if is_needed { (Severity::Error, Error::NameIdNeeded) } else { (Severity::Info, Error::NameIdFormat) };
            self.removed(severity, error, "NameID format", gone.clone());
        }
        for come in new.difference(&old) {
            self.added(Severity::Info, Error::NameIdFormat, "NameID format", come.clone());
        }
    }

    fn requests(&mut self, old: &Entity, new: &Entity) {
        let wants = |entity: &Entity| roles(entity).any(|role| role.wants_requests_signed == Some(true));
        let (old, new) = (wants(old), wants(new));
        let (severity, error) = if !new || !self.target.sends_requests() {
            (Severity::Info, Error::RequestsUnused)
        } else if self.target.sends_unsigned_requests() {
            (Severity::Error, Error::RequestsRefused)
        } else {
            (Severity::Warning, Error::RequestsWanted)
        };
        self.value(severity, error, "WantAuthnRequestsSigned", Some(old.to_string()), Some(new.to_string()));
    }

    fn validity(&mut self, old: &Entity, new: &Entity) {
        let (severity, error) = if self.target.enforces_validity() {
            (Severity::Warning, Error::ValidityEnforced)
        } else {
            (Severity::Info, Error::Validity)
        };
        let until = |entity: &Entity| entity.validity.until.map(|until| until.to_string());
        self.value(severity, error, "validUntil", until(old), until(new));
        let (old, new) = (old.validity.cache_duration.clone(), new.validity.cache_duration.clone());
        self.value(Severity::Info, Error::CacheDuration, "cacheDuration", old, new);
    }

    /// What AWS does not look at.
    fn rest(&mut self, old: &Entity, new: &Entity) {
        let info = Severity::Info;
        let (gone, come) =
            endpoints(old, new, |endpoint| endpoint.service != SINGLE_SIGN_ON && endpoint.service != "SingleLogoutService");
        for (old, new) in pairs(gone, come) {
            self.value(info, Error::Endpoint, "address of another service", old, new);
        }
        let of_roles = |entity: &Entity, list: Texts| -> BTreeSet<String> { roles(entity).flat_map(list).cloned().collect() };
        let lists: [(&Error, &str, Texts); 3] = [
            (&Error::Attributes, "attribute", |role| &role.attributes),
            (&Error::Scopes, "scope", |role| &role.scopes),
            (&Error::Protocols, "protocol", |role| &role.protocols),
        ];
        for (error, subject, list) in lists {
            self.lists(info, error, subject, &of_roles(old, list), &of_roles(new, list));
        }
        let error_url = |entity: &Entity| roles(entity).find_map(|role| role.error_url.clone());
        self.value(info, Error::PageForErrors, "errorURL", error_url(old), error_url(new));
        let shown = |entity: &Entity| entity.display_name().map(str::to_owned);
        self.value(info, Error::DisplayName, "display name", shown(old), shown(new));
        let others = |entity: &Entity| -> BTreeSet<String> {
            let others = entity.roles.iter().filter(|role| role.kind != RoleKind::IdentityProvider || !role.speaks_saml_2());
            others.map(|role| role.element.clone()).collect()
        };
        self.lists(info, &Error::OtherRole, "role", &others(old), &others(new));
        self.lists(info, &Error::Contacts, "contact", &contacts(old), &contacts(new));
        self.lists(info, &Error::Organization, "organisation", &organization(old), &organization(new));
        self.lists(info, &Error::Extensions, "extension", &extensions(old), &extensions(new));
    }
}

/// A list of texts of a role.
type Texts = fn(&Role) -> &[String];

/// Each certificate once.
fn once<'e>(certificates: impl Iterator<Item = &'e Certificate>) -> Vec<&'e Certificate> {
    let mut seen = BTreeSet::new();
    certificates.filter(|certificate| seen.insert(certificate.der.as_slice())).collect()
}

/// A service, its binding, and its address as it is told.
type Address = (String, String, String);

/// Endpoints that the old entity has alone, and those that the new one has.
fn endpoints(old: &Entity, new: &Entity, is_meant: impl Fn(&Endpoint) -> bool) -> (BTreeSet<Address>, BTreeSet<Address>) {
    let all = |entity: &Entity| -> BTreeSet<Address> {
        let meant = roles(entity).flat_map(|role| &role.endpoints).filter(|endpoint| is_meant(endpoint));
        meant.map(address).collect()
    };
    let (old, new) = (all(old), all(new));
    (old.difference(&new).cloned().collect(), new.difference(&old).cloned().collect())
}

fn address(endpoint: &Endpoint) -> Address {
    let binding = endpoint.binding.trim();
    let short = binding.rsplit(':').next().unwrap_or(binding);
    let mut told = format!("{short} {}", endpoint.location.trim());
    if let Some(response) = &endpoint.response_location {
        told.push_str(&format!(" (answers: {})", response.trim()));
    }
    if let Some(index) = endpoint.index {
        told.push_str(&format!(" (index {index})"));
    }
    (endpoint.service.clone(), binding.to_owned(), told)
}

/// An address that went and one that came for the same service and binding are one that moved.
fn pairs(gone: BTreeSet<Address>, come: BTreeSet<Address>) -> Vec<(Option<String>, Option<String>)> {
    // Last first, so that the first can be taken off the end.
    let mut waiting: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (service, binding, told) in come.into_iter().rev() {
        waiting.entry((service, binding)).or_default().push(told);
    }
    let mut pairs = Vec::new();
    for (service, binding, told) in gone {
        let moved = waiting.get_mut(&(service, binding)).and_then(Vec::pop);
        pairs.push((Some(told), moved));
    }
    pairs.extend(waiting.into_values().flat_map(|told| told.into_iter().rev()).map(|told| (None, Some(told))));
    pairs
}

/// What a signature knows of a certificate.
fn key_of(certificate: &Certificate) -> Option<Vec<u8>> {
    let key = certificate.key.as_ref()?;
    let mut text = key.kind().as_bytes().to_vec();
    match key {
        PublicKey::Rsa { modulus, exponent } => {
            text.extend_from_slice(exponent);
            text.push(0);
            text.extend_from_slice(modulus);
        }
        PublicKey::P256(point) | PublicKey::P384(point) => text.extend_from_slice(point),
    }
    Some(text)
}

fn contacts(entity: &Entity) -> BTreeSet<String> {
    let contacts = entity.contacts.iter().map(|contact| {
        let name = [&contact.company, &contact.given_name, &contact.surname].into_iter().flatten().cloned();
        let reach = contact.email_addresses.iter().chain(&contact.telephone_numbers).cloned();
        std::iter::once(contact.kind.clone()).chain(name).chain(reach).collect::<Vec<_>>().join(" ")
    });
    contacts.collect()
}

fn organization(entity: &Entity) -> BTreeSet<String> {
    let told =
        |(what, text): (&str, &Localized)| format!("{what} ({}): {}", text.language.as_deref().unwrap_or_default(), text.value);
    let Some(organization) = &entity.organization else { return BTreeSet::new() };
    let names = organization.names.iter().map(|text| ("name", text));
    let shown = organization.display_names.iter().map(|text| ("display name", text));
    names.chain(shown).chain(organization.urls.iter().map(|text| ("URL", text))).map(told).collect()
}

fn extensions(entity: &Entity) -> BTreeSet<String> {
    let all = entity.extensions.iter().chain(roles(entity).flat_map(|role| &role.extensions));
    all.map(|extension| format!("{{{}}}{}", extension.namespace, extension.name)).collect()
}
