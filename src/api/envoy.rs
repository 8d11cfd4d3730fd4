//! What the Envoy filter reads and writes besides the operations: its configuration and its refusals.

use serde::{Deserialize, Serialize};

use super::decode::{Error, Field, Shape, decode_as};
use super::envelope::failure;
use super::shape;
use super::types::{Failure, ScimProfile};
use crate::error::Pointer;
use crate::limits;

/// What an operator writes into the filter's configuration; `docs/schema/envoy-filter.schema.json` describes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FilterConfiguration {
    /// Where AWS is.
    pub(crate) upstream: Upstream,
    /// Decides for every request what the contract leaves to the operator.
    #[serde(default)]
    pub(crate) profile: Option<ScimProfile>,
    /// Bytes of a request's body that are read, packed and unpacked.
    #[serde(default)]
    max_body_bytes: Option<u32>,
    #[serde(default)]
    bounds: Option<Bounds>,
}

/// Where AWS is, for the requests that pass and those that the filter sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Upstream {
    /// A cluster of Envoy's configuration.
    pub(crate) cluster: String,
    /// `Host`.
    pub(crate) authority: String,
    /// Put before each path: `/TENANT`.
    #[serde(default)]
    pub(crate) path_prefix: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Bounds {
    #[serde(default)]
    requests: Option<u32>,
    #[serde(default)]
    bytes: Option<u32>,
    #[serde(default)]
    call_milliseconds: Option<u32>,
    #[serde(default)]
    plan_milliseconds: Option<u32>,
    #[serde(default)]
    plans: Option<u32>,
}

/// What one plan may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spending {
    /// Requests to AWS.
    pub(crate) requests: u32,
    /// Bytes of bodies to AWS and back.
    pub(crate) bytes: usize,
    /// For one request to AWS.
    pub(crate) call_milliseconds: u64,
    /// For all of them.
    pub(crate) plan_milliseconds: u64,
    /// Bytes of one answer.
    pub(crate) answer_bytes: usize,
}

/// 100,000 members that leave and come take 2,000 requests.
const REQUESTS: u32 = 2_000;
/// 1,000 pages of 100 resources with 2 KB each.
const BYTES: u32 = 256 << 20;
/// AWS answers within a second; its gateways give up after 29.
const CALL_MILLISECONDS: u32 = 30_000;
/// Below the five minutes after which Envoy ends a stream on which nothing moves (`stream_idle_timeout`).
const PLAN_MILLISECONDS: u32 = 240_000;
/// Plans under way in one worker thread. Each holds a body and a page of AWS's: some megabytes.
const PLANS: u32 = 64;
/// AWS lists at most 100 resources in an answer, and a user of its largest fields is under 40 KB.
const ANSWER_BYTES: usize = 8 << 20;

impl FilterConfiguration {
    /// Decodes the configuration, or says in one line everything that is wrong with it.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let text: &[u8] = if text.is_empty() { b"{}" } else { text };
        let configuration: Self = decode_as(&SHAPE, text).map_err(|failure| one_line(&failure))?;
        configuration.check().map_err(|failure| one_line(&failure))?;
        Ok(configuration)
    }

    fn check(&self) -> Result<(), Failure> {
        let place = Pointer::root().key("upstream");
        let wrong = |expected: &str| Error::WrongType { expected: expected.to_owned(), found: "another string" };
        let mut errors = Vec::new();
        let Upstream { cluster, authority, path_prefix } = &self.upstream;
        if cluster.is_empty() {
            errors.push(place.key("cluster").at(wrong("the name of a cluster")));
        }
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        if authority.is_empty() || !authority.bytes().all(is_host) {
            errors.push(place.key("authority").at(wrong("a host, with a port if it is not the usual")));
        }
        let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        if path_prefix
            .as_deref()
            .is_some_and(|prefix| !prefix.starts_with('/') || prefix.ends_with('/') || !prefix.bytes().all(is_path))
        {
            errors.push(place.key("pathPrefix").at(wrong("a path that begins with a slash and does not end with one")));
        }
        let (root, bounds) = (Pointer::root(), self.bounds.unwrap_or_default());
        let inside = root.key("bounds");
        for (place, value) in [
            (root.key("maxBodyBytes"), self.max_body_bytes),
            (inside.key("requests"), bounds.requests),
            (inside.key("bytes"), bounds.bytes),
            (inside.key("callMilliseconds"), bounds.call_milliseconds),
            (inside.key("planMilliseconds"), bounds.plan_milliseconds),
            (inside.key("plans"), bounds.plans),
        ] {
            if value == Some(0) {
                errors.push(place.at(Error::WrongType { expected: "1 or more".to_owned(), found: "0" }));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(failure(errors)) }
    }

    /// Bytes of a request's body that are read.
    pub(crate) fn max_body_bytes(&self) -> usize {
        self.max_body_bytes.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(limits::PLAN_REQUEST)
    }

    /// What one plan may cost.
    pub(crate) fn spending(&self) -> Spending {
        let bounds = self.bounds.unwrap_or_default();
        Spending {
            requests: bounds.requests.unwrap_or(REQUESTS),
            bytes: usize::try_from(bounds.bytes.unwrap_or(BYTES)).unwrap_or(usize::MAX),
            call_milliseconds: bounds.call_milliseconds.unwrap_or(CALL_MILLISECONDS).into(),
            plan_milliseconds: bounds.plan_milliseconds.unwrap_or(PLAN_MILLISECONDS).into(),
            answer_bytes: ANSWER_BYTES,
        }
    }

    /// Plans that one worker carries out at a time.
    pub(crate) fn plans(&self) -> u32 {
        self.bounds.unwrap_or_default().plans.unwrap_or(PLANS)
    }

    /// A path below AWS's address.
    pub(crate) fn upstream_path(&self, path: &str) -> String {
        format!("{}{path}", self.upstream.path_prefix.as_deref().unwrap_or_default())
    }
}

static SHAPE: Shape = Shape::Record(&[
    Field { name: "upstream", shape: &UPSTREAM, required: true },
    Field { name: "profile", shape: &shape::SCIM_PROFILE, required: false },
    Field { name: "maxBodyBytes", shape: &Shape::Unsigned(limits::PLAN_REQUEST as u64), required: false },
    Field { name: "bounds", shape: &BOUNDS, required: false },
]);
static UPSTREAM: Shape = Shape::Record(&[
    Field { name: "cluster", shape: &Shape::Text, required: true },
    Field { name: "authority", shape: &Shape::Text, required: true },
    Field { name: "pathPrefix", shape: &Shape::Text, required: false },
]);
static BOUNDS: Shape = Shape::Record(&[
    Field { name: "requests", shape: &Shape::Unsigned(100_000), required: false },
    Field { name: "bytes", shape: &Shape::Unsigned(1 << 30), required: false },
    Field { name: "callMilliseconds", shape: &Shape::Unsigned(3_600_000), required: false },
    Field { name: "planMilliseconds", shape: &Shape::Unsigned(3_600_000), required: false },
    Field { name: "plans", shape: &Shape::Unsigned(10_000), required: false },
]);

/// The refusal of a body that is not read to its end.
pub(crate) fn too_large(found: usize, limit: usize) -> Failure {
    failure([Pointer::root().key("body").at(Error::TooLarge { found, limit })])
}

/// The refusal of a body that is no text.
pub(crate) fn not_utf8(position: usize) -> Failure {
    failure([Pointer::root().key("body").at(Error::NotUtf8 { position })])
}

/// The refusal of a body that says it is gzip and is none.
pub(crate) fn not_gzip() -> Failure {
    let error = Error::WrongType { expected: "gzip, as `Content-Encoding` says".to_owned(), found: "something else" };
    failure([Pointer::root().key("body").at(error)])
}

/// The status of a failure in HTTP.
pub(crate) fn status(failure: &Failure) -> u32 {
    let any = |code: &str| failure.errors.iter().any(|problem| problem.code == code);
    if any("api.request-too-large") { 413 } else { 400 }
}

/// A failure for a log: codes, places and messages, which never hold a value.
pub(crate) fn one_line(failure: &Failure) -> String {
    let mut line = String::new();
    for problem in &failure.errors {
        if !line.is_empty() {
            line.push_str("; ");
        }
        line.push_str(&problem.code);
        if !problem.path.is_empty() {
            line.push_str(" at ");
            // A pointer can hold a key that a stranger chose: no line of the log may end where they like.
            line.extend(problem.path.escape_debug());
        }
        line.push_str(": ");
        line.push_str(&problem.message);
    }
    line
}

/// The body of a SCIM error (RFC 7644, section 3.12). Its detail is a code, so that it says nothing about anybody.
pub(crate) fn scim_error(status: u32, detail: &str) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body<'a> {
        schemas: [&'a str; 1],
        status: String,
        detail: String,
    }
    let body = Body {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        status: status.to_string(),
        detail: format!("aws-federation: {detail}"),
    };
    // Strings in a struct: this cannot fail, and an empty body would still be an error's.
    serde_json::to_vec(&body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Field, FilterConfiguration, PLANS, SHAPE, Shape};

    const UPSTREAM: &str = r#""upstream":{"cluster":"c","authority":"h:1"}"#;

    #[test]
    fn a_configuration_is_read_or_refused_in_one_line() {
        let read = |rest: &str| FilterConfiguration::parse(format!("{{{UPSTREAM}{rest}}}").as_bytes());
        let plain = read("").unwrap();
        assert_eq!((plain.max_body_bytes(), plain.plans(), plain.spending().requests), (4 << 20, 64, 2_000));
        assert_eq!(plain.upstream_path("/Users"), "/Users");
        let full = read(r#","profile":{"missingNames":"refuse"},"maxBodyBytes":1000,"bounds":{"requests":7,"plans":1}"#).unwrap();
        assert_eq!((full.max_body_bytes(), full.plans(), full.spending().requests), (1_000, 1, 7));
        let line = |rest: &str| read(rest).err().unwrap_or_default();
        assert_eq!(
            line(r#","profil":{}"#),
            "api.unknown-field at /profil: unknown field; known here: upstream, profile, maxBodyBytes, bounds"
        );
        assert_eq!(
            line(r#","maxBodyBytes":4194305"#),
            "api.number-range at /maxBodyBytes: expected a whole number from 0 to 4194304"
        );
        assert_eq!(line(r#","bounds":{"plans":0}"#), "api.wrong-type at /bounds/plans: expected 1 or more, found 0");
        assert_eq!(
            line(r#","a\nb":1"#),
            "api.unknown-field at /a\\nb: unknown field; known here: upstream, profile, maxBodyBytes, bounds"
        );
        for (text, line) in [
            ("", "api.missing-field: `upstream` is required"),
            ("{", "api.request-malformed: the request is not JSON, or nested too deeply, at line 1, column 1"),
            (
                r#"{"upstream":{"cluster":"c","authority":"a b"}}"#,
                "api.wrong-type at /upstream/authority: expected a host, with a port if it is not the usual, found another string",
            ),
            (
                r#"{"upstream":{"cluster":"","authority":"a"}}"#,
                "api.wrong-type at /upstream/cluster: expected the name of a cluster, found another string",
            ),
            (
                r#"{"upstream":{"cluster":"c","authority":"a","pathPrefix":"/t/"}}"#,
                "api.wrong-type at /upstream/pathPrefix: expected a path that begins with a slash and does not end with one, found another string",
            ),
        ] {
            assert_eq!(FilterConfiguration::parse(text.as_bytes()).err().as_deref(), Some(line));
        }
    }

    const SCHEMA: &str = include_str!("../../docs/schema/envoy-filter.schema.json");

    #[test]
    fn the_schema_has_the_fields_and_bounds_of_the_parser() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        same(&schema, &SHAPE, "");
    }

    fn same(schema: &Value, shape: &Shape, place: &str) {
        match shape {
            // Generated from the contract, like the shape.
            Shape::Record(_) if place == "/profile" => {
                let file: Value = serde_json::from_str(include_str!("../../docs/schema/aws-federation.schema.json")).unwrap();
                let (_, pointer) = schema["$ref"].as_str().unwrap().split_once('#').unwrap();
                assert!(file.pointer(pointer).is_some(), "{pointer}");
            }
            Shape::Record(fields) => {
                assert_eq!(schema["type"], "object", "{place}");
                assert_eq!(schema["additionalProperties"], false, "{place}");
                let properties = schema["properties"].as_object().unwrap();
                let names = |wanted: fn(&Field) -> bool| fields.iter().filter(move |field| wanted(field)).map(|field| field.name);
                assert!(properties.keys().map(String::as_str).eq(names(|_| true)), "{place}: {:?}", properties.keys());
                let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
                assert!(required.iter().map(|name| name.as_str().unwrap()).eq(names(|field| field.required)), "{place}");
                for field in *fields {
                    assert!(properties[field.name]["description"].is_string(), "{place}/{}", field.name);
                    same(&properties[field.name], field.shape, &format!("{place}/{}", field.name));
                }
            }
            Shape::Unsigned(maximum) => {
                assert_eq!(schema["type"], "integer", "{place}");
                assert_eq!(schema["maximum"], *maximum, "{place}");
                assert_eq!(schema["minimum"], 1, "{place}");
            }
            Shape::Text => assert_eq!(schema["type"], "string", "{place}"),
            _ => panic!("{place}: no such shape yet"),
        }
    }

    #[test]
    fn the_schema_takes_the_numbers_that_the_parser_takes_and_names_its_defaults() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let plain = FilterConfiguration::parse(format!("{{{UPSTREAM}}}").as_bytes()).unwrap();
        let spending = plain.spending();
        let as_u64 = |number: usize| u64::try_from(number).unwrap();
        for (pointer, default) in [
            ("/maxBodyBytes", as_u64(plain.max_body_bytes())),
            ("/bounds/requests", spending.requests.into()),
            ("/bounds/bytes", as_u64(spending.bytes)),
            ("/bounds/callMilliseconds", spending.call_milliseconds),
            ("/bounds/planMilliseconds", spending.plan_milliseconds),
            ("/bounds/plans", PLANS.into()),
        ] {
            let number = schema.pointer(&pointer.replace('/', "/properties/")).unwrap();
            assert_eq!(number["default"], default, "{pointer}");
            let maximum = number["maximum"].as_u64().unwrap();
            for (value, taken) in [(0, false), (1, true), (default, true), (maximum, true), (maximum + 1, false)] {
                let field = match pointer.strip_prefix("/bounds/") {
                    Some(name) => format!(r#""bounds":{{"{name}":{value}}}"#),
                    None => format!(r#""maxBodyBytes":{value}"#),
                };
                let read = FilterConfiguration::parse(format!("{{{UPSTREAM},{field}}}").as_bytes());
                assert_eq!(read.is_ok(), taken, "{field}: {:?}", read.err());
                assert_eq!((1..=maximum).contains(&value), taken);
            }
        }
    }

    #[test]
    fn the_schema_takes_the_texts_that_the_parser_takes() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        for (name, texts) in [
            ("cluster", ["aws", "outbound|443||scim.us-east-1.amazonaws.com", "", "a"].as_slice()),
            ("authority", ["scim.us-east-1.amazonaws.com", "[::1]:443", "", "a b", "a/b", "a\r\nb", "ä", "a@b"].as_slice()),
            ("pathPrefix", ["/TENANT", "/a/b", "/a-1_~.", "", "/", "a", "/a/", "/a?b", "/a#b", "/a b", "/a%2f", "/ä"].as_slice()),
        ] {
            let rule = &schema["properties"]["upstream"]["properties"][name];
            let pattern = rule["pattern"].as_str().map(|pattern| regex_lite::Regex::new(pattern).unwrap());
            let shortest = rule["minLength"].as_u64().unwrap_or(0);
            for text in texts {
                let in_schema = pattern.as_ref().is_none_or(|pattern| pattern.is_match(text)) && text.len() as u64 >= shortest;
                let mut upstream = serde_json::json!({ "cluster": "c", "authority": "h" });
                upstream[name] = Value::from(*text);
                let read = FilterConfiguration::parse(serde_json::json!({ "upstream": upstream }).to_string().as_bytes());
                assert_eq!(read.is_ok(), in_schema, "{name} {text:?}: {:?}", read.err());
            }
        }
    }
}
