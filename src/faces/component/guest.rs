//! The component's exports: every operation of the contract.
// Generated from wit/ by `cargo xtask contract`. Do not edit.

use super::Component;
use super::bindings::exports::federation::aws as exports;
use crate::api;

impl exports::saml::Guest for Component {
    fn attributes(
        request: exports::types::AttributesRequest,
    ) -> Result<exports::types::AttributesAnswer, exports::types::Failure> {
        Ok(api::saml::attributes(request.try_into()?)?.into())
    }
}

impl exports::metadata::Guest for Component {
    fn configure(request: exports::types::ConfigureRequest) -> Result<exports::types::ConfigureAnswer, exports::types::Failure> {
        Ok(api::metadata::configure(request.into())?.into())
    }
}

impl exports::scim::Guest for Component {
    fn plan(request: exports::types::PlanRequest) -> Result<exports::types::PlanAnswer, exports::types::Failure> {
        Ok(api::scim::plan(request.into())?.into())
    }
}

impl exports::about::Guest for Component {
    fn describe() -> Result<exports::types::Description, exports::types::Failure> {
        Ok(api::about::describe()?.into())
    }
}
