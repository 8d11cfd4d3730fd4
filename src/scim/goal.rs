//! What a request is after, read once and the same whenever it is read.

use super::error::{Note, Refusal};
use super::group::Group;
use super::patch::group::GroupPatch;
use super::patch::user::UserPatch;
use super::path::Endpoint;
use super::query::Query;
use super::request::{Method, Request};
use super::user::{self, Members, member};
use super::{Profile, Read};
use crate::aws::scim::{CORE_URN, ENTERPRISE_URN, MARKUP, WHOLE_ADDRESS};
use crate::error::{Finding, Located, Pointer, Severity};
use crate::json::{DUPLICATE_KEY, Value};

#[derive(Clone, Debug)]
pub(super) enum Goal {
    /// What AWS answers is what is asked for.
    Passing,
    Configuration,
    SaveUser(Value),
    PatchUser(UserPatch),
    SaveGroup(Group),
    PatchGroup(GroupPatch),
    ReadGroup,
    List(Query),
}

impl Goal {
    pub(super) fn of(request: &Request, profile: Profile) -> Read<Self> {
        let root = Pointer::root();
        let path = &request.path;
        let mut notes: Vec<Finding<Note>> =
            path.notes.iter().cloned().map(|note| Finding::new(Severity::Info, root.key("path"), note)).collect();
        let (goal, more) = match (path.endpoint, request.method, path.id.is_some()) {
            (Endpoint::Me | Endpoint::Bulk | Endpoint::Search, ..) => {
                return Err(vec![root.key("path").at(Refusal::EndpointUnsupported)]);
            }
            (Endpoint::Unknown, ..) => return Err(vec![root.key("path").at(Refusal::PathUnknown)]),
            (Endpoint::Users | Endpoint::Groups, Method::Head | Method::Options, has_id) => {
                let allowed = if has_id { "GET, PUT, PATCH, DELETE" } else { "GET, POST" };
                return Err(vec![root.key("method").at(Refusal::MethodUnsupported { allowed })]);
            }
            (Endpoint::Schemas | Endpoint::ResourceTypes | Endpoint::ServiceProviderConfig, method, _) => {
                if method != Method::Get {
                    return Err(vec![root.key("method").at(Refusal::MethodUnsupported { allowed: "GET" })]);
                }
                if has_filter(&path.query) {
                    return Err(vec![root.key("path").at(Refusal::FilterForbidden)]);
                }
                (if path.endpoint == Endpoint::Schemas { Self::Passing } else { Self::Configuration }, Vec::new())
            }
            (_, Method::Delete, _) | (Endpoint::Users, Method::Get, true) => (Self::Passing, Vec::new()),
            (Endpoint::Groups, Method::Get, true) => (Self::ReadGroup, Vec::new()),
            (_, Method::Get, false) => {
                let query = Query::parse(path).map_err(|refusal| vec![root.key("path").at(refusal)])?;
                notes.extend(query.notes.iter().cloned().map(|note| Finding::new(Severity::Info, root.key("path"), note)));
                (Self::List(query), Vec::new())
            }
            (Endpoint::Users, Method::Patch, _) => {
                let (patch, notes) = UserPatch::parse(body(request)?, profile)?;
                (Self::PatchUser(patch), notes)
            }
            (Endpoint::Users, ..) => {
                let user = user::accept(body(request)?, profile)?;
                (Self::SaveUser(user.body), user.notes)
            }
            (Endpoint::Groups, Method::Patch, _) => {
                let (patch, notes) = GroupPatch::parse(body(request)?, profile)?;
                (Self::PatchGroup(patch), notes)
            }
            (Endpoint::Groups, ..) => {
                let (group, notes) = Group::accept(body(request)?, profile)?;
                (Self::SaveGroup(group), notes)
            }
        };
        notes.extend(more);
        Ok((goal, notes))
    }

    /// What is known about a request that AWS refused without saying why: names, never values.
    pub(super) fn cause(&self) -> Option<String> {
        const LISTED: usize = 40;
        let names = match self {
            Self::SaveUser(user) => names_of(user),
            Self::PatchUser(patch) => patch.attributes(),
            Self::SaveGroup(group) => group.names(),
            Self::PatchGroup(patch) => patch.names(),
            Self::Passing | Self::Configuration | Self::ReadGroup | Self::List(_) => return None,
        };
        let mut cause =
            format!("the request was about {}", names.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", "));
        let marked = self.marked();
        if !marked.is_empty() {
            cause += &format!("; {} with one of < > ; : %, which Okta and Entra ID document AWS to refuse", marked.join(", "));
        }
        let missing = self.address().map(missing).unwrap_or_default();
        if !missing.is_empty() {
            cause += &format!("; an address without {}, which Okta documents AWS to need", missing.join(", "));
        }
        Some(cause)
    }

    /// Names of the attributes that hold markup.
    fn marked(&self) -> Vec<String> {
        let values: Vec<(&str, &Value)> = match self {
            Self::SaveUser(Value::Object(user)) => user.iter().map(|(name, value)| (name.as_str(), value)).collect(),
            Self::PatchUser(patch) => patch.values(),
            Self::SaveGroup(group) => group.attributes().collect(),
            Self::PatchGroup(patch) => patch.values().collect(),
            _ => Vec::new(),
        };
        let mut names: Vec<String> = values
            .into_iter()
            .filter(|(name, value)| !["schemas", "profileUrl", CORE_URN].contains(name) && holds_markup(value))
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        names.dedup();
        names
    }

    /// The address that was sent whole.
    fn address(&self) -> Option<&Members> {
        let addresses = match self {
            Self::SaveUser(Value::Object(user)) => member(user, "addresses")?,
            Self::PatchUser(patch) => return patch.whole("addresses"),
            _ => return None,
        };
        match addresses {
            Value::List(list) => match list.first()? {
                Value::Object(address) => Some(address),
                _ => None,
            },
            _ => None,
        }
    }
}

fn has_filter(query: &str) -> bool {
    query
        .trim_start_matches('?')
        .split('&')
        .any(|parameter| parameter.split('=').next().is_some_and(|name| name.eq_ignore_ascii_case("filter")))
}

/// The body as a JSON value.
fn body(request: &Request) -> Result<Value, Vec<Located<Refusal>>> {
    let body = Pointer::root().key("body");
    // A byte order mark is no JSON, and .NET writes one; RFC 8259 §8.1 lets a reader ignore it.
    let text = request.body.as_deref().unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(vec![body.at(Refusal::BodyMissing)]);
    }
    Value::parse(text.as_bytes()).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // serde_json offers no other way to tell our own refusal from its own.
        vec![body.at(if error.to_string().starts_with(DUPLICATE_KEY) {
            Refusal::BodyDuplicateKey { line, column }
        } else {
            Refusal::BodyNotJson { line, column }
        })]
    })
}

/// `userName`, `name.givenName`, `emails`, `URN:department`.
fn names_of(user: &Value) -> Vec<String> {
    let Value::Object(members) = user else { return Vec::new() };
    let mut names = Vec::with_capacity(members.len());
    for (name, value) in members.iter().filter(|(name, _)| name != "schemas") {
        match value {
            Value::Object(parts) => {
                let mark = if name == ENTERPRISE_URN { ':' } else { '.' };
                names.extend(parts.iter().map(|(part, _)| format!("{name}{mark}{part}")));
            }
            _ => names.push(name.clone()),
        }
    }
    names
}

/// Whether a text in it holds markup; a reference is a URI, to which it belongs.
fn holds_markup(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.contains(MARKUP),
        Value::List(values) => values.iter().any(holds_markup),
        Value::Object(members) => members.iter().any(|(name, value)| name != "$ref" && holds_markup(value)),
        Value::Null | Value::Boolean(_) | Value::Number(_) => false,
    }
}

fn missing(address: &Members) -> Vec<&'static str> {
    WHOLE_ADDRESS.iter().copied().filter(|part| member(address, part).is_none()).collect()
}
