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

    fn issue(request: exports::types::IssueRequest) -> Result<exports::types::IssueAnswer, exports::types::Failure> {
        Ok(api::saml::issue(request.try_into()?)?.into())
    }

    fn complete(request: exports::types::CompleteRequest) -> Result<exports::types::IssueAnswer, exports::types::Failure> {
        Ok(api::saml::complete(request.into())?.into())
    }

    fn check(request: exports::types::CheckRequest) -> Result<exports::types::CheckAnswer, exports::types::Failure> {
        Ok(api::saml::check(request.into())?.into())
    }
}

impl exports::metadata::Guest for Component {
    type Reader = super::reader::Reader;

    fn inspect(request: exports::types::InspectRequest) -> Result<exports::types::InspectAnswer, exports::types::Failure> {
        Ok(api::metadata::inspect(request.into())?.into())
    }

    fn transform(request: exports::types::TransformRequest) -> Result<exports::types::TransformAnswer, exports::types::Failure> {
        Ok(api::metadata::transform(request.into())?.into())
    }

    fn configure(request: exports::types::ConfigureRequest) -> Result<exports::types::ConfigureAnswer, exports::types::Failure> {
        Ok(api::metadata::configure(request.into())?.into())
    }

    fn compare(request: exports::types::CompareRequest) -> Result<exports::types::CompareAnswer, exports::types::Failure> {
        Ok(api::metadata::compare(request.into())?.into())
    }
}

impl exports::scim::Guest for Component {
    fn plan(request: exports::types::PlanRequest) -> Result<exports::types::PlanAnswer, exports::types::Failure> {
        Ok(api::scim::plan(request.into())?.into())
    }

    fn reply(request: exports::types::ReplyRequest) -> Result<exports::types::PlanAnswer, exports::types::Failure> {
        Ok(api::scim::reply(request.into())?.into())
    }
}

impl exports::about::Guest for Component {
    fn describe() -> Result<exports::types::Description, exports::types::Failure> {
        Ok(api::about::describe()?.into())
    }
}
