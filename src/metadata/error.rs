//! What can be wrong with metadata, and what is worth saying about it.

use crate::error::diagnostics;

diagnostics! {
    /// Why metadata is refused, or a finding about it.
    pub(crate) enum Error {
        /// An aggregate.
        Aggregate =>
            "metadata.aggregate", "the document is an aggregate (EntitiesDescriptor), not one service provider",
            help "send the one EntityDescriptor of AWS",
            source "SAML Metadata §2.3.1";
        /// Another document.
        NotMetadata =>
            "metadata.not-metadata", "the root is no EntityDescriptor of SAML 2.0 metadata",
            help "download AWS's metadata again; a saved web page is not metadata",
            source "SAML Metadata §2.3.2";
        /// An ancestor of SAML 2.0 metadata.
        Liberty =>
            "metadata.liberty", "the document is Liberty ID-FF metadata, an ancestor of SAML 2.0's, which no AWS service reads",
            help "let the provider publish SAML 2.0 metadata (urn:oasis:names:tc:SAML:2.0:metadata)",
            source "Liberty Metadata 1.1, SAML Metadata §2.3.2";
        /// A message, not metadata.
        Message =>
            "metadata.message", "the document is a SAML message, not metadata",
            help "saml_check reads a Response; for metadata, download the provider's metadata URL",
            source "SAML Core §3.2";
        /// No entityID.
        EntityIdMissing =>
            "metadata.entity-id-missing", "the EntityDescriptor has no entityID",
            help "download AWS's metadata again",
            source "SAML Metadata §2.3.2";
        /// An entityID that is none.
        EntityId =>
            "metadata.entity-id", "an entityID is a URI of 1 to 1024 characters without spaces or control characters",
            help "use the entityID that the provider publishes in its own metadata",
            source "SAML Metadata §2.2.1, SAML Core §8.3.6";
        /// An identity provider's document.
        NoServiceProvider =>
            "metadata.no-service-provider", "the entity has no SPSSODescriptor for SAML 2.0",
            help "send AWS's metadata, not the identity provider's",
            source "SAML Metadata §2.4.4";
        /// Several roles of one kind.
        SeveralServiceProviders =>
            "metadata.several-service-providers", "the entity has several SPSSODescriptors for SAML 2.0",
            help "send the document of one service provider",
            source "SAML Metadata §2.4.4";
        /// A service provider's document.
        NoIdentityProvider =>
            "metadata.no-identity-provider", "the metadata has no IDPSSODescriptor for SAML 2.0",
            help "send the identity provider's metadata, not AWS's",
            source "SAML Metadata §2.4.3";
        /// Not the one that was named.
        NoSuchIdentityProvider =>
            "metadata.no-such-identity-provider", "the metadata has no identity provider of this entityID",
            help "leave `entityId` out, or write it exactly as the metadata has it",
            source "SAML Metadata §2.3.2";
        /// An aggregate.
        SeveralIdentityProviders =>
            "metadata.several-identity-providers", "the metadata has several identity providers",
            help "name the one that issues with `entityId`",
            source "SAML Metadata §2.3.1";
        /// The entity that was asked for is not there.
        NoSuchEntity =>
            "metadata.no-such-entity", "the document has no entity of this entityID",
            help "leave `entityId` out, or write it exactly as the document has it",
            source "SAML Metadata §2.3.2";
        /// More than one answer can hold.
        TooManyEntities { most: usize } =>
            "metadata.too-many-entities", "more than {most} entities would have to be described at once",
            help "name one with `entityId`, or read the document in chunks";
        /// More than an answer can hold.
        TooManyDetails { most: usize } =>
            "metadata.too-many-details", "more than {most} roles, endpoints, keys, names and extensions would have to be described at once",
            help "name one entity with `entityId`, or read the document in chunks; an entity of this size is nobody's";
        /// Nowhere to send the Response.
        ConsumerMissing =>
            "metadata.consumer-missing", "the service provider has no AssertionConsumerService with the HTTP-POST binding",
            help "download AWS's metadata again",
            source "SAML Metadata §2.4.4, SAML Profiles §4.1.2";
        /// An endpoint without a usable address.
        ConsumerLocation =>
            "metadata.consumer-location", "an AssertionConsumerService has no absolute http or https URL",
            help "download AWS's metadata again: AWS answers relative URLs with \"url validation failed\"",
            source "SAML Metadata §2.2.2";
        /// An index that is no number.
        ConsumerIndex =>
            "metadata.consumer-index", "an AssertionConsumerService has an index that is missing, no number from 0 to 65535, or used twice",
            help "download AWS's metadata again",
            source "SAML Metadata §2.2.3";
        /// No instant.
        Now =>
            "metadata.now", "`now` is no instant",
            help "write it as 2026-11-23T16:00:00Z",
            source "RFC 3339 §5.6";
        /// Trust in nobody.
        TrustEmpty =>
            "metadata.trust-empty", "no certificate is trusted",
            help "give the signer's certificate, or leave `trust` out";
        /// More certificates than are tried.
        TrustMany { most: usize } =>
            "metadata.trust-many", "at most {most} certificates are tried",
            help "give those that sign today";
        /// The document must be signed, and is not.
        NotSigned =>
            "metadata.not-signed", "trusted certificates were given, and the document is not signed",
            help "fetch the signed document of the federation or provider, or leave `trust` out and compare the document with what the provider says",
            source "SAML Metadata §3";
        /// Signed by somebody else.
        SignedByOther =>
            "metadata.signed-by-other", "the document is signed with a certificate that is none of the trusted ones",
            help "compare the federation's current signing certificate with the one in `trust`",
            source "SAML Metadata §3";
        /// Nobody said whom to trust.
        NoTrust =>
            "metadata.no-trust", "the document is signed, and no trusted certificate was given to verify it with",
            help "give the signer's certificate in `trust`, from a place that you trust: never from the document itself",
            source "SAML Metadata §3";
    }
}
