//! The attributes, by name.

use std::borrow::Cow;

use super::Error;
use super::ledger::Ledger;
use crate::aws::ATTRIBUTES;
use crate::saml::statement::ASSERTION;
use crate::xml::Element;

/// Every attribute with its values, in document order.
pub(super) struct Attributes<'d>(pub(super) Vec<(&'d str, Vec<Cow<'d, str>>)>);

/// Of all statements.
pub(super) fn read<'d>(assertion: Element<'d, '_>) -> Attributes<'d> {
    let statements = assertion.named(ASSERTION.uri, "AttributeStatement");
    let attributes = statements.flat_map(|statement| statement.named(ASSERTION.uri, "Attribute"));
    let read = attributes.filter_map(|attribute| {
        let values = attribute.named(ASSERTION.uri, "AttributeValue").map(Element::text).collect();
        Some((attribute.attribute("Name")?, values))
    });
    Attributes(read.collect())
}

impl<'d> Attributes<'d> {
    /// The values of one of AWS's own attributes.
    pub(super) fn own(&self, name: &str) -> impl Iterator<Item = &Cow<'d, str>> {
        self.0.iter().filter(move |(full, _)| full.strip_prefix(ATTRIBUTES) == Some(name)).flat_map(|(_, values)| values)
    }

    /// The keys and values of AWS's attributes of one prefix, such as `PrincipalTag:`.
    pub(super) fn keyed(&self, prefix: &str) -> impl Iterator<Item = (&'d str, &[Cow<'d, str>])> {
        self.0
            .iter()
            .filter_map(move |(full, values)| Some((full.strip_prefix(ATTRIBUTES)?.strip_prefix(prefix)?, values.as_slice())))
    }

    /// The first value of an attribute that has one; doubts several.
    pub(super) fn single(&self, name: &'static str, ledger: &mut Ledger) -> Option<&str> {
        let mut values = self.own(name);
        let value = values.next()?;
        if values.next().is_some() {
            ledger.doubt(Error::SeveralValues { name });
        }
        Some(value)
    }

    /// Names that AWS does not read although they look like its own, and names that stand there twice.
    pub(super) fn check_names(&self, ledger: &mut Ledger) {
        for name in ["Role", "RoleSessionName", "SessionDuration", "SourceIdentity", "TransitiveTagKeys"] {
            let is_twin = |full: &str| {
                let (start, end) = full.split_at_checked(ATTRIBUTES.len()).unwrap_or_default();
                start.eq_ignore_ascii_case(ATTRIBUTES) && end.eq_ignore_ascii_case(name) && (start, end) != (ATTRIBUTES, name)
            };
            if self.0.iter().any(|(full, _)| is_twin(full)) {
                ledger.warn(Error::AttributeCase { name });
            }
        }
        let mut own: Vec<_> = self.0.iter().map(|(name, _)| *name).filter(|name| name.starts_with(ATTRIBUTES)).collect();
        own.sort_unstable();
        if own.windows(2).any(|pair| pair.first() == pair.last()) {
            ledger.doubt(Error::AttributeTwice);
        }
    }
}
