//! The functions of `Tasks`: their declarations and their stubs.

use tinyflow_model::diagnostic::escape;
use unicode_width::UnicodeWidthStr;

use crate::plan::{Paragraph, TaskFunction};
use crate::render::doc;
use crate::render::layout::{MAX_WIDTH, block};

/// The declaration of a task's function in `Tasks`.
pub(super) fn declaration(task: &TaskFunction) -> String {
    let doc = doc::comment(&[Paragraph::Text(task.title.clone())], 4);
    let head = format!("fn {}", task.name);
    let returns = " -> impl Future<Output = TaskResult<State>> + Send;";
    format!("{doc}{}", signature(&head, &parameters(task), returns))
}

/// The stub of a task, as it stands in the user's `impl` block.
pub(in crate::render) fn stub(task: &TaskFunction) -> String {
    let doc = doc::comment(&[Paragraph::Text(task.title.clone())], 4);
    let head = format!("async fn {}", task.name);
    let signature = signature(&head, &parameters(task), " -> TaskResult<State> {");
    let title = task.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = escape(&title);
    let unused = match task.params_type {
        Some(_) => "(task, params)",
        None => "task",
    };
    format!(
        "{doc}{signature}\n        // TODO: implement the task '{title}'\n        \
         let _ = {unused};\n        Ok(state)\n    }}"
    )
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
    // rustfmt leaves room for a brace behind a semicolon.
    if line.width() == MAX_WIDTH && line.ends_with(';') {
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
