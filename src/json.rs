//! JSON values whose form the contract does not know: IdP attributes and SCIM bodies.
//!
//! Unlike `serde_json::Value` it keeps the order of keys and refuses an object that names a key twice: two readers
//! that disagree about which of the two counts are an attack (one checks the first, the other acts on the last).

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Number;

/// A JSON value; objects keep their order.
#[allow(unreachable_pub, reason = "a field of the wire types, which are public for the component face's conversions")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// Any number.
    Number(Number),
    /// Any string.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object, without a key that comes twice.
    Object(Vec<(String, Value)>),
}

/// Whether text is JSON, without keeping any of it.
pub(crate) fn is_valid(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

impl Value {
    /// Parses JSON text. Nesting deeper than serde_json's limit of 128 levels is refused.
    ///
    /// # Errors
    /// What serde_json says, with line and column; its message can quote the text, so it is for our eyes only.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text)
    }

    /// The type's name, for messages.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Compact JSON text.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        formatter.write_str(&text)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a JSON value")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Boolean(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::Number(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(Value::Number(value.into()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
                Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
            }

            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(Value::Text(value.to_owned()))
            }

            fn visit_string<E>(self, value: String) -> Result<Value, E> {
                Ok(Value::Text(value))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = access.next_element()? {
                    values.push(value);
                }
                Ok(Value::List(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
                let mut members: Vec<(String, Value)> = Vec::new();
                while let Some((name, value)) = access.next_entry::<String, Value>()? {
                    members.push((name, value));
                }
                if has_duplicates(&members) {
                    return Err(de::Error::custom(DUPLICATE_KEY));
                }
                Ok(Value::Object(members))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(values) => {
                let mut list = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    list.serialize_element(value)?;
                }
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// The error that [`Value`] gives for a key that comes twice.
pub(crate) const DUPLICATE_KEY: &str = "an object names a key twice";

/// Small objects are compared pairwise; large ones sorted, so that an object of 100,000 keys stays cheap.
fn has_duplicates(members: &[(String, Value)]) -> bool {
    if members.len() <= 16 {
        return members
            .iter()
            .enumerate()
            .any(|(index, (name, _))| members.iter().take(index).any(|(earlier, _)| earlier == name));
    }
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair.first() == pair.last())
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn order_is_kept_and_twins_are_refused() {
        let text = r#"{"b":1,"a":[true,null,"x",1.5,-3],"c":{}}"#;
        assert_eq!(Value::parse(text.as_bytes()).unwrap().to_string(), text);
        let many: String = (0..40).map(|n| format!("\"k{n}\":0,")).collect();
        for twins in [r#"{"a":1,"a":2}"#.to_owned(), format!("{{{many}\"k7\":1}}")] {
            assert!(Value::parse(twins.as_bytes()).is_err(), "{twins}");
        }
        assert!(Value::parse("[".repeat(200).as_bytes()).is_err());
    }
}
