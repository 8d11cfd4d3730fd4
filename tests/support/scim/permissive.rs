//! A SCIM server that takes whatever identity providers send and means what they mean: several elements in a list, operations in any
//! case, texts for booleans, empty values for removals. It knows nothing of AWS and nothing of the plugin.

use serde_json::{Map, Value, json};

use super::ENTERPRISE;

const LISTS: &[&str] = &["emails", "phoneNumbers", "addresses"];

/// Applies a PatchOp message to a user; none if it cannot be meant.
pub fn patched(user: &Value, message: &Value) -> Option<Value> {
    let original = user.clone();
    let mut user = user.clone();
    for operation in message["Operations"].as_array()? {
        let verb = operation["op"].as_str()?.to_lowercase();
        let value = operation.get("value").cloned().unwrap_or(Value::Null);
        match operation["path"].as_str() {
            Some(path) => apply(&original, &mut user, &verb, path, value)?,
            None => {
                for (name, value) in value.as_object()? {
                    apply(&original, &mut user, &verb, name, value.clone())?;
                }
            }
        }
    }
    Some(user)
}

fn apply(original: &Value, user: &mut Value, verb: &str, path: &str, value: Value) -> Option<()> {
    let (path, filter, part) = match path.split_once('[') {
        Some((path, rest)) => {
            let (filter, part) = rest.split_once(']')?;
            (path, Some(filter), part.strip_prefix('.'))
        }
        None => (path, None, None),
    };
    let core = path.strip_prefix("urn:ietf:params:scim:schemas:core:2.0:User:").unwrap_or(path);
    let place: Vec<&str> = match core.strip_prefix(ENTERPRISE) {
        Some("") => vec![ENTERPRISE],
        Some(rest) => std::iter::once(ENTERPRISE).chain(rest.strip_prefix(':')?.split('.')).collect(),
        None => core.split('.').collect(),
    };
    let spelt = |name: &str| {
        let known = ["userName", "displayName", "nickName", "emails", "phoneNumbers", "addresses", "name", "active", "title"];
        known.iter().find(|known| known.eq_ignore_ascii_case(name)).map_or_else(|| name.to_owned(), |known| (*known).to_owned())
    };
    let first = spelt(place[0]);
    if LISTS.contains(&first.as_str()) {
        let list = user.as_object_mut()?.entry(first.as_str()).or_insert_with(|| json!([]));
        let part = part.or(place.get(1).copied());
        let list = list.as_array_mut()?;
        // AWS's one element, which says nothing of what the filter asks for, is what a replacement means; and the only one is the
        // primary one.
        if let (Some((name, wanted)), [only]) = (filter.and_then(|filter| filter.split_once(" eq ")), list.as_mut_slice())
            && only.get(name).is_none()
            && ((name, wanted) == ("primary", "true") || (verb == "replace" && original[first.as_str()][0] == *only))
            && verb != "remove"
            && (part.is_some() && !is_empty(&value) || value.as_object().is_some_and(|parts| !parts.is_empty()))
        {
            only[name] = serde_json::from_str(wanted).unwrap();
        }
        return change_list(list, verb, filter, part, value);
    }
    let mut holder = user.as_object_mut()?;
    let (last, outer) = place.split_last()?;
    for step in outer {
        holder = holder.entry(spelt(step)).or_insert_with(|| json!({})).as_object_mut()?;
    }
    let last = spelt(last);
    let empty = is_empty(&value);
    match verb {
        "remove" => {
            holder.remove(&last);
        }
        _ if empty => {
            holder.remove(&last);
        }
        _ => set(holder, &last, value),
    }
    Some(())
}

/// Nothing is a removal.
fn set(holder: &mut Map<String, Value>, name: &str, value: Value) {
    let value = match (name, value) {
        ("active", Value::String(text)) => json!(text.eq_ignore_ascii_case("true")),
        ("manager", Value::String(id)) => json!({"value": id}),
        (_, value) => value,
    };
    match (holder.get_mut(name), value) {
        // Sub-attributes that are not named stay (RFC 7644 section 3.5.2.3); empty ones go.
        (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
        (_, Value::Object(new)) => {
            let mut own = Map::new();
            merge(&mut own, new);
            holder.insert(name.to_owned(), Value::Object(own));
        }
        (_, value) => {
            holder.insert(name.to_owned(), value);
        }
    }
}

fn merge(old: &mut Map<String, Value>, new: Map<String, Value>) {
    for (name, value) in new {
        if is_empty(&value) {
            old.remove(&name);
        } else {
            set(old, &name, value);
        }
    }
}

fn change_list(list: &mut Vec<Value>, verb: &str, filter: Option<&str>, part: Option<&str>, value: Value) -> Option<()> {
    let elements = |value: &Value| match value {
        Value::Array(values) => values.clone(),
        Value::Null => Vec::new(),
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::String(_) => vec![json!({"value": value})],
        value => vec![value.clone()],
    };
    let empty = is_empty(&value);
    let fits = |element: &Value| {
        let Some((name, wanted)) = filter.and_then(|filter| filter.split_once(" eq ")) else { return true };
        match serde_json::from_str(wanted).unwrap() {
            Value::String(wanted) => element[name].as_str().is_some_and(|own| own.to_lowercase() == wanted.to_lowercase()),
            wanted => element[name] == wanted,
        }
    };
    match (verb, filter, part) {
        ("add", ..) if empty => {}
        ("remove", None, None) if value.is_null() => list.clear(),
        ("remove", None, None) => {
            let gone = elements(&value);
            list.retain(|own| {
                !gone.iter().any(|gone| {
                    gone.as_object().unwrap().iter().all(|(name, value)| name == "primary" || own.get(name) == Some(value))
                })
            });
        }
        ("replace", None, None) => {
            *list = elements(&value);
            for index in 0..list.len() {
                one_primary(list, index);
            }
        }
        ("add", None, None) => {
            for element in elements(&value) {
                let without = |value: &Value| {
                    let mut value = value.clone();
                    value.as_object_mut().unwrap().remove("primary");
                    value
                };
                match list.iter().position(|own| without(own) == without(&element)) {
                    Some(index) if element["primary"] == true => list[index]["primary"] = json!(true),
                    Some(_) => {}
                    None => list.push(element.clone()),
                }
                let index = list.iter().position(|own| without(own) == without(&element)).unwrap();
                if element["primary"] == true {
                    one_primary(list, index);
                }
            }
        }
        ("remove", Some(_), None) => list.retain(|own| !fits(own)),
        (_, _, Some(part)) if verb == "remove" || empty => {
            // An email without its value is none.
            for own in list.iter_mut().filter(|own| fits(own)) {
                own.as_object_mut().unwrap().remove(part);
            }
            list.retain(|own| part != "value" || own.get("value").is_some());
        }
        (_, filter, part) => {
            if !list.iter().any(fits) {
                let mut made = json!({});
                if let Some((name, wanted)) = filter.and_then(|filter| filter.split_once(" eq ")) {
                    made[name] = serde_json::from_str(wanted).unwrap();
                }
                list.push(made);
                if filter.is_none() {
                    list.last()?;
                }
            }
            let matching: Vec<usize> = (0..list.len()).filter(|index| fits(&list[*index])).collect();
            for index in matching {
                match part {
                    Some(part) => list[index][part] = value.clone(),
                    None => {
                        for (name, value) in value.as_object()? {
                            list[index][name] = value.clone();
                        }
                    }
                }
                one_primary(list, index);
            }
        }
    }
    Some(())
}

fn one_primary(list: &mut [Value], chosen: usize) {
    if list[chosen]["primary"] == true {
        for (index, own) in list.iter_mut().enumerate() {
            if index != chosen && own["primary"] == true {
                own["primary"] = json!(false);
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
