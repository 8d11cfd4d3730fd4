//! The one identity provider of a document that is meant.

use super::entity::Validity;
use super::reader::{Around, Handler};
use super::trust::{Report, Status, Trust};
use super::{Error, METADATA, Refusal, inspect, speaks_saml_2};
use crate::xml::signature::standing;
use crate::xml::{Document, Element};

/// What is done with the entity, and with the validity of the aggregate around it.
pub(crate) type Work<T> = Box<dyn Fn(Element<'_, '_>, &Validity) -> T>;

/// Which entities are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    /// Those that are identity providers of SAML 2.0.
    IdentityProvider,
    Any,
}

/// Takes entities as they come, and does something with the identity provider that is meant: the one of that name, or
/// the only one.
pub(crate) struct Chooser<T> {
    entity_id: Option<String>,
    trust: Option<Trust>,
    work: Work<T>,
    kind: Meant,
    found: Option<(T, Report)>,
    /// How many were meant. One is right.
    meant: usize,
    entities: usize,
}

/// What came of the one that was meant.
#[derive(Debug)]
pub(crate) struct Chosen<T> {
    pub(crate) value: T,
    /// Entities beside it.
    pub(crate) others: usize,
}

impl<T> Chooser<T> {
    pub(crate) fn new(entity_id: Option<String>, trust: Option<Trust>, work: Work<T>) -> Self {
        Self { entity_id, trust, work, kind: Meant::IdentityProvider, found: None, meant: 0, entities: 0 }
    }

    /// The same, for entities of this kind.
    pub(crate) fn of(self, kind: Meant) -> Self {
        Self { kind, ..self }
    }
}

impl<T> Handler for Chooser<T> {
    type Answer = Chosen<T>;

    fn trust(&self) -> Option<&Trust> {
        self.trust.as_ref()
    }

    /// A signature is looked at where somebody said whose it should be.
    fn reads_signatures(&self) -> bool {
        self.trust.is_some()
    }

    fn entities(&self) -> usize {
        self.entities
    }

    /// Passes over entities of other names. A signature of the whole covers them too.
    fn wants(&mut self, tag: &str) -> bool {
        let Some(entity_id) = &self.entity_id else { return true };
        // A name may be written with references.
        let is_wanted = self.trust.is_some() || tag.contains(entity_id.as_str()) || tag.contains('&');
        let name =
            tag.trim_start_matches('<').split(|character: char| character.is_whitespace() || "/>".contains(character)).next();
        let is_entity = name.is_some_and(|name| name.rsplit(':').next() == Some("EntityDescriptor"));
        if is_entity && !is_wanted {
            self.entities += 1;
        }
        is_wanted || !is_entity
    }

    fn entity(
        &mut self,
        document: &Document<'_>,
        element: Element<'_, '_>,
        around: &Validity,
        _is_alone: bool,
    ) -> Result<(), Refusal> {
        self.entities += 1;
        let is_meant = self.entity_id.as_deref().is_none_or(|wanted| element.attribute("entityID") == Some(wanted));
        let is_kind = self.kind == Meant::Any || element.named(METADATA, "IDPSSODescriptor").any(speaks_saml_2);
        if !is_meant || !is_kind {
            return Ok(());
        }
        self.meant += 1;
        if self.meant == 1 {
            let report = match &self.trust {
                Some(trust) => trust.judge(standing(document, element, trust.keys()), element.attribute("ID")),
                None => Report::UNSIGNED,
            };
            self.found = Some(((self.work)(element, around), report));
        }
        Ok(())
    }

    fn finish(&mut self, _around: Around, whole: &Report) -> Result<Chosen<T>, Refusal> {
        let Some((value, own)) = self.found.take() else {
            let error = if self.entity_id.is_some() { Error::NoSuchIdentityProvider } else { Error::NoIdentityProvider };
            return Err(error.into());
        };
        if self.meant > 1 {
            return Err(match self.entity_id {
                // Whichever is read first by AWS: somebody put the other one there.
                Some(_) => inspect::Error::EntityTwice.into(),
                None => Error::SeveralIdentityProviders.into(),
            });
        }
        // What covers the whole covers each part; what covers the entity covers all that is read.
        if self.trust.is_some() && whole.status != Status::Valid && own.status != Status::Valid {
            let report = if whole.status == Status::Unsigned { own } else { whole.clone() };
            return Err(report.reason.map_or(Error::NotSigned.into(), Refusal::from));
        }
        Ok(Chosen { value, others: self.entities.saturating_sub(1) })
    }
}
