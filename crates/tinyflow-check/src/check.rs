//! Text in, findings and a checked flow out.

mod kinds;

mod ways;

use std::mem;

use tinyflow_model::diagnostic::sort;
use tinyflow_model::{
    Diagnostic, Flow, Node, Object, Source, Span, StepKind, Text, Value, parse, read, side_by_side,
};

use crate::decision::Decision;
use crate::names::StepNames;
use crate::shape::checks::Checks;
use crate::shape::fit::fit_object;
use crate::shape::given::{Extent, given_value};
use crate::shape::read::{Described, SchemaReader, TypePath};
use crate::shape::type_names::TypeNames;
use crate::shape::{Literal, Presence, Shape, Struct, guessed_schema, missing_state_schema};
use crate::structure::{By, Graph};
use crate::{Branch, CheckedFlow, CheckedStep, Fork};
use crate::{allowance, harmless_renames, names, structure};
pub(crate) use kinds::kinds;
use ways::Rules;

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
    let mut outcome = outcome(source);
    harmless_renames::keep(source, &mut outcome.findings, |source| {
        self::outcome(source).findings
    });
    outcome
}

fn outcome(source: &Source) -> Outcome {
    let (root, mut findings) = parse(source);
    let mut checked = None;
    if let Some(root) = root {
        let (flow, more) = read(root);
        findings.extend(more);
        if let Some(flow) = flow {
            checked = check(&flow, source.text(), &mut findings);
            guessed_schema::wait_for_misspelt_fields(&mut findings);
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

/// The flow as far as it can be told; only to be trusted without errors.
fn check(flow: &Flow, text: &str, findings: &mut Vec<Diagnostic>) -> Option<CheckedFlow> {
    let graph = Graph::new(flow);
    let ids = flow.steps.iter().map(|step| step.id.value.as_str());
    let step_names: Vec<StepNames> = ids.map(StepNames::new).collect();
    let name = name_or_id(&flow.name, &flow.id);
    let workflow_type = names::workflow_type(name);
    let tasks_type = names::tasks_type(name);
    let mut types = TypeNames::new(vec![workflow_type.clone(), tasks_type.clone()]);
    let mut of_schemas = Vec::new();
    let mut reader = SchemaReader::new(&mut types, &mut of_schemas);
    let (state, checks) = state_shape(flow, &mut reader);
    let initial_state = initial_state(flow, &state, &checks, &mut reader);
    let state_schema = checks.text();
    let definitions = reader.definitions.clone();

    let of_text = mem::take(findings);
    let rules = Rules {
        flow,
        text,
        graph: &graph,
        names: &step_names,
        state: &state,
        definitions: &definitions,
        starts_whole: initial_state.is_some(),
    };
    let mut kinds = || kinds(flow, &step_names, &state, &graph, &mut reader);
    let ways = || rules.judge(of_text);
    let (kinds, ways) = match flow.steps.len() >= MANY {
        true => side_by_side(kinds, ways),
        false => (kinds(), ways()),
    };
    *findings = ways.of_structure;
    findings.append(&mut of_schemas);
    let is_sound = !findings.iter().any(Diagnostic::is_error);
    findings.extend(ways.of_conditions);
    // What a decision does says little where it is not certain what it reads or leads to.
    if is_sound {
        findings.extend(ways.of_decisions);
    }

    let decisions = ways.decisions.into_iter();
    let transitions: Vec<_> = decisions.map(Decision::transitions).collect();
    let forks = ways.forks;
    let of_steps = flow.steps.iter().zip(step_names);
    let of_steps = of_steps.zip(kinds).zip(transitions);
    let mut steps: Vec<CheckedStep> = of_steps
        .map(|(((step, names), kind), transitions)| CheckedStep {
            name: name_or_id(&step.name, &step.id).to_owned(),
            wire_name: names.wire_name,
            variant: names.variant,
            function: names.function,
            kind,
            transitions,
            fork: None,
        })
        .collect();
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

/// From so many steps on, the work is worth a second thread.
const MANY: usize = 256;

/// What people call something: by its id where the name is blank.
pub(crate) fn name_or_id<'f>(name: &'f Text, id: &'f Text) -> &'f str {
    if name.value.trim().is_empty() {
        return &id.value;
    }
    &name.value
}

pub(crate) fn state_shape<'f>(
    flow: &'f Flow,
    reader: &mut SchemaReader<'f>,
) -> (Struct, Checks<'f>) {
    let path = TypePath::Root("State".to_owned());
    let schema = flow.global_state_schema.as_ref();
    let described = schema.map(|schema| reader.root(schema, &path));
    let (shape, checks) = match described {
        Some(Described { shape, checks }) => (shape, checks),
        None => (None, Checks::none()),
    };
    let inferred = || {
        let value = flow.global_state.as_ref()?;
        let shape = reader.infer_struct(value, &path)?;
        if schema.is_none() && !shape.fields.is_empty() {
            let finding = missing_state_schema::finding(value, &shape);
            reader.findings.push(finding);
        }
        Some(shape)
    };
    let mut shape = shape
        .or_else(inferred)
        .unwrap_or_else(|| reader.only_rest(flow.id.span, Shape::Any, &path));
    call_it_state(&mut shape, reader);
    (shape, checks)
}

/// The type of the state has a name of its own even where its schema stands behind a `$ref`.
fn call_it_state(shape: &mut Struct, reader: &mut SchemaReader<'_>) {
    const STATE: &str = "State";
    if shape.name == STATE {
        return;
    }
    let name = shape.name.clone();
    shape.rename(&name, STATE);
    if reader.definitions.remove(&name).is_some() {
        for described in reader.definitions.values_mut() {
            described.rename(&name, STATE);
        }
        let described = Shape::Struct(shape.clone());
        reader.definitions.insert(STATE.to_owned(), described);
    }
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
    if flow.global_state.is_none() {
        // That the defaults alone do not make a state is no fault.
        let literal = fit_object(given, &whole, &reader.definitions).ok();
        return literal.filter(|_| is_whole && checks.violations(given).is_empty());
    }
    let extent = if is_whole {
        Extent::Whole
    } else {
        Extent::Part
    };
    let literal = given_value("globalState", given, &whole, checks, extent, reader)?;
    is_whole.then_some(literal)
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

/// What a missing value stands for; `span` is where to report what it lacks.
fn empty_object(span: Span) -> Node {
    Node {
        span,
        value: Value::Object(Object::default()),
    }
}
