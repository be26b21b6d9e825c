//! From the JSON of a schema to its nodes.
//!
//! Each subschema is read once, from a list of those that are still to be read: neither a deep
//! schema nor a long chain of references takes more than memory.

mod references;

mod keywords;

mod objects;

use std::collections::HashMap;
use std::mem;

use serde_json::{Map, Value};

use crate::fault::{Fault, FaultKind};
use crate::node::{Id, Keyword, Node, Rest};
use crate::violation::escape;
use crate::{Schema, in_place};

pub use keywords::{KNOWN_KEYWORDS, is_known_keyword};
pub use references::resolve;

/// Compiles a schema, and names what in it is wrong or cannot be checked.
pub(crate) fn compile(schema: &Value) -> (Schema, Vec<Fault>) {
    let mut compiler = Compiler {
        root: schema,
        ignores_siblings: ignores_siblings(schema),
        nodes: Vec::new(),
        pointers: Vec::new(),
        known: HashMap::new(),
        to_read: Vec::new(),
        faults: Vec::new(),
        asks_for_unevaluated: false,
    };
    compiler.node(String::new(), schema);
    while let Some((id, at, schema)) = compiler.to_read.pop() {
        compiler.nodes[id] = compiler.read(&at, schema);
        compiler.pointers[id] = at;
    }
    for id in in_place::endless(&compiler.nodes) {
        compiler.nodes[id].keywords.clear();
        compiler.faults.push(Fault {
            pointer: mem::take(&mut compiler.pointers[id]),
            kind: FaultKind::Reference,
            message: "this schema leads back to itself, or through too many others".to_owned(),
        });
    }
    compiler
        .faults
        .sort_by(|left, right| left.pointer.cmp(&right.pointer));
    let schema = Schema {
        nodes: compiler.nodes,
        asks_for_unevaluated: compiler.asks_for_unevaluated,
    };
    (schema, compiler.faults)
}

/// Whether nothing that stands beside a `$ref` counts, as it was up to draft 7.
fn ignores_siblings(schema: &Value) -> bool {
    let draft = schema
        .get("$schema")
        .and_then(Value::as_str)
        .unwrap_or_default();
    ["draft-03", "draft-04", "draft-06", "draft-07"]
        .iter()
        .any(|old| draft.contains(old))
}

struct Compiler<'s> {
    root: &'s Value,
    ignores_siblings: bool,
    nodes: Vec<Node>,
    /// The pointer of each node's schema, once that is read.
    pointers: Vec<String>,
    /// The nodes by where their schemas are in memory.
    known: HashMap<*const Value, Id>,
    to_read: Vec<(Id, String, &'s Value)>,
    faults: Vec<Fault>,
    asks_for_unevaluated: bool,
}

impl<'s> Compiler<'s> {
    /// The node of the schema at a place, which is read later if it is new.
    fn node(&mut self, at: String, schema: &'s Value) -> Id {
        let id = self.nodes.len();
        let known = *self.known.entry(schema).or_insert(id);
        if known < id {
            return known;
        }
        self.nodes.push(Node::default());
        self.pointers.push(String::new());
        self.to_read.push((id, at, schema));
        id
    }

    fn read(&mut self, at: &str, schema: &'s Value) -> Node {
        let object = match schema {
            Value::Object(object) => object,
            Value::Bool(true) => return Node::default(),
            Value::Bool(false) => {
                return Node {
                    keywords: vec![Keyword::Never],
                };
            }
            other => {
                let message = format!(
                    "a JSON Schema is an object or a boolean, not {}",
                    kind(other)
                );
                self.fault(at.to_owned(), FaultKind::Invalid, message);
                return Node::default();
            }
        };
        let schema = At { at, object };
        let mut keywords = Vec::new();
        if let Some(target) = self.reference(schema) {
            keywords.push(Keyword::Ref(target));
            if self.ignores_siblings {
                return Node { keywords };
            }
        }
        self.own_keywords(schema, &mut keywords);
        self.array_keywords(schema, &mut keywords);
        self.object_keywords(schema, &mut keywords);
        self.combining_keywords(schema, &mut keywords);
        self.unevaluated_keywords(schema, &mut keywords);
        Node { keywords }
    }

    fn fault(&mut self, pointer: String, kind: FaultKind, message: String) {
        self.faults.push(Fault {
            pointer,
            kind,
            message,
        });
    }

    /// The keyword is not what it must be.
    fn wrong(&mut self, schema: At<'s, '_>, keyword: &str, wanted: &str, found: &Value) {
        let message = format!(
            "the keyword `{keyword}` must be {wanted}, not {}",
            kind(found)
        );
        self.fault(schema.below(&[keyword]), FaultKind::Invalid, message);
    }

    fn subschema(&mut self, schema: At<'s, '_>, keyword: &str) -> Option<Id> {
        let value = schema.object.get(keyword)?;
        Some(self.node(schema.below(&[keyword]), value))
    }

    fn subschemas(&mut self, schema: At<'s, '_>, keyword: &str) -> Option<Vec<Id>> {
        let value = schema.object.get(keyword)?;
        let Value::Array(items) = value else {
            self.wrong(schema, keyword, "an array of schemas", value);
            return None;
        };
        let ids = items.iter().enumerate();
        let ids =
            ids.map(|(index, item)| self.node(schema.below(&[keyword, &index.to_string()]), item));
        Some(ids.collect())
    }

    fn rest(&mut self, schema: At<'s, '_>, keyword: &str) -> Option<Rest> {
        match schema.object.get(keyword)? {
            Value::Bool(false) => Some(Rest::Forbidden),
            _ => self.subschema(schema, keyword).map(Rest::Schema),
        }
    }

    /// The members of a keyword that is an object.
    fn members(&mut self, schema: At<'s, '_>, keyword: &str) -> Option<&'s Map<String, Value>> {
        let value = schema.object.get(keyword)?;
        if let Value::Object(members) = value {
            return Some(members);
        }
        self.wrong(schema, keyword, "an object", value);
        None
    }
}

/// A schema that is an object, and its pointer.
#[derive(Clone, Copy)]
struct At<'s, 'a> {
    at: &'a str,
    object: &'s Map<String, Value>,
}

impl At<'_, '_> {
    fn below(&self, names: &[&str]) -> String {
        let names = names.iter().map(|name| escape(name));
        names.fold(self.at.to_owned(), |pointer, name| pointer + "/" + &name)
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
