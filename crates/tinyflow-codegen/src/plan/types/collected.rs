//! Types as they are met in shapes, each defined once.

use std::collections::HashSet;

use tinyflow_check::shape::{Definitions, Field as ShapeField, Shape, Struct, TypeConversion};

use super::spelling::{dictionary, field_type};
use super::{Field, StructType, TypeDefinition, choice, presence, union};
use crate::plan::doc::{self, Paragraph};
use crate::plan::literal::string_literal;
use crate::plan::{conversions, serde_names};

const REST: &str = "The properties without a field of their own.";

/// What becomes of the values of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// They are stored with the run.
    Stored,
    /// They are made from literals and passed to a task. Serde on each of
    /// them would more than double the time to compile a large flow. Enums
    /// have it all the same: it makes the variants that no literal does, of
    /// which the compiler would warn in a program.
    Passed,
}

/// Types as they are defined, each once.
#[derive(Default)]
pub(super) struct Types<'c> {
    pub(super) defined: Vec<TypeDefinition>,
    /// Where the types are described that shapes name.
    pub(super) definitions: Option<&'c Definitions>,
    /// The types that are made from others: from which, and which.
    converted: HashSet<(&'c str, &'c str)>,
    /// The names of types that are defined elsewhere in the file: what is asked or answered may
    /// be of a type of the state.
    known: HashSet<String>,
}

impl<'c> Types<'c> {
    /// No types beside these, which are defined elsewhere in the file.
    pub(super) fn beside(others: &[TypeDefinition]) -> Self {
        let known = others.iter().filter_map(TypeDefinition::name);
        Self {
            known: known.map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    pub(super) fn convert(&mut self, conversions: &'c [TypeConversion]) {
        for conversion in conversions {
            if self.converted.insert((&conversion.from, &conversion.to)) {
                let conversion = conversions::define(conversion);
                self.defined.push(TypeDefinition::Conversion(conversion));
            }
        }
    }

    pub(super) fn define_struct(&mut self, shape: &Struct, usage: Use) {
        self.known.insert(shape.name.clone());
        let names: Vec<(&str, &str)> = shape
            .fields
            .iter()
            .map(|field| (field.name.as_str(), field.wire_name.as_str()))
            .collect();
        let renaming = serde_names::of_fields(&names);
        let mut defaults = Vec::new();
        let mut fields = Vec::with_capacity(shape.fields.len());
        for (field, renamed) in shape.fields.iter().zip(renaming.renamed) {
            let mut serde = Vec::new();
            if usage == Use::Stored {
                if renamed {
                    serde.push(format!("rename = {}", string_literal(&field.wire_name)));
                }
                serde.extend(presence::serde(shape, field, &mut defaults));
            }
            fields.push(Field {
                doc: field_doc(field),
                serde,
                name: field.name.clone(),
                type_name: field_type(field),
            });
        }
        if let Some(rest) = &shape.rest {
            let flatten = (usage == Use::Stored).then(|| "flatten".to_owned());
            fields.push(Field {
                doc: vec![Paragraph::Text(REST.to_owned())],
                serde: flatten.into_iter().collect(),
                name: rest.name.clone(),
                type_name: dictionary(&rest.shape),
            });
        }
        let mut derives = vec!["Clone", "Debug", "PartialEq"];
        let mut serde = Vec::new();
        if usage == Use::Stored {
            derives.extend(["Serialize", "Deserialize"]);
            serde.extend(renaming.rule.map(|rule| format!("rename_all = \"{rule}\"")));
            serde.extend(shape.is_closed.then(|| "deny_unknown_fields".to_owned()));
        }
        self.defined.push(TypeDefinition::Struct(StructType {
            doc: doc::text(shape.description.as_ref()),
            derives,
            serde,
            name: shape.name.clone(),
            fields,
            defaults,
        }));
        for field in &shape.fields {
            self.define(&field.shape, usage);
        }
        if let Some(rest) = &shape.rest {
            self.define(&rest.shape, usage);
        }
    }

    pub(super) fn define(&mut self, shape: &Shape, usage: Use) {
        match shape {
            Shape::Struct(shape) if self.known.contains(&shape.name) => {}
            Shape::Enum(shape) if self.known.contains(&shape.name) => {}
            Shape::Struct(shape) => self.define_struct(shape, usage),
            Shape::Union(shape) if self.known.contains(&shape.name) => {}
            Shape::Enum(shape) => {
                self.known.insert(shape.name.clone());
                self.defined
                    .push(TypeDefinition::Enum(choice::define(shape)));
            }
            Shape::Union(shape) => {
                self.known.insert(shape.name.clone());
                self.defined
                    .push(TypeDefinition::Enum(union::define(shape)));
                for case in &shape.cases {
                    self.define(&case.shape, usage);
                }
            }
            Shape::List(inner) | Shape::Nullable(inner) | Shape::Dictionary(inner) => {
                self.define(inner, usage);
            }
            Shape::Tuple(items) => {
                for item in items {
                    self.define(item, usage);
                }
            }
            Shape::Text
            | Shape::Integer
            | Shape::Unsigned
            | Shape::Number
            | Shape::Boolean
            | Shape::Map
            | Shape::Any
            | Shape::Null => {}
            Shape::Named { name, .. } => {
                let named = self.definitions.and_then(|known| known.get(name));
                if let Some(named) = named.filter(|_| !self.known.contains(name)) {
                    self.define(named, usage);
                }
            }
        }
    }
}

/// Unions, and what they hold, always have serde: nothing else would make each of their variants.
pub(super) fn usage_of(params: &Struct) -> Use {
    let mut shapes = params.fields.iter().map(|field| &field.shape);
    let rest = params.rest.iter().map(|rest| &rest.shape);
    if shapes.any(union::is_in) || rest.into_iter().any(union::is_in) {
        return Use::Stored;
    }
    Use::Passed
}

/// The description of a field, unless it is that of a type of its own, where
/// it then stands.
fn field_doc(field: &ShapeField) -> Vec<Paragraph> {
    match field.shape {
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => Vec::new(),
        _ => doc::text(field.description.as_ref()),
    }
}
