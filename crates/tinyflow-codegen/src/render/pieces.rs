//! The plan with every piece laid out that breaks by width: what the templates
//! are given.

mod field_lints;

mod types;

mod schema;

mod events;

mod tasks;

mod steps;

mod statements;

use serde::Serialize;

use super::constants::has_lookalike;
use super::doc;
use super::error::RenderError;
use super::layout::{MAX_WIDTH, Space, block, lay_out};
use super::lines;
use super::renderer::Renderer;
use crate::new_file::Stub;
use crate::plan::literal::string_literal;
use crate::plan::{Arm, Code, Plan};
use crate::render::width::Width;
use crate::team::Team;
use events::{ConstantPieces, constant};
use schema::SchemaPieces;
use steps::{arm, body};
use tasks::{Function, function};
use types::{VariantPieces, definition, step_variant};

/// What the templates are given.
#[derive(Serialize)]
pub(super) struct Pieces<'p> {
    flow: String,
    identity: String,
    create_workflow: String,
    new_workflow: String,
    own_impl: String,
    workflow_impl: String,
    workflow_type: &'p str,
    tasks_type: &'p str,
    begin: &'p str,
    repetitive_variants: bool,
    variants: Vec<VariantPieces<'p>>,
    state_types: Vec<String>,
    state_schema: Option<&'p str>,
    initial_state: Option<String>,
    initial_state_has_lookalike: bool,
    initial_state_is_long: bool,
    params_types: Vec<String>,
    events: Vec<ConstantPieces>,
    schemas: Vec<SchemaPieces>,
    tasks: Vec<String>,
    conversion_tasks: bool,
    conversion_steps: bool,
    pub(super) stubs: Vec<Stub>,
    tasks_field: &'static str,
    step_functions: Vec<String>,
    run_parameter: &'static str,
    arms: Vec<String>,
    has_many_arms: bool,
    boxed_steps: bool,
}

/// Lays out the pieces of a plan. Those of which there may be very many are rendered, too.
pub(super) fn pieces<'p>(
    plan: &'p Plan,
    renderer: &Renderer<'_>,
) -> Result<Pieces<'p>, RenderError> {
    let runs =
        |arm: &Arm| !matches!(arm.body, Code::Text(_)) && arm.body.one_line().contains("run");
    let team = Team::of(plan.arms.len());
    let functions = team.each(&plan.tasks, function).into_iter();
    let functions = functions.map(|Function { declaration, stub }| (declaration, stub));
    let (tasks, stubs) = functions.unzip();
    let types = |shapes| {
        team.try_each(shapes, |shape| {
            renderer.render("type.rs.j2", &definition(shape))
        })
    };
    let step_function = |step| renderer.render("step_function.rs.j2", &body(step));
    let arms = team.each(&plan.arms, arm);
    let initial_state = plan.initial_state.as_ref();
    let initial_state = initial_state.map(|state| lay_out(state, Space::line(8)));
    Ok(Pieces {
        flow: doc::plain(&plan.flow_name),
        identity: identity(plan),
        create_workflow: create_workflow(plan),
        new_workflow: lay_out(&new_workflow(plan), Space::line(4)),
        own_impl: impl_head("impl<T: Tasks>", "", &plan.workflow_type),
        workflow_impl: impl_head("impl<T: Tasks> Workflow", "for ", &plan.workflow_type),
        workflow_type: &plan.workflow_type,
        tasks_type: &plan.tasks_type,
        begin: &plan.begin,
        repetitive_variants: plan.repetitive_variants,
        variants: plan.variants.iter().map(step_variant).collect(),
        state_types: types(&plan.state_types)?,
        state_schema: plan.state_schema.as_deref(),
        initial_state_has_lookalike: initial_state.as_deref().is_some_and(has_lookalike),
        initial_state_is_long: initial_state
            .as_deref()
            .is_some_and(|state| lines::are_many(state.lines())),
        initial_state,
        params_types: types(&plan.params_types)?,
        events: plan.events.iter().map(constant).collect(),
        schemas: plan.schemas.iter().map(schema::declaration).collect(),
        tasks,
        conversion_tasks: plan.conversion_tasks,
        conversion_steps: plan.conversion_steps,
        stubs,
        // A field that is never read would be a warning in a binary crate.
        tasks_field: if plan.tasks.is_empty() {
            "_tasks"
        } else {
            "tasks"
        },
        step_functions: team.try_each(&plan.bodies, step_function)?,
        run_parameter: if plan.arms.iter().any(runs) {
            "run"
        } else {
            "_run"
        },
        has_many_arms: has_many(&arms),
        arms,
        boxed_steps: plan.boxed_steps,
    })
}

/// Whether the `match` with these arms is all that one function may hold, or more.
fn has_many(arms: &[String]) -> bool {
    let arms = arms.iter().flat_map(|arm| arm.lines());
    lines::are_many(["match step {"].into_iter().chain(arms).chain(["}"]))
}

/// The call that makes the flow's identity.
fn identity(plan: &Plan) -> String {
    const WIDTH: usize = 60;
    let arguments = [&plan.flow_id, &plan.flow_version].map(|text| string_literal(text));
    let line = arguments.join(", ");
    if line.width() <= WIDTH {
        return format!("FlowId::new({line})");
    }
    block("FlowId::new(", &arguments, ")", 8)
}

/// The head of the function that a program calls. Editions differ in how they break one that has
/// no parameters, so where it is too wide it says what it returns in other words.
fn create_workflow(plan: &Plan) -> String {
    let (workflow, tasks) = (&plan.workflow_type, &plan.tasks_type);
    let line = format!("pub fn create_workflow() -> {workflow}<{tasks}> {{");
    if line.width() <= MAX_WIDTH {
        return line;
    }
    "pub fn create_workflow() -> impl Workflow<Step = Step, State = State> {".to_owned()
}

/// The head of an `impl` block of the workflow type.
fn impl_head(head: &str, link: &str, workflow: &str) -> String {
    let line = format!("{head} {link}{workflow}<T> {{");
    if line.width() <= MAX_WIDTH {
        return line;
    }
    format!("{head}\n    {link}{workflow}<T>\n{{")
}

fn new_workflow(plan: &Plan) -> Code {
    let new = format!("{}::new", plan.workflow_type);
    Code::call(&new, Code::text(plan.tasks_type.as_str()))
}
