//! Why a document is not read.

use crate::error::diagnostics;

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
        SpaceBeforeDeclaration =>
            "xml.space-before-declaration", "something stands before the XML declaration",
            help "let the document begin with <?xml",
            source "XML 1.0 §2.8";
        /// An entity that XML does not define.
        EntityUnknown { line: usize, column: usize } =>
            "xml.entity-unknown", "an unknown entity is used at line {line}, column {column}",
            help "write the character itself",
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
        /// No document at all.
        Empty =>
            "xml.empty", "the document is empty",
            help "paste the whole document",
            source "XML 1.0 §2.1";
    }
}
