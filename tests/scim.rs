//! What holds for every body that `scim_plan` is given, tried on bodies made of what identity providers send and what
//! they should not.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "clippy.toml exempts test functions, not what they share"
)]

use aws_federation::{Operation, call};
use serde_json::{Value, json};

const KEYS: &[&str] = &[
    "userName",
    "UserName",
    "displayName",
    "name",
    "Name",
    "name.givenName",
    "name.familyName",
    "formatted",
    "givenName",
    "familyName",
    "emails",
    "Emails",
    "phoneNumbers",
    "addresses",
    "roles",
    "value",
    "Value",
    "type",
    "primary",
    "display",
    "active",
    "externalId",
    "title",
    "profileUrl",
    "photos",
    "meta",
    "id",
    "groups",
    "schemas",
    "department",
    "manager",
    "manager.value",
    "$ref",
    "locality",
    "x",
    "",
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:scim:schemas:extension:enterprise:1.0",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
    "urn:example:1.0:User",
    "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName",
];

const TEXTS: &[&str] = &[
    "",
    " ",
    "ada",
    "Ada Lovelace",
    "ada@example.com",
    "work",
    "True",
    "false",
    "\u{200b}",
    "a\u{0}b",
    "a\tb",
    "\u{2003}",
    "\u{e000}",
    "<;%>",
    "Administrator",
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "ア\u{3000}ダ",
    "e\u{301}",
    "\u{10ffff}",
];

/// The attributes that AWS accepts, and nothing besides (DG/limitations).
const ACCEPTED: &[&str] = &[
    "schemas",
    "userName",
    "name",
    "formatted",
    "familyName",
    "givenName",
    "middleName",
    "honorificPrefix",
    "honorificSuffix",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "active",
    "externalId",
    "emails",
    "phoneNumbers",
    "addresses",
    "roles",
    "value",
    "type",
    "primary",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "country",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "employeeNumber",
    "costCenter",
    "organization",
    "division",
    "department",
    "manager",
    "$ref",
];

/// Deterministic, so that a failure comes again: xorshift64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.roll(if depth == 0 { 6 } else { 11 }) {
            0 => Value::Null,
            1 => json!(self.roll(2) == 0),
            2 => json!(self.roll(3)),
            3..6 => json!(self.one(TEXTS)),
            6..8 => (0..self.roll(4)).map(|_| self.value(depth - 1)).collect(),
            _ => self.object(depth - 1),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let members: serde_json::Map<_, _> = (0..self.roll(5)).map(|_| (self.one(KEYS).to_owned(), self.value(depth))).collect();
        Value::Object(members)
    }
}

#[test]
fn what_is_sent_is_acceptable_and_planning_it_again_changes_nothing() {
    let mut dice = Dice(0x5eed_5eed_5eed_5eed);
    let mut sent = 0;
    for _ in 0..10_000 {
        let mut body = dice.object(3);
        if dice.roll(8) != 0 {
            body["userName"] = json!("ada");
        }
        let answer = plan(&body.to_string());
        let Some(out) = answer["steps"][0]["body"].as_str() else {
            let error: Value = serde_json::from_str(answer["reply"]["body"].as_str().unwrap()).unwrap();
            assert_eq!(error["status"], "400", "{body}");
            assert!(error["detail"].as_str().unwrap().contains('`'), "{body}: no attribute is named");
            assert!(!answer["findings"].as_array().unwrap().is_empty(), "{body}");
            continue;
        };
        sent += 1;
        let user: Value = serde_json::from_str(out).unwrap();
        check(&user, &body);
        for (place, name) in [("", "userName"), ("", "displayName"), ("/name", "givenName"), ("/name", "familyName")] {
            assert!(user.pointer(&format!("{place}/{name}")).is_some_and(Value::is_string), "{name} of {out}");
        }
        for list in ["emails", "phoneNumbers", "addresses", "roles"] {
            assert!(user.get(list).is_none_or(|list| list.as_array().is_some_and(|list| list.len() == 1)), "{list} of {out}");
        }
        assert!(user.get("emails").is_none_or(|emails| emails[0]["primary"] == true && emails[0]["value"].is_string()), "{out}");
        let again = plan(out);
        assert_eq!(again["steps"][0]["body"].as_str(), Some(out), "{body}");
        assert_eq!(again["findings"], json!([]), "{body}");
        if user != body {
            assert_ne!(answer["findings"], json!([]), "{body} was changed without a word");
        }
    }
    assert!(sent > 1_000, "only {sent} bodies could be sent");
}

/// No name that AWS does not accept, no empty value, no string that its patterns refuse.
fn check(value: &Value, body: &Value) {
    match value {
        Value::Object(members) => {
            assert!(!members.is_empty(), "{body}");
            for (name, value) in members {
                assert!(ACCEPTED.contains(&name.as_str()), "{name} of {body}");
                check(value, body);
            }
        }
        Value::Array(values) => {
            assert!(!values.is_empty(), "{body}");
            values.iter().for_each(|value| check(value, body));
        }
        Value::String(text) => {
            assert!(!text.is_empty() && !text.contains(['\u{0}', '\u{200b}', '\u{2003}', '\u{e000}']), "{body}");
        }
        Value::Bool(_) => {}
        Value::Null | Value::Number(_) => panic!("{value} of {body}"),
    }
}

fn plan(body: &str) -> Value {
    let request = json!({"method": "POST", "path": "/t-1/scim/v2/Users", "body": body});
    let answer: Value = serde_json::from_slice(&call(Operation::ScimPlan, request.to_string().as_bytes())).unwrap();
    assert_eq!(answer["type"], "success", "{body}");
    answer
}
