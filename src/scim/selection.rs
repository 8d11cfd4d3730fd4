//! `attributes` and `excludedAttributes` (RFC 7644 §3.9), which AWS does not support.

use super::attribute_path::{Schema, schema};
use super::user::Members;
use crate::aws::scim::ENTERPRISE_URN;
use crate::json::Value;

/// Which attributes of a resource an answer is to have. `attributes` wins, if a request has both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    /// As received.
    only: Option<String>,
    without: Option<String>,
}

/// What every answer has: RFC 7643 §7, `returned` is `always`.
const ALWAYS: &[&str] = &["id", "schemas"];

impl Selection {
    /// Takes a parameter of the query, if it is one of the two.
    pub(super) fn read(&mut self, name: &str, value: &str) -> bool {
        let slot = if name.eq_ignore_ascii_case("attributes") {
            &mut self.only
        } else if name.eq_ignore_ascii_case("excludedAttributes") {
            &mut self.without
        } else {
            return false;
        };
        let value = value.trim_matches(',');
        if !value.is_empty() {
            *slot = Some(value.to_owned());
        }
        true
    }

    pub(super) fn parameters(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let only = self.only.as_deref().map(|value| ("attributes", value));
        only.into_iter().chain(self.without.as_deref().map(|value| ("excludedAttributes", value)))
    }

    /// Whether members are asked for, which costs requests.
    pub(super) fn has_members(&self) -> bool {
        self.keeps("members") || (self.only.is_some() && self.names_parts("members"))
    }

    /// The resource, or the resources of a list, with what is asked for.
    pub(super) fn apply(&self, body: &mut Members) {
        if self.only.is_none() && self.without.is_none() {
            return;
        }
        match body.iter_mut().find(|(name, _)| name == "Resources") {
            Some((_, Value::List(resources))) => {
                for resource in resources {
                    if let Value::Object(resource) = resource {
                        self.select(resource);
                    }
                }
            }
            _ => self.select(body),
        }
    }

    fn select(&self, resource: &mut Members) {
        resource.retain_mut(|(name, value)| {
            let (keeps_all, names_parts) = (self.keeps(name), self.names_parts(name));
            if keeps_all != self.only.is_none() || !names_parts {
                return keeps_all;
            }
            let mark = if name == ENTERPRISE_URN { ':' } else { '.' };
            let keeps = |part: &str| self.keeps_part(name, mark, part);
            match value {
                Value::Object(parts) => {
                    parts.retain(|(part, _)| keeps(part));
                    !parts.is_empty()
                }
                Value::List(elements) => {
                    for element in elements.iter_mut() {
                        if let Value::Object(parts) = element {
                            parts.retain(|(part, _)| keeps(part));
                        }
                    }
                    !elements.is_empty()
                }
                _ => false,
            }
        });
    }

    /// Whether an attribute stays, as a whole or in part.
    fn keeps(&self, name: &str) -> bool {
        let always = ALWAYS.contains(&name);
        match (&self.only, &self.without) {
            (Some(only), _) => always || names(only).any(|own| own.eq_ignore_ascii_case(name)),
            (None, Some(without)) => always || !names(without).any(|own| own.eq_ignore_ascii_case(name)),
            (None, None) => true,
        }
    }

    /// Whether sub-attributes of it are named.
    fn names_parts(&self, name: &str) -> bool {
        let list = self.only.as_deref().or(self.without.as_deref()).unwrap_or_default();
        names(list).any(|own| {
            let rest = own.get(name.len()..).filter(|rest| rest.starts_with(['.', ':']));
            rest.is_some() && own.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        })
    }

    fn keeps_part(&self, name: &str, mark: char, part: &str) -> bool {
        let full = format!("{name}{mark}{part}");
        let named = |list: &str| {
            names(list).any(|own| {
                // `manager.value` for the manager.
                let inner = own.get(..full.len()).is_some_and(|start| start.eq_ignore_ascii_case(&full))
                    && own.get(full.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
                own.eq_ignore_ascii_case(name) || inner
            })
        };
        match (&self.only, &self.without) {
            (Some(only), _) => named(only),
            (None, Some(without)) => !names(without).any(|own| own.eq_ignore_ascii_case(&full)),
            (None, None) => true,
        }
    }
}

/// The names of a list, without the core schemas' URNs.
fn names(list: &str) -> impl Iterator<Item = String> {
    let list = list.replace("%2C", ",").replace("%2c", ",").replace("%3A", ":").replace("%3a", ":").replace("%20", " ");
    let names: Vec<String> = list
        .split([',', '+', ' '])
        .filter(|name| !name.is_empty())
        .map(|name| match schema(name) {
            Some((Schema::Core, rest)) => {
                let rest = rest.strip_prefix("Group").and_then(|rest| rest.strip_prefix([':', '.'])).unwrap_or(rest);
                rest.to_owned()
            }
            Some((Schema::Enterprise, "")) => ENTERPRISE_URN.to_owned(),
            Some((Schema::Enterprise, rest)) => format!("{ENTERPRISE_URN}:{rest}"),
            None => name.to_owned(),
        })
        .collect();
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::Selection;
    use crate::json::Value;

    fn selected(name: &str, value: &str) -> String {
        let mut selection = Selection::default();
        assert!(selection.read(name, value));
        let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        let text = format!(
            r#"{{"schemas":["x"],"id":"7","userName":"u","name":{{"givenName":"g","familyName":"f"}},"emails":[{{"value":"a","type":"work"}}],"{urn}":{{"department":"d","manager":{{"value":"8"}}}}}}"#
        );
        let Ok(Value::Object(mut user)) = Value::parse(text.as_bytes()) else { panic!("{text}") };
        selection.apply(&mut user);
        Value::Object(user).to_string().replace(urn, "URN").replace(r#""schemas":["x"],"id":"7""#, "")
    }

    #[test]
    fn attributes_are_selected() {
        let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        for (name, value, expected) in [
            ("attributes", "userName", r#"{,"userName":"u"}"#.to_owned()),
            ("attributes", "USERNAME,name.givenName", r#"{,"userName":"u","name":{"givenName":"g"}}"#.to_owned()),
            ("attributes", "emails.value", r#"{,"emails":[{"value":"a"}]}"#.to_owned()),
            ("attributes", "urn:ietf:params:scim:schemas:core:2.0:User:userName", r#"{,"userName":"u"}"#.to_owned()),
            ("Attributes", &format!("{urn}:department"), r#"{,"URN":{"department":"d"}}"#.to_owned()),
            ("attributes", urn, r#"{,"URN":{"department":"d","manager":{"value":"8"}}}"#.to_owned()),
            ("attributes", "nothing", "{}".to_owned()),
            (
                "excludedAttributes",
                "id,name,emails",
                r#"{,"userName":"u","URN":{"department":"d","manager":{"value":"8"}}}"#.to_owned(),
            ),
            (
                "excludedAttributes",
                &format!("name.givenName%2Cemails.type,{urn}:manager"),
                r#"{,"userName":"u","name":{"familyName":"f"},"emails":[{"value":"a"}],"URN":{"department":"d"}}"#.to_owned(),
            ),
        ] {
            assert_eq!(selected(name, value), expected, "{name}={value}");
        }
        let mut selection = Selection::default();
        assert!(selection.has_members() && !selection.read("filter", "x"));
        selection.read("excludedAttributes", "members");
        assert!(!selection.has_members());
        let mut selection = Selection::default();
        selection.read("attributes", "displayName");
        assert!(!selection.has_members());
        selection.read("attributes", "members.value,id");
        assert!(selection.has_members());
    }
}
