//! What each step of a flow does: types are read here, and the values that the flow gives them.

use tinyflow_model::{Flow, StepKind, Task, Text};

use super::empty_object;
use crate::event::event;
use crate::names::{self, StepNames};
use crate::shape::checks::Checks;
use crate::shape::fit::fit_object;
use crate::shape::given::{Extent, given_value};
use crate::shape::read::{Described, SchemaReader, TypePath};
use crate::shape::{Struct, missing_params_schema, value_mismatch};
use crate::structure::Graph;
use crate::{CheckedKind, Params, Polling, TaskCall};

/// What the steps do, in their order.
pub(crate) fn kinds<'f>(
    flow: &'f Flow,
    names: &[StepNames],
    state: &Struct,
    graph: &Graph<'_>,
    reader: &mut SchemaReader<'f>,
) -> Vec<CheckedKind> {
    let steps = flow.steps.iter().zip(names);
    let kinds = steps.map(|(step, StepNames { variant, .. })| match &step.kind {
        StepKind::End => CheckedKind::End,
        StepKind::Task(task) => CheckedKind::Task(task_call(&step.id, variant, task, reader)),
        StepKind::ResumeAfter(pause) if pause.duration.value.ms() > 0 => {
            CheckedKind::Pause(pause.duration.value.clone())
        }
        StepKind::WaitForEvent(wait) => {
            CheckedKind::Event(event(&step.id, variant, wait, state, graph, reader))
        }
        StepKind::Begin | StepKind::Decision | StepKind::ResumeAfter(_) | StepKind::Unreadable => {
            CheckedKind::Pass
        }
    });
    kinds.collect()
}

fn task_call<'f>(
    id: &Text,
    variant: &str,
    task: &'f Task,
    reader: &mut SchemaReader<'f>,
) -> TaskCall {
    let settings = &task.metadata.tinyflow;
    TaskCall {
        params: params(id, variant, task, reader),
        retry: task.metadata.retry(),
        timeout: settings.timeout.clone(),
        polling: settings.poll.as_ref().map(|poll| {
            let [start_function, poll_function] = names::job_functions(&id.value);
            Polling {
                start_function,
                poll_function,
                every: poll.every.clone(),
                timeout: poll.timeout.clone(),
            }
        }),
    }
}

fn params<'f>(
    id: &Text,
    variant: &str,
    task: &'f Task,
    reader: &mut SchemaReader<'f>,
) -> Option<Params> {
    let path = TypePath::Root(format!("{variant}Params"));
    let schema = task.params_schema.as_ref();
    let described = schema.map(|schema| reader.root(schema, &path));
    let (shape, checks) = match described {
        Some(Described { shape, checks }) => (shape, checks),
        None => (None, Checks::none()),
    };
    let shape = shape.or_else(|| reader.infer_struct(task.params.as_ref()?, &path))?;
    if let (None, Some(params)) = (schema, &task.params) {
        let finding = missing_params_schema::finding(&id.value, params, &shape);
        reader.findings.push(finding);
    }
    let empty = empty_object(id.span);
    let Some(given) = &task.params else {
        let fitted = fit_object(&empty, &shape, &reader.definitions);
        let Some(value) = fitted.ok().filter(|_| checks.violations(&empty).is_empty()) else {
            let finding = value_mismatch::no_params(&id.value, id.span);
            reader.findings.push(finding);
            return None;
        };
        return Some(Params { shape, value });
    };
    let value = given_value("params", given, &shape, &checks, Extent::Whole, reader)?;
    Some(Params { shape, value })
}
