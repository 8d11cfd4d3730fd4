//! The path of an operation (RFC 7644 §3.5.2, figure 7).

use super::super::filter::{Filter, end_of_string, is_attribute};
use crate::limits;

/// `attribute`, `attribute[filter]` or `attribute[filter].part`; a dot without filter stays in `attribute`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scim) struct Path<'a> {
    /// As spelt, with its schema's URN.
    pub(in crate::scim) attribute: &'a str,
    pub(in crate::scim) filter: Option<Filter>,
    pub(in crate::scim) part: Option<&'a str>,
}

/// Why a path is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scim) enum Malformed {
    Path,
    Filter,
}

impl<'a> Path<'a> {
    pub(in crate::scim) fn parse(text: &'a str) -> Result<Self, Malformed> {
        if text.len() > limits::SCIM_FILTER {
            return Err(Malformed::Path);
        }
        let text = text.trim_ascii();
        let (attribute, filtered) = match text.split_once('[') {
            Some((attribute, filtered)) => (attribute, Some(filtered)),
            None => (text, None),
        };
        if !is_attribute(attribute) {
            return Err(Malformed::Path);
        }
        let Some(filtered) = filtered else { return Ok(Self { attribute, filter: None, part: None }) };
        let end = end_of_filter(filtered).ok_or(Malformed::Path)?;
        let (filter, rest) = filtered.split_at_checked(end).ok_or(Malformed::Path)?;
        let part = match rest.get(1..).unwrap_or_default() {
            "" => None,
            rest => Some(rest.strip_prefix('.').filter(|part| is_name(part)).ok_or(Malformed::Path)?),
        };
        Ok(Self { attribute, filter: Some(Filter::parse(filter).map_err(|_| Malformed::Filter)?), part })
    }
}

/// Where the closing bracket stands. A string inside may hold one.
fn end_of_filter(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let next = from + rest.find(['"', ']'])?;
        let rest = text.get(next..)?;
        if rest.starts_with(']') {
            return Some(next);
        }
        from = next + end_of_string(rest)?;
    }
}

fn is_name(part: &str) -> bool {
    is_attribute(part) && !part.contains(['.', ':', '/'])
}

#[cfg(test)]
mod tests {
    use super::{Malformed, Path};

    #[test]
    fn paths_are_taken_apart() {
        for (text, attribute, filtered, part) in [
            ("userName", "userName", false, None),
            (" name.givenName ", "name.givenName", false, None),
            ("members", "members", false, None),
            (r#"members[value eq "7"]"#, "members", true, None),
            (r#"emails[type eq "work"].value"#, "emails", true, Some("value")),
            (r#"emails[type eq "]["].value"#, "emails", true, Some("value")),
            (r#"emails[type eq "a\"]b"]"#, "emails", true, None),
            (r#"manager[value eq "1"].$ref"#, "manager", true, Some("$ref")),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
                false,
                None,
            ),
        ] {
            let path = Path::parse(text).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!((path.attribute, path.filter.is_some(), path.part), (attribute, filtered, part), "{text}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let long = "a".repeat(10_000);
        for (text, error) in [
            ("", Malformed::Path),
            ("[", Malformed::Path),
            ("emails[", Malformed::Path),
            (r#"emails[type eq "work""#, Malformed::Path),
            (r#"emails[type eq "work]"#, Malformed::Path),
            (r#"emails[type eq "work"]value"#, Malformed::Path),
            (r#"emails[type eq "work"]."#, Malformed::Path),
            (r#"emails[type eq "work"].value.x"#, Malformed::Path),
            (r#"emails[type eq "work"].value[x eq 1]"#, Malformed::Path),
            (r#"emails[type eq "work"][x eq 1]"#, Malformed::Path),
            ("emails[]", Malformed::Filter),
            ("emails[type eq]", Malformed::Filter),
            ("emails[name]", Malformed::Filter),
            ("user Name", Malformed::Path),
            ("userName,title", Malformed::Path),
            ("/userName", Malformed::Path),
            ("name..x", Malformed::Path),
            ("name.", Malformed::Path),
            ("ü", Malformed::Path),
            (&long, Malformed::Path),
        ] {
            assert_eq!(Path::parse(text), Err(error), "{text}");
        }
    }
}
