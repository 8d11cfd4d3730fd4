//! The `metadata` operations.

mod compare;
mod configure;
mod inspect;
mod reader;
mod transform;

pub(crate) use compare::compare;
pub(crate) use configure::configure;
pub(crate) use inspect::inspect;
pub use reader::MetadataReader;
#[cfg(feature = "component")]
pub(crate) use reader::Reader;
pub(crate) use transform::transform;

use crate::api::types::RequestedAttribute;
use crate::metadata::entity;

fn requested_attribute(attribute: entity::RequestedAttribute) -> RequestedAttribute {
    RequestedAttribute { name: attribute.name, friendly_name: attribute.friendly_name, is_required: attribute.is_required }
}
