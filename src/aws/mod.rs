//! What AWS demands, as typed facts with their source.

/// The day on which the facts about AWS were last read.
pub(crate) const FACTS_DATE: &str = "2026-11-01";
