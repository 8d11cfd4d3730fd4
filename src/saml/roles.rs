//! Who gets which role.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::mapping::{Blueprint, Form, Mapping, Merge, Part, Place, RoleSource, Rule};
use super::pattern::captured;
use super::principal::{Entry, Principal, Source};
use super::trace::{Outcome, Step};
use super::{Error, Refusal};
use crate::aws::{
    self, AccountId, AttributeName, Partition, ProviderArn, ProviderName, RoleArn, RoleName, RolePair, RolePath, SessionDuration,
};
use crate::error::{Located, Pointer};
use crate::limits;

/// What the rules gave.
pub(super) struct Roles {
    /// In the order of the rules, then of the groups' names, each once.
    pub(super) pairs: Vec<RolePair>,
    /// The shortest duration of the rules that gave a role.
    pub(super) duration: Option<SessionDuration>,
    /// Rules that took a role from the user's own attributes.
    pub(super) user_editable: BTreeSet<Pointer>,
    /// Candidates that became no role, not counting those that were there already or were overwritten by design.
    pub(super) lost: usize,
}

/// Asks every rule, drops what may not be given, and writes down what became of each candidate.
pub(super) fn grant(mapping: &Mapping, principal: &Principal, trace: &mut Vec<Step>) -> Result<Roles, Located<Error>> {
    let mut roles = Roles { pairs: Vec::new(), duration: None, user_editable: BTreeSet::new(), lost: 0 };
    let mut seen = BTreeSet::new();
    let mut asked = 0;
    for rule in &mapping.rules {
        let candidates = candidates(rule, principal)?;
        asked += candidates.len();
        if asked > limits::CANDIDATES {
            return Err(rule.path.at(Error::TooMany { what: "candidates for roles", found: asked, limit: limits::CANDIDATES }));
        }
        for candidate in candidates {
            let result = candidate.result.and_then(|pair| {
                let allowed = mapping.allow.as_ref().is_none_or(|allow| allow.iter().any(|entry| entry.matches(pair.role())));
                if allowed { Ok(pair) } else { Err(Lost { value: Some(pair.to_string()), reason: Error::RoleNotAllowed.into() }) }
            });
            let mut step = Step {
                attribute: AttributeName::Role,
                outcome: Outcome::Dropped,
                rule: rule.path.clone(),
                source: candidate.source,
                group: candidate.group,
                value: None,
                reason: None,
            };
            match result {
                Ok(pair) => {
                    step.value = Some(pair.to_string());
                    // The rule matched even if an earlier one gave the same role: its duration counts.
                    if let Some(duration) = rule.duration {
                        roles.duration = Some(roles.duration.map_or(duration, |shortest| shortest.min(duration)));
                    }
                    if matches!(rule.source, RoleSource::UserAttribute { .. }) || reads_attributes(&rule.source) {
                        roles.user_editable.insert(rule.path.clone());
                    }
                    if seen.insert(pair.clone()) {
                        step.outcome = Outcome::Given;
                        roles.pairs.push(pair);
                    } else {
                        step.reason = Some(Error::RoleDuplicate.into());
                    }
                }
                Err(lost) => {
                    if lost.reason != Refusal::Saml(Error::ValueOverwritten) {
                        roles.lost += 1;
                    }
                    step.reason = Some(lost.reason);
                    if let Some(value) = lost.value {
                        step = step.with_value(&value);
                    }
                }
            }
            trace.push(step);
        }
        if roles.pairs.len() > limits::ROLES {
            return Err(rule.path.at(Error::TooMany { what: "roles", found: roles.pairs.len(), limit: limits::ROLES }));
        }
    }
    Ok(roles)
}

/// A template over the person's own values is as self-escalating as an attribute of theirs: names can be chosen too.
fn reads_attributes(source: &RoleSource) -> bool {
    match source {
        RoleSource::Template { blueprint } => blueprint.placeholders().any(|name| name != "entitlements"),
        _ => false,
    }
}

struct Candidate {
    source: Pointer,
    group: Option<String>,
    result: Result<RolePair, Lost>,
}

/// A candidate that became no role.
struct Lost {
    value: Option<String>,
    reason: Refusal,
}

impl Lost {
    fn new(value: &str, reason: impl Into<Refusal>) -> Self {
        // What is kept of 20,000 candidates adds up.
        Self { value: Some(value.chars().take(256).collect()), reason: reason.into() }
    }
}

fn candidates(rule: &Rule, principal: &Principal) -> Result<Vec<Candidate>, Located<Error>> {
    Ok(match &rule.source {
        RoleSource::Static(pair) => {
            vec![Candidate { source: rule.path.key("val"), group: None, result: Ok(pair.clone()) }]
        }
        RoleSource::GroupAttribute { attribute, merge, form } => group_attribute(principal, attribute, *merge, form),
        RoleSource::UserAttribute { attribute, form } => {
            principal.attributes.entries(attribute).map(|(path, entries)| values(path, None, entries, form)).unwrap_or_default()
        }
        RoleSource::Entitlement { form } => principal
            .entitlements
            .iter()
            .map(|(name, path)| Candidate { source: path.clone(), group: None, result: formed(name, form) })
            .collect(),
        RoleSource::GroupPattern { pattern, blueprint } => principal
            .groups
            .iter()
            .filter_map(|group| {
                let captures = pattern.captures(&group.name)?;
                let result = build(blueprint, |name| captured(&captures, name)).map_err(|reason| Lost::new(&group.name, reason));
                Some(Candidate { source: group.path.key("name"), group: Some(group.name.clone()), result })
            })
            .collect(),
        RoleSource::Template { blueprint } => templated(rule, blueprint, principal)?,
    })
}

fn group_attribute(principal: &Principal, attribute: &str, merge: Merge, form: &Form) -> Vec<Candidate> {
    // Sorted by name, so the last one is the one that authentik lets win.
    let with: Vec<_> = principal
        .groups
        .iter()
        .filter_map(|group| group.attributes.entries(attribute).map(|(path, entries)| (group, path, entries)))
        .collect();
    let last = with.len().saturating_sub(1);
    with.into_iter()
        .enumerate()
        .flat_map(|(index, (group, path, entries))| {
            if merge == Merge::LastWins && index < last {
                let value = entries.iter().find_map(|(_, value)| value.as_ref().ok().map(ToString::to_string));
                let result = Err(Lost { value, reason: Error::ValueOverwritten.into() });
                return vec![Candidate { source: path, group: Some(group.name.clone()), result }];
            }
            values(path, Some(&group.name), entries, form)
        })
        .collect()
}

fn values(path: Pointer, group: Option<&String>, entries: Vec<Entry<'_>>, form: &Form) -> Vec<Candidate> {
    if entries.is_empty() {
        let result = Err(Lost { value: None, reason: Error::ValueEmpty.into() });
        return vec![Candidate { source: path, group: group.cloned(), result }];
    }
    entries
        .into_iter()
        .map(|(source, value)| {
            let result = match value {
                Ok(value) => formed(&value, form),
                Err(error) => Err(Lost { value: None, reason: error.into() }),
            };
            Candidate { source, group: group.cloned(), result }
        })
        .collect()
}

/// The role that a value names.
fn formed(value: &str, form: &Form) -> Result<RolePair, Lost> {
    let lost = |reason: Refusal| Lost::new(value, reason);
    if value.is_empty() {
        return Err(lost(Error::ValueEmpty.into()));
    }
    match form {
        Form::Name { place, path } => {
            let name = RoleName::parse(value).map_err(|error| lost(error.into()))?;
            pair(place, path.clone(), name).map_err(|error| lost(error.into()))
        }
        Form::Path { place } => {
            let at = value.rfind('/').map_or(0, |slash| slash + 1);
            let (path, name) = value.split_at(at);
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            let path = RolePath::parse(&path).map_err(|error| lost(error.into()))?;
            let name = RoleName::parse(name).map_err(|error| lost(error.into()))?;
            pair(place, path, name).map_err(|error| lost(error.into()))
        }
        Form::Arn { provider } => {
            let role = RoleArn::parse(value).map_err(|error| lost(error.into()))?;
            let provider = ProviderArn { partition: role.partition, account: role.account.clone(), name: provider.clone() };
            RolePair::new(role, provider).map_err(|error| lost(error.into()))
        }
        Form::Pair => RolePair::parse(value).map_err(|error| lost(error.into())),
    }
}

fn pair(place: &Place, path: RolePath, name: RoleName) -> Result<RolePair, aws::Error> {
    let role = RoleArn { partition: place.partition, account: place.account.clone(), path, name };
    let provider = ProviderArn { partition: place.partition, account: place.account.clone(), name: place.provider.clone() };
    RolePair::new(role, provider)
}

/// The role of a blueprint whose placeholders `value` fills.
fn build<'v>(blueprint: &Blueprint, value: impl Fn(&str) -> Option<&'v str> + Copy) -> Result<RolePair, Refusal> {
    fn part<'v, T: Clone>(
        part: &Part<T>,
        value: impl Fn(&str) -> Option<&'v str>,
        parse: impl Fn(&str) -> Result<T, aws::Error>,
    ) -> Result<T, Refusal> {
        match part {
            Part::Fixed(fixed) => Ok(fixed.clone()),
            Part::Template(template) => {
                let text = template.render(value).ok_or(Error::ValueEmpty)?;
                Ok(parse(&text)?)
            }
        }
    }
    if let Part::Template(template) = &blueprint.path
        && !template.is_placeholder_alone()
        && template.placeholders().any(|name| value(name).is_some_and(|value| value.contains('/')))
    {
        return Err(Error::PathSegment.into());
    }
    let name = blueprint.role.render(value).filter(|name| !name.is_empty()).ok_or(Error::ValueEmpty)?;
    let place = Place {
        partition: part(&blueprint.partition, value, Partition::parse)?,
        account: part(&blueprint.account, value, AccountId::parse)?,
        provider: part(&blueprint.provider, value, ProviderName::parse)?,
    };
    let path = part(&blueprint.path, value, RolePath::parse)?;
    Ok(pair(&place, path, RoleName::parse(&name)?)?)
}

/// One role for each combination of the values that fill the placeholders.
fn templated(rule: &Rule, blueprint: &Blueprint, principal: &Principal) -> Result<Vec<Candidate>, Located<Error>> {
    let names: BTreeSet<&str> = blueprint.placeholders().collect();
    let mut combinations: Vec<BTreeMap<&str, Cow<'_, str>>> = vec![BTreeMap::new()];
    let mut source = rule.path.key("val").key("role");
    for name in names {
        let Ok(known) = Source::parse(name) else { continue };
        let mut entries = known.values(principal);
        // No part of a role is longer than its path: longer values only cost time and memory, combined with all others.
        entries.retain(|(_, value)| value.as_ref().is_ok_and(|value| value.len() <= 512));
        if combinations.len().saturating_mul(entries.len()) > limits::CANDIDATES {
            let found = combinations.len().saturating_mul(entries.len());
            return Err(rule.path.at(Error::TooMany { what: "candidates for roles", found, limit: limits::CANDIDATES }));
        }
        if let [(path, _)] = entries.as_slice() {
            source = path.clone();
        }
        combinations = combinations
            .iter()
            .flat_map(|combination| {
                entries.iter().filter_map(move |(_, value)| {
                    let mut longer = combination.clone();
                    longer.insert(name, value.as_ref().ok()?.clone());
                    Some(longer)
                })
            })
            .collect();
    }
    if combinations.is_empty() {
        let result = Err(Lost { value: None, reason: Error::ValueEmpty.into() });
        return Ok(vec![Candidate { source, group: None, result }]);
    }
    Ok(combinations
        .iter()
        .map(|combination| {
            let fill = |name: &str| combination.get(name).map(AsRef::as_ref);
            let shown = || combination.values().flat_map(|value| value.chars().chain([' '])).take(256).collect::<String>();
            let result = build(blueprint, fill).map_err(|reason| Lost::new(&shown(), reason));
            Candidate { source: source.clone(), group: None, result }
        })
        .collect())
}
