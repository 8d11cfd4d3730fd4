//! Which AWS service a service provider's metadata belongs to, told from what the document calls itself.

use super::{Partition, Target, is_sign_in};

/// A service provider of AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service<'a> {
    /// The console's sign-in through IAM, by which AppStream, WorkSpaces, QuickSight and others let people in as well.
    Console(Partition),
    IdentityCenter,
    /// A user pool and its ID.
    Cognito(&'a str),
    ClientVpn,
    /// A domain.
    Opensearch,
    OpensearchServerless,
}

impl<'a> Service<'a> {
    /// Recognises the service by its entityID and, where several partitions share one, by its consumer URLs.
    ///
    /// An entityID is only what a document says of itself: whether the consumer URLs are AWS's is what [`Self::takes`]
    /// says, and nothing else may be concluded from a name.
    pub(crate) fn recognise(entity_id: &'a str, consumers: &[&str]) -> Option<Self> {
        // client-vpn-user/saml.
        if entity_id == "urn:amazon:webservices:clientvpn" {
            return Some(Self::ClientVpn);
        }
        // ISO and ISO-B have sign-in hosts that are known and entityIDs that are not, so hosts come first.
        let by_hosts = Partition::ALL
            .into_iter()
            .find(|partition| !consumers.is_empty() && consumers.iter().all(|consumer| is_sign_in(*partition, consumer)));
        if let Some(partition) = by_hosts {
            return Some(Self::Console(partition));
        }
        // AWS's metadata; several guides for GovCloud and China, `cn-northwest-1` among them.
        match entity_id {
            "urn:amazon:webservices" => return Some(Self::Console(Partition::Aws)),
            "urn:amazon:webservices:govcloud" => return Some(Self::Console(Partition::AwsUsGov)),
            "urn:amazon:webservices:cn-north-1" | "urn:amazon:webservices:cn-northwest-1" => {
                return Some(Self::Console(Partition::AwsCn));
            }
            _ => {}
        }
        // AWS notice of 2024 on Cognito's checks; botocore/cognito-idp UserPoolIdType.
        if let Some(pool) = entity_id.strip_prefix("urn:amazon:cognito:sp:") {
            return is_user_pool(pool).then_some(Self::Cognito(pool));
        }
        // opensearch-service/serverless-saml.
        if let Some(account) = entity_id.strip_prefix("aws:opensearch:") {
            let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
            return is_account.then_some(Self::OpensearchServerless);
        }
        let (_, path) = https(entity_id)?;
        // Identity Center's own metadata: https://{region}.signin.aws.amazon.com/platform/saml/d-…
        if path.strip_prefix("platform/saml/d-").is_some_and(|directory| !directory.is_empty() && !directory.contains('/')) {
            return Some(Self::IdentityCenter);
        }
        // opensearch-service/saml: the entityID is the domain's endpoint.
        let is_domain = !consumers.is_empty() && consumers.iter().all(|consumer| is_opensearch(entity_id, consumer));
        is_domain.then_some(Self::Opensearch)
    }

    /// Whether a URL is one where the service takes Responses; nothing where AWS lets the customer choose the host.
    ///
    /// A document that calls itself AWS and names somebody else's URL collects assertions that STS redeems.
    pub(crate) fn takes(self, url: &str) -> Option<bool> {
        match self {
            Self::Console(partition) => Some(is_sign_in(partition, url)),
            Self::IdentityCenter => Some(is_identity_center(url)),
            // The client listens on this port; the portal for its configuration has a host of its own (client-vpn-user/saml).
            Self::ClientVpn => Some(
                url == "http://127.0.0.1:35001"
                    || https(url).is_some_and(|(host, path)| {
                        matches!(host, "self-service.clientvpn.amazonaws.com" | "gov.self-service.clientvpn.amazonaws.com")
                            && path == "api/auth/sso/saml"
                    }),
            ),
            // A pool and a domain may have hosts of the customer's.
            Self::Cognito(_) => (!https(url).is_some_and(|(_, path)| path == "saml2/idpresponse")).then_some(false),
            Self::Opensearch | Self::OpensearchServerless => https(url).is_none().then_some(false),
        }
    }

    /// The target whose rules hold.
    pub(crate) const fn target(self) -> Target {
        match self {
            Self::Console(_) => Target::Iam,
            Self::IdentityCenter => Target::IdentityCenter,
            Self::Cognito(_) => Target::Cognito,
            Self::ClientVpn => Target::ClientVpn,
            Self::Opensearch => Target::Opensearch,
            Self::OpensearchServerless => Target::OpensearchServerless,
        }
    }
}

/// `[\w-]+_[0-9a-zA-Z]+`, at most 55 characters.
fn is_user_pool(text: &str) -> bool {
    let Some((region, id)) = text.rsplit_once('_') else { return false };
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    text.len() <= 55
        && !region.is_empty()
        && region.bytes().all(word)
        && !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `https://{region}.signin.aws`, the older `….signin.aws.amazon.com`, and dual-stack `….sso.signin.aws`
/// (IdC-now/multi-region).
fn is_identity_center(url: &str) -> bool {
    let Some((host, path)) = https(url) else { return false };
    let Some((region, rest)) = host.split_once('.') else { return false };
    super::Region::parse(region).is_ok()
        && matches!(rest, "signin.aws" | "signin.aws.amazon.com" | "sso.signin.aws")
        && path.strip_prefix("platform/saml/acs/").is_some_and(|tenant| !tenant.is_empty() && !tenant.contains(['/', '?', '#']))
}

fn is_opensearch(entity_id: &str, consumer: &str) -> bool {
    let path = consumer.strip_prefix(entity_id.trim_end_matches('/'));
    let path = path.and_then(|path| path.strip_prefix("/_dashboards/_opendistro/_security/saml/acs"));
    path.is_some_and(|rest| rest.is_empty() || rest == "/idpinitiated")
}

/// Host and path of an https URL.
fn https(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("https://")?;
    Some(rest.split_once('/').unwrap_or((rest, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_by_name_and_partitions_by_host() {
        let iso = ["https://signin.c2shome.ic.gov/saml"];
        let domain = ["https://search-x.eu-west-1.es.amazonaws.com/_dashboards/_opendistro/_security/saml/acs"];
        for (entity_id, consumers, expected) in [
            ("urn:amazon:webservices", &["https://signin.aws.amazon.com/saml"][..], Some(Service::Console(Partition::Aws))),
            ("urn:amazon:webservices", &iso, Some(Service::Console(Partition::AwsIso))),
            ("urn:amazon:webservices", &["https://evil.example/saml"], Some(Service::Console(Partition::Aws))),
            ("urn:amazon:appstream", &["https://signin.aws.amazon.com/saml"], Some(Service::Console(Partition::Aws))),
            ("urn:amazon:webservices:govcloud", &[], Some(Service::Console(Partition::AwsUsGov))),
            ("urn:amazon:webservices:cn-northwest-1", &[], Some(Service::Console(Partition::AwsCn))),
            ("urn:amazon:webservices:clientvpn", &["http://127.0.0.1:35001"], Some(Service::ClientVpn)),
            ("urn:amazon:cognito:sp:eu-west-1_Ab9", &[], Some(Service::Cognito("eu-west-1_Ab9"))),
            ("urn:amazon:cognito:sp:eu-west-1_${x}", &[], None),
            ("aws:opensearch:123412341234", &[], Some(Service::OpensearchServerless)),
            ("aws:opensearch:1", &[], None),
            ("https://eu-west-1.signin.aws.amazon.com/platform/saml/d-0123456789", &[], Some(Service::IdentityCenter)),
            ("https://search-x.eu-west-1.es.amazonaws.com", &domain, Some(Service::Opensearch)),
            ("https://other.example", &domain, None),
            ("urn:x", &[], None),
        ] {
            assert_eq!(Service::recognise(entity_id, consumers), expected, "{entity_id}");
        }
    }

    #[test]
    fn a_consumer_url_is_awss_or_is_not() {
        let center = Service::IdentityCenter;
        for (service, url, expected) in [
            (center, "https://eu-west-1.signin.aws/platform/saml/acs/0a1b", Some(true)),
            (center, "https://eu-west-1.signin.aws.amazon.com/platform/saml/acs/0a1b", Some(true)),
            (center, "https://eu-west-1.sso.signin.aws/platform/saml/acs/0a1b", Some(true)),
            (center, "https://eu-west-1.signin.aws.evil.example/platform/saml/acs/0a1b", Some(false)),
            (center, "https://signin.aws/platform/saml/acs/0a1b", Some(false)),
            (center, "https://eu-west-1.signin.aws/platform/saml/acs/", Some(false)),
            (Service::ClientVpn, "http://127.0.0.1:35001", Some(true)),
            (Service::ClientVpn, "http://127.0.0.1:35001.evil.example", Some(false)),
            (Service::ClientVpn, "https://gov.self-service.clientvpn.amazonaws.com/api/auth/sso/saml", Some(true)),
            (Service::Cognito("a_b"), "https://login.example/saml2/idpresponse", None),
            (Service::Cognito("a_b"), "http://login.example/saml2/idpresponse", Some(false)),
            (Service::Opensearch, "http://x/", Some(false)),
            (Service::Console(Partition::Aws), "https://signin.aws.amazon.com/saml", Some(true)),
            (Service::Console(Partition::Aws), "https://evil.example/saml", Some(false)),
        ] {
            assert_eq!(service.takes(url), expected, "{url}");
        }
    }
}
