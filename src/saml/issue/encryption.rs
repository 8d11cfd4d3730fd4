//! Encrypted assertions (SAML Core §6, XML Encryption 1.1). AWS has taken them since 2025.
//!
//! Only AES-GCM is written: CBC is malleable, and AWS reads GCM. The guest encrypts and never decrypts.

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes128Gcm, Aes256Gcm};

use crate::entropy::{Draw, Entropy};
use crate::saml::Error;
use crate::saml::statement::ASSERTION;
use crate::xml::{Certificate, KeyTransport, Namespace, Writer, encode_base64, wrap};

const ENCRYPTION: Namespace = Namespace { prefix: "xenc", uri: "http://www.w3.org/2001/04/xmlenc#" };
const ENCRYPTION_11: Namespace = Namespace { prefix: "xenc11", uri: "http://www.w3.org/2009/xmlenc11#" };
const SIGNATURE: Namespace = Namespace { prefix: "ds", uri: "http://www.w3.org/2000/09/xmldsig#" };

/// How an assertion is encrypted, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encryption {
    /// Base64 of the DER of the receiver's certificate.
    pub(crate) certificate: String,
    pub(crate) content: ContentEncryption,
    pub(crate) transport: KeyTransport,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentEncryption {
    Aes128Gcm,
    Aes256Gcm,
}

/// The EncryptedAssertion of an assertion's text. Key and nonce are drawn from entropy and text, so neither is ever
/// used for two texts, even by a host that repeats its entropy.
pub(super) fn encrypt(assertion: &str, encryption: &Encryption, entropy: &Entropy) -> Result<String, Error> {
    let key = entropy.bytes(Draw::ContentKey, assertion.as_bytes());
    let nonce = entropy.bytes(Draw::ContentNonce, assertion.as_bytes());
    let nonce: [u8; 12] = std::array::from_fn(|index| nonce.get(index).copied().unwrap_or_default());
    let mut sealed = assertion.as_bytes().to_vec();
    let (algorithm, key): (&str, Vec<u8>) = match encryption.content {
        ContentEncryption::Aes128Gcm => {
            let key: [u8; 16] = std::array::from_fn(|index| key.get(index).copied().unwrap_or_default());
            Aes128Gcm::new(&key.into()).encrypt_in_place(&nonce.into(), b"", &mut sealed).map_err(|_| Error::Encryption)?;
            ("http://www.w3.org/2009/xmlenc11#aes128-gcm", key.to_vec())
        }
        ContentEncryption::Aes256Gcm => {
            Aes256Gcm::new(&key.into()).encrypt_in_place(&nonce.into(), b"", &mut sealed).map_err(|_| Error::Encryption)?;
            ("http://www.w3.org/2009/xmlenc11#aes256-gcm", key.to_vec())
        }
    };
    let certificate = Certificate::parse(&encryption.certificate).map_err(|_| Error::EncryptionCertificate)?;
    let receiver = certificate.key.ok_or(Error::EncryptionCertificate)?;
    let seed = entropy.bytes(Draw::OaepSeed, assertion.as_bytes());
    let wrapped = wrap(&receiver, encryption.transport, &key, seed).ok_or(Error::EncryptionCertificate)?;

    let mut writer = Writer::new();
    writer.open(&ASSERTION, "EncryptedAssertion", &[]);
    let kind = "http://www.w3.org/2001/04/xmlenc#Element";
    writer.open(&ENCRYPTION, "EncryptedData", &[("Id", &entropy.id(Draw::EncryptedDataId, b"")), ("Type", kind)]);
    writer.element(&ENCRYPTION, "EncryptionMethod", &[("Algorithm", algorithm)], "");
    writer.open(&SIGNATURE, "KeyInfo", &[]);
    writer.open(&ENCRYPTION, "EncryptedKey", &[]);
    match encryption.transport {
        KeyTransport::RsaOaepSha1 => {
            let method = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
            writer.open(&ENCRYPTION, "EncryptionMethod", &[("Algorithm", method)]);
            writer.element(&SIGNATURE, "DigestMethod", &[("Algorithm", "http://www.w3.org/2000/09/xmldsig#sha1")], "");
        }
        KeyTransport::RsaOaepSha256 => {
            writer.open(&ENCRYPTION, "EncryptionMethod", &[("Algorithm", "http://www.w3.org/2009/xmlenc11#rsa-oaep")]);
            writer.element(&SIGNATURE, "DigestMethod", &[("Algorithm", "http://www.w3.org/2001/04/xmlenc#sha256")], "");
            writer.element(&ENCRYPTION_11, "MGF", &[("Algorithm", "http://www.w3.org/2009/xmlenc11#mgf1sha256")], "");
        }
    }
    writer.close();
    writer.open(&ENCRYPTION, "CipherData", &[]);
    writer.element(&ENCRYPTION, "CipherValue", &[], &encode_base64(&wrapped));
    writer.close();
    writer.close();
    writer.close();
    writer.open(&ENCRYPTION, "CipherData", &[]);
    let mut content = nonce.to_vec();
    content.append(&mut sealed);
    writer.element(&ENCRYPTION, "CipherValue", &[], &encode_base64(&content));
    Ok(writer.finish())
}
