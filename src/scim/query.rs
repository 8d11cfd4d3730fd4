//! The query of a list: what is looked for, and which page.

use super::error::{Note, Refusal};
use super::filter::{Comparison, Filter};
use super::path::{Endpoint, Path};
use crate::aws::scim::{ENTERPRISE_URN, PAGE};
use crate::json::Value;
use crate::limits;

/// What a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// As AWS reads it, without percent-encoding.
    pub(super) filter: Option<String>,
    /// Whether no more than one resource can match, so that AWS's first page is the whole.
    pub(super) unique: bool,
    /// From 1.
    pub(super) start: usize,
    /// Resources that are wanted; AWS's page has no more.
    pub(super) count: usize,
    /// Whether the client said so.
    pub(super) counted: bool,
    /// The client's own paging with AWS's cursors.
    pub(super) cursor: Option<String>,
    pub(super) notes: Vec<Note>,
}

impl Query {
    /// Reads the query of `GET /Users` or `GET /Groups`.
    pub(super) fn parse(path: &Path) -> Result<Self, Refusal> {
        let mut query =
            Self { filter: None, unique: false, start: 1, count: PAGE, counted: false, cursor: None, notes: Vec::new() };
        let mut dropped = false;
        for parameter in path.query.trim_start_matches('?').split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match name.to_ascii_lowercase().as_str() {
                "filter" => query.read_filter(&decode(value).ok_or(Refusal::FilterMalformed)?, path.endpoint)?,
                "startindex" => query.start = number(value)?.max(1),
                "count" => (query.count, query.counted) = (number(value)?.min(PAGE), true),
                "cursor" => query.cursor = Some(decode(value).filter(|cursor| is_cursor(cursor)).ok_or(Refusal::PagingNumber)?),
                _ => dropped = true,
            }
        }
        if dropped {
            query.notes.push(Note::QueryParameterDropped);
        }
        Ok(query)
    }

    fn read_filter(&mut self, text: &str, endpoint: Endpoint) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let filter = Filter::parse(text).or_else(|_| unquoted(text).ok_or(Refusal::FilterMalformed))?;
        let comparisons = filter.conjunction().ok_or(Refusal::FilterUnsupported)?;
        let pairs: Vec<(&'static str, String)> = comparisons
            .into_iter()
            .map(|comparison| supported(endpoint, comparison))
            .collect::<Option<_>>()
            .ok_or(Refusal::FilterUnsupported)?;
        let names: Vec<&str> = pairs.iter().map(|(name, _)| *name).collect();
        let written = match (endpoint, names.as_slice()) {
            (Endpoint::Users, ["userName" | "externalId" | "id" | "groups.value"])
            | (Endpoint::Groups, ["displayName" | "externalId" | "id" | "members.value"]) => written(&pairs),
            (Endpoint::Users, ["id", "manager"] | ["manager", "id"]) => written(&pairs),
            // The guide's text and its example differ in how they call it; the example is right.
            (Endpoint::Groups, ["id", "members.value"] | ["members.value", "id"]) => {
                written(&pairs).replace("members.value eq", "members eq")
            }
            _ => return Err(Refusal::FilterUnsupported),
        };
        self.unique = !matches!(names.as_slice(), ["groups.value" | "members.value"]);
        if written != text {
            self.notes.push(Note::FilterRewritten);
        }
        self.filter = Some(written);
        Ok(())
    }

    /// The query to send to AWS: without cursor, or with the one of the page; an empty one asks for the first.
    pub(super) fn upstream(&self, cursor: Option<&str>) -> String {
        upstream(self.filter.as_deref(), self.counted.then(|| self.count.clamp(1, PAGE)), cursor)
    }

    /// The query for the whole: pages as large as AWS has them.
    pub(super) fn page(&self, cursor: &str) -> String {
        upstream(self.filter.as_deref(), Some(PAGE), Some(cursor))
    }
}

/// A query of AWS's lists. The first page of a cursor has a bare `cursor` (DG/listusers).
pub(super) fn upstream(filter: Option<&str>, count: Option<usize>, cursor: Option<&str>) -> String {
    let mut query = String::new();
    let mut parameter = |name: &str, value: Option<&str>| {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        if let Some(value) = value {
            query.push('=');
            encode(value, &mut query);
        }
    };
    if let Some(filter) = filter {
        parameter("filter", Some(filter));
    }
    if let Some(count) = count {
        parameter("count", Some(&count.to_string()));
    }
    match cursor {
        None => {}
        Some("") => parameter("cursor", None),
        Some(cursor) => parameter("cursor", Some(cursor)),
    }
    query
}

/// `attribute eq "value"`, for a query.
pub(super) fn equality(attribute: &str, value: &str) -> String {
    format!("{attribute} eq {}", Value::Text(value.to_owned()))
}

fn written(pairs: &[(&'static str, String)]) -> String {
    pairs.iter().map(|(name, value)| equality(name, value)).collect::<Vec<_>>().join(" and ")
}

/// The attributes that AWS filters by, in its spelling.
fn supported(endpoint: Endpoint, comparison: &Comparison) -> Option<(&'static str, String)> {
    let value = match &comparison.value {
        Value::Text(text) => text.clone(),
        // Without quotes.
        Value::Number(number) => number.to_string(),
        Value::Boolean(boolean) => boolean.to_string(),
        _ => return None,
    };
    let core = |name: &str| {
        let urn = super::attribute_path::schema(name);
        match urn {
            Some((super::attribute_path::Schema::Core, rest)) => {
                rest.strip_prefix("Group:").or_else(|| rest.strip_prefix("Group.")).unwrap_or(rest).to_owned()
            }
            Some((super::attribute_path::Schema::Enterprise, rest)) => format!("{ENTERPRISE_URN}:{rest}"),
            None => name.to_owned(),
        }
    };
    let name = core(&comparison.attribute);
    let known: &[(&str, &'static str)] = match endpoint {
        Endpoint::Users => &[
            ("userName", "userName"),
            ("externalId", "externalId"),
            ("id", "id"),
            ("groups.value", "groups.value"),
            ("groups", "groups.value"),
            ("manager", "manager"),
            ("manager.value", "manager"),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "manager"),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "manager"),
        ],
        _ => &[
            ("displayName", "displayName"),
            ("externalId", "externalId"),
            ("id", "id"),
            ("members.value", "members.value"),
            ("members", "members.value"),
        ],
    };
    known.iter().find(|(spelt, _)| spelt.eq_ignore_ascii_case(&name)).map(|(_, name)| (*name, value))
}

/// `displayName eq My Group`: one comparison whose value has spaces and no quotes, as long as nothing else could be meant.
fn unquoted(text: &str) -> Option<Filter> {
    if text.len() > limits::SCIM_FILTER || text.contains(['"', '\'', '(', ')', '[', ']', '\\']) {
        return None;
    }
    let (attribute, rest) = text.trim().split_once(char::is_whitespace)?;
    let (operator, value) = rest.trim_start().split_once(char::is_whitespace)?;
    let value = value.trim();
    let joins = |word: &str| ["and", "or", "not", "eq"].iter().any(|join| join.eq_ignore_ascii_case(word));
    let plain = super::filter::is_attribute(attribute) && operator.eq_ignore_ascii_case("eq") && !value.is_empty();
    (plain && !value.split_whitespace().any(joins)).then(|| Filter::equal(attribute, value))
}

/// A whole number; RFC 7644 §3.4.2.4 reads a negative one as the least.
fn number(text: &str) -> Result<usize, Refusal> {
    match text.parse::<i64>() {
        Ok(number) => Ok(usize::try_from(number).unwrap_or(0)),
        Err(_) => Err(Refusal::PagingNumber),
    }
}

/// The documented characters of a cursor (DG/listusers).
pub(super) fn is_cursor(text: &str) -> bool {
    text.len() <= limits::SCIM_CURSOR && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+=/:_.~,".contains(&byte))
}

/// Undoes percent-encoding. A plus is a space where spaces are not written otherwise: `ada+aws@example.com` keeps its own.
fn decode(text: &str) -> Option<String> {
    let folded = text.to_ascii_lowercase();
    // Between an attribute and its operator a plus can be nothing else; a cursor has pluses and no spaces.
    let quoted = text.contains("%22") || text.contains('"');
    let plus = if folded.contains("+eq+") || (quoted && !text.contains("%20")) { b' ' } else { b'+' };
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
                let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
                u8::try_from(high << 4 | low).ok()?
            }
            b'+' => plus,
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

/// Everything but RFC 3986's unreserved characters.
fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
            into.push('%');
            for nibble in [byte >> 4, byte & 15] {
                into.extend(DIGITS.get(usize::from(nibble)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::error::Diagnostic;
    use crate::scim::path::Path;

    fn upstream(text: &str) -> Result<(String, Vec<&'static str>), &'static str> {
        let query = Query::parse(&Path::parse(text).unwrap()).map_err(|refusal| refusal.code())?;
        Ok((query.upstream(query.cursor.as_deref()), query.notes.iter().map(Diagnostic::code).collect()))
    }

    #[test]
    fn filters_are_written_as_aws_reads_them() {
        let same = |filter: &str| format!("?filter={filter}");
        for (path, expected, notes) in [
            ("/Users?filter=userName%20eq%20%22ada%22", same("userName%20eq%20%22ada%22"), &[][..]),
            ("/Users?filter=userName+eq+%22ada%2Bx%22", same("userName%20eq%20%22ada%2Bx%22"), &[]),
            ("/Groups?filter=displayName+eq+%22A%20B%22", same("displayName%20eq%20%22A%20B%22"), &[]),
            ("/Users?filter=userName%20eq%20%22ada+x%22", same("userName%20eq%20%22ada%2Bx%22"), &[]),
            ("/Users?filter=USERNAME%20EQ%20%22ada%22", same("userName%20eq%20%22ada%22"), &["scim.filter-rewritten"]),
            ("/Users?filter=userName%20eq%20ada", same("userName%20eq%20%22ada%22"), &["scim.filter-rewritten"]),
            (
                "/Groups?filter=displayName%20eq%20My%20Group",
                same("displayName%20eq%20%22My%20Group%22"),
                &["scim.filter-rewritten"],
            ),
            ("/Users?filter=externalId%20eq%20701984", same("externalId%20eq%20%22701984%22"), &["scim.filter-rewritten"]),
            ("/Users?filter=groups.value%20eq%20%227%22", same("groups.value%20eq%20%227%22"), &[]),
            (
                "/Users?filter=id%20eq%20%221%22%20and%20manager%20eq%20%222%22",
                same("id%20eq%20%221%22%20and%20manager%20eq%20%222%22"),
                &[],
            ),
            (
                "/Groups?filter=id%20eq%20%221%22%20and%20members%20eq%20%222%22",
                same("id%20eq%20%221%22%20and%20members%20eq%20%222%22"),
                &[],
            ),
            (
                "/Users?filter=urn:ietf:params:scim:schemas:core:2.0:User:userName%20eq%20%22a%22",
                same("userName%20eq%20%22a%22"),
                &["scim.filter-rewritten"],
            ),
            ("/Users?count=20&cursor=a%2Bb", "?count=20&cursor=a%2Bb".to_owned(), &[]),
            ("/Users?cursor", "?cursor".to_owned(), &[]),
            ("/Users?count=500&sortBy=userName", "?count=100".to_owned(), &["scim.query-parameter-dropped"]),
        ] {
            assert_eq!(upstream(path), Ok((expected, notes.to_vec())), "{path}");
        }
    }

    #[test]
    fn filters_that_aws_cannot_do_are_refused() {
        for (filter, code) in [
            ("userName%20sw%20%22a%22", "scim.filter-unsupported"),
            ("userName%20eq%20%22a%22%20or%20userName%20eq%20%22b%22", "scim.filter-unsupported"),
            ("emails.value%20eq%20%22a%22", "scim.filter-unsupported"),
            ("displayName%20eq%20%22a%22", "scim.filter-unsupported"),
            ("userName%20pr", "scim.filter-unsupported"),
            ("userName%20eq%20null", "scim.filter-unsupported"),
            ("userName%20eq%20%22a", "scim.filter-malformed"),
            ("userName%20eq%20a%20and%20b", "scim.filter-malformed"),
            ("userName%20eq%20'a'", "scim.filter-malformed"),
            ("%ff", "scim.filter-malformed"),
            ("%2", "scim.filter-malformed"),
        ] {
            assert_eq!(upstream(&format!("/Users?filter={filter}")), Err(code), "{filter}");
        }
        for query in ["startIndex=x", "count=1.5", "cursor=%22"] {
            assert_eq!(upstream(&format!("/Users?{query}")), Err("scim.paging-number"), "{query}");
        }
    }
}
