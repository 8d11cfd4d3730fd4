//! From what somebody copied to the document itself: XML, base64, an URL-encoded body, or the page with the form.
//!
//! HTML is not parsed: only `<input>` tags are looked at, for the one that is called `SAMLResponse`. What comes out is
//! text that the XML parser judges.

use std::borrow::Cow;

use super::Error;
use crate::xml::decode_base64;

/// What a text turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Captured<'c> {
    Document {
        xml: Cow<'c, str>,
        /// Characters of the Response in base64, without white space.
        encoded: usize,
    },
    /// Meant to be a Response, and AWS cannot read it.
    Unreadable(Error),
    /// No Response: perhaps an error of AWS.
    Text,
}

/// The field of the form (SAML Bindings §3.5.4).
const FIELD: &str = "SAMLResponse";
/// Below this many characters, a text in the alphabet of base64 is a word.
const SHORTEST: usize = 64;

/// Finds the document. Fails where two Responses are there: which one is meant is not for us to say.
pub(super) fn capture(text: &str) -> Result<Captured<'_>, Error> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(Error::Empty);
    }
    if text.starts_with('<') {
        return if is_html(text) { from_page(text) } else { Ok(document(Cow::Borrowed(text))) };
    }
    if let Some(value) = from_body(text)? {
        let value = percent_decoded(value);
        return Ok(encoded(&value));
    }
    let value = percent_decoded(text);
    let in_alphabet =
        value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte) || byte.is_ascii_whitespace());
    // Lines, not words: base64 is wrapped, but not written with spaces.
    let is_dense = value.len() >= SHORTEST && !value.trim().contains(' ');
    Ok(if in_alphabet && is_dense { encoded(&value) } else { Captured::Text })
}

fn encoded(value: &str) -> Captured<'static> {
    // A body may also hold the XML itself, where somebody decoded too much.
    if value.trim_start().starts_with('<') {
        return document(Cow::Owned(value.trim().to_owned()));
    }
    let length = value.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
    let Some(bytes) = decode_base64(value).filter(|bytes| !bytes.is_empty()) else {
        return Captured::Unreadable(Error::NotBase64);
    };
    let Ok(xml) = String::from_utf8(bytes) else { return Captured::Unreadable(Error::NotXml) };
    if !xml.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return Captured::Unreadable(Error::NotXml);
    }
    Captured::Document { xml: Cow::Owned(xml), encoded: length }
}

fn document(xml: Cow<'_, str>) -> Captured<'_> {
    let encoded = xml.len().div_ceil(3) * 4;
    Captured::Document { xml, encoded }
}

/// The value of the field in a body, a URL or a command line, not decoded.
fn from_body(text: &str) -> Result<Option<&str>, Error> {
    let is_edge = |before: char| matches!(before, '&' | '?' | ';' | '\'' | '"') || before.is_whitespace();
    let mut found = None;
    for (at, _) in text.match_indices("SAMLResponse=") {
        if text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|before| !is_edge(before)) {
            continue;
        }
        if found.is_some() {
            return Err(Error::SeveralResponses);
        }
        let value = text.get(at + FIELD.len() + 1..).unwrap_or_default();
        let end = value.find(['&', '\'', '"']).unwrap_or(value.len());
        found = value.get(..end);
    }
    Ok(found)
}

/// `%41` and nothing else: a plus sign is a digit of base64, and bodies that come from browsers write it as `%2B`.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn is_html(text: &str) -> bool {
    const TAGS: [&str; 14] = [
        "!doctype html",
        "html",
        "head",
        "body",
        "form",
        "input",
        "meta",
        "title",
        "div",
        "center",
        "p>",
        "script",
        "noscript",
        "p ",
    ];
    let mut text = text;
    while let Some((_, after)) = text.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        text = after.trim_start();
    }
    let start: String = text.chars().skip(1).take(16).collect::<String>().to_ascii_lowercase();
    TAGS.iter().any(|tag| {
        start
            .strip_prefix(tag)
            .is_some_and(|after| !after.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == ':'))
    })
}

fn from_page(text: &str) -> Result<Captured<'static>, Error> {
    let mut found: Option<String> = None;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let is_input = rest.get(1..6).is_some_and(|name| name.eq_ignore_ascii_case("input"));
        rest = rest.get(1..).unwrap_or_default();
        if !is_input {
            continue;
        }
        let (tag, after) = input(rest.get(5..).unwrap_or_default());
        rest = after;
        if tag.name.as_deref() != Some(FIELD) {
            continue;
        }
        if found.is_some() {
            return Err(Error::SeveralResponses);
        }
        found = Some(tag.value.unwrap_or_default());
    }
    Ok(found.map_or(Captured::Text, |value| encoded(&value)))
}

#[derive(Default)]
struct Input {
    name: Option<String>,
    value: Option<String>,
}

/// The attributes of a tag, and what follows it. The first of two attributes with one name counts (HTML §13.2.5.33).
fn input(mut rest: &str) -> (Input, &str) {
    let mut input = Input::default();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (input, rest);
        }
        let end = rest.find(|letter: char| letter.is_ascii_whitespace() || "=/>".contains(letter)).unwrap_or(rest.len()).max(1);
        // A name that begins with a character of several bytes is nobody's `name` or `value`.
        let Some((name, after)) = rest.split_at_checked(end) else {
            return (input, "");
        };
        rest = after.trim_start();
        let Some(assigned) = rest.strip_prefix('=') else { continue };
        let assigned = assigned.trim_start();
        let (value, after) = match assigned.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = assigned.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => assigned
                .split_at(assigned.find(|letter: char| letter.is_ascii_whitespace() || letter == '>').unwrap_or(assigned.len())),
        };
        rest = after;
        let slot = match name.to_ascii_lowercase().as_str() {
            "name" => &mut input.name,
            "value" => &mut input.value,
            _ => continue,
        };
        slot.get_or_insert_with(|| unescaped(value));
    }
}

/// Character references, as far as base64 and XML need them.
fn unescaped(value: &str) -> String {
    const NAMED: [(&str, char); 10] = [
        ("amp;", '&'),
        ("lt;", '<'),
        ("gt;", '>'),
        ("quot;", '"'),
        ("apos;", '\''),
        ("plus;", '+'),
        ("equals;", '='),
        ("sol;", '/'),
        ("NewLine;", '\n'),
        ("Tab;", '\t'),
    ];
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let named = NAMED.iter().find_map(|(name, letter)| Some((*letter, after.strip_prefix(name)?)));
        let numbered = || {
            let digits = after.strip_prefix('#')?;
            // No reference is longer; looking further would make a text of `&#` slow.
            let end = digits.bytes().take(10).position(|byte| byte == b';')?;
            let (number, after) = (digits.get(..end)?, digits.get(end + 1..)?);
            let number = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            Some((char::from_u32(number)?, after))
        };
        match named.or_else(numbered) {
            Some((letter, after)) => {
                out.push(letter);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::encode_base64;

    const XML: &str = "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_a??>>~~\"/>";

    fn is_document(text: &str) {
        match capture(text) {
            Ok(Captured::Document { xml, encoded }) => {
                assert_eq!(xml, XML, "{text}");
                assert_eq!(encoded, encode_base64(XML.as_bytes()).len());
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn one_document_in_every_form() {
        let base64 = encode_base64(XML.as_bytes());
        assert!(base64.contains('+') || base64.contains('/'));
        let wrapped: String = base64.as_bytes().chunks(76).map(|line| format!("{}\r\n", String::from_utf8_lossy(line))).collect();
        let url = base64.replace('+', "%2B").replace('/', "%2f").replace('=', "%3D");
        let entities = wrapped.replace('+', "&#x2B;").replace('=', "&#61;").replace("\r\n", "&#13;&#10;");
        for text in [
            XML.to_owned(),
            format!("\u{feff}  {XML}\n"),
            base64.clone(),
            wrapped,
            url.clone(),
            format!("SAMLResponse={url}&RelayState=https%3A%2F%2Fa"),
            format!("RelayState=x&SAMLResponse={url}"),
            format!("https://signin.aws.amazon.com/saml?SAMLResponse={base64}"),
            format!("curl --data-raw 'SAMLResponse={url}' https://x"),
            format!("<!DOCTYPE html><html><body><form><INPUT type=hidden Name='SAMLResponse' value=\"{entities}\"/></form>"),
            format!("<!-- a --><form><input value={base64} name=\"SAMLResponse\"><input name=RelayState value=\"<b>\">"),
            format!("<html><!-- <input name=SAMLResponse value=x> --><input name=SAMLResponse value='{base64}'></html>"),
        ] {
            is_document(&text);
        }
    }

    #[test]
    fn what_is_none() {
        let base64 = encode_base64(XML.as_bytes());
        for text in ["Response signature invalid", "hello", "Hell", "{\"a\": 1}", "<html><p>Sorry</p></html>", "a%zz"] {
            assert_eq!(capture(text), Ok(Captured::Text), "{text}");
        }
        for text in [&base64[1..], &format!("{}-_", &base64[..72]), "SAMLResponse=%%%", "SAMLResponse="] {
            assert_eq!(capture(text), Ok(Captured::Unreadable(Error::NotBase64)), "{text}");
        }
        assert_eq!(capture(&"QUFB".repeat(30)), Ok(Captured::Unreadable(Error::NotXml)));
        for text in [
            format!("SAMLResponse={base64}&SAMLResponse={base64}"),
            format!("<html><input name=SAMLResponse value={base64}><input name=SAMLResponse value={base64}>"),
        ] {
            assert_eq!(capture(&text), Err(Error::SeveralResponses));
        }
        assert_eq!(capture(" \n"), Err(Error::Empty));
    }

    #[test]
    fn damage_ends_in_an_answer() {
        for text in [
            "<input",
            "<input name",
            "<input name=",
            "<input name='",
            "<html><input é=\"",
            "<html><input =é",
            "<html><!--",
            "<html &#xffffffff;",
        ] {
            let _ = capture(text);
        }
    }
}
