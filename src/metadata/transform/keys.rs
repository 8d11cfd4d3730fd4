//! Keys: those that the service takes, each once, and those of the documents that are merged.

use std::collections::BTreeSet;

use super::error::Error;
use super::ledger::Ledger;
use super::part::{Child, Part};
use super::schema::{IDP, KEY_DESCRIPTOR, KEY_INFO, X509_CERTIFICATE, X509_DATA};
use crate::aws::Target;
use crate::metadata::target::IAM_KEYS;
use crate::metadata::{Refusal, SIGNATURE, inspect};
use crate::xml::Element;
use crate::xml::copy::AttributeName;

/// Base64 of the DER of each signing certificate of one further document.
pub(super) type Merged = Vec<String>;

/// Settles the keys of all roles, and says of each merged document how many of its certificates were new.
pub(super) fn settle(
    entity: &mut Part<'_, '_>,
    target: Target,
    merged: &[Merged],
    ledger: &mut Ledger<'_, '_>,
) -> Result<Vec<usize>, Refusal> {
    let mut new = vec![0; merged.len()];
    for role in entity.parts_mut().filter(|part| part.is(&IDP)) {
        role.retain(|key| {
            let reason = if key.is(&KEY_DESCRIPTOR) { unfit(key, target) } else { None };
            note(reason, key, ledger)
        });
        once(role, ledger);
        let mut known: BTreeSet<String> = signing(role).map(str::to_owned).collect();
        for (certificates, new) in merged.iter().zip(&mut new) {
            for certificate in certificates {
                if known.insert(certificate.clone()) {
                    *new += 1;
                    put(role, certificate);
                }
            }
        }
    }
    if target.keeps_metadata_in_iam() {
        limit(entity, ledger)?;
    }
    if signing_of(entity).next().is_none() {
        return Err(Error::NoSigningCertificate.into());
    }
    Ok(new)
}

/// The certificates with which the entity may sign.
fn signing_of<'p>(entity: &'p Part<'_, '_>) -> impl Iterator<Item = &'p str> {
    entity.parts().filter(|part| part.is(&IDP)).flat_map(signing)
}

fn signing<'p>(role: &'p Part<'_, '_>) -> impl Iterator<Item = &'p str> {
    descriptors(role).filter(|key| !is_for_encryption(key)).flat_map(certificates)
}

fn descriptors<'p, 'd, 't>(role: &'p Part<'d, 't>) -> impl Iterator<Item = &'p Part<'d, 't>> {
    role.parts().filter(|part| part.is(&KEY_DESCRIPTOR))
}

fn certificates<'p>(key: &'p Part<'_, '_>) -> impl Iterator<Item = &'p str> {
    let within = |part: &'p Part<'_, '_>, declared| part.parts().filter(move |part| part.is(declared));
    within(key, &KEY_INFO)
        .flat_map(move |info| within(info, &X509_DATA))
        .flat_map(move |data| within(data, &X509_CERTIFICATE))
        .filter_map(Part::text)
}

pub(super) fn is_for_encryption(key: &Part<'_, '_>) -> bool {
    key.is(&KEY_DESCRIPTOR) && key.attribute("use") == Some("encryption")
}

/// Why the service cannot have a KeyDescriptor.
fn unfit(key: &Part<'_, '_>, target: Target) -> Option<Error> {
    if is_for_encryption(key) && !target.takes_encryption_keys() {
        return Some(Error::EncryptionKey);
    }
    // Its certificates were left out, each with its reason; a name alone is no key.
    let had = key.source.is_some_and(had_certificate);
    (had && certificates(key).next().is_none()).then_some(Error::Incomplete)
}

fn had_certificate(key: Element<'_, '_>) -> bool {
    key.named(SIGNATURE, "KeyInfo")
        .flat_map(|info| info.named(SIGNATURE, "X509Data"))
        .flat_map(|data| data.named(SIGNATURE, "X509Certificate"))
        .next()
        .is_some()
}

/// Leaves out what stands there already: a certificate in its KeyInfo, and a key among those for the same use.
fn once(role: &mut Part<'_, '_>, ledger: &mut Ledger<'_, '_>) {
    for key in role.parts_mut().filter(|part| part.is(&KEY_DESCRIPTOR)) {
        let mut seen = BTreeSet::new();
        for info in key.parts_mut().filter(|part| part.is(&KEY_INFO)) {
            for data in info.parts_mut().filter(|part| part.is(&X509_DATA)) {
                data.retain(|part| {
                    let is_new = !part.is(&X509_CERTIFICATE) || seen.insert(part.text().map(str::to_owned));
                    note((!is_new).then_some(Error::CertificateTwice), part, ledger)
                });
            }
            info.retain(|part| !part.is(&X509_DATA) || !part.children.is_empty());
        }
    }
    let mut seen: BTreeSet<(Option<String>, String)> = BTreeSet::new();
    role.retain(|key| {
        if !key.is(&KEY_DESCRIPTOR) {
            return true;
        }
        let usage = key.attribute("use").map(str::to_owned);
        let mut has_any = false;
        let mut is_new = false;
        for certificate in certificates(key) {
            has_any = true;
            is_new |= seen.insert((usage.clone(), certificate.to_owned()));
        }
        note((has_any && !is_new).then_some(Error::CertificateTwice), key, ledger)
    });
}

/// Notes a part that is left out. Answers whether it stays.
pub(super) fn note(reason: Option<Error>, part: &Part<'_, '_>, ledger: &mut Ledger<'_, '_>) -> bool {
    let Some(reason) = reason else { return true };
    ledger.note(part.name().to_owned(), 1, reason, part.source);
    false
}

/// Puts a signing certificate of another document after the role's own keys.
fn put(role: &mut Part<'_, '_>, certificate: &str) {
    let mut part = Part::new(&X509_CERTIFICATE, None);
    part.children.push(Child::Text(certificate.to_owned().into()));
    for declared in [&X509_DATA, &KEY_INFO, &KEY_DESCRIPTOR] {
        let mut outer = Part::new(declared, None);
        outer.children.push(Child::Part(part));
        part = outer;
    }
    part.attributes.push((AttributeName::Plain("use"), "signing".into()));
    let is_before =
        |child: &Child<'_, '_>| matches!(child, Child::Part(part) if part.is(&KEY_DESCRIPTOR) || part.is_metadata("Extensions"));
    let at = role.children.iter().take_while(|child| is_before(child)).count();
    role.children.insert(at, Child::Part(part));
}

/// IAM keeps so many keys; those for encryption are of no use to it.
fn limit(entity: &mut Part<'_, '_>, ledger: &mut Ledger<'_, '_>) -> Result<(), Refusal> {
    let all: BTreeSet<&str> = entity.parts().filter(|part| part.is(&IDP)).flat_map(descriptors).flat_map(certificates).collect();
    if all.len() <= IAM_KEYS {
        return Ok(());
    }
    let signing: BTreeSet<&str> = signing_of(entity).collect();
    if signing.len() > IAM_KEYS {
        return Err(inspect::Error::ManyKeys { found: signing.len(), most: IAM_KEYS }.into());
    }
    for role in entity.parts_mut().filter(|part| part.is(&IDP)) {
        role.retain(|key| note(is_for_encryption(key).then_some(Error::ForKeys { limit: IAM_KEYS }), key, ledger));
    }
    Ok(())
}
