//! Translates the conditions of a flow: each text once, however often it stands there.

use foldhash::{HashMap, HashMapExt};
use tinyflow_model::{Diagnostic, Text};

use super::{Test, translate};
use crate::shape::{Definitions, Struct};

/// The conditions of one flow.
pub(crate) struct Translations<'f> {
    state: &'f Struct,
    definitions: &'f Definitions,
    /// The text of the flow.
    text: &'f str,
    /// What the texts mean of which there is nothing to report.
    sound: HashMap<&'f str, Test>,
}

impl<'f> Translations<'f> {
    pub(crate) fn new(state: &'f Struct, definitions: &'f Definitions, text: &'f str) -> Self {
        Self {
            state,
            definitions,
            text,
            sound: HashMap::new(),
        }
    }

    /// What a condition means; none where it is at fault.
    pub(crate) fn of(
        &mut self,
        condition: &'f Text,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Test> {
        if let Some(test) = self.sound.get(condition.value.as_str()) {
            return Some(test.clone());
        }
        let before = findings.len();
        let test = translate(
            condition,
            (self.state, self.definitions),
            self.text,
            findings,
        )?;
        if findings.len() == before {
            self.sound.insert(&condition.value, test.clone());
        }
        Some(test)
    }
}
