//! The functions of `Tasks`: their declarations and their stubs.

use tinyflow_model::diagnostic::escape;

use crate::plan::{FoldFunction, Paragraph, TaskFunction};
use crate::render::doc;
use crate::render::layout::{MAX_WIDTH, block};
use crate::render::width::Width;

/// The declaration of a task's function in `Tasks`.
pub(super) fn declaration(task: &TaskFunction) -> String {
    let doc = documentation(task);
    let head = format!("fn {}", task.name);
    if let Some(fold) = &task.fold {
        return format!("{doc}{}", signature(&head, &fold_parameters(fold), ";"));
    }
    let returns = " -> impl Future<Output = TaskResult<State>> + Send;";
    format!("{doc}{}", signature(&head, &parameters(task), returns))
}

/// The stub of a task, as it stands in the user's `impl` block.
pub(in crate::render) fn stub(task: &TaskFunction) -> String {
    let doc = documentation(task);
    if let Some(fold) = &task.fold {
        return format!("{doc}{}", fold_stub(task, fold));
    }
    let head = format!("async fn {}", task.name);
    let signature = signature(&head, &parameters(task), " -> TaskResult<State> {");
    let title = title(task);
    let unused = match task.params_type {
        Some(_) => "(task, params)",
        None => "task",
    };
    format!(
        "{doc}{signature}\n        // TODO: implement the task '{title}'\n        \
         let _ = {unused};\n        Ok(state)\n    }}"
    )
}

/// The types of the parameters that a task's function takes after `self`.
pub(in crate::render) fn stub_parameters(task: &TaskFunction) -> Vec<String> {
    let parameters = match &task.fold {
        Some(fold) => fold_parameters(fold),
        None => parameters(task),
    };
    let types = parameters
        .iter()
        .filter_map(|parameter| parameter.split_once(": "));
    types.map(|(_, written)| written.to_owned()).collect()
}

fn documentation(task: &TaskFunction) -> String {
    let paragraph = match task.fold {
        None => Paragraph::Text(task.title.clone()),
        Some(_) => Paragraph::About {
            before: "What the answer to",
            name: task.title.clone(),
            after: " changes.",
        },
    };
    doc::comment(&[paragraph], 4)
}

/// The stub of a function that folds an answer into the state.
fn fold_stub(task: &TaskFunction, fold: &FoldFunction) -> String {
    let head = format!("fn {}", task.name);
    let signature = signature(&head, &fold_parameters(fold), " {");
    let assignments = fold.assignments.iter();
    let lines: String = if fold.assignments.is_empty() {
        let title = title(task);
        format!(
            "        // TODO: implement the task '{title}'\n        \
             let _ = (state, answer);\n"
        )
    } else {
        assignments
            .map(|line| format!("        {line}\n"))
            .collect()
    };
    format!("{signature}\n{lines}    }}")
}

fn fold_parameters(fold: &FoldFunction) -> Vec<String> {
    let answer = format!("answer: {}", fold.answer_type);
    vec!["&self".to_owned(), "state: &mut State".to_owned(), answer]
}

/// What people call the task, on one line.
fn title(task: &TaskFunction) -> String {
    let title = task.title.split_whitespace().collect::<Vec<_>>().join(" ");
    escape(&title).to_string()
}

fn parameters(task: &TaskFunction) -> Vec<String> {
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
