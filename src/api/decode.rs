//! From bytes to a request, or to everything that is wrong with them.
//!
//! The bytes are read twice: as a plain value, which is compared with the request's shape, and then by serde into the
//! wire types. The comparison names each wrong field and not just the first; and it is what refuses, because serde's
//! derived readers take more than the contract has (an array for an object, a key beside `tag` and `val`).

use serde::Deserialize;

use super::envelope::failure;
use super::operations::Operation;
use super::shape;
use super::types::Failure;
use crate::error::{Located, Pointer, diagnostics};
use crate::json::{DUPLICATE_KEY, Value};
use crate::limits;

diagnostics! {
    /// Why bytes are no request.
    pub(crate) enum Error {
        /// Larger than the operation's limit.
        TooLarge { found: usize, limit: usize } =>
            "api.request-too-large", "the request has {found} bytes, at most {limit} are read",
            help "send less; `describe` lists the limit of each operation";
        /// Not UTF-8.
        NotUtf8 { position: usize } =>
            "api.request-malformed", "the request is not UTF-8 at byte {position}",
            help "send JSON as UTF-8";
        /// Not JSON.
        NotJson { line: usize, column: usize } =>
            "api.request-malformed", "the request is not JSON, or nested too deeply, at line {line}, column {column}",
            help "send one JSON object";
        /// A key comes twice.
        DuplicateKey { line: usize, column: usize } =>
            "api.duplicate-key", "an object names a key twice, at line {line}, column {column}",
            help "send each key once: readers disagree about which one counts";
        /// A key that the request does not have.
        UnknownField { known: String } =>
            "api.unknown-field", "unknown field; known here: {known}",
            help "correct the name or leave the field out";
        /// A key that the request must have.
        MissingField { name: &'static str } =>
            "api.missing-field", "`{name}` is required",
            help "add the field";
        /// A value of another type.
        WrongType { expected: String, found: &'static str } =>
            "api.wrong-type", "expected {expected}, found {found}",
            help "see the operation's request in docs/reference.md";
        /// A name that an enumeration does not have.
        UnknownValue { known: String } =>
            "api.unknown-value", "unknown value; known here: {known}",
            help "use one of the known values";
        /// A number that does not fit.
        NumberRange { maximum: u64 } =>
            "api.number-range", "expected a whole number from 0 to {maximum}",
            help "use a whole number in the range";
        /// The shape said nothing and serde still refused.
        Undecodable { line: usize, column: usize } =>
            "api.request-malformed", "the request cannot be decoded at line {line}, column {column}",
            help "see the operation's request in docs/reference.md";
        /// No operation of that name.
        UnknownOperation =>
            "api.unknown-operation", "no operation has this name",
            help "`describe` lists the operations";
        /// A reader that is not open.
        ReaderClosed =>
            "api.reader-closed", "no document is being read: it was never begun, or it is finished",
            help "begin one with `open`; after `finish`, begin another";
    }
}

#[cfg(test)]
pub(crate) const TABLE: &[[&str; 4]] = Error::TABLE;

/// What a request looks like.
pub(super) enum Shape {
    Text,
    Json,
    Boolean,
    Unsigned(u64),
    List(&'static Shape),
    Record(&'static [Field]),
    Enumeration(&'static [&'static str]),
    Variant(&'static [(&'static str, &'static Shape)]),
}

pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: &'static Shape,
    pub(super) required: bool,
}

/// Decodes a request.
pub(super) fn decode<'a, T: Deserialize<'a>>(operation: Operation, request: &'a [u8]) -> Result<T, Failure> {
    within_limit(operation, request)?;
    match operation.request_shape() {
        Some(shape) => decode_as(shape, request),
        None => Err(failure([Pointer::root().at(Error::UnknownOperation)])),
    }
}

/// Decodes what opens a reader, which is no operation.
pub(super) fn decode_opening<'a, T: Deserialize<'a>>(request: &'a [u8]) -> Result<T, Failure> {
    within(limits::READ_REQUEST, request)?;
    decode_as(&shape::READ_REQUEST, request)
}

/// Decodes what is no request, with the same refusals. Looks at the shape first: it may be narrower than the type.
pub(super) fn decode_as<'a, T: Deserialize<'a>>(shape: &Shape, text: &'a [u8]) -> Result<T, Failure> {
    has_shape(shape, text)?;
    serde_json::from_slice(text)
        .map_err(|error| failure([Pointer::root().at(Error::Undecodable { line: error.line(), column: error.column() })]))
}

/// Refuses text that is no JSON, and everything in which it departs from the shape.
fn has_shape(shape: &Shape, text: &[u8]) -> Result<(), Failure> {
    let value = parse(text).map_err(|error| failure([error]))?;
    let mut errors = Vec::new();
    compare(&value, shape, &Pointer::root(), &mut errors);
    if errors.is_empty() { Ok(()) } else { Err(failure(errors)) }
}

/// For the operation without a request: nothing, or an empty object.
pub(super) fn nothing(operation: Operation, request: &[u8]) -> Result<(), Failure> {
    within_limit(operation, request)?;
    if request.is_empty() {
        return Ok(());
    }
    has_shape(&Shape::Record(&[]), request)
}

/// Whether the bytes decode, without decoding them.
#[cfg(feature = "component")]
pub(super) fn check(operation: Operation, request: &[u8]) -> Result<(), Failure> {
    let Some(shape) = operation.request_shape() else { return nothing(operation, request) };
    within_limit(operation, request)?;
    has_shape(shape, request)
}

/// Whether the bytes open a reader, without opening one.
#[cfg(feature = "component")]
pub(super) fn check_opening(request: &[u8]) -> Result<(), Failure> {
    within(limits::READ_REQUEST, request)?;
    has_shape(&shape::READ_REQUEST, request)
}

/// The value of a JSON text inside a typed request.
#[cfg(feature = "component")]
pub(super) fn value(text: &str) -> Result<Value, Failure> {
    parse(text.as_bytes()).map_err(|error| failure([error]))
}

fn within_limit(operation: Operation, request: &[u8]) -> Result<(), Failure> {
    within(operation.request_limit(), request)
}

fn within(limit: usize, request: &[u8]) -> Result<(), Failure> {
    if request.len() > limit {
        return Err(failure([Pointer::root().at(Error::TooLarge { found: request.len(), limit })]));
    }
    Ok(())
}

fn parse(request: &[u8]) -> Result<Value, Located<Error>> {
    let root = Pointer::root();
    if let Err(error) = str::from_utf8(request) {
        return Err(root.at(Error::NotUtf8 { position: error.valid_up_to() }));
    }
    Value::parse(request).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // serde_json offers no other way to tell our own refusal from its own.
        root.at(if error.to_string().starts_with(DUPLICATE_KEY) {
            Error::DuplicateKey { line, column }
        } else {
            Error::NotJson { line, column }
        })
    })
}

/// More errors than this help nobody.
const ERRORS: usize = 50;
/// A longer key is not repeated in a pointer: it is no misspelt field.
const KEY: usize = 64;

fn compare(value: &Value, shape: &Shape, path: &Pointer, errors: &mut Vec<Located<Error>>) {
    if errors.len() >= ERRORS {
        return;
    }
    match (shape, value) {
        (Shape::Json, _) | (Shape::Text, Value::Text(_)) | (Shape::Boolean, Value::Boolean(_)) => {}
        (Shape::Unsigned(maximum), Value::Number(number)) => {
            if number.as_u64().is_none_or(|number| number > *maximum) {
                errors.push(path.at(Error::NumberRange { maximum: *maximum }));
            }
        }
        (Shape::List(inner), Value::List(values)) => {
            for (index, value) in values.iter().enumerate() {
                compare(value, inner, &path.index(index), errors);
            }
        }
        (Shape::Enumeration(known), Value::Text(text)) => {
            if !known.contains(&text.as_str()) {
                errors.push(path.at(Error::UnknownValue { known: known.join(", ") }));
            }
        }
        (Shape::Record(fields), Value::Object(members)) => record(members, fields, path, errors),
        (Shape::Variant(cases), Value::Object(members)) => variant(members, cases, path, errors),
        (shape, value) => errors.push(path.at(Error::WrongType { expected: expected(shape), found: value.kind() })),
    }
}

fn record(members: &[(String, Value)], fields: &[Field], path: &Pointer, errors: &mut Vec<Located<Error>>) {
    for (name, value) in members {
        match fields.iter().find(|field| field.name == name) {
            // An option that is null is an absent one.
            Some(field) if matches!(value, Value::Null) && !field.required => {}
            Some(field) => compare(value, field.shape, &path.key(name), errors),
            None => unknown(name, fields.iter().map(|field| field.name), path, errors),
        }
    }
    for field in fields.iter().filter(|field| field.required) {
        if !members.iter().any(|(name, _)| name == field.name) {
            errors.push(path.at(Error::MissingField { name: field.name }));
        }
    }
}

fn variant(
    members: &[(String, Value)],
    cases: &[(&'static str, &'static Shape)],
    path: &Pointer,
    errors: &mut Vec<Located<Error>>,
) {
    for (name, _) in members {
        if name != "tag" && name != "val" {
            unknown(name, ["tag", "val"].into_iter(), path, errors);
        }
    }
    let member = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let Some(tag) = member("tag") else {
        errors.push(path.at(Error::MissingField { name: "tag" }));
        return;
    };
    let Value::Text(tag) = tag else {
        errors.push(path.key("tag").at(Error::WrongType { expected: "a string".into(), found: tag.kind() }));
        return;
    };
    match (cases.iter().find(|(case, _)| case == tag), member("val")) {
        (Some((_, shape)), Some(value)) => compare(value, shape, &path.key("val"), errors),
        (Some(_), None) => errors.push(path.at(Error::MissingField { name: "val" })),
        (None, _) => {
            let known = cases.iter().map(|(case, _)| *case).collect::<Vec<_>>().join(", ");
            errors.push(path.key("tag").at(Error::UnknownValue { known }));
        }
    }
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>, path: &Pointer, errors: &mut Vec<Located<Error>>) {
    let path = if name.chars().count() <= KEY { path.key(name) } else { path.clone() };
    let known = known.collect::<Vec<_>>().join(", ");
    errors.push(path.at(Error::UnknownField { known: if known.is_empty() { "none".to_owned() } else { known } }));
}

fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Text => "a string".into(),
        Shape::Json => "any value".into(),
        Shape::Boolean => "true or false".into(),
        Shape::Unsigned(maximum) => format!("a whole number from 0 to {maximum}"),
        Shape::List(_) => "a list".into(),
        Shape::Record(_) => "an object".into(),
        Shape::Enumeration(known) => format!("one of {}", known.join(", ")),
        Shape::Variant(_) => "an object with `tag` and `val`".into(),
    }
}
