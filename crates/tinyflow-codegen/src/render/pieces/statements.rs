//! What a step does before it moves on: its statements, each laid out.

use crate::plan::literal::string_literal;
use crate::plan::{Code, EventCall, EventTimeout, Link, Pause, StepBody, TaskCall};
use crate::render::layout::{Document, MAX_WIDTH, Space, is_better_below, lay_out, print};
use crate::render::width::Width;

/// rustfmt's width of a chain, and of the arguments of a call.
const WIDTH: usize = 60;
const INDENT: usize = 8;
const SPACES: &str = "        ";

/// A statement of a step's function.
pub(super) struct Statement {
    pub(super) text: String,
    /// Whether it holds values of the flow.
    pub(super) is_value: bool,
}

impl Statement {
    fn call(text: String) -> Self {
        let is_value = false;
        Self { text, is_value }
    }

    /// Gives a value its name.
    fn binding(name: &str, value: &Code) -> Self {
        let start = format!("{SPACES}let {name} =");
        let value = Document::new(value);
        let behind = print(&value, Space::new(INDENT, start.width() + 1, 1));
        let below = || print(&value, Space::new(INDENT + 4, INDENT + 4, 1));
        let below = behind.contains('\n').then(below);
        let text = match below.filter(|below| is_better_below(&behind, below)) {
            Some(below) => format!("{start}\n{SPACES}    {below};"),
            None => format!("{start} {behind};"),
        };
        let is_value = true;
        Self { text, is_value }
    }
}

/// The statements of a step, without those that move on.
pub(super) fn statements(body: &StepBody) -> Vec<Statement> {
    let mut statements = Vec::new();
    if let Some(task) = &body.task {
        call_task(task, &mut statements);
    }
    if let Some(wait) = &body.pause {
        statements.push(Statement::call(pause(wait)));
    }
    if let Some(event) = &body.event {
        wait_for_event(event, &mut statements);
    }
    statements
}

fn call_task(task: &TaskCall, statements: &mut Vec<Statement>) {
    if let Some(params) = &task.params {
        statements.push(Statement::binding("params", params));
    }
    if let Some(retry) = &task.retry {
        statements.push(Statement::binding("retry", retry));
    }
    let options = [
        task.retry
            .as_ref()
            .map(|_| setting("retry", &Code::text("retry"))),
        task.timeout
            .as_ref()
            .map(|timeout| setting("timeout", timeout)),
    ];
    let options: Vec<Link> = options.into_iter().flatten().collect();
    let has_options = !options.is_empty();
    if has_options {
        let options = chain("ActionOptions::new()", options);
        statements.push(Statement::binding("options", &options));
    }
    let action = |key: &str, handed: &str| {
        let (method, options) = if has_options {
            ("action_with", Some("&options"))
        } else {
            ("action", None)
        };
        Statement::call(call(method, key, options, &task.function, handed))
    };
    let Some(polling) = &task.polling else {
        let params = task.params.as_ref().map_or("", |_| ", params");
        statements.push(action(&task.key, &format!("task, state{params}")));
        return;
    };
    let (copy, params) = match &task.params {
        Some(_) => (", params.clone()", ", params"),
        None => ("", ""),
    };
    statements.push(action("start", &format!("task, state{copy}")));
    let every = polling.every.one_line();
    let settings = [
        polling
            .timeout
            .as_ref()
            .map(|timeout| setting("timeout", timeout)),
        has_options.then(|| setting("options", &Code::text("options"))),
    ];
    let settings = settings.into_iter().flatten().collect();
    let settings = chain(&format!("Polling::every({every})"), settings);
    statements.push(Statement::binding("polling", &settings));
    let (function, handed) = (&polling.function, format!("task, state{params}"));
    let look = call("poll", &task.key, Some("&polling"), function, &handed);
    statements.push(Statement::call(look));
}

fn setting(name: &str, value: &Code) -> Link {
    Link::text(format!(".with_{name}({})", value.one_line()))
}

fn chain(root: &str, links: Vec<Link>) -> Code {
    Code::Chain {
        root: Box::new(Code::text(root)),
        links,
    }
}

/// The statement that hands a task to a method of the run.
fn call(method: &str, key: &str, options: Option<&str>, function: &str, handed: &str) -> String {
    const CLOSURE: &str = "|task, state| ";
    let key = string_literal(key);
    let before: Vec<&str> = std::iter::once(key.as_str()).chain(options).collect();
    let inner = format!("self.tasks.{function}({handed})");
    let head = before.join(", ");
    let arguments = format!("{head}, {CLOSURE}{inner}");
    // rustfmt measures arguments in bytes.
    if arguments.len() <= WIDTH {
        let line = format!("run.{method}({arguments}).await?;");
        if line.width() - 1 <= WIDTH {
            return format!("{SPACES}{line}");
        }
        return format!("{SPACES}run.{method}({arguments})\n{SPACES}    .await?;");
    }
    // The closure opens on the line of the call where what stands before its
    // body is short; otherwise each argument has a line.
    if head.width() + ", ".len() + CLOSURE.len() + "{".len() < WIDTH {
        let body = tasks_call(function, handed, 12);
        return format!(
            "{SPACES}run.{method}({head}, {CLOSURE}{{\n{SPACES}    {body}\n{SPACES}}})\n\
             {SPACES}.await?;"
        );
    }
    let closure = if inner.width() <= WIDTH {
        format!("{CLOSURE}{inner}")
    } else {
        let body = tasks_call(function, handed, 16);
        format!("{CLOSURE}{{\n{SPACES}        {body}\n{SPACES}    }}")
    };
    let before = before.join(&format!(",\n{SPACES}    "));
    format!(
        "{SPACES}run.{method}(\n{SPACES}    {before},\n{SPACES}    {closure},\n{SPACES})\n\
         {SPACES}.await?;"
    )
}

/// The statement that waits for a time, and above it the time in words.
fn pause(pause: &Pause) -> String {
    let (key, ms) = (string_literal(&pause.key), &pause.ms);
    let arguments = format!("{key}, {ms}");
    let comment = format!("{SPACES}// {}\n", pause.duration);
    // rustfmt measures arguments in bytes.
    if arguments.len() > WIDTH {
        return format!(
            "{comment}{SPACES}run.wait_for_ms(\n{SPACES}    {key},\n{SPACES}    {ms},\n\
             {SPACES})\n{SPACES}.await?;"
        );
    }
    let call = format!("run.wait_for_ms({arguments})");
    if call.width() + ".await?".len() < WIDTH {
        return format!("{comment}{SPACES}{call}.await?;");
    }
    format!("{comment}{SPACES}{call}\n{SPACES}    .await?;")
}

fn wait_for_event(event: &EventCall, statements: &mut Vec<Statement>) {
    if event.shows_state {
        let text = format!("{SPACES}let state = run.state();");
        statements.push(Statement::call(text));
    }
    if let Some(request) = &event.request {
        statements.push(Statement::binding("request", request));
    }
    statements.push(Statement::call(answered(event)));
    if let Some(timeout) = &event.timeout {
        statements.push(Statement::call(unanswered(timeout)));
    }
    statements.push(Statement::call(folded(event)));
}

/// The statement that waits for the answer, and above it for how long.
fn answered(event: &EventCall) -> String {
    let request = event.request.as_ref().map_or("()", |_| "request");
    let constant = format!("&{}", event.constant);
    let mut arguments = vec![constant.as_str(), request];
    let (method, comment) = match &event.timeout {
        None => ("wait_for", String::new()),
        Some(timeout) => {
            arguments.push(&timeout.ms);
            let comment = format!("{SPACES}// {}\n", timeout.duration);
            ("wait_for_within", comment)
        }
    };
    let line = arguments.join(", ");
    let chain = format!("run.{method}({line}).await?");
    if chain.width() < WIDTH {
        return format!("{comment}{SPACES}let answer = {chain};");
    }
    let call = if line.len() <= WIDTH {
        format!("{method}({line})")
    } else {
        let lines = arguments.join(",\n                ");
        format!("{method}(\n                {lines},\n            )")
    };
    format!("{comment}{SPACES}let answer = run\n            .{call}\n            .await?;")
}

/// The statement that goes on where no answer came in time.
fn unanswered(timeout: &EventTimeout) -> String {
    let indent = INDENT + 4;
    let next = lay_out(
        &timeout.next,
        Space::new(indent, indent + "return ".len(), 1),
    );
    format!("{SPACES}let Some(answer) = answer else {{\n{SPACES}    return {next};\n{SPACES}}};")
}

/// The statement that folds the answer into the state.
fn folded(event: &EventCall) -> String {
    const CLOSURE: &str = "|state| {";
    const HANDED: &str = "state, answer";
    let key = string_literal(&event.key);
    if key.width() + ", ".len() + CLOSURE.len() <= WIDTH {
        let body = tasks_call(&event.function, HANDED, 12);
        return format!("{SPACES}run.change({key}, {CLOSURE}\n{SPACES}    {body};\n{SPACES}}})?;");
    }
    let body = tasks_call(&event.function, HANDED, 16);
    let closure = format!("{CLOSURE}\n{SPACES}        {body};\n{SPACES}    }}");
    format!("{SPACES}run.change(\n{SPACES}    {key},\n{SPACES}    {closure},\n{SPACES})?;")
}

/// The call of a function of the tasks on a line of its own, at this indentation.
fn tasks_call(function: &str, arguments: &str, indent: usize) -> String {
    let call = format!(".{function}({arguments})");
    if "self.tasks".len() + call.width() <= WIDTH {
        return format!("self.tasks{call}");
    }
    let spaces = " ".repeat(indent + 4);
    if spaces.len() + call.width() <= MAX_WIDTH {
        return format!("self.tasks\n{spaces}{call}");
    }
    // Names share a line, calls do not.
    let arguments = match arguments.contains('(') {
        true => arguments.replace(", ", &format!(",\n{spaces}    ")),
        false => arguments.to_owned(),
    };
    format!("self.tasks\n{spaces}.{function}(\n{spaces}    {arguments},\n{spaces})")
}
