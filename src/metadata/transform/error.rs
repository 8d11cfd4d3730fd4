//! What the transform refuses, removes and says.

use crate::error::diagnostics;

diagnostics! {
    /// Why nothing is made of a document, why something of it is left out, or a finding about what was made.
    pub(crate) enum Error {
        // ---- the document ----
        /// Nothing to verify with.
        NoSigningCertificate =>
            "transform.no-signing-certificate", "the identity provider has no signing certificate that AWS can read",
            help "findings say why certificates were left out; let the identity provider publish one with an RSA key of 2048 bits",
            source "IAM/id_roles_providers_create_saml, IdC/other-idps; AWS takes such a document and refuses each login with it";
        /// Nowhere to sign in.
        NoSignOn =>
            "transform.no-sign-on", "the identity provider has no SingleSignOnService with an absolute http or https URL",
            help "findings say why services were left out; let the identity provider publish the URL of its sign-in page",
            source "SAML Metadata §2.4.3, IdC/other-idps";
        /// More than the service takes.
        TooLarge { found: usize, limit: usize } =>
            "transform.too-large", "the document has {found} characters, this service takes {limit}, and all that can be left out was left out",
            help "let the identity provider publish fewer keys and shorter certificates";

        // ---- the request ----
        /// A document to merge of somebody else.
        MergeOtherEntity =>
            "transform.merge-other-entity", "the document to merge describes another entity",
            help "merge only documents of the same identity provider; a new entityID needs a new provider in AWS";
        /// More documents than are read.
        TooManyDocuments { found: usize, limit: usize } =>
            "transform.too-many-documents", "{found} documents to merge, at most {limit} are read",
            help "merge the document before the change of keys and the one after it";
        /// The signing certificate has no usable key.
        SigningCertificate =>
            "transform.signing-certificate", "the certificate to sign with needs an RSA key of 2048 to 4096 bits",
            help "sign with RSA: it is the one kind of key that every verifier of metadata knows";
        /// The key is none.
        SigningKey =>
            "transform.signing-key", "the key is no RSA key of 2048 to 4096 bits in PEM without a password",
            help "give PKCS#8 or PKCS#1, or leave `key` out and sign in the host";
        /// The key of another certificate.
        SigningKeyMismatch =>
            "transform.signing-key-mismatch", "the key is not the one of the certificate",
            help "give the certificate of this key";
        /// No entropy.
        SigningEntropy { least: usize } =>
            "transform.signing-entropy", "signing with `key` needs `entropy`: base64 of {least} random bytes or more",
            help "draw them for each request from the system's random generator";
        /// Two ways at once.
        SigningTwice =>
            "transform.signing-twice", "`key` and `signature` exclude each other",
            help "leave `key` out where the host has signed";
        /// The signature is no base64.
        SigningSignature =>
            "transform.signing-signature", "the signature is not base64 of 1 to 1024 bytes",
            help "give base64 of the signature's bytes, not hexadecimal digits and not an armour";
        /// Made by another key or over other bytes.
        SigningInvalid =>
            "transform.signing-invalid", "the certificate's key did not make this signature over the bytes of this request",
            help "sign `toSign` of the same request with RSASSA-PKCS1-v1_5 and SHA-256, and repeat that request unchanged";
        /// The key refused.
        SigningFailed =>
            "transform.signing-failed", "the key made no signature",
            help "check the key with openssl rsa -check";

        // ---- what is left out ----
        /// Another entity.
        OtherEntity =>
            "transform.other-entity", "AWS takes one identity provider at a time",
            help "transform each entity by its own entityId";
        /// Another role.
        OtherRole =>
            "transform.other-role", "AWS reads the role of an identity provider and no other",
            help "nothing: the role is of no use to AWS",
            source "IAM/id_roles_providers_create_saml";
        /// Another protocol.
        OtherProtocol =>
            "transform.other-protocol", "the role is not one of SAML 2.0",
            help "nothing: AWS speaks SAML 2.0",
            source "SAML Metadata §2.4.1";
        /// A signature over what was changed.
        SourceSignature =>
            "transform.source-signature", "a signature does not hold over a document that was written anew",
            help "verify the original by `trust`, and sign the result by `sign` where somebody verifies it";
        /// Not in the schema.
        NotInSchema =>
            "transform.not-in-schema", "the schema has no such thing at this place",
            help "tell the maker of the identity provider; AWS may refuse a document that is not valid",
            source "saml-schema-metadata-2.0.xsd";
        /// A value of another type.
        Value =>
            "transform.value", "the value is not of the type that the schema asks for",
            help "correct the value in the identity provider",
            source "saml-schema-metadata-2.0.xsd";
        /// Something required is missing.
        Incomplete =>
            "transform.incomplete", "something that the schema requires is missing in it, or was left out of it",
            help "see what else was removed, and complete it in the identity provider",
            source "saml-schema-metadata-2.0.xsd";
        /// More often than the schema allows.
        Surplus =>
            "transform.surplus", "the schema allows fewer of them at this place; the first ones were kept",
            help "remove the others in the identity provider",
            source "saml-schema-metadata-2.0.xsd";
        /// Not in the schema's order, in an extension.
        Order =>
            "transform.order", "the extension's own schema does not allow it at this place",
            help "correct the order of the extension's elements in the identity provider";
        /// An ID that stood before.
        IdTwice =>
            "transform.id-twice", "the ID stands twice in the document",
            help "give each element its own ID",
            source "XML Schema part 2 §3.3.8";
        /// Of a schema that is not known here.
        Unchecked =>
            "transform.unchecked", "it holds an element or a type that schemas validate and that is not known here",
            help "nothing, if only AWS reads the result";
        /// A prefix that would mean something else.
        PrefixClash =>
            "transform.prefix-clash", "its value uses a prefix that stands for something else in the result",
            help "rename the prefix: md, ds and saml stand for SAML's own namespaces nearly everywhere";
        /// Text between elements, and instructions to programs.
        Between =>
            "transform.between", "it stands between elements, where it means nothing",
            help "nothing";
        /// A hint to schema processors.
        SchemaHint =>
            "transform.schema-hint", "it only speaks to schema processors",
            help "nothing";
        /// A place that is none.
        Location =>
            "transform.location", "it has no absolute http or https URL",
            help "let the identity provider publish the whole URL: AWS answers others with \"url validation failed\"",
            source "SAML Metadata §2.2.2, aws-samples/appmod-blueprints#777";
        /// A certificate that cannot be read.
        CertificateUnreadable =>
            "transform.certificate-unreadable", "the certificate cannot be read, and AWS answers \"Could not parse metadata\"",
            help "let the identity provider publish the base64 of an X.509 certificate in DER",
            source "IAM/troubleshoot_saml; stackd saml-validation";
        /// A key that AWS refuses.
        CertificateShort { least: usize } =>
            "transform.certificate-short", "the certificate's RSA key has less than {least} bits, which AWS refuses",
            help "let the identity provider sign with an RSA key of 2048 bits",
            source "IAM/troubleshoot_saml";
        /// An extension that stands twice.
        CertificateExtensionTwice =>
            "transform.certificate-extension-twice", "the certificate has an extension twice, which AWS refuses",
            help "make a new certificate for the key",
            source "IAM/troubleshoot_saml";
        /// The same once more.
        CertificateTwice =>
            "transform.certificate-twice", "the same certificate stands there already for the same use",
            help "nothing: one is enough";
        /// More than one in an armour.
        CertificateChain =>
            "transform.certificate-chain", "further certificates in the same armour: the first one is the key's",
            help "publish one certificate for each X509Certificate";
        /// A key that this service has no use for.
        EncryptionKey =>
            "transform.encryption-key", "this service does not support keys for encryption",
            help "nothing: assertions are sent to it in the clear, over TLS",
            source "IdC/other-idps, opensearch-serverless/serverless-saml";
        /// AD FS's logout at OpenSearch.
        AdfsLogout =>
            "transform.adfs-logout", "OpenSearch does not take AD FS's SingleLogoutService",
            help "nothing: sessions end by themselves",
            source "opensearch-service/saml";
        /// To make room.
        ForSize { limit: usize } =>
            "transform.for-size", "the document is larger than the {limit} characters that this service takes, and the service does not need it",
            help "nothing; if you miss it, let the identity provider publish less of the rest";
        /// To make room for keys.
        ForKeys { limit: usize } =>
            "transform.for-keys", "IAM keeps {limit} keys of a provider, and this one is for encryption",
            help "nothing: AWS encrypts nothing for an identity provider",
            source "IAM/reference_iam-quotas";

        // ---- findings ----
        /// A comment was added.
        Padded { least: usize } =>
            "transform.padded", "IAM takes metadata of {least} characters or more, so a comment was added",
            help "nothing: comments mean nothing",
            source "botocore/iam SAMLMetadataDocumentType";
        /// Past validity that OpenSearch enforces.
        ValidUntilEnforced =>
            "transform.valid-until-enforced", "the metadata was valid until an instant that is past; OpenSearch takes valid metadata only",
            help "ask the identity provider for current metadata",
            source "opensearch-project/security HTTPSamlAuthenticator: setRequireValidMetadata(true)";
        /// Validity that will end at OpenSearch.
        ValidUntilEnds { days: i64 } =>
            "transform.valid-until-ends", "the metadata is valid for {days} more days, and OpenSearch takes valid metadata only: logins fail after that",
            help "upload current metadata before; a federation renews its metadata every few days",
            source "opensearch-project/security HTTPSamlAuthenticator: setRequireValidMetadata(true)";
        /// Nothing new in a merged document.
        MergeNothing =>
            "transform.merge-nothing", "the document to merge has no signing certificate that was not there already",
            help "check that it is the document before or after the change of keys";
        /// A certificate of a merged document that cannot be used.
        MergeUnusable { found: usize } =>
            "transform.merge-unusable", "{found} signing certificates of the document to merge cannot be read by AWS and were not taken",
            help "transform that document alone to see why";
        /// Predictable entropy.
        EntropyPredictable =>
            "transform.entropy-predictable", "all bytes of `entropy` are equal: the time of the signature can tell about the key",
            help "fill the buffer from the system's random generator";
    }
}
