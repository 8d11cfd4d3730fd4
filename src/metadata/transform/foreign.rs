//! Extensions: whether they may stay as they are.
//!
//! A schema validator does not look into what no schema declares, and validates what one does, wherever it stands. So an
//! extension that is published with a schema is checked by it, and loses the elements that its schema refuses. Somebody's
//! own extension is kept whole or not at all: nobody but its maker knows what it means without a part.

use std::collections::BTreeSet;

use super::error::Error;
use super::ledger::Ledger;
use super::part::Foreign;
use super::schema::{Content, Declared, LANGUAGE, Particle, Simple, Standing, What, of_core, standing};
use crate::xml::Element;
use crate::xml::copy::{self, Named, XML_URI, XSI_URI, is_hint};

const XSD_URI: &str = "http://www.w3.org/2001/XMLSchema";

/// Whether an element of another namespace may stay.
pub(super) fn check<'d, 't>(element: Element<'d, 't>, ledger: &mut Ledger<'_, '_>) -> Result<Foreign<'d, 't>, Error> {
    let mut without = BTreeSet::new();
    let mark = ledger.mark();
    if let Err(reason) = (Check { ledger, without: Some(&mut without) }).lax(element) {
        ledger.take_back(mark);
        return Err(reason);
    }
    Ok(Foreign { element, without })
}

/// Whether this element and all that it holds may stay as it is, where any may.
pub(super) fn check_whole(element: Element<'_, '_>, ledger: &mut Ledger<'_, '_>) -> Result<(), Error> {
    Check { ledger, without: None }.lax(element)
}

/// Whether the element's attributes and text may stand on an element of which nothing is declared (`xs:anyType`). What
/// it holds is for the caller to check. Answers whether the element says of which type it is.
pub(super) fn check_any(element: Element<'_, '_>, ledger: &mut Ledger<'_, '_>) -> Result<bool, Error> {
    Check { ledger, without: None }.any(element)
}

/// Whether an attribute that no schema but XML's own may declare can stand.
pub(super) fn check_attribute(attribute: &Named<'_>, ledger: &mut Ledger<'_, '_>) -> Result<(), Error> {
    let simple = match (attribute.namespace, attribute.local) {
        (XML_URI, "lang") => Simple::Language,
        (XML_URI, "base") => Simple::Uri(usize::MAX),
        (XML_URI, "space") => Simple::OneOf(&["default", "preserve"]),
        (XML_URI, "id") => Simple::Id,
        _ => return Ok(()),
    };
    let value = simple.read(attribute.value).ok_or(Error::Value)?;
    if simple == Simple::Id && !ledger.take_id(&value) {
        return Err(Error::IdTwice);
    }
    Ok(())
}

struct Check<'c, 'd, 't> {
    ledger: &'c mut Ledger<'d, 't>,
    /// Elements that are left out; none where nothing can be.
    without: Option<&'c mut BTreeSet<usize>>,
}

impl Check<'_, '_, '_> {
    /// An element where any may stand.
    fn lax(&mut self, element: Element<'_, '_>) -> Result<(), Error> {
        match standing(element.namespace(), element.local_name()) {
            Standing::Declared(declared) => self.declared(element, declared),
            Standing::Unchecked => Err(Error::Unchecked),
            Standing::Unknown => self.unknown(element),
        }
    }

    fn unknown(&mut self, element: Element<'_, '_>) -> Result<(), Error> {
        let mut whole = Check { ledger: self.ledger, without: None };
        if whole.any(element)? {
            return Ok(());
        }
        element.children().try_for_each(|child| whole.lax(child))
    }

    fn any(&mut self, element: Element<'_, '_>) -> Result<bool, Error> {
        for attribute in element.named_attributes() {
            check_attribute(&attribute, self.ledger)?;
            // No schema calls it an ID here; verifiers of signatures do.
            if attribute.namespace.is_empty() && attribute.local == "ID" && !self.ledger.take_id(attribute.value) {
                return Err(Error::IdTwice);
            }
        }
        let of_schemas = |local: &'static str| {
            element.named_attributes().find(move |known| known.namespace == XSI_URI && known.local == local)
        };
        if let Some(nil) = of_schemas("nil") {
            let is_nil = match Simple::Boolean.read(nil.value).as_deref() {
                Some("true" | "1") => true,
                Some(_) => false,
                None => return Err(Error::Value),
            };
            // Not even white space (XML Schema part 1 §3.3.4, cvc-elt 3.2.1).
            if is_nil && (element.children().next().is_some() || !element.text().is_empty()) {
                return Err(Error::Value);
            }
        }
        of_schemas("type").map_or(Ok(false), |declared| typed(element, declared.value))
    }

    fn declared(&mut self, element: Element<'_, '_>, declared: &'static Declared) -> Result<(), Error> {
        let kind = declared.kind;
        if matches!(kind.content, Content::Anything) {
            return self.unknown(element);
        }
        for attribute in element.named_attributes().filter(|attribute| !is_hint(attribute)) {
            let name = if attribute.namespace == XML_URI && attribute.local == "lang" { LANGUAGE } else { attribute.local };
            let known = kind.attributes.iter().find(|known| known.name == name);
            match known {
                Some(known) if attribute.namespace.is_empty() || name == LANGUAGE => {
                    let value = known.simple.read(attribute.value).ok_or(Error::Value)?;
                    if known.simple == Simple::Id && !self.ledger.take_id(&value) {
                        return Err(Error::IdTwice);
                    }
                }
                _ if kind.open.is_some_and(|own| is_other(attribute.namespace, own)) => {
                    check_attribute(&attribute, self.ledger)?;
                }
                _ => return Err(Error::NotInSchema),
            }
        }
        for known in kind.attributes.iter().filter(|known| known.required) {
            let has = element.named_attributes().any(|attribute| {
                (attribute.namespace.is_empty() && attribute.local == known.name)
                    || (attribute.namespace == XML_URI && attribute.local == "lang" && known.name == LANGUAGE)
            });
            if !has {
                return Err(Error::Incomplete);
            }
        }
        match &kind.content {
            Content::Value(simple) => {
                let is_value = element.children().next().is_none() && simple.read(&element.text()).is_some();
                if is_value { Ok(()) } else { Err(Error::Value) }
            }
            Content::Sequence(particles) => {
                has_no_text(element)?;
                self.children(element, particles, true)
            }
            Content::Choice { of, least, most, mixed } => {
                if !mixed {
                    has_no_text(element)?;
                }
                self.children(element, of, false)?;
                let kept = element.children().filter(|child| !self.is_left_out(*child)).count();
                if (*least..=*most).contains(&kept) { Ok(()) } else { Err(Error::Incomplete) }
            }
            Content::Anything => Ok(()),
        }
    }

    /// Checks the child elements, and leaves out those that may not stay, if anything can be left out.
    fn children(&mut self, element: Element<'_, '_>, particles: &'static [Particle], is_ordered: bool) -> Result<(), Error> {
        let mut counts = vec![0; particles.len()];
        let mut latest = 0;
        for child in element.children() {
            let found = particles.iter().position(|particle| may_be(child, &particle.what));
            let verdict = match found.and_then(|index| Some((index, particles.get(index)?, counts.get_mut(index)?))) {
                None => Err(Error::NotInSchema),
                Some((index, ..)) if is_ordered && index < latest => Err(Error::Order),
                Some((_, particle, count)) if *count >= particle.most => Err(Error::Surplus),
                Some((index, particle, count)) => {
                    let verdict = match &particle.what {
                        What::This(declared) => self.declared(child, declared),
                        What::Other(_) => self.lax(child),
                        What::Strict(_) => match of_core(child.namespace(), child.local_name()) {
                            Some(declared) => self.declared(child, declared),
                            None => Err(Error::NotInSchema),
                        },
                    };
                    if verdict.is_ok() {
                        *count += 1;
                        latest = index;
                    }
                    verdict
                }
            };
            if let Err(reason) = verdict {
                let Some(without) = &mut self.without else { return Err(reason) };
                without.insert(child.order());
                self.ledger.element(child, reason);
            }
        }
        let is_complete = particles.iter().zip(counts).all(|(particle, count)| count >= particle.least);
        if is_complete { Ok(()) } else { Err(Error::Incomplete) }
    }

    fn is_left_out(&self, child: Element<'_, '_>) -> bool {
        self.without.as_ref().is_some_and(|without| without.contains(&child.order()))
    }
}

/// Whether an element may stand for this.
pub(super) fn may_be(element: Element<'_, '_>, what: &What) -> bool {
    match what {
        What::This(declared) => element.is(declared.namespace, declared.name),
        What::Other(own) | What::Strict(own) => is_other(element.namespace(), own),
    }
}

/// `##other`: any namespace but this one, and not none (XML Schema part 1 §3.10.1).
pub(super) fn is_other(namespace: &str, own: &str) -> bool {
    !namespace.is_empty() && namespace != own && namespace != XSI_URI
}

fn has_no_text(element: Element<'_, '_>) -> Result<(), Error> {
    let is_space = |text: &str| text.chars().all(|character| matches!(character, ' ' | '\t' | '\n' | '\r'));
    let has_text = element.contents().any(|content| matches!(content, copy::Content::Text(text) if !is_space(text)));
    if has_text { Err(Error::Between) } else { Ok(()) }
}

/// An element that says of which type it is: one of XML Schema's own, which have no attributes and hold text alone.
/// Answers whether that settles what it may hold.
fn typed(element: Element<'_, '_>, value: &str) -> Result<bool, Error> {
    let value = value.trim();
    let (prefix, name) = value.split_once(':').unwrap_or(("", value));
    if element.namespace_of(prefix) != Some(XSD_URI) {
        return Err(Error::Unchecked);
    }
    let simple = match name {
        "anyType" => return Ok(false),
        "string" => Simple::Text,
        "anyURI" => Simple::Uri(usize::MAX),
        "boolean" => Simple::Boolean,
        "dateTime" => Simple::Instant,
        "integer" => Simple::Integer(i64::MIN),
        "base64Binary" => Simple::Base64,
        _ => return Err(Error::Unchecked),
    };
    let is_plain = element.children().next().is_none()
        && element.named_attributes().all(|attribute| {
            is_hint(&attribute) || (attribute.namespace == XSI_URI && matches!(attribute.local, "type" | "nil"))
        })
        && simple.read(&element.text()).is_some();
    if is_plain { Ok(true) } else { Err(Error::Value) }
}
