//! What the tables promise, and what the writer relies on.

use std::collections::BTreeSet;

use super::schema::{Content, Declared, ENTITY, Kind, What};
use super::*;

/// Everything below `declared` that is written anew.
fn walk(
    declared: &'static Declared,
    seen: &mut BTreeSet<(&'static str, &'static str)>,
    check: &mut dyn FnMut(&'static Declared),
) {
    if !seen.insert((declared.namespace, declared.name)) {
        return;
    }
    check(declared);
    let particles = match &declared.kind.content {
        Content::Sequence(particles) => particles,
        Content::Choice { of, .. } => of,
        Content::Value(_) | Content::Anything => return,
    };
    for particle in *particles {
        if let What::This(inner) = particle.what {
            walk(inner, seen, check);
        }
    }
}

#[test]
fn what_is_written_anew_has_a_prefix() {
    let mut count = 0;
    walk(&ENTITY, &mut BTreeSet::new(), &mut |declared| {
        count += 1;
        assert!(write::is_own(declared.namespace), "{}", declared.name);
    });
    assert!(count > 40, "{count}");
}

#[test]
fn no_table_names_a_thing_twice() {
    walk(&ENTITY, &mut BTreeSet::new(), &mut |declared| {
        let Kind { attributes, .. } = declared.kind;
        let names: BTreeSet<_> = attributes.iter().map(|attribute| attribute.name).collect();
        assert_eq!(names.len(), attributes.len(), "{}", declared.name);
    });
}

#[test]
fn the_filler_fills_exactly() {
    for missing in [1, 50, 107, 108, 109, 500, 999] {
        let filler = size::filler(missing, 1000);
        assert!(filler.chars().count() >= missing, "{missing}");
        assert!(missing < 120 || filler.chars().count() == missing, "{missing}");
        assert!(filler.starts_with("<!--") && filler.ends_with("-->\n") && !filler[4..].contains("<!--"));
    }
}

#[test]
fn an_id_follows_from_what_it_is_for() {
    let id = sign::derived_id("a", 0);
    assert_eq!(id, sign::derived_id("a", 0));
    assert_ne!(id, sign::derived_id("b", 0));
    assert_ne!(id, sign::derived_id("a", 1));
    assert!(id.starts_with('_') && id.len() == 41);
}
