//! A strict model of IAM Identity Center's SCIM endpoint: it refuses whatever is not documented to be accepted, and both readings
//! of what is uncertain can be tried. It knows nothing of the plugin's own tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::ENTERPRISE;

#[derive(Default)]
pub struct Aws {
    pub users: BTreeMap<String, Value>,
    pub groups: BTreeMap<String, Group>,
    /// Every request, as `METHOD path`.
    pub log: Vec<String>,
    /// Instead of serving the request of that number (from 1): a status, or no answer at all.
    pub fault: Option<(usize, u16)>,
    /// What is uncertain.
    pub readings: Readings,
    /// Resources of one page, at the most.
    pub page: usize,
    next: usize,
}

#[derive(Clone, Copy, Default)]
pub struct Readings {
    /// A member that is added twice, or removed without being one, is a conflict.
    pub memberships_conflict: bool,
    /// A complex attribute is replaced as a whole, not merged.
    pub complex_replaced: bool,
    /// An empty list on POST is refused.
    pub empty_lists_refused: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    pub attributes: Map<String, Value>,
    pub members: BTreeSet<String>,
}

/// A status and a detail.
type Refusal = (u16, &'static str);
const GENERIC: Refusal = (400, "Request is unparsable, syntactically incorrect, or violates schema.");
const TEXTS: &[&str] = &[
    "userName",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "externalId",
];
const NAMES: &[&str] = &["formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix"];
const ADDRESS: &[&str] = &["formatted", "streetAddress", "locality", "region", "postalCode", "country", "type"];
const WORK: &[&str] = &["employeeNumber", "costCenter", "organization", "division", "department"];

impl Aws {
    pub fn new(readings: Readings) -> Self {
        Self { readings, page: 100, ..Self::default() }
    }

    /// Users who are there before anything else, so that groups can have members.
    pub fn people(&mut self, count: usize) -> Vec<String> {
        (0..count)
            .map(|number| {
                let user = json!({"userName": format!("user-{number}"), "displayName": "d", "name": {"givenName": "g", "familyName": "f"}});
                let id = self.id();
                self.users.insert(id.clone(), user);
                id
            })
            .collect()
    }

    fn id(&mut self) -> String {
        self.next += 1;
        format!("9067729b3d-{:08x}-0000-4000-8000-{:012x}", self.next, self.next)
    }

    /// Serves one step of a plan; none if the connection breaks.
    pub fn serve(&mut self, step: &Value) -> Option<Value> {
        let (method, path) = (step["method"].as_str().unwrap(), step["path"].as_str().unwrap());
        self.log.push(format!("{method} {path}"));
        let answer = |status: u16, headers: Value, body: Value| {
            let body = if body.is_null() { Value::Null } else { json!(body.to_string()) };
            let mut answer = json!({"status": status, "headers": headers});
            if !body.is_null() {
                answer["body"] = body;
            }
            Some(answer)
        };
        let error = |(status, detail): Refusal| json!({"schema": ["urn:ietf:params:scim:api:messages:2.0:Error"], "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "detail": detail, "status": status.to_string()});
        if let Some((number, status)) = self.fault
            && number == self.log.len()
        {
            return match status {
                0 => None,
                429 => answer(429, json!([{"name": "Retry-After", "value": "7"}]), error((429, "Too many requests."))),
                status => answer(status, json!([]), error((status, "Service failed."))),
            };
        }
        assert!(
            step["headers"]
                .as_array()
                .unwrap()
                .iter()
                .any(|header| header["name"].as_str().unwrap().eq_ignore_ascii_case("user-agent"))
        );
        let body: Value = step["body"].as_str().map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let rest = path.strip_prefix("/t/scim/v2/").expect("outside of the prefix");
        let (endpoint, id) = rest.split_once('/').unwrap_or((rest, ""));
        let served = match (method, endpoint, id) {
            ("POST", "Users", "") => self.save_user(None, &body),
            ("PUT", "Users", id) => self.save_user(Some(id), &body),
            ("PATCH", "Users", id) => self.patch_user(id, &body),
            ("GET", "Users", "") => self.list(true, query),
            ("GET", "Users", id) => self.users.get(id).map(|user| (200, with_id(user, id))).ok_or((404, "Not found.")),
            ("DELETE", "Users", id) => self.users.remove(id).map(|_| (204, Value::Null)).ok_or((404, "Not found.")),
            ("POST", "Groups", "") => self.create_group(&body),
            ("PATCH", "Groups", id) => self.patch_group(id, &body),
            ("GET", "Groups", "") => self.list(false, query),
            ("GET", "Groups", id) => self.groups.get(id).map(|group| (200, shown(group, id))).ok_or((404, "Not found.")),
            ("DELETE", "Groups", id) => self.groups.remove(id).map(|_| (204, Value::Null)).ok_or((404, "Not found.")),
            _ => Err(GENERIC),
        };
        match served {
            Ok((status, body)) => answer(status, json!([{"name": "Content-Type", "value": "application/json"}]), body),
            Err(refusal) => answer(refusal.0, json!([]), error(refusal)),
        }
    }

    fn save_user(&mut self, id: Option<&str>, body: &Value) -> Result<(u16, Value), Refusal> {
        let user = body.as_object().ok_or(GENERIC)?;
        self.check_user(user)?;
        if let Some(id) = id
            && !self.users.contains_key(id)
        {
            return Err((404, "Not found."));
        }
        self.check_unique(id, user)?;
        let mut user = user.clone();
        user.remove("schemas");
        // The guide's answers leave a list out that is empty.
        user.retain(|_, value| value != &json!([]));
        let status = if id.is_some() { 200 } else { 201 };
        let id = id.map_or_else(|| self.id(), ToOwned::to_owned);
        let user = Value::Object(user);
        let shown = with_id(&user, &id);
        self.users.insert(id, user);
        Ok((status, shown))
    }

    fn check_unique(&self, id: Option<&str>, user: &Map<String, Value>) -> Result<(), Refusal> {
        let key = |user: &Value| {
            let text = |value: &Value| value.as_str().map(str::to_lowercase);
            [text(&user["userName"]), text(&user["externalId"]), text(&user["emails"][0]["value"])]
        };
        let own = key(&Value::Object(user.clone()));
        for (other, user) in self.users.iter().filter(|(other, _)| Some(other.as_str()) != id) {
            if key(user).iter().zip(&own).any(|(theirs, own)| own.is_some() && theirs == own) {
                let _ = other;
                return Err((409, "Refused to create a new, duplicate resource."));
            }
        }
        Ok(())
    }

    fn check_user(&self, user: &Map<String, Value>) -> Result<(), Refusal> {
        for (name, value) in user {
            let good = match name.as_str() {
                "schemas" => value.is_array(),
                "active" => value.is_boolean(),
                "name" => texts(value, NAMES),
                "emails" | "phoneNumbers" | "roles" => self.list_of_one(value, &["value", "type"], name == "emails"),
                "addresses" => self.list_of_one(value, ADDRESS, false),
                ENTERPRISE => value.as_object().is_some_and(|object| {
                    !object.is_empty()
                        && object.iter().all(|(name, value)| {
                            if name == "manager" {
                                texts(value, &["value", "$ref"])
                            } else {
                                WORK.contains(&name.as_str()) && text(value, 1_024)
                            }
                        })
                }),
                "userName" => text(value, 128) && !value.as_str().unwrap().contains(char::is_whitespace),
                "externalId" => text(value, 256),
                name => TEXTS.contains(&name) && text(value, 1_024),
            };
            if !good {
                return Err(GENERIC);
            }
        }
        let required = ["/userName", "/displayName", "/name/givenName", "/name/familyName"];
        let whole = Value::Object(user.clone());
        if required.iter().all(|pointer| whole.pointer(pointer).is_some()) { Ok(()) } else { Err(GENERIC) }
    }

    fn list_of_one(&self, value: &Value, parts: &[&str], primary: bool) -> bool {
        let Some(list) = value.as_array() else { return false };
        match list.as_slice() {
            [] => !self.readings.empty_lists_refused,
            [only] => {
                let Some(only) = only.as_object() else { return false };
                let known = only.iter().all(|(name, value)| {
                    if name == "primary" { value.is_boolean() } else { parts.contains(&name.as_str()) && text(value, 1_024) }
                });
                known
                    && !only.is_empty()
                    && (!primary || only.get("primary") == Some(&json!(true)))
                    && (!parts.contains(&"value") || only.contains_key("value"))
            }
            _ => false,
        }
    }

    fn patch_user(&mut self, id: &str, body: &Value) -> Result<(u16, Value), Refusal> {
        let mut user = self.users.get(id).cloned().ok_or((404, "Not found."))?;
        let (mut names, mut actives) = (0, 0);
        for operation in operations(body)? {
            let (verb, path, value) = operation;
            names += usize::from(path == "userName");
            actives += usize::from(path == "active");
            if verb == "remove" && (["userName", "active"].contains(&path.as_str()) || value.is_some()) {
                return Err(GENERIC);
            }
            self.change_user(&mut user, &verb, &path, value)?;
        }
        if names > 1 || actives > 1 {
            return Err(GENERIC);
        }
        let members = user.as_object().unwrap().clone();
        self.check_user(&members)?;
        self.check_unique(Some(id), &members)?;
        self.users.insert(id.to_owned(), user.clone());
        Ok((200, with_id(&user, id)))
    }

    fn change_user(&self, user: &mut Value, verb: &str, path: &str, value: Option<Value>) -> Result<(), Refusal> {
        let place: Vec<&str> = match path.strip_prefix(ENTERPRISE) {
            Some(rest) => std::iter::once(ENTERPRISE).chain(rest.strip_prefix(':').ok_or(GENERIC)?.split('.')).collect(),
            None => path.split('.').collect(),
        };
        let known = match place.as_slice() {
            ["name", part] => NAMES.contains(part),
            [ENTERPRISE, part] => *part == "manager" || WORK.contains(part),
            ["active" | "emails" | "phoneNumbers" | "addresses"] => true,
            [only] => TEXTS.contains(only),
            _ => false,
        };
        // A filter, another attribute, `roles`, or a part of a list.
        if !known {
            return Err(GENERIC);
        }
        let (last, outer) = place.split_last().unwrap();
        let mut holder = user.as_object_mut().unwrap();
        for step in outer {
            holder = holder.entry(*step).or_insert_with(|| json!({})).as_object_mut().ok_or(GENERIC)?;
        }
        match value {
            Some(value) => {
                // A second element.
                if verb == "add" && value.is_array() && holder.get(*last).is_some() {
                    return Err(GENERIC);
                }
                match (holder.get_mut(*last), value) {
                    (Some(Value::Object(old)), Value::Object(new)) if !self.readings.complex_replaced => old.extend(new),
                    (_, value) => {
                        holder.insert((*last).to_owned(), value);
                    }
                }
            }
            None => {
                holder.remove(*last);
            }
        }
        user.as_object_mut().unwrap().retain(|_, value| !value.as_object().is_some_and(Map::is_empty));
        Ok(())
    }

    fn create_group(&mut self, body: &Value) -> Result<(u16, Value), Refusal> {
        let body = body.as_object().ok_or(GENERIC)?;
        let mut group = Group::default();
        for (name, value) in body {
            match name.as_str() {
                "schemas" => {}
                "displayName" | "externalId" if text(value, 1_024) => {
                    group.attributes.insert(name.clone(), value.clone());
                }
                "members" => {
                    let ids = self.member_ids(value)?;
                    if ids.len() > 100 || (ids.is_empty() && self.readings.empty_lists_refused) {
                        return Err(GENERIC);
                    }
                    group.members.extend(ids);
                }
                _ => return Err(GENERIC),
            }
        }
        if !group.attributes.contains_key("displayName") {
            return Err(GENERIC);
        }
        self.check_unique_group(None, &group)?;
        let id = self.id();
        let shown = shown(&group, &id);
        self.groups.insert(id, group);
        Ok((201, shown))
    }

    fn check_unique_group(&self, id: Option<&str>, group: &Group) -> Result<(), Refusal> {
        for (_, other) in self.groups.iter().filter(|(other, _)| Some(other.as_str()) != id) {
            for name in ["displayName", "externalId"] {
                if group.attributes.contains_key(name) && group.attributes.get(name) == other.attributes.get(name) {
                    return Err((409, "Refused to create a new, duplicate resource."));
                }
            }
        }
        Ok(())
    }

    fn member_ids(&self, value: &Value) -> Result<Vec<String>, Refusal> {
        let list = value.as_array().ok_or(GENERIC)?;
        list.iter()
            .map(|member| {
                if !texts(member, &["value", "type", "$ref"]) {
                    return Err(GENERIC);
                }
                let id = member["value"].as_str().ok_or(GENERIC)?;
                if self.users.contains_key(id) { Ok(id.to_owned()) } else { Err((404, "Not found.")) }
            })
            .collect()
    }

    fn patch_group(&mut self, id: &str, body: &Value) -> Result<(u16, Value), Refusal> {
        let mut group = self.groups.get(id).cloned().ok_or((404, "Not found."))?;
        let mut changes = 0;
        for (verb, path, value) in operations(body)? {
            match (verb.as_str(), path.as_str(), value) {
                ("add" | "replace", "displayName" | "externalId", Some(value)) if text(&value, 1_024) => {
                    group.attributes.insert(path, value);
                }
                ("remove", "externalId", None) => {
                    group.attributes.remove("externalId");
                }
                ("add" | "remove", "members", Some(value)) => {
                    let ids = self.member_ids(&value)?;
                    changes += ids.len();
                    for id in ids {
                        let changed = if verb == "add" { group.members.insert(id) } else { group.members.remove(&id) };
                        if !changed && self.readings.memberships_conflict {
                            return Err((409, "Conflict."));
                        }
                    }
                }
                ("replace", "members", _) => return Err((400, "Replacing group memberships is not supported.")),
                _ => return Err(GENERIC),
            }
        }
        if changes > 100 {
            return Err(GENERIC);
        }
        self.check_unique_group(Some(id), &group)?;
        self.groups.insert(id.to_owned(), group);
        Ok((204, Value::Null))
    }

    fn list(&self, users: bool, query: &str) -> Result<(u16, Value), Refusal> {
        let (mut filter, mut count, mut cursor) = (None, 100, None);
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let value = decode(value);
            match name {
                "filter" => filter = Some(value),
                "count" => count = value.parse().map_err(|_| GENERIC)?,
                "cursor" => cursor = Some(value),
                _ => return Err(GENERIC),
            }
        }
        if !(1..=100).contains(&count) {
            return Err(GENERIC);
        }
        // The members of one group are looked up, not searched for: tests read many pages of them.
        let group = filter.as_deref().and_then(pairs).and_then(|pairs| match pairs.as_slice() {
            [(name, id)] if name == "groups.value" => {
                Some(self.groups.get(id).map(|group| group.members.clone()).unwrap_or_default())
            }
            _ => None,
        });
        let all: Vec<Value> = match (users, group) {
            (true, Some(members)) => members.iter().map(|id| with_id(&self.users[id], id)).collect(),
            (true, None) => self.users.iter().map(|(id, user)| with_id(user, id)).collect(),
            (false, _) => self.groups.iter().map(|(id, group)| shown(group, id)).collect(),
        };
        let found: Vec<Value> = match filter.as_deref().map(pairs) {
            None => all,
            Some(None) => return Err((400, "Invalid Filter format")),
            Some(Some(pairs)) => {
                let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
                let known: &[&[&str]] = if users {
                    &[&["userName"], &["externalId"], &["groups.value"], &["id"], &["id", "manager"], &["manager", "id"]]
                } else {
                    &[&["displayName"], &["externalId"], &["members.value"], &["id"], &["id", "members"], &["members", "id"]]
                };
                if !known.contains(&names.as_slice()) {
                    return Err((400, "Invalid Filter format"));
                }
                all.into_iter().filter(|resource| pairs.iter().all(|(name, value)| self.fits(resource, name, value))).collect()
            }
        };
        let Some(cursor) = cursor else {
            let found: Vec<_> = found.into_iter().take(count).collect();
            return Ok((
                200,
                json!({"totalResults": found.len(), "itemsPerPage": found.len(), "startIndex": 1, "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": found}),
            ));
        };
        let from: usize =
            if cursor.is_empty() { 0 } else { cursor.strip_prefix("c+/=").ok_or(GENERIC)?.parse().map_err(|_| GENERIC)? };
        let page: Vec<_> = found.iter().skip(from).take(count.min(self.page)).cloned().collect();
        let next = from + page.len();
        let mut list = json!({"itemsPerPage": page.len(), "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": page});
        if next < found.len() {
            list["nextCursor"] = json!(format!("c+/={next}"));
        }
        Ok((200, list))
    }

    fn fits(&self, resource: &Value, name: &str, value: &str) -> bool {
        let id = resource["id"].as_str().unwrap();
        match name {
            "groups.value" => self.groups.get(value).is_some_and(|group| group.members.contains(id)),
            "members.value" | "members" => self.groups[id].members.contains(value),
            "manager" => resource[ENTERPRISE]["manager"]["value"] == json!(value),
            "userName" => resource["userName"].as_str().unwrap().to_lowercase() == value.to_lowercase(),
            name => resource[name] == json!(value),
        }
    }
}

/// Verb in small letters, path, value; or the one attribute of a value without path.
fn operations(body: &Value) -> Result<Vec<(String, String, Option<Value>)>, Refusal> {
    let list = body["Operations"].as_array().filter(|list| !list.is_empty()).ok_or(GENERIC)?;
    list.iter()
        .map(|operation| {
            let known = operation.as_object().is_some_and(|members| members.keys().all(|key| ["op", "path", "value"].contains(&key.as_str())));
            let verb = operation["op"].as_str().filter(|verb| ["add", "replace", "remove"].contains(verb)).ok_or(GENERIC)?;
            let value = operation.get("value").cloned();
            if !known || (verb != "remove" && value.is_none()) {
                return Err(GENERIC);
            }
            if let Some(path) = operation.get("path") {
                return Ok((verb.to_owned(), path.as_str().ok_or(GENERIC)?.to_owned(), value));
            }
            let value = value.unwrap_or_default();
            let mut members: Vec<_> = value.as_object().ok_or(GENERIC)?.iter().filter(|(name, _)| *name != "id").collect();
            match (verb, members.pop(), members.is_empty()) {
                ("add" | "replace", Some((name, value)), true) => Ok((verb.to_owned(), name.clone(), Some(value.clone()))),
                _ => Err((400, "Current PATCH support allows omitting \"path\" attribute only for Add and Replace operations modifying a single attribute.")),
            }
        })
        .collect()
}

fn text(value: &Value, longest: usize) -> bool {
    value.as_str().is_some_and(|text| (1..=longest).contains(&text.chars().count()) && !text.contains(['\u{0}', '\u{200b}']))
}

fn texts(value: &Value, names: &[&str]) -> bool {
    value.as_object().is_some_and(|object| {
        !object.is_empty() && object.iter().all(|(name, value)| names.contains(&name.as_str()) && text(value, 1_024))
    })
}

fn with_id(user: &Value, id: &str) -> Value {
    let mut user = user.clone();
    user["id"] = json!(id);
    user["meta"] = json!({"resourceType": "User", "lastModified": "2026-11-24T00:00:00Z"});
    user
}

fn shown(group: &Group, id: &str) -> Value {
    let mut shown = Value::Object(group.attributes.clone());
    shown["id"] = json!(id);
    shown["meta"] = json!({"resourceType": "Group", "lastModified": "2026-11-24T00:00:00Z"});
    shown["members"] = json!([]);
    shown
}

/// `a eq "b" and c eq "d"`
fn pairs(filter: &str) -> Option<Vec<(String, String)>> {
    filter
        .split(" and ")
        .map(|part| {
            let (name, value) = part.split_once(" eq ")?;
            Some((name.to_owned(), serde_json::from_str(value).ok()?))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        assert_ne!(byte, b'+', "a plus means a space to some");
        decoded.push(if byte == b'%' {
            let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
            u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
        } else {
            byte
        });
    }
    String::from_utf8(decoded).unwrap()
}
