//! From what was read to what the schema allows: each element that SAML's schemas declare, in their order, with values of
//! their types, or not at all.

use std::borrow::Cow;

use super::error::Error;
use super::foreign;
use super::ledger::Ledger;
use super::part::{Child, Part};
use super::schema::{ASSERTION, Content, Declared, IDP, Kind, LANGUAGE, Particle, Simple, URI, What, of_core};
use super::write::{is_own, own_namespace};
use crate::metadata::{METADATA, SIGNATURE, speaks_saml_2};
use crate::uri::Location;
use crate::xml::copy::{self, AttributeName, Binding, Named, XML_URI, XSI_URI, is_hint};
use crate::xml::signature::{PublicKey, RSA_BITS_LEAST};
use crate::xml::{Certificate, Element};

/// Rebuilds an element. An error is the reason for which it cannot stay; what was left out of it is then not noted.
pub(super) fn rebuild<'d, 't>(
    element: Element<'d, 't>,
    declared: &'static Declared,
    ledger: &mut Ledger<'_, '_>,
) -> Result<Part<'d, 't>, Error> {
    let mark = ledger.mark();
    attempt(element, declared, ledger).inspect_err(|_| ledger.take_back(mark))
}

fn attempt<'d, 't>(
    element: Element<'d, 't>,
    declared: &'static Declared,
    ledger: &mut Ledger<'_, '_>,
) -> Result<Part<'d, 't>, Error> {
    let mut part = Part::new(declared, Some(element));
    let kind = declared.kind;
    attributes(element, kind, &mut part, ledger)?;
    match &kind.content {
        Content::Value(Simple::Certificate) => {
            let text = certificate(element, ledger)?;
            part.children.push(Child::Text(text.into()));
        }
        Content::Value(simple) => {
            if element.children().next().is_some() {
                return Err(Error::Value);
            }
            let text = read(*simple, element.text()).ok_or(Error::Value)?;
            if !text.is_empty() {
                part.children.push(Child::Text(text));
            }
            no_instructions(element, ledger);
        }
        Content::Sequence(particles) => {
            let found = children(element, particles, ledger);
            if let Some((_, found)) = particles.iter().zip(&found).find(|(particle, found)| found.kept.len() < particle.least) {
                return Err(found.refused.clone().unwrap_or(Error::Incomplete));
            }
            part.children = found.into_iter().flat_map(|found| found.kept).map(|(_, child)| child).collect();
        }
        Content::Choice { of, least, most, .. } => {
            let found = children(element, of, ledger);
            let refused = found.iter().find_map(|found| found.refused.clone());
            let mut kept: Vec<_> = found.into_iter().flat_map(|found| found.kept).collect();
            kept.sort_by_key(|(order, _)| *order);
            if kept.len() < *least {
                return Err(refused.unwrap_or(Error::Incomplete));
            }
            if kept.len() > *most {
                return Err(Error::Surplus);
            }
            part.children = kept.into_iter().map(|(_, child)| child).collect();
        }
        Content::Anything => anything(element, &mut part, ledger)?,
    }
    Ok(part)
}

/// The attributes, in the order of the schema, those of other namespaces last.
pub(super) fn attributes<'d>(
    element: Element<'d, '_>,
    kind: &Kind,
    part: &mut Part<'d, '_>,
    ledger: &mut Ledger<'_, '_>,
) -> Result<(), Error> {
    // What may have anything says itself what it is.
    if matches!(kind.content, Content::Anything) {
        return Ok(());
    }
    for known in kind.attributes {
        let is_language = known.name == LANGUAGE;
        let Some(given) = element.named_attributes().find(|given| {
            if is_language {
                given.namespace == XML_URI && given.local == "lang"
            } else {
                given.namespace.is_empty() && given.local == known.name
            }
        }) else {
            if known.required {
                return Err(Error::Incomplete);
            }
            continue;
        };
        match attribute(element, given, known.simple, ledger) {
            Ok(value) => {
                let name = if is_language { qualified(given) } else { AttributeName::Plain(known.name) };
                part.attributes.push((name, value));
            }
            // Whoever leaves out for what a key is makes it one for everything.
            Err(reason) if known.required || known.name == "use" => return Err(reason),
            Err(reason) => ledger.attribute(element, "", known.name, reason),
        }
    }
    for given in element.named_attributes() {
        let is_known = |name: &str| kind.attributes.iter().any(|known| known.name == name);
        let is_declared = (given.namespace.is_empty() && is_known(given.local))
            || (given.namespace == XML_URI && given.local == "lang" && is_known(LANGUAGE));
        if is_declared {
            continue;
        }
        let verdict = if given.namespace == XSI_URI {
            Err(Error::SchemaHint)
        } else if kind.open.is_some_and(|own| foreign::is_other(given.namespace, own)) {
            foreign::check_attribute(&given, ledger).and_then(|()| meant(element, given.value))
        } else {
            Err(Error::NotInSchema)
        };
        match verdict {
            Ok(declare) => {
                part.declare.extend(declare);
                part.attributes.push((qualified(given), Cow::Borrowed(given.value)));
            }
            Err(reason) => ledger.attribute(element, given.prefix, given.local, reason),
        }
    }
    Ok(())
}

/// The value of an attribute that the schema declares.
fn attribute<'d>(
    element: Element<'d, '_>,
    given: Named<'d>,
    simple: Simple,
    ledger: &mut Ledger<'_, '_>,
) -> Result<Cow<'d, str>, Error> {
    let value = match simple {
        // A word that is none costs itself, not the role.
        Simple::UriList => {
            let (good, bad): (Vec<_>, Vec<_>) = given.value.split_ascii_whitespace().partition(|word| URI.read(word).is_some());
            for _ in bad {
                ledger.attribute(element, "", given.local, Error::Value);
            }
            good.join(" ").into()
        }
        _ => simple.read(given.value).ok_or(Error::Value)?,
    };
    if simple == Simple::Id && !ledger.take_id(&value) {
        return Err(Error::IdTwice);
    }
    // The schema takes any URI; a service that sends somebody there needs the whole of it.
    if matches!(given.local, "Location" | "ResponseLocation") && Location::parse(&value).is_err() {
        return Err(Error::Location);
    }
    Ok(value)
}

fn qualified<'d>(given: Named<'d>) -> AttributeName<'d> {
    AttributeName::Qualified { prefix: given.prefix, namespace: given.namespace, local: given.local }
}

/// The prefixes that a value means, none of which may be one that stands for something else in what we write.
fn meant<'d>(element: Element<'d, '_>, value: &str) -> Result<Vec<Binding<'d>>, Error> {
    let bindings = element.prefixes_in(value);
    let clashes = |(prefix, uri): &Binding<'_>| own_namespace(prefix).is_some_and(|own| own != *uri);
    if bindings.iter().any(clashes) { Err(Error::PrefixClash) } else { Ok(bindings) }
}

/// What was found of one particle.
#[derive(Default)]
pub(super) struct Found<'d, 't> {
    /// What stays, each with its place among all children.
    pub(super) kept: Vec<(usize, Child<'d, 't>)>,
    /// Why the first that does not stay does not.
    pub(super) refused: Option<Error>,
}

/// The child elements by particle.
pub(super) fn children<'d, 't>(
    element: Element<'d, 't>,
    particles: &'static [Particle],
    ledger: &mut Ledger<'_, '_>,
) -> Vec<Found<'d, 't>> {
    let mut found: Vec<Found<'_, '_>> = particles.iter().map(|_| Found::default()).collect();
    for (order, content) in element.contents().enumerate() {
        let child = match content {
            copy::Content::Element(child) => child,
            copy::Content::Text(text) => {
                if !super::schema::collapse(text).is_empty() {
                    ledger.content(element, "text()", Error::Between);
                }
                continue;
            }
            copy::Content::Instruction { .. } => {
                ledger.content(element, "processing-instruction()", Error::Between);
                continue;
            }
        };
        let particle = particles.iter().position(|particle| foreign::may_be(child, &particle.what));
        let place = particle.and_then(|index| Some((particles.get(index)?, found.get_mut(index)?)));
        let reason = match place {
            _ if child.is(SIGNATURE, "Signature") => Error::SourceSignature,
            None if child.namespace() == METADATA && OTHER_ROLES.contains(&child.local_name()) => Error::OtherRole,
            None => Error::NotInSchema,
            Some((Particle { what: What::This(declared), .. }, _)) if std::ptr::eq(*declared, &IDP) && !speaks_saml_2(child) => {
                Error::OtherProtocol
            }
            Some((particle, found)) if found.kept.len() >= particle.most => Error::Surplus,
            Some((particle, found)) => {
                let verdict = match &particle.what {
                    What::This(declared) => rebuild(child, declared, ledger).map(Child::Part),
                    What::Other(_) => foreign::check(child, ledger).map(Child::Foreign),
                    What::Strict(_) => match of_core(child.namespace(), child.local_name()) {
                        Some(declared) if is_own(declared.namespace) => rebuild(child, declared, ledger).map(Child::Part),
                        Some(_) => foreign::check(child, ledger).map(Child::Foreign),
                        None => Err(Error::NotInSchema),
                    },
                };
                match verdict {
                    Ok(child) => found.kept.push((order, child)),
                    Err(reason) => {
                        found.refused.get_or_insert_with(|| reason.clone());
                        ledger.element(child, reason);
                    }
                }
                continue;
            }
        };
        ledger.element(child, reason);
    }
    found
}

/// Roles that an entity can have beside that of an identity provider (SAML Metadata §2.4), and what can be in their place.
const OTHER_ROLES: &[&str] = &[
    "RoleDescriptor",
    "SPSSODescriptor",
    "AuthnAuthorityDescriptor",
    "AttributeAuthorityDescriptor",
    "PDPDescriptor",
    "AffiliationDescriptor",
];

/// An attribute's value: whatever it holds, unchanged.
fn anything<'d, 't>(element: Element<'d, 't>, part: &mut Part<'d, 't>, ledger: &mut Ledger<'_, '_>) -> Result<(), Error> {
    debug_assert!(element.namespace() == ASSERTION, "only AttributeValue may hold anything");
    foreign::check_any(element, ledger)?;
    for given in element.named_attributes() {
        if is_hint(&given) {
            ledger.attribute(element, given.prefix, given.local, Error::SchemaHint);
            continue;
        }
        part.declare.extend(meant(element, given.value)?);
        // A type without a prefix is one of the default namespace, and so is nothing of ours.
        if given.namespace == XSI_URI
            && given.local == "type"
            && !given.value.contains(':')
            && let Some(uri) = element.namespace_of("")
        {
            part.declare.push(("", uri));
        }
        let name = if given.namespace.is_empty() { AttributeName::Plain(given.local) } else { qualified(given) };
        part.attributes.push((name, Cow::Borrowed(given.value)));
    }
    for content in element.contents() {
        let child = match content {
            copy::Content::Element(child) => {
                foreign::check_whole(child, ledger)?;
                Child::Foreign(super::part::Foreign { element: child, without: Default::default() })
            }
            copy::Content::Text(text) => {
                part.declare.extend(meant(element, text)?);
                Child::Text(Cow::Borrowed(text))
            }
            copy::Content::Instruction { target, data } => Child::Instruction { target, data },
        };
        part.children.push(child);
    }
    Ok(())
}

/// A certificate that AWS can read, as base64 in one line.
fn certificate(element: Element<'_, '_>, ledger: &mut Ledger<'_, '_>) -> Result<String, Error> {
    if element.children().next().is_some() {
        return Err(Error::CertificateUnreadable);
    }
    let text = element.text();
    let certificate = Certificate::parse(&text).map_err(|_| Error::CertificateUnreadable)?;
    usable(&certificate)?;
    let further = text.matches("-----BEGIN CERTIFICATE-----").count().saturating_sub(1);
    if further > 0 {
        ledger.note("X509Certificate".to_owned(), further, Error::CertificateChain, Some(element));
    }
    no_instructions(element, ledger);
    Ok(certificate.to_base64())
}

/// Whether AWS can read a certificate (facts B).
pub(super) fn usable(certificate: &Certificate) -> Result<(), Error> {
    let is_short = matches!(&certificate.key, Some(key @ PublicKey::Rsa { .. }) if key.bits() < RSA_BITS_LEAST);
    if is_short {
        return Err(Error::CertificateShort { least: RSA_BITS_LEAST });
    }
    if certificate.has_repeated_extension { Err(Error::CertificateExtensionTwice) } else { Ok(()) }
}

fn no_instructions(element: Element<'_, '_>, ledger: &mut Ledger<'_, '_>) {
    for content in element.contents() {
        if matches!(content, copy::Content::Instruction { .. }) {
            ledger.content(element, "processing-instruction()", Error::Between);
        }
    }
}

fn read(simple: Simple, text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    match text {
        Cow::Borrowed(text) => simple.read(text),
        Cow::Owned(text) => simple.read(&text).map(|value| Cow::Owned(value.into_owned())),
    }
}
