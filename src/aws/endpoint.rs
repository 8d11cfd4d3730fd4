//! Where AWS's sign-in takes Responses, and what it calls itself there.

use super::{Error, Partition};

/// The name of an AWS Region: lower-case letters, digits and dashes, for it becomes part of a host name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region(String);

impl Region {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let bounded = (3..=32).contains(&text.len()) && !text.starts_with('-') && !text.ends_with('-');
        if bounded && text.bytes().all(allowed) { Ok(Self(text.to_owned())) } else { Err(Error::Region) }
    }
}

/// The IdP-ID of an IAM SAML provider: `[A-Z0-9]{22,64}` (botocore/iam SAMLProviderUUID).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdpId(String);

impl IdpId {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        if (22..=64).contains(&text.len()) && text.bytes().all(allowed) { Ok(Self(text.to_owned())) } else { Err(Error::IdpId) }
    }
}

/// The consumer URL of the console's sign-in; nothing where it is not known.
///
/// Commercial: IAM-now/id_roles_providers_create_saml_assertions. China: docs.amazonaws.cn. GovCloud, ISO, ISO-B: AWS's CDK
/// and several guides. Sovereign Cloud, ISO-E and ISO-F are not established, so they are asked for, not guessed.
pub(crate) fn sign_in(partition: Partition, region: Option<&Region>, idp_id: Option<&IdpId>) -> Option<String> {
    let host = match (partition, region) {
        (Partition::Aws, None) => "signin.aws.amazon.com".to_owned(),
        (Partition::Aws, Some(region)) => format!("{}.signin.aws.amazon.com", region.0),
        (Partition::AwsCn, None) => "signin.amazonaws.cn".to_owned(),
        (Partition::AwsCn, Some(region)) => format!("{}.signin.amazonaws.cn", region.0),
        (Partition::AwsUsGov, None) => "signin.amazonaws-us-gov.com".to_owned(),
        (Partition::AwsUsGov, Some(region)) => format!("{}.signin.amazonaws-us-gov.com", region.0),
        (Partition::AwsIso, None) => "signin.c2shome.ic.gov".to_owned(),
        (Partition::AwsIsoB, None) => "signin.sc2shome.sgov.gov".to_owned(),
        (Partition::AwsIso | Partition::AwsIsoB, Some(_)) | (Partition::AwsEusc | Partition::AwsIsoE | Partition::AwsIsoF, _) => {
            return None;
        }
    };
    Some(match idp_id {
        None => format!("https://{host}/saml"),
        Some(IdpId(id)) => format!("https://{host}/saml/acs/{id}"),
    })
}

/// Whether a URL is one of the console's consumer URLs in this partition: global or regional, with or without an IdP-ID.
///
/// The commercial partition's older `/static/saml` was documented until 2023 and still is in many configurations.
pub(crate) fn is_sign_in(partition: Partition, url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let Some((host, path)) = rest.split_once('/') else { return false };
    let idp_id = match path.strip_prefix("saml/acs/") {
        Some(id) => match IdpId::parse(id) {
            Ok(id) => Some(id),
            Err(_) => return false,
        },
        None if path == "saml" || path == "static/saml" && partition == Partition::Aws => None,
        None => return false,
    };
    let expected = format!("https://{host}/saml");
    let region = host.split_once('.').and_then(|(region, _)| Region::parse(region).ok());
    let plain = if idp_id.is_some() { expected } else { url.replace("/static/saml", "/saml") };
    [None, region].iter().any(|region| sign_in(partition, region.as_ref(), None).as_deref() == Some(plain.as_str()))
}

/// The entityID of the console's sign-in; nothing where it is not known.
///
/// AWS's own metadata for the commercial partition; several guides for GovCloud and China, where `cn-northwest-1` is
/// seen as well: who needs that names the audience.
pub(crate) const fn sign_in_audience(partition: Partition) -> Option<&'static str> {
    match partition {
        Partition::Aws => Some("urn:amazon:webservices"),
        Partition::AwsUsGov => Some("urn:amazon:webservices:govcloud"),
        Partition::AwsCn => Some("urn:amazon:webservices:cn-north-1"),
        Partition::AwsEusc | Partition::AwsIso | Partition::AwsIsoB | Partition::AwsIsoE | Partition::AwsIsoF => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endpoints_that_are_known() {
        let region = Region::parse("eu-west-1").unwrap();
        let id = IdpId::parse("ABCDEFGHIJKLMNOPQRSTUV0123").unwrap();
        assert_eq!(sign_in(Partition::Aws, None, None).as_deref(), Some("https://signin.aws.amazon.com/saml"));
        assert_eq!(
            sign_in(Partition::Aws, Some(&region), Some(&id)).as_deref(),
            Some("https://eu-west-1.signin.aws.amazon.com/saml/acs/ABCDEFGHIJKLMNOPQRSTUV0123")
        );
        assert_eq!(sign_in(Partition::AwsEusc, None, None), None);
        for bad in ["", "eu west", "a.evil.example", "EU-WEST-1", "-eu", "eu/"] {
            assert!(Region::parse(bad).is_err(), "{bad}");
        }
        assert!(IdpId::parse("abc").is_err());
        for good in [
            "https://signin.aws.amazon.com/saml",
            "https://eu-west-1.signin.aws.amazon.com/saml",
            "https://eu-west-1.signin.aws.amazon.com/saml/acs/ABCDEFGHIJKLMNOPQRSTUV0123",
            "https://signin.aws.amazon.com/static/saml",
        ] {
            assert!(is_sign_in(Partition::Aws, good), "{good}");
        }
        for bad in [
            "http://signin.aws.amazon.com/saml",
            "https://signin.aws.amazon.com/saml/",
            "https://a.b.signin.aws.amazon.com/saml",
            "https://signin.aws.amazon.com.evil.example/saml",
            "https://signin.aws.amazon.com/saml/acs/short",
            "https://signin.amazonaws.cn/saml",
        ] {
            assert!(!is_sign_in(Partition::Aws, bad), "{bad}");
        }
        assert!(is_sign_in(Partition::AwsCn, "https://signin.amazonaws.cn/saml"));
    }
}
