//! What was changed on the way.

use crate::error::diagnostics;

diagnostics! {
    /// What was changed on the way to AWS.
    pub(crate) enum Note {
        /// Spelt so that AWS serves it.
        PathNormalised =>
            "scim.path-normalised", "the path was spelt in a way that AWS does not serve",
            help "correct the base URL in the identity provider: no slash at its end", source "support.okta.com; mitodl/keycloak-scim#73";
        /// `attributes` and `excludedAttributes`.
        QueryDropped =>
            "scim.query-dropped", "AWS does not support `attributes` and `excludedAttributes`: they are applied to its answer",
            help "nothing to do", source "DG/listusers";
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
        /// Unicode's NFC.
        TextComposed { attribute: String } =>
            "scim.text-composed", "letters of `{attribute}` were composed with their marks (NFC)",
            help "nothing to do: it is the same text to a reader", source "UAX #15; RFC 8264 5.2.4";
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
            help "send the user with PUT to change it, or set `patchedRoles` to send or refuse", source "DG/patchuser";
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
