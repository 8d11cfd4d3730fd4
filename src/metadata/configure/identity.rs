//! The identity provider that is to be configured.

use sha2::{Digest, Sha256};

use super::Error;
use crate::uri::EntityId;
use crate::xml::armour;

/// What the request says of it.
#[derive(Clone, Debug)]
pub(crate) struct IdentityProvider {
    pub(crate) name: ServiceName,
    pub(crate) entity_id: EntityId,
    /// PEM, one certificate.
    pub(crate) certificate: Option<CertificatePem>,
}

/// What the service is called in the identity provider: 1 to 256 printable characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceName(String);

impl ServiceName {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let found = text.chars().count();
        let printable = !text.trim().is_empty() && text.chars().all(|character| !character.is_control());
        if printable && found <= 256 { Ok(Self(text.to_owned())) } else { Err(Error::ProviderName { found }) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// A slug of it: lower-case letters, digits and dashes, at most 57 characters, with a hash where the name had more to say.
    pub(super) fn slug(&self) -> String {
        let mut slug = String::new();
        for character in self.0.chars() {
            if character.is_ascii_alphanumeric() {
                slug.push(character.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
            if slug.len() == 50 {
                break;
            }
        }
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { "aws" } else { slug };
        // Applications are told apart by their slugs: `AWS!` and `AWS?` must not overwrite each other.
        let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, ' ' | '-');
        if self.0.chars().all(plain) && self.0.len() <= 50 {
            return slug.to_owned();
        }
        let hash: String = Sha256::digest(self.0.as_bytes()).iter().take(3).map(|byte| format!("{byte:02x}")).collect();
        format!("{slug}-{hash}")
    }
}

/// The PEM armour of one certificate. What is inside is not looked at here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CertificatePem(String);

impl CertificatePem {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        const END: &str = "-----END CERTIFICATE-----";
        let body = text.trim().strip_prefix(BEGIN).and_then(|text| text.strip_suffix(END)).ok_or(Error::Certificate)?;
        let base64: String = body.split_ascii_whitespace().collect();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
        if base64.is_empty() || !base64.len().is_multiple_of(4) || base64.len() > 20_000 || !base64.bytes().all(allowed) {
            return Err(Error::Certificate);
        }
        Ok(Self(armour(&base64)))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_slugs() {
        assert_eq!(ServiceName::parse("AWS  Console prod").unwrap().slug(), "aws-console-prod");
        assert!(ServiceName::parse("日本").unwrap().slug().starts_with("aws-"));
        assert_ne!(ServiceName::parse("AWS!").unwrap().slug(), ServiceName::parse("AWS?").unwrap().slug());
        for bad in ["", " ", "a\nb", &"x".repeat(257)] {
            assert!(ServiceName::parse(bad).is_err());
        }
    }

    #[test]
    fn a_certificate_is_one_pem_block() {
        let pem = "-----BEGIN CERTIFICATE-----\r\nQUJD\r\n-----END CERTIFICATE-----\r\n";
        assert_eq!(
            CertificatePem::parse(pem).unwrap().as_str(),
            "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"
        );
        for bad in [
            "",
            "QUJD",
            "-----BEGIN CERTIFICATE----------END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nQ\"JD\n-----END CERTIFICATE-----",
        ] {
            assert_eq!(CertificatePem::parse(bad), Err(Error::Certificate));
        }
    }
}
