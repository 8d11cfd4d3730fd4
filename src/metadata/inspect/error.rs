//! What there is to say about metadata that can be read.

use crate::error::diagnostics;

diagnostics! {
    /// A finding about metadata.
    pub(crate) enum Error {
        // ---- the document ----
        /// A byte order mark.
        ByteOrderMark =>
            "metadata.byte-order-mark", "the document begins with a byte order mark, which IAM refuses: \"Unable to parse metadata\"",
            help "save it as UTF-8 without a byte order mark; metadata_transform does",
            source "IAM/troubleshoot_saml";
        /// Another encoding.
        Encoding =>
            "metadata.encoding", "the XML declaration names another encoding than UTF-8",
            help "save it as UTF-8; metadata_transform does",
            source "IAM/troubleshoot_saml";
        /// Too short for the target.
        TooShort { found: usize, least: usize } =>
            "metadata.too-short", "the document has {found} characters, and AWS takes {least} or more",
            help "metadata_transform fills it up with a comment",
            source "botocore/iam SAMLMetadataDocumentType";
        /// Too long for the target.
        TooLong { found: usize, most: usize } =>
            "metadata.too-long", "the document has {found} characters, and AWS takes {most} at most",
            help "metadata_transform leaves out what AWS does not need",
            source "botocore/iam SAMLMetadataDocumentType, IdC/other-idps, botocore/opensearch SAMLMetadata";
        /// Around the entity stands another element.
        Wrapped { found: usize } =>
            "metadata.wrapped", "the document is an aggregate (EntitiesDescriptor) of {found} entities; AWS wants one identity provider",
            help "name the identity provider, and let metadata_transform take it out",
            source "IAM/id_roles_providers_create_saml";
        /// More identity providers than AWS keeps in one provider.
        ManyIdentityProviders { found: usize, most: usize } =>
            "metadata.identity-providers-many", "the document has {found} identity providers, and IAM keeps {most} for one provider at most",
            help "name the identity provider, and let metadata_transform take it out",
            source "IAM/reference_iam-quotas";
        /// validUntil has passed.
        Expired =>
            "metadata.expired", "`validUntil` has passed: federation software no longer trusts the document",
            help "fetch the document again; IAM itself does not look at `validUntil`, and keeps what it has",
            source "SAML Metadata §2.2.1";
        /// validUntil is no instant.
        ValidUntilUnreadable =>
            "metadata.valid-until", "`validUntil` is no instant, so that nobody knows how long the document counts",
            help "write it as 2027-01-01T00:00:00Z",
            source "SAML Core §1.3.3";
        /// Further findings.
        LeftOut { found: usize } =>
            "metadata.findings-left-out", "further findings that are not listed: {found}",
            help "inspect one entity with `entityId`";

        // ---- the entity ----
        /// The same entity once more.
        EntityTwice =>
            "metadata.entity-twice", "the aggregate describes this entityID more than once; readers disagree about which one counts",
            help "ask the federation; metadata_transform refuses to choose",
            source "SAML Metadata §2.3.2";
        /// No entityID.
        EntityIdMissing =>
            "metadata.entity-id-missing", "the EntityDescriptor has no entityID",
            help "name the entity: AWS compares the entityID with the Issuer of each Response",
            source "SAML Metadata §2.3.2";
        /// An entityID that is none.
        EntityIdMalformed =>
            "metadata.entity-id", "an entityID is a URI of 1 to 1024 characters without spaces or control characters",
            help "use the entityID that the provider publishes in its own metadata",
            source "SAML Metadata §2.2.1, SAML Core §8.3.6";
        /// An entityID that the target does not take.
        EntityIdLength { found: usize } =>
            "metadata.entity-id-length", "the entityID has {found} characters, and OpenSearch takes 8 to 512",
            help "give the identity provider another entityID",
            source "botocore/opensearch SAMLEntityId";
        /// Nothing that describes a role.
        NoRole =>
            "metadata.no-role", "the entity has no role descriptor",
            help "let the provider publish its IDPSSODescriptor; IAM answers \"SAML Providers must reference at least one SAML assertion issuer.\"",
            source "SAML Metadata §2.3.2, stackd";
        /// No identity provider for AWS.
        NoIdentityProvider =>
            "metadata.no-identity-provider", "the entity has no IDPSSODescriptor for SAML 2.0, which is all that AWS reads",
            help "send the identity provider's metadata, not a service provider's",
            source "SAML Metadata §2.4.3, stackd";
        /// WS-Federation beside SAML.
        WsFederation { found: usize } =>
            "metadata.ws-federation", "role descriptors of WS-Federation, as Entra ID and AD FS publish them: {found}; AWS reads SAML's alone",
            help "nothing; metadata_transform leaves them out",
            source "WS-Federation 1.2 §3.1";
        /// A role for an older SAML.
        OtherProtocol { found: usize } =>
            "metadata.other-protocol", "role descriptors of another protocol than SAML 2.0, which AWS does not read: {found}",
            help "nothing, if another descriptor speaks SAML 2.0",
            source "SAML Metadata §2.4.1";
        /// No prefixes.
        NoPrefixes =>
            "metadata.no-prefixes", "the document writes metadata elements without a prefix, which Cognito failed to parse in one reported case",
            help "metadata_transform writes prefixes",
            source "ory/mocksaml#103";

        // ---- endpoints ----
        /// Nowhere to sign in.
        NoSingleSignOn =>
            "metadata.single-sign-on-missing", "the identity provider has no SingleSignOnService",
            help "add the URL at which people sign in; IAM takes the document without one, Identity Center does not",
            source "SAML Metadata §2.4.3, IdC/other-idps, stackd";
        /// The binding is missing.
        NoRedirect =>
            "metadata.redirect-missing", "the identity provider has no SingleSignOnService with the HTTP-Redirect binding, by which Client VPN sends its requests",
            help "switch the HTTP-Redirect binding on",
            source "client-vpn/federated-authentication";
        /// A URL that is not absolute.
        LocationRelative { found: usize } =>
            "metadata.location-relative", "endpoints without an absolute http or https URL: {found}; Identity Center answers \"url validation failed\"",
            help "let the provider publish absolute URLs",
            source "SAML Metadata §2.2.2, aws-samples/appmod-blueprints#777";
        /// A URL in clear text.
        LocationPlain { found: usize } =>
            "metadata.location-plain", "endpoints with an http URL: {found}; passwords and requests travel in clear text there",
            help "serve sign-in over https",
            source "SAML Bindings §3.4.5";
        /// An index twice.
        IndexTwice { found: usize } =>
            "metadata.index-twice", "endpoints whose index is missing, no number from 0 to 65535, or another one's: {found}",
            help "number the endpoints",
            source "SAML Metadata §2.2.3";
        /// The provider wants signed requests.
        RequestsSigned =>
            "metadata.requests-signed", "the identity provider wants signed requests (WantAuthnRequestsSigned), and this service never signs them",
            help "let the identity provider take unsigned requests from this service",
            source "Identity Center's metadata (AuthnRequestsSigned=\"false\"), client-vpn/federated-authentication";

        // ---- keys ----
        /// No key that could sign.
        NoSigningKey =>
            "metadata.signing-key-missing", "the identity provider has no certificate to verify signatures with; IAM takes the document, and every login fails",
            help "let the provider publish its signing certificate",
            source "IdC/other-idps, stackd";
        /// More keys than AWS keeps.
        ManyKeys { found: usize, most: usize } =>
            "metadata.keys-many", "the identity provider has {found} certificates, and IAM keeps {most} at most",
            help "take out certificates that are no longer used",
            source "IAM/reference_iam-quotas";
        /// No certificate.
        CertificateUnreadable =>
            "metadata.certificate-unreadable", "an X509Certificate is no certificate; IAM answers \"Could not parse metadata.\"",
            help "let the provider publish the base64 of its certificate's DER",
            source "stackd, RFC 5280 §4.1";
        /// PEM where base64 belongs.
        CertificateArmoured =>
            "metadata.certificate-armoured", "an X509Certificate holds PEM, with -----BEGIN CERTIFICATE-----, where base64 of DER belongs; of several certificates the first is read here, and readers differ",
            help "let the provider publish what stands between the lines; metadata_transform does",
            source "XML Signature 1.1 §4.5.4.1";
        /// An extension twice.
        RepeatedExtension =>
            "metadata.certificate-extension-twice", "a certificate has an extension twice, which IAM refuses: \"Unable to parse metadata\"",
            help "make a new certificate",
            source "IAM/troubleshoot_saml, RFC 5280 §4.2";
        /// Too short for AWS.
        KeyTooShort { found: usize, least: usize } =>
            "metadata.key-too-short", "a certificate has a key of {found} bits, and AWS takes {least} or more",
            help "let the identity provider sign with an RSA key of 2048 bits or more",
            source "IAM/troubleshoot_saml";
        /// Short.
        KeyShort { found: usize, good: usize } =>
            "metadata.key-short", "a certificate has a key of {found} bits; {good} or more are the rule",
            help "let the identity provider sign with an RSA key of 2048 bits or more",
            source "NIST SP 800-57 part 1 table 2";
        /// Too long to be uploaded on its own.
        CertificateLong { found: usize, most: usize } =>
            "metadata.certificate-long", "a certificate has {found} characters as PEM; uploaded on its own, as for a rollover, Identity Center takes {most}",
            help "upload the metadata instead of the certificate, or make a certificate with fewer extensions",
            source "IdC/limits";
        /// Not RSA.
        KeyKind =>
            "metadata.key-kind", "a signing certificate has no RSA key; whether AWS verifies other signatures is not established",
            help "let the identity provider sign with RSA for AWS",
            source "stackd (probes with RSA-2048 alone)";
        /// An old digest.
        CertificateSha1 =>
            "metadata.certificate-sha1", "a certificate was signed with SHA-1 or MD5; SAML does not look at that, security reviews do",
            help "nothing for AWS; a new certificate when the key changes",
            source "SAML Metadata Interoperability Profile 1.0 §2.6.1";
        /// Past.
        CertificateExpired { days: i64 } =>
            "metadata.certificate-expired", "a certificate expired {days} days ago; IAM takes its signatures all the same, Identity Center shows it in red",
            help "plan a rollover: metadata_compare says in which order",
            source "IAM-now/id_roles_providers_create_saml, IdC/rotatesamlcert";
        /// Not yet.
        CertificateEarly { days: i64 } =>
            "metadata.certificate-early", "a certificate counts only in {days} days",
            help "sign with it from then on",
            source "RFC 5280 §4.1.2.5";
        /// Soon.
        CertificateExpiring { days: i64 } =>
            "metadata.certificate-expiring", "a certificate expires in {days} days",
            help "plan a rollover: metadata_compare says in which order",
            source "IdC/rotatesamlcert (yellow from 90 days on)";
        /// A key that the target does not take.
        EncryptionKey { found: usize } =>
            "metadata.encryption-key", "keys for encryption, which this service does not support: {found}",
            help "metadata_transform leaves them out",
            source "IdC/other-idps, opensearch-serverless/serverless-saml";
    }
}
