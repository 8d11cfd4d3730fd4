//! One shape for everything that can be said about a request: code, message, path, help, source.

use std::fmt;

/// A rule that was broken, or something worth saying. Each domain has its own enum of them.
///
/// `Display` is the message. It names fields and numbers, never a value: values are people's data, and messages
/// end in logs.
pub(crate) trait Diagnostic: fmt::Display {
    /// Stable, dotted and kebab-case.
    fn code(&self) -> &'static str;
    /// What to do about it.
    fn help(&self) -> &'static str;
    /// Where the rule comes from; empty where it is our own.
    fn source(&self) -> &'static str;
}

/// A diagnostic and the place in the request that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<E> {
    pub(crate) path: Pointer,
    pub(crate) error: E,
    /// Where in the XML document that `path` names.
    pub(crate) place: Option<Place>,
}

/// Where an element stands in an XML document of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: usize,
    /// From 1, in characters.
    pub(crate) column: usize,
    /// The entityID of the entity around it.
    pub(crate) entity: Option<String>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// AWS refuses it.
    Error,
    /// AWS accepts it and the operator will regret it.
    Warning,
    /// Worth knowing.
    Info,
}

/// Something worth saying about a request that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding<E> {
    pub(crate) severity: Severity,
    pub(crate) path: Pointer,
    pub(crate) error: E,
    /// Where in the XML document that `path` names.
    pub(crate) place: Option<Place>,
}

impl<E> Finding<E> {
    pub(crate) fn new(severity: Severity, path: Pointer, error: E) -> Self {
        Self { severity, path, error, place: None }
    }

    /// The same, at a place in the document.
    #[must_use]
    pub(crate) fn placed(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }
}

/// A JSON Pointer (RFC 6901) into the request.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pointer(String);

impl Pointer {
    /// The request as a whole.
    pub(crate) const fn root() -> Self {
        Self(String::new())
    }

    /// The pointer with one more step.
    #[must_use]
    pub(crate) fn key(&self, key: &str) -> Self {
        let mut pointer = String::with_capacity(self.0.len() + key.len() + 1);
        pointer.push_str(&self.0);
        pointer.push('/');
        for letter in key.chars() {
            match letter {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                other => pointer.push(other),
            }
        }
        Self(pointer)
    }

    /// The pointer to one element of the list that it names.
    #[must_use]
    pub(crate) fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// A diagnostic about this place.
    pub(crate) fn at<E>(&self, error: E) -> Located<E> {
        Located { path: self.clone(), error, place: None }
    }
}

/// Defines the diagnostics of one area: an enum whose every variant has a code, a message, a remedy and a source,
/// and the table from which `docs/errors.md` is checked.
macro_rules! diagnostics {
    (
        $(#[$outer:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$inner:meta])*
                $variant:ident $({ $($field:ident : $type:ty),+ $(,)? })? =>
                    $code:literal, $message:literal, help $help:literal $(, source $source:literal)?;
            )+
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $visibility enum $name {
            $( $(#[$inner])* $variant $({ $($field: $type),+ })?, )+
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $( Self::$variant $({ $($field),+ })? => write!(formatter, $message), )+
                }
            }
        }

        impl $crate::error::Diagnostic for $name {
            fn code(&self) -> &'static str {
                match self { $( Self::$variant $({ $($field: _),+ })? => $code, )+ }
            }

            fn help(&self) -> &'static str {
                match self { $( Self::$variant $({ $($field: _),+ })? => $help, )+ }
            }

            fn source(&self) -> &'static str {
                match self { $( Self::$variant $({ $($field: _),+ })? => concat!($($source)?), )+ }
            }
        }

        #[cfg(test)]
        impl $name {
            /// Code, message, help and source of every variant.
            pub(crate) const TABLE: &'static [[&'static str; 4]] = &[
                $( [$code, $message, $help, concat!($($source)?)], )+
            ];
        }
    };
}
pub(crate) use diagnostics;

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn a_pointer_escapes_what_rfc_6901_escapes() {
        let pointer = Pointer::root().key("tags").index(3).key("a/b~c");
        assert_eq!(pointer.as_str(), "/tags/3/a~1b~0c");
    }
}
