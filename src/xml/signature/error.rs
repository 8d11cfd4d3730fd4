//! Why a signature is not accepted.

use crate::error::diagnostics;

diagnostics! {
    /// Why a signature is not accepted.
    pub(crate) enum Error {
        /// None there.
        Missing =>
            "signature.missing", "the element is not signed",
            help "let the identity provider sign it",
            source "SAML Core §5.4.1";
        /// Not in the shape that SAML allows.
        Profile { rule: &'static str } =>
            "signature.profile", "the signature is not one that SAML allows: {rule}",
            help "sign with a SAML library; a signature of another shape can cover something else than it seems to",
            source "SAML Core §5.4";
        /// Two attributes named `ID` with one value.
        IdTwice =>
            "signature.id-twice", "an ID stands twice in the document, so that a signature could mean either",
            help "take the document as a forgery until you know where the second one comes from",
            source "XML Schema part 2 §3.3.8";
        /// An algorithm that nobody should trust.
        AlgorithmWeak { algorithm: &'static str } =>
            "signature.algorithm-weak", "the signature uses {algorithm}, which can be forged",
            help "let the identity provider sign with rsa-sha256 and sha256",
            source "RFC 9231 §2.3.1";
        /// An algorithm that is not known.
        AlgorithmUnsupported { what: &'static str } =>
            "signature.algorithm-unsupported", "the signature uses a {what} that is not supported",
            help "let the identity provider sign with rsa-sha256, sha256 and exclusive canonicalisation",
            source "SAML Core §5.4.3";
        /// Inclusive canonicalisation or comments in a form that is not supported.
        CanonicalForm { reason: &'static str } =>
            "signature.canonical-form", "the signed bytes cannot be told exactly: {reason}",
            help "let the identity provider use exclusive canonicalisation without comments",
            source "SAML Core §5.4.3";
        /// Changed after it was signed.
        DigestMismatch =>
            "signature.digest-mismatch", "the signed element is not what was signed: it was changed afterwards",
            help "send the document as it was captured; pretty-printing, an editor and a copy from a log all break a signature",
            source "XML Signature 1.1 §3.2.1";
        /// No key fits.
        Invalid { keys: usize } =>
            "signature.invalid", "none of the {keys} trusted keys made the signature",
            help "compare the identity provider's current signing certificate with the one in the metadata",
            source "XML Signature 1.1 §3.2.2";
        /// The keys are of another kind.
        KeyKind { algorithm: &'static str } =>
            "signature.key-kind", "none of the trusted keys is of the kind that {algorithm} needs",
            help "compare the identity provider's current signing certificate with the one in the metadata",
            source "RFC 9231 §2.3";
        /// The keys cannot be used.
        KeyUnusable { least: usize } =>
            "signature.key-unusable", "no trusted key can be used: RSA keys need {least} to 8192 bits",
            help "let the identity provider use an RSA key of 2048 bits",
            source "NIST SP 800-131A";
    }
}
