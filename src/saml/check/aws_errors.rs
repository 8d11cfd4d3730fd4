//! AWS's own errors: the texts by which they are recognised, and what each of them comes from.

use crate::error::diagnostics;

diagnostics! {
    /// An error of AWS. The message is its cause and the help its remedy; [`AwsError::text`] is what AWS says.
    pub(crate) enum AwsError {
        /// What AWS's parser does not take.
        InvalidBase64 =>
            "aws-error.invalid-base64", "AWS says this of everything that its parser does not take, base64 or not: no Conditions, no AuthnStatement, a NameID without Format, not exactly one SubjectConfirmation, SubjectConfirmationData without NotOnOrAfter or Recipient, an unreadable instant, or a plain assertion where encryption is required",
            help "capture the Response and check it here: the finding names which of these it is",
            source "stackd: no_conditions, no_authn_statement, subject_missing_format, duplicate_subject_confirmation, missing_subject_expiry, missing_recipient, malformed_notbefore, required_plaintext";
        /// The assertion itself is not signed.
        AssertionUnsigned =>
            "aws-error.assertion-unsigned", "the assertion has no signature of its own; a signature of the Response alone does not do",
            help "switch on signing of assertions in the identity provider",
            source "stackd: unsigned, response_signed";
        /// A signature that does not verify.
        SignatureInvalid =>
            "aws-error.signature-invalid", "a signature does not verify with the keys of the metadata in IAM: the identity provider signs with another key, or the document was changed on its way",
            help "upload the identity provider's current metadata to the SAML provider in IAM",
            source "IAM/troubleshoot_saml; stackd: tampered_subject, invalid_response_signature";
        /// Out of time.
        Expired =>
            "aws-error.expired", "NotOnOrAfter of the Conditions or of the SubjectConfirmationData has passed, or SessionNotOnOrAfter has",
            help "send the Response at once, and set the identity provider's clock by NTP",
            source "stackd: expired_conditions, expired_subject, session_expired";
        /// The five minutes are over.
        Redeem =>
            "aws-error.redeem", "more than 5 minutes passed since the Response was issued",
            help "send the Response at once, log in anew for every call, and set the identity provider's clock by NTP",
            source "facts A2: text seen in many clients";
        /// The pair is not in the assertion.
        RoleMissing =>
            "aws-error.role-missing", "the Role attribute has no value with the role and the provider that the call names",
            help "compare both ARNs letter by letter with the values of the Role attribute; both are case-sensitive",
            source "stackd: wrong_role";
        /// Another issuer than the metadata's.
        IssuerUnknown =>
            "aws-error.issuer-unknown", "the assertion's Issuer is not the entityID of the metadata in IAM",
            help "make them equal, or upload the metadata of the identity provider that issues",
            source "IAM/troubleshoot_saml";
        /// Another audience.
        AudienceMissing =>
            "aws-error.audience-missing", "the Audience is not the entityID of AWS's service provider",
            help "set the audience to urn:amazon:webservices; GovCloud and China have names of their own",
            source "IAM/troubleshoot_saml";
        /// No Role attribute.
        NoRole =>
            "aws-error.no-role", "the assertion has no attribute https://aws.amazon.com/SAML/Attributes/Role, or its name differs in case",
            help "map the attribute by exactly this name, and make sure that the person gets a role",
            source "IAM/troubleshoot_saml";
        /// No RoleSessionName attribute.
        SessionNameRequired =>
            "aws-error.session-name-required", "the attribute RoleSessionName is missing or empty",
            help "map it from an attribute that everybody has",
            source "IAM/troubleshoot_saml";
        /// A RoleSessionName that AWS does not take.
        SessionNameInvalid =>
            "aws-error.session-name-invalid", "the RoleSessionName has a character that AWS does not take, or not 2 to 64 of them",
            help "map an attribute that fits, for example the e-mail address",
            source "IAM/troubleshoot_saml";
        /// A SourceIdentity that AWS does not take.
        SourceIdentityInvalid =>
            "aws-error.source-identity-invalid", "the SourceIdentity has a character that AWS does not take, not 2 to 64 of them, or begins with aws:",
            help "map an attribute that fits",
            source "IAM/troubleshoot_saml";
        /// The role's trust policy says no.
        NotAuthorized =>
            "aws-error.not-authorized", "the role does not exist or is misspelt, its trust policy does not allow sts:AssumeRoleWithSAML for this provider (or sts:TagSession for tags, sts:SetSourceIdentity for a source identity), one of its conditions is false (SAML:aud is the Recipient), or there is no NameID",
            help "compare the role's ARN letter by letter, then its trust policy",
            source "IAM/troubleshoot_saml";
        /// No provider of that name.
        ProviderMissing =>
            "aws-error.provider-missing", "the provider's ARN in the Role attribute names no SAML provider of the account",
            help "compare the provider's name in the Role attribute with the one in IAM",
            source "IAM/troubleshoot_saml";
        /// Longer than the role allows.
        DurationExceeds =>
            "aws-error.duration-exceeds", "DurationSeconds of the call is more than the role's MaxSessionDuration, which is 3600 unless somebody raised it",
            help "ask for less, or raise the role's maximum session duration (3600 to 43200)",
            source "IAM/troubleshoot_saml";
        /// Metadata that IAM cannot read.
        MetadataUnparsable =>
            "aws-error.metadata-unparsable", "IAM cannot read the metadata: a byte order mark, no UTF-8, a certificate that is none or has less than 1024 bits or an extension twice, or another root element",
            help "save it as UTF-8 without byte order mark and look at its certificates",
            source "IAM/troubleshoot_saml";
        /// Metadata without an identity provider.
        MetadataWithoutIssuer =>
            "aws-error.metadata-without-issuer", "the metadata has no IDPSSODescriptor",
            help "upload the identity provider's metadata, not a service provider's",
            source "stackd: saml-validation.json";
        /// A pair that is none.
        PrincipalArnInvalid =>
            "aws-error.principal-arn-invalid", "a value of the Role attribute is not the ARN of a role, a comma and the ARN of a provider",
            help "write roleARN,providerARN without white space",
            source "facts F3: text seen in several clients";
        /// Identity Center's name.
        NameIdFormat =>
            "aws-error.name-id-format", "IAM Identity Center wants a NameID of the format urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            help "set this format, with the user's userName in Identity Center as value",
            source "facts C: seen in CloudTrail";
        /// Amazon Connect knows no such user.
        NotOnboarded =>
            "aws-error.not-onboarded", "Amazon Connect has no user whose name is the RoleSessionName; both are case-sensitive",
            help "create the user in Connect under exactly the RoleSessionName",
            source "facts D";
        /// URLs that are not absolute.
        UrlValidation =>
            "aws-error.url-validation", "the metadata has a URL that is not absolute",
            help "set the identity provider's public URL, and download its metadata again",
            source "facts C";
    }
}

impl AwsError {
    pub(crate) const ALL: &'static [Self] = &[
        Self::InvalidBase64,
        Self::AssertionUnsigned,
        Self::SignatureInvalid,
        Self::Expired,
        Self::Redeem,
        Self::RoleMissing,
        Self::IssuerUnknown,
        Self::AudienceMissing,
        Self::NoRole,
        Self::SessionNameRequired,
        Self::SessionNameInvalid,
        Self::SourceIdentityInvalid,
        Self::NotAuthorized,
        Self::ProviderMissing,
        Self::DurationExceeds,
        Self::MetadataUnparsable,
        Self::MetadataWithoutIssuer,
        Self::PrincipalArnInvalid,
        Self::NameIdFormat,
        Self::NotOnboarded,
        Self::UrlValidation,
    ];

    /// The code, where AWS has shown one with this text, and the text itself.
    pub(crate) const fn text(&self) -> (Option<&'static str>, &'static str) {
        const TOKEN: Option<&str> = Some("InvalidIdentityToken");
        const EXPIRED: Option<&str> = Some("ExpiredTokenException");
        match self {
            Self::InvalidBase64 => (TOKEN, "Invalid base64 SAMLResponse"),
            Self::AssertionUnsigned => {
                (TOKEN, "Response (with optional signature) must contain an assertion with a mandatory signature")
            }
            Self::SignatureInvalid => (TOKEN, "Response signature invalid"),
            Self::Expired => (EXPIRED, "Response has expired"),
            Self::Redeem => (EXPIRED, "Token must be redeemed within 5 minutes of issuance"),
            Self::RoleMissing => (TOKEN, "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"),
            // The documentation shows AuthSamlInvalidSamlResponseException, the inner service's code, which the recordings
            // show behind InvalidIdentityToken.
            Self::IssuerUnknown => (TOKEN, "Issuer not present in specified provider"),
            Self::AudienceMissing => (None, "Response does not contain the required audience."),
            Self::NoRole => (None, "Your request included an invalid SAML response. To logout, click here."),
            Self::SessionNameRequired => (TOKEN, "RoleSessionName is required in AuthnResponse"),
            Self::SessionNameInvalid => (TOKEN, "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}"),
            Self::SourceIdentityInvalid => {
                (TOKEN, "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"")
            }
            Self::NotAuthorized => (Some("AccessDenied"), "Not authorized to perform sts:AssumeRoleWithSAML"),
            Self::ProviderMissing => (None, "Specified provider doesn't exist."),
            Self::DurationExceeds => {
                (Some("ValidationError"), "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
            }
            Self::MetadataUnparsable => (Some("InvalidInput"), "Could not parse metadata"),
            Self::MetadataWithoutIssuer => {
                (Some("InvalidInput"), "SAML Providers must reference at least one SAML assertion issuer.")
            }
            Self::PrincipalArnInvalid => (None, "Principal ARN is invalid"),
            Self::NameIdFormat => (None, "Response contains invalid name id policy format"),
            Self::NotOnboarded => (None, "Access denied. Your account has been authenticated, but has not been onboarded"),
            Self::UrlValidation => (None, "Unable to build attributes from provided metadata object as url validation failed"),
        }
    }

    /// What the text contains whatever stands around it, in lower case and with single spaces. AWS's pages and services
    /// differ in articles and punctuation, so only the words count that all have.
    const fn phrases(&self) -> &'static [&'static str] {
        match self {
            Self::InvalidBase64 => &["invalid base64 samlresponse"],
            Self::AssertionUnsigned => &["must contain an assertion with a mandatory signature"],
            Self::SignatureInvalid => &["response signature invalid"],
            Self::Expired => &["response has expired"],
            Self::Redeem => &["must be redeemed within 5 minutes"],
            Self::RoleMissing => &["contain the requested role and metadata"],
            Self::IssuerUnknown => &["issuer not present in specified provider"],
            Self::AudienceMissing => &["does not contain the required audience"],
            Self::NoRole => &["your request included an invalid saml response"],
            Self::SessionNameRequired => &["rolesessionname is required in authnresponse"],
            Self::SessionNameInvalid => &["rolesessionname in authnresponse must match"],
            Self::SourceIdentityInvalid => &["source identity must match"],
            Self::NotAuthorized => {
                &["not authorized to perform sts:assumerolewithsaml", "not authorized to perform: sts:assumerolewithsaml"]
            }
            Self::ProviderMissing => &["specified provider doesn't exist", "specified provider does not exist"],
            Self::DurationExceeds => {
                &["durationseconds exceeds the maxsessionduration", "durationseconds exceeds maxsessionduration"]
            }
            Self::MetadataUnparsable => &["could not parse metadata", "unable to parse metadata"],
            Self::MetadataWithoutIssuer => &["must reference at least one saml assertion issuer"],
            Self::PrincipalArnInvalid => &["principal arn is invalid"],
            Self::NameIdFormat => &["invalid name id policy format"],
            Self::NotOnboarded => &["has been authenticated, but has not been onboarded"],
            Self::UrlValidation => &["as url validation failed"],
        }
    }

    /// The error whose text stands somewhere in this one; the first to stand there if there are several.
    pub(super) fn in_text(text: &str) -> Option<Self> {
        let text = normal(text);
        let place = |known: &Self| known.phrases().iter().filter_map(|phrase| text.find(phrase)).min();
        let found = Self::ALL.iter().filter_map(|known| Some((place(known)?, known)));
        found.min_by_key(|(place, _)| *place).map(|(_, known)| known.clone())
    }
}

/// Whether a text looks like an error of AWS, known or not.
pub(super) fn looks_like_error(text: &str) -> bool {
    let text = normal(text);
    ["an error occurred (", "error code:", "assumerolewithsaml", "<errorresponse", "request id:"]
        .iter()
        .any(|sign| text.contains(sign))
}

/// Lower case, single spaces, straight apostrophes: also as HTML and Markdown write them.
fn normal(text: &str) -> String {
    let text = text.replace(['\u{2019}', '\u{2018}'], "'").replace("&#39;", "'").replace("&apos;", "'").replace('\\', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_recognised_alone_and_within_others() {
        for known in AwsError::ALL {
            let (code, message) = known.text();
            let code = code.unwrap_or("AccessDenied");
            for text in [
                message.to_owned(),
                message.to_uppercase(),
                format!("An error occurred ({code}) when calling the AssumeRoleWithSAML operation: {message}"),
                format!("Error: {message} (Service: AWSSecurityTokenService; Status Code: 400; Error Code: {code})"),
                format!("<p class=\"x\">\n  {}</p>", message.replace(' ', "\n").replace('\'', "\u{2019}")),
            ] {
                assert_eq!(AwsError::in_text(&text).as_ref(), Some(known), "{text}");
            }
        }
        assert_eq!(
            AwsError::in_text("Error: Requested DurationSeconds exceeds MaxSessionDuration set for this role."),
            Some(AwsError::DurationExceeds)
        );
        assert_eq!(AwsError::in_text("Response was fine"), None);
        assert!(looks_like_error("An error occurred (Throttling) when calling it") && !looks_like_error("hello"));
    }
}
