//! The contract as the generators need it: records, enums, variants and operations, read from WIT.

use std::collections::BTreeSet;
use std::path::Path;

use wit_parser::{FunctionKind, InterfaceId, Resolve, Type, TypeDefKind, TypeId, WorldItem};

/// The whole contract.
pub struct Contract {
    /// In the order of `wit/types.wit`.
    pub definitions: Vec<Definition>,
    /// In the order of the world's exports.
    pub operations: Vec<Operation>,
    /// In the order of the world's exports.
    pub resources: Vec<Resource>,
}

/// A resource: something that a host opens, feeds and finishes.
pub struct Resource {
    pub interface: String,
    pub name: String,
    pub docs: String,
    pub functions: Vec<ResourceFunction>,
}

/// A function of a resource.
pub struct ResourceFunction {
    pub name: String,
    pub docs: String,
    pub takes: Taken,
    /// The record of the answer; none for the function that opens the resource.
    pub gives: Option<String>,
}

/// What a function of a resource takes.
#[derive(PartialEq)]
pub enum Taken {
    Nothing,
    /// Bytes as they are, in every face.
    Bytes,
    /// The record of this name.
    Record(String),
}

impl Resource {
    /// `metadata_reader`: the name in JSON.
    pub fn json_name(&self) -> String {
        snake(&format!("{}-{}", self.interface, self.name))
    }

    /// `metadata_reader_push`: the name of a function in Extism.
    pub fn export(&self, function: &ResourceFunction) -> String {
        snake(&format!("{}-{}-{}", self.interface, self.name, function.name))
    }
}

/// A named type.
pub struct Definition {
    /// Kebab-case, as in WIT.
    pub name: String,
    pub docs: String,
    pub kind: Kind,
    /// Reachable from a request.
    pub read: bool,
    /// Reachable from an answer.
    pub written: bool,
}

pub enum Kind {
    Record(Vec<Field>),
    Enumeration(Vec<Case>),
    Variant(Vec<Case>),
}

pub struct Field {
    pub name: String,
    pub docs: String,
    pub shape: Shape,
}

pub struct Case {
    pub name: String,
    pub docs: String,
    pub payload: Option<Shape>,
}

/// What a field holds.
#[derive(Clone, PartialEq)]
pub enum Shape {
    Text,
    /// `type json = string`: a value in the JSON faces, its text in WIT.
    Json,
    Boolean,
    Unsigned(u32),
    Signed(u32),
    Optional(Box<Shape>),
    List(Box<Shape>),
    Named(String),
}

/// One exported function.
pub struct Operation {
    pub interface: String,
    pub function: String,
    pub docs: String,
    pub request: Option<String>,
    pub answer: String,
}

impl Operation {
    /// `saml_attributes`; `describe` for the interface that is about the plugin itself.
    pub fn name(&self) -> String {
        if self.interface == "about" { snake(&self.function) } else { snake(&format!("{}-{}", self.interface, self.function)) }
    }
}

impl Contract {
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(folder).map_err(|error| format!("{error:?}"))?;
        let interfaces = &resolve.packages[package].interfaces;
        let types = &resolve.interfaces[*interfaces.get("types").ok_or("no interface `types`")?];
        let mut definitions = Vec::new();
        for (name, id) in &types.types {
            let kind = match &resolve.types[*id].kind {
                TypeDefKind::Record(record) => Kind::Record(
                    record
                        .fields
                        .iter()
                        .map(|field| {
                            Ok(Field {
                                name: field.name.clone(),
                                docs: field.docs.contents.clone().unwrap_or_default(),
                                shape: shape(&resolve, &field.ty)?,
                            })
                        })
                        .collect::<Result<_, String>>()?,
                ),
                TypeDefKind::Enum(cases) => Kind::Enumeration(
                    cases
                        .cases
                        .iter()
                        .map(|case| Case {
                            name: case.name.clone(),
                            docs: case.docs.contents.clone().unwrap_or_default(),
                            payload: None,
                        })
                        .collect(),
                ),
                TypeDefKind::Variant(cases) => Kind::Variant(
                    cases
                        .cases
                        .iter()
                        .map(|case| {
                            Ok(Case {
                                name: case.name.clone(),
                                docs: case.docs.contents.clone().unwrap_or_default(),
                                payload: case.ty.as_ref().map(|ty| shape(&resolve, ty)).transpose()?,
                            })
                        })
                        .collect::<Result<_, String>>()?,
                ),
                TypeDefKind::Type(_) if name == "json" => continue,
                other => return Err(format!("type {name}: {} is not generated", other.as_str())),
            };
            let docs = resolve.types[*id].docs.contents.clone().unwrap_or_default();
            definitions.push(Definition { name: name.clone(), docs, kind, read: false, written: false });
        }

        let world = resolve.packages[package].worlds.get("plugin").ok_or("no world `plugin`")?;
        let mut operations = Vec::new();
        let mut resources = Vec::new();
        for item in resolve.worlds[*world].exports.values() {
            let WorldItem::Interface { id, .. } = item else { return Err("the world exports only interfaces".into()) };
            let interface = resolve.interfaces[*id].name.clone().unwrap_or_default();
            // `json` is for hosts of the component; it is no operation of its own.
            if interface == "json" {
                continue;
            }
            for (name, ty) in &resolve.interfaces[*id].types {
                if matches!(resolve.types[*ty].kind, TypeDefKind::Resource) {
                    resources.push(resource(&resolve, *id, *ty, &interface, name)?);
                }
            }
            for (function, definition) in &resolve.interfaces[*id].functions {
                if !matches!(definition.kind, FunctionKind::Freestanding) {
                    continue;
                }
                let request = match definition.params.as_slice() {
                    [] => None,
                    [parameter] => Some(named(&resolve, &parameter.ty)?),
                    _ => return Err(format!("{function}: an operation takes one record or nothing")),
                };
                let Some(Type::Id(result)) = definition.result else { return Err(format!("{function}: no result")) };
                let TypeDefKind::Result(result) = &resolve.types[result].kind else {
                    return Err(format!("{function}: an operation returns a result"));
                };
                let answer = named(&resolve, result.ok.as_ref().ok_or("an answer is a record")?)?;
                operations.push(Operation {
                    interface: interface.clone(),
                    function: function.clone(),
                    docs: definition.docs.contents.clone().unwrap_or_default(),
                    request,
                    answer,
                });
            }
        }

        let mut contract = Self { definitions, operations, resources };
        if let Some(resource) = contract.resources.iter().find(|resource| contract.takes_json(resource)) {
            return Err(format!("resource {}: hosts call it by hand, so it takes no value of open form", resource.name));
        }
        let functions = || contract.resources.iter().flat_map(|resource| &resource.functions);
        let taken = functions().filter_map(|function| match &function.takes {
            Taken::Record(name) => Some(name.clone()),
            Taken::Bytes | Taken::Nothing => None,
        });
        let given = functions().filter_map(|function| function.gives.clone());
        let requests = contract.operations.iter().filter_map(|operation| operation.request.clone());
        let answers = contract.operations.iter().map(|operation| operation.answer.clone());
        let read = contract.reachable(requests.chain(taken));
        let written = contract.reachable(answers.chain(given).chain(["failure".to_owned()]));
        for definition in &mut contract.definitions {
            definition.read = read.contains(&definition.name);
            definition.written = written.contains(&definition.name);
            if !definition.read && !definition.written {
                return Err(format!("type {} is used by no operation", definition.name));
            }
        }
        Ok(contract)
    }

    /// Whether a value of open form stands somewhere in a record.
    pub fn holds_json(&self, name: &str) -> bool {
        fn inside(contract: &Contract, shape: &Shape) -> bool {
            match shape {
                Shape::Json => true,
                Shape::Optional(inner) | Shape::List(inner) => inside(contract, inner),
                Shape::Named(name) => contract.holds_json(name),
                Shape::Text | Shape::Boolean | Shape::Unsigned(_) | Shape::Signed(_) => false,
            }
        }
        match &self.definition(name).kind {
            Kind::Record(fields) => fields.iter().any(|field| inside(self, &field.shape)),
            Kind::Enumeration(cases) | Kind::Variant(cases) => {
                cases.iter().any(|case| case.payload.as_ref().is_some_and(|shape| inside(self, shape)))
            }
        }
    }

    fn takes_json(&self, resource: &Resource) -> bool {
        resource.functions.iter().any(|function| match &function.takes {
            Taken::Record(name) => self.holds_json(name),
            Taken::Bytes | Taken::Nothing => false,
        })
    }

    pub fn definition(&self, name: &str) -> &Definition {
        self.definitions.iter().find(|definition| definition.name == name).expect("wit-parser resolved every name")
    }

    /// The names of these definitions and of all inside them.
    pub fn reachable(&self, roots: impl Iterator<Item = String>) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<String> = roots.collect();
        while let Some(name) = open.pop() {
            let shapes: Vec<&Shape> = match &self.definition(&name).kind {
                Kind::Record(fields) => fields.iter().map(|field| &field.shape).collect(),
                Kind::Enumeration(cases) | Kind::Variant(cases) => {
                    cases.iter().filter_map(|case| case.payload.as_ref()).collect()
                }
            };
            open.extend(shapes.into_iter().filter_map(Shape::name).filter(|name| !seen.contains(*name)).map(str::to_owned));
            seen.insert(name);
        }
        seen
    }
}

impl Shape {
    /// The definition inside, if any.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Optional(inner) | Self::List(inner) => inner.name(),
            _ => None,
        }
    }

    pub fn optional(&self) -> Option<&Shape> {
        match self {
            Self::Optional(inner) => Some(inner),
            _ => None,
        }
    }
}

/// A resource with its functions: one that opens it, and those of what was opened.
fn resource(resolve: &Resolve, interface: InterfaceId, ty: TypeId, owner: &str, name: &str) -> Result<Resource, String> {
    let mut functions = Vec::new();
    for definition in resolve.interfaces[interface].functions.values() {
        let skipped = match definition.kind {
            FunctionKind::Static(of) if of == ty => 0,
            // The first parameter is the resource itself.
            FunctionKind::Method(of) if of == ty => 1,
            _ => continue,
        };
        let takes = match definition.params.get(skipped..).unwrap_or_default() {
            [] => Taken::Nothing,
            [parameter] => match shape(resolve, &parameter.ty)? {
                Shape::Named(name) => Taken::Record(name),
                Shape::List(inner) if *inner == Shape::Unsigned(8) => Taken::Bytes,
                _ => return Err(format!("{}: a function takes a record or bytes", definition.name)),
            },
            _ => return Err(format!("{}: a function takes one value or nothing", definition.name)),
        };
        let Some(Type::Id(result)) = definition.result else { return Err(format!("{}: no result", definition.name)) };
        let TypeDefKind::Result(result) = &resolve.types[result].kind else {
            return Err(format!("{}: a function returns a result", definition.name));
        };
        let gives = match &result.ok {
            Some(ok) if skipped == 1 => Some(named(resolve, ok)?),
            _ => None,
        };
        functions.push(ResourceFunction {
            name: definition.item_name().to_owned(),
            docs: definition.docs.contents.clone().unwrap_or_default(),
            takes,
            gives,
        });
    }
    let docs = resolve.types[ty].docs.contents.clone().unwrap_or_default();
    Ok(Resource { interface: owner.to_owned(), name: name.to_owned(), docs, functions })
}

fn named(resolve: &Resolve, ty: &Type) -> Result<String, String> {
    match shape(resolve, ty)? {
        Shape::Named(name) => Ok(name),
        _ => Err("requests and answers are records".into()),
    }
}

fn shape(resolve: &Resolve, ty: &Type) -> Result<Shape, String> {
    Ok(match ty {
        Type::String => Shape::Text,
        Type::Bool => Shape::Boolean,
        Type::U8 => Shape::Unsigned(8),
        Type::U16 => Shape::Unsigned(16),
        Type::U32 => Shape::Unsigned(32),
        Type::S32 => Shape::Signed(32),
        Type::Id(id) => identified(resolve, *id)?,
        // 64-bit integers are BigInt in JavaScript and floats of the mathematics are no values of this contract.
        other => return Err(format!("{other:?} is not generated")),
    })
}

fn identified(resolve: &Resolve, id: TypeId) -> Result<Shape, String> {
    let definition = &resolve.types[id];
    Ok(match (&definition.kind, &definition.name) {
        (TypeDefKind::Type(Type::String), Some(name)) if name == "json" => Shape::Json,
        (TypeDefKind::Type(Type::Id(aliased)), _) => identified(resolve, *aliased)?,
        (_, Some(name)) => Shape::Named(name.clone()),
        (TypeDefKind::Option(inner), None) => Shape::Optional(Box::new(shape(resolve, inner)?)),
        (TypeDefKind::List(inner), None) => Shape::List(Box::new(shape(resolve, inner)?)),
        (other, None) => return Err(format!("{} is not generated", other.as_str())),
    })
}

pub fn snake(name: &str) -> String {
    name.replace('-', "_")
}

/// A field's name in Rust, as wit-bindgen spells it: a keyword gets an underscore.
pub fn field(name: &str) -> String {
    let name = snake(name);
    if matches!(name.as_str(), "use" | "type") { name + "_" } else { name }
}

pub fn pascal(name: &str) -> String {
    name.split('-').map(capital).collect()
}

pub fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    first + &words.map(capital).collect::<String>()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|letter| letter.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// The documentation as comment lines.
pub fn comment(docs: &str, indent: &str, marker: &str) -> String {
    docs.lines().map(|line| format!("{indent}{marker} {line}").trim_end().to_owned() + "\n").collect()
}
