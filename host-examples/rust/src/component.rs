//! The plugin in a Component Model host.
//!
//! A service that knows its requests at compile time lets `wasmtime::component::bindgen!` read `wit/` and calls typed
//! functions. This host receives JSON, so it converts by the types that the component itself declares.

use std::path::Path;

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use wasmtime::component::{Component, Func, Instance, Linker, ResourceAny, Type, Val};
use wasmtime::{Cache, Config, Engine, Store, StoreLimits, StoreLimitsBuilder};

use crate::answers::{Failure, ReadAnswer, ReadProgress};
use crate::operations::Operation;
use crate::{Failed, Host, NoDocument};

const METADATA: &str = "federation:aws/metadata@0.1.0";

pub struct Wasmtime {
    store: Store<StoreLimits>,
    instance: Instance,
    /// The document that is being read. A component can have many at once; this host has one, as an Extism plugin.
    reader: Option<ResourceAny>,
}

impl Wasmtime {
    /// Compiles the component; wasmtime keeps the compiled code in its cache. `memory` is a ceiling in MiB.
    pub fn load(path: &Path, memory: u32) -> Result<Self, Failed> {
        let mut config = Config::new();
        config.cache(Some(Cache::from_file(None)?));
        let engine = Engine::new(&config)?;
        let component = Component::from_file(&engine, path)?;
        let ceiling = usize::try_from(memory)?.saturating_mul(1 << 20);
        let mut store = Store::new(&engine, StoreLimitsBuilder::new().memory_size(ceiling).build());
        store.limiter(|limits| limits);
        // An empty linker: the component imports nothing.
        let instance = Linker::new(&engine).instantiate(&mut store, &component)?;
        Ok(Self { store, instance, reader: None })
    }

    fn function(&mut self, interface: &str, name: &str) -> Result<Func, Failed> {
        let interface = self.instance.get_export_index(&mut self.store, None, interface);
        let function = self.instance.get_export_index(&mut self.store, interface.as_ref(), name);
        let function = function.and_then(|function| self.instance.get_func(&mut self.store, function));
        function.ok_or_else(|| format!("the component has no function `{name}`").into())
    }

    /// Gives up the document that is being read: the component keeps it until it is told.
    fn close(&mut self) -> Result<(), Failed> {
        self.reader.take().map_or(Ok(()), |reader| Ok(reader.resource_drop(&mut self.store)?))
    }

    /// What the JSON faces refuse and a typed call cannot see: unknown fields, a key twice, bytes that are no JSON.
    fn check(&mut self, operation: &str, request: &[u8]) -> Result<Result<(), Failure>, Failed> {
        let check = self.function("federation:aws/json@0.1.0", "check")?;
        let check = check.typed::<(&str, &[u8]), (Result<(), Failure>,)>(&self.store)?;
        Ok(check.call(&mut self.store, (operation, request))?.0)
    }
}

impl Host for Wasmtime {
    fn call(&mut self, operation: &Operation, request: &[u8]) -> Result<Vec<u8>, Failed> {
        if let Err(failure) = self.check(operation.name, request)? {
            return envelope::<()>(Err(failure));
        }
        let function = self.function(operation.interface, operation.function)?;
        let types = function.ty(&self.store);
        let mut arguments = Vec::new();
        if operation.takes_request {
            let request: &RawValue = serde_json::from_slice(request)?;
            for (_, kind) in types.params() {
                arguments.push(to_component(request, &kind, operation.json_fields)?);
            }
        }
        let mut results = [Val::Bool(false)];
        function.call(&mut self.store, &arguments, &mut results)?;
        match results {
            [Val::Result(Ok(Some(answer)))] => written("success", &answer),
            [Val::Result(Err(Some(failure)))] => written("failure", &failure),
            _ => Err("an operation gives a result".into()),
        }
    }

    fn open(&mut self, request: &[u8]) -> Result<Vec<u8>, Failed> {
        self.close()?;
        if let Err(failure) = self.check("metadata_reader_open", request)? {
            return envelope::<()>(Err(failure));
        }
        let function = self.function(METADATA, "[static]reader.open")?;
        let request: &RawValue = serde_json::from_slice(request)?;
        let mut arguments = Vec::new();
        for (_, kind) in function.ty(&self.store).params() {
            arguments.push(to_component(request, &kind, &[])?);
        }
        let mut results = [Val::Bool(false)];
        function.call(&mut self.store, &arguments, &mut results)?;
        match results {
            [Val::Result(Ok(Some(reader)))] => {
                let Val::Resource(reader) = *reader else { return Err("`open` gives a reader".into()) };
                self.reader = Some(reader);
                Ok(br#"{"type":"success"}"#.to_vec())
            }
            [Val::Result(Err(Some(failure)))] => written("failure", &failure),
            _ => Err("`open` gives a result".into()),
        }
    }

    fn push(&mut self, chunk: &[u8]) -> Result<Vec<u8>, Failed> {
        let reader = self.reader.ok_or(NoDocument)?;
        // Typed, unlike the operations: as a `Val`, each byte would take 32.
        let push = self.function(METADATA, "[method]reader.push")?;
        let push = push.typed::<(ResourceAny, &[u8]), (Result<ReadProgress, Failure>,)>(&self.store)?;
        envelope(push.call(&mut self.store, (reader, chunk))?.0)
    }

    fn finish(&mut self) -> Result<Vec<u8>, Failed> {
        let reader = self.reader.ok_or(NoDocument)?;
        let finish = self.function(METADATA, "[method]reader.finish")?;
        let finish = finish.typed::<(ResourceAny,), (Result<ReadAnswer, Failure>,)>(&self.store)?;
        envelope(finish.call(&mut self.store, (reader,))?.0)
    }
}

/// A dynamic answer as the JSON faces write it.
fn written(kind: &str, answer: &Val) -> Result<Vec<u8>, Failed> {
    let mut envelope = Map::from_iter([("type".to_owned(), json!(kind))]);
    if let Value::Object(fields) = from_component(answer)? {
        envelope.extend(fields);
    }
    Ok(serde_json::to_vec(&envelope)?)
}

/// A typed answer in the envelope of the JSON faces.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Envelope<T> {
    Success(T),
    Failure(Failure),
}

fn envelope<T: Serialize>(answer: Result<T, Failure>) -> Result<Vec<u8>, Failed> {
    Ok(serde_json::to_vec(&match answer {
        Ok(answer) => Envelope::Success(answer),
        Err(failure) => Envelope::Failure(failure),
    })?)
}

/// JSON that `check` has let pass, as a value of the component's type. `json` says where a text field takes JSON.
fn to_component(value: &RawValue, kind: &Type, json: &[&[&str]]) -> Result<Val, Failed> {
    let text = value.get();
    Ok(match kind {
        // As it was sent: read and written again, 1.0 might become 1.
        Type::String if json.iter().any(|path| path.is_empty()) => Val::String(text.to_owned()),
        Type::String => Val::String(serde_json::from_str(text)?),
        Type::Bool => Val::Bool(serde_json::from_str(text)?),
        Type::U16 => Val::U16(serde_json::from_str(text)?),
        Type::U32 => Val::U32(serde_json::from_str(text)?),
        Type::U64 => Val::U64(serde_json::from_str(text)?),
        Type::Enum(_) => Val::Enum(serde_json::from_str(text)?),
        Type::Option(_) if text == "null" => Val::Option(None),
        Type::Option(option) => Val::Option(Some(Box::new(to_component(value, &option.ty(), json)?))),
        Type::List(list) => {
            let elements: Vec<&RawValue> = serde_json::from_str(text)?;
            let (kind, json) = (list.ty(), below(json, "*"));
            Val::List(elements.into_iter().map(|element| to_component(element, &kind, &json)).collect::<Result<_, _>>()?)
        }
        Type::Record(record) => {
            let mut members: std::collections::BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
            let mut fields = Vec::new();
            for field in record.fields() {
                let name = camel_case(field.name);
                let value = match members.remove(&name) {
                    Some(member) => to_component(member, &field.ty, &below(json, &name))?,
                    None => Val::Option(None),
                };
                fields.push((field.name.to_owned(), value));
            }
            Val::Record(fields)
        }
        Type::Variant(variant) => {
            #[derive(serde::Deserialize)]
            struct Tagged<'a> {
                tag: String,
                #[serde(borrow)]
                val: Option<&'a RawValue>,
            }
            let Tagged { tag, val } = serde_json::from_str(text)?;
            let case = variant.cases().find(|case| case.name == tag).ok_or("a variant without such a case")?;
            let payload = match (case.ty, val) {
                (Some(kind), Some(val)) => Some(Box::new(to_component(val, &kind, &below(json, "val"))?)),
                _ => None,
            };
            Val::Variant(tag, payload)
        }
        _ => return Err("the contract has a type that this host does not know".into()),
    })
}

/// The paths that lead through a member, from there on.
fn below<'a>(json: &[&'a [&'a str]], member: &str) -> Vec<&'a [&'a str]> {
    json.iter().filter_map(|path| path.split_first()).filter(|(first, _)| **first == member).map(|(_, rest)| rest).collect()
}

/// A value of the component's as the JSON faces write it.
fn from_component(value: &Val) -> Result<Value, Failed> {
    Ok(match value {
        Val::String(text) | Val::Enum(text) => json!(text),
        Val::Bool(value) => json!(value),
        Val::U16(value) => json!(value),
        Val::U32(value) => json!(value),
        Val::U64(value) => json!(value),
        Val::S32(value) => json!(value),
        Val::Option(None) => Value::Null,
        Val::Option(Some(value)) => from_component(value)?,
        Val::List(elements) => elements.iter().map(from_component).collect::<Result<_, _>>()?,
        Val::Record(fields) => {
            let mut members = Map::new();
            for (name, value) in fields {
                if !matches!(value, Val::Option(None)) {
                    members.insert(camel_case(name), from_component(value)?);
                }
            }
            Value::Object(members)
        }
        Val::Variant(tag, None) => json!({ "tag": tag }),
        Val::Variant(tag, Some(value)) => json!({ "tag": tag, "val": from_component(value)? }),
        _ => return Err("the contract has a type that this host does not know".into()),
    })
}

/// `session-name` -> `sessionName`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('-');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        camel += &first.to_uppercase();
        camel += rest;
    }
    camel
}
