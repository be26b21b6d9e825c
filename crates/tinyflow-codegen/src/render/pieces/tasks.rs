//! The functions of `Tasks`: their declarations and their stubs.

use tinyflow_model::diagnostic::escape;

use crate::plan::{FunctionKind, Paragraph, TaskFunction};
use crate::render::doc;
use crate::render::layout::{MAX_WIDTH, block};
use crate::render::width::Width;

/// The declaration of a task's function in `Tasks`.
pub(super) fn declaration(task: &TaskFunction) -> String {
    let doc = documentation(task);
    let head = format!("fn {}", task.name);
    match result(&task.kind) {
        None => format!("{doc}{}", signature(&head, &parameters(&task.kind), ";")),
        Some(result) => {
            let returns = format!(" -> impl Future<Output = {result}> + Send;");
            format!(
                "{doc}{}",
                signature(&head, &parameters(&task.kind), &returns)
            )
        }
    }
}

/// The stub of a task, as it stands in the user's `impl` block.
pub(in crate::render) fn stub(task: &TaskFunction) -> String {
    let doc = documentation(task);
    let name = &task.name;
    let (head, behind) = match result(&task.kind) {
        None => (format!("fn {name}"), " {".to_owned()),
        Some(result) => (format!("async fn {name}"), format!(" -> {result} {{")),
    };
    let signature = signature(&head, &parameters(&task.kind), &behind);
    let lines = stub_lines(task).into_iter();
    let lines: String = lines.map(|line| format!("        {line}\n")).collect();
    format!("{doc}{signature}\n{lines}    }}")
}

/// What a function gives back, in time; none where it folds an answer into the state.
fn result(kind: &FunctionKind) -> Option<&'static str> {
    match kind {
        FunctionKind::Task { .. } | FunctionKind::Start { .. } => Some("TaskResult<State>"),
        FunctionKind::Poll { .. } => Some("TaskResult<Poll<State>>"),
        FunctionKind::Fold(_) => None,
    }
}

/// The types of the parameters that a task's function takes after `self`.
pub(in crate::render) fn stub_parameters(task: &TaskFunction) -> Vec<String> {
    let parameters = parameters(&task.kind);
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
        FunctionKind::Fold(fold) => return fold.assignments.clone(),
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

/// What people call the task, on one line.
fn title(task: &TaskFunction) -> String {
    let title = task.title.split_whitespace().collect::<Vec<_>>().join(" ");
    escape(&title).to_string()
}

fn parameters(kind: &FunctionKind) -> Vec<String> {
    let own: Vec<String> = match kind {
        FunctionKind::Task { params_type }
        | FunctionKind::Start { params_type }
        | FunctionKind::Poll { params_type } => {
            let params = params_type.iter().map(|name| format!("params: {name}"));
            let common = ["task: TaskContext", "state: State"];
            common
                .into_iter()
                .map(str::to_owned)
                .chain(params)
                .collect()
        }
        FunctionKind::Fold(fold) => {
            let answer = format!("answer: {}", fold.answer_type);
            vec!["state: &mut State".to_owned(), answer]
        }
    };
    std::iter::once("&self".to_owned()).chain(own).collect()
}

/// A function's signature in an `impl` block.
pub(super) fn signature(head: &str, parameters: &[String], behind: &str) -> String {
    const INDENT: usize = 4;
    let parameters_line = parameters.join(", ");
    let line = format!("    {head}({parameters_line}){behind}");
    // rustfmt leaves room for a brace between a return type and a semicolon.
    if line.width() == MAX_WIDTH && behind.len() > 1 && line.ends_with(';') {
        return format!("    {head}({parameters_line})\n   {behind}");
    }
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
