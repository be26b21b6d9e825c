//! The JSON Schemas that stand in the file: a static each.

use std::collections::HashSet;

use serde::Serialize;
use tinyflow_check::{CheckedFlow, CheckedKind, CheckedStep, Event};

use super::doc::Paragraph;

/// A JSON Schema that says more than the types do.
#[derive(Clone, Debug, Serialize)]
pub struct SchemaStatic {
    /// What it describes.
    pub doc: Vec<Paragraph>,
    /// Its name.
    pub name: String,
    /// The function that makes it from its text.
    pub constructor: &'static str,
    /// Its text.
    pub text: String,
}

/// The schemas of a file, as they are given their names.
pub(super) struct Schemas {
    pub(super) defined: Vec<SchemaStatic>,
    taken: HashSet<String>,
}

impl Schemas {
    pub(super) fn beside_events_of(flow: &CheckedFlow) -> Self {
        let constants = flow.steps.iter().filter_map(|step| match &step.kind {
            CheckedKind::Event(event) => Some(event.constant.clone()),
            _ => None,
        });
        Self {
            defined: Vec::new(),
            taken: constants.collect(),
        }
    }

    /// Takes up the schema of the state, which may have more than that names, and says what it is
    /// called; none where the types say everything.
    pub(super) fn of_state(&mut self, flow: &CheckedFlow, has_extra: bool) -> Option<String> {
        let text = flow.state_schema.as_ref()?;
        let constructor = if has_extra {
            "JsonSchema::of_state"
        } else {
            "JsonSchema::new"
        };
        let doc = Paragraph::About {
            before: "What the state of",
            name: flow.name.clone(),
            after: " is held against.",
        };
        Some(self.define("STATE", doc, constructor, text))
    }

    /// Takes up the schema of an answer, and says what it is called; none where the type says
    /// everything.
    pub(super) fn of_answer(&mut self, step: &CheckedStep, event: &Event) -> Option<String> {
        let text = event.answer_schema.as_ref()?;
        let doc = Paragraph::About {
            before: "What the answer to",
            name: step.name.clone(),
            after: " is held against.",
        };
        Some(self.define(&event.constant, doc, "JsonSchema::new", text))
    }

    fn define(
        &mut self,
        owner: &str,
        doc: Paragraph,
        constructor: &'static str,
        text: &str,
    ) -> String {
        let wanted = format!("{owner}_SCHEMA");
        let numbered = (2..).map(|number| format!("{wanted}_{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        let name = names.find(|name| !self.taken.contains(name));
        let name = name.unwrap_or(wanted);
        self.taken.insert(name.clone());
        self.defined.push(SchemaStatic {
            doc: vec![doc],
            name: name.clone(),
            constructor,
            text: text.to_owned(),
        });
        name
    }
}
