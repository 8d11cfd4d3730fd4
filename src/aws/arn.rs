//! ARNs of roles and SAML providers, and the pair of both that AWS wants in the `Role` attribute.
//!
//! Role names and paths may hold commas, so a pair is never split at one: it is parsed as two ARNs.

use std::fmt;

use super::{Error, Partition};

/// 12 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AccountId(String);

impl AccountId {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::AccountId { found: text.chars().count() })
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a role: `[\w+=,.@-]{1,64}` (botocore/iam roleNameType).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RoleName(String);

impl RoleName {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        if text.is_empty() || text.len() > 64 {
            return Err(Error::RoleNameLength { found: text.chars().count() });
        }
        if !text.bytes().all(is_name_byte) {
            return Err(Error::RoleNameCharacters);
        }
        if text.starts_with("AWSReservedSSO_") {
            return Err(Error::RoleReserved);
        }
        Ok(Self(text.to_owned()))
    }
}

/// `/`, or `/.../` in U+0021..U+007E, at most 512 characters (botocore/iam pathType).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RolePath(String);

impl RolePath {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        // IAM has paths with `,arn:` in them. A pair with such a path reads as another pair to whoever splits at commas, and
        // nobody knows how AWS does: such a role is not given.
        let bounded = text.starts_with('/') && text.ends_with('/') && text.len() <= 512 && !text.contains(",arn:");
        if bounded && text.bytes().all(|byte| (0x21..=0x7e).contains(&byte)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::RolePath)
        }
    }

    /// `/`.
    pub(crate) fn root() -> Self {
        Self("/".to_owned())
    }
}

/// The name of a SAML provider: `[\w._-]{1,128}` (botocore/iam SAMLProviderNameType).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ProviderName(String);

impl ProviderName {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if (1..=128).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::ProviderName)
        }
    }
}

/// `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RoleArn {
    pub(crate) partition: Partition,
    pub(crate) account: AccountId,
    pub(crate) path: RolePath,
    pub(crate) name: RoleName,
}

impl RoleArn {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let (partition, account, resource) = iam(text, Error::RoleArn)?;
        let rest = resource.strip_prefix("role").ok_or(Error::RoleArn)?;
        let name_start = rest.rfind('/').ok_or(Error::RoleArn)? + 1;
        let (path, name) = rest.split_at(name_start);
        Ok(Self { partition, account, path: RolePath::parse(path)?, name: RoleName::parse(name)? })
    }
}

impl fmt::Display for RoleArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "arn:{}:iam::{}:role{}{}", self.partition.as_str(), self.account.0, self.path.0, self.name.0)
    }
}

/// `arn:PARTITION:iam::ACCOUNT:saml-provider/NAME`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ProviderArn {
    pub(crate) partition: Partition,
    pub(crate) account: AccountId,
    pub(crate) name: ProviderName,
}

impl ProviderArn {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let (partition, account, resource) = iam(text, Error::ProviderArn)?;
        let name = resource.strip_prefix("saml-provider/").ok_or(Error::ProviderArn)?;
        Ok(Self { partition, account, name: ProviderName::parse(name)? })
    }
}

impl fmt::Display for ProviderArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "arn:{}:iam::{}:saml-provider/{}", self.partition.as_str(), self.account.0, self.name.0)
    }
}

/// A role and the provider that may open it: one value of the `Role` attribute.
///
/// Displays role first, as AWS documents it, although AWS takes either order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RolePair {
    role: RoleArn,
    provider: ProviderArn,
}

impl RolePair {
    /// Both in one account of one partition, or there is no pair (IAM-now/id_roles_providers_create_saml).
    pub(crate) fn new(role: RoleArn, provider: ProviderArn) -> Result<Self, Error> {
        if role.partition != provider.partition || role.account != provider.account {
            return Err(Error::PairAccounts);
        }
        Ok(Self { role, provider })
    }

    /// Parses `roleARN,providerARN` in either order.
    ///
    /// White space around the comma is refused: whether AWS takes it is not known.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > 2 * 2048 + 1 {
            return Err(Error::Pair);
        }
        // A path may hold any printable character, so ",arn:" can stand more than once: the pair is the one reading
        // in which both sides are ARNs, and a text with two such readings is nobody's pair.
        let mut found = None;
        for (comma, _) in text.match_indices(",arn:") {
            let (first, second) = (text.get(..comma).unwrap_or_default(), text.get(comma + 1..).unwrap_or_default());
            let reading = match (RoleArn::parse(first), ProviderArn::parse(second)) {
                (Ok(role), Ok(provider)) => Some((role, provider)),
                _ => match (ProviderArn::parse(first), RoleArn::parse(second)) {
                    (Ok(provider), Ok(role)) => Some((role, provider)),
                    _ => None,
                },
            };
            match (reading, &found) {
                (Some(_), Some(_)) => return Err(Error::Pair),
                (Some(reading), None) => found = Some(reading),
                (None, _) => {}
            }
        }
        let (role, provider) = found.ok_or(Error::Pair)?;
        Self::new(role, provider)
    }

    pub(crate) const fn role(&self) -> &RoleArn {
        &self.role
    }

    pub(crate) const fn provider(&self) -> &ProviderArn {
        &self.provider
    }
}

impl fmt::Display for RolePair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{},{}", self.role, self.provider)
    }
}

/// A role ARN of the allow-list: `*` stands for any run of characters within the account, or within path and name.
///
/// The partition is never a pattern, and a `*` never reaches over a colon: `arn:aws:iam::*` alone allows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArnPattern {
    partition: Partition,
    account: String,
    resource: String,
}

impl ArnPattern {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > 2048 {
            return Err(Error::ArnLength { found: text.chars().count() });
        }
        let mut parts = text.splitn(6, ':');
        let mut part = || parts.next().unwrap_or_default();
        let (arn, partition, iam, region, account, resource) = (part(), part(), part(), part(), part(), part());
        let resource = resource.strip_prefix("role/").ok_or(Error::ArnPattern)?;
        let account_known =
            account.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*') && (account.contains('*') || account.len() == 12);
        if arn != "arn" || iam != "iam" || !region.is_empty() || !account_known || resource.is_empty() {
            return Err(Error::ArnPattern);
        }
        Ok(Self { partition: Partition::parse(partition)?, account: account.to_owned(), resource: format!("/{resource}") })
    }

    pub(crate) fn matches(&self, role: &RoleArn) -> bool {
        self.partition == role.partition
            && wildcard(&self.account, &role.account.0)
            && wildcard(&self.resource, &format!("{}{}", role.path.0, role.name.0))
    }
}

/// Whether `pattern`, in which `*` stands for any run of characters, matches all of `text`.
///
/// Greedy with one point to return to, so at most pattern × text steps.
fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut position) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while position < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, position));
                at += 1;
            }
            Some(byte) if text.get(position) == Some(byte) => {
                at += 1;
                position += 1;
            }
            _ => match star {
                Some((star_at, matched)) => {
                    star = Some((star_at, matched + 1));
                    at = star_at + 1;
                    position = matched + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|byte| *byte == b'*')
}

/// `[\w+=,.@-]`, ASCII (botocore/iam).
const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'=' | b',' | b'.' | b'@' | b'-')
}

fn iam(text: &str, error: Error) -> Result<(Partition, AccountId, &str), Error> {
    if !(20..=2048).contains(&text.len()) {
        return Err(Error::ArnLength { found: text.chars().count() });
    }
    let mut parts = text.splitn(6, ':');
    let mut part = || parts.next().unwrap_or_default();
    let (arn, partition, iam, region, account, resource) = (part(), part(), part(), part(), part(), part());
    if arn != "arn" || iam != "iam" || !region.is_empty() {
        return Err(error);
    }
    Ok((Partition::parse(partition)?, AccountId::parse(account)?, resource))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLE: &str = "arn:aws:iam::123412341234:role/team/a,b@c";
    const PROVIDER: &str = "arn:aws:iam::123412341234:saml-provider/authentik";

    #[test]
    fn a_pair_is_read_in_either_order_and_written_role_first() {
        let expected = format!("{ROLE},{PROVIDER}");
        for text in [expected.clone(), format!("{PROVIDER},{ROLE}")] {
            assert_eq!(RolePair::parse(&text).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn a_path_that_holds_an_arn_is_nobodys() {
        let tricky = "arn:aws:iam::123412341234:role/x,arn:aws:iam::123412341234:role/admin";
        assert_eq!(RolePair::parse(&format!("{tricky},{PROVIDER}")), Err(Error::Pair));
        assert_eq!(RoleArn::parse(&format!("arn:aws:iam::123412341234:role/admin,{PROVIDER},x/foo")), Err(Error::RolePath));
        assert_eq!(RolePair::parse("arn:aws:iam::123412341234:role/admin"), Err(Error::Pair));
        assert_eq!(RolePair::parse(&format!("{ROLE}, {PROVIDER}")), Err(Error::Pair));
    }

    #[test]
    fn a_pair_stays_in_one_account_and_partition() {
        let role = RoleArn::parse(ROLE).unwrap();
        for other in ["arn:aws:iam::999912341234:saml-provider/authentik", "arn:aws-cn:iam::123412341234:saml-provider/authentik"]
        {
            assert_eq!(RolePair::new(role.clone(), ProviderArn::parse(other).unwrap()), Err(Error::PairAccounts));
        }
    }

    #[test]
    fn what_is_no_role_arn_is_refused() {
        for (text, error) in [
            ("arn:aws:iam::123412341234:role/", Error::RoleNameLength { found: 0 }),
            ("arn:aws:iam::123412341234:role", Error::RoleArn),
            ("arn:aws:iam::123412341234:user/ada", Error::RoleArn),
            ("arn:aws:iam:eu-west-1:123412341234:role/a", Error::RoleArn),
            ("arn:aws:iam::12341234123:role/admin", Error::AccountId { found: 11 }),
            ("arn:aws-mars:iam::123412341234:role/a", Error::PartitionUnknown),
            ("arn:aws:iam::123412341234:role/a b", Error::RoleNameCharacters),
            ("arn:aws:iam::123412341234:role/té/a", Error::RolePath),
            ("arn:aws:iam::123412341234:role/AWSReservedSSO_x", Error::RoleReserved),
        ] {
            assert_eq!(RoleArn::parse(text), Err(error), "{text}");
        }
        assert!(RoleName::parse(&"a".repeat(64)).is_ok());
        assert_eq!(RoleName::parse(&"a".repeat(65)), Err(Error::RoleNameLength { found: 65 }));
    }

    #[test]
    fn the_allow_list_reads_stars_within_a_part() {
        let role = RoleArn::parse(ROLE).unwrap();
        for (pattern, allowed) in [
            (ROLE, true),
            ("arn:aws:iam::123412341234:role/team/*", true),
            ("arn:aws:iam::*:role/*", true),
            ("arn:aws:iam::1234*:role/*@c", true),
            ("arn:aws:iam::123412341234:role/team", false),
            ("arn:aws:iam::123412341234:role/*x", false),
            ("arn:aws-cn:iam::*:role/*", false),
        ] {
            assert_eq!(ArnPattern::parse(pattern).unwrap().matches(&role), allowed, "{pattern}");
        }
        for pattern in ["*", "arn:aws:iam::*", "arn:*:iam::1:role/a", "arn:aws:iam::12:role/a"] {
            assert!(ArnPattern::parse(pattern).is_err(), "{pattern}");
        }
    }
}
