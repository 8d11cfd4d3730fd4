//! What IAM Identity Center accepts over SCIM.
//!
//! Sources: `DG/x` is page x of the *SCIM Implementation Developer Guide*
//! (docs.aws.amazon.com/singlesignon/latest/developerguide), `UG/x` page x of the IAM Identity Center user guide,
//! `IDS` botocore's identitystore/2020-06-15 service model, whose lengths and patterns SCIM's error texts repeat.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// One attribute that AWS accepts; what is in no table is accepted nowhere (DG/limitations).
///
/// The tables are statics: an attribute is compared by its address.
#[derive(Debug)]
pub(crate) struct Attribute {
    /// In its canonical case (RFC 7643 §2.1).
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// What an attribute holds.
#[derive(Debug)]
pub(crate) enum Kind {
    /// The list of schema URNs, which is computed and never copied.
    Schemas,
    Text(Text),
    Boolean,
    /// An object.
    Complex(&'static [Attribute]),
    /// A list of objects, of which AWS accepts one (DG/createuser, `List attribute emails exceeds allowed limit of 1`).
    Many(Many),
}

/// What a string may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    /// Characters, at least one: an empty string is refused (UG/scim-logging-using-cloudtrail, `Member must have length
    /// greater than or equal to 1`).
    pub(crate) longest: usize,
    /// Whether the pattern has white space: tab, CR, LF, space, U+00A0 and U+3000 (IDS).
    pub(crate) white_space: bool,
    /// Whether the pattern has none, and AWS may take spaces all the same: DG/putuser says so of user names ("normal and
    /// nonbreaking"), and that SCIM refuses them in external ids is inferred, not observed.
    pub(crate) maybe_spaces: bool,
    /// A URI, to which `:` and `%` belong.
    pub(crate) uri: bool,
    /// Whether AWS and the identity provider know somebody by it: it is sent as it is, or not at all.
    pub(crate) identifies: bool,
}

/// What the elements of a list may be.
#[derive(Debug)]
pub(crate) struct Many {
    pub(crate) attributes: &'static [Attribute],
    /// Whether an element that is not marked as primary is refused; documented for emails only (DG/createuser).
    pub(crate) primary_required: bool,
}

impl Attribute {
    const fn text(name: &'static str, text: Text) -> Self {
        Self { name, kind: Kind::Text(text) }
    }

    const fn line(name: &'static str) -> Self {
        Self::text(name, Text { longest: 1_024, white_space: true, maybe_spaces: false, uri: false, identifies: false })
    }

    const fn uri(name: &'static str) -> Self {
        Self::text(name, Text { longest: 1_024, white_space: true, maybe_spaces: false, uri: true, identifies: false })
    }

    /// The attribute that a bare string stands for in place of this object or element.
    pub(crate) fn bare(&self) -> Option<&'static Self> {
        let (Kind::Complex(attributes) | Kind::Many(Many { attributes, .. })) = self.kind else { return None };
        attributes.iter().find(|attribute| attribute.name == "value")
    }
}

/// IDS: 1 to 128 of `[\p{L}\p{M}\p{S}\p{N}\p{P}]`.
const USER_NAME: Text = Text { longest: 128, white_space: false, maybe_spaces: true, uri: false, identifies: true };
/// IDS: 1 to 256 of the same.
const EXTERNAL_ID: Text = Text { longest: 256, white_space: false, maybe_spaces: true, uri: false, identifies: true };

/// The URN of the core schema (RFC 7643 §8.7.1).
pub(crate) const CORE_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The URN of the enterprise extension (RFC 7643 §4.3).
pub(crate) const ENTERPRISE_URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A user (DG/limitations, DG/createuser). Absent, for AWS refuses them: `password`, `ims`, `photos` (even `[]`),
/// `entitlements`, `x509Certificates`, `groups`, and the service's own `id` and `meta`.
pub(crate) static USER: [Attribute; 17] = [
    Attribute { name: "schemas", kind: Kind::Schemas },
    Attribute::text("userName", USER_NAME),
    Attribute { name: "name", kind: Kind::Complex(&NAME) },
    Attribute::line("displayName"),
    Attribute::line("nickName"),
    Attribute::uri("profileUrl"),
    Attribute::line("title"),
    Attribute::line("userType"),
    Attribute::line("preferredLanguage"),
    Attribute::line("locale"),
    Attribute::line("timezone"),
    Attribute { name: "active", kind: Kind::Boolean },
    Attribute::text("externalId", EXTERNAL_ID),
    Attribute { name: "emails", kind: Kind::Many(Many { attributes: &EMAIL, primary_required: true }) },
    Attribute { name: "phoneNumbers", kind: Kind::Many(Many { attributes: &PHONE_NUMBER, primary_required: false }) },
    Attribute { name: "addresses", kind: Kind::Many(Many { attributes: &ADDRESS, primary_required: false }) },
    Attribute { name: "roles", kind: Kind::Many(Many { attributes: &ROLE, primary_required: false }) },
];

/// The enterprise extension, which stands in a user under its URN (RFC 7643 §3.3).
pub(crate) static ENTERPRISE: Attribute = Attribute { name: ENTERPRISE_URN, kind: Kind::Complex(&ENTERPRISE_ATTRIBUTES) };

static NAME: [Attribute; 6] = [
    Attribute::line("formatted"),
    Attribute::line("familyName"),
    Attribute::line("givenName"),
    Attribute::line("middleName"),
    Attribute::line("honorificPrefix"),
    Attribute::line("honorificSuffix"),
];

static EMAIL: [Attribute; 3] = VALUE_TYPE_PRIMARY;
static PHONE_NUMBER: [Attribute; 3] = VALUE_TYPE_PRIMARY;
/// DG/createuser: roles have value, type and primary only.
static ROLE: [Attribute; 3] = VALUE_TYPE_PRIMARY;

/// Without `display`, which AWS refuses in every list (DG/limitations).
const VALUE_TYPE_PRIMARY: [Attribute; 3] =
    [Attribute::line("value"), Attribute::line("type"), Attribute { name: "primary", kind: Kind::Boolean }];

static ADDRESS: [Attribute; 8] = [
    Attribute::line("formatted"),
    Attribute::line("streetAddress"),
    Attribute::line("locality"),
    Attribute::line("region"),
    Attribute::line("postalCode"),
    Attribute::line("country"),
    Attribute::line("type"),
    Attribute { name: "primary", kind: Kind::Boolean },
];

pub(crate) static ENTERPRISE_ATTRIBUTES: [Attribute; 6] = [
    Attribute::line("employeeNumber"),
    Attribute::line("costCenter"),
    Attribute::line("organization"),
    Attribute::line("division"),
    Attribute::line("department"),
    Attribute { name: "manager", kind: Kind::Complex(&MANAGER) },
];

/// Without `displayName`, which AWS refuses (DG/limitations).
static MANAGER: [Attribute; 2] = [Attribute::line("value"), Attribute::uri("$ref")];

/// The URN of a group (RFC 7643 §8.7.1).
pub(crate) const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// A group, but for `schemas` and `members` (DG/limitations, DG/creategroup); PATCH takes the same (DG/patchgroup).
pub(crate) static GROUP: [Attribute; 2] =
    [Attribute::text("displayName", GROUP_NAME), Attribute::text("externalId", EXTERNAL_ID)];

/// A group is found by its name, and taken for another's if a character went.
const GROUP_NAME: Text = Text { longest: 1_024, white_space: true, maybe_spaces: false, uri: false, identifies: true };

/// A member of a group: without `display`, which AWS does not list (DG/limitations).
pub(crate) static MEMBER: [Attribute; 3] = [Attribute::text("value", MEMBER_ID), Attribute::line("type"), Attribute::uri("$ref")];

/// An id of AWS has 36 or 47 characters (IDS, ResourceId). One of another form is AWS's to refuse: which one it was, its
/// answer does not say, so length and white space are refused here.
pub(crate) const MEMBER_ID: Text = Text { longest: 256, white_space: false, maybe_spaces: false, uri: false, identifies: true };

/// Members that one request may add or remove (DG/creategroup, DG/patchgroup).
pub(crate) const MEMBERSHIP_CHANGES: usize = 100;

/// Resources of one page: AWS's most, and its default (DG/listusers, DG/listgroups).
pub(crate) const PAGE: usize = 100;

/// What PATCH may touch of a user is what a user has, but for `roles`, which DG/patchuser does not list.
pub(crate) const NOT_PATCHABLE: &[&str] = &["roles"];

/// What PATCH may not remove: the first two as DG/patchuser says, the others because a user has to have them (DG/createuser).
pub(crate) const NOT_REMOVABLE: &[&str] = &["userName", "active", "displayName", "name.givenName", "name.familyName"];

/// What an address update needs according to Okta's article on this error; AWS's own client sends less.
pub(crate) const WHOLE_ADDRESS: &[&str] = &["streetAddress", "locality", "region", "postalCode", "country"];

/// Names that no user and no group can have (IDS, CreateUser, CreateGroup).
pub(crate) const RESERVED_NAMES: &[&str] = &["Administrator", "AWSAdministrators"];

/// Characters that Okta and Entra ID document AWS to refuse, against AWS's own patterns.
pub(crate) const MARKUP: &[char] = &['<', '>', ';', ':', '%'];

/// What AWS's patterns make of a character (IDS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Character {
    Accepted,
    /// Control and format characters: AWS refuses them and nobody sees them.
    Invisible,
    /// White space that the pattern does not have.
    WhiteSpace,
    /// Anything else that the pattern does not have.
    Refused,
}

impl Text {
    /// What AWS makes of a character here.
    pub(crate) fn character(self, letter: char) -> Character {
        match letter {
            '!'..='~' => Character::Accepted,
            ' ' | '\u{a0}' | '\u{3000}' if self.white_space => Character::Accepted,
            '\t' | '\n' | '\r' if self.white_space => Character::Accepted,
            ' ' => Character::WhiteSpace,
            _ => match letter.general_category() {
                GeneralCategory::Control | GeneralCategory::Format => Character::Invisible,
                GeneralCategory::PrivateUse | GeneralCategory::Surrogate => Character::Refused,
                // Our Unicode tables and AWS's are of different ages: a letter of tomorrow is AWS's to judge.
                GeneralCategory::Unassigned => Character::Accepted,
                _ if letter.general_category_group() == GeneralCategoryGroup::Separator => Character::WhiteSpace,
                _ => Character::Accepted,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Character, EXTERNAL_ID, Kind, USER, USER_NAME};

    #[test]
    fn characters_are_what_the_patterns_say() {
        let line = super::Text { longest: 1_024, white_space: true, maybe_spaces: false, uri: false, identifies: false };
        for (letter, name, other) in [
            ('a', Character::Accepted, Character::Accepted),
            ('é', Character::Accepted, Character::Accepted),
            ('\u{301}', Character::Accepted, Character::Accepted),
            ('€', Character::Accepted, Character::Accepted),
            (' ', Character::WhiteSpace, Character::Accepted),
            ('\u{a0}', Character::WhiteSpace, Character::Accepted),
            ('\u{3000}', Character::WhiteSpace, Character::Accepted),
            ('\u{2003}', Character::WhiteSpace, Character::WhiteSpace),
            ('\u{2028}', Character::WhiteSpace, Character::WhiteSpace),
            ('\t', Character::Invisible, Character::Accepted),
            ('\u{0}', Character::Invisible, Character::Invisible),
            ('\u{200b}', Character::Invisible, Character::Invisible),
            ('\u{feff}', Character::Invisible, Character::Invisible),
            ('\u{e000}', Character::Refused, Character::Refused),
        ] {
            assert_eq!(USER_NAME.character(letter), name, "{letter:?}");
            assert_eq!(EXTERNAL_ID.character(letter), name, "{letter:?}");
            assert_eq!(line.character(letter), other, "{letter:?}");
        }
    }

    #[test]
    fn each_attribute_has_one_address() {
        let mut addresses = Vec::new();
        for attribute in &USER {
            addresses.push(std::ptr::from_ref(attribute));
            if let Kind::Complex(attributes) = attribute.kind {
                addresses.extend(attributes.iter().map(std::ptr::from_ref));
            }
        }
        let count = addresses.len();
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), count);
    }
}
