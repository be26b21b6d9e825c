//! What the steps do: their functions, and the `match` over all of them.

use serde::Serialize;

use super::tasks::signature;
use crate::plan::literal::string_literal;
use crate::plan::{Arm, Code, EventCall, Pause, StepBody, TaskCall, Way};
use crate::render::constants::has_lookalike;
use crate::render::layout::{MAX_WIDTH, Space, lay_out};
use crate::render::width::Width;

#[derive(Serialize)]
pub(super) struct BodyPieces {
    signature: String,
    repetitive_condition: bool,
    has_lookalike: bool,
    params: Option<String>,
    action: Option<String>,
    pause: Option<String>,
    event: Option<EventPieces>,
    reads_state: bool,
    ways: Vec<WayPieces>,
    may_fail: bool,
}

#[derive(Serialize)]
pub(super) struct WayPieces {
    condition: Option<String>,
    next: String,
}

#[derive(Serialize)]
pub(super) struct EventPieces {
    shows_state: bool,
    request: Option<String>,
    wait: String,
    fold: String,
}

/// The function of a step.
pub(super) fn body(body: &StepBody) -> BodyPieces {
    let run = "run: &DurableState<Step, State>".to_owned();
    let calls_tasks = body.task.is_some() || body.event.is_some();
    let waits = calls_tasks || body.pause.is_some();
    let head = format!("{}fn {}", if waits { "async " } else { "" }, body.name);
    let own = calls_tasks.then(|| "&self".to_owned());
    let parameters: Vec<String> = own.into_iter().chain([run]).collect();
    let params = body.task.as_ref().and_then(|task| task.params.as_ref());
    let params = params.map(|params| binding("params", params));
    let event = body.event.as_ref().map(event);
    let ways: Vec<WayPieces> = body.ways.iter().map(way).collect();
    let conditions = ways.iter().filter_map(|way| way.condition.as_deref());
    BodyPieces {
        signature: signature(&head, &parameters, " -> StepResult<Step> {"),
        repetitive_condition: body.repetitive_condition,
        has_lookalike: params
            .as_deref()
            .into_iter()
            .chain(event.as_ref().and_then(|event| event.request.as_deref()))
            .chain(conditions)
            .any(has_lookalike),
        params,
        action: body.task.as_ref().map(action),
        pause: body.pause.as_ref().map(pause),
        event,
        reads_state: body.ways.iter().any(|way| way.condition.is_some()),
        ways,
        may_fail: body.may_fail,
    }
}

/// The statement that gives a value its name.
fn binding(name: &str, value: &Code) -> String {
    let start = format!("        let {name} = ");
    let value = lay_out(value, Space::new(8, start.width(), 1));
    format!("{start}{value};")
}

fn way(way: &Way) -> WayPieces {
    match &way.condition {
        None => WayPieces {
            condition: None,
            next: lay_out(&way.next, Space::line(8)),
        },
        Some(condition) => {
            const START: &str = "        if ";
            let condition = lay_out(condition, Space::new(8, START.width(), 0));
            let line = format!("{START}{condition}");
            let brace = if takes_brace(&line) {
                " {"
            } else {
                "\n        {"
            };
            let return_width = "return ".width();
            WayPieces {
                condition: Some(format!("{line}{brace}")),
                next: lay_out(&way.next, Space::new(12, 12 + return_width, 1)),
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
    let handed = if task.params.is_some() {
        "task, state, params"
    } else {
        "task, state"
    };
    let inner = format!("self.tasks.{}({handed})", task.function);
    let arguments = format!("{key}, |task, state| {inner}");
    let spaces = " ".repeat(8);
    // rustfmt measures arguments in bytes.
    if arguments.len() <= WIDTH {
        let line = format!("run.action({arguments}).await?;");
        if line.width() - 1 <= WIDTH {
            return format!("{spaces}{line}");
        }
        return format!("{spaces}run.action({arguments})\n{spaces}    .await?;");
    }
    // The closure opens on the line of the call where what stands before its
    // body is short; otherwise each argument has a line.
    const CLOSURE: &str = "|task, state| ";
    if key.width() + ", ".len() + CLOSURE.len() + "{".len() < WIDTH {
        let body = tasks_call(&task.function, handed, 12);
        return format!(
            "{spaces}run.action({key}, {CLOSURE}{{\n{spaces}    {body}\n{spaces}}})\n\
             {spaces}.await?;"
        );
    }
    let closure = if inner.width() <= WIDTH {
        format!("{CLOSURE}{inner}")
    } else {
        let body = tasks_call(&task.function, handed, 16);
        format!("{CLOSURE}{{\n{spaces}        {body}\n{spaces}    }}")
    };
    format!(
        "{spaces}run.action(\n{spaces}    {key},\n{spaces}    {closure},\n{spaces})\n\
         {spaces}.await?;"
    )
}

/// The statement that waits for a time, and above it the time in words.
fn pause(pause: &Pause) -> String {
    const WIDTH: usize = 60;
    let (key, ms) = (string_literal(&pause.key), &pause.ms);
    let arguments = format!("{key}, {ms}");
    let spaces = " ".repeat(8);
    let comment = format!("{spaces}// {}\n", pause.duration);
    // rustfmt measures arguments in bytes.
    if arguments.len() > WIDTH {
        return format!(
            "{comment}{spaces}run.wait_for_ms(\n{spaces}    {key},\n{spaces}    {ms},\n\
             {spaces})\n{spaces}.await?;"
        );
    }
    let call = format!("run.wait_for_ms({arguments})");
    if call.width() + ".await?".len() < WIDTH {
        return format!("{comment}{spaces}{call}.await?;");
    }
    format!("{comment}{spaces}{call}\n{spaces}    .await?;")
}

/// The statements of a step that waits for an event.
fn event(event: &EventCall) -> EventPieces {
    EventPieces {
        shows_state: event.shows_state,
        request: event
            .request
            .as_ref()
            .map(|request| binding("request", request)),
        wait: answered(event),
        fold: folded(event),
    }
}

/// The statement that waits for the answer.
fn answered(event: &EventCall) -> String {
    const WIDTH: usize = 60;
    let request = if event.request.is_some() {
        "request"
    } else {
        "()"
    };
    let arguments = format!("&{}, {request}", event.constant);
    let chain = format!("run.wait_for({arguments}).await?");
    if chain.width() < WIDTH {
        return format!("        let answer = {chain};");
    }
    let call = if arguments.len() <= WIDTH {
        format!("wait_for({arguments})")
    } else {
        let constant = &event.constant;
        format!(
            "wait_for(\n                &{constant},\n                {request},\n            )"
        )
    };
    format!("        let answer = run\n            .{call}\n            .await?;")
}

/// The statement that folds the answer into the state.
fn folded(event: &EventCall) -> String {
    const WIDTH: usize = 60;
    const CLOSURE: &str = "|state| ";
    let key = string_literal(&event.key);
    const HANDED: &str = "state, answer";
    let inner = format!("self.tasks.{}({HANDED})", event.function);
    let arguments = format!("{key}, {CLOSURE}{inner}");
    let line = format!("        run.change({arguments})?;");
    // rustfmt measures arguments in bytes.
    if arguments.len() <= WIDTH && line.width() <= MAX_WIDTH {
        return line;
    }
    let spaces = " ".repeat(8);
    if key.width() + ", ".len() + CLOSURE.len() + "{".len() <= WIDTH {
        let body = tasks_call(&event.function, HANDED, 12);
        return format!("{spaces}run.change({key}, {CLOSURE}{{\n{spaces}    {body}\n{spaces}}})?;");
    }
    let closure = if inner.width() <= WIDTH {
        format!("{CLOSURE}{inner}")
    } else {
        let body = tasks_call(&event.function, HANDED, 16);
        format!("{CLOSURE}{{\n{spaces}        {body}\n{spaces}    }}")
    };
    format!("{spaces}run.change(\n{spaces}    {key},\n{spaces}    {closure},\n{spaces})?;")
}

/// The call of a function of the tasks on a line of its own, at this indentation.
fn tasks_call(function: &str, arguments: &str, indent: usize) -> String {
    const WIDTH: usize = 60;
    let call = format!(".{function}({arguments})");
    if "self.tasks".len() + call.width() <= WIDTH {
        return format!("self.tasks{call}");
    }
    let spaces = " ".repeat(indent + 4);
    if spaces.len() + call.width() <= MAX_WIDTH {
        return format!("self.tasks\n{spaces}{call}");
    }
    format!("self.tasks\n{spaces}.{function}(\n{spaces}    {arguments},\n{spaces})")
}

/// One arm of the `match` over all steps.
pub(super) fn arm(arm: &Arm) -> String {
    const INDENT: usize = 12;
    let spaces = " ".repeat(INDENT);
    let pattern = format!("Step::{} => ", arm.variant);
    let body = lay_out(&arm.body, Space::new(INDENT, INDENT + pattern.width(), 1));
    if !body.contains('\n') {
        return format!("{spaces}{pattern}{body},");
    }
    // A call may open on the line of the pattern; a chain goes into a block,
    // as does what then fits on one line.
    let alone = lay_out(&arm.body, Space::line(INDENT + 4));
    if alone.contains('\n') && !matches!(arm.body, Code::Chain { .. }) {
        return format!("{spaces}{pattern}{body},");
    }
    format!("{spaces}{pattern}{{\n{spaces}    {alone}\n{spaces}}}")
}
