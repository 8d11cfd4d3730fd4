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
    }
}
