//! What the steps do: their functions, and the `match` over all of them.

use std::borrow::Cow;

use serde::Serialize;

use super::statements::{Statement, statements};
use super::tasks::signature;
use crate::plan::{Arm, Code, Link, StepBody, Way};
use crate::render::attribute;
use crate::render::constants::has_lookalike;
use crate::render::layout::{Document, MAX_WIDTH, Space, is_better_below, lay_out, print};
use crate::render::lines;
use crate::render::width::Width;

#[derive(Serialize)]
pub(super) struct BodyPieces {
    allowances: String,
    signature: String,
    statements: Vec<String>,
    reads_state: bool,
    ways: Vec<WayPieces>,
    may_fail: bool,
}

#[derive(Serialize)]
pub(super) struct WayPieces {
    condition: Option<String>,
    next: String,
}

/// The function of a step.
pub(super) fn body(body: &StepBody) -> BodyPieces {
    let statements = statements(body);
    let ways: Vec<WayPieces> = body.ways.iter().map(way).collect();
    let conditions = ways.iter().filter_map(|way| way.condition.as_ref());
    let mut values = statements.iter().filter(|statement| statement.is_value);
    let has_lookalike = values.any(|statement| has_lookalike(&statement.text))
        || conditions.clone().any(|text| has_lookalike(text));
    // A condition of constants alone is there where it would throw.
    let reads_state = conditions.clone().any(|text| text.contains("state"));
    let waits = body.calls_tasks() || body.pause.is_some();
    let head = format!("{}fn {}", if waits { "async " } else { "" }, body.name);
    let own = body.calls_tasks().then_some("&self");
    let uses_run = waits || reads_state || body.may_fail;
    let run = if uses_run { "run" } else { "_" };
    let run = format!("{run}: &DurableState<Step, State>");
    let parameters = own.map(Cow::Borrowed).into_iter();
    let parameters: Vec<_> = parameters.chain([Cow::Owned(run)]).collect();
    let mut lints = body.lints.clone();
    if has_lookalike {
        lints.insert(0, "approx_constant");
    }
    if lines::are_many(body_lines(&statements, &ways)) {
        lints.push("too_many_lines");
    }
    BodyPieces {
        allowances: attribute::allow(&lints, 4),
        signature: signature(&head, &parameters, " -> StepResult<Step> {"),
        statements: statements
            .into_iter()
            .map(|statement| statement.text)
            .collect(),
        reads_state,
        ways,
        may_fail: body.may_fail,
    }
}

/// The lines of the function's body that there may be many of.
fn body_lines<'t>(
    statements: &'t [Statement],
    ways: &'t [WayPieces],
) -> impl Iterator<Item = &'t str> {
    let statements = statements
        .iter()
        .flat_map(|statement| statement.text.lines());
    let ways = ways.iter().flat_map(|way| {
        let condition = way.condition.iter().flat_map(|condition| condition.lines());
        let closing = way.condition.iter().map(|_| "}");
        condition.chain(way.next.lines()).chain(closing)
    });
    statements.chain(ways)
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
        // Here rustfmt counts bytes.
        None => head.len() + " {".len() <= MAX_WIDTH,
        Some((_, last)) => {
            let closes = |character| matches!(character, ')' | ']' | '}' | '?');
            let indent = head.len() - head.trim_start().len();
            last.trim_start().chars().all(closes)
                && last.starts_with(&head[..indent])
                && !last[indent..].starts_with(' ')
        }
    }
}

/// One arm of the `match` over all steps.
pub(super) fn arm(arm: &Arm) -> String {
    const INDENT: usize = 12;
    let spaces = " ".repeat(INDENT);
    let pattern = format!("Step::{} => ", arm.variant);
    let document = Document::new(&arm.body);
    let body = print(&document, Space::new(INDENT, INDENT + pattern.width(), 1));
    if !body.contains('\n') {
        return format!("{spaces}{pattern}{body},");
    }
    let alone = print(&document, Space::line(INDENT + 4));
    if alone.contains('\n')
        && let Some(chain) = chain_of_calls(&arm.body, &pattern, INDENT)
    {
        return format!("{spaces}{pattern}{chain},");
    }
    let first = body.lines().next().unwrap_or_default();
    let opens = INDENT + pattern.width() + first.width() <= MAX_WIDTH;
    if opens && !is_better_below(&body, &alone) {
        return format!("{spaces}{pattern}{body},");
    }
    format!("{spaces}{pattern}{{\n{spaces}    {alone}\n{spaces}}}")
}

/// A chain of several calls that is too wide for one line, as it follows a pattern.
fn chain_of_calls(code: &Code, pattern: &str, indent: usize) -> Option<String> {
    let Code::Chain { root, links } = code else {
        return None;
    };
    let calls: Vec<&str> = links.iter().map(called).collect::<Option<_>>()?;
    let root = lay_out(root, Space::new(indent, indent + pattern.width(), 0));
    if calls.len() < 2 || root.contains('\n') {
        return None;
    }
    let spaces = format!("\n{}", " ".repeat(indent + 4));
    Some(root + &spaces + &calls.join(&spaces))
}

fn called(link: &Link) -> Option<&str> {
    match link {
        Link::Text(text) if text.ends_with(')') => Some(text),
        _ => None,
    }
}
