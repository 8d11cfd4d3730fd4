//! What the outside of an encrypted assertion tells: how it was encrypted. Nothing is decrypted here.

use super::Error;
use super::ledger::Ledger;
use crate::xml::Element;

const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// What AWS was seen to take (stackd: encrypted_*).
const CONTENT: [&str; 4] = [
    "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
    "http://www.w3.org/2009/xmlenc11#aes128-gcm",
    "http://www.w3.org/2009/xmlenc11#aes256-gcm",
];
const KEY: [&str; 2] = ["http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep"];
const DIGEST: [&str; 2] = ["http://www.w3.org/2000/09/xmldsig#sha1", "http://www.w3.org/2001/04/xmlenc#sha256"];
const MASK: [&str; 2] = ["http://www.w3.org/2009/xmlenc11#mgf1sha1", "http://www.w3.org/2009/xmlenc11#mgf1sha256"];

/// Doubts what was not recorded.
pub(super) fn check(encrypted: Element<'_, '_>, ledger: &mut Ledger) {
    if !is_recorded(encrypted).unwrap_or(false) {
        ledger.doubt(Error::EncryptionUnrecorded);
    }
}

fn is_recorded(encrypted: Element<'_, '_>) -> Option<bool> {
    let data = encrypted.named(XENC, "EncryptedData").next()?;
    let content = data.named(XENC, "EncryptionMethod").next()?.attribute("Algorithm")?;
    // The key stands in KeyInfo, or beside the data (SAML Core §2.3.4).
    let inside = data.named(DSIG, "KeyInfo").next().and_then(|info| info.named(XENC, "EncryptedKey").next());
    let key = inside.or_else(|| encrypted.named(XENC, "EncryptedKey").next())?;
    let method = key.named(XENC, "EncryptionMethod").next()?;
    let is_known = method.children().all(|part| {
        let algorithm = part.attribute("Algorithm").unwrap_or_default();
        match part.local_name() {
            "DigestMethod" => DIGEST.contains(&algorithm),
            "MGF" => MASK.contains(&algorithm),
            _ => false,
        }
    });
    Some(CONTENT.contains(&content) && KEY.contains(&method.attribute("Algorithm")?) && is_known)
}
