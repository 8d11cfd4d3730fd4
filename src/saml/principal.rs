//! The person who logs in, and the ways to ask for one of their values.

use std::borrow::Cow;

use super::Error;
use crate::error::{Located, Pointer};
use crate::json::Value;
use crate::limits;

/// The person, as the identity provider knows them.
#[derive(Clone, Debug)]
pub(crate) struct Principal {
    pub(crate) username: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) attributes: Attributes,
    /// Sorted by name, so that nothing depends on the order in which the identity provider lists them.
    pub(crate) groups: Vec<Group>,
    /// Name and place, sorted by name.
    pub(crate) entitlements: Vec<(String, Pointer)>,
}

/// A group of the person.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) attributes: Attributes,
    pub(crate) path: Pointer,
}

/// Named values of any JSON type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes {
    members: Vec<(String, Value)>,
    path: Pointer,
}

/// One value of an attribute, with its place in the request; or why it is none.
pub(crate) type Entry<'p> = (Pointer, Result<Cow<'p, str>, Error>);

impl Attributes {
    pub(crate) const fn new(members: Vec<(String, Value)>, path: Pointer) -> Self {
        Self { members, path }
    }

    /// The attributes as JSON, to tell two sets apart.
    pub(crate) fn text(&self) -> String {
        Value::Object(self.members.clone()).to_string()
    }

    /// The attribute's place and values; nothing if there is no such attribute.
    ///
    /// A text, number or boolean is one value, a list is each of its elements, `null` is an attribute without values.
    pub(crate) fn entries(&self, name: &str) -> Option<(Pointer, Vec<Entry<'_>>)> {
        let (_, value) = self.members.iter().find(|(known, _)| known == name)?;
        let path = self.path.key(name);
        let entries = match value {
            Value::Null => Vec::new(),
            Value::List(values) => values.iter().enumerate().map(|(index, value)| (path.index(index), text(value))).collect(),
            value => vec![(path.clone(), text(value))],
        };
        Some((path, entries))
    }
}

fn text(value: &Value) -> Result<Cow<'_, str>, Error> {
    match value {
        Value::Text(text) => {
            let length = text.chars().count();
            if length > limits::VALUE {
                return Err(Error::TooLong { found: length, limit: limits::VALUE });
            }
            Ok(Cow::Borrowed(text))
        }
        // Beyond 64 bits, or with a fraction, a number is rounded on reading: two people would become one.
        Value::Number(number) if number.is_f64() => Err(Error::ValueNotText),
        Value::Number(number) => Ok(Cow::Owned(number.to_string())),
        Value::Boolean(value) => Ok(Cow::Borrowed(if *value { "true" } else { "false" })),
        Value::Null => Ok(Cow::Borrowed("")),
        Value::List(_) | Value::Object(_) => Err(Error::ValueNotText),
    }
}

/// The name of a value of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Username,
    Email,
    DisplayName,
    Attribute(String),
    Groups,
    Entitlements,
}

impl Source {
    /// `username`, `email`, `displayName`, `attributes.NAME` (all after the first dot is the name), `groups`, `entitlements`.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        Ok(match text {
            "username" => Self::Username,
            "email" => Self::Email,
            "displayName" => Self::DisplayName,
            "groups" => Self::Groups,
            "entitlements" => Self::Entitlements,
            other => match other.strip_prefix("attributes.") {
                Some(name) if !name.is_empty() => Self::Attribute(name.to_owned()),
                _ => return Err(Error::SourceUnknown),
            },
        })
    }

    /// Whether the source is a list by nature: no single name can come from it.
    pub(crate) const fn is_list(&self) -> bool {
        matches!(self, Self::Groups | Self::Entitlements)
    }

    /// The values, without the empty ones.
    pub(crate) fn values<'p>(&self, principal: &'p Principal) -> Vec<Entry<'p>> {
        let root = Pointer::root().key("principal");
        let single = |name: &str, value: &'p Option<String>| {
            value.as_deref().map(|value| (root.key(name), Ok(Cow::Borrowed(value)))).into_iter().collect::<Vec<_>>()
        };
        let mut entries = match self {
            Self::Username => single("username", &principal.username),
            Self::Email => single("email", &principal.email),
            Self::DisplayName => single("displayName", &principal.display_name),
            Self::Attribute(name) => principal.attributes.entries(name).map(|(_, entries)| entries).unwrap_or_default(),
            Self::Groups => {
                principal.groups.iter().map(|group| (group.path.key("name"), Ok(Cow::Borrowed(group.name.as_str())))).collect()
            }
            Self::Entitlements => {
                principal.entitlements.iter().map(|(name, path)| (path.clone(), Ok(Cow::Borrowed(name.as_str())))).collect()
            }
        };
        entries.retain(|(_, value)| value.as_ref().map_or(true, |value| !value.is_empty()));
        entries
    }
}

/// Refuses a text that is longer than any value may be.
pub(crate) fn bounded(text: &str, path: &Pointer) -> Result<(), Located<Error>> {
    // Bytes first: counting characters of every short name would be the slowest part of a login.
    if text.len() > limits::VALUE {
        let found = text.chars().count();
        if found > limits::VALUE {
            return Err(path.at(Error::TooLong { found, limit: limits::VALUE }));
        }
    }
    Ok(())
}
