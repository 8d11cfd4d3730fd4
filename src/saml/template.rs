//! Texts with placeholders: `team-${attributes.department}`.

use super::Error;
use crate::limits;

/// A parsed template. A `$` that no brace follows is a `$`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Placeholder(String),
}

impl Template {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let length = text.chars().count();
        if length > limits::TEMPLATE {
            return Err(Error::TooLong { found: length, limit: limits::TEMPLATE });
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((literal, placeholder)) = rest.split_once("${") {
            let (name, after) = placeholder.split_once('}').ok_or(Error::TemplateInvalid)?;
            if name.is_empty() || name.contains("${") {
                return Err(Error::TemplateInvalid);
            }
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_owned()));
            }
            parts.push(Part::Placeholder(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// The template that is one placeholder.
    pub(crate) fn placeholder(name: &str) -> Self {
        Self { parts: vec![Part::Placeholder(name.to_owned())] }
    }

    /// The names in the template, in order, repetitions included.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Placeholder(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }

    /// The text, if nothing is to be filled in.
    pub(crate) fn literal(&self) -> Option<String> {
        self.placeholders().next().is_none().then(|| self.render(|_| None).unwrap_or_default())
    }

    /// Whether the template is one placeholder and nothing else.
    pub(crate) fn is_placeholder_alone(&self) -> bool {
        matches!(self.parts.as_slice(), [Part::Placeholder(_)])
    }

    /// The text with every placeholder filled; nothing if one has no value.
    pub(crate) fn render<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> Option<String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Placeholder(name) => text.push_str(value(name)?),
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_filled() {
        let template = Template::parse("a-${x}$${y}-").unwrap();
        assert_eq!(template.placeholders().collect::<Vec<_>>(), ["x", "y"]);
        let fill = |name: &str| match name {
            "x" => Some("${y}"),
            "y" => Some("2"),
            _ => None,
        };
        // What fills a placeholder is never looked into again.
        assert_eq!(template.render(fill).as_deref(), Some("a-${y}$2-"));
        assert_eq!(Template::parse("plain$").unwrap().literal().as_deref(), Some("plain$"));
        for broken in ["${", "${}", "a${b", "${a${b}}"] {
            assert_eq!(Template::parse(broken), Err(Error::TemplateInvalid), "{broken}");
        }
    }
}
