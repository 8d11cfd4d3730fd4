//! What can differ between two documents of an identity provider, and what cannot be compared.

use crate::error::diagnostics;

diagnostics! {
    /// A difference, or a finding about the two documents.
    pub(crate) enum Error {
        // ---- the entity ----
        /// Another name.
        EntityId =>
            "compare.entity-id", "the entityID changed: AWS compares it with the Issuer of each assertion and refuses every login",
            help "follow the plan; if the change is a mistake, give the identity provider its old entityID back",
            source "IAM/troubleshoot_saml: Issuer not present in specified provider";
        /// The entity is not there any more.
        EntityGone =>
            "compare.entity-gone", "the new document does not describe the entity any more",
            help "ask the federation; leave what AWS has as it is until you know",
            source "SAML Metadata §2.3.1";
        /// The entity is no identity provider any more.
        RoleGone =>
            "compare.role-gone", "the entity is no identity provider of SAML 2.0 any more",
            help "ask the identity provider; leave what AWS has as it is until you know",
            source "SAML Metadata §2.4.3";
        /// Another role came or went.
        OtherRole =>
            "compare.other-role", "the entity has another role than before, which AWS does not read",
            help "nothing";

        // ---- keys ----
        /// Every key is new.
        SigningReplaced =>
            "compare.signing-replaced", "the new document has this signing certificate and none of the old ones: AWS refuses every signature by it until it knows it",
            help "let AWS know it before the identity provider signs with it: see the plan",
            source "IAM/troubleshoot_saml: Response signature invalid";
        /// A further key.
        SigningAdded =>
            "compare.signing-added", "a signing certificate was added; AWS does not know it yet",
            help "let AWS know it before the identity provider signs with it: see the plan",
            source "IAM/troubleshoot_saml: Response signature invalid";
        /// A key less.
        SigningRemoved =>
            "compare.signing-removed", "a signing certificate was removed; AWS still takes signatures by it",
            help "take it out of AWS once the identity provider no longer signs with it",
            source "IAM-now/id_roles_providers_create_saml";
        /// A new certificate of the same key.
        SigningRenewed =>
            "compare.signing-renewed", "a signing certificate was renewed with the same key: signatures stay what they were",
            help "upload it when convenient, so that AWS shows the right validity",
            source "SAML Metadata Interoperability Profile 1.0 §2.6.1";
        /// No key that could sign.
        SigningMissing =>
            "compare.signing-missing", "the new document has no signing certificate that can be read; AWS would refuse every login with it",
            help "do not upload it; ask the identity provider for its signing certificate",
            source "IdC/other-idps, stackd";
        /// A key for encryption came or went.
        Encryption =>
            "compare.encryption", "a certificate for encryption differs; AWS encrypts nothing for an identity provider",
            help "nothing";

        // ---- endpoints and what they take ----
        /// A place to sign in is gone.
        SignOnRemoved =>
            "compare.sign-on-removed", "AWS sends people to this address to sign in, and the new document does not have it any more",
            help "keep the old address working until AWS has the new document",
            source "SAML Profiles §4.1.4";
        /// A place to sign in moved.
        SignOnMoved =>
            "compare.sign-on-moved", "AWS sends people to the old address to sign in",
            help "keep the old address working until AWS has the new document",
            source "SAML Profiles §4.1.4";
        /// A place to sign in came.
        SignOnAdded =>
            "compare.sign-on-added", "there is a further address to sign in",
            help "nothing, as long as the others work";
        /// A place to sign in differs, and AWS sends nobody there.
        SignOnUnused =>
            "compare.sign-on-unused", "an address to sign in differs; people sign in at the identity provider first, and AWS sends nobody there",
            help "tell people who have the old address in a bookmark",
            source "IAM-now/id_roles_providers_enable-console-saml";
        /// A place to sign out differs.
        Logout =>
            "compare.logout", "an address to sign out differs",
            help "upload the new document where single logout is switched on";
        /// Another service differs.
        Endpoint =>
            "compare.endpoint", "an address of a service that AWS does not call differs",
            help "nothing";
        /// A format of names that the service asks for is gone.
        NameIdNeeded =>
            "compare.name-id-needed", "the identity provider no longer lists the NameID format that this service asks for",
            help "let the identity provider list and send e-mail addresses as NameID",
            source "Identity Center's metadata (NameIDFormat), IdC/other-idps, client-vpn/federated-authentication";
        /// Formats of names differ.
        NameIdFormat =>
            "compare.name-id-format", "the list of NameID formats differs",
            help "check that people keep the NameID that AWS knows them by";
        /// Signed requests are demanded, and never sent.
        RequestsRefused =>
            "compare.requests-refused", "the identity provider now wants signed requests, and this service never signs them",
            help "let the identity provider take unsigned requests from this service",
            source "Identity Center's metadata (AuthnRequestsSigned=\"false\"), client-vpn/federated-authentication";
        /// Signed requests are demanded.
        RequestsWanted =>
            "compare.requests-wanted", "the identity provider now wants signed requests",
            help "switch signed requests on in the service before the identity provider refuses others; Cognito: RequestSigningAlgorithm",
            source "botocore/cognito-idp";
        /// Whether requests are signed does not matter.
        RequestsUnused =>
            "compare.requests-unused", "whether the identity provider wants signed requests differs, and nothing follows from it here",
            help "nothing";

        // ---- the rest ----
        /// Validity that AWS looks at.
        ValidityEnforced =>
            "compare.validity-enforced", "the metadata is valid until another instant, and OpenSearch takes valid metadata only",
            help "upload the new document before the old one ends",
            source "opensearch-project/security HTTPSamlAuthenticator: setRequireValidMetadata(true)";
        /// Validity that AWS does not look at.
        Validity =>
            "compare.validity", "the metadata is valid until another instant; IAM does not look at it, of others it is not established",
            help "nothing",
            source "IAM-now/id_roles_providers_create_saml";
        /// How long it may be cached.
        CacheDuration =>
            "compare.cache-duration", "the metadata may be cached for another time; AWS keeps what was uploaded",
            help "nothing";
        /// Contacts.
        Contacts =>
            "compare.contacts", "contacts differ",
            help "nothing";
        /// The organisation.
        Organization =>
            "compare.organization", "the organisation differs",
            help "nothing";
        /// Extensions by their names.
        Extensions =>
            "compare.extensions", "there are other extensions; what they hold is not compared",
            help "nothing";
        /// The name that people see.
        DisplayName =>
            "compare.display-name", "the name that people are shown differs",
            help "nothing";
        /// Scopes.
        Scopes =>
            "compare.scopes", "the scopes of attributes differ; AWS does not look at them",
            help "nothing";
        /// Attributes that are offered.
        Attributes =>
            "compare.attributes", "the attributes that the identity provider offers differ",
            help "check that those that your roles and tags come from are still sent";
        /// The page for errors.
        PageForErrors =>
            "compare.error-url", "the page for errors differs",
            help "nothing";
        /// Further protocols.
        Protocols =>
            "compare.protocols", "the protocols beside SAML 2.0 differ",
            help "nothing";

        // ---- findings ----
        /// Further differences.
        LeftOut { found: usize } =>
            "compare.left-out", "{found} further differences are not listed, none of them worse than those that are",
            help "compare the two documents with a tool for texts; so many differences are two different things";
        /// Both keys at once are more than IAM keeps.
        TooManyKeys { found: usize, limit: usize } =>
            "compare.too-many-keys", "old and new document together have {found} certificates, and IAM keeps {limit} keys of a provider",
            help "let the identity provider retire certificates before it adds new ones",
            source "IAM/reference_iam-quotas";
        /// Two keys at once are not known to work.
        TwoKeysUnproven =>
            "compare.two-keys-unproven", "whether this service takes two signing certificates from one document is not established",
            help "try the merged document with one person first, and be ready to upload the new document at the moment of the switch";
    }
}
