//! Why a document is not read.

use crate::error::{Located, Place, Pointer, diagnostics};

diagnostics! {
    /// Why a document is not read. Line and column count from 1, columns in characters.
    pub(crate) enum Error {
        /// Not well-formed.
        NotWellFormed { line: usize, column: usize } =>
            "xml.not-well-formed", "the document is not well-formed at line {line}, column {column}",
            help "check the document with an XML editor; a copy from a web page often loses a character",
            source "XML 1.0 §2.1";
        /// A document type definition.
        DocumentType { line: usize, column: usize } =>
            "xml.document-type", "the document has a document type definition at line {line}, column {column}, which is never read",
            help "remove <!DOCTYPE ...>: SAML documents need none, and attacks do",
            source "SAML Bindings §3.1.1";
        /// White space before the XML declaration.
        SpaceBeforeDeclaration { line: usize, column: usize } =>
            "xml.space-before-declaration", "white space stands before the XML declaration, which begins at line {line}, column {column}",
            help "let the document begin with <?xml: remove the spaces and empty lines before it",
            source "XML 1.0 §2.8";
        /// An entity that XML does not define.
        EntityUnknown { line: usize, column: usize } =>
            "xml.entity-unknown", "an unknown entity is used at line {line}, column {column}",
            help "write the character itself, and an ampersand, as in a URL, as &amp;",
            source "XML 1.0 §4.1";
        /// A prefix that nothing declares.
        PrefixUndeclared { line: usize, column: usize } =>
            "xml.prefix-undeclared", "a name has a prefix that nothing declares, at line {line}, column {column}",
            help "declare the namespace, or copy the whole document",
            source "Namespaces in XML 1.0 §5";
        /// Two attributes with one name.
        AttributeTwice { line: usize, column: usize } =>
            "xml.attribute-twice", "an element has an attribute twice, at line {line}, column {column}",
            help "remove one of the two",
            source "Namespaces in XML 1.0 §6.3";
        /// More than is read.
        TooMuch { what: &'static str, limit: usize } =>
            "xml.too-much", "the document has more than {limit} {what}",
            help "send the part that matters; `describe` lists the limits";
        /// Bytes in another encoding.
        NotUtf8 { line: usize, column: usize } =>
            "xml.not-utf8", "the document is not UTF-8 at line {line}, column {column}",
            help "save it as UTF-8, without a byte order mark for AWS",
            source "IAM/id_roles_providers_create_saml";
        /// No document at all.
        Empty =>
            "xml.empty", "the document is empty",
            help "paste the whole document",
            source "XML 1.0 §2.1";
    }
}

impl Error {
    /// Line and column, where there is a place.
    pub(crate) const fn position(&self) -> Option<(usize, usize)> {
        match self {
            Self::NotWellFormed { line, column }
            | Self::DocumentType { line, column }
            | Self::SpaceBeforeDeclaration { line, column }
            | Self::EntityUnknown { line, column }
            | Self::PrefixUndeclared { line, column }
            | Self::AttributeTwice { line, column }
            | Self::NotUtf8 { line, column } => Some((*line, *column)),
            Self::TooMuch { .. } | Self::Empty => None,
        }
    }

    /// Where it stands in the document that `path` names.
    pub(crate) fn at(self, path: &Pointer) -> Located<Self> {
        let place = self.position().map(|(line, column)| Place { line, column, entity: None });
        Located { place, ..path.at(self) }
    }
}
