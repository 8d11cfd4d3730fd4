//! The Response around the assertion (SAML Core §3.3.3).

use super::{Halves, Order};
use crate::saml::statement::ASSERTION;
use crate::xml::{Namespace, Writer};

const PROTOCOL: Namespace = Namespace { prefix: "samlp", uri: "urn:oasis:names:tc:SAML:2.0:protocol" };

/// What closes the Response, after the assertion.
pub(super) const END: &str = "</samlp:Response>";

/// The Response up to where the assertion goes.
///
/// No namespace of the assertion's is declared outside it, so its bytes are the same inside the Response and alone.
pub(super) fn write(order: &Order, id: String) -> Halves {
    let now = order.now.to_string();
    let mut attributes = vec![("Destination", order.consumer.as_str()), ("ID", &id), ("IssueInstant", &now), ("Version", "2.0")];
    attributes.extend(order.in_response_to.as_ref().map(|request| ("InResponseTo", request.as_str())));
    let mut writer = Writer::new();
    writer.open(&PROTOCOL, "Response", &attributes);
    writer.element(&ASSERTION, "Issuer", &[], order.issuer.as_str());
    let split = writer.position();
    writer.open(&PROTOCOL, "Status", &[]);
    writer.element(&PROTOCOL, "StatusCode", &[("Value", "urn:oasis:names:tc:SAML:2.0:status:Success")], "");
    writer.close();
    let mut head = writer.finish();
    let mut tail = head.split_off(split);
    tail.truncate(tail.len().saturating_sub(END.len()));
    Halves { id, head, tail }
}
