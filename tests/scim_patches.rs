//! PATCH of users, against a strict model of AWS and a permissive server: whatever is asked, AWS has afterwards what the
//! permissive server has, as far as AWS keeps it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    missing_docs,
    reason = "a test fails by panicking, and shares its support with other tests"
)]

#[path = "support/scim/mod.rs"]
mod support;

use aws_federation::Operation;
use serde_json::{Value, json};
use support::aws::{Aws, Readings};
use support::permissive::patched;
use support::{Dice, ENTERPRISE, ask, carry_out, patch};

const SINGLE: &[&str] = &[
    "userName",
    "displayName",
    "nickName",
    "title",
    "active",
    "externalId",
    "locale",
    "name.givenName",
    "name.middleName",
    "name.formatted",
    "Title",
    "urn:ietf:params:scim:schemas:core:2.0:User:title",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
    "photos",
    "password",
    "urn:example:2.0:User:x",
];
const FILTERS: &[&str] =
    &[r#"type eq "work""#, r#"type eq "Home""#, "primary eq true", r#"value eq "a@x.test""#, r#"value eq "b@x.test""#];

fn verb(dice: &mut Dice) -> &'static str {
    dice.one(&["add", "replace", "replace", "remove", "Add", "Replace", "Remove"])
}

fn element(dice: &mut Dice) -> Value {
    let mut element = json!({"value": *dice.one(&["a@x.test", "b@x.test", "c@x.test"])});
    if dice.roll(3) != 0 {
        element["type"] = json!(*dice.one(&["work", "home", "other"]));
    }
    match dice.roll(4) {
        0 => element["primary"] = json!(true),
        1 => element["primary"] = json!(false),
        _ => {}
    }
    element
}

fn list(dice: &mut Dice) -> Value {
    let mut elements: Vec<Value> = (0..dice.roll(4)).map(|_| element(dice)).collect();
    // The same value and type twice says nothing that a server could keep apart.
    let mut known: Vec<(Value, Value)> = Vec::new();
    elements.retain(|element| {
        let key = (element["value"].clone(), element["type"].clone());
        let new = !known.contains(&key);
        known.push(key);
        new
    });
    // Nor do two that are primary.
    let mut primary = false;
    for element in &mut elements {
        if element["primary"] == true {
            element["primary"] = json!(!std::mem::replace(&mut primary, true));
        }
    }
    json!(elements)
}

fn single(dice: &mut Dice, path: &str) -> Value {
    match (path, dice.roll(8)) {
        (_, 0) => json!(""),
        (_, 1) => Value::Null,
        ("active", _) => dice.one(&[json!(true), json!(false), json!("False"), json!("true")]).clone(),
        ("photos", _) => json!([{"value": "https://x.test/p"}]),
        (path, 2) if path.ends_with(":manager") => json!({"value": "9", "displayName": "m"}),
        (_, roll) => json!(format!("v{roll}")),
    }
}

fn operation(dice: &mut Dice) -> Value {
    let verb = verb(dice);
    let removes = verb.eq_ignore_ascii_case("remove");
    let mut operation = json!({"op": verb});
    match dice.roll(9) {
        0..3 => {
            let path = *dice.one(SINGLE);
            operation["path"] = json!(path);
            if !removes {
                operation["value"] = single(dice, path);
            }
        }
        3 => {
            operation["path"] = json!("name");
            if !removes {
                operation["value"] = json!({"givenName": "g2", "middleName": *dice.one(&["", "m2"])});
            }
        }
        4 => {
            operation["path"] = json!(ENTERPRISE);
            if !removes {
                operation["value"] = json!({"department": *dice.one(&["", "d2"]), "division": "x"});
            }
        }
        5 => {
            operation["path"] = json!(*dice.one(&["emails", "phoneNumbers", "Emails"]));
            if !removes || dice.roll(2) == 0 {
                operation["value"] = list(dice);
            }
        }
        6 | 7 => {
            let part = *dice.one(&["", ".value", ".type", ".value"]);
            let list = *dice.one(&["emails", "phoneNumbers"]);
            operation["path"] = json!(format!("{list}[{}]{part}", dice.one(FILTERS)));
            if !removes {
                operation["value"] = match part {
                    "" => element(dice),
                    ".type" => json!(*dice.one(&["work", "home"])),
                    _ => json!(*dice.one(&["a@x.test", "d@x.test"])),
                };
            }
        }
        _ => {
            operation["op"] = json!(*dice.one(&["add", "Replace", "replace"]));
            let mut value = json!({});
            for _ in 0..=dice.roll(3) {
                match dice.roll(4) {
                    0 => value["emails"] = list(dice),
                    1 => value["name.givenName"] = json!("g3"),
                    2 => value[ENTERPRISE] = json!({"division": "y", "manager": {"value": "8"}}),
                    _ => {
                        let path = *dice.one(SINGLE);
                        value[path] = single(dice, path);
                    }
                }
            }
            operation["value"] = value;
        }
    }
    operation
}

fn user(dice: &mut Dice) -> Value {
    let mut user =
        json!({"userName": "ada", "displayName": "Ada L", "name": {"givenName": "Ada", "familyName": "L"}, "active": true});
    for name in ["nickName", "title", "externalId", "locale"] {
        if dice.roll(2) == 0 {
            user[name] = json!("old");
        }
    }
    if dice.roll(2) == 0 {
        user["name"]["middleName"] = json!("King");
    }
    if dice.roll(2) == 0 {
        user[ENTERPRISE] = json!({"department": "old", "manager": {"value": "7"}});
    }
    for list in ["emails", "phoneNumbers"] {
        if dice.roll(3) != 0 {
            let mut element = element(dice);
            if list == "emails" {
                element["primary"] = json!(true);
            }
            user[list] = json!([element]);
        }
    }
    user
}

/// What AWS keeps of a user: what a PUT of the same would be.
fn kept(user: &Value) -> Option<Value> {
    let request =
        json!({"method": "PUT", "path": "/t/scim/v2/Users/7", "body": user.to_string(), "profile": {"missingNames": "refuse"}});
    let answer = ask(Operation::ScimPlan, &request);
    let body = answer["steps"][0]["body"].as_str()?;
    Some(serde_json::from_str(body).unwrap())
}

fn unmarked(list: &Value) -> Value {
    let mut list = list.clone();
    for element in list.as_array_mut().into_iter().flatten() {
        element.as_object_mut().unwrap().remove("primary");
    }
    list
}

#[test]
fn aws_ends_with_what_a_permissive_server_has() {
    let mut dice = Dice(0x005c_1300_05c1_3001);
    let (mut changed, mut refused, mut read) = (0, 0, 0);
    for round in 0..3_000 {
        let readings = Readings { complex_replaced: round % 2 == 0, ..Readings::default() };
        let mut aws = Aws::new(readings);
        let user = user(&mut dice);
        aws.users.insert("id-1".to_owned(), user.clone());
        let message = patch((0..=dice.roll(4)).map(|_| operation(&mut dice)).collect());
        let answer = carry_out(&mut aws, "PATCH", "/t/scim/v2/Users/id-1", Some(&message), &json!({}));
        let after = aws.users["id-1"].clone();
        let context = || format!("{user}\n{message}\n{after}\n{answer:?}\n{:?}", aws.log);
        if answer.local {
            assert_eq!(answer.status, 400, "{}", context());
            assert_eq!(after, user, "{}", context());
            refused += 1;
            continue;
        }
        assert_eq!(answer.status, 200, "{}", context());
        let expected = patched(&user, &message).unwrap_or_else(|| panic!("{}", context()));
        let mut expected = kept(&expected).unwrap_or_else(|| panic!("{expected} is none, {}", context()));
        // An element that AWS has and keeps is not sent again to be marked as the primary one.
        for list in ["emails", "phoneNumbers", "addresses"] {
            if after[list] == user[list] && unmarked(&after[list]) == unmarked(&expected[list]) {
                expected[list].clone_from(&after[list]);
                if after[list].is_null() {
                    expected.as_object_mut().unwrap().remove(list);
                }
            }
        }
        assert_eq!(after, expected, "{}", context());
        changed += usize::from(after != user);
        read += usize::from(aws.log.len() > 1);
        assert!(aws.log.len() <= 2, "{}", context());
    }
    assert!(changed > 1_200 && refused < 1_300 && read > 250, "{changed} changed, {refused} refused, {read} read first");
}

#[test]
fn a_planned_message_is_planned_as_it_is() {
    let mut dice = Dice(0x1dea_7e01_dea7_e001);
    let mut planned = 0;
    for _ in 0..2_000 {
        let message = patch((0..=dice.roll(4)).map(|_| operation(&mut dice)).collect());
        let plan = |body: &str| ask(Operation::ScimPlan, &json!({"method": "PATCH", "path": "/t/scim/v2/Users/7", "body": body}));
        let answer = plan(&message.to_string());
        if answer["steps"][0]["method"] != "PATCH" {
            continue;
        }
        planned += 1;
        let body = answer["steps"][0]["body"].as_str().unwrap();
        let again = plan(body);
        assert_eq!(again["steps"][0]["body"].as_str(), Some(body), "{message}");
        assert_eq!(again["findings"], json!([]), "{message}");
        if serde_json::from_str::<Value>(body).unwrap() != message {
            assert_ne!(answer["findings"], json!([]), "{message} was changed without a word");
        }
    }
    assert!(planned > 250, "only {planned} messages could be sent at once");
}

#[test]
fn what_aws_accepts_is_sent_as_it_is() {
    for operations in [
        json!([{"op": "replace", "path": "title", "value": "t"}]),
        json!([{"op": "add", "path": "nickName", "value": "n"}, {"op": "remove", "path": "title"}]),
        json!([{"op": "replace", "value": {"active": false}}]),
        json!([{"op": "replace", "path": "name.givenName", "value": "g"}]),
        json!([{"op": "replace", "path": "emails", "value": [{"value": "a@x.test", "type": "work", "primary": true}]}]),
        json!([{"op": "remove", "path": "phoneNumbers"}]),
        json!([{"op": "add", "path": format!("{ENTERPRISE}:manager"), "value": {"value": "7"}}]),
        json!([{"op": "replace", "path": format!("{ENTERPRISE}:department"), "value": "d"}]),
    ] {
        let message = patch(operations);
        let request = json!({"method": "PATCH", "path": "/t/scim/v2/Users/7", "body": message.to_string()});
        let answer = ask(Operation::ScimPlan, &request);
        assert_eq!(answer["steps"][0]["body"].as_str(), Some(message.to_string().as_str()));
        assert_eq!((answer["steps"].as_array().unwrap().len(), &answer["findings"]), (1, &json!([])), "{message}");
    }
}
