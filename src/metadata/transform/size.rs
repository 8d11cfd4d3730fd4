//! Size: what is left out of a document that is larger than the service takes, and what is added to one that is too small.
//!
//! In a fixed order, from what no service of AWS reads and is large, to what none reads and people might miss. What signs
//! people in and out is never left out: keys for signing, SingleSignOnService, SingleLogoutService, NameIDFormat.

use super::error::Error;
use super::keys::{is_for_encryption, note};
use super::ledger::Ledger;
use super::part::{Child, Part};
use super::schema::{IDP, USER_INTERFACE};
use crate::xml::Element;
use crate::xml::copy::comment;

/// The steps, in order. Each answers whether it left something out.
pub(super) const STEPS: &[fn(&mut Part<'_, '_>, usize, &mut Ledger<'_, '_>) -> bool] =
    &[encryption_keys, logos, user_interface, extensions, contacts, organization, attributes, services];

fn encryption_keys(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>) -> bool {
    roles(entity, limit, ledger, is_for_encryption)
}

/// Logos can be whole pictures (`data:`).
fn logos(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>) -> bool {
    let mut found = false;
    everywhere(entity, &mut |part| {
        for child in &mut part.children {
            if let Child::Foreign(foreign) = child {
                let logos: Vec<Element<'_, '_>> = foreign
                    .element
                    .children()
                    .filter(|logo| foreign.element.is(USER_INTERFACE, "UIInfo") && logo.is(USER_INTERFACE, "Logo"))
                    .filter(|logo| !foreign.without.contains(&logo.order()))
                    .collect();
                for logo in logos {
                    found = true;
                    foreign.without.insert(logo.order());
                    ledger.element(logo, Error::ForSize { limit });
                }
            }
        }
    });
    found
}

fn user_interface(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>) -> bool {
    let mut found = false;
    everywhere(entity, &mut |part| {
        part.children.retain(|child| match child {
            Child::Foreign(foreign) if foreign.element.namespace() == USER_INTERFACE => {
                found = true;
                ledger.element(foreign.element, Error::ForSize { limit });
                false
            }
            _ => true,
        });
        // Extensions that hold nothing are not valid.
        part.retain(|inner| !inner.is_metadata("Extensions") || !inner.children.is_empty());
    });
    found
}

fn extensions(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>) -> bool {
    let mut found = false;
    everywhere(entity, &mut |part| {
        part.retain(|inner| {
            let is_one = inner.is_metadata("Extensions");
            found |= is_one;
            note(is_one.then_some(Error::ForSize { limit }), inner, ledger)
        });
    });
    found
}

fn contacts(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>) -> bool {
    let is_one = |part: &Part<'_, '_>| part.is_metadata("ContactPerson");
    let own = leave_out(entity, limit, ledger, is_one);
    roles(entity, limit, ledger, is_one) || own
}

fn organization(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>) -> bool {
    let is_one = |part: &Part<'_, '_>| part.is_metadata("Organization");
    let own = leave_out(entity, limit, ledger, is_one);
    roles(entity, limit, ledger, is_one) || own
}

fn attributes(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>) -> bool {
    roles(entity, limit, ledger, |part| part.name() == "Attribute" || part.is_metadata("AttributeProfile"))
}

/// Services that no service of AWS calls, and further places of the metadata.
fn services(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>) -> bool {
    const UNUSED: &[&str] =
        &["ArtifactResolutionService", "ManageNameIDService", "NameIDMappingService", "AssertionIDRequestService"];
    let own = leave_out(entity, limit, ledger, |part| part.is_metadata("AdditionalMetadataLocation"));
    roles(entity, limit, ledger, |part| UNUSED.iter().any(|name| part.is_metadata(name))) || own
}

/// Leaves child elements of the roles out.
fn roles(entity: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>, is_one: impl Fn(&Part<'_, '_>) -> bool) -> bool {
    let mut found = false;
    for role in entity.parts_mut().filter(|part| part.is(&IDP)) {
        found |= leave_out(role, limit, ledger, &is_one);
    }
    found
}

fn leave_out(part: &mut Part<'_, '_>, limit: usize, ledger: &mut Ledger<'_, '_>, is_one: impl Fn(&Part<'_, '_>) -> bool) -> bool {
    let before = part.children.len();
    part.retain(|inner| note(is_one(inner).then_some(Error::ForSize { limit }), inner, ledger));
    part.children.len() < before
}

/// Does something with all parts in the part, and then with it. As deep as schemas are.
fn everywhere<'d, 't>(part: &mut Part<'d, 't>, act: &mut dyn FnMut(&mut Part<'d, 't>)) {
    part.parts_mut().for_each(|inner| everywhere(inner, act));
    act(part);
}

/// The comment that fills a document up to so many characters.
pub(super) fn filler(missing: usize, least: usize) -> String {
    let reason = format!(" AWS IAM takes metadata of {least} characters or more: this comment fills up a shorter document. ");
    let line = comment(&reason);
    let fill = missing.saturating_sub(line.chars().count() + 1);
    format!("{}\n", comment(&format!("{reason}{}", ".".repeat(fill))))
}
