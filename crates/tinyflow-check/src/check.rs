//! Text in, findings and a checked flow out.

use tinyflow_model::diagnostic::sort;
use tinyflow_model::{
    Diagnostic, Flow, Node, Object, Source, Span, StepKind, Task, Text, Value, parse, read,
};

use crate::condition::Translations;
use crate::decision::{Decision, OtherWay, Way};
use crate::event::event;
use crate::names::StepNames;
use crate::shape::checks::Checks;
use crate::shape::fit::fit_object;
use crate::shape::given::{Extent, given_value};
use crate::shape::read::{Described, SchemaReader, TypePath};
use crate::shape::type_names::TypeNames;
use crate::shape::{Literal, Presence, Struct, missing_params_schema, value_mismatch};
use crate::structure::{By, Graph};
use crate::{Branch, CheckedFlow, CheckedKind, CheckedStep, Fork, Params, Polling, TaskCall};
use crate::{allowance, decision, names, remark_not_text, structure, unsafe_text};

/// What came of checking one flow.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The flow, where no finding is an error.
    pub flow: Option<CheckedFlow>,
    /// Everything that was found, in the order of the document.
    pub findings: Vec<Diagnostic>,
}

/// Reads and checks one flow, and reports everything that is wrong with it.
pub fn check_source(source: &Source) -> Outcome {
    let (root, mut findings) = parse(source);
    let mut checked = None;
    if let Some(root) = root {
        let (flow, more) = read(root);
        findings.extend(more);
        if let Some(flow) = flow {
            checked = check(&flow, source.text(), &mut findings);
            allowance::apply(&flow, &mut findings);
        }
    }
    sort(&mut findings);
    let sound = !findings.iter().any(Diagnostic::is_error);
    Outcome {
        flow: checked.filter(|_| sound),
        findings,
    }
}

/// The shape of the state of a flow, as far as it can be told: for editors, which
/// also help with a flow that is not sound yet.
pub fn state_of(flow: &Flow) -> Struct {
    let name = name_or_id(&flow.name, &flow.id);
    let reserved = vec![names::workflow_type(name), names::tasks_type(name)];
    let (mut types, mut findings) = (TypeNames::new(reserved), Vec::new());
    let mut reader = SchemaReader::new(&mut types, &mut findings);
    state_shape(flow, &mut reader).0
}

/// The flow as far as it can be told; only to be trusted without errors.
fn check(flow: &Flow, text: &str, findings: &mut Vec<Diagnostic>) -> Option<CheckedFlow> {
    unsafe_text::check(flow, findings);
    let graph = Graph::new(flow);
    let ids = flow.steps.iter().map(|step| step.id.value.as_str());
    let step_names: Vec<StepNames> = ids.map(StepNames::new).collect();
    let forks = structure::check(&graph, flow, &step_names, findings);
    structure::repeated_connection::check(flow, text, findings);
    remark_not_text::check(flow, findings);

    let name = name_or_id(&flow.name, &flow.id);
    let workflow_type = names::workflow_type(name);
    let tasks_type = names::tasks_type(name);
    let mut types = TypeNames::new(vec![workflow_type.clone(), tasks_type.clone()]);
    let mut reader = SchemaReader::new(&mut types, findings);
    let (state, checks) = state_shape(flow, &mut reader);
    let initial_state = initial_state(flow, &state, &checks, &mut reader);
    let state_schema = checks.text();
    let mut steps = Vec::with_capacity(flow.steps.len());
    for (step, names) in flow.steps.iter().zip(step_names) {
        let variant = names.variant;
        let kind = match &step.kind {
            StepKind::End => CheckedKind::End,
            StepKind::Task(task) => {
                CheckedKind::Task(task_call(&step.id, &variant, task, &mut reader))
            }
            StepKind::ResumeAfter(pause) if pause.duration.value.ms() > 0 => {
                CheckedKind::Pause(pause.duration.value.clone())
            }
            StepKind::WaitForEvent(wait) => {
                CheckedKind::Event(event(&step.id, &variant, wait, &state, &graph, &mut reader))
            }
            StepKind::Begin
            | StepKind::Decision
            | StepKind::ResumeAfter(_)
            | StepKind::Unreadable => CheckedKind::Pass,
        };
        steps.push(CheckedStep {
            name: name_or_id(&step.name, &step.id).to_owned(),
            wire_name: names.wire_name,
            variant,
            function: names.function,
            kind,
            transitions: Vec::new(),
            fork: None,
        });
    }
    let is_sound = !findings.iter().any(Diagnostic::is_error);
    let mut conditions = Translations::new(&state, text);
    let decisions: Vec<Decision<'_>> = (0..steps.len())
        .map(|step| decision(flow, &graph, step, &mut conditions, findings))
        .collect();
    // What a decision does says little where it is not certain what it reads or leads to.
    if is_sound {
        let starts_whole = initial_state.is_some();
        decision::check(&decisions, &graph, flow, &state, starts_whole, findings);
    }
    for (step, decision) in steps.iter_mut().zip(decisions) {
        step.transitions = decision.transitions();
    }
    for fork in &forks {
        let step = &mut steps[fork.step];
        step.fork = checked_fork(fork, flow);
        step.transitions.clear();
    }
    let is_begin = |step: &tinyflow_model::Step| matches!(step.kind, StepKind::Begin);
    Some(CheckedFlow {
        id: flow.id.value.clone(),
        name: name.to_owned(),
        version: flow.version.value.clone(),
        workflow_type,
        tasks_type,
        state,
        state_schema,
        initial_state,
        begin: flow.steps.iter().position(is_begin)?,
        steps,
    })
}

/// What people call something: by its id where the name is blank.
fn name_or_id<'f>(name: &'f Text, id: &'f Text) -> &'f str {
    if name.value.trim().is_empty() {
        return &id.value;
    }
    &name.value
}

fn state_shape<'f>(flow: &'f Flow, reader: &mut SchemaReader<'f>) -> (Struct, Checks<'f>) {
    let path = TypePath::Root("State".to_owned());
    let schema = flow.global_state_schema.as_ref();
    let described = schema.map(|schema| reader.root(schema, &path));
    let (shape, checks) = match described {
        Some(Described { shape, checks }) => (shape, checks),
        None => (None, Checks::none()),
    };
    let shape = shape
        .or_else(|| reader.infer_struct(flow.global_state.as_ref()?, &path))
        .unwrap_or_else(|| Struct {
            name: "State".to_owned(),
            description: None,
            fields: Vec::new(),
            rest: None,
            is_closed: false,
        });
    (shape, checks)
}

/// The state that a run starts with: `globalState`, completed by the schema's
/// defaults. None where a required property is in neither, which is no fault:
/// a run is then started with a state of its own.
fn initial_state(
    flow: &Flow,
    state: &Struct,
    checks: &Checks<'_>,
    reader: &mut SchemaReader<'_>,
) -> Option<Literal> {
    let empty = empty_object(flow.id.span);
    let given = flow.global_state.as_ref().unwrap_or(&empty);
    let Value::Object(object) = &given.value else {
        return None;
    };
    let mut whole = state.clone();
    for field in &mut whole.fields {
        let stands_in = field.default.is_some() || object.get(&field.wire_name).is_some();
        if field.presence == Presence::Required && !stands_in {
            field.presence = Presence::Optional;
        }
    }
    let is_whole = whole == *state;
    let extent = if is_whole {
        Extent::Whole
    } else {
        Extent::Part
    };
    let literal = given_value("globalState", given, &whole, checks, extent, reader)?;
    is_whole.then_some(literal)
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

fn checked_fork(fork: &structure::Fork, flow: &Flow) -> Option<Fork> {
    let meet = fork.meet?;
    let branches = fork.branches.iter().filter_map(|branch| match branch.by {
        By::Connection(connection) => Some(Branch {
            name: flow.connections[connection].id.value.clone(),
            target: branch.target,
        }),
        By::Timeout => None,
    });
    Some(Fork {
        branches: branches.collect(),
        meet,
        join: structure::join(flow, meet),
    })
}

fn params<'f>(
    id: &Text,
    variant: &str,
    task: &'f Task,
    reader: &mut SchemaReader<'f>,
) -> Option<Params> {
    let path = TypePath::Root(format!("{variant}Params"));
    if let (None, Some(params)) = (&task.params_schema, &task.params) {
        let finding = missing_params_schema::finding(&id.value, params.span);
        reader.findings.push(finding);
    }
    let schema = task.params_schema.as_ref();
    let described = schema.map(|schema| reader.root(schema, &path));
    let (shape, checks) = match described {
        Some(Described { shape, checks }) => (shape, checks),
        None => (None, Checks::none()),
    };
    let shape = shape.or_else(|| reader.infer_struct(task.params.as_ref()?, &path))?;
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

/// What a missing value stands for; `span` is where to report what it lacks.
fn empty_object(span: Span) -> Node {
    Node {
        span,
        value: Value::Object(Object::default()),
    }
}

/// The ways on from a step.
fn decision<'f>(
    flow: &'f Flow,
    graph: &Graph<'_>,
    step: usize,
    conditions: &mut Translations<'f>,
    findings: &mut Vec<Diagnostic>,
) -> Decision<'f> {
    let mut decision = Decision::default();
    for edge in graph.outgoing(step) {
        let (By::Connection(connection), target) = (edge.by, edge.target) else {
            continue;
        };
        let Some(condition) = &flow.connections[connection].condition else {
            decision
                .default
                .get_or_insert(OtherWay { connection, target });
            continue;
        };
        match conditions.of(condition, findings) {
            Some(test) => decision.ways.push(Way {
                connection,
                condition,
                target,
                test,
            }),
            None => decision.is_broken = true,
        }
    }
    decision
}
