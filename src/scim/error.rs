//! What can be said about a SCIM request: why it is no request, why its body is refused, what was changed.

use crate::error::diagnostics;

diagnostics! {
    /// Why the operation's request is none: a failure, for the host to mend.
    pub(crate) enum Invalid {
        /// Not a method of HTTP.
        MethodUnknown =>
            "scim.method-unknown", "the method is none that SCIM uses",
            help "send GET, POST, PUT, PATCH or DELETE in capitals, as the identity provider did", source "RFC 7644 3.2";
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
        /// PUT, PATCH or DELETE without id.
        PathIdMissing =>
            "scim.path-id-missing", "this method needs the resource's id in the path",
            help "send PUT, PATCH and DELETE to /Users/ID or /Groups/ID, and POST to /Users or /Groups", source "RFC 7644 3.5.1";
        /// POST with id.
        PathIdUnexpected =>
            "scim.path-id-unexpected", "POST takes no id in the path",
            help "send POST to /Users or /Groups, and PUT or PATCH to /Users/ID or /Groups/ID", source "RFC 7644 3.3";
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
        /// Not what a plan handed out.
        StateUnreadable =>
            "scim.state-unreadable", "the state is none that a plan or a reply of this version gave",
            help "hand back the last `state` unchanged, to the version that gave it";
        /// More answers than requests.
        AnswersTooMany { found: usize, sent: usize } =>
            "scim.answers-too-many", "{found} answers to {sent} requests",
            help "hand back one answer for each step that was sent, in order, and end with the first that is no success";
        /// Not a status of HTTP.
        AnswerStatus =>
            "scim.answer-status", "the status is none of a final HTTP answer",
            help "hand back AWS's status, from 200 to 599", source "RFC 9110 15";
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
        /// A name that no group can have.
        GroupNameReserved =>
            "scim.group-name-reserved", "`displayName` is a name that AWS reserves",
            help "name the group otherwise than Administrator and AWSAdministrators", source "IDS";
        /// No list of operations.
        OperationsMissing =>
            "scim.operations-missing", "`Operations` must be a list of at least one operation",
            help "send a PatchOp message", source "RFC 7644 3.5.2";
        /// Not an object.
        OperationMalformed { found: &'static str } =>
            "scim.operation-malformed", "an operation must be an object with `op`, found {found}",
            help "send a PatchOp message", source "RFC 7644 3.5.2";
        /// Not one of the three.
        OperationUnknown =>
            "scim.operation-unknown", "`op` must be add, remove or replace",
            help "send one of the three, in any case", source "RFC 7644 3.5.2";
        /// Nothing to add.
        OperationValueMissing =>
            "scim.operation-value-missing", "add and replace need a `value`",
            help "send the value, or null to remove one", source "RFC 7644 3.5.2.1; DG/patchuser";
        /// Nothing to remove.
        OperationPathMissing =>
            "scim.operation-path-missing", "remove needs a `path`",
            help "name the attribute to remove", source "RFC 7644 3.5.2.2; DG/patchuser";
        /// Not the grammar.
        PatchPath =>
            "scim.patch-path", "`path` is none of the form ATTRIBUTE, ATTRIBUTE.PART, ATTRIBUTE[FILTER] or ATTRIBUTE[FILTER].PART",
            help "correct the path", source "RFC 7644 3.5.2, figure 7";
        /// A filter on something that is no list, or that would need the members' own attributes.
        PatchFilter { attribute: String } =>
            "scim.patch-filter", "the filter in the path to `{attribute}` cannot be applied there",
            help "filter elements of lists, and members by `value eq` alone", source "RFC 7644 3.5.2";
        /// Nothing to change, and nothing that could be made of the filter.
        PatchTarget { attribute: &'static str } =>
            "scim.patch-target", "no element of `{attribute}` that AWS has fits the filter",
            help "filter by `type eq`, `value eq` or `primary eq`; AWS keeps one element of each list", source "RFC 7644 3.5.2.3";
        /// userName, active, and what a user has to have.
        RemovalRefused { attribute: String } =>
            "scim.removal-refused", "`{attribute}` cannot be removed or emptied",
            help "replace it with another value", source "DG/patchuser; DG/createuser; RFC 7644 3.5.2.2";
        /// More than the operator allows.
        MembersTooMany { limit: usize } =>
            "scim.members-too-many", "the group has or would have more than {limit} members",
            help "raise `members` in the profile, or split the group";
        /// More than the operator allows, and they are there already.
        MembersTooManyToRead { limit: usize } =>
            "scim.members-too-many-to-read", "the group has more than {limit} members, which is as many as are read",
            help "raise `members` in the profile, or ask with `excludedAttributes=members`";
        /// Not the grammar.
        FilterMalformed =>
            "scim.filter-malformed", "the filter is not of the form ATTRIBUTE eq \"VALUE\"",
            help "quote the value, and name one attribute", source "RFC 7644 3.4.2.2; DG/listusers";
        /// AWS cannot do it.
        FilterUnsupported =>
            "scim.filter-unsupported", "AWS does not support this filter",
            help "users are found by userName, externalId, groups.value, id, or id and manager; groups by displayName, externalId, members.value, id, or id and members: all with `eq`", source "DG/listusers; DG/listgroups";
        /// No number.
        PagingNumber =>
            "scim.paging-number", "`startIndex` and `count` must be whole numbers",
            help "send startIndex from 1, count from 0", source "RFC 7644 3.4.2.4";
        /// Beyond what is read.
        PagingTooFar { limit: usize } =>
            "scim.paging-too-far", "the page lies behind the first {limit} resources, which is as far as is read",
            help "page with `cursor`, which AWS supports itself", source "DG/listusers";
        /// /Me, /Bulk, /.search.
        EndpointUnsupported =>
            "scim.endpoint-unsupported", "this endpoint is not supported",
            help "use /Users and /Groups; ServiceProviderConfig tells what is supported", source "DG/limitations; RFC 7644 3.11";
        /// POST on a schema and the like.
        MethodUnsupported =>
            "scim.method-unsupported", "this method is not supported at this endpoint",
            help "users and groups take GET, POST, PUT, PATCH and DELETE, all else GET", source "RFC 7644 3.2";
        /// A filter where none may stand.
        FilterForbidden =>
            "scim.filter-forbidden", "a filter is not permitted at this endpoint",
            help "read the whole list", source "RFC 7644 4";
        /// The answer did not come.
        AnswerMissing =>
            "scim.answer-missing", "AWS did not answer; whether it carried the last request out is not known",
            help "send the request again";
        /// The answer is no SCIM.
        AnswerUnreadable =>
            "scim.answer-unreadable", "AWS's answer is not the one that its documentation describes",
            help "look into CloudTrail; send the request again";
        /// Pages that do not end.
        PagesEndless =>
            "scim.pages-endless", "AWS's pages do not end: a cursor came twice, or there are too many of them",
            help "send the request again", source "DG/listusers";
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
        /// `Replace`
        OperationSpelt =>
            "scim.operation-spelt", "`op` was spelt in another case, or beside members that mean nothing",
            help "nothing to do; Entra ID's aadOptscim062020 flag sends lower case", source "RFC 7644 3.5.2";
        /// AWS takes one attribute without path.
        OperationSplit =>
            "scim.operation-split", "one operation on several attributes became one for each",
            help "nothing to do", source "RFC 7644 3.5.2; goauthentik/authentik#12321";
        /// A later operation on the same attribute decides.
        OperationMerged { attribute: String } =>
            "scim.operation-merged", "`{attribute}` was changed by several operations; one was sent",
            help "nothing to do: operations apply in order, and AWS takes one for userName and active", source "DG/patchuser";
        /// null, "" or [] in a replacement.
        OperationRemoves { attribute: String } =>
            "scim.operation-removes", "an empty value for `{attribute}` became its removal",
            help "nothing to do: AWS refuses empty values", source "RFC 7643 2.5; IDS";
        /// Written another way that means the same.
        OperationRewritten { attribute: String } =>
            "scim.operation-rewritten", "the operation on `{attribute}` was written in a form that AWS is known to accept",
            help "nothing to do", source "DG/patchuser; DG/patchgroup";
        /// Nothing is left.
        OperationDropped { attribute: String } =>
            "scim.operation-dropped", "an operation on `{attribute}` has nothing that AWS could change; left out",
            help "nothing to do", source "DG/patchuser; DG/patchgroup";
        /// roles.
        NotPatchable { attribute: String } =>
            "scim.not-patchable", "AWS does not change `{attribute}` by PATCH; left out",
            help "send the user with PUT to change it", source "DG/patchuser";
        /// The current value decides.
        UserRead =>
            "scim.user-read", "AWS keeps one element: the user is read first to know what becomes of it",
            help "nothing to do", source "DG/patchuser";
        /// Replacing members.
        MembersCompared =>
            "scim.members-compared", "AWS cannot replace members: they are read, and the difference is added and removed",
            help "nothing to do", source "DG/patchgroup; mitodl/keycloak-scim#73";
        /// More than 100.
        MembersSplit { requests: usize } =>
            "scim.members-split", "AWS takes 100 membership changes at once: they were split into {requests} requests",
            help "nothing to do", source "DG/creategroup; DG/patchgroup";
        /// The same member twice.
        MembersFolded { count: usize } =>
            "scim.members-folded", "{count} members came more than once; sent once",
            help "nothing to do";
        /// PUT /Groups.
        GroupReplaced =>
            "scim.group-replaced", "AWS has no PUT for groups: the group is read and changed by PATCH",
            help "nothing to do", source "DG/supported-apis";
        /// Written as AWS reads it.
        FilterRewritten =>
            "scim.filter-rewritten", "the filter was written the way AWS reads it",
            help "nothing to do; values of filters stand in quotes", source "RFC 7644 3.4.2.2; DG/listusers";
        /// startIndex, sortBy ...
        QueryParameterDropped =>
            "scim.query-parameter-dropped", "a query parameter that AWS does not support was left out",
            help "nothing to do", source "DG/listusers; RFC 7644 3.4.2.3";
        /// Offsets on cursors.
        PagesMapped =>
            "scim.pages-mapped", "AWS pages with cursors: its pages are read from the beginning to serve startIndex and totalResults",
            help "nothing to do; a client that sends `cursor` is passed through", source "DG/listusers; RFC 9865";
        /// There are more.
        TotalUnknown { known: usize } =>
            "scim.total-unknown", "there are more than the {known} resources that were read; totalResults says one more than that",
            help "page with `cursor`", source "DG/listusers";
        /// The members are real.
        MembersRead =>
            "scim.members-read", "AWS lists no members with a group: they are read one group at a time",
            help "nothing to do", source "DG/getgroup; goauthentik/authentik#23005";
        /// members: []
        MembersOmitted =>
            "scim.members-omitted", "AWS lists no members with a group; an empty list would say that nobody is in it, so it was left out",
            help "set `listedMembers` to read, at a request or more for each group", source "DG/listgroups; goauthentik/authentik#23005";
        /// The existing one was taken.
        ConflictAdopted =>
            "scim.conflict-adopted", "the resource existed; it was changed to what was sent",
            help "set `conflicts` to report if the identity provider resolves conflicts itself", source "goauthentik/authentik#12827";
        /// The rest of an interrupted creation.
        CreationResumed =>
            "scim.creation-resumed", "the group existed with the first members of this request and no foreign ones; the rest is added",
            help "nothing to do: an interrupted request was sent again";
        /// What exists was not found.
        ConflictUnresolved =>
            "scim.conflict-unresolved", "what conflicts could not be found by its unique attributes, or is not safe to take over",
            help "another resource has the same email, or several match; look for it in IAM Identity Center", source "repost.aws/knowledge-center/iam-identity-center-provision";
        /// 400, 404 or 409 to members.
        MembershipsReadAgain =>
            "scim.memberships-read-again", "AWS refused to change memberships: they are read, and what is left is sent",
            help "nothing to do: a member may have been one already";
    }
}

impl Refusal {
    /// The HTTP status and the SCIM detail type of RFC 7644 §3.12.
    pub(crate) const fn status(&self) -> (u16, Option<&'static str>) {
        match self {
            Self::ContentEncoding => (415, None),
            Self::BodyTooMany { .. } | Self::MembersTooMany { .. } => (413, None),
            Self::BodyMissing
            | Self::BodyNotJson { .. }
            | Self::BodyDuplicateKey { .. }
            | Self::BodyNotObject { .. }
            | Self::AttributeTwice { .. }
            | Self::OperationsMissing
            | Self::OperationMalformed { .. }
            | Self::OperationUnknown => (400, Some("invalidSyntax")),
            Self::AttributeMissing { .. }
            | Self::AttributeType { .. }
            | Self::AttributeLength { .. }
            | Self::AttributeWhiteSpace { .. }
            | Self::AttributeCharacter { .. }
            | Self::AttributeMarkup { .. }
            | Self::UserNameReserved
            | Self::GroupNameReserved
            | Self::OperationValueMissing
            | Self::PagingNumber => (400, Some("invalidValue")),
            Self::OperationPathMissing | Self::PatchTarget { .. } => (400, Some("noTarget")),
            Self::PatchPath => (400, Some("invalidPath")),
            Self::PatchFilter { .. } | Self::FilterMalformed | Self::FilterUnsupported => (400, Some("invalidFilter")),
            Self::RemovalRefused { .. } => (400, Some("mutability")),
            Self::PagingTooFar { .. } | Self::MembersTooManyToRead { .. } => (400, Some("tooMany")),
            Self::FilterForbidden => (403, None),
            Self::EndpointUnsupported | Self::MethodUnsupported => (501, None),
            Self::AnswerMissing | Self::AnswerUnreadable | Self::PagesEndless => (502, None),
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
