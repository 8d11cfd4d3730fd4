//! The enveloped signature of one element (SAML Core §5.4): one reference to its ID, exclusive canonicalisation,
//! SHA-256, RSASSA-PKCS1-v1_5.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Halves;
use crate::xml::{Namespace, Writer};

const SIGNATURE: Namespace = Namespace { prefix: "ds", uri: "http://www.w3.org/2000/09/xmldsig#" };
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// The SignedInfo of an element, in the canonical form that is signed. `inside` stands between head and tail beside the
/// signature, or follows the tail: the assertion in a Response.
pub(super) fn signed_info(halves: &Halves, inside: &str, end: &str) -> String {
    let digest = Sha256::new()
        .chain_update(&halves.head)
        .chain_update(&halves.tail)
        .chain_update(inside)
        .chain_update(end)
        .finalize();
    let mut writer = Writer::new();
    writer.open(&SIGNATURE, "SignedInfo", &[]);
    writer.element(&SIGNATURE, "CanonicalizationMethod", &[("Algorithm", EXCLUSIVE)], "");
    writer.element(&SIGNATURE, "SignatureMethod", &[("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")], "");
    writer.open(&SIGNATURE, "Reference", &[("URI", &format!("#{}", halves.id))]);
    writer.open(&SIGNATURE, "Transforms", &[]);
    let enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    writer.element(&SIGNATURE, "Transform", &[("Algorithm", enveloped)], "");
    writer.element(&SIGNATURE, "Transform", &[("Algorithm", EXCLUSIVE)], "");
    writer.close();
    writer.element(&SIGNATURE, "DigestMethod", &[("Algorithm", "http://www.w3.org/2001/04/xmlenc#sha256")], "");
    writer.element(&SIGNATURE, "DigestValue", &[], &STANDARD.encode(digest));
    writer.finish()
}

/// The Signature element. Inside it the namespace is in scope already, so SignedInfo does not declare it again: its
/// canonical form, which was signed, does.
pub(super) fn element(signed_info: &str, signature: &[u8], certificate: &str) -> String {
    let declaration = format!(" xmlns:ds=\"{}\"", SIGNATURE.uri);
    format!(
        "<ds:Signature{declaration}>{}<ds:SignatureValue>{}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>\
         <ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
        signed_info.replacen(&declaration, "", 1),
        STANDARD.encode(signature),
    )
}
