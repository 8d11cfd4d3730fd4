//! An identity provider as its metadata describes it: who it is and what it signs with.

use super::{Error, METADATA, SIGNATURE, speaks_saml_2};
use crate::uri::EntityId;
use crate::xml::{Certificate, Document, Element};

/// What the document says, and nothing of what it does not.
#[derive(Clone, Debug)]
pub(crate) struct IdentityProvider {
    pub(crate) entity_id: EntityId,
    /// Of every KeyDescriptor for signing or for any use, in document order.
    pub(crate) signing: Vec<Certificate>,
    /// How many more of them are no certificates.
    pub(crate) unreadable: usize,
}

impl IdentityProvider {
    /// Reads the SAML 2.0 identity provider of an EntityDescriptor, or of an EntitiesDescriptor around it: AWS takes both.
    /// `entity_id` chooses among several.
    ///
    /// Does not look at the document's signature, its validUntil or the certificates' validity: AWS does not either.
    pub(crate) fn read(document: &Document<'_>, entity_id: Option<&EntityId>) -> Result<Self, Error> {
        let root = document.root();
        let mut entities = Vec::new();
        collect(root, &mut entities);
        if entities.is_empty() && !root.is(METADATA, "EntitiesDescriptor") {
            return Err(Error::NotMetadata);
        }
        let mut providers = Vec::new();
        for entity in entities {
            let mut roles = entity.named(METADATA, "IDPSSODescriptor").filter(|role| speaks_saml_2(*role)).peekable();
            let name = entity.attribute("entityID");
            let is_meant = entity_id.is_none_or(|wanted| name == Some(wanted.as_str()));
            if roles.peek().is_some() && is_meant {
                providers.push((name, roles.collect::<Vec<_>>()));
            }
        }
        match providers.as_slice() {
            [] if entity_id.is_some() => Err(Error::NoSuchIdentityProvider),
            [] => Err(Error::NoIdentityProvider),
            [(name, roles)] => Self::of(*name, roles),
            _ => Err(Error::SeveralIdentityProviders),
        }
    }

    fn of(name: Option<&str>, roles: &[Element<'_, '_>]) -> Result<Self, Error> {
        let entity_id = EntityId::parse(name.ok_or(Error::EntityIdMissing)?).map_err(|_| Error::EntityId)?;
        let mut provider = Self { entity_id, signing: Vec::new(), unreadable: 0 };
        let certificates = roles
            .iter()
            .flat_map(|role| role.named(METADATA, "KeyDescriptor"))
            .filter(|key| key.attribute("use").is_none_or(|usage| usage == "signing"))
            .flat_map(|key| key.named(SIGNATURE, "KeyInfo"))
            .flat_map(|info| info.named(SIGNATURE, "X509Data"))
            .flat_map(|data| data.named(SIGNATURE, "X509Certificate"));
        for certificate in certificates {
            match Certificate::parse(&certificate.text()) {
                Ok(certificate) => provider.signing.push(certificate),
                Err(_) => provider.unreadable += 1,
            }
        }
        Ok(provider)
    }
}

/// Every EntityDescriptor; as deep as `limits::XML_DEPTH` at most.
fn collect<'d, 't>(element: Element<'d, 't>, found: &mut Vec<Element<'d, 't>>) {
    if element.is(METADATA, "EntityDescriptor") {
        found.push(element);
    } else if element.is(METADATA, "EntitiesDescriptor") {
        element.children().for_each(|child| collect(child, found));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMESPACES: &str = "xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"";

    fn entity(name: &str, role: &str) -> String {
        format!("<EntityDescriptor {NAMESPACES} entityID=\"{name}\">{role}</EntityDescriptor>")
    }

    fn role(keys: &str) -> String {
        format!("<IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{keys}</IDPSSODescriptor>")
    }

    #[test]
    fn keys_for_signing_are_all_read_and_others_are_not() {
        let key = |usage: &str| {
            format!(
                "<KeyDescriptor{usage}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>"
            )
        };
        let keys = format!("{}{}{}", key(" use=\"signing\""), key(""), key(" use=\"encryption\""));
        let text = entity("https://idp", &role(&keys));
        let provider = IdentityProvider::read(&Document::parse(&text).unwrap(), None).unwrap();
        assert_eq!((provider.entity_id.as_str(), provider.signing.len(), provider.unreadable), ("https://idp", 0, 2));
    }

    #[test]
    fn one_of_several_is_chosen_by_name() {
        let text = format!(
            "<EntitiesDescriptor {NAMESPACES}>{}{}{}</EntitiesDescriptor>",
            entity("a", &role("")),
            entity("b", &role("")),
            entity("sp", "")
        );
        let document = Document::parse(&text).unwrap();
        let read = |name: &str| IdentityProvider::read(&document, Some(&EntityId::parse(name).unwrap()));
        assert_eq!(read("b").unwrap().entity_id.as_str(), "b");
        assert_eq!(read("sp").unwrap_err(), Error::NoSuchIdentityProvider);
        assert_eq!(IdentityProvider::read(&document, None).unwrap_err(), Error::SeveralIdentityProviders);
        let text = entity("sp", "");
        assert_eq!(IdentityProvider::read(&Document::parse(&text).unwrap(), None).unwrap_err(), Error::NoIdentityProvider);
        assert_eq!(IdentityProvider::read(&Document::parse("<a/>").unwrap(), None).unwrap_err(), Error::NotMetadata);
    }
}
