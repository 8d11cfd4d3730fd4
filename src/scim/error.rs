//! What can be said about a SCIM request: why it is no request, why its body is refused, what was changed.

use crate::error::diagnostics;

diagnostics! {
    /// Why the operation's request is none: a failure, for the host to mend.
    pub(crate) enum Invalid {
        /// Not a method of HTTP.
        MethodUnknown =>
            "scim.method-unknown", "the method is none that SCIM uses",
            help "send POST or PUT in capitals, as the identity provider did", source "RFC 7644 3.2";
        /// Relative, absolute with a host, or empty.
        PathWithoutSlash =>
            "scim.path-without-slash", "the path does not begin with `/`",
            help "send the path and query only, without scheme and host";
        /// Longer than is read.
        PathTooLong { found: usize } =>
            "scim.path-too-long", "the path has {found} bytes, at most 8192 are read",
            help "send the path and query as received";
        /// Control characters, white space, `#`, backslashes, encoded separators.
        PathCharacter =>
            "scim.path-character", "the path holds a character that two readers could take differently",
            help "send visible ASCII without `#` and `\\`; slashes, backslashes and control characters stay out even when percent-encoded", source "RFC 3986 3.3";
        /// `%` without two hexadecimal digits.
        PathPercentEncoding =>
            "scim.path-percent-encoding", "a `%` in the path is not followed by two hexadecimal digits",
            help "percent-encode the path once", source "RFC 3986 2.1";
        /// `.` or `..`.
        PathDotSegment =>
            "scim.path-dot-segment", "the path has a segment `.` or `..`",
            help "send the path that is meant: such segments could lead to another resource", source "RFC 3986 5.2.4";
        /// No endpoint of SCIM.
        PathUnknown =>
            "scim.path-unknown", "the path names no SCIM endpoint",
            help "the path ends in /Users or /Users/ID, with any prefix such as /TENANT/scim/v2", source "RFC 7644 3.2";
        /// PUT without id.
        PathIdMissing =>
            "scim.path-id-missing", "PUT needs the resource's id in the path",
            help "send PUT to /Users/ID, or POST to /Users", source "RFC 7644 3.5.1";
        /// POST with id.
        PathIdUnexpected =>
            "scim.path-id-unexpected", "POST takes no id in the path",
            help "send POST to /Users, or PUT to /Users/ID", source "RFC 7644 3.3";
        /// Not a token.
        HeaderName =>
            "scim.header-name", "the header's name is no token",
            help "use letters, digits and !#$%&'*+-.^_`|~", source "RFC 9110 5.1";
        /// Control characters: one header could become two.
        HeaderValue =>
            "scim.header-value", "the header's value holds a control character or is longer than 16384 characters",
            help "send the value as received, without line ends", source "RFC 9110 5.5";
        /// More headers than are read.
        HeadersTooMany { found: usize } =>
            "scim.headers-too-many", "{found} headers, at most 200 are read",
            help "send the identity provider's headers only";
    }
}

diagnostics! {
    /// Why the identity provider gets a SCIM error instead of AWS's answer. The message is the error's `detail`.
    pub(crate) enum Refusal {
        /// Compressed.
        ContentEncoding =>
            "scim.content-encoding", "the body is compressed and cannot be read",
            help "send the body without Content-Encoding", source "RFC 9110 15.5.16";
        /// No body.
        BodyMissing =>
            "scim.body-missing", "the request has no body",
            help "send the user as a JSON object", source "RFC 7644 3.3";
        /// Not JSON.
        BodyNotJson { line: usize, column: usize } =>
            "scim.body-not-json", "the body is not JSON, or nested too deeply, at line {line}, column {column}",
            help "send one JSON object", source "RFC 7644 3.12";
        /// A key comes twice.
        BodyDuplicateKey { line: usize, column: usize } =>
            "scim.body-duplicate-key", "an object of the body names a key twice, at line {line}, column {column}",
            help "send each key once: readers disagree about which one counts", source "RFC 8259 4";
        /// A list, a string ...
        BodyNotObject { found: &'static str } =>
            "scim.body-not-object", "the body must be a JSON object, found {found}",
            help "send the user as a JSON object", source "RFC 7644 3.3";
        /// More than is read.
        BodyTooMany { what: &'static str, limit: usize } =>
            "scim.body-too-many", "the body has more than {limit} {what}",
            help "send fewer; `describe` lists the limits";
        /// The same attribute under two spellings.
        AttributeTwice { attribute: String } =>
            "scim.attribute-twice", "`{attribute}` is given twice, in different spellings",
            help "send it once: names are the same whatever their case", source "RFC 7643 2.1";
        /// Required, and nothing fills it.
        AttributeMissing { attribute: &'static str } =>
            "scim.attribute-missing", "`{attribute}` is required",
            help "map the attribute in the identity provider", source "DG/createuser";
        /// A value of another type.
        AttributeType { attribute: String, expected: &'static str, found: &'static str } =>
            "scim.attribute-type", "`{attribute}` must be {expected}, found {found}",
            help "correct the mapping in the identity provider", source "RFC 7643 4.1";
        /// Longer than AWS takes.
        AttributeLength { attribute: String, found: usize, longest: usize } =>
            "scim.attribute-length", "`{attribute}` has {found} characters, at most {longest} are accepted",
            help "map a shorter value in the identity provider; nothing is cut off on the way", source "IDS";
        /// A space where AWS takes none.
        AttributeWhiteSpace { attribute: String } =>
            "scim.attribute-white-space", "`{attribute}` holds white space that is not accepted there",
            help "map a value without it; user names and external ids have no spaces at all", source "IDS";
        /// A private-use character.
        AttributeCharacter { attribute: String } =>
            "scim.attribute-character", "`{attribute}` holds a character that is not accepted",
            help "letters, marks, numbers, punctuation and symbols of Unicode are accepted", source "IDS";
        /// One of `<>;:%`, and the profile refuses them.
        AttributeMarkup { attribute: String } =>
            "scim.attribute-markup", "`{attribute}` holds one of the characters < > ; : %",
            help "map a value without them, or set `refuseMarkupCharacters` to false", source "Okta and Entra ID documentation; AWS's pattern has them";
        /// A name that no user can have.
        UserNameReserved =>
            "scim.user-name-reserved", "`userName` is a name that AWS reserves",
            help "name the user otherwise than Administrator and AWSAdministrators", source "IDS";
    }
}

diagnostics! {
    /// What was changed on the way to AWS.
    pub(crate) enum Note {
        /// Spelt so that AWS serves it.
        PathNormalised =>
            "scim.path-normalised", "the path was spelt in a way that AWS does not serve",
            help "correct the base URL in the identity provider: no slash at its end", source "support.okta.com; mitodl/keycloak-scim#73";
        /// `attributes` and `excludedAttributes`.
        QueryDropped =>
            "scim.query-dropped", "AWS does not support `attributes` and `excludedAttributes`; left out",
            help "nothing to do: the answer holds every attribute", source "DG/listusers";
        /// Not an attribute that AWS accepts.
        AttributeDropped { attribute: String } =>
            "scim.attribute-dropped", "{attribute} is not accepted by AWS; left out",
            help "nothing to do; to silence this, take it out of the identity provider's mapping", source "DG/limitations";
        /// A spelling that is not the canonical one, or a dotted name.
        AttributeRenamed { attribute: String } =>
            "scim.attribute-renamed", "spelt or placed otherwise than SCIM has it; sent as `{attribute}`",
            help "nothing to do", source "RFC 7643 2.1";
        /// null, "", [] or {}.
        EmptyDropped { attribute: String } =>
            "scim.empty-dropped", "`{attribute}` has no value; left out",
            help "nothing to do: AWS refuses empty values, and leaving out means the same", source "RFC 7643 2.5; IDS";
        /// AWS keeps one of a list.
        ElementDropped { attribute: String } =>
            "scim.element-dropped", "AWS keeps one of `{attribute}`; this one was left out",
            help "mark the one to keep as primary in the identity provider", source "DG/createuser";
        /// The kept one is marked.
        PrimarySet { attribute: String } =>
            "scim.primary-set", "the one of `{attribute}` that is kept was marked as primary",
            help "nothing to do", source "DG/createuser";
        /// A list that was an object or a string, a manager that was a string.
        ValueReshaped { attribute: String } =>
            "scim.value-reshaped", "`{attribute}` was given its standard form",
            help "nothing to do", source "RFC 7643 4.1";
        /// "True"
        BooleanText { attribute: String } =>
            "scim.boolean-text", "`{attribute}` was a string and is now a boolean",
            help "nothing to do; Entra ID's aadOptscim062020 flag sends booleans", source "RFC 7643 2.3.2";
        /// Control and format characters.
        CharactersRemoved { attribute: String, count: usize } =>
            "scim.characters-removed", "{count} control or format characters were removed from `{attribute}`",
            help "clean the value in the identity provider; a user name must stay equal to the SAML NameID", source "IDS";
        /// A required name was missing.
        NameFilled { attribute: &'static str, rule: &'static str } =>
            "scim.name-filled", "`{attribute}` is required and was missing; filled with {rule}",
            help "map the attribute in the identity provider, or set `missingNames` to refuse", source "DG/createuser";
        /// The list of URNs was not what the body holds.
        SchemasRecomputed =>
            "scim.schemas-recomputed", "`schemas` now lists the schemas that the body has data of",
            help "nothing to do", source "RFC 7643 3";
    }
}

impl Refusal {
    /// The HTTP status and the SCIM detail type of RFC 7644 §3.12.
    pub(crate) const fn status(&self) -> (u16, Option<&'static str>) {
        match self {
            Self::ContentEncoding => (415, None),
            Self::BodyTooMany { .. } => (413, None),
            Self::BodyMissing
            | Self::BodyNotJson { .. }
            | Self::BodyDuplicateKey { .. }
            | Self::BodyNotObject { .. }
            | Self::AttributeTwice { .. } => (400, Some("invalidSyntax")),
            Self::AttributeMissing { .. }
            | Self::AttributeType { .. }
            | Self::AttributeLength { .. }
            | Self::AttributeWhiteSpace { .. }
            | Self::AttributeCharacter { .. }
            | Self::AttributeMarkup { .. }
            | Self::UserNameReserved => (400, Some("invalidValue")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Invalid, Note, Refusal};

    #[test]
    fn codes_are_unique_and_kebab_case_and_say_what_to_do() {
        let mut codes = Vec::new();
        for [code, message, help, _] in Invalid::TABLE.iter().chain(Refusal::TABLE).chain(Note::TABLE) {
            assert!(code.starts_with("scim."), "{code}");
            assert!(code.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-' || letter == '.'), "{code}");
            assert!(!message.is_empty() && !help.is_empty(), "{code}");
            codes.push(code);
        }
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }

    #[test]
    fn messages_that_name_a_limit_name_the_one_in_force() {
        use crate::limits;
        assert!(Invalid::PathTooLong { found: 1 }.to_string().contains(&limits::SCIM_PATH.to_string()));
        assert!(Invalid::HeaderValue.to_string().contains(&limits::VALUE.to_string()));
        assert!(Invalid::HeadersTooMany { found: 1 }.to_string().contains(&limits::SCIM_HEADERS.to_string()));
    }
}
