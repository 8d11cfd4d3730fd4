//! What can be wrong with a mapping, and what can become of a person's values.

use std::fmt;

use crate::aws;
use crate::error::{Diagnostic, diagnostics};

diagnostics! {
    /// Why a mapping is refused, a value dropped, or a finding made.
    pub(crate) enum Error {
        // ---- the mapping ----
        /// A rule needs an account.
        AccountMissing =>
            "saml.account-missing", "this source needs an account, and neither it nor the mapping names one",
            help "set `account` on the mapping or on the source, or capture it in the pattern";
        /// A rule needs a provider.
        ProviderMissing =>
            "saml.provider-missing", "this source needs a SAML provider, and neither it nor the mapping names one",
            help "set `provider` on the mapping or on the source to the provider's name in IAM";
        /// A list has more entries than are read.
        TooMany { what: &'static str, found: usize, limit: usize } =>
            "saml.too-many", "{found} {what}, at most {limit} are read",
            help "send fewer; `describe` lists the limits";
        /// A text has more characters than are read.
        TooLong { found: usize, limit: usize } =>
            "saml.too-long", "{found} characters, at most {limit} are read",
            help "send less; `describe` lists the limits";
        /// The pattern does not compile.
        PatternInvalid =>
            "saml.pattern-invalid", "the pattern is no regular expression of the supported kind",
            help "patterns run in linear time: no look-around and no back-references; name captures as (?<role>...)";
        /// Nothing names the role.
        PatternWithoutRole =>
            "saml.pattern-without-role", "the pattern captures no `role`, and the source has no `role` either",
            help "capture (?<role>...) or set `role` to a name or a template";
        /// A placeholder is not closed, or empty.
        TemplateInvalid =>
            "saml.template-invalid", "a placeholder is written ${{name}}",
            help "close the placeholder, or remove the ${{";
        /// A placeholder that nothing fills.
        PlaceholderUnknown =>
            "saml.placeholder-unknown", "nothing fills this placeholder",
            help "in a group pattern use the names or numbers of its captures; in a template username, email, displayName, entitlements or attributes.NAME";
        /// Not a source of a value.
        SourceUnknown =>
            "saml.source-unknown", "no value is called that",
            help "use username, email, displayName or attributes.NAME; a tag may also use groups and entitlements";
        /// A list of sources is empty.
        SourcesMissing =>
            "saml.sources-missing", "no source is named",
            help "name at least one, for example username";
        /// A tag needs `from` or `value`.
        TagSource =>
            "saml.tag-source", "a tag has either `from` or `value`",
            help "give exactly one of the two";
        /// AWS stops at 50 tags.
        TooManyTags { found: usize } =>
            "saml.too-many-tags", "{found} tags, AWS accepts 50",
            help "send fewer tags",
            source "IAM/id_session-tags";
        /// Two keys are one to AWS.
        TagTwin =>
            "saml.tag-twin", "this key differs from an earlier one only in case, or not at all",
            help "give each tag a key of its own: AWS lets one override the other",
            source "IAM/id_session-tags";
        /// A transitive key names no tag.
        TransitiveUnknown =>
            "saml.transitive-tag-unknown", "this key names no tag of the mapping",
            help "name the key of a tag in `tags`, in the same case",
            source "IAM/id_session-tags";

        // ---- the person ----
        /// No source has a value for the session name.
        SessionNameMissing =>
            "saml.session-name-missing", "none of the session name's sources has a value, and AWS requires a session name",
            help "add a source that everybody has, for example username",
            source "IAM/troubleshoot_saml";
        /// A required tag has no value.
        TagRequired =>
            "saml.tag-required", "a required tag has no value",
            help "fill the attribute in the identity provider, or make the tag optional";
        /// A tag has several values and no way to join them.
        TagMultiValued { found: usize } =>
            "saml.tag-multi-valued", "the tag's source has {found} values, and AWS has no multi-valued tags",
            help "set `join`, for example to a colon, or map a single-valued attribute",
            source "IAM/id_session-tags";
        /// The whole statement is beyond AWS's limit.
        StatementTooLarge { found: usize } =>
            "saml.statement-too-large", "the attributes alone take {found} characters of base64, AWS accepts 100000 for the whole Response",
            help "give fewer roles: narrow the sources or the allow-list",
            source "botocore/sts AssumeRoleWithSAML";

        /// An attribute needs `from` or `values`.
        AttributeSource =>
            "saml.attribute-source", "an attribute has either `from` or `values`, and at least one value",
            help "give exactly one of the two";
        /// One name, one attribute.
        AttributeTwice =>
            "saml.attribute-twice", "an earlier attribute has the same name",
            help "merge the two: AWS accepts no duplicate names",
            source "IdC-now/troubleshooting";
        /// A required attribute has no value.
        AttributeRequired =>
            "saml.attribute-required", "a required attribute has no value",
            help "fill the attribute in the identity provider, or make it optional";
        /// XML has no way to write it.
        ControlCharacters =>
            "saml.control-characters", "the value has control characters",
            help "clean the attribute in the identity provider",
            source "XML 1.0 §2.2";

        // ---- findings and reasons of the trace ----
        /// Nobody gave a role.
        NoRole { groups: usize, entitlements: usize } =>
            "saml.no-role", "no role was given ({groups} groups and {entitlements} entitlements were looked at), so there is no Role attribute and AWS refuses the login",
            help "see the trace for what was dropped; deny the login, or give the person a group that a rule knows",
            source "IAM/troubleshoot_saml";
        /// The attribute is there and empty.
        ValueEmpty =>
            "saml.value-empty", "the value is empty",
            help "fill the attribute, or remove it; an empty role name would make the ARN role/, which AWS refuses";
        /// Nested JSON.
        ValueNotText =>
            "saml.value-not-text", "the value is neither text, number nor boolean",
            help "flatten the attribute in the identity provider";
        /// A later group overwrote it.
        ValueOverwritten =>
            "saml.value-overwritten", "a later group has the same attribute, and the last one wins",
            help "set `merge` to `all` to give every group's roles";
        /// The same pair once more.
        RoleDuplicate =>
            "saml.role-duplicate", "the same role was given already",
            help "nothing: each role is sent once";
        /// Not on the allow-list.
        RoleNotAllowed =>
            "saml.role-not-allowed", "the role is not on the allow-list",
            help "add it to `allow` if it is meant to be given";
        /// A captured value would change the shape of a path.
        PathSegment =>
            "saml.path-segment", "a value with a slash would choose another path",
            help "let the template be the placeholder alone if the value is meant to be a whole path";
        /// Some value became no role.
        RoleDropped { found: usize } =>
            "saml.role-dropped", "{found} values became no role",
            help "the trace says which and why";
        /// The user may be able to edit the attribute.
        UserEditable =>
            "saml.user-editable", "roles are taken from an attribute of the user",
            help "make sure that users cannot edit it: whoever can, chooses their own role";
        /// The name was changed to fit.
        NameAdapted =>
            "saml.name-adapted", "the value was changed to fit AWS's 2 to 64 letters, digits and _+=,.@-, and a hash was added so that no two people share a name",
            help "map an attribute that fits, for example an e-mail address",
            source "IAM/troubleshoot_saml";
        /// No source identity.
        SourceIdentityMissing =>
            "saml.source-identity-missing", "none of the source identity's sources has a value, so none is sent",
            help "add a source that everybody has; roles that require sts:SourceIdentity refuse this login";
        /// An optional tag without a value.
        TagAbsent =>
            "saml.tag-absent", "the tag's source has no value, so the tag is not sent",
            help "nothing, unless a policy relies on the tag; then set `required`";
        /// A tag whose value AWS refuses.
        TagDropped =>
            "saml.tag-dropped", "the tag's value has characters that AWS refuses, so the tag is not sent",
            help "clean the attribute in the identity provider, or map another one; a policy that relies on the tag denies this person",
            source "botocore/iam tagValueType";
        /// A transitive key whose tag was not sent.
        TransitiveAbsent =>
            "saml.transitive-tag-absent", "the tag of this key is not sent, so the key is not either",
            help "see the findings on the tag",
            source "IAM/id_session-tags";
        /// An optional attribute without a value.
        AttributeAbsent =>
            "saml.attribute-absent", "the attribute's source has no value, so the attribute is not sent",
            help "nothing, unless the service relies on it; then set `required`";
        /// The target lets nobody in without it.
        TargetRequires { attribute: &'static str } =>
            "saml.target-requires-attribute", "the target requires the attribute {attribute}, which is not sent",
            help "add it to the mapping",
            source "the service's own page: facts section D";
        /// The target does not read it.
        NotRead =>
            "saml.not-read-by-target", "the target does not read this, so it is not sent",
            help "leave it out for this target; in IAM Identity Center roles and durations come from permission sets",
            source "IdC/attributesforaccesscontrol";
        /// Longer than the API's default.
        DurationConsoleOnly =>
            "saml.session-duration-console", "more than an hour counts for console sessions only, and only up to each role's own maximum",
            help "API and command-line clients ask for DurationSeconds themselves",
            source "IAM/id_roles_providers_create_saml_assertions";
    }
}

/// A refusal by one of our rules, or by AWS's own grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Aws(aws::Error),
    Saml(Error),
}

impl From<aws::Error> for Refusal {
    fn from(error: aws::Error) -> Self {
        Self::Aws(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Saml(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aws(error) => error.fmt(formatter),
            Self::Saml(error) => error.fmt(formatter),
        }
    }
}

impl Diagnostic for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Aws(error) => error.code(),
            Self::Saml(error) => error.code(),
        }
    }

    fn help(&self) -> &'static str {
        match self {
            Self::Aws(error) => error.help(),
            Self::Saml(error) => error.help(),
        }
    }

    fn source(&self) -> &'static str {
        match self {
            Self::Aws(error) => error.source(),
            Self::Saml(error) => error.source(),
        }
    }
}
