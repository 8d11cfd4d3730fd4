//! Why the identity provider gets an error that is not AWS's.

use crate::error::diagnostics;

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
            help "map a value without it; user names and external ids have no spaces at all, unless `identifierSpaces` sends them", source "IDS";
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
        /// The brackets hold something else.
        PatchFilterMalformed { attribute: String } =>
            "scim.patch-filter-malformed", "the filter in the path to `{attribute}` is not of the form ATTRIBUTE eq \"VALUE\"",
            help "quote the value, and name one attribute of an element", source "RFC 7644 3.5.2, figure 7";
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
        /// `[]`, `{}`, or nothing that AWS keeps.
        RemovalNamesNothing { attribute: String } =>
            "scim.removal-names-nothing", "the removal from `{attribute}` has a `value` that names no element",
            help "send no `value` to remove the whole attribute, or filter the path", source "RFC 7644 3.5.2.2";
        /// More than the operator allows.
        MembersTooMany { limit: usize } =>
            "scim.members-too-many", "the group has or would have more than {limit} members",
            help "raise `members` in the profile, or split the group";
        /// More than the operator allows, and they are there already.
        MembersTooManyToRead { limit: usize } =>
            "scim.members-too-many-to-read", "there are more than {limit} members to read",
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
        MethodUnsupported { allowed: &'static str } =>
            "scim.method-unsupported", "this method is not supported at this endpoint, which takes {allowed}",
            help "users and groups take GET, POST, PUT, PATCH and DELETE, all else GET", source "RFC 7644 3.2; RFC 9110 15.5.6";
        /// No endpoint of SCIM.
        PathUnknown =>
            "scim.path-unknown", "the path names no SCIM endpoint",
            help "the path ends in /Users or /Users/ID, with any prefix such as /TENANT/scim/v2", source "RFC 7644 3.2";
        /// PATCH of roles, where the profile does not say what to do.
        RolesNotPatchable =>
            "scim.roles-not-patchable", "AWS does not document that PATCH changes `roles`",
            help "take `roles` out of the identity provider's mapping, send the user with PUT, or set `patchedRoles` to send or drop", source "DG/patchuser";
        /// PATCH of a user's groups.
        GroupsReadOnly =>
            "scim.groups-read-only", "`groups` of a user cannot be changed",
            help "change `members` of the group", source "RFC 7643 4.1.2; RFC 7644 3.5.2";
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
            Self::OperationPathMissing | Self::PatchTarget { .. } | Self::RemovalNamesNothing { .. } => (400, Some("noTarget")),
            Self::PatchPath => (400, Some("invalidPath")),
            Self::PatchFilter { .. } | Self::PatchFilterMalformed { .. } | Self::FilterMalformed | Self::FilterUnsupported => {
                (400, Some("invalidFilter"))
            }
            Self::RemovalRefused { .. } | Self::RolesNotPatchable | Self::GroupsReadOnly => (400, Some("mutability")),
            Self::PagingTooFar { .. } | Self::MembersTooManyToRead { .. } => (400, Some("tooMany")),
            Self::FilterForbidden => (403, None),
            Self::PathUnknown => (404, None),
            Self::MethodUnsupported { .. } => (405, None),
            Self::EndpointUnsupported => (501, None),
            Self::AnswerMissing | Self::AnswerUnreadable | Self::PagesEndless => (502, None),
        }
    }
}
