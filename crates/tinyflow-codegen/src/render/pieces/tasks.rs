//! The functions of `Tasks`: their declarations and their stubs.

use std::borrow::Cow;

use tinyflow_model::diagnostic::escape;

use crate::new_file::Stub;
use crate::plan::{Assignment, FunctionKind, Paragraph, TaskFunction};
use crate::render::doc;
use crate::render::layout::{MAX_WIDTH, Space, block, lay_out};
use crate::render::width::Width;

/// A function of `Tasks`, laid out.
pub(super) struct Function {
    /// As `Tasks` declares it.
    pub(super) declaration: String,
    /// As the user is handed it, for their `impl` block.
    pub(super) stub: Stub,
}

/// Lays out the function of a task.
pub(super) fn function(task: &TaskFunction) -> Function {
    let doc = documentation(task);
    let parameters = parameters(&task.kind);
    Function {
        declaration: doc.clone() + &declaration(task, &parameters),
        stub: Stub {
            function: task.name.clone(),
            task: task.title.clone(),
            parameters: types_of(&parameters),
            text: doc + &stub(task, &parameters),
        },
    }
}

fn declaration(task: &TaskFunction, parameters: &[Cow<'_, str>]) -> String {
    let behind = match result(&task.kind) {
        None => ";".to_owned(),
        Some(result) => format!(" -> impl Future<Output = {result}> + Send;"),
    };
    signature(&format!("fn {}", task.name), parameters, &behind)
}

fn stub(task: &TaskFunction, parameters: &[Cow<'_, str>]) -> String {
    let name = &task.name;
    let (head, behind) = match result(&task.kind) {
        None => (format!("fn {name}"), " {".to_owned()),
        Some(result) => (format!("async fn {name}"), format!(" -> {result} {{")),
    };
    let mut text = signature(&head, parameters, &behind);
    for line in stub_lines(task) {
        text.extend(["\n        ", &line]);
    }
    text + "\n    }"
}

/// What a function gives back, in time; none where it folds an answer into the state.
fn result(kind: &FunctionKind) -> Option<&'static str> {
    match kind {
        FunctionKind::Task { .. } | FunctionKind::Start { .. } => Some("TaskResult<State>"),
        FunctionKind::Poll { .. } => Some("TaskResult<Poll<State>>"),
        FunctionKind::Fold(_) => None,
    }
}

/// The types of the parameters after `self`.
fn types_of(parameters: &[Cow<'_, str>]) -> Vec<String> {
    let types = parameters
        .iter()
        .filter_map(|parameter| parameter.split_once(": "));
    types.map(|(_, written)| written.to_owned()).collect()
}

fn documentation(task: &TaskFunction) -> String {
    let about = |before, after| Paragraph::About {
        before,
        name: task.title.clone(),
        after,
    };
    let paragraph = match &task.kind {
        FunctionKind::Task { .. } => Paragraph::Text(task.title.clone()),
        FunctionKind::Start { .. } => about("Starts", "."),
        FunctionKind::Poll { .. } => about("Looks whether", " is done."),
        FunctionKind::Fold(_) => about("What the answer to", " changes."),
    };
    doc::comment(&[paragraph], 4)
}

/// What stands in a stub.
fn stub_lines(task: &TaskFunction) -> Vec<String> {
    let title = title(task);
    let (params_type, result) = match &task.kind {
        FunctionKind::Task { params_type } | FunctionKind::Start { params_type } => {
            (params_type, "Ok(state)")
        }
        FunctionKind::Poll { params_type } => (params_type, "Ok(Poll::Ready(state))"),
        FunctionKind::Fold(fold) if fold.assignments.is_empty() => {
            return vec![
                format!("// TODO: implement the task '{title}'"),
                "let _ = (state, answer);".to_owned(),
            ];
        }
        FunctionKind::Fold(fold) => return fold.assignments.iter().map(assignment).collect(),
    };
    let unused = match params_type {
        Some(_) => "(task, params)",
        None => "task",
    };
    vec![
        format!("// TODO: implement the task '{title}'"),
        format!("let _ = {unused};"),
        result.to_owned(),
    ]
}

/// The statement that assigns a field of the answer to one of the state.
fn assignment(assignment: &Assignment) -> String {
    let assigned = |indent: usize| {
        let start = format!("{} =", assignment.target);
        let column = indent + start.width() + 1;
        let value = lay_out(&assignment.value, Space::new(indent, column, 1));
        format!("{start} {value};")
    };
    match &assignment.given {
        None => assigned(8),
        Some(given) => {
            let value = assigned(12);
            format!("if let Some(value) = {given} {{\n            {value}\n        }}")
        }
    }
}

/// What people call the task, on one line.
fn title(task: &TaskFunction) -> String {
    let title = task.title.split_whitespace().collect::<Vec<_>>().join(" ");
    escape(&title).to_string()
}

fn parameters(kind: &FunctionKind) -> Vec<Cow<'static, str>> {
    match kind {
        FunctionKind::Task { params_type }
        | FunctionKind::Start { params_type }
        | FunctionKind::Poll { params_type } => {
            let common = ["&self", "task: TaskContext", "state: State"].map(Cow::Borrowed);
            let params = params_type.iter().map(|name| format!("params: {name}"));
            common.into_iter().chain(params.map(Cow::Owned)).collect()
        }
        FunctionKind::Fold(fold) => {
            let answer = format!("answer: {}", fold.answer_type);
            vec!["&self".into(), "state: &mut State".into(), answer.into()]
        }
    }
}

/// A function's signature in an `impl` block.
pub(super) fn signature(head: &str, parameters: &[Cow<'_, str>], behind: &str) -> String {
    const INDENT: usize = 4;
    let line = parameters.join(", ");
    let width = INDENT + head.width() + "()".len() + line.width() + behind.width();
    // rustfmt leaves room for a brace between a return type and a semicolon.
    if width == MAX_WIDTH && behind.len() > 1 && behind.ends_with(';') {
        return ["    ", head, "(", &line, ")\n   ", behind].concat();
    }
    if width <= MAX_WIDTH {
        return ["    ", head, "(", &line, ")", behind].concat();
    }
    let (opening, closing) = (["    ", head, "("].concat(), [")", behind].concat());
    block(&opening, parameters, &closing, INDENT)
}
