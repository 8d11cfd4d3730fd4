//! What the Response says, read from what a trusted key signed and from nothing else: every value here comes through
//! [`Signed`], which only a verified signature makes.

use crate::aws::{ATTRIBUTES, RolePair};
use crate::saml::statement::ASSERTION;
use crate::xml::signature::Signed;

/// The answer's facts. Without a valid signature only the first four are there.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) assertion_signature: Option<&'static str>,
    pub(crate) response_signature: Option<&'static str>,
    pub(crate) signature_algorithm: Option<&'static str>,
    pub(crate) is_encrypted: bool,
    pub(crate) issuer: Option<String>,
    pub(crate) name_id: Option<String>,
    pub(crate) name_id_format: Option<String>,
    pub(crate) audiences: Vec<String>,
    pub(crate) recipient: Option<String>,
    pub(crate) in_response_to: Option<String>,
    pub(crate) issue_instant: Option<String>,
    pub(crate) not_on_or_after: Option<String>,
    pub(crate) session_not_on_or_after: Option<String>,
    pub(crate) roles: Vec<RolePair>,
    pub(crate) session_name: Option<String>,
    pub(crate) attributes: Vec<(String, Vec<String>)>,
}

impl Facts {
    /// Reads a signed assertion.
    pub(super) fn read(&mut self, assertion: Signed<'_, '_>) {
        let child = |parent: Signed<'_, '_>, name: &'static str| {
            parent.named(ASSERTION.uri, name).next().map(|element| element.text().into_owned())
        };
        let owned = |value: Option<&str>| value.map(str::to_owned);
        self.issuer = child(assertion, "Issuer");
        self.issue_instant = owned(assertion.attribute("IssueInstant"));
        if let Some(subject) = assertion.named(ASSERTION.uri, "Subject").next() {
            self.name_id = child(subject, "NameID");
            let name = subject.named(ASSERTION.uri, "NameID").next();
            self.name_id_format = owned(name.and_then(|name| name.attribute("Format")));
            let confirmation = subject.named(ASSERTION.uri, "SubjectConfirmation").next();
            let data = confirmation.and_then(|confirmation| confirmation.named(ASSERTION.uri, "SubjectConfirmationData").next());
            if let Some(data) = data {
                self.recipient = owned(data.attribute("Recipient"));
                self.in_response_to = owned(data.attribute("InResponseTo"));
            }
        }
        if let Some(conditions) = assertion.named(ASSERTION.uri, "Conditions").next() {
            self.not_on_or_after = owned(conditions.attribute("NotOnOrAfter"));
            self.audiences = conditions
                .named(ASSERTION.uri, "AudienceRestriction")
                .flat_map(|restriction| restriction.named(ASSERTION.uri, "Audience"))
                .map(|audience| audience.text().into_owned())
                .collect();
        }
        let statement = assertion.named(ASSERTION.uri, "AuthnStatement").next();
        self.session_not_on_or_after = owned(statement.and_then(|statement| statement.attribute("SessionNotOnOrAfter")));
        self.attributes = assertion
            .named(ASSERTION.uri, "AttributeStatement")
            .flat_map(|statement| statement.named(ASSERTION.uri, "Attribute"))
            .filter_map(|attribute| {
                let values = attribute.named(ASSERTION.uri, "AttributeValue").map(|value| value.text().into_owned());
                Some((attribute.attribute("Name")?.to_owned(), values.collect()))
            })
            .collect();
        let own = |name: &'static str| {
            let is_own = move |full: &str| full.strip_prefix(ATTRIBUTES) == Some(name);
            self.attributes.iter().filter(move |(full, _)| is_own(full)).flat_map(|(_, values)| values)
        };
        self.roles = own("Role").filter_map(|value| RolePair::parse(value).ok()).collect();
        self.session_name = own("RoleSessionName").next().cloned();
    }
}
