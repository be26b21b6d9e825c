//! Hands out the Rust names of types, each once.
//!
//! Nested types are named by their path, so that adding a property never
//! renames the type of another one. What the generated file itself defines or
//! uses is set aside beforehand, whether this flow needs it or not: the names
//! of a flow's types must not depend on its other parts.

use foldhash::{HashMap, HashMapExt};
use tinyflow_model::{Diagnostic, Span};

use super::colliding_names;

/// Names that the generated file uses for something else.
const RESERVED: &[&str] = &[
    // Defined in every generated file.
    "State",
    "Step",
    "Tasks",
    "T",
    // Used in generated files.
    "ActionOptions",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "DurableState",
    "Duration",
    "Eq",
    "Err",
    "EventOf",
    "FlowId",
    "Future",
    "Hash",
    "InitialState",
    "JsonSchema",
    "Map",
    "None",
    "Ok",
    "Option",
    "Output",
    "PartialEq",
    "Poll",
    "Polling",
    "Result",
    "RetryPolicy",
    "Self",
    "Send",
    "Serialize",
    "Some",
    "StepFuture",
    "StepResult",
    "String",
    "Sync",
    "TaskContext",
    "TaskResult",
    "ToString",
    "Value",
    "Vec",
    "Workflow",
    // In every Rust file's prelude, and most likely meant by a user's code.
    "AsMut",
    "AsRef",
    "DoubleEndedIterator",
    "Drop",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Ord",
    "PartialOrd",
    "Sized",
    "ToOwned",
    "TryFrom",
    "TryInto",
    "Unpin",
];

/// The names of one generated file's types.
pub(crate) struct TypeNames {
    own: Vec<String>,
    taken: HashMap<String, Span>,
    /// The last number that was put behind a name.
    numbers: HashMap<String, usize>,
}

impl TypeNames {
    /// `own` are the names that this flow's file defines beside its shapes.
    pub(crate) fn new(own: Vec<String>) -> Self {
        Self {
            own,
            taken: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// Whether a type must not be called so.
    pub(crate) fn is_reserved(&self, name: &str) -> bool {
        RESERVED.contains(&name) || self.own.iter().any(|own| own == name)
    }

    /// Gives a name back that no type has after all.
    pub(crate) fn give_back(&mut self, name: &str) {
        self.taken.remove(name);
    }

    /// Takes `wanted`, or the next free name like it, for the schema at `span`.
    pub(crate) fn take(
        &mut self,
        wanted: String,
        span: Span,
        findings: &mut Vec<Diagnostic>,
    ) -> String {
        let Some(first) = self.taken.get(&wanted).copied() else {
            self.taken.insert(wanted.clone(), span);
            return wanted;
        };
        let number = self.numbers.entry(wanted.clone()).or_insert(1);
        let mut free = wanted.clone();
        while self.taken.contains_key(&free) {
            *number += 1;
            free = format!("{wanted}{number}");
        }
        findings.push(colliding_names::types(&wanted, &free, span, first));
        self.taken.insert(free.clone(), span);
        free
    }
}
