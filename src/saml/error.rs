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
        /// A name has several values.
        NameMultiValued { found: usize } =>
            "saml.name-multi-valued", "the source of a name has {found} values, and nothing says which one is the person",
            help "map a single-valued attribute: a second value must not decide who somebody is";
        /// A value holds what joins values.
        TagJoiner =>
            "saml.tag-joiner", "a value holds the text that joins the values, so two values could pass for three",
            help "join with a text that no value holds, or clean the values in the identity provider";
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
            "saml.control-characters", "the value has control or format characters",
            help "clean the attribute in the identity provider",
            source "XML 1.0 §2.2";

        // ---- issuing ----
        /// No instant.
        Instant =>
            "saml.instant", "the time is no RFC 3339 instant of the years 1970 to 9999 with its zone",
            help "send it as 2026-11-23T16:00:00Z",
            source "RFC 3339 §5.6";
        /// Too little entropy.
        Entropy =>
            "saml.entropy", "entropy is base64 of 32 bytes or more of a cryptographic random number generator",
            help "draw fresh bytes for every Response; without them nothing is issued",
            source "SAML Core §1.3.4";
        /// The identity provider's name.
        IssuerEntityId =>
            "saml.issuer", "an entityID is a URI of 1 to 1024 characters without spaces or control characters",
            help "use the entityID of the metadata that AWS knows",
            source "SAML Core §8.3.6";
        /// The audience.
        Audience =>
            "saml.audience", "an audience is a URI of 1 to 1024 characters without spaces or control characters",
            help "use the entityID of AWS's metadata",
            source "SAML Core §2.5.1.4";
        /// The consumer URL.
        Consumer =>
            "saml.acs", "a consumer URL is an absolute http or https URL",
            help "use the AssertionConsumerService of AWS's metadata",
            source "SAML Metadata §2.2.2";
        /// Not in the metadata.
        ConsumerUnlisted =>
            "saml.acs-unlisted", "the consumer URL is none of the metadata's",
            help "leave it out for the default one, or use one that is listed",
            source "SAML Profiles §4.1.4.1";
        /// The consumer URL is not known.
        ConsumerUnknown =>
            "saml.acs-unknown", "the consumer URL of this target and partition is not known here",
            help "give serviceProvider.metadata, or acs and audience";
        /// The audience is not known.
        AudienceUnknown =>
            "saml.audience-unknown", "the audience of this target and partition is not known here",
            help "give serviceProvider.metadata, or acs and audience";
        /// The signing certificate.
        SigningCertificate =>
            "saml.signing-certificate", "the identity provider's certificate is not one PEM certificate with an RSA key of 2048 to 8192 bits",
            help "AWS's recordings know RSA signatures only; use a certificate with an RSA key of 2048 bits or more",
            source "IAM-now/id_roles_providers_create_saml";
        /// The key.
        SigningKey =>
            "saml.signing-key", "the key is not an unencrypted RSA private key of 2048 to 4096 bits in PEM",
            help "convert it with: openssl pkcs8 -topk8 -nocrypt; or leave the key out and sign in the host";
        /// The key is another one's.
        KeyMismatch =>
            "saml.key-mismatch", "the key does not belong to the certificate",
            help "AWS would answer: Response signature invalid; use the certificate of this key";
        /// The signature could not be made.
        SigningFailed =>
            "saml.signing-failed", "the key could not sign",
            help "check the key with: openssl rsa -check";
        /// The lifetime.
        Lifetime { found: u32 } =>
            "saml.lifetime", "an assertion lives 60 to 300 seconds, found {found}",
            help "AWS redeems a Response within 5 minutes of its issue",
            source "IAM/troubleshoot_saml";
        /// The session's end.
        SessionLifetime { found: u32 } =>
            "saml.session-lifetime", "a session ends after 60 to 2592000 seconds, found {found}",
            help "leave it out: AWS ends its own session there",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// The request's ID.
        InResponseTo =>
            "saml.in-response-to", "the ID of a request begins with a letter or underscore and has at most 256 letters, digits and _-.",
            help "copy the ID of the AuthnRequest",
            source "SAML Core §1.3.4";
        /// The target takes no unsolicited Response.
        InResponseToMissing =>
            "saml.in-response-to-missing", "the target takes no login that the identity provider starts",
            help "answer an AuthnRequest and give its ID as inResponseTo",
            source "opensearch-service/serverless-saml";
        /// No NameID.
        NameIdMissing =>
            "saml.name-id-missing", "none of the NameID's sources has a value, and AWS requires a NameID",
            help "add a source that everybody has",
            source "IAM/troubleshoot_saml";
        /// The NameID.
        NameIdValue =>
            "saml.name-id", "a NameID has 1 to 256 characters, none of them invisible, and no space at its ends",
            help "map another attribute",
            source "SAML Core §8.3.7";
        /// The NameID must be an e-mail address.
        NameIdEmail =>
            "saml.name-id-email", "a NameID of this format is an e-mail address",
            help "map the person's e-mail address; in Identity Center it equals the user name",
            source "IdC/other-idps";
        /// The NameID's format.
        NameIdFormat =>
            "saml.name-id-format", "a NameID format is a URI of 1 to 1024 characters",
            help "use one that the service provider's metadata lists",
            source "SAML Core §8.3";
        /// Encryption where nobody decrypts.
        EncryptionUnsupported =>
            "saml.encryption-unsupported", "the target does not decrypt assertions",
            help "leave `encrypt` out",
            source "IdC/other-idps";
        /// No certificate to encrypt for.
        EncryptionCertificateMissing =>
            "saml.encryption-certificate-missing", "there is no certificate to encrypt for",
            help "give encrypt.certificate, or metadata with an encryption key";
        /// The certificate to encrypt for.
        EncryptionCertificate =>
            "saml.encryption-certificate", "the certificate to encrypt for is not one PEM certificate with an RSA key of 2048 bits or more",
            help "download AWS's metadata again";
        /// Encryption failed.
        Encryption =>
            "saml.encryption-failed", "the assertion could not be encrypted",
            help "report this";
        /// The target wants more signatures.
        SignMore =>
            "saml.sign-more", "the target requires the signatures of both assertion and Response",
            help "leave `sign` out, or set it to both",
            source "client-vpn-admin/federated-authentication";
        /// Too large.
        ResponseTooLarge { found: usize, limit: usize } =>
            "saml.response-too-large", "the Response has {found} characters of base64, the target takes {limit}",
            help "give fewer roles: narrow the sources or the allow-list",
            source "botocore/sts AssumeRoleWithSAML";
        /// The state of a pending Response.
        State =>
            "saml.state-invalid", "the state is not one that this version of the plugin gave",
            help "hand back `state` exactly as it came, to the same version";
        /// Not base64.
        SignatureEncoding =>
            "saml.signature-encoding", "the signature is not base64",
            help "send the signature's bytes as base64";
        /// The host's signature does not verify.
        SignatureInvalid =>
            "saml.signature-invalid", "the signature is not one of these bytes by the certificate's key",
            help "sign the decoded bytes of toSign with RSASSA-PKCS1-v1_5 and SHA-256, with the key of the certificate";
        /// Another certificate.
        CertificateChanged =>
            "saml.certificate-changed", "the certificate is not the one that the Response was begun with",
            help "begin again with saml_issue";

        /// Entropy that is none, where a secret depends on it.
        EntropyUniform =>
            "saml.entropy-uniform", "all bytes of the entropy are equal, and a content key drawn from it would be no secret",
            help "fill the buffer from a cryptographic random number generator";

        // ---- findings and reasons of the trace ----
        /// Entropy that is none.
        EntropyPredictable =>
            "saml.entropy-predictable", "all bytes of the entropy are equal, so the IDs of this Response are predictable",
            help "fill the buffer from a cryptographic random number generator",
            source "SAML Core §1.3.4";
        /// Out of its validity.
        CertificateExpired =>
            "saml.certificate-expired", "the signing certificate is not valid at this time",
            help "AWS does not mind, other service providers do; renew it and update the provider in IAM",
            source "IAM-now/id_roles_providers_create_saml";
        /// The assertion itself is not signed.
        AssertionUnsigned =>
            "saml.assertion-unsigned", "only the Response is signed, and AWS requires the assertion's own signature",
            help "set `sign` to assertion or both",
            source "IAM/troubleshoot_saml";
        /// Not AWS's sign-in.
        ConsumerForeign =>
            "saml.acs-foreign", "the consumer URL is not one of AWS's sign-in over https",
            help "never take it from a request without comparing it with the metadata: whoever gets the Response can redeem it",
            source "IAM-now/id_roles_providers_create_saml_assertions";
        /// AWS's own session ends early.
        SessionCut =>
            "saml.session-cut", "SessionNotOnOrAfter ends the AWS session, whatever SessionDuration says",
            help "leave `sessionLifetime` out unless that is meant",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// Cognito refuses unsolicited Responses by default.
        InResponseToWanted =>
            "saml.in-response-to-wanted", "the target refuses a Response without InResponseTo unless it was told to take logins that the identity provider starts",
            help "answer an AuthnRequest, or switch on IDPInit for the provider in Cognito",
            source "botocore/cognito-idp";

        /// Nobody gave a role.
        NoRole { groups: usize, entitlements: usize } =>
            "saml.no-role", "no role was given ({groups} groups and {entitlements} entitlements were looked at), so there is no Role attribute and AWS refuses the login",
            help "see the trace for what was dropped; deny the login, or give the person a group that a rule knows",
            source "IAM/troubleshoot_saml";
        /// The attribute is there and empty.
        ValueEmpty =>
            "saml.value-empty", "the value is empty",
            help "fill the attribute, or remove it; an empty role name would make the ARN role/, which AWS refuses";
        /// Nested JSON, or a number that was rounded.
        ValueNotText =>
            "saml.value-not-text", "the value is neither text, whole number of 64 bits nor boolean",
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
