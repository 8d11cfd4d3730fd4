//! Where a Response goes and what it calls its receiver: what the request says, else the metadata, else the target.

use crate::aws::{IdpId, Region};
use crate::error::{Located, Pointer};
use crate::saml::mapping::Mapping;
use crate::saml::target::Target;
use crate::saml::{Error, Refusal};
use crate::uri::{EntityId, Location};

/// What the request says about the receiver.
#[derive(Clone, Debug, Default)]
pub(crate) struct Receiver {
    pub(crate) audience: Option<EntityId>,
    pub(crate) consumer: Option<Location>,
    pub(crate) region: Option<Region>,
    pub(crate) idp_id: Option<IdpId>,
    /// From the receiver's metadata.
    pub(crate) described: Option<Described>,
}

/// What metadata says about the receiver.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) entity_id: EntityId,
    pub(crate) default_consumer: Location,
    pub(crate) consumers: Vec<Location>,
}

/// Audience and consumer URL. Never guessed: what neither request nor metadata nor the target's documentation gives is asked for.
pub(crate) fn address(receiver: &Receiver, target: Target, mapping: &Mapping) -> Result<(EntityId, Location), Located<Refusal>> {
    let place = Pointer::root().key("serviceProvider");
    let account = mapping.account.as_ref().map(|account| account.as_str());
    let audience = match (&receiver.audience, &receiver.described) {
        (Some(audience), _) => audience.clone(),
        (None, Some(described)) => described.entity_id.clone(),
        (None, None) => target
            .audience(mapping.partition, account)
            .and_then(|audience| EntityId::parse(&audience).ok())
            .ok_or_else(|| place.at(Error::AudienceUnknown.into()))?,
    };
    let consumer = match (&receiver.consumer, &receiver.described) {
        (Some(consumer), Some(described)) if !described.consumers.contains(consumer) => {
            return Err(place.key("acs").at(Error::ConsumerUnlisted.into()));
        }
        (Some(consumer), _) => consumer.clone(),
        (None, Some(described)) => described.default_consumer.clone(),
        (None, None) => target
            .consumer(mapping.partition, receiver.region.as_ref(), receiver.idp_id.as_ref())
            .and_then(|consumer| Location::parse(&consumer).ok())
            .ok_or_else(|| place.at(Error::ConsumerUnknown.into()))?,
    };
    Ok((audience, consumer))
}
