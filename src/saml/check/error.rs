//! What a check can find.

use crate::error::diagnostics;

diagnostics! {
    /// Why AWS refuses a Response, why that is not known, or what is worth saying about it.
    pub(crate) enum Error {
        // ---- requests that are refused ----
        /// Nothing there.
        Empty =>
            "check.empty", "there is nothing to check",
            help "paste the value of SAMLResponse, the Response's XML, the page with the form, or the text of an AWS error";
        /// Neither a Response nor an error.
        NotRecognised =>
            "check.not-recognised", "this is neither a Response (base64, URL-encoded, XML or the form) nor a text that AWS answers",
            help "paste the value of SAMLResponse from the browser's developer tools, or the whole error";
        /// Two of them.
        SeveralResponses =>
            "check.several-responses", "the field SAMLResponse stands there more than once",
            help "paste one of them";
        /// More than anybody sends.
        TooLong { limit: usize } =>
            "check.too-long", "the text has more than {limit} bytes",
            help "paste the Response alone; AWS takes 100000 characters of base64";
        /// No instant.
        Now =>
            "check.now", "the time is no RFC 3339 instant of the years 1970 to 9999 with its zone",
            help "send it as 2026-11-23T16:00:00Z",
            source "RFC 3339 §5.6";
        /// Two sources of trust.
        MetadataOrCertificates =>
            "check.metadata-or-certificates", "with metadata, no certificates are taken from elsewhere",
            help "send either metadata or certificates";
        /// More than anybody trusts.
        TooManyKeys { found: usize, limit: usize } =>
            "check.too-many-keys", "{found} signing certificates, at most {limit} are tried",
            help "send the identity provider's own; AWS keeps 10 for a provider",
            source "IAM/reference_iam-quotas";
        /// A certificate that is none, or whose key is of no use here.
        KeyUnsupported =>
            "check.key-unsupported", "the certificate's key is of a kind that is not supported: RSA, P-256 and P-384 are",
            help "send the certificate of the key that signs";

        // ---- what was captured ----
        /// An error that nobody has explained yet.
        AwsErrorUnknown =>
            "check.aws-error-unknown", "this is an error of AWS, and none of those whose cause is known here",
            help "capture the Response that caused it and check that";
        /// Not base64.
        NotBase64 =>
            "check.not-base64", "the Response is not base64",
            help "send it as the identity provider gave it, in plain base64 with its padding; an incomplete copy is the usual cause",
            source "SAML Bindings §3.5.4";
        /// No XML inside.
        NotXml =>
            "check.not-xml", "what base64 holds is no XML in UTF-8",
            help "AWS takes HTTP-POST only: a Response that was deflated for HTTP-Redirect is not read",
            source "SAML Bindings §3.5";
        /// Beyond the target's ceiling.
        TooLarge { found: usize, limit: usize } =>
            "check.too-large", "the Response has {found} characters of base64, AWS takes {limit}",
            help "send fewer roles or attributes",
            source "botocore/sts AssumeRoleWithSAML, IAM/reference_iam-quotas";
        /// Beyond another target's ceiling.
        TooLargePerhaps { found: usize } =>
            "check.too-large-perhaps", "the Response has {found} characters of base64; IAM takes 100000, this target's ceiling is not established",
            help "send fewer attributes";

        // ---- structure ----
        /// Another root.
        NotResponse =>
            "check.not-response", "the root is no Response of SAML 2.0",
            help "AWS takes a whole Response; neither an assertion alone nor a request",
            source "SAML Core §3.3.3";
        /// Another version.
        Version =>
            "check.version", "the Version of Response or assertion is not 2.0, and what AWS does with it is not established",
            help "send SAML 2.0",
            source "SAML Core §2.3.3";
        /// The identity provider refused.
        StatusFailed =>
            "check.status-failed", "the Response says that the identity provider did not sign the person in (its Status is not Success)",
            help "look into the identity provider's own log",
            source "SAML Core §3.2.2.2";
        /// The identity provider refused and sent an assertion nevertheless.
        StatusOdd =>
            "check.status-odd", "the Status is not Success and there is an assertion; what AWS does with it is not established",
            help "look into the identity provider's own log",
            source "SAML Core §3.2.2.2";
        /// Nothing inside.
        AssertionMissing =>
            "check.assertion-missing", "there is no assertion",
            help "see the identity provider's log for why it sent none",
            source "wording of stackd: unsigned";
        /// More than one.
        SeveralAssertions { found: usize } =>
            "check.several-assertions", "there are {found} assertions; one that is signed beside one that is not is how signatures are bypassed, so none is read",
            help "take the document as a forgery until you know where the other one comes from",
            source "SAML Profiles §4.1.4.3; XSW 1 to 8";
        /// Somewhere else.
        AssertionMisplaced =>
            "check.assertion-misplaced", "the assertion is not a child of the Response, so it is not read",
            help "take the document as a forgery until you know who moved it",
            source "SAML Core §3.3.3; XSW 1 to 8";
        /// In clear where it must not be.
        PlaintextRefused =>
            "check.plaintext", "the assertion is not encrypted, and the provider's encryption mode is Required",
            help "encrypt for the key of the provider in IAM, or set its mode to Allowed",
            source "stackd: required_plaintext";
        /// Encrypted, and nobody showed what is inside.
        Encrypted =>
            "check.encrypted", "the assertion is encrypted and is never decrypted here, so what is inside is not known",
            help "decrypt it with the private key that is in IAM, and send the assertion as decryptedAssertion",
            source "stackd: encrypted_aes256_gcm";
        /// Encrypted in another way than was recorded.
        EncryptionUnrecorded =>
            "check.encryption-unrecorded", "the encryption is none of those that AWS was seen to take: AES-128 or 256 in CBC or GCM, key by RSA-OAEP with SHA-1 or SHA-256",
            help "encrypt with aes256-gcm and rsa-oaep-mgf1p or RSA-OAEP with SHA-256",
            source "IAM-now/id_roles_providers_create_saml; stackd: encrypted_oaep_sha256_mgf1sha256";
        /// Encrypted for somebody who cannot decrypt.
        EncryptionUnsupported =>
            "check.encryption-unsupported", "the target does not take encrypted assertions",
            help "switch off encryption in the identity provider",
            source "IdC/other-idps; opensearch-service/serverless-saml";
        /// A clear text that nothing asked for.
        DecryptedUnused =>
            "check.decrypted-unused", "the Response's assertion is not encrypted, so decryptedAssertion is not looked at",
            help "leave it out";
        /// The clear text is something else.
        DecryptedNotAssertion =>
            "check.decrypted-not-assertion", "decryptedAssertion is not one assertion of SAML 2.0",
            help "send the Assertion element as it came out of the decryption, nothing around it";

        // ---- signatures ----
        /// The assertion's own signature is missing.
        AssertionUnsigned =>
            "check.assertion-unsigned", "the assertion has no signature of its own, which AWS requires; a signature of the Response alone does not do",
            help "switch on signing of assertions in the identity provider",
            source "stackd: unsigned, response_signed";
        /// Nothing is signed at all.
        NothingSigned =>
            "check.nothing-signed", "neither the assertion nor the Response is signed",
            help "switch on signing in the identity provider",
            source "SAML Profiles §4.1.4.5";
        /// Client VPN wants both.
        ResponseUnsigned =>
            "check.response-unsigned", "the Response is not signed, and the target requires both signatures",
            help "switch on signing of Responses as well",
            source "client-vpn-admin/federated-authentication";
        /// Nobody to trust.
        NoKeys =>
            "check.no-keys", "no key was given, so it is not known whether the signature is the identity provider's",
            help "send identityProvider with the metadata that IAM has, or with entityId and certificates";
        /// The metadata has no key.
        NoSigningKeys =>
            "check.no-signing-keys", "the metadata has no signing certificate: IAM takes such metadata and refuses every Response later",
            help "upload metadata with a KeyDescriptor for signing",
            source "stackd: saml-validation.json";
        /// A key that cannot be used here.
        KeysUnusable { found: usize } =>
            "check.keys-unusable", "{found} of the signing certificates cannot be read, or have a key of a kind that is not supported",
            help "sign with an RSA key of 2048 bits";
        /// SHA-1.
        Sha1 =>
            "check.sha1", "the signature uses SHA-1; whether AWS takes it is not established",
            help "let the identity provider sign with rsa-sha256 and sha256",
            source "facts A2: other algorithms are uncertain";
        /// Another algorithm than was recorded.
        AlgorithmUnrecorded { algorithm: &'static str } =>
            "check.algorithm-unrecorded", "the signature is valid, and whether AWS takes {algorithm} is not established: rsa-sha256 with sha256 was recorded",
            help "let the identity provider sign with rsa-sha256 and sha256",
            source "facts A2: other algorithms are uncertain";
        /// A reference to the whole document.
        ReferenceUnrecorded =>
            "check.reference-unrecorded", "the signature names the whole document and not the ID of what it covers; whether AWS takes that is not established",
            help "let the identity provider refer to the ID",
            source "SAML Core §5.4.2";
        /// Read all the same.
        SignatureDespite =>
            "check.only-response-signed", "the facts are read from what the Response's signature covers",
            help "nothing: AWS does not take them from there";

        // ---- issuer ----
        /// Another issuer.
        IssuerMismatch =>
            "check.issuer-mismatch", "the assertion's Issuer is not the entityID of the metadata",
            help "make them equal, or upload the metadata of the identity provider that issues",
            source "IAM/troubleshoot_saml";
        /// White space.
        IssuerSpace =>
            "check.issuer-space", "the assertion's Issuer is the entityID with white space around it; whether AWS takes that is not established",
            help "remove the white space";
        /// No issuer.
        IssuerMissing =>
            "check.issuer-missing", "the assertion has no Issuer",
            help "let the identity provider send its entityID",
            source "SAML Core §2.3.3";
        /// Nothing to compare with.
        NoEntityId =>
            "check.no-entity-id", "no entityID was given, so the Issuer is compared with nothing",
            help "send identityProvider with the metadata that IAM has, or with entityId";
        /// The Response's own issuer.
        ResponseIssuer =>
            "check.response-issuer", "the Response's Issuer is not the assertion's; AWS looks at the assertion's",
            help "make them equal: other service providers refuse this",
            source "stackd: response_issuer_mismatch";

        // ---- subject ----
        /// No NameID.
        NameIdMissing =>
            "check.name-id-missing", "there is no Subject with a NameID",
            help "let the identity provider send a NameID, best a persistent one",
            source "IAM/troubleshoot_saml";
        /// A NameID that nobody can read.
        NameIdOdd =>
            "check.name-id-odd", "the NameID is empty, encrypted, or there are several; what AWS does with it is not established",
            help "send one NameID with a value",
            source "SAML Core §2.4.1";
        /// Its format.
        NameIdFormatMissing =>
            "check.name-id-format-missing", "the NameID has no Format",
            help "set one; any string is taken, AWS advises urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            source "stackd: subject_missing_format";
        /// Number of confirmations.
        ConfirmationCount { found: usize } =>
            "check.confirmation-count", "the Subject has {found} SubjectConfirmations, AWS takes exactly one",
            help "send one bearer confirmation",
            source "stackd: duplicate_subject_confirmation";
        /// Another method.
        ConfirmationMethod =>
            "check.confirmation-method", "the SubjectConfirmation is not a bearer's; what AWS does with it is not established",
            help "use urn:oasis:names:tc:SAML:2.0:cm:bearer",
            source "SAML Profiles §4.1.4.2";
        /// Its data.
        ConfirmationData { found: usize } =>
            "check.confirmation-data", "the SubjectConfirmation has {found} SubjectConfirmationData, AWS takes exactly one",
            help "send one, with NotOnOrAfter and Recipient",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// No end.
        ConfirmationEndMissing =>
            "check.confirmation-not-on-or-after-missing", "SubjectConfirmationData has no NotOnOrAfter",
            help "send it, 5 minutes ahead at most",
            source "stackd: missing_subject_expiry";
        /// No recipient.
        RecipientMissing =>
            "check.recipient-missing", "SubjectConfirmationData has no Recipient",
            help "send the consumer URL, for IAM https://signin.aws.amazon.com/saml",
            source "stackd: missing_recipient";
        /// An empty one.
        RecipientEmpty =>
            "check.recipient-empty", "the Recipient is empty; what AWS does with it is not established",
            help "send the consumer URL, for IAM https://signin.aws.amazon.com/saml",
            source "stackd: arbitrary_recipient";

        // ---- conditions, authentication, time ----
        /// None.
        ConditionsMissing =>
            "check.conditions-missing", "the assertion has no Conditions",
            help "send Conditions with NotBefore, NotOnOrAfter and the audience",
            source "stackd: no_conditions";
        /// None.
        AuthnStatementMissing =>
            "check.authn-statement-missing", "the assertion has no AuthnStatement",
            help "send one",
            source "stackd: no_authn_statement";
        /// An element that is there once.
        ElementTwice { element: &'static str } =>
            "check.element-twice", "the assertion has {element} more than once; which one AWS reads is not established",
            help "send it once",
            source "SAML Core §2.3.3";
        /// No instant.
        InstantMalformed { place: &'static str } =>
            "check.instant-malformed", "{place} is no instant",
            help "write it as 2026-11-23T16:00:00Z",
            source "stackd: malformed_notbefore";
        /// An instant of no zone.
        InstantWithoutZone { place: &'static str } =>
            "check.instant-without-zone", "{place} has no time zone; whether AWS takes it as UTC is not established",
            help "write it as 2026-11-23T16:00:00Z",
            source "SAML Core §1.3.3";
        /// An instant that SAML requires.
        InstantMissing { place: &'static str } =>
            "check.instant-missing", "{place} is missing; what AWS does then is not established",
            help "send it",
            source "SAML Core §2.3.3";
        /// Passed.
        Expired { place: &'static str, seconds: i64 } =>
            "check.expired", "{place} passed {seconds} seconds ago",
            help "send the Response at once, and set the identity provider's clock by NTP",
            source "stackd: expired_conditions, expired_subject, session_expired";
        /// More than five minutes.
        Redeem { seconds: i64 } =>
            "check.redeem", "the Response was issued {seconds} seconds ago, AWS takes it for 300",
            help "send the Response at once, and set the identity provider's clock by NTP",
            source "facts A2: text seen in many clients";
        /// More than five minutes by one of the clocks.
        RedeemPerhaps { place: &'static str, seconds: i64 } =>
            "check.redeem-perhaps", "{place} is {seconds} seconds old; AWS takes a Response for 300 seconds, and from which instant it counts is not established",
            help "send the Response at once, with both instants of issue set to that moment",
            source "facts A2: the instant is uncertain";
        /// In the future.
        IssuedAhead { place: &'static str, seconds: i64 } =>
            "check.issued-ahead", "{place} is {seconds} seconds ahead; what AWS does with it is not established",
            help "set the identity provider's clock by NTP";
        /// NotBefore in the future, on the API.
        NotBeforeAhead { place: &'static str, seconds: i64 } =>
            "check.not-before-ahead", "{place} is {seconds} seconds ahead; the API was seen to take that, even a day ahead",
            help "set the identity provider's clock by NTP: other service providers refuse this",
            source "stackd: future_conditions_86400, future_subject_notbefore";
        /// NotBefore in the future, where nothing was recorded.
        NotBeforeAheadPerhaps { place: &'static str, seconds: i64 } =>
            "check.not-before-ahead-perhaps", "{place} is {seconds} seconds ahead; the API takes that, of this receiver it is not established",
            help "set the identity provider's clock by NTP, or let NotBefore begin a minute earlier",
            source "stackd: future_conditions_86400 (API only)";

        // ---- audience and recipient ----
        /// Another audience.
        AudienceMissing =>
            "check.audience-missing", "the Audience is not what the receiver calls itself",
            help "for IAM use urn:amazon:webservices (GovCloud and China have names of their own), for others the entityID of their metadata",
            source "IAM/troubleshoot_saml";
        /// Another audience, on the API.
        AudienceNotCompared =>
            "check.audience-not-compared", "the Audience is not AWS's; the API does not compare it, the console does",
            help "set the audience to urn:amazon:webservices",
            source "stackd: wrong_audience, no_audience_restriction";
        /// An audience that some are seen to use.
        AudienceOther =>
            "check.audience-other", "the Audience is a name of AWS's sign-in that its metadata does not have (Entra ID's gallery uses the consumer URL, guides for China another region's name); whether the console takes it is not established",
            help "set the audience to the entityID of AWS's metadata",
            source "facts A2";
        /// Nothing to compare with.
        AudienceUnknown =>
            "check.audience-unknown", "what the receiver calls itself is not known here, so the Audience is compared with nothing",
            help "send serviceProvider with its metadata or its audience";
        /// Another recipient.
        RecipientOther { place: &'static str } =>
            "check.recipient-other", "{place} is not the receiver's consumer URL; AWS documents that it is, and whether the sign-in compares it is not established",
            help "use the consumer URL of the receiver's metadata; trust policies that were made in the console compare SAML:aud with it",
            source "IAM-now/id_roles_providers_create_saml_assertions";
        /// Another recipient, on the API.
        RecipientNotCompared =>
            "check.recipient-not-compared", "the Recipient is not AWS's consumer URL; the API takes it, and only the role's trust policy (SAML:aud) compares it",
            help "send the URL that the role's trust policy names, usually https://signin.aws.amazon.com/saml",
            source "stackd: wrong_recipient, arbitrary_recipient";
        /// Nothing to compare with.
        RecipientUnknown =>
            "check.recipient-unknown", "the receiver's consumer URL is not known here, so Recipient and Destination are compared with nothing",
            help "send serviceProvider with its metadata or its acs";
        /// The consumer URL of an encrypting provider.
        RecipientWithoutId =>
            "check.recipient-without-id", "with encryption required, the console's consumer URL ends in /saml/acs/ and the provider's IdP-ID; whether another one is taken is not established",
            help "use the consumer URL of the provider's own metadata",
            source "IAM-now/id_roles_providers_create_saml_assertions; stackd: required_encrypted_no_id (API only)";

        // ---- roles ----
        /// No Role attribute.
        RoleAttributeMissing =>
            "check.role-attribute-missing", "there is no attribute https://aws.amazon.com/SAML/Attributes/Role with a value",
            help "map it, and make sure that the person gets a role",
            source "IAM/troubleshoot_saml";
        /// Wrong case.
        AttributeCase { name: &'static str } =>
            "check.attribute-case", "an attribute's name differs from {name} only in case; AWS does not read it",
            help "write https://aws.amazon.com/SAML/Attributes/ and the name exactly",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// Not the pair that was asked for.
        RoleNotInAssertion =>
            "check.role-not-in-assertion", "the Role attribute has no value with the role and the provider of the call",
            help "compare both ARNs letter by letter with the values of the Role attribute",
            source "stackd: wrong_role";
        /// White space.
        RoleSpace { found: usize } =>
            "check.role-space", "{found} values of the Role attribute have white space around an ARN; whether AWS takes that is not established",
            help "write roleARN,providerARN without white space",
            source "facts: not established";
        /// No pair.
        RoleMalformed { found: usize } =>
            "check.role-malformed", "{found} values of the Role attribute are not the ARN of a role, a comma and the ARN of a provider, both of one account",
            help "write roleARN,providerARN without white space",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// None of the values is a pair, on the console.
        RoleMalformedAll =>
            "check.role-malformed-all", "no value of the Role attribute is a pair; what the console says to that is not established",
            help "write roleARN,providerARN without white space",
            source "facts F3";
        /// The call was not described.
        RoleNotNamed =>
            "check.role-not-named", "neither role nor provider was given, so it is not checked whether the call names a pair of the assertion",
            help "send `role` and `provider` as the call names them";

        // ---- session ----
        /// No session name.
        SessionNameRequired =>
            "check.session-name-required", "the attribute RoleSessionName is missing or empty",
            help "map it from an attribute that everybody has",
            source "IAM/troubleshoot_saml";
        /// A session name that AWS does not take.
        SessionNameInvalid =>
            "check.session-name-invalid", "the RoleSessionName is not 2 to 64 letters, digits and _+=,.@-",
            help "map an attribute that fits, for example the e-mail address",
            source "IAM/troubleshoot_saml";
        /// A source identity that AWS does not take.
        SourceIdentityInvalid =>
            "check.source-identity-invalid", "the SourceIdentity is not 2 to 64 letters, digits and _+=,.@-",
            help "map an attribute that fits",
            source "IAM/troubleshoot_saml";
        /// More than one value.
        SeveralValues { name: &'static str } =>
            "check.several-values", "{name} has more than one value; which one AWS reads is not established",
            help "send one value",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// White space around a value.
        ValueSpace { name: &'static str } =>
            "check.value-space", "{name} has white space around its value; whether AWS cuts it off is not established",
            help "remove the white space";
        /// One name, two attributes.
        AttributeTwice =>
            "check.attribute-twice", "one of AWS's attributes stands there twice; what AWS makes of it is not established",
            help "send one attribute with all values",
            source "facts: not established";
        /// No number of seconds.
        SessionDurationInvalid =>
            "check.session-duration-invalid", "SessionDuration is no whole number from 900 to 43200; what AWS does with it is not established",
            help "send seconds in this range",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// The attribute does not lengthen API sessions.
        SessionDurationNotExtending =>
            "check.session-duration-not-extending", "SessionDuration does not lengthen a session of the API: that is 3600 seconds unless the call says DurationSeconds",
            help "send DurationSeconds with the call",
            source "stackd: session_duration_7200";
        /// Attribute and parameter.
        SessionDurationBoth =>
            "check.session-duration-both", "SessionDuration is shorter than DurationSeconds of the call; how long the session lasts then is not established",
            help "send one of the two",
            source "stackd recorded each alone";
        /// More than the role's maximum, perhaps.
        RoleMaximumUnknown =>
            "check.role-maximum-unknown", "more than 3600 seconds depend on the role's maximum session duration, which was not given",
            help "send the role's MaxSessionDuration as maxSessionDuration",
            source "IAM/troubleshoot_saml";
        /// More than the role's maximum.
        RoleMaximumExceeded =>
            "check.role-maximum-exceeded", "DurationSeconds is more than the role's maximum session duration",
            help "ask for less, or raise the role's maximum",
            source "IAM/troubleshoot_saml";
        /// More than the role's maximum, on the console.
        RoleMaximumExceededConsole =>
            "check.role-maximum-exceeded-console", "SessionDuration is more than the role's maximum session duration; what the console does then is not established",
            help "send less, or raise the role's maximum";
        /// Out of range.
        DurationRange =>
            "check.duration-range", "DurationSeconds is 900 to 43200",
            help "ask for a duration in this range",
            source "botocore/sts roleDurationSecondsType";
        /// Not a parameter of the console.
        DurationIgnored =>
            "check.duration-ignored", "DurationSeconds belongs to the API; the console reads the SessionDuration attribute",
            help "leave it out for this channel";
        /// Cut by the identity provider.
        SessionCut { seconds: u32 } =>
            "check.session-cut", "SessionNotOnOrAfter ends the session after {seconds} seconds, earlier than it would end otherwise",
            help "leave SessionNotOnOrAfter out, or let it be as long as the AWS session",
            source "stackd: session_expires_600";

        // ---- tags ----
        /// Too many.
        TooManyTags { found: usize } =>
            "check.too-many-tags", "{found} session tags, AWS takes 50",
            help "send fewer",
            source "IAM/id_session-tags";
        /// Beyond the documented form.
        TagInvalid { found: usize } =>
            "check.tag-invalid", "{found} session tags have a key or value beyond the documented length or characters",
            help "clean the attributes in the identity provider",
            source "botocore/iam tagKeyType, tagValueType";
        /// Several values.
        TagMultiValued { found: usize } =>
            "check.tag-multi-valued", "{found} session tags have not exactly one value, which AWS does not support",
            help "join the values into one",
            source "IAM/id_session-tags";
        /// A transitive key without its tag.
        TransitiveUnknown { found: usize } =>
            "check.transitive-unknown", "{found} transitive keys name no tag of the assertion; what AWS does with that is not established",
            help "send the tags, or leave their keys out",
            source "IAM/id_session-tags";
        /// Permissions beyond the action itself.
        TrustForTags =>
            "check.trust-for-tags", "with session tags, the trust policy of every role of the provider must allow sts:TagSession",
            help "see that it does: AWS says no more than Not authorized to perform sts:AssumeRoleWithSAML",
            source "IAM/id_session-tags";
        /// Permissions beyond the action itself.
        TrustForSourceIdentity =>
            "check.trust-for-source-identity", "with a source identity, the role's trust policy must allow sts:SetSourceIdentity",
            help "see that it does: AWS says no more than Not authorized to perform sts:AssumeRoleWithSAML",
            source "IAM/troubleshoot_saml";
        /// Not looked at.
        TrustPolicy =>
            "check.trust-policy", "the role's trust policy is not looked at: AWS asks it last",
            help "see that it trusts the provider and that its conditions hold for this Response",
            source "IAM/troubleshoot_saml";

        // ---- other targets ----
        /// Rules that nobody recorded.
        TargetUnrecorded =>
            "check.target-unrecorded", "no verdicts of this target were recorded: what is documented is checked, and that it accepts cannot be said",
            help "try it, with what is found here corrected";
        /// An attribute without which nobody gets in.
        TargetAttribute { attribute: &'static str } =>
            "check.target-attribute", "the target requires the attribute {attribute}",
            help "map it",
            source "the service's own page: facts D";
        /// Another format.
        TargetNameIdFormat =>
            "check.target-name-id-format", "the target wants a NameID of the format urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            help "set this format; in Identity Center the value is the user's userName",
            source "IdC/other-idps";
        /// The request's ID.
        TargetInResponseTo =>
            "check.target-in-response-to", "Response and SubjectConfirmationData do not both have InResponseTo, which the target requires unless it takes logins that the identity provider starts",
            help "answer an AuthnRequest with its ID, or switch on IDPInit for the provider in Cognito",
            source "facts D: AWS's notice on Cognito";
        /// The request's ID, without exception.
        TargetInResponseToRequired =>
            "check.target-in-response-to-required", "there is no InResponseTo, and the target takes no login that the identity provider starts",
            help "answer an AuthnRequest with its ID",
            source "opensearch-service/serverless-saml";
        /// Conditions that the target does not know.
        TargetConditions =>
            "check.target-conditions", "the target takes no conditions but AudienceRestriction, NotBefore and NotOnOrAfter",
            help "leave the others out",
            source "client-vpn-admin/federated-authentication";
        /// Several values.
        TargetMultiValued { found: usize } =>
            "check.target-multi-valued", "{found} attributes have several values or a name twice, which Identity Center refuses with attributes for access control",
            help "send each attribute once, with one value",
            source "IdC-now/troubleshooting";
        /// Too many attributes.
        TargetAttributes { found: usize } =>
            "check.target-attributes", "{found} attributes, Identity Center takes 50 with attributes for access control",
            help "send fewer",
            source "IdC-now/troubleshooting";

        // ---- on the answer itself ----
        /// The order of errors.
        SeveralErrors =>
            "check.several-errors", "several rules fail to which AWS gives different errors; which one it shows first was not recorded, and the answer has the most structural one",
            help "correct all of them";
        /// A doubt came first.
        TextDepends =>
            "check.text-depends", "what is not established here comes before the rule that fails, so AWS may show another error",
            help "see the warnings above";
    }
}
