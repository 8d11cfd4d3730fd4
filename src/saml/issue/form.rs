//! The HTTP-POST binding (SAML Bindings §3.5): a page that posts itself.

use crate::xml::encode_base64;

/// The page and what stands in it.
pub(crate) struct Form {
    /// What goes into the field `SAMLResponse`.
    pub(crate) base64: String,
    pub(crate) html: String,
}

/// The page's one script. Its hash is in [`POLICY`]: a test compares them.
const SCRIPT: &str = "document.forms[0].submit()";

/// A Content-Security-Policy under which the page works and nothing else does. `form-action` is left out on purpose:
/// browsers apply it to redirects after the post too, and AWS redirects.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='; base-uri 'none'; frame-ancestors 'none'";

impl Form {
    pub(super) fn new(consumer: &str, xml: &str, relay_state: Option<&str>) -> Self {
        let base64 = encode_base64(xml.as_bytes());
        let relay = relay_state
            .map_or(String::new(), |state| format!("<input type=\"hidden\" name=\"RelayState\" value=\"{}\">", escaped(state)));
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">\
             <title>Signing in to AWS</title></head><body><form method=\"post\" action=\"{}\">\
             <input type=\"hidden\" name=\"SAMLResponse\" value=\"{base64}\">{relay}\
             <noscript><p>Your browser runs no scripts: press the button to go on.</p><button>Sign in to AWS</button></noscript>\
             </form><script>{SCRIPT}</script></body></html>",
            escaped(consumer)
        );
        Self { base64, html }
    }
}

/// A double-quoted HTML attribute's value.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_policy_names_the_script_by_its_hash() {
        let hash = encode_base64(&Sha256::digest(SCRIPT));
        assert!(POLICY.contains(&format!("'sha256-{hash}'")), "{hash}");
    }

    #[test]
    fn a_relay_state_stays_a_value() {
        let form = Form::new("https://a.example/acs?x=1&y=\"", "<a/>", Some("\"><script>alert(1)</script>"));
        assert!(form.html.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
        assert!(form.html.contains("action=\"https://a.example/acs?x=1&amp;y=&quot;\""));
        assert_eq!(form.html.matches("<script>").count(), 1);
    }
}
