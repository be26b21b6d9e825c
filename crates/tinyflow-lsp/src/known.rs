//! What is known of a flow, from when its text could last be read.

use std::collections::HashMap;

use tinyflow_check::shape::{Field, Shape, Struct};
use tinyflow_check::{CheckedKind, CheckedStep, outline_of};
use tinyflow_model::{Flow, Step, StepKind};

/// What is known of a flow. It outlives the text that it was read from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) steps: Vec<KnownStep>,
    /// The shape of the state, as far as it could be told.
    pub(crate) state: Option<Struct>,
    /// The steps by their ids, as far as they could be told.
    pub(crate) checked: HashMap<String, CheckedStep>,
}

/// A step, as connections and people know it.
#[derive(Clone, Debug)]
pub(crate) struct KnownStep {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) step_type: &'static str,
}

impl Known {
    /// Learns what a flow that could be read says.
    pub(crate) fn learn(&mut self, flow: &Flow) {
        let step = |step: &Step| KnownStep {
            id: step.id.value.clone(),
            name: step.name.value.clone(),
            step_type: step_type(&step.kind),
        };
        self.steps = flow.steps.iter().map(step).collect();
        let outline = outline_of(flow);
        // A schema in the middle of a change often says nothing.
        if !outline.state.fields.is_empty() || self.state.is_none() {
            self.state = Some(outline.state);
        }
        let ids = flow.steps.iter().map(|step| step.id.value.clone());
        let mut before = std::mem::take(&mut self.checked);
        self.checked = ids.zip(outline.steps).collect();
        for (id, step) in &mut self.checked {
            if let Some(before) = before.remove(id).filter(|_| !has_types(&step.kind)) {
                *step = before;
            }
        }
    }

    pub(crate) fn step(&self, id: &str) -> Option<&KnownStep> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The property of the state that a path of names leads to.
    pub(crate) fn property<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<&Field> {
        property(self.state.as_ref()?, names)
    }

    /// The properties behind a path of names; those of the state for none.
    pub(crate) fn properties(&self, names: &[&str]) -> &[Field] {
        if names.is_empty() {
            return self.state.as_ref().map_or(&[], |state| &state.fields);
        }
        match self
            .property(names.iter().copied())
            .map(|field| &field.shape)
        {
            Some(Shape::Struct(shape)) => &shape.fields,
            _ => &[],
        }
    }
}

/// Whether a schema of the step says something.
fn has_types(kind: &CheckedKind) -> bool {
    match kind {
        CheckedKind::Task(call) => call.params.is_some(),
        CheckedKind::Event(event) => event.request.is_some() || event.answer != Shape::Any,
        _ => false,
    }
}

fn step_type(kind: &StepKind) -> &'static str {
    match kind {
        StepKind::Begin => "begin",
        StepKind::End => "end",
        StepKind::Task(_) => "task",
        StepKind::Decision => "decision",
        StepKind::ResumeAfter(_) => "resumeAfter",
        StepKind::WaitForEvent(_) => "waitForEvent",
        StepKind::Unreadable => "",
    }
}

/// The field that a path of names leads to, `[]` for the items of an array.
pub(crate) fn property<'s, 'n>(
    shape: &'s Struct,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'s Field> {
    let mut found: Option<&Field> = None;
    let mut within: Option<&Shape> = None;
    for name in names {
        if name == ITEMS {
            within = match within? {
                Shape::List(items) => Some(items),
                _ => None,
            };
            continue;
        }
        let fields = match (found, within) {
            (None, _) => &shape.fields,
            (Some(_), Some(Shape::Struct(inner))) => &inner.fields,
            _ => return None,
        };
        let field = fields.iter().find(|field| field.wire_name == name)?;
        found = Some(field);
        within = Some(&field.shape);
    }
    found
}

/// The name that stands for the items of an array.
pub(crate) const ITEMS: &str = "[]";
