//! Signatures to be: the bytes to sign, and the element to insert.

use super::profile::{ENVELOPED, EXCLUSIVE, NAMESPACE};
use super::{DigestAlgorithm, Hasher, SignatureAlgorithm};
use crate::xml::canonical::{Method, Sink};
use crate::xml::writer::{Fragment, Namespace, Writer};
use crate::xml::{Element, base64};

const DS: Namespace = Namespace { prefix: "ds", uri: NAMESPACE };

/// What is signed instead of the element itself: its ID and its digest.
///
/// How an issuer signs: write the element with a [`Writer`], [`Writer::keep_place`] where the signature goes,
/// [`SignedInfo::of`] the finished [`Fragment`], sign [`SignedInfo::to_sign`], insert [`SignedInfo::signature`] with
/// [`Fragment::fill`]. A signed fragment can be embedded into another that is signed in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedInfo<'i> {
    pub(crate) id: &'i str,
    pub(crate) digest: DigestAlgorithm,
    pub(crate) digest_value: Vec<u8>,
    pub(crate) algorithm: SignatureAlgorithm,
}

impl<'i> SignedInfo<'i> {
    /// Digests an element as it was written: what the fragment holds without a signature is already what the transforms
    /// of a verifier give.
    #[allow(dead_code, reason = "tests sign with it; operations write in halves, or copy")]
    pub(crate) fn of(id: &'i str, fragment: &Fragment, algorithm: SignatureAlgorithm) -> Self {
        let digest = algorithm.digest();
        let mut hasher = Hasher::new(digest);
        let (before, after) = fragment.parts();
        hasher.write(before);
        hasher.write(after);
        Self { id, digest, digest_value: hasher.finish(), algorithm }
    }

    /// Digests an element that was parsed and has no signature yet. None where it has no exact canonical form.
    pub(crate) fn digest_of(element: Element<'_, '_>, digest: DigestAlgorithm) -> Option<Vec<u8>> {
        let mut hasher = Hasher::new(digest);
        Method::EXCLUSIVE.canonicalize(element, None, &mut hasher).ok()?;
        Some(hasher.finish())
    }

    /// The bytes to sign: SignedInfo in exclusive canonical form.
    pub(crate) fn to_sign(&self) -> String {
        let mut writer = Writer::new();
        self.write(&mut writer);
        writer.finish()
    }

    /// The ds:Signature element, with the DER of a certificate to tell verifiers which of their keys to try.
    pub(crate) fn signature(&self, value: &[u8], certificate: Option<&[u8]>) -> Fragment {
        let mut writer = Writer::new();
        writer.open(&DS, "Signature", &[]);
        self.write(&mut writer);
        writer.element(&DS, "SignatureValue", &[], &base64::encode(value));
        if let Some(certificate) = certificate {
            writer.open(&DS, "KeyInfo", &[]);
            writer.open(&DS, "X509Data", &[]);
            writer.element(&DS, "X509Certificate", &[], &base64::encode(certificate));
            writer.close();
            writer.close();
        }
        writer.close();
        writer.finish_fragment()
    }

    /// The same calls for the bytes to sign and for the document: only the declaration of `ds` differs, as the
    /// canonical form has it.
    fn write(&self, writer: &mut Writer) {
        let method = |writer: &mut Writer, name: &'static str, uri: &str| {
            writer.open(&DS, name, &[("Algorithm", uri)]);
            writer.close();
        };
        writer.open(&DS, "SignedInfo", &[]);
        method(writer, "CanonicalizationMethod", EXCLUSIVE);
        method(writer, "SignatureMethod", self.algorithm.uri());
        writer.open(&DS, "Reference", &[("URI", &format!("#{}", self.id))]);
        writer.open(&DS, "Transforms", &[]);
        method(writer, "Transform", ENVELOPED);
        method(writer, "Transform", EXCLUSIVE);
        writer.close();
        method(writer, "DigestMethod", self.digest.uri());
        writer.element(&DS, "DigestValue", &[], &base64::encode(&self.digest_value));
        writer.close();
        writer.close();
    }
}
