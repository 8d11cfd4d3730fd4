//! Why the operation's request is none.

use crate::error::diagnostics;

diagnostics! {
    /// Why the operation's request is none: a failure, for the host to mend.
    pub(crate) enum Invalid {
        /// Not a method of HTTP.
        MethodUnknown =>
            "scim.method-unknown", "the method is none that SCIM uses",
            help "send GET, POST, PUT, PATCH or DELETE in capitals, as the identity provider did", source "RFC 7644 3.2";
        /// Relative, absolute with a host, or empty.
        PathWithoutSlash =>
            "scim.path-without-slash", "the path does not begin with `/`",
            help "send the path and query only, without scheme and host";
        /// Longer than is read.
        PathTooLong { found: usize } =>
            "scim.path-too-long", "the path has {found} bytes, at most 8192 are read",
            help "send the path and query as received";
        /// Control characters, white space, `#`, backslashes, encoded separators.
        PathCharacter =>
            "scim.path-character", "the path holds a character that two readers could take differently",
            help "send visible ASCII without `#` and `\\`; slashes, backslashes and control characters stay out even when percent-encoded", source "RFC 3986 3.3";
        /// `%` without two hexadecimal digits.
        PathPercentEncoding =>
            "scim.path-percent-encoding", "a `%` in the path is not followed by two hexadecimal digits",
            help "percent-encode the path once", source "RFC 3986 2.1";
        /// `.` or `..`.
        PathDotSegment =>
            "scim.path-dot-segment", "the path has a segment `.` or `..`",
            help "send the path that is meant: such segments could lead to another resource", source "RFC 3986 5.2.4";
        /// PUT, PATCH or DELETE without id.
        PathIdMissing =>
            "scim.path-id-missing", "this method needs the resource's id in the path",
            help "send PUT, PATCH and DELETE to /Users/ID or /Groups/ID, and POST to /Users or /Groups", source "RFC 7644 3.5.1";
        /// POST with id.
        PathIdUnexpected =>
            "scim.path-id-unexpected", "POST takes no id in the path",
            help "send POST to /Users or /Groups, and PUT or PATCH to /Users/ID or /Groups/ID", source "RFC 7644 3.3";
        /// Not a token.
        HeaderName =>
            "scim.header-name", "the header's name is no token",
            help "use letters, digits and !#$%&'*+-.^_`|~", source "RFC 9110 5.1";
        /// Control characters: one header could become two.
        HeaderValue =>
            "scim.header-value", "the header's value holds a control character or is longer than 16384 characters",
            help "send the value as received, without line ends", source "RFC 9110 5.5";
        /// More headers than are read.
        HeadersTooMany { found: usize } =>
            "scim.headers-too-many", "{found} headers, at most 200 are read",
            help "send the identity provider's headers only";
        /// Not what a plan handed out.
        StateUnreadable =>
            "scim.state-unreadable", "the state is none that a plan or a reply of this version gave",
            help "hand back the last `state` unchanged, to the version that gave it";
        /// More answers than requests.
        AnswersTooMany { found: usize, sent: usize } =>
            "scim.answers-too-many", "{found} answers to {sent} requests",
            help "hand back one answer for each step that was sent, in order, and end with the first that is no success";
        /// Not a status of HTTP.
        AnswerStatus =>
            "scim.answer-status", "the status is none of a final HTTP answer",
            help "hand back AWS's status, from 200 to 599", source "RFC 9110 15";
    }
}
