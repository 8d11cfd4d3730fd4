//! Session tags for IAM, attributes for access control for IAM Identity Center.

use super::mapping::{Mapping, Tag, TagContent};
use super::principal::Principal;
use super::trace::Step;
use super::{Error, Refusal};
use crate::aws::{self, AttributeName, TagKey, TagValue};
use crate::error::{Finding, Located, Pointer, Severity};

/// The tags that are sent, in the order of the mapping.
pub(super) fn tags(
    mapping: &Mapping,
    principal: &Principal,
    name: impl Fn(TagKey) -> AttributeName,
    trace: &mut Vec<Step>,
    findings: &mut Vec<Finding<Error>>,
) -> Result<Vec<(TagKey, TagValue)>, Located<Refusal>> {
    let mut sent = Vec::new();
    for tag in &mapping.tags {
        let (source, text, value) = match &tag.content {
            TagContent::Fixed(value) => (tag.path.key("value"), value.as_str().to_owned(), Ok(value.clone())),
            TagContent::From { source, join } => {
                let entries = source.values(principal);
                let Some((path, _)) = entries.first().cloned() else {
                    absent(tag, trace, findings, &name)?;
                    continue;
                };
                let texts: Result<Vec<_>, Error> = entries.into_iter().map(|(_, value)| value).collect();
                let texts = texts.map_err(|error| path.at(error.into()))?;
                let text = match (join, texts.as_slice()) {
                    (Some(join), [single]) if !join.is_empty() && single.contains(join.as_str()) => {
                        return Err(path.at(Error::TagJoiner.into()));
                    }
                    (_, [single]) => single.to_string(),
                    (Some(join), several) => {
                        // A group called `a:admins` must not pass for the groups `a` and `admins`.
                        if join.is_empty() || several.iter().any(|value| value.contains(join.as_str())) {
                            return Err(path.at(Error::TagJoiner.into()));
                        }
                        several.join(join)
                    }
                    // The mapping names a list where AWS wants one value: a mistake of the mapping, for everybody.
                    (None, several) => {
                        return Err(tag.path.key("from").at(Error::TagMultiValued { found: several.len() }.into()));
                    }
                };
                let value = TagValue::parse(&text);
                (path, text, value)
            }
        };
        match value {
            Ok(value) => {
                trace.push(Step::given(name(tag.key.clone()), tag.path.clone(), source, value.as_str()));
                sent.push((tag.key.clone(), value));
            }
            // A department called R&D is this person's, and no mistake of the mapping: the person gets in without the tag.
            Err(error @ aws::Error::TagValueCharacters) if !tag.required => {
                let step = Step::dropped(name(tag.key.clone()), tag.path.clone(), source.clone(), error);
                trace.push(step.with_value(&text));
                findings.push(Finding::new(Severity::Error, source, Error::TagDropped));
            }
            Err(error) => return Err(source.at(error.into())),
        }
    }
    Ok(sent)
}

fn absent(
    tag: &Tag,
    trace: &mut Vec<Step>,
    findings: &mut Vec<Finding<Error>>,
    name: &impl Fn(TagKey) -> AttributeName,
) -> Result<(), Located<Refusal>> {
    if tag.required {
        return Err(tag.path.at(Error::TagRequired.into()));
    }
    trace.push(Step::dropped(name(tag.key.clone()), tag.path.clone(), tag.path.key("from"), Error::TagAbsent));
    findings.push(Finding::new(Severity::Info, tag.path.clone(), Error::TagAbsent));
    Ok(())
}

/// The transitive keys whose tags are sent: AWS is never told to keep a tag that is not there.
pub(super) fn transitive(
    mapping: &Mapping,
    sent: &[(TagKey, TagValue)],
    trace: &mut Vec<Step>,
    findings: &mut Vec<Finding<Error>>,
) -> Vec<TagKey> {
    let mut keys = Vec::new();
    for (key, path) in &mapping.transitive {
        let place: Pointer = path.clone();
        if sent.iter().any(|(known, _)| known == key) {
            trace.push(Step::given(AttributeName::TransitiveTagKeys, place.clone(), place, key.as_str()));
            keys.push(key.clone());
        } else {
            trace.push(Step::dropped(AttributeName::TransitiveTagKeys, place.clone(), place.clone(), Error::TransitiveAbsent));
            findings.push(Finding::new(Severity::Warning, place, Error::TransitiveAbsent));
        }
    }
    keys
}
