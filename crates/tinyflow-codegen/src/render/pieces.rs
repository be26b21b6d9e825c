//! The plan with every piece laid out that breaks by width: what the templates
//! are given.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::doc;
use super::layout::{MAX_WIDTH, Space, block, lay_out};
use crate::plan::literal::string_literal;
use crate::plan::{
    Arm, Code, DefaultFunction, Field, Paragraph, Plan, StepBody, TaskCall, TaskFunction,
    TypeDefinition, Variant, Way,
};

/// What the templates are given.
#[derive(Serialize)]
pub(super) struct Pieces<'p> {
    flow: String,
    flow_id: String,
    flow_version: String,
    workflow_type: &'p str,
    tasks_type: &'p str,
    begin: &'p str,
    repetitive_variants: bool,
    variants: Vec<VariantPieces<'p>>,
    state_types: Vec<TypePieces<'p>>,
    initial_state: Option<String>,
    params_types: Vec<TypePieces<'p>>,
    tasks: Vec<String>,
    stubs: Vec<String>,
    tasks_field: &'static str,
    bodies: Vec<BodyPieces>,
    run_parameter: &'static str,
    arms: Vec<String>,
}

#[derive(Serialize)]
struct VariantPieces<'p> {
    attributes: String,
    name: &'p str,
}

#[derive(Serialize)]
struct TypePieces<'p> {
    kind: &'static str,
    doc: String,
    derives: String,
    attributes: String,
    name: &'p str,
    fields: Vec<String>,
    variants: Vec<VariantPieces<'p>>,
    repetitive: bool,
    defaults: Vec<DefaultPieces>,
}

#[derive(Serialize)]
struct DefaultPieces {
    signature: String,
    value: String,
}

#[derive(Serialize)]
struct BodyPieces {
    signature: String,
    repetitive_condition: bool,
    params: Option<String>,
    action: Option<String>,
    reads_state: bool,
    ways: Vec<WayPieces>,
    may_fail: bool,
}

#[derive(Serialize)]
struct WayPieces {
    condition: Option<String>,
    next: String,
}

/// Lays out the pieces of a plan.
pub(super) fn pieces(plan: &Plan) -> Pieces<'_> {
    let runs =
        |arm: &Arm| !matches!(arm.body, Code::Text(_)) && arm.body.one_line().contains("run");
    Pieces {
        flow: doc::plain(&plan.flow_name),
        flow_id: string_literal(&plan.flow_id),
        flow_version: string_literal(&plan.flow_version),
        workflow_type: &plan.workflow_type,
        tasks_type: &plan.tasks_type,
        begin: &plan.begin,
        repetitive_variants: plan.repetitive_variants,
        variants: plan.variants.iter().map(step_variant).collect(),
        state_types: plan.state_types.iter().map(definition).collect(),
        initial_state: plan.initial_state.as_ref().map(|state| at(state, 8, 0)),
        params_types: plan.params_types.iter().map(definition).collect(),
        tasks: plan.tasks.iter().map(task).collect(),
        stubs: plan.tasks.iter().map(stub).collect(),
        // A field that is never read would be a warning in a binary crate.
        tasks_field: if plan.tasks.is_empty() {
            "_tasks"
        } else {
            "tasks"
        },
        bodies: plan.bodies.iter().map(body).collect(),
        run_parameter: if plan.arms.iter().any(runs) {
            "run"
        } else {
            "_run"
        },
        arms: plan.arms.iter().map(arm).collect(),
    }
}

/// An expression that starts a line at this indentation.
fn at(code: &Code, indent: usize, behind: usize) -> String {
    let column = indent;
    lay_out(
        code,
        Space {
            indent,
            column,
            behind,
        },
    )
}

fn step_variant(variant: &Variant) -> VariantPieces<'_> {
    let rename = variant.rename.iter();
    let serde: Vec<String> = rename
        .map(|name| format!("rename = {}", string_literal(name)))
        .collect();
    VariantPieces {
        attributes: serde_attribute(&serde, 4),
        name: &variant.name,
    }
}

fn definition(definition: &TypeDefinition) -> TypePieces<'_> {
    match definition {
        TypeDefinition::Struct(shape) => TypePieces {
            kind: "struct",
            doc: doc::comment(&shape.doc, 0),
            derives: shape.derives.join(", "),
            attributes: serde_attribute(&shape.serde, 0),
            name: &shape.name,
            fields: shape.fields.iter().map(field).collect(),
            variants: Vec::new(),
            repetitive: false,
            defaults: shape.defaults.iter().map(default).collect(),
        },
        TypeDefinition::Enum(shape) => TypePieces {
            kind: "enum",
            doc: doc::comment(&shape.doc, 0),
            derives: "Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize".to_owned(),
            attributes: serde_attribute(&shape.serde, 0),
            name: &shape.name,
            fields: Vec::new(),
            variants: shape
                .variants
                .iter()
                .map(|variant| VariantPieces {
                    attributes: serde_attribute(&variant.serde, 4),
                    name: &variant.name,
                })
                .collect(),
            repetitive: shape.repetitive,
            defaults: Vec::new(),
        },
    }
}

fn field(field: &Field) -> String {
    let doc = doc::comment(&field.doc, 4);
    let attributes = serde_attribute(&field.serde, 4);
    let line = format!("    pub {}: {},", field.name, field.type_name);
    let line = if line.width() > MAX_WIDTH {
        format!("    pub {}:\n        {},", field.name, field.type_name)
    } else {
        line
    };
    format!("{doc}{attributes}{line}\n")
}

/// `#[serde(…)]` and a line break, or nothing.
fn serde_attribute(arguments: &[String], indent: usize) -> String {
    /// rustfmt's `attr_fn_like_width`.
    const WIDTH: usize = 70;
    if arguments.is_empty() {
        return String::new();
    }
    let spaces = " ".repeat(indent);
    let joined = arguments.join(", ");
    if joined.width() <= WIDTH {
        return format!("{spaces}#[serde({joined})]\n");
    }
    let last = arguments.len() - 1;
    let lines = arguments.iter().enumerate().map(|(index, argument)| {
        let comma = if index == last { "" } else { "," };
        format!("{argument}{comma}")
    });
    format!("{spaces}{}\n", block("#[serde(", lines, ")]", indent))
}

fn default(function: &DefaultFunction) -> DefaultPieces {
    let head = format!("    fn {}()", function.name);
    let returns = format!("-> {} {{", function.type_name);
    let fits = head.width() + 1 + returns.width() <= MAX_WIDTH;
    DefaultPieces {
        signature: format!("{head}{}{returns}", if fits { " " } else { "\n    " }),
        value: at(&function.value, 8, 0),
    }
}

/// The declaration of a task's function in `Tasks`.
fn task(task: &TaskFunction) -> String {
    let doc = doc::comment(&[Paragraph::Text(task.title.clone())], 4);
    let head = format!("fn {}", task.name);
    let returns = " -> impl Future<Output = TaskResult<State>> + Send;";
    format!("{doc}{}", signature(&head, &task_parameters(task), returns))
}

/// The stub of a task, as it stands in the user's `impl` block.
pub(super) fn stub(task: &TaskFunction) -> String {
    let doc = doc::comment(&[Paragraph::Text(task.title.clone())], 4);
    let head = format!("async fn {}", task.name);
    let signature = signature(&head, &task_parameters(task), " -> TaskResult<State> {");
    let title = doc::plain(&task.title);
    let unused = match task.params_type {
        Some(_) => "(task, params)",
        None => "task",
    };
    format!(
        "{doc}{signature}\n        // TODO: implement the task '{title}'\n        \
         let _ = {unused};\n        Ok(state)\n    }}"
    )
}

fn task_parameters(task: &TaskFunction) -> Vec<String> {
    let common = ["&self", "task: TaskContext", "state: State"];
    let params = task
        .params_type
        .iter()
        .map(|name| format!("params: {name}"));
    common
        .into_iter()
        .map(str::to_owned)
        .chain(params)
        .collect()
}

/// A function's signature in an `impl` block.
fn signature(head: &str, parameters: &[String], behind: &str) -> String {
    const INDENT: usize = 4;
    let line = format!("    {head}({}){behind}", parameters.join(", "));
    if line.width() <= MAX_WIDTH {
        return line;
    }
    let lines = parameters.iter().map(|parameter| format!("{parameter},"));
    block(
        &format!("    {head}("),
        lines,
        &format!("){behind}"),
        INDENT,
    )
}

fn body(body: &StepBody) -> BodyPieces {
    let run = "run: &DurableState<Step, State>".to_owned();
    let (head, parameters) = match body.task {
        Some(_) => (
            format!("async fn {}", body.name),
            vec!["&self".to_owned(), run],
        ),
        None => (format!("fn {}", body.name), vec![run]),
    };
    let params = body.task.as_ref().and_then(|task| task.params.as_ref());
    BodyPieces {
        signature: signature(&head, &parameters, " -> StepResult<Step> {"),
        repetitive_condition: body.repetitive_condition,
        params: params.map(|params| {
            const START: &str = "        let params = ";
            let (indent, column, behind) = (8, START.width(), 1);
            format!(
                "{START}{};",
                lay_out(
                    params,
                    Space {
                        indent,
                        column,
                        behind
                    }
                )
            )
        }),
        action: body.task.as_ref().map(action),
        reads_state: body.ways.iter().any(|way| way.condition.is_some()),
        ways: body.ways.iter().map(way).collect(),
        may_fail: body.may_fail,
    }
}

fn way(way: &Way) -> WayPieces {
    let next = Code::call("next", Code::text(format!("Step::{}", way.target)));
    match &way.condition {
        None => WayPieces {
            condition: None,
            next: at(&next, 8, 0),
        },
        Some(condition) => {
            const START: &str = "        if ";
            let (indent, column, behind) = (8, START.width(), 0);
            let condition = lay_out(
                condition,
                Space {
                    indent,
                    column,
                    behind,
                },
            );
            let line = format!("{START}{condition}");
            let brace = if takes_brace(&line) {
                " {"
            } else {
                "\n        {"
            };
            let (column, behind) = (12 + "return ".width(), 1);
            WayPieces {
                condition: Some(format!("{line}{brace}")),
                next: lay_out(
                    &next,
                    Space {
                        indent: 12,
                        column,
                        behind,
                    },
                ),
            }
        }
    }
}

/// Whether the brace of a block stands behind its head, on the same line.
fn takes_brace(head: &str) -> bool {
    match head.rsplit_once('\n') {
        None => head.width() + " {".len() <= MAX_WIDTH,
        Some((_, last)) => {
            let closes = |character| matches!(character, ')' | ']' | '}' | '?');
            let indent = head.len() - head.trim_start().len();
            last.trim_start().chars().all(closes)
                && last.starts_with(&head[..indent])
                && !last[indent..].starts_with(' ')
        }
    }
}

/// The statement that calls a task.
fn action(task: &TaskCall) -> String {
    const WIDTH: usize = 60;
    let key = string_literal(&task.key);
    let params = if task.params.is_some() {
        ", params"
    } else {
        ""
    };
    let call = format!(".{}(task, state{params})", task.function);
    let inner = format!("self.tasks{call}");
    let arguments = format!("{key}, |task, state| {inner}");
    let spaces = " ".repeat(8);
    if arguments.width() <= WIDTH {
        let line = format!("run.action({arguments}).await?;");
        if line.width() - 1 <= WIDTH {
            return format!("{spaces}{line}");
        }
        return format!("{spaces}run.action({arguments})\n{spaces}    .await?;");
    }
    if inner.width() <= WIDTH {
        return format!(
            "{spaces}run.action({key}, |task, state| {{\n{spaces}    {inner}\n{spaces}}})\n\
             {spaces}.await?;"
        );
    }
    let inner = format!("self.tasks\n{spaces}            {call}");
    format!(
        "{spaces}run.action(\n{spaces}    {key},\n{spaces}    |task, state| {{\n\
         {spaces}        {inner}\n{spaces}    }},\n{spaces})\n{spaces}.await?;"
    )
}

/// One arm of the `match` over all steps.
fn arm(arm: &Arm) -> String {
    const INDENT: usize = 12;
    let pattern = format!("Step::{} => ", arm.variant);
    let space = Space {
        indent: INDENT,
        column: INDENT + pattern.width(),
        behind: 1,
    };
    let spaces = " ".repeat(INDENT);
    let body = lay_out(&arm.body, space);
    let alone = at(&arm.body, INDENT + 4, 0);
    if body.contains('\n') && !alone.contains('\n') {
        return format!("{spaces}{pattern}{{\n{spaces}    {alone}\n{spaces}}}");
    }
    format!("{spaces}{pattern}{body},")
}
