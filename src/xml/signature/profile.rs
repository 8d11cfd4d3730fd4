//! The one shape of signature that SAML allows (SAML Core §5.4), taken apart.
//!
//! Everything that XML Signature could do beyond is refused by name: other references, other transforms, objects,
//! parameters of algorithms. What is not understood is not skipped.

use super::{DigestAlgorithm, Error, Options, SignatureAlgorithm};
use crate::limits;
use crate::xml::Element;
use crate::xml::base64;
use crate::xml::canonical::{Form, Method};

pub(super) const NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub(super) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// What the profile asks of the element that holds a signature.
#[derive(Clone, Copy)]
pub(super) struct Parent<'p> {
    pub(super) id: Option<&'p str>,
    pub(super) is_document: bool,
}

pub(super) const ONE_SIGNATURE: &str = "an element has one signature";

/// A signature, taken apart and not verified.
pub(super) struct Profile<'d, 't> {
    pub(super) signature: Element<'d, 't>,
    pub(super) signed_info: Element<'d, 't>,
    pub(super) canonicalization: Method<'d>,
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) value: Vec<u8>,
    pub(super) reference: Reference,
    pub(super) transform: Method<'d>,
    pub(super) digest: DigestAlgorithm,
    pub(super) digest_value: Vec<u8>,
}

/// How a signature names what it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// By the element's `ID`, as SAML wants it.
    Id,
    /// As the whole document, which SAML does not allow (Core §5.4.2) and some identity providers do.
    Document,
}

impl<'d, 't> Profile<'d, 't> {
    /// Takes the signature of `parent` apart.
    pub(super) fn parse(parent: Element<'d, 't>, options: Options) -> Result<Self, Error> {
        let mut signatures = parent.named(NAMESPACE, "Signature");
        let signature = signatures.next().ok_or(Error::Missing)?;
        ensure(signatures.next().is_none(), ONE_SIGNATURE)?;
        Self::of(signature, Parent { id: parent.attribute("ID"), is_document: parent.is_document() }, options)
    }

    /// Takes apart a signature that stands in `parent`.
    pub(super) fn of(signature: Element<'d, 't>, parent: Parent<'_>, options: Options) -> Result<Self, Error> {
        let mut parts = signature.children();
        let signed_info = child(&mut parts, "SignedInfo")?;
        let value = decode(child(&mut parts, "SignatureValue")?)?;
        // KeyInfo is never read: what to trust is the caller's decision, not the document's.
        ensure(parts.next().is_none_or(|part| part.is(NAMESPACE, "KeyInfo")), "after SignatureValue comes KeyInfo or nothing")?;
        ensure(parts.next().is_none(), "a signature holds SignedInfo, SignatureValue and KeyInfo, and no object")?;

        let mut parts = signed_info.children();
        let canonicalization = method(child(&mut parts, "CanonicalizationMethod")?, "canonicalisation")?;
        let algorithm = identifier(child(&mut parts, "SignatureMethod")?)?;
        let algorithm =
            SignatureAlgorithm::from_uri(algorithm).ok_or(Error::AlgorithmUnsupported { what: "signature algorithm" })?;
        let reference = child(&mut parts, "Reference")?;
        ensure(parts.next().is_none(), "a signature has one reference")?;

        let mut parts = reference.children();
        let transform = transforms(child(&mut parts, "Transforms")?)?;
        let digest = identifier(child(&mut parts, "DigestMethod")?)?;
        let digest = DigestAlgorithm::from_uri(digest).ok_or(Error::AlgorithmUnsupported { what: "digest algorithm" })?;
        let digest_value = decode(child(&mut parts, "DigestValue")?)?;
        ensure(parts.next().is_none(), "a reference holds Transforms, DigestMethod and DigestValue")?;

        let reference = target(reference, parent)?;
        for (is_weak, algorithm) in [(digest.is_weak(), digest.name()), (algorithm.digest().is_weak(), algorithm.name())] {
            if is_weak && !options.sha1 {
                return Err(Error::AlgorithmWeak { algorithm });
            }
        }
        Ok(Self { signature, signed_info, canonicalization, algorithm, value, reference, transform, digest, digest_value })
    }
}

/// SAML Core §5.4.2: the reference names the `ID` of the element that holds the signature.
fn target(reference: Element<'_, '_>, parent: Parent<'_>) -> Result<Reference, Error> {
    match reference.attribute("URI") {
        // The same node-set as the root's, as long as nothing but comments stands beside the root.
        Some("") if parent.is_document => Ok(Reference::Document),
        Some(uri) => {
            let named = uri.strip_prefix('#').filter(|id| !id.is_empty() && parent.id == Some(id));
            ensure(named.is_some(), "the reference names the ID of the element that holds the signature")?;
            Ok(Reference::Id)
        }
        None => Err(Error::Profile { rule: "the reference has a URI" }),
    }
}

/// SAML Core §5.4.4: enveloped, then canonicalisation, then nothing.
fn transforms<'d>(transforms: Element<'d, '_>) -> Result<Method<'d>, Error> {
    let mut parts = transforms.children();
    let enveloped = child(&mut parts, "Transform")?;
    let is_enveloped = identifier(enveloped).is_ok_and(|uri| uri == ENVELOPED);
    ensure(is_enveloped, "the first transform takes the signature out (enveloped-signature)")?;
    let Some(last) = parts.next() else {
        // XML Signature 1.1 §4.4.3.2: a node-set at the end becomes bytes by Canonical XML 1.0.
        return Ok(Method { form: Form::Inclusive, ..Method::EXCLUSIVE });
    };
    ensure(last.is(NAMESPACE, "Transform") && parts.next().is_none(), "there are two transforms at most")?;
    // XML Signature 1.1 §4.4.3.3: what `URI=""` and `URI="#ID"` name has no comments, so that none is left for a form
    // with comments to keep.
    Ok(Method { with_comments: false, ..method(last, "transform")? })
}

/// A canonicalisation method and its prefixes.
fn method<'d>(element: Element<'d, '_>, what: &'static str) -> Result<Method<'d>, Error> {
    let uri = element.attribute("Algorithm").unwrap_or_default();
    let mut method = Method::from_uri(uri).ok_or(Error::AlgorithmUnsupported { what })?;
    let mut parts = element.children();
    if let Some(parameter) = parts.next() {
        let is_list = parameter.is(EXCLUSIVE, "InclusiveNamespaces") && method.form == Form::Exclusive;
        ensure(is_list && parts.next().is_none(), "canonicalisation has no parameter but one list of prefixes")?;
        let list = parameter.attribute("PrefixList").unwrap_or_default().split_ascii_whitespace();
        // One more than allowed is enough to be refused.
        method.prefixes =
            list.map(|prefix| if prefix == "#default" { "" } else { prefix }).take(limits::XML_NAMESPACES + 1).collect();
    }
    Ok(method)
}

/// The algorithm of an element that has no parameters.
fn identifier<'d>(element: Element<'d, '_>) -> Result<&'d str, Error> {
    ensure(element.children().next().is_none(), "algorithms have no parameters")?;
    element.attribute("Algorithm").ok_or(Error::Profile { rule: "every method names its algorithm" })
}

fn decode(element: Element<'_, '_>) -> Result<Vec<u8>, Error> {
    // All of the text counts, whatever stands between: taking the part before a comment is how CVE-2025-29774 works.
    ensure(element.children().next().is_none(), "values hold text alone")?;
    base64::decode(&element.text()).ok_or(Error::Profile { rule: "values are base64" })
}

fn child<'d, 't>(parts: &mut impl Iterator<Item = Element<'d, 't>>, name: &'static str) -> Result<Element<'d, 't>, Error> {
    let found = parts.next().filter(|part| part.is(NAMESPACE, name));
    found.ok_or(Error::Profile {
        rule: match name {
            "SignedInfo" => "a signature begins with SignedInfo",
            "SignatureValue" => "after SignedInfo comes SignatureValue",
            "CanonicalizationMethod" => "SignedInfo begins with CanonicalizationMethod",
            "SignatureMethod" => "after CanonicalizationMethod comes SignatureMethod",
            "Reference" => "after SignatureMethod comes a reference",
            "Transforms" => "a reference begins with Transforms",
            "Transform" => "Transforms holds a transform",
            "DigestMethod" => "after Transforms comes DigestMethod",
            _ => "after DigestMethod comes DigestValue",
        },
    })
}

fn ensure(holds: bool, rule: &'static str) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::Profile { rule }) }
}
