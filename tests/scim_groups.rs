//! Groups, lists and conflicts, against a strict model of AWS: memberships are right at the end, whatever fails in between,
//! and nothing is reported that did not happen.

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

use std::collections::BTreeSet;

use aws_federation::{Operation, call};
use serde_json::{Value, json};
use support::aws::{Aws, Group, Readings};
use support::{Dice, ask, carry_out, patch};

const GROUPS: &str = "/t/scim/v2/Groups";

fn members(ids: &[String]) -> Value {
    ids.iter().map(|id| json!({"value": id})).collect()
}

fn set(ids: &[String]) -> BTreeSet<String> {
    ids.iter().cloned().collect()
}

fn group(ids: &[String]) -> Value {
    json!({"displayName": "developers", "externalId": "e-1", "members": members(ids)})
}

fn with_group(aws: &mut Aws, ids: &[String]) -> String {
    let attributes = json!({"displayName": "developers", "externalId": "e-1"}).as_object().unwrap().clone();
    aws.groups.insert("g-1".to_owned(), Group { attributes, members: set(ids) });
    format!("{GROUPS}/g-1")
}

fn values(body: &Value) -> BTreeSet<String> {
    body["members"].as_array().unwrap().iter().map(|member| member["value"].as_str().unwrap().to_owned()).collect()
}

fn only(aws: &Aws) -> &Group {
    assert_eq!(aws.groups.len(), 1);
    aws.groups.values().next().unwrap()
}

#[test]
fn two_hundred_and_fifty_are_created() {
    let mut aws = Aws::new(Readings::default());
    let people = aws.people(250);
    let answer = carry_out(&mut aws, "POST", GROUPS, Some(&group(&people)), &json!({}));
    assert_eq!((answer.status, values(&answer.body)), (201, set(&people)));
    assert_eq!(only(&aws).members, set(&people));
    assert_eq!(aws.log.len(), 3);
    assert!(answer.body["id"].is_string() && answer.body["displayName"] == "developers");
}

#[test]
fn two_hundred_and_fifty_become_one_hundred_and_eighty_with_overlap() {
    for (method, readings) in [("PUT", false), ("PATCH", false), ("PUT", true), ("PATCH", true)] {
        let mut aws = Aws::new(Readings { memberships_conflict: readings, ..Readings::default() });
        let people = aws.people(350);
        let path = with_group(&mut aws, &people[..250]);
        let (wanted, body) = (&people[170..], group(&people[170..]));
        let body = match method {
            "PUT" => body,
            _ => patch(json!([{"op": "replace", "path": "members", "value": members(wanted)}])),
        };
        let answer = carry_out(&mut aws, method, &path, Some(&body), &json!({}));
        assert_eq!(only(&aws).members, set(wanted), "{method}");
        assert_eq!(answer.status, if method == "PUT" { 200 } else { 204 });
        if method == "PUT" {
            assert_eq!(values(&answer.body), set(wanted));
        }
        // 3 pages, 270 changes; PUT reads the group besides.
        assert_eq!(aws.log.len(), if method == "PUT" { 7 } else { 6 }, "{:?}", aws.log);
        // Again: nothing is left to do.
        let again = carry_out(&mut aws, method, &path, Some(&body), &json!({}));
        assert_eq!((again.status, &only(&aws).members), (answer.status, &set(wanted)));
        assert!(!aws.log[7..].iter().any(|line| line.starts_with("PATCH")), "{:?}", aws.log);
    }
}

#[test]
fn five_thousand_are_pushed_in_requests_of_a_hundred() {
    let mut aws = Aws::new(Readings::default());
    let people = aws.people(5_000);
    let path = with_group(&mut aws, &people[..1]);
    let body = patch(json!([{"op": "add", "path": "members", "value": members(&people[1..])}]));
    let answer = carry_out(&mut aws, "PATCH", &path, Some(&body), &json!({}));
    assert_eq!((answer.status, aws.log.len(), only(&aws).members.len()), (204, 50, 5_000));
    let answer = carry_out(&mut aws, "GET", &path, None, &json!({}));
    assert_eq!(values(&answer.body).len(), 5_000);
    let answer = carry_out(&mut aws, "PUT", &path, Some(&json!({"displayName": "d", "members": []})), &json!({}));
    assert_eq!((answer.status, only(&aws).members.len(), &answer.body["members"]), (200, 0, &json!([])));
}

/// Whatever request fails, and however: the answer is an error that counts what was done, and the same request finishes.
#[test]
fn a_failure_in_the_middle_is_reported_and_the_same_request_finishes() {
    type Plan = (&'static str, fn(&[String]) -> Value, std::ops::Range<usize>, std::ops::Range<usize>);
    let plans: [Plan; 4] = [
        ("POST", |people| group(&people[..310]), 0..0, 0..310),
        ("PUT", |people| group(&people[60..260]), 0..130, 60..260),
        (
            "PATCH",
            |people| {
                patch(json!([
                    {"op": "replace", "path": "members", "value": members(&people[60..260])},
                    {"op": "replace", "path": "displayName", "value": "new"}
                ]))
            },
            0..130,
            60..260,
        ),
        (
            "PATCH",
            |people| {
                patch(json!([
                    {"op": "add", "path": "members", "value": members(&people[130..310])},
                    {"op": "remove", "path": "members", "value": members(&people[..120])}
                ]))
            },
            0..130,
            120..310,
        ),
    ];
    for memberships_conflict in [false, true] {
        for (method, body, before, after) in plans.clone() {
            let mut number = 0;
            loop {
                number += 1;
                let mut finished = false;
                let statuses: &[u16] = if memberships_conflict { &[0, 429] } else { &[0, 400, 429, 500] };
                for status in statuses.iter().copied() {
                    let mut aws = Aws::new(Readings { memberships_conflict, ..Readings::default() });
                    let people = aws.people(310);
                    let path = if method == "POST" { GROUPS.to_owned() } else { with_group(&mut aws, &people[before.clone()]) };
                    let body = body(&people);
                    aws.fault = Some((number, status));
                    let (was, started) = (aws.groups.clone(), aws.groups.len());
                    let answer = carry_out(&mut aws, method, &path, Some(&body), &json!({}));
                    if aws.log.len() < number {
                        // There is no such request: the plan was carried out.
                        finished = true;
                        break;
                    }
                    let context = format!("{method}, {status} at {number}: {answer:?}\n{:?}", aws.log);
                    if status == 400 && answer.findings.contains(&"scim.memberships-read-again".to_owned()) {
                        // Nothing else was wrong: the plan went on.
                        assert_eq!((answer.status, &only(&aws).members), (204, &set(&people[after.clone()])), "{context}");
                        continue;
                    }
                    assert_eq!(answer.status, if status == 0 { 502 } else { u64::from(status) }, "{context}");
                    assert_eq!(answer.body["status"], json!(answer.status.to_string()), "{context}");
                    let detail = answer.body["detail"].as_str().unwrap();
                    let changed = aws.groups != was;
                    assert_eq!(detail.contains("not finished: "), changed, "{context}");
                    if status == 429 {
                        assert!(
                            answer.headers.as_array().unwrap().contains(&json!({"name": "Retry-After", "value": "7"})),
                            "{context}"
                        );
                    }
                    // Nobody who should stay was removed, nobody who should not be there was added.
                    if started > 0 {
                        let now = &only(&aws).members;
                        assert!(
                            set(&people[before.clone()]).intersection(&set(&people[after.clone()])).all(|id| now.contains(id)),
                            "{context}"
                        );
                    }
                    aws.fault = None;
                    let again = carry_out(&mut aws, method, &path, Some(&body), &json!({}));
                    assert!([200, 201, 204].contains(&again.status), "{context}\n{again:?}");
                    assert_eq!(only(&aws).members, set(&people[after.clone()]), "{context}");
                }
                if finished {
                    break;
                }
            }
            assert!(number >= 4, "{method} has {number} requests");
        }
    }
}

#[test]
fn a_conflict_is_reported_unless_it_is_to_be_taken_over() {
    let mut aws = Aws::new(Readings::default());
    let people = aws.people(130);
    with_group(&mut aws, &people[..3]);
    let body = group(&people[2..5]);
    let answer = carry_out(&mut aws, "POST", GROUPS, Some(&body), &json!({}));
    assert_eq!((answer.status, only(&aws).members.len()), (409, 3));
    let answer = carry_out(&mut aws, "POST", GROUPS, Some(&body), &json!({"conflicts": "adopt"}));
    assert_eq!((answer.status, &answer.body["id"], values(&answer.body)), (201, &json!("g-1"), set(&people[2..5])));
    assert_eq!(only(&aws).members, set(&people[2..5]));
    // More than one request takes, and a group that is somebody else's: its members are not ours.
    let body = group(&people);
    let answer = carry_out(&mut aws, "POST", GROUPS, Some(&body), &json!({}));
    assert_eq!((answer.status, only(&aws).members.len()), (409, 3));
    let mut other = body.clone();
    other["externalId"] = json!("e-2");
    let answer = carry_out(&mut aws, "POST", GROUPS, Some(&other), &json!({}));
    assert_eq!((answer.status, only(&aws).members.len()), (409, 3));
    // By its external id, and renamed.
    let renamed = json!({"displayName": "renamed", "externalId": "e-1"});
    let answer = carry_out(&mut aws, "POST", GROUPS, Some(&renamed), &json!({"conflicts": "adopt"}));
    assert_eq!((answer.status, &answer.body["displayName"]), (201, &json!("renamed")));
    assert_eq!((only(&aws).attributes["displayName"].as_str(), only(&aws).members.len()), (Some("renamed"), 3));
}

#[test]
fn a_user_that_exists_is_taken_over_when_asked() {
    let mut aws = Aws::new(Readings::default());
    let user = json!({"userName": "Ada \"L\"".replace(' ', "_"), "displayName": "d", "name": {"givenName": "g", "familyName": "f"}, "externalId": "e-1"});
    let users = "/t/scim/v2/Users";
    let created = carry_out(&mut aws, "POST", users, Some(&user), &json!({}));
    assert_eq!(created.status, 201);
    assert_eq!(carry_out(&mut aws, "POST", users, Some(&user), &json!({})).status, 409);
    let adopt = json!({"conflicts": "adopt"});
    let mut changed = user.clone();
    changed["title"] = json!("t");
    let answer = carry_out(&mut aws, "POST", users, Some(&changed), &adopt);
    assert_eq!((answer.status, &answer.body["id"], &answer.body["title"]), (201, &created.body["id"], &json!("t")));
    // By its external id.
    changed["userName"] = json!("countess");
    let answer = carry_out(&mut aws, "POST", users, Some(&changed), &adopt);
    assert_eq!((answer.status, &answer.body["id"], &answer.body["userName"]), (201, &created.body["id"], &json!("countess")));
    // The same email is no way to find anybody.
    let with_email = |name: &str| json!({"userName": name, "displayName": "d", "name": {"givenName": "g", "familyName": "f"}, "emails": [{"value": "a@x.test", "primary": true}]});
    assert_eq!(carry_out(&mut aws, "POST", users, Some(&with_email("one")), &adopt).status, 201);
    let answer = carry_out(&mut aws, "POST", users, Some(&with_email("two")), &adopt);
    assert_eq!((answer.status, aws.users.len()), (409, 2));
    assert!(answer.findings.contains(&"scim.conflict-unresolved".to_owned()));
    assert_eq!(answer.body["scimType"], "uniqueness");
}

#[test]
fn lists_are_counted_over_cursors() {
    for page in [100, 33] {
        let mut aws = Aws::new(Readings::default());
        aws.page = page;
        aws.people(250);
        let users = "/t/scim/v2/Users";
        let mut found = Vec::new();
        let mut start = 1;
        loop {
            let answer = carry_out(&mut aws, "GET", &format!("{users}?startIndex={start}&count=60"), None, &json!({}));
            assert_eq!(
                (answer.status, &answer.body["totalResults"], &answer.body["startIndex"]),
                (200, &json!(250), &json!(start))
            );
            let resources = answer.body["Resources"].as_array().unwrap();
            assert_eq!(answer.body["itemsPerPage"], json!(resources.len()));
            found.extend(resources.iter().map(|user| user["userName"].as_str().unwrap().to_owned()));
            start += resources.len();
            if start > 250 {
                break;
            }
        }
        assert_eq!((found.len(), found.iter().collect::<BTreeSet<_>>().len()), (250, 250));
        for (query, listed) in
            [("", 100), ("?count=0", 0), ("?count=1000", 100), ("?startIndex=-3&count=-1", 0), ("?startIndex=300", 0)]
        {
            let answer = carry_out(&mut aws, "GET", &format!("{users}{query}"), None, &json!({}));
            assert_eq!(
                (answer.body["Resources"].as_array().unwrap().len(), &answer.body["totalResults"]),
                (listed, &json!(250)),
                "{query}"
            );
        }
        let answer = carry_out(&mut aws, "GET", &format!("{users}?filter=userName+eq+user-7"), None, &json!({}));
        assert_eq!(
            (answer.requests, &answer.body["totalResults"], &answer.body["Resources"][0]["userName"]),
            (1, &json!(1), &json!("user-7"))
        );
        // Whoever pages with cursors is passed through.
        let answer = carry_out(&mut aws, "GET", &format!("{users}?count=50&cursor"), None, &json!({}));
        assert_eq!(answer.requests, 1);
        let next = answer.body["nextCursor"].as_str().unwrap().replace('+', "%2B").replace('/', "%2F");
        let answer = carry_out(&mut aws, "GET", &format!("{users}?count=50&cursor={next}"), None, &json!({}));
        assert_eq!((answer.status, answer.requests), (200, 1));
    }
}

#[test]
fn groups_are_listed_with_their_members_or_without_any() {
    let mut aws = Aws::new(Readings::default());
    let people = aws.people(150);
    let path = with_group(&mut aws, &people[..120]);
    aws.groups.insert(
        "g-2".to_owned(),
        Group { attributes: json!({"displayName": "empty"}).as_object().unwrap().clone(), members: BTreeSet::new() },
    );
    for filter in ["", "?filter=displayName%20eq%20%22developers%22", "?cursor"] {
        let answer = carry_out(&mut aws, "GET", &format!("{GROUPS}{filter}"), None, &json!({}));
        assert!(answer.body["Resources"].as_array().unwrap().iter().all(|group| group.get("members").is_none()), "{answer:?}");
        let answer = carry_out(&mut aws, "GET", &format!("{GROUPS}{filter}"), None, &json!({"listedMembers": "read"}));
        let groups = answer.body["Resources"].as_array().unwrap();
        assert_eq!(values(&groups[0]), set(&people[..120]));
        assert!(groups.get(1).is_none_or(|group| group["members"] == json!([])));
    }
    let answer = carry_out(&mut aws, "GET", &path, None, &json!({}));
    assert_eq!((answer.status, answer.requests, values(&answer.body)), (200, 3, set(&people[..120])));
    let answer = carry_out(&mut aws, "GET", &format!("{path}?excludedAttributes=members"), None, &json!({}));
    assert_eq!((answer.requests, answer.body.get("members")), (1, None));
    assert_eq!(carry_out(&mut aws, "GET", &format!("{GROUPS}/g-9"), None, &json!({})).status, 404);
    let answer = carry_out(&mut aws, "GET", &path, None, &json!({"members": 100}));
    assert_eq!((answer.status, &answer.body["scimType"]), (400, &json!("tooMany")));
    let answer = carry_out(&mut aws, "PUT", &path, Some(&group(&people[..2])), &json!({"members": 100}));
    assert_eq!((answer.status, aws.groups["g-1"].members.len()), (413, 120));
}

#[test]
fn nothing_left_to_change_is_no_success_for_a_group_that_does_not_exist() {
    let mut aws = Aws::new(Readings::default());
    for operations in [
        json!([{"op": "replace", "path": "members", "value": []}]),
        json!([{"op": "remove", "path": "members"}]),
        json!([{"op": "add", "path": "members", "value": [{"value": ""}]}]),
        json!([{"op": "replace", "path": "photos", "value": "x"}]),
    ] {
        let answer = carry_out(&mut aws, "PATCH", &format!("{GROUPS}/g-9"), Some(&patch(operations.clone())), &json!({}));
        assert_eq!(answer.status, 404, "{operations}");
    }
    let path = with_group(&mut aws, &[]);
    let answer = carry_out(&mut aws, "PATCH", &path, Some(&patch(json!([{"op": "remove", "path": "members"}]))), &json!({}));
    assert_eq!(answer.status, 204);
}

/// Random messages about members, against sets.
#[test]
fn memberships_are_what_the_operations_say() {
    let mut dice = Dice(0x6209_6209_6209_6209);
    let (mut split, mut refused) = (0, 0);
    for round in 0..300 {
        let mut aws =
            Aws::new(Readings { memberships_conflict: round % 2 == 1, empty_lists_refused: true, ..Readings::default() });
        aws.page = [100, 7][round % 2];
        let people = aws.people(260);
        let some = |dice: &mut Dice| -> Vec<String> {
            let longest = if dice.roll(6) == 0 { 240 } else { 12 };
            let (from, length) = (dice.roll(250), dice.roll(longest));
            people[from..people.len().min(from + length)].to_vec()
        };
        let before = some(&mut dice);
        let path = with_group(&mut aws, &before);
        let mut expected = set(&before);
        let mut operations = Vec::new();
        for _ in 0..=dice.roll(3) {
            let (verb, ids) = (
                *dice.one(&["add", "Remove", "remove", "Replace", "Add", "removeAll", "filter", "pathless", "nobody"]),
                some(&mut dice),
            );
            let mut value: Vec<Value> = ids.iter().map(|id| json!({"value": id, "display": "d", "type": "User"})).collect();
            // The same member twice.
            value.extend(value.first().cloned());
            operations.push(match verb {
                "removeAll" => json!({"op": "remove", "path": "members"}),
                "filter" => match ids.first() {
                    Some(id) => json!({"op": "remove", "path": format!("members[value eq \"{id}\"]")}),
                    None => continue,
                },
                "pathless" => json!({"op": "add", "value": {"members": value, "externalId": "e-2"}}),
                // Says nobody's name: nobody comes, and nobody goes.
                "nobody" => json!({"op": *dice.one(&["remove", "replace", "add"]), "path": "members", "value": [{"value": ""}, {"display": "x"}]}),
                verb => json!({"op": verb, "path": "members", "value": value}),
            });
            match verb {
                "removeAll" => expected.clear(),
                "filter" => {
                    expected.remove(&ids[0]);
                }
                "add" | "Add" | "pathless" => expected.extend(ids),
                "Replace" if ids.is_empty() => expected.clear(),
                "Replace" => expected = set(&ids),
                "nobody" => {}
                _ => ids.iter().for_each(|id| {
                    expected.remove(id);
                }),
            }
        }
        if operations.is_empty() {
            continue;
        }
        let message = patch(json!(operations));
        let answer = carry_out(&mut aws, "PATCH", &path, Some(&message), &json!({}));
        if answer.local {
            refused += 1;
            assert_eq!(only(&aws).members, set(&before), "{message}");
            continue;
        }
        assert_eq!(answer.status, 204, "{message}: {answer:?}\n{:?}", aws.log);
        assert_eq!(only(&aws).members, expected, "{before:?}\n{message}\n{answer:?}");
        split += usize::from(aws.log.iter().filter(|line| line.starts_with("PATCH")).count() > 1);
    }
    assert!(split > 20 && refused == 0, "{split} split, {refused} refused");
}

/// A state from outside is refused, or leads to a plan of the same kind below the same prefix.
#[test]
fn an_altered_state_leads_nowhere_else() {
    let mut aws = Aws::new(Readings::default());
    let people = aws.people(250);
    let request = json!({"method": "PUT", "path": format!("{GROUPS}/g-1"), "body": group(&people).to_string()});
    let first = ask(Operation::ScimPlan, &request);
    let found = json!({"status": 200, "headers": [], "body": json!({"id": "g-1", "displayName": "x"}).to_string()});
    let second = ask(Operation::ScimReply, &json!({"state": first["state"], "answers": [found]}));
    let page = json!({"status": 200, "headers": [], "body": json!({"Resources": [{"id": "a"}], "nextCursor": "n"}).to_string()});
    let mut dice = Dice(0xa17e_0001_a17e_0001);
    let states = [&first["state"], &second["state"]].map(|state| state.as_str().unwrap().to_owned());
    let pieces = [
        "\"",
        "{",
        "}",
        "..",
        "/",
        "\\u0000",
        "7",
        "-1",
        "null",
        "[]",
        "true",
        "delete",
        "change-group",
        "find-group-by-display-name",
        "x",
        "?",
        "#",
        " ",
        "%2e%2e",
    ];
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..3_000 {
        let mut state = dice.one(&states).clone();
        let start = dice.roll(state.len().min(400));
        let end = (start + dice.roll(12)).min(state.len());
        if !state.is_char_boundary(start) || !state.is_char_boundary(end) {
            continue;
        }
        let from_end = dice.roll(2) == 0;
        let (start, end) = if from_end { (state.len() - end, state.len() - start) } else { (start, end) };
        state.replace_range(start..end, dice.one(&pieces));
        let request = json!({"state": state, "answers": [page]});
        let answer: Value = serde_json::from_slice(&call(Operation::ScimReply, request.to_string().as_bytes())).unwrap();
        if answer["type"] == "failure" {
            refused += 1;
            assert!(answer["errors"][0]["code"].as_str().unwrap().starts_with("scim."), "{answer}");
            continue;
        }
        accepted += 1;
        for step in answer["steps"].as_array().into_iter().flatten() {
            let path = step["path"].as_str().unwrap().split('?').next().unwrap();
            assert!(!path.split('/').any(|segment| [".", "..", "%2e%2e"].contains(&segment)), "{path}");
            assert!(path.starts_with('/') && !path.contains(['#', ' ', '\\']), "{path}");
            assert!(path.contains("/Groups") || path.contains("/Users"), "{path}");
            assert!(["GET", "PATCH", "POST", "PUT"].contains(&step["method"].as_str().unwrap()), "{step}");
        }
    }
    assert!(refused > 1_000 && accepted > 100, "{refused} refused, {accepted} accepted");
}
