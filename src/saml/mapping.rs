//! What the operator decided. Everything here was parsed: no ARN, name or duration in it can be wrong.

use super::principal::Source;
use super::{Error, Pattern, Template};
use crate::aws::{
    AccountId, ArnPattern, OtherName, Partition, ProviderName, RolePair, RolePath, SessionDuration, TagKey, TagValue,
};
use crate::error::Pointer;

/// How the identity provider's knowledge becomes AWS attributes.
#[derive(Clone, Debug)]
pub(crate) struct Mapping {
    pub(crate) rules: Vec<Rule>,
    /// `None`: whatever the rules give. An empty list allows nothing.
    pub(crate) allow: Option<Vec<ArnPattern>>,
    pub(crate) session_name: Vec<Source>,
    pub(crate) session_duration: Option<SessionDuration>,
    pub(crate) source_identity: Option<Vec<Source>>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) transitive: Vec<(TagKey, Pointer)>,
    pub(crate) extra: Vec<Extra>,
    /// The mapping's own account and partition, which some targets' endpoints depend on.
    pub(crate) account: Option<AccountId>,
    pub(crate) partition: Partition,
    /// What the request sets although some targets do not read it.
    pub(crate) present: Vec<Pointer>,
}

/// One source of roles.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) path: Pointer,
    pub(crate) duration: Option<SessionDuration>,
    pub(crate) source: RoleSource,
}

/// Where a rule looks, and what it makes of what it finds.
#[derive(Clone, Debug)]
pub(crate) enum RoleSource {
    Static(RolePair),
    GroupAttribute { attribute: String, merge: Merge, form: Form },
    UserAttribute { attribute: String, form: Form },
    Entitlement { form: Form },
    GroupPattern { pattern: Pattern, blueprint: Blueprint },
    Template { blueprint: Blueprint },
}

/// Which group counts when several have the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merge {
    LastWins,
    All,
}

/// What a value that names a role looks like, and what completes it.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    Name { place: Place, path: RolePath },
    Path { place: Place },
    Arn { provider: ProviderName },
    Pair,
}

/// The account that roles and provider live in.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) partition: Partition,
    pub(crate) account: AccountId,
    pub(crate) provider: ProviderName,
}

/// A role whose parts may be templates.
#[derive(Clone, Debug)]
pub(crate) struct Blueprint {
    pub(crate) role: Template,
    pub(crate) partition: Part<Partition>,
    pub(crate) account: Part<AccountId>,
    pub(crate) provider: Part<ProviderName>,
    pub(crate) path: Part<RolePath>,
}

/// A part of a role: known from the mapping, or known only with the person.
#[derive(Clone, Debug)]
pub(crate) enum Part<T> {
    Fixed(T),
    Template(Template),
}

/// One session tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) path: Pointer,
    pub(crate) key: TagKey,
    pub(crate) content: TagContent,
    pub(crate) required: bool,
}

/// An attribute beside AWS's own.
#[derive(Clone, Debug)]
pub(crate) struct Extra {
    pub(crate) path: Pointer,
    pub(crate) name: OtherName,
    pub(crate) content: ExtraContent,
    pub(crate) required: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum ExtraContent {
    Fixed(Vec<String>),
    From(Source),
}

#[derive(Clone, Debug)]
pub(crate) enum TagContent {
    Fixed(TagValue),
    From { source: Source, join: Option<String> },
}

impl Blueprint {
    /// Every placeholder of every part.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        fn of<T>(part: &Part<T>) -> Option<&Template> {
            match part {
                Part::Fixed(_) => None,
                Part::Template(template) => Some(template),
            }
        }
        [Some(&self.role), of(&self.partition), of(&self.account), of(&self.provider), of(&self.path)]
            .into_iter()
            .flatten()
            .flat_map(Template::placeholders)
    }

    /// Refuses a placeholder that `fills` does not know.
    pub(crate) fn check(&self, fills: impl Fn(&str) -> bool) -> Result<(), Error> {
        if self.placeholders().all(fills) { Ok(()) } else { Err(Error::PlaceholderUnknown) }
    }
}
