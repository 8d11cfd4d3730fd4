//! The NameID of a person, for a target.

use super::NameId;
use crate::entropy::{Draw, Entropy};
use crate::error::{Located, Pointer};
use crate::saml::attributes::is_writable;
use crate::saml::principal::{Principal, Source};
use crate::saml::session_name::single;
use crate::saml::target::{Target, name_id};
use crate::saml::{Error, Refusal};

/// What the request says about the NameID.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameIdChoice {
    pub(crate) format: Option<String>,
    pub(crate) from: Option<Vec<Source>>,
    pub(crate) name_qualifier: Option<String>,
    pub(crate) sp_name_qualifier: Option<String>,
}

/// The NameID, in the format of the request or the target.
///
/// A transient one is drawn anew for each Response. An e-mail format takes an addr-spec only: Identity Center compares
/// it with the user name and says no more than "unexpected error" when it differs (facts F5).
pub(crate) fn name_id(
    choice: &NameIdChoice,
    target: Target,
    principal: &Principal,
    entropy: &Entropy,
) -> Result<NameId, Located<Refusal>> {
    let place = Pointer::root().key("nameId");
    let format = choice.format.clone().unwrap_or_else(|| target.name_id_format().to_owned());
    let (path, value) = if format == name_id::TRANSIENT && choice.from.is_none() {
        (place, entropy.id(Draw::TransientName, b""))
    } else {
        let default =
            if format == name_id::EMAIL { [Source::Email, Source::Username] } else { [Source::Username, Source::Email] };
        let sources = choice.from.as_deref().unwrap_or(&default);
        single(sources, principal)
            .map_err(|located| located.path.at(located.error.into()))?
            .ok_or_else(|| place.at(Error::NameIdMissing.into()))?
    };
    // SAML Core §8.3.7 bounds persistent identifiers to 256 characters; none of AWS's services takes a longer name.
    if value.chars().count() > 256 || !is_writable(&value) || value.trim() != value {
        return Err(path.at(Error::NameIdValue.into()));
    }
    if format == name_id::EMAIL && !is_address(&value) {
        return Err(path.at(Error::NameIdEmail.into()));
    }
    Ok(NameId {
        format,
        value,
        name_qualifier: choice.name_qualifier.clone(),
        sp_name_qualifier: choice.sp_name_qualifier.clone(),
    })
}

/// An RFC 2822 addr-spec without comments, quoting or folding.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let clean = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && part
                .chars()
                .all(|character| !character.is_whitespace() && !character.is_control() && !"()<>[]:;@\\,\"".contains(character))
    };
    clean(local) && clean(domain)
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn addresses() {
        for good in ["ada@example.com", "a.b+c@d", "jö@exämple.org"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["ada", "@a", "a@", "a b@c", "a@b@c", ".a@b", "a@b.", "a@b..c", "\"a\"@b", "a@[1.2.3.4]"] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
