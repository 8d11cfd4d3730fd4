//! From the wire's mapping to the domain's, in which nothing can be wrong.

use super::super::envelope::problem;
use super::super::types::{self as wire, Problem};
use crate::aws::{
    self, AccountId, ArnPattern, Partition, ProviderArn, ProviderName, RoleArn, RolePair, RolePath, SessionDuration, TAGS,
    TagKey, TagValue,
};
use crate::error::{Located, Pointer};
use crate::limits;
use crate::saml::mapping::{Blueprint, Form, Mapping, Merge, Part, Place, RoleSource, Rule, Tag, TagContent};
use crate::saml::principal::Source;
use crate::saml::{Error, Pattern, Refusal, Template};

type Outcome<T> = Result<T, Located<Refusal>>;

/// The mapping, or everything that is wrong with it.
pub(super) fn parse(mapping: wire::Mapping) -> Result<Mapping, Vec<Problem>> {
    let root = Pointer::root().key("mapping");
    let mut errors = Errors::default();

    let defaults = Defaults {
        partition: mapping.partition.map_or(Partition::Aws, partition),
        account: errors.keep(optional(&mapping.account, &root.key("account"), AccountId::parse)).flatten(),
        provider: errors.keep(optional(&mapping.provider, &root.key("provider"), ProviderName::parse)).flatten(),
        path: errors.keep(optional(&mapping.path, &root.key("path"), RolePath::parse)).flatten().unwrap_or_else(RolePath::root),
    };
    // A mapping whose own account is wrong would be told of it again by every rule.
    let defaults_known = errors.0.is_empty();

    let mut present = Vec::new();
    let roles = mapping.roles.unwrap_or_default();
    let place = root.key("roles");
    if !roles.is_empty() {
        present.push(place.clone());
    }
    errors.limit(&place, "role sources", roles.len(), limits::ROLE_SOURCES);
    let mut rules = Vec::new();
    if roles.len() <= limits::ROLE_SOURCES && defaults_known {
        for (index, role) in roles.into_iter().enumerate() {
            let path = place.index(index);
            rules.extend(errors.keep(rule(role, &path, &defaults)));
        }
    }

    let allow = mapping.allow.map(|allow| {
        let place = root.key("allow");
        errors.limit(&place, "entries of the allow-list", allow.len(), limits::ALLOW);
        let entries = allow.iter().take(limits::ALLOW).enumerate();
        entries.filter_map(|(index, entry)| errors.keep(at(&place.index(index), ArnPattern::parse(entry)))).collect()
    });

    let place = root.key("sessionName");
    let session_name = match mapping.session_name {
        None => vec![Source::Username],
        Some(name) => {
            present.push(place.clone());
            errors.keep(sources(&name, &place)).unwrap_or_default()
        }
    };
    let place = root.key("sessionDuration");
    let session_duration = mapping.session_duration.and_then(|seconds| {
        present.push(place.clone());
        errors.keep(at(&place, SessionDuration::new(seconds)))
    });
    let place = root.key("sourceIdentity");
    let source_identity = mapping.source_identity.and_then(|name| {
        present.push(place.clone());
        errors.keep(sources(&name, &place))
    });

    let tags = tags(mapping.tags.unwrap_or_default(), &root.key("tags"), &mut errors);
    let place = root.key("transitiveTags");
    let mut transitive = Vec::new();
    let keys = mapping.transitive_tags.unwrap_or_default();
    if !keys.is_empty() {
        present.push(place.clone());
    }
    errors.limit(&place, "transitive keys", keys.len(), TAGS);
    for (index, key) in keys.iter().take(TAGS).enumerate() {
        let path = place.index(index);
        let known = at(&path, TagKey::parse(key)).and_then(|key| match tags.iter().any(|tag| tag.key == key) {
            true => Ok(key),
            false => Err(path.at(Error::TransitiveUnknown.into())),
        });
        if let Some(key) = errors.keep(known)
            && !transitive.iter().any(|(known, _)| *known == key)
        {
            transitive.push((key, path));
        }
    }

    if errors.0.is_empty() {
        Ok(Mapping { rules, allow, session_name, session_duration, source_identity, tags, transitive, present })
    } else {
        Err(errors.0)
    }
}

/// Collects what is wrong, so that an operator reads all of it at once.
#[derive(Default)]
struct Errors(Vec<Problem>);

impl Errors {
    fn keep<T>(&mut self, result: Outcome<T>) -> Option<T> {
        result.map_err(|error| self.0.push(problem(error))).ok()
    }

    fn limit(&mut self, path: &Pointer, what: &'static str, found: usize, limit: usize) {
        if found > limit {
            self.0.push(problem(path.at(Error::TooMany { what, found, limit })));
        }
    }
}

struct Defaults {
    partition: Partition,
    account: Option<AccountId>,
    provider: Option<ProviderName>,
    path: RolePath,
}

/// What a rule says about its place; absent fields are the mapping's.
struct Overrides<'w> {
    partition: Option<wire::Partition>,
    account: &'w Option<String>,
    provider: &'w Option<String>,
    path: &'w Option<String>,
}

fn rule(role: wire::RoleSource, path: &Pointer, defaults: &Defaults) -> Outcome<Rule> {
    let value = path.key("val");
    let (source, seconds) = match role {
        wire::RoleSource::Static(role) => {
            let arn = at(&value.key("role"), RoleArn::parse(&role.role))?;
            let provider = at(&value.key("provider"), ProviderArn::parse(&role.provider))?;
            (RoleSource::Static(at(&value, RolePair::new(arn, provider))?), role.session_duration)
        }
        wire::RoleSource::GroupAttribute(role) => {
            let overrides =
                Overrides { partition: role.partition, account: &role.account, provider: &role.provider, path: &role.path };
            let form = form(role.form, &overrides, defaults, &value)?;
            let merge = match role.merge.unwrap_or(wire::Merge::LastWins) {
                wire::Merge::LastWins => Merge::LastWins,
                wire::Merge::All => Merge::All,
            };
            (RoleSource::GroupAttribute { attribute: role.attribute, merge, form }, role.session_duration)
        }
        wire::RoleSource::UserAttribute(role) => {
            let overrides =
                Overrides { partition: role.partition, account: &role.account, provider: &role.provider, path: &role.path };
            let form = form(role.form, &overrides, defaults, &value)?;
            (RoleSource::UserAttribute { attribute: role.attribute, form }, role.session_duration)
        }
        wire::RoleSource::Entitlement(role) => {
            let overrides =
                Overrides { partition: role.partition, account: &role.account, provider: &role.provider, path: &role.path };
            (RoleSource::Entitlement { form: form(role.form, &overrides, defaults, &value)? }, role.session_duration)
        }
        wire::RoleSource::GroupPattern(role) => {
            let pattern = at(&value.key("pattern"), Pattern::parse(&role.pattern))?;
            if role.role.is_none() && !pattern.captures_name("role") {
                return Err(value.at(Error::PatternWithoutRole.into()));
            }
            let captured = |name: &str| pattern.captures_name(name).then(|| Template::placeholder(name));
            let parts = Parts {
                role: &role.role,
                partition: &role.partition,
                account: &role.account,
                provider: &role.provider,
                path: &role.path,
            };
            let blueprint = blueprint(&parts, captured, defaults, &value)?;
            at(&value, blueprint.check(|name| pattern.captures_name(name)))?;
            (RoleSource::GroupPattern { pattern, blueprint }, role.session_duration)
        }
        wire::RoleSource::Template(role) => {
            let name = Some(role.role);
            let parts = Parts {
                role: &name,
                partition: &role.partition,
                account: &role.account,
                provider: &role.provider,
                path: &role.path,
            };
            let blueprint = blueprint(&parts, |_| None, defaults, &value)?;
            at(&value, blueprint.check(|name| Source::parse(name).is_ok_and(|source| source != Source::Groups)))?;
            (RoleSource::Template { blueprint }, role.session_duration)
        }
    };
    let duration = seconds.map(|seconds| at(&value.key("sessionDuration"), SessionDuration::new(seconds))).transpose()?;
    Ok(Rule { path: path.clone(), duration, source })
}

fn form(form: Option<wire::RoleForm>, overrides: &Overrides<'_>, defaults: &Defaults, value: &Pointer) -> Outcome<Form> {
    let partition = overrides.partition.map_or(defaults.partition, partition);
    // Parsed even where the form does not need them: a wrong account is a mistake wherever it stands.
    let account = optional(overrides.account, &value.key("account"), AccountId::parse)?.or_else(|| defaults.account.clone());
    let provider =
        optional(overrides.provider, &value.key("provider"), ProviderName::parse)?.or_else(|| defaults.provider.clone());
    let path = optional(overrides.path, &value.key("path"), RolePath::parse)?.unwrap_or_else(|| defaults.path.clone());
    let account = account.ok_or_else(|| value.at(Error::AccountMissing.into()));
    let provider = provider.ok_or_else(|| value.at(Error::ProviderMissing.into()));
    Ok(match form.unwrap_or(wire::RoleForm::Name) {
        wire::RoleForm::Name => Form::Name { place: Place { partition, account: account?, provider: provider? }, path },
        wire::RoleForm::Path => Form::Path { place: Place { partition, account: account?, provider: provider? } },
        wire::RoleForm::Arn => Form::Arn { provider: provider? },
        wire::RoleForm::Pair => Form::Pair,
    })
}

struct Parts<'w> {
    role: &'w Option<String>,
    partition: &'w Option<String>,
    account: &'w Option<String>,
    provider: &'w Option<String>,
    path: &'w Option<String>,
}

fn blueprint(
    parts: &Parts<'_>,
    captured: impl Fn(&str) -> Option<Template>,
    defaults: &Defaults,
    value: &Pointer,
) -> Outcome<Blueprint> {
    let role = match parts.role {
        Some(text) => at(&value.key("role"), Template::parse(text))?,
        None => Template::placeholder("role"),
    };
    if let Some(name) = role.literal() {
        at(&value.key("role"), aws::RoleName::parse(&name))?;
    }
    Ok(Blueprint {
        role,
        partition: part(
            parts.partition,
            captured("partition"),
            Some(defaults.partition),
            &value.key("partition"),
            Partition::parse,
        )?
        .ok_or_else(|| value.at(aws::Error::PartitionUnknown.into()))?,
        account: part(parts.account, captured("account"), defaults.account.clone(), &value.key("account"), AccountId::parse)?
            .ok_or_else(|| value.at(Error::AccountMissing.into()))?,
        provider: part(
            parts.provider,
            captured("provider"),
            defaults.provider.clone(),
            &value.key("provider"),
            ProviderName::parse,
        )?
        .ok_or_else(|| value.at(Error::ProviderMissing.into()))?,
        path: part(parts.path, captured("path"), Some(defaults.path.clone()), &value.key("path"), RolePath::parse)?
            .ok_or_else(|| value.at(aws::Error::RolePath.into()))?,
    })
}

/// The rule's own text, else what the pattern captures, else the mapping's.
fn part<T>(
    text: &Option<String>,
    captured: Option<Template>,
    default: Option<T>,
    path: &Pointer,
    parse: impl Fn(&str) -> Result<T, aws::Error>,
) -> Outcome<Option<Part<T>>> {
    let template = match text {
        Some(text) => Some(at(path, Template::parse(text))?),
        None => captured,
    };
    Ok(match template {
        None => default.map(Part::Fixed),
        Some(template) => Some(match template.literal() {
            Some(literal) => Part::Fixed(at(path, parse(&literal))?),
            None => Part::Template(template),
        }),
    })
}

fn sources(name: &wire::NameSource, path: &Pointer) -> Outcome<Vec<Source>> {
    let place = path.key("from");
    if name.from.is_empty() {
        return Err(place.at(Error::SourcesMissing.into()));
    }
    if name.from.len() > limits::NAME_SOURCES {
        let error = Error::TooMany { what: "sources", found: name.from.len(), limit: limits::NAME_SOURCES };
        return Err(place.at(error.into()));
    }
    let parse = |(index, text): (usize, &String)| {
        let place = place.index(index);
        let source = at(&place, Source::parse(text))?;
        // A person is not called by a list.
        if source.is_list() { Err(place.at(Error::SourceUnknown.into())) } else { Ok(source) }
    };
    name.from.iter().enumerate().map(parse).collect()
}

fn tags(tags: Vec<wire::Tag>, place: &Pointer, errors: &mut Errors) -> Vec<Tag> {
    if tags.len() > TAGS {
        errors.keep::<()>(Err(place.at(Error::TooManyTags { found: tags.len() }.into())));
        return Vec::new();
    }
    let mut parsed: Vec<Tag> = Vec::new();
    for (index, tag) in tags.into_iter().enumerate() {
        let path = place.index(index);
        let Some(tag) = errors.keep(self::tag(tag, &path)) else { continue };
        if parsed.iter().any(|known| known.key.is_twin_of(&tag.key)) {
            errors.keep::<()>(Err(path.key("key").at(Error::TagTwin.into())));
        } else {
            parsed.push(tag);
        }
    }
    parsed
}

fn tag(tag: wire::Tag, path: &Pointer) -> Outcome<Tag> {
    let key = at(&path.key("key"), TagKey::parse(&tag.key))?;
    let content = match (tag.from, tag.value) {
        (Some(from), None) => TagContent::From { source: at(&path.key("from"), Source::parse(&from))?, join: tag.join },
        (None, Some(value)) => TagContent::Fixed(at(&path.key("value"), TagValue::parse(&value))?),
        (Some(_), Some(_)) | (None, None) => return Err(path.at(Error::TagSource.into())),
    };
    Ok(Tag { path: path.clone(), key, content, required: tag.required.unwrap_or(false) })
}

fn optional<T>(text: &Option<String>, path: &Pointer, parse: impl Fn(&str) -> Result<T, aws::Error>) -> Outcome<Option<T>> {
    text.as_deref().map(|text| at(path, parse(text))).transpose()
}

fn at<T, E: Into<Refusal>>(path: &Pointer, result: Result<T, E>) -> Outcome<T> {
    result.map_err(|error| path.at(error.into()))
}

const fn partition(partition: wire::Partition) -> Partition {
    match partition {
        wire::Partition::Aws => Partition::Aws,
        wire::Partition::AwsCn => Partition::AwsCn,
        wire::Partition::AwsUsGov => Partition::AwsUsGov,
        wire::Partition::AwsEusc => Partition::AwsEusc,
        wire::Partition::AwsIso => Partition::AwsIso,
        wire::Partition::AwsIsoB => Partition::AwsIsoB,
        wire::Partition::AwsIsoE => Partition::AwsIsoE,
        wire::Partition::AwsIsoF => Partition::AwsIsoF,
    }
}
