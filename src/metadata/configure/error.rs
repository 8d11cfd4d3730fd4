//! What can be wrong with a wish for a configuration, and what a configuration does not hold.

use crate::error::diagnostics;

diagnostics! {
    /// Why no configuration is written, or a finding about one.
    pub(crate) enum Error {
        /// The name of the service.
        ProviderName { found: usize } =>
            "metadata.provider-name", "the name has 1 to 256 printable characters, found {found} or one that is not printable",
            help "give the name that the service shall have in the identity provider";
        /// The certificate is no PEM.
        Certificate =>
            "metadata.certificate", "the signing certificate is not one PEM certificate",
            help "give the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----",
            source "RFC 7468 §5";

        // ---- findings about the document ----
        /// The document calls itself AWS and sends assertions elsewhere.
        ConsumersForeign { found: usize } =>
            "metadata.consumers-foreign", "the entityID is AWS's, but {found} consumer URLs are none that AWS is known to have",
            help "whoever owns such a URL receives assertions that AWS redeems for 5 minutes: fetch the document from AWS itself, and apply nothing before these URLs are known to be AWS's",
            source "IAM-now/id_roles_providers_create_saml_assertions, IdC-now/multi-region";
        /// Not one of those that are known.
        ServiceUnknown =>
            "metadata.service-unknown", "the entityID names no AWS service that is known here, so the configuration follows the document alone",
            help "compare signatures, NameID and attributes with the service's own documentation";
        /// Endpoints with other bindings.
        ConsumersOtherBinding { found: usize } =>
            "metadata.consumers-other-binding", "{found} consumer services have another binding than HTTP-POST and are not used",
            help "nothing: AWS takes Responses by HTTP-POST",
            source "SAML Profiles §4.1.2";
        /// Assertions must be signed although the document does not ask for it.
        AssertionsSigned =>
            "metadata.assertions-signed", "the metadata does not ask for signed assertions; the configuration signs them, for AWS requires it",
            help "leave assertion signing on",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// AWS's metadata has an end.
        ValidityLeftOut =>
            "metadata.validity-left-out", "the document says until when it holds; the configuration does not",
            help "fetch AWS's metadata again before that day and write the configuration anew: endpoints and keys may have changed",
            source "SAML Metadata §2.3.2";
        /// Something in a KeyDescriptor that is none.
        CertificatesUnreadable { found: usize } =>
            "metadata.certificates-unreadable", "{found} certificates of the service provider cannot be read and were left out",
            help "fetch AWS's metadata again",
            source "SAML Metadata §2.4.1.1";

        // ---- findings about what a format does not hold ----
        /// The format holds one endpoint only.
        ConsumersLeftOut { found: usize } =>
            "metadata.consumers-left-out", "authentik holds one consumer URL a provider: the default one went in, {found} were left out",
            help "sign-in through another Region or over dual-stack needs its URL: see `summary.acs`, and add a provider for each that people use",
            source "IdC-now/multi-region; authentik#25289";
        /// The format has URLs and no indices.
        ConsumerIndicesLeftOut =>
            "metadata.consumer-indices-left-out", "Keycloak tells consumer services apart by URL: their indices were left out",
            help "nothing, as long as requests name a URL; a request that names an index is answered at the default URL",
            source "Keycloak, SamlService";
        /// An asterisk would make a pattern of a URL.
        ConsumerPatterns { found: usize } =>
            "metadata.consumer-patterns", "{found} consumer URLs hold an asterisk, which Keycloak takes for a pattern: they are not among the URLs that requests may name",
            help "AWS has no such URL: fetch the document from AWS itself",
            source "Keycloak Server Administration Guide, Valid redirect URIs";
        /// Longer than a column of the identity provider's database.
        TooLong { limit: usize } =>
            "metadata.too-long-for-format", "the name, the entityID or a consumer URL has more than the {limit} characters that Keycloak keeps",
            help "give a shorter name; AWS's own entityIDs and URLs are shorter",
            source "Keycloak, table CLIENT and REDIRECT_URIS";
        /// A NameID format that the identity provider does not know.
        NameIdFormatLeftOut =>
            "metadata.name-id-format-left-out", "this format cannot name the NameID format to send, so the identity provider's default holds",
            help "see `summary.nameIdFormat`, and set it in the identity provider by hand if the service needs it",
            source "SAML Core §8.3";
        /// The e-mail address has to be the userName.
        NameIdIsUserName =>
            "metadata.name-id-is-user-name", "the NameID is the e-mail address; Identity Center looks a person up by userName, not by e-mail",
            help "provision people with their e-mail address as userName, or send the attribute that is the userName as NameID, in the same format",
            source "IdC/other-idps, IdC-now/troubleshooting";
        /// Shibboleth makes persistent names only after its operator chose a source and a salt.
        PersistentNames =>
            "metadata.persistent-names", "persistent NameIDs are off in Shibboleth until a source attribute and a salt are set",
            help "set idp.persistentId.sourceAttribute and idp.persistentId.salt in saml-nameid.properties before the generator goes into saml-nameid.xml",
            source "Shibboleth IDP5/PersistentNameIDGenerationConfiguration";
        /// Attributes must be mapped.
        AttributesRequired { found: usize } =>
            "metadata.attributes-required", "the service provider requires {found} attributes, which this configuration does not fill",
            help "see `summary.requestedAttributes`; saml_attributes gives their values, and the identity provider needs a mapping for each",
            source "SAML Metadata §2.4.4.2";
        /// Who gets which role is not in the document.
        RolesToGrant =>
            "metadata.roles-to-grant", "the configuration sends the roles that a person has, but grants none",
            help "grant them as `ROLE_ARN,PROVIDER_ARN`: in Keycloak as roles of this client, in authentik as `aws_role` in the attributes of the application's entitlements, in SimpleSAMLphp and Shibboleth as values of the attribute awsRole",
            source "IAM/id_roles_providers_create_saml_assertions";
        /// Characters that AWS does not take in a session name.
        SessionNames =>
            "metadata.session-names", "the session name is the username as it is; AWS takes 2 to 64 letters, digits and `_+=,.@-`",
            help "where usernames have others, map RoleSessionName from an attribute that has none",
            source "IAM/troubleshoot_saml";
        /// An identity provider that says when its own session ends.
        SessionsCapped =>
            "metadata.sessions-capped", "the identity provider writes the end of its own session into assertions, and AWS ends the console's session no later",
            help "keep it longer than the AWS sessions that you want: Keycloak's SSO Session Max, SimpleSAMLphp's session.duration",
            source "IAM/id_roles_providers_create_saml_assertions, SessionDuration";
        /// The issuer is a setting of the identity provider as a whole.
        IssuerElsewhere =>
            "metadata.issuer-elsewhere", "the issuer is set for the identity provider as a whole, not for one service provider",
            help "make sure that the identity provider's own entityID is `identityProvider.entityId`, for AWS compares it with the metadata that it was given",
            source "IAM/troubleshoot_saml";
        /// Keycloak issues as its realm.
        IssuerNotRealm =>
            "metadata.issuer-not-realm", "Keycloak's issuer is the URL of the realm, `https://…/realms/…`, which the entityID given is not",
            help "give the realm's URL as `identityProvider.entityId`, and its metadata to AWS",
            source "Keycloak, SamlProtocol";
        /// The key has to be chosen.
        SigningKeyToChoose =>
            "metadata.signing-key-to-choose", "the identity provider's key pair cannot be named from its certificate",
            help "set `signing_key` in the blueprint's context to the name of the key pair with this certificate";
        /// The identity provider may sign with another key.
        SigningKeyDefault =>
            "metadata.signing-key-default", "no signing certificate was given, so authentik's self-signed key pair is named",
            help "set `signing_key` in the blueprint's context to the key pair whose certificate AWS knows";
        /// The format cannot choose a key.
        SigningKeyElsewhere =>
            "metadata.signing-key-elsewhere", "the signing key is set for the identity provider as a whole: the certificate given went nowhere",
            help "make sure that the identity provider signs with the key of this certificate, for AWS knows no other";
        /// Requests are signed, and the key is not in the document.
        RequestCertificateMissing =>
            "metadata.request-certificate-missing", "the service provider signs its requests, but the document has no certificate to verify them with",
            help "fetch the service provider's signing certificate and add it in the identity provider; the configuration leaves requests unverified",
            source "SAML Metadata §2.4.4";
        /// A certificate is an object of its own in authentik.
        RequestCertificateToImport =>
            "metadata.request-certificate-to-import", "the service provider signs its requests; authentik verifies them with a certificate that has to be imported first",
            help "import the service provider's signing certificate and choose it as Verification Certificate",
            source "authentik, SAML provider";
        /// Assertions are not encrypted although there is a key.
        EncryptionLeftOut =>
            "metadata.encryption-left-out", "the service provider publishes a key for encryption; the configuration does not encrypt",
            help "where AWS is set to require encryption, import the certificate into the identity provider and choose it there; where the service does not decrypt, leave it",
            source "IAM-now/id_roles_providers_create_saml, IdC/other-idps";
        /// authentik's API wants keys of its database.
        ApiIdentifiers =>
            "metadata.api-identifiers", "authentik's API names flows, key pairs and mappings by UUID: those in the API files are nil",
            help "put in the UUIDs of your authentik (GET /api/v3/flows/instances/, /crypto/certificatekeypairs/, /propertymappings/provider/saml/), or apply the blueprint, which finds them by name",
            source "authentik, API";
        /// AWS has no API for it.
        NoTerraformResource =>
            "metadata.no-terraform-resource", "Terraform's AWS provider has no resource by which this service learns of an identity provider",
            help "give the identity provider's metadata to the service in its console; IAM Identity Center: Settings, Identity source",
            source "IdC/other-idps";
    }
}
