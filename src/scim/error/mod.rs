//! What can be said about a SCIM request: why it is no request, why it is refused, what was changed.

mod invalid;
mod note;
mod refusal;

pub(crate) use invalid::Invalid;
pub(crate) use note::Note;
pub(crate) use refusal::Refusal;

#[cfg(test)]
mod tests {
    use super::{Invalid, Note, Refusal};

    #[test]
    fn codes_are_unique_and_kebab_case_and_say_what_to_do() {
        let mut codes = Vec::new();
        for [code, message, help, _] in Invalid::TABLE.iter().chain(Refusal::TABLE).chain(Note::TABLE) {
            assert!(code.starts_with("scim."), "{code}");
            assert!(code.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-' || letter == '.'), "{code}");
            assert!(!message.is_empty() && !help.is_empty(), "{code}");
            codes.push(code);
        }
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }

    #[test]
    fn messages_that_name_a_limit_name_the_one_in_force() {
        use crate::limits;
        assert!(Invalid::PathTooLong { found: 1 }.to_string().contains(&limits::SCIM_PATH.to_string()));
        assert!(Invalid::HeaderValue.to_string().contains(&limits::VALUE.to_string()));
        assert!(Invalid::HeadersTooMany { found: 1 }.to_string().contains(&limits::SCIM_HEADERS.to_string()));
    }
}
