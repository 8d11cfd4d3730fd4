//! A user, read attribute by attribute into what AWS accepts.

use super::Profile;
use super::attribute_path::{Key, Steps, top, within};
use super::error::{Note, Refusal};
use super::list_keys::SpeltList;
use super::place::{Journal, Place};
use super::{names, schemas};
use crate::aws::scim::{Attribute, Kind};
use crate::error::{Finding, Located, Pointer};
use crate::json::Value;
use crate::limits;

/// The members of a JSON object, in order.
pub(super) type Members = Vec<(String, Value)>;

/// A user that AWS accepts.
#[derive(Debug)]
pub(super) struct Accepted {
    pub(super) body: Value,
    /// What was changed, in the body's order.
    pub(super) notes: Vec<Finding<Note>>,
}

/// Makes a user acceptable to AWS, or says why that cannot be.
///
/// What AWS accepts stays as it is and where it is; everything else that is done is a note. Accepting what was accepted
/// changes nothing.
pub(super) fn accept(body: Value, profile: Profile) -> Result<Accepted, Vec<Located<Refusal>>> {
    let members = match body {
        Value::Object(members) => members,
        other => return Err(vec![Pointer::root().key("body").at(Refusal::BodyNotObject { found: other.kind() })]),
    };
    let mut reader = Reader::new(profile);
    let mut user = Members::with_capacity(members.len());
    let mut claims = Vec::with_capacity(32);
    reader.user(members, &Place::BODY, &mut user, &mut claims);
    reader.finish_lists(&mut user, &mut claims);
    remove_empty_objects(&mut user);
    // What is wrong with a name would only be repeated as a missing name.
    if !reader.journal.has_refusals() {
        names::complete(&mut user, profile.refuse_missing_names, &mut reader.journal);
    }
    let Reader { mut journal, schemas, .. } = reader;
    if let Some((listed, place)) = schemas {
        let (list, note) = schemas::recomputed(&listed, &user);
        if let Some((_, slot)) = user.iter_mut().find(|(name, _)| name == "schemas") {
            *slot = list;
        }
        if let Some(note) = note {
            journal.note(&Place::BODY.key(&place.0, place.1), note);
        }
    }
    journal.finish().map(|notes| Accepted { body: Value::Object(user), notes })
}

/// One reading of one body.
pub(super) struct Reader {
    pub(super) profile: Profile,
    pub(super) journal: Journal,
    /// The URNs that the body lists, with key and position of the list.
    schemas: Option<(Vec<String>, (String, usize))>,
    /// Lists that the body writes in parts.
    pub(super) spelt: Vec<SpeltList>,
}

/// The attributes that the body has given so far. An attribute of two spellings is refused, even if one is empty:
/// another reader could take the other.
pub(super) type Claims = Vec<&'static Attribute>;

impl Reader {
    pub(super) fn new(profile: Profile) -> Self {
        Self { profile, journal: Journal::default(), schemas: None, spelt: Vec::new() }
    }

    /// The members of the user itself.
    fn user(&mut self, members: Members, here: &Place<'_>, user: &mut Members, claims: &mut Claims) {
        if self.too_many(&members, here) {
            return;
        }
        for (key, value) in members {
            let Some(position) = self.journal.next() else { return };
            let place = here.key(&key, position);
            match (top(&key), value) {
                (Some(Key::Core), Value::Object(members)) => self.user(members, &place, user, claims),
                (Some(Key::Attribute(steps)), value) => self.attribute(&key, &steps, value, &place, user, claims),
                (Some(Key::Core), _) => self.drop_unknown(&place),
                (None, value) => {
                    if !self.list_key(&key, &value, &place) {
                        self.drop_unknown(&place);
                    }
                }
            }
        }
    }

    /// The members of an object inside the user.
    pub(super) fn members(
        &mut self,
        members: Members,
        find: impl Fn(&str) -> Option<Steps>,
        here: &Place<'_>,
        into: &mut Members,
        claims: &mut Claims,
    ) {
        if self.too_many(&members, here) {
            return;
        }
        for (key, value) in members {
            let Some(position) = self.journal.next() else { return };
            let place = here.key(&key, position);
            match find(&key) {
                Some(steps) => self.attribute(&key, &steps, value, &place, into, claims),
                None => self.drop_unknown(&place),
            }
        }
    }

    pub(super) fn too_many(&mut self, members: &Members, here: &Place<'_>) -> bool {
        let too_many = members.len() > limits::SCIM_ATTRIBUTES;
        if too_many {
            let refusal = Refusal::BodyTooMany { what: "attributes in one object", limit: limits::SCIM_ATTRIBUTES };
            self.journal.refuse(here, refusal);
        }
        too_many
    }

    pub(super) fn drop_unknown(&mut self, place: &Place<'_>) {
        let note = Note::AttributeDropped { attribute: place.unknown() };
        // `active.value` or `emails[type eq "work"].value` mean something that AWS has: to leave it out is a loss.
        if place.is_spelling_of_a_part() { self.journal.warn(place, note) } else { self.journal.note(place, note) }
    }

    pub(super) fn attribute(
        &mut self,
        key: &str,
        steps: &[Option<&'static Attribute>],
        value: Value,
        place: &Place<'_>,
        into: &mut Members,
        claims: &mut Claims,
    ) {
        let spelt = matches!(steps, [Some(only), None, ..] if only.name == key);
        let renamed = !spelt && !is_empty(&value);
        self.put(key, steps, value, place, renamed, into, claims);
    }

    /// Puts a value where its attribute belongs: `name.givenName` into `name`.
    #[allow(clippy::too_many_arguments, reason = "a key, its meaning, its value, its place, and where it goes")]
    fn put(
        &mut self,
        key: &str,
        steps: &[Option<&'static Attribute>],
        value: Value,
        place: &Place<'_>,
        renamed: bool,
        into: &mut Members,
        claims: &mut Claims,
    ) {
        let [Some(attribute), rest @ ..] = steps else { return };
        let attribute: &'static Attribute = attribute;
        let place = place.named(attribute.name);
        if let [Some(_), ..] = rest {
            // INVARIANT: a complex attribute is an object in what was read, for nothing else is put under its name.
            if let Some(into) = object(into, attribute.name) {
                self.put(key, rest, value, &place.within(), renamed, into, claims);
            }
            return;
        }
        if claims.iter().any(|claimed| std::ptr::eq(*claimed, attribute)) {
            self.journal.refuse(&place, Refusal::AttributeTwice { attribute: place.attribute() });
            return;
        }
        claims.push(attribute);
        if renamed {
            self.journal.note(&place, Note::AttributeRenamed { attribute: place.attribute() });
        }
        let value = match &attribute.kind {
            Kind::Schemas => {
                self.schemas = self.listed_schemas(value, &place).map(|listed| (listed, (key.to_owned(), place.position())));
                Some(Value::Null)
            }
            _ if is_empty(&value) => {
                self.empty(&place);
                None
            }
            Kind::Complex(table) => {
                if let Some(into) = object(into, attribute.name) {
                    self.complex(attribute, table, value, &place, into, claims);
                }
                None
            }
            Kind::Text(rule) => self.text(*rule, value, &place).inspect(|value| {
                if attribute.name == "userName" {
                    self.check_user_name(value, &place);
                }
            }),
            Kind::Boolean => self.boolean(value, &place),
            Kind::Many(many) => self.one_of(attribute, many, value, &place),
        };
        if let Some(value) = value {
            into.push((attribute.name.to_owned(), value));
        }
    }

    fn complex(
        &mut self,
        attribute: &'static Attribute,
        table: &'static [Attribute],
        value: Value,
        place: &Place<'_>,
        into: &mut Members,
        claims: &mut Claims,
    ) {
        match (value, attribute.bare()) {
            (Value::Object(members), _) => self.members(members, |key| within(table, key), place, into, claims),
            // Entra ID sends the manager's id bare (jelhub/scimgateway utils-scim.ts).
            (value @ Value::Text(_), Some(bare)) => {
                self.journal.note(place, Note::ValueReshaped { attribute: place.attribute() });
                self.put(bare.name, &[Some(bare)], value, &place.within(), false, into, claims);
            }
            (other, _) => self.wrong_type("an object", &other, place),
        }
    }

    /// Notes a value that is none. `null` and `[]` mean unassigned (RFC 7643 §2.5); `""` is refused by AWS, and Entra ID
    /// means by it that the value is cleared.
    pub(super) fn empty(&mut self, place: &Place<'_>) {
        let note = Note::EmptyDropped { attribute: place.attribute() };
        // What AWS makes of a user without `active` is not established, so a cleared one may not stay cleared.
        if place.attribute() == "active" { self.journal.warn(place, note) } else { self.journal.note(place, note) }
    }

    pub(super) fn wrong_type(&mut self, expected: &'static str, found: &Value, place: &Place<'_>) {
        let refusal = Refusal::AttributeType { attribute: place.attribute(), expected, found: found.kind() };
        self.journal.refuse(place, refusal);
    }
}

/// Whether a value is none.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Boolean(_) | Value::Number(_) => false,
    }
}

/// The value of that name.
pub(super) fn member<'a>(members: &'a Members, name: &str) -> Option<&'a Value> {
    members.iter().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// The members of the object of that name, which is made when there is none.
pub(super) fn object<'a>(members: &'a mut Members, name: &str) -> Option<&'a mut Members> {
    if member(members, name).is_none() {
        members.push((name.to_owned(), Value::Object(Members::new())));
    }
    members.iter_mut().find(|(own, _)| own == name).and_then(|(_, value)| match value {
        Value::Object(inner) => Some(inner),
        _ => None,
    })
}

/// An object all of whose members were left out goes too; each was noted.
fn remove_empty_objects(members: &mut Members) {
    members.retain_mut(|(_, value)| match value {
        Value::Object(inner) => {
            remove_empty_objects(inner);
            !inner.is_empty()
        }
        _ => true,
    });
}

#[cfg(test)]
mod tests {
    use crate::scim::Profile;
    use crate::scim::testing::{accepted, refused, user_with};

    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    #[test]
    fn what_aws_accepts_is_kept_where_it_is() {
        let full = user_with(&format!(
            r#","nickName":"n","profileUrl":"https://x.test/a%20b","title":"t","userType":"e","preferredLanguage":"en","locale":"en-US","timezone":"Europe/Paris","active":false,"externalId":"7","emails":[{{"type":"other","value":"a@x.test","primary":true}}],"phoneNumbers":[{{"value":"1"}}],"addresses":[{{"type":"work"}}],"roles":[{{"value":"r","primary":false}}],"{URN}":{{"manager":{{"$ref":"../Users/7","value":"7"}},"department":"d","employeeNumber":"1","costCenter":"2","organization":"o","division":"v"}},"schemas":["{URN}","urn:ietf:params:scim:schemas:core:2.0:User"]"#
        ));
        assert_eq!(accepted(&full), (full, Vec::new()));
    }

    #[test]
    fn what_aws_refuses_is_left_out() {
        for name in [
            "photos",
            "password",
            "ims",
            "entitlements",
            "x509Certificates",
            "groups",
            "meta",
            "id",
            "members",
            "Photos",
            "urn:example:2.0:User",
            "emails.display",
            "name.nickName",
            "$ref",
            "",
            "/~",
        ] {
            for value in ["[]", "null", "\"x\"", r#"[{"value":"x"}]"#, r#"{"a":{"b":null}}"#] {
                let (body, notes) = accepted(&user_with(&format!(r#","{name}":{value}"#)));
                assert_eq!(body, user_with(""), "{name}");
                let pointer = name.replace('~', "~0").replace('/', "~1");
                assert_eq!(notes, [format!("/body/{pointer} scim.attribute-dropped")], "{name}");
            }
        }
    }

    #[test]
    fn names_are_written_in_their_canonical_case() {
        let (body, notes) = accepted(r#"{"USERNAME":"u","DisplayName":"d","Name":{"givenname":"g","familyName":"f"}}"#);
        assert_eq!(body, user_with(""));
        assert_eq!(notes.len(), 4);
        assert!(notes.iter().all(|note| note.ends_with("scim.attribute-renamed")));
    }

    #[test]
    fn dotted_keys_go_where_they_belong() {
        let (body, notes) = accepted(&format!(
            r#"{{"userName":"u","name.givenName":"g","displayName":"d","name":{{"familyName":"f"}},"{URN}:department":"x","urn:scim:schemas:extension:enterprise:1.0":{{"manager.value":"7"}},"urn:ietf:params:scim:schemas:core:2.0:User:title":"t"}}"#
        ));
        let expected = format!(
            r#"{{"userName":"u","name":{{"givenName":"g","familyName":"f"}},"displayName":"d","{URN}":{{"department":"x","manager":{{"value":"7"}}}},"title":"t"}}"#
        );
        assert_eq!(body, expected);
        assert_eq!(notes.len(), 5, "{notes:?}");
        // The core schema's own URN is a container to some.
        let (body, _) = accepted(
            r#"{"urn:ietf:params:scim:schemas:core:2.0:User":{"userName":"u","displayName":"d","name":{"givenName":"g","familyName":"f"}}}"#,
        );
        assert_eq!(body, user_with(""));
    }

    #[test]
    fn an_attribute_of_two_spellings_is_refused() {
        for (members, path, attribute) in [
            (r#","UserName":"v""#.to_owned(), "/body/UserName", "userName"),
            (r#","Nickname":"","nickName":"x""#.to_owned(), "/body/nickName", "nickName"),
            (r#","Name":{"middleName":"m"}"#.to_owned(), "/body/Name", "name"),
            (r#","name.givenName":"x""#.to_owned(), "/body/name.givenName", "name.givenName"),
            (r#","emails":[],"Emails":[]"#.to_owned(), "/body/Emails", "emails"),
            (r#","emails":[{"value":"a","Value":"b"}]"#.to_owned(), "/body/emails/0/Value", "emails.value"),
            (
                format!(r#","{URN}":{{"department":"a"}},"{URN}:Department":"b""#),
                "/body/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:Department",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
            ),
            (r#","urn:ietf:params:scim:schemas:core:2.0:User":{"title":"a"},"title":"b""#.to_owned(), "/body/title", "title"),
        ] {
            let refusals = refused(&user_with(&members), Profile::default());
            assert_eq!(refusals, [format!("{path} `{attribute}` is given twice, in different spellings")], "{members}");
        }
    }

    #[test]
    fn what_has_no_value_is_left_out() {
        for members in [
            r#","title":null"#,
            r#","title":"""#,
            r#","title":[]"#,
            r#","active":"""#,
            r#","emails":[]"#,
            r#","emails":null"#,
            r#","emails":"""#,
            r#","emails":[null,"",{},[],{"value":""},{"type":"work"},{"value":null,"primary":true}]"#,
            r#","addresses":[{"locality":"","region":"","country":""}]"#,
            r#","addresses":[{"type":"work","locality":""}]"#,
            r#","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{}"#,
            r#","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":""},"department":null}"#,
            r#","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"displayName":"m"}}"#,
            r#","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":""}"#,
        ] {
            let (body, notes) = accepted(&user_with(members));
            assert_eq!(body, user_with(""), "{members}");
            assert!(!notes.is_empty(), "{members}");
        }
        let (body, notes) =
            accepted(&user_with(&format!(r#","{URN}":{{"manager":{{"value":"7","$ref":null,"displayName":"m"}}}}"#)));
        assert_eq!(body, user_with(&format!(r#","{URN}":{{"manager":{{"value":"7"}}}}"#)));
        let manager = format!("/body/{URN}/manager");
        assert_eq!(
            notes,
            [format!("{manager}/$ref scim.empty-dropped"), format!("{manager}/displayName scim.attribute-dropped")]
        );
    }

    #[test]
    fn a_bare_manager_becomes_an_object() {
        for (key, value) in [(format!("{URN}:manager"), r#""7""#), (URN.to_owned(), r#"{"manager":"7"}"#)] {
            let (body, _) = accepted(&user_with(&format!(r#","{key}":{value}"#)));
            assert_eq!(body, user_with(&format!(r#","{URN}":{{"manager":{{"value":"7"}}}}"#)));
        }
    }

    #[test]
    fn values_of_another_type_are_refused_by_name() {
        for (body, refusal) in [
            (r#"{"userName":true}"#.to_owned(), "/body/userName `userName` must be a string, found a boolean"),
            (r#"{"userName":"u","name":"x"}"#.to_owned(), "/body/name `name` must be an object, found a string"),
            (user_with(r#","emails":7"#), "/body/emails `emails` must be a list of objects, found a number"),
            (user_with(r#","emails":[7]"#), "/body/emails/0 `emails` must be an object, found a number"),
            (user_with(r#","emails":[["x"]]"#), "/body/emails/0 `emails` must be an object, found a list"),
            (user_with(r#","addresses":"x""#), "/body/addresses `addresses` must be a list of objects, found a string"),
            (
                user_with(r#","emails":[{"value":{"a":1}}]"#),
                "/body/emails/0/value `emails.value` must be a string, found an object",
            ),
            (user_with(r#","active":1"#), "/body/active `active` must be true or false, found a number"),
            (user_with(r#","active":"yes""#), "/body/active `active` must be true or false, found a string"),
            (user_with(r#","schemas":{"a":1}"#), "/body/schemas `schemas` must be a list of strings, found an object"),
            (user_with(r#","schemas":[1]"#), "/body/schemas `schemas` must be a list of strings, found a number"),
            (
                user_with(&format!(r#","{URN}":["x"]"#)),
                "/body/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` must be an object, found a list",
            ),
        ] {
            assert_eq!(refused(&body, Profile::default()), [refusal], "{body}");
        }
    }

    #[test]
    fn too_much_is_refused() {
        let attributes: String = (0..1_001).map(|n| format!(",\"a{n}\":1")).collect();
        assert_eq!(
            refused(&user_with(&attributes), Profile::default()),
            ["/body the body has more than 1000 attributes in one object"]
        );
        let elements = vec![r#"{"value":"x"}"#; 1_001].join(",");
        let body = user_with(&format!(r#","emails":[{elements}]"#));
        assert_eq!(refused(&body, Profile::default()), ["/body/emails the body has more than 1000 elements in one list"]);
        let element = format!("{{{}}}", (0..200).map(|n| format!("\"a{n}\":1")).collect::<Vec<_>>().join(","));
        let body = user_with(&format!(r#","emails":[{}]"#, vec![element.as_str(); 60].join(",")));
        assert_eq!(refused(&body, Profile::default()), ["/body the body has more than 10000 attributes and elements"]);
        // The core URN in itself, as deep as JSON goes.
        let (open, close) = (r#"{"urn:scim:schemas:core:1.0":"#.repeat(120), "}".repeat(120));
        assert!(refused(&format!("{open}{{}}{close}"), Profile::default()).len() == 4);
    }
}
