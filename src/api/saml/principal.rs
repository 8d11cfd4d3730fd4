//! From the wire's principal to the domain's.

use super::super::envelope::problem;
use super::super::types::{self as wire, Problem};
use crate::api::decode;
use crate::error::{Located, Pointer};
use crate::json::Value;
use crate::limits;
use crate::saml::Error;
use crate::saml::principal::{Attributes, Group, Principal, bounded};

/// Everything that is wrong with it, or the principal with groups and entitlements sorted by name.
pub(super) fn parse(principal: wire::Principal) -> Result<Principal, Vec<Problem>> {
    let root = Pointer::root().key("principal");
    let mut errors = Vec::new();
    for (name, value) in
        [("username", &principal.username), ("email", &principal.email), ("displayName", &principal.display_name)]
    {
        if let Some(value) = value {
            note(&mut errors, bounded(value, &root.key(name)));
        }
    }

    let groups = principal.groups.unwrap_or_default();
    let place = root.key("groups");
    too_many(&mut errors, &place, "groups", groups.len(), limits::GROUPS);
    let entitlements = principal.entitlements.unwrap_or_default();
    let entitled = root.key("entitlements");
    too_many(&mut errors, &entitled, "entitlements", entitlements.len(), limits::ENTITLEMENTS);
    if !errors.is_empty() {
        return Err(errors);
    }

    let mut sorted = Vec::with_capacity(groups.len());
    for (index, group) in groups.into_iter().enumerate() {
        let path = place.index(index);
        note(&mut errors, bounded(&group.name, &path.key("name")));
        let attributes = attributes(group.attributes, path.key("attributes"), &mut errors);
        sorted.push(Group { name: group.name, attributes, path });
    }
    // Groups of one name (Keycloak's subgroups) by what they hold, so that the order of the request never decides.
    sorted.sort_by(|one, other| one.name.cmp(&other.name).then_with(|| one.attributes.text().cmp(&other.attributes.text())));

    let mut named = Vec::with_capacity(entitlements.len());
    for (index, name) in entitlements.into_iter().enumerate() {
        let path = entitled.index(index);
        note(&mut errors, bounded(&name, &path));
        named.push((name, path));
    }
    named.sort();

    let own = attributes(principal.attributes, root.key("attributes"), &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Principal {
        username: principal.username,
        email: principal.email,
        display_name: principal.display_name,
        attributes: own,
        groups: sorted,
        entitlements: named,
    })
}

fn attributes(value: Option<Value>, path: Pointer, errors: &mut Vec<Problem>) -> Attributes {
    match value {
        None | Some(Value::Null) => Attributes::default(),
        Some(Value::Object(members)) => Attributes::new(members, path),
        Some(other) => {
            errors.push(problem(path.at(decode::Error::WrongType { expected: "an object".into(), found: other.kind() })));
            Attributes::default()
        }
    }
}

fn note(errors: &mut Vec<Problem>, result: Result<(), Located<Error>>) {
    errors.extend(result.err().map(problem));
}

fn too_many(errors: &mut Vec<Problem>, path: &Pointer, what: &'static str, found: usize, limit: usize) {
    if found > limit {
        errors.push(problem(path.at(Error::TooMany { what, found, limit })));
    }
}
