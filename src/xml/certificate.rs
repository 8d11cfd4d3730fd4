//! X.509 certificates: what federation asks of them, and no more.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::base64;
use super::der::{self, Reader};
use super::signature::PublicKey;
use crate::error::diagnostics;

diagnostics! {
    /// Why a text is no certificate.
    pub(crate) enum Error {
        /// Nothing there.
        Empty =>
            "certificate.empty", "the certificate is empty",
            help "paste the certificate as PEM, or the base64 of its DER";
        /// Armour of something else.
        OtherArmour =>
            "certificate.other-armour", "this is PEM, and no certificate",
            help "paste what stands between -----BEGIN CERTIFICATE----- and its end; keep private keys to yourself",
            source "RFC 7468 §5";
        /// Not base64.
        NotBase64 =>
            "certificate.not-base64", "the certificate is not base64",
            help "copy it once more; a wrapped or shortened line is the usual cause",
            source "RFC 7468 §2";
        /// Not a certificate.
        NotX509 =>
            "certificate.not-x509", "the bytes are no X.509 certificate",
            help "export the certificate in DER or PEM, not as PKCS #7 or PKCS #12",
            source "RFC 5280 §4.1";
    }
}

/// A certificate. Nothing about it is verified: it names a key, and whoever hands it in trusts that key or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    pub(crate) der: Vec<u8>,
    /// As RFC 4514 writes it: most specific first.
    pub(crate) subject: String,
    pub(crate) issuer: String,
    /// Lower-case hex of the bytes as they are; a negative number, which some certificates have, keeps its high bit.
    pub(crate) serial: String,
    /// Seconds since 1970.
    pub(crate) not_before: i64,
    pub(crate) not_after: i64,
    /// The key, if it is of a kind that is used for signatures here.
    pub(crate) key: Option<PublicKey>,
    /// Kind of the key: `rsa`, `p-256`, `p-384`, another name or an object identifier.
    pub(crate) key_kind: String,
    /// Bits of its modulus, prime or curve, where its kind has a size of its own.
    pub(crate) key_bits: Option<usize>,
    /// How the issuer signed: a name such as `sha256WithRSAEncryption` or an object identifier.
    pub(crate) signature_algorithm: String,
    /// Whether subject and issuer are the same. That the signature is its own is not verified.
    pub(crate) is_self_issued: bool,
    /// Whether an extension stands twice, which AWS refuses (facts B) and RFC 5280 §4.2 forbids.
    pub(crate) has_repeated_extension: bool,
}

impl Certificate {
    /// Reads PEM, or base64 of DER without armour, as metadata has it. Of several certificates the first.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        const BEGIN: &str = "-----BEGIN ";
        const LABEL: &str = "-----BEGIN CERTIFICATE-----";
        let body = match text.split_once(LABEL) {
            Some((_, after)) => after.split_once("-----END").map_or(after, |(body, _)| body),
            None if text.contains(BEGIN) => return Err(Error::OtherArmour),
            None => text,
        };
        let der = base64::decode(body).ok_or(Error::NotBase64)?;
        if der.is_empty() {
            return Err(Error::Empty);
        }
        Self::from_der(der)
    }

    /// PEM (RFC 7468 §5).
    pub(crate) fn to_pem(&self) -> String {
        armour(&self.to_base64())
    }

    /// Base64 of the DER, without armour.
    pub(crate) fn to_base64(&self) -> String {
        base64::encode(&self.der)
    }

    /// Reads DER.
    pub(crate) fn from_der(der: Vec<u8>) -> Result<Self, Error> {
        Self::walk(&der).map(|certificate| Self { der, ..certificate }).ok_or(Error::NotX509)
    }

    /// SHA-256 of the DER, in lower-case hex.
    pub(crate) fn fingerprint(&self) -> String {
        hex(&Sha256::digest(&self.der))
    }

    /// RFC 5280 §4.1.
    fn walk(bytes: &[u8]) -> Option<Self> {
        let mut outer = Reader::new(bytes);
        let mut certificate = outer.enter(der::SEQUENCE).filter(|_| outer.is_empty())?;
        let mut signed = certificate.enter(der::SEQUENCE)?;
        let mut algorithm = certificate.enter(der::SEQUENCE)?;
        let signature_algorithm = algorithm.take(der::OBJECT_IDENTIFIER)?;
        certificate.take(der::BIT_STRING)?;

        // The version, which is absent in version 1.
        signed.take(0xa0);
        let serial = signed.take(der::INTEGER)?;
        signed.take(der::SEQUENCE)?;
        let issuer = signed.take(der::SEQUENCE)?;
        let mut validity = signed.enter(der::SEQUENCE)?;
        let not_before = der::time(validity.next()?)?;
        let not_after = der::time(validity.next()?)?;
        let subject = signed.take(der::SEQUENCE)?;
        let (key, key_kind, key_bits) = public_key(signed.enter(der::SEQUENCE)?)?;
        signed.take(0x81);
        signed.take(0x82);
        let has_repeated_extension = match signed.enter(0xa3) {
            Some(mut explicit) => has_repeated_extension(explicit.enter(der::SEQUENCE)?)?,
            None => false,
        };
        Some(Self {
            der: Vec::new(),
            subject: name(subject)?,
            issuer: name(issuer)?,
            serial: hex(without_zeros(serial)),
            not_before,
            not_after,
            key,
            key_kind,
            key_bits,
            signature_algorithm: named(SIGNATURES, signature_algorithm)?,
            is_self_issued: subject == issuer,
            has_repeated_extension,
        })
    }
}

/// The base64 of a certificate's DER as PEM (RFC 7468 §5). Whether it is one is not looked at.
pub(crate) fn armour(base64: &str) -> String {
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    let mut rest = base64;
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(64).unwrap_or((rest, ""));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}

/// A key, its kind and its bits (RFC 5280 §4.1.2.7, RFC 3279 §2.3).
fn public_key(mut info: Reader<'_>) -> Option<(Option<PublicKey>, String, Option<usize>)> {
    let mut algorithm = info.enter(der::SEQUENCE)?;
    let identifier = algorithm.take(der::OBJECT_IDENTIFIER)?;
    let (unused, bits) = info.take(der::BIT_STRING)?.split_first()?;
    let key = match identifier {
        RSA if *unused == 0 => Some(rsa(bits)?),
        ELLIPTIC if *unused == 0 => {
            let curve = algorithm.take(der::OBJECT_IDENTIFIER).unwrap_or_default();
            match curve {
                P256 => Some(PublicKey::P256(bits.to_vec())),
                P384 => Some(PublicKey::P384(bits.to_vec())),
                _ => {
                    let bits = BITS.iter().find(|(known, _)| *known == curve).map(|(_, bits)| *bits);
                    return Some((None, named(KEYS, curve)?, bits));
                }
            }
        }
        _ => None,
    };
    if let Some(key) = key {
        let (kind, bits) = (key.kind().to_owned(), key.bits());
        return Some((Some(key), kind, Some(bits)));
    }
    let bits = match identifier {
        RSA_PSS => rsa(bits).map(|key| key.bits()),
        DSA => algorithm.enter(der::SEQUENCE).and_then(|mut parameters| parameters.take(der::INTEGER)).map(bit_length),
        _ => None,
    };
    Some((None, named(KEYS, identifier)?, bits))
}

fn rsa(bits: &[u8]) -> Option<PublicKey> {
    let mut key = Reader::new(bits).enter(der::SEQUENCE)?;
    let modulus = without_zeros(key.take(der::INTEGER)?).to_vec();
    Some(PublicKey::Rsa { modulus, exponent: without_zeros(key.take(der::INTEGER)?).to_vec() })
}

fn bit_length(number: &[u8]) -> usize {
    PublicKey::Rsa { modulus: without_zeros(number).to_vec(), exponent: Vec::new() }.bits()
}

fn has_repeated_extension(mut extensions: Reader<'_>) -> Option<bool> {
    let mut identifiers: Vec<&[u8]> = Vec::new();
    while !extensions.is_empty() {
        identifiers.push(extensions.enter(der::SEQUENCE)?.take(der::OBJECT_IDENTIFIER)?);
    }
    identifiers.sort_unstable();
    Some(identifiers.windows(2).any(|pair| pair.first() == pair.last()))
}

/// A distinguished name as text (RFC 4514 §2).
fn name(content: &[u8]) -> Option<String> {
    let mut sets = Vec::new();
    let mut reader = Reader::new(content);
    while !reader.is_empty() {
        sets.push(reader.enter(der::SET)?);
    }
    let mut text = String::new();
    for mut set in sets.into_iter().rev() {
        if !text.is_empty() {
            text.push(',');
        }
        let mut is_first = true;
        while !set.is_empty() {
            let mut pair = set.enter(der::SEQUENCE)?;
            let identifier = pair.take(der::OBJECT_IDENTIFIER)?;
            let value = pair.next()?;
            if !is_first {
                text.push('+');
            }
            is_first = false;
            let known = ATTRIBUTES.iter().find(|(known, _)| *known == identifier);
            match known.zip(string(value)) {
                Some(((_, known), value)) => {
                    text.push_str(known);
                    text.push('=');
                    escape(&value, &mut text);
                }
                None => {
                    text.push_str(&der::dotted(identifier)?);
                    text.push_str("=#");
                    text.push_str(&hex(value.whole));
                }
            }
        }
    }
    Some(text)
}

/// The text of any of ASN.1's strings. T.61 is taken as Latin-1, as everybody does.
fn string(value: der::Value<'_>) -> Option<String> {
    match value.tag {
        0x0c | 0x12 | 0x13 | 0x16 | 0x1a => std::str::from_utf8(value.content).ok().map(str::to_owned),
        0x14 => Some(value.content.iter().map(|byte| char::from(*byte)).collect()),
        0x1e => {
            let (pairs, odd) = value.content.as_chunks::<2>();
            let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
            String::from_utf16(&units.collect::<Vec<_>>()).ok().filter(|_| odd.is_empty())
        }
        _ => None,
    }
}

/// RFC 4514 §2.4; control characters as well, for the text is shown to people.
fn escape(value: &str, out: &mut String) {
    let last = value.chars().count().saturating_sub(1);
    for (index, character) in value.chars().enumerate() {
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => out.extend(['\\', character]),
            ' ' if index == 0 || index == last => out.push_str("\\ "),
            '#' if index == 0 => out.push_str("\\#"),
            control if control.is_control() => {
                let mut bytes = [0; 4];
                for byte in control.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(out, "\\{byte:02x}");
                }
            }
            other => out.push(other),
        }
    }
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    // Zero itself keeps one.
    number.get(zeros.min(number.len().saturating_sub(1))..).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The name of an object identifier, or its dotted form.
fn named(names: &[(&[u8], &str)], identifier: &[u8]) -> Option<String> {
    match names.iter().find(|(known, _)| *known == identifier) {
        Some((_, name)) => Some((*name).to_owned()),
        None => der::dotted(identifier),
    }
}

const RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
const ELLIPTIC: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";
const P256: &[u8] = b"\x2a\x86\x48\xce\x3d\x03\x01\x07";
const P384: &[u8] = b"\x2b\x81\x04\x00\x22";

const P521: &[u8] = b"\x2b\x81\x04\x00\x23";
const SECP256K1: &[u8] = b"\x2b\x81\x04\x00\x0a";
const RSA_PSS: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a";
const DSA: &[u8] = b"\x2a\x86\x48\xce\x38\x04\x01";

const KEYS: &[(&[u8], &str)] = &[
    (RSA, "rsa"),
    (RSA_PSS, "rsa-pss"),
    (DSA, "dsa"),
    (P521, "p-521"),
    (SECP256K1, "secp256k1"),
    (b"\x2b\x65\x70", "ed25519"),
    (b"\x2b\x65\x71", "ed448"),
];

/// Of the curves that are told and not verified with.
const BITS: &[(&[u8], usize)] = &[(P521, 521), (SECP256K1, 256)];

/// RFC 4055, RFC 5758, RFC 3279, RFC 8410.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", "md5WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", "sha1WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", "rsassaPss"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", "sha256WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", "sha384WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", "sha512WithRSAEncryption"),
    (b"\x2a\x86\x48\xce\x3d\x04\x01", "ecdsa-with-SHA1"),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x02", "ecdsa-with-SHA256"),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x03", "ecdsa-with-SHA384"),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x04", "ecdsa-with-SHA512"),
    (b"\x2b\x65\x70", "ed25519"),
];

/// RFC 4514 §3, and what certificates use besides.
const ATTRIBUTES: &[(&[u8], &str)] = &[
    (b"\x55\x04\x03", "CN"),
    (b"\x55\x04\x04", "SN"),
    (b"\x55\x04\x05", "serialNumber"),
    (b"\x55\x04\x06", "C"),
    (b"\x55\x04\x07", "L"),
    (b"\x55\x04\x08", "ST"),
    (b"\x55\x04\x09", "STREET"),
    (b"\x55\x04\x0a", "O"),
    (b"\x55\x04\x0b", "OU"),
    (b"\x55\x04\x0c", "title"),
    (b"\x55\x04\x11", "postalCode"),
    (b"\x55\x04\x2a", "GN"),
    (b"\x55\x04\x61", "organizationIdentifier"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01", "UID"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", "DC"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", "emailAddress"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const RSA_PEM: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/xml/signed/rsa.pem"));

    #[test]
    fn a_certificate_is_read_as_openssl_reads_it() {
        let certificate = Certificate::parse(RSA_PEM).unwrap();
        assert_eq!(certificate.subject, "CN=\\ rsa \u{fc},O=Fixtures\\, \\\"Inc\\\" \\+ #1,C=DE");
        assert_eq!(certificate.issuer, certificate.subject);
        assert_eq!(certificate.serial, "ab54a98ceb1f0ad2");
        assert_eq!((certificate.not_before, certificate.not_after), (1_767_225_600, 2_713_910_400));
        assert_eq!((certificate.key_kind.as_str(), certificate.signature_algorithm.as_str()), ("rsa", "sha256WithRSAEncryption"));
        assert_eq!(certificate.key.as_ref().map(PublicKey::bits), Some(2048));
        assert!(certificate.is_self_issued && !certificate.has_repeated_extension);
        let fingerprint = RSA_FINGERPRINT.replace(':', "").to_lowercase();
        assert_eq!(certificate.fingerprint(), fingerprint);
    }

    /// `openssl x509 -in rsa.pem -noout -fingerprint -sha256`.
    const RSA_FINGERPRINT: &str =
        "15:D2:D4:00:70:04:28:7D:F3:02:BF:53:FA:E9:BE:95:6E:16:62:BD:5B:96:B9:9C:AF:B6:3B:B9:62:80:21:F8";

    #[test]
    fn armour_and_white_space_are_optional() {
        let bare: String = RSA_PEM.lines().filter(|line| !line.starts_with('-')).map(|line| format!("  {line}\r\n")).collect();
        let certificate = Certificate::parse(RSA_PEM).unwrap();
        assert_eq!(Certificate::parse(&bare).as_ref(), Ok(&certificate));
        assert_eq!(Certificate::parse(&format!("Bag Attributes\n{RSA_PEM}{RSA_PEM}")).as_ref(), Ok(&certificate));
        assert_eq!(Certificate::parse(" \n"), Err(Error::Empty));
        assert_eq!(Certificate::parse("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----"), Err(Error::OtherArmour));
        assert_eq!(Certificate::parse("not a certificate"), Err(Error::NotBase64));
        assert_eq!(Certificate::parse("MIIB"), Err(Error::NotX509));
    }

    #[test]
    fn other_keys() {
        for (pem, kind, bits) in [
            (include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/xml/signed/p256.pem")), "p-256", Some(256)),
            (include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/xml/signed/p384.pem")), "p-384", Some(384)),
            (include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/xml/signed/p521.pem")), "p-521", Some(521)),
            (include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/xml/signed/rsa1024.pem")), "rsa", Some(1024)),
        ] {
            let certificate = Certificate::parse(pem).unwrap();
            assert_eq!((certificate.key_kind.as_str(), certificate.key_bits), (kind, bits));
        }
    }

    #[test]
    fn no_damage_does_harm() {
        let der = Certificate::parse(RSA_PEM).unwrap().der;
        for at in 0..der.len() {
            assert_eq!(Certificate::from_der(der[..at].to_vec()), Err(Error::NotX509));
            for byte in [0, 0x7f, 0x80, 0x84, 0xff] {
                let mut damaged = der.clone();
                damaged[at] = byte;
                let _ = Certificate::from_der(damaged);
            }
        }
        let mut longer = der;
        longer.push(0);
        assert_eq!(Certificate::from_der(longer), Err(Error::NotX509));
    }

    #[test]
    fn a_repeated_extension_is_noticed() {
        let extension = [0x30, 5, 6, 1, 0x2a, 4, 0];
        assert_eq!(has_repeated_extension(Reader::new(&extension)), Some(false));
        assert_eq!(has_repeated_extension(Reader::new(&[extension, extension].concat())), Some(true));
    }
}
