//! The AWS attributes of a person.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::mapping::{ExtraContent, Mapping};
use super::principal::Principal;
use super::session_name::{Named, name};
use super::statement::statement;
use super::target::{Reads, Target};
use super::trace::Step;
use super::{Error, Refusal, roles, tags};
use crate::aws::{self, AttributeName, OtherName};
use crate::error::{Finding, Located, Pointer, Severity};
use crate::limits;

/// A SAML attribute with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: AttributeName,
    pub(crate) values: Vec<String>,
}

/// What the identity provider sends.
#[derive(Clone, Debug)]
pub(crate) struct Attributes {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) statement: String,
    pub(crate) trace: Vec<Step>,
    pub(crate) findings: Vec<Finding<Error>>,
}

/// The attributes of `principal` under `mapping`, for `target`.
///
/// Does not know whether the role exists or whether its trust policy lets the provider in.
pub(crate) fn attributes(mapping: &Mapping, principal: &Principal, target: Target) -> Result<Attributes, Located<Refusal>> {
    let mut answer = Attributes { attributes: Vec::new(), statement: String::new(), trace: Vec::new(), findings: Vec::new() };
    match target.reads() {
        Reads::Roles => iam(mapping, principal, &mut answer)?,
        Reads::AccessControl => identity_center(mapping, principal, &mut answer)?,
        Reads::Extra => not_read(mapping, &mut answer.findings),
    }
    extra(mapping, principal, &mut answer)?;
    if let Some(required) = target.required_attribute()
        && !answer.attributes.iter().any(|attribute| attribute.name.uri() == required)
    {
        let place = Pointer::root().key("mapping");
        answer.findings.push(Finding::new(Severity::Error, place, Error::TargetRequires { attribute: required }));
    }
    answer.statement = statement(&answer.attributes);
    // Certain to be refused, since the Response around it only adds to it.
    let encoded = answer.statement.len().div_ceil(3) * 4;
    if encoded > limits::SAML_ASSERTION_BASE64 {
        return Err(Pointer::root().at(Error::StatementTooLarge { found: encoded }.into()));
    }
    Ok(answer)
}

fn iam(mapping: &Mapping, principal: &Principal, answer: &mut Attributes) -> Result<(), Located<Refusal>> {
    let root = Pointer::root().key("mapping");
    let Attributes { attributes, trace, findings, .. } = answer;
    let mut push = |name: AttributeName, values: Vec<String>| attributes.push(Attribute { name, values });

    let granted = roles::grant(mapping, principal, trace).map_err(widen)?;
    if granted.pairs.is_empty() {
        let error = Error::NoRole { groups: principal.groups.len(), entitlements: principal.entitlements.len() };
        findings.push(Finding::new(Severity::Error, root.key("roles"), error));
    } else {
        // An absent attribute, never an empty one: `role/,` is what AWS answers with "Principal ARN is invalid".
        push(AttributeName::Role, granted.pairs.iter().map(ToString::to_string).collect());
    }
    if granted.lost > 0 {
        findings.push(Finding::new(Severity::Warning, root.key("roles"), Error::RoleDropped { found: granted.lost }));
    }
    for rule in granted.user_editable {
        findings.push(Finding::new(Severity::Warning, rule, Error::UserEditable));
    }

    let place = root.key("sessionName");
    let session =
        name(&mapping.session_name, principal).map_err(widen)?.ok_or_else(|| place.at(Error::SessionNameMissing.into()))?;
    push(AttributeName::RoleSessionName, vec![session.name.as_str().to_owned()]);
    named(AttributeName::RoleSessionName, place, session, trace, findings);

    let place = root.key("sessionDuration");
    let duration = [mapping.session_duration, granted.duration].into_iter().flatten().min();
    if let Some(duration) = duration {
        let seconds = duration.seconds().to_string();
        trace.push(Step::given(AttributeName::SessionDuration, place.clone(), place.clone(), &seconds));
        push(AttributeName::SessionDuration, vec![seconds]);
        if duration.seconds() > API_DEFAULT {
            findings.push(Finding::new(Severity::Info, place, Error::DurationConsoleOnly));
        }
    }

    if let Some(sources) = &mapping.source_identity {
        let place = root.key("sourceIdentity");
        match name(sources, principal).map_err(widen)? {
            Some(identity) => {
                push(AttributeName::SourceIdentity, vec![identity.name.as_str().to_owned()]);
                named(AttributeName::SourceIdentity, place, identity, trace, findings);
            }
            None => findings.push(Finding::new(Severity::Warning, place, Error::SourceIdentityMissing)),
        }
    }

    let sent = tags::tags(mapping, principal, AttributeName::PrincipalTag, trace, findings)?;
    let transitive = tags::transitive(mapping, &sent, trace, findings);
    for (key, value) in sent {
        push(AttributeName::PrincipalTag(key), vec![value.as_str().to_owned()]);
    }
    if !transitive.is_empty() {
        push(AttributeName::TransitiveTagKeys, transitive.iter().map(|key| key.as_str().to_owned()).collect());
    }
    Ok(())
}

/// A session that asks for nothing lasts an hour; more counts in the console only (IAM/id_roles_providers_create_saml_assertions).
const API_DEFAULT: u32 = 3600;

fn identity_center(mapping: &Mapping, principal: &Principal, answer: &mut Attributes) -> Result<(), Located<Refusal>> {
    let Attributes { attributes, trace, findings, .. } = answer;
    // IAM's attributes are no use here: permission sets decide roles and durations.
    not_read(mapping, findings);
    let sent = tags::tags(mapping, principal, AttributeName::AccessControl, trace, findings)?;
    for (key, value) in sent {
        attributes.push(Attribute { name: AttributeName::AccessControl(key), values: vec![value.as_str().to_owned()] });
    }
    Ok(())
}

fn not_read(mapping: &Mapping, findings: &mut Vec<Finding<Error>>) {
    for place in &mapping.present {
        findings.push(Finding::new(Severity::Info, place.clone(), Error::NotRead));
    }
}

fn extra(mapping: &Mapping, principal: &Principal, answer: &mut Attributes) -> Result<(), Located<Refusal>> {
    for extra in &mapping.extra {
        let name = AttributeName::Other(extra.name.clone());
        let mut values = Vec::new();
        match &extra.content {
            ExtraContent::Fixed(fixed) => {
                for (index, value) in fixed.iter().enumerate() {
                    let place = extra.path.key("values").index(index);
                    answer.trace.push(Step::given(name.clone(), extra.path.clone(), place, value));
                    values.push(value.clone());
                }
            }
            ExtraContent::From(source) => {
                for (place, value) in source.values(principal) {
                    let value = value.map_err(|error| place.at(error.into()))?;
                    extra_value(&extra.name, &value).map_err(|error| place.at(error))?;
                    answer.trace.push(Step::given(name.clone(), extra.path.clone(), place, &value));
                    values.push(value.into_owned());
                }
            }
        }
        if !values.is_empty() {
            answer.attributes.push(Attribute { name, values });
        } else if extra.required {
            return Err(extra.path.at(Error::AttributeRequired.into()));
        } else {
            answer.trace.push(Step::dropped(name, extra.path.clone(), extra.path.key("from"), Error::AttributeAbsent));
            answer.findings.push(Finding::new(Severity::Info, extra.path.clone(), Error::AttributeAbsent));
        }
    }
    Ok(())
}

/// What a value of a further attribute may be: any text that XML can write, and for Redshift what Redshift takes.
pub(crate) fn extra_value(name: &OtherName, value: &str) -> Result<(), Refusal> {
    if !is_writable(value) {
        return Err(Error::ControlCharacters.into());
    }
    match name.as_str() {
        "https://redshift.amazon.com/SAML/Attributes/DbUser" => {
            let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+.@-".contains(&byte);
            let begins = value.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
            if begins && value.len() < 128 && value.bytes().all(allowed) { Ok(()) } else { Err(aws::Error::DatabaseUser.into()) }
        }
        "https://redshift.amazon.com/SAML/Attributes/AutoCreate" if !matches!(value, "true" | "false") => {
            Err(aws::Error::AutoCreate.into())
        }
        _ => Ok(()),
    }
}

/// Whether XML can write the text, and people can tell it from another: no control and no format characters, which are
/// invisible; and no line separators, which xmldom (xml-crypto, node-saml, samlify) turns into line ends, so that it finds
/// a good signature broken.
pub(crate) fn is_writable(text: &str) -> bool {
    !text.chars().any(|character| {
        character.is_control()
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
            || (!character.is_ascii() && character.general_category() == GeneralCategory::Format)
    })
}

fn named(attribute: AttributeName, rule: Pointer, named: Named, trace: &mut Vec<Step>, findings: &mut Vec<Finding<Error>>) {
    let mut step = Step::given(attribute, rule, named.source.clone(), named.name.as_str());
    if named.adapted {
        step = step.because(Error::NameAdapted);
        findings.push(Finding::new(Severity::Info, named.source, Error::NameAdapted));
    }
    trace.push(step);
}

fn widen(located: Located<Error>) -> Located<Refusal> {
    located.path.at(located.error.into())
}
