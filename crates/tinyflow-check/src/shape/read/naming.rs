//! Gives the types and fields of a schema their Rust names, each once.

use std::collections::HashMap;

use tinyflow_model::{Member, Span};

use super::reference::Read;
use super::{SchemaReader, TypePath};
use crate::names;
use crate::shape::colliding_names;

/// Names that are taken, each with the place of what took it.
pub(crate) type Taken = HashMap<String, Span>;

impl SchemaReader<'_> {
    /// The name of the type at `path`: from the schema's title where it has
    /// one, else from the path itself.
    pub(crate) fn type_name(&mut self, title: Option<&str>, path: &TypePath, span: Span) -> String {
        let name = self.new_type_name(title, path, span);
        // Those that stand within the type can refer to it from now on.
        if let Some(Read::Open(open)) = self.read.get_mut(&span.start) {
            *open = Some(name.clone());
        }
        name
    }

    fn new_type_name(&mut self, title: Option<&str>, path: &TypePath, span: Span) -> String {
        let (own, of_params) = match path {
            TypePath::Root(name) => return self.types.take(name.clone(), span, self.findings),
            TypePath::State(name) => (name, false),
            TypePath::Params(name) => (name, true),
        };
        let mut wanted = title.map_or_else(|| own.clone(), names::type_name);
        // Names with `Params` in them are left to the parameters of tasks.
        if wanted.contains("Params") && !of_params {
            wanted = format!("State{wanted}");
        }
        while self.types.is_reserved(&wanted) {
            wanted = format!("State{wanted}");
        }
        self.types.take(wanted, span, self.findings)
    }

    /// The name of the field for a property.
    pub(crate) fn field_name(&mut self, property: &Member, taken: &mut Taken) -> String {
        let wanted = names::field(&property.name);
        let name = free_name(&wanted, "_", taken);
        if let Some(first) = taken.get(&wanted) {
            let at = property.name_span;
            let finding = colliding_names::properties(&property.name, &name, at, *first);
            self.findings.push(finding);
        }
        taken.insert(name.clone(), property.name_span);
        name
    }
}

/// `wanted`, or with a number behind it the first that is not taken.
pub(crate) fn free_name(wanted: &str, separator: &str, taken: &Taken) -> String {
    let mut name = wanted.to_owned();
    let mut number = 1;
    while taken.contains_key(&name) {
        number += 1;
        // With a number behind it, it is no keyword any more.
        let stem = wanted.trim_start_matches("r#").trim_end_matches('_');
        name = format!("{stem}{separator}{number}");
    }
    name
}
