//! The constants that name events.

use serde::Serialize;

use crate::plan::literal::string_literal;
use crate::plan::{Code, EventConstant, Link};
use crate::render::doc;
use crate::render::layout::{Document, MAX_WIDTH, Space, is_better_below, print};
use crate::render::width::Width;

#[derive(Serialize)]
pub(super) struct ConstantPieces {
    title: String,
    declaration: String,
}

/// The constant that names an event.
pub(super) fn constant(event: &EventConstant) -> ConstantPieces {
    ConstantPieces {
        title: doc::plain(&event.title),
        declaration: declaration(event),
    }
}

fn declaration(event: &EventConstant) -> String {
    let EventConstant {
        name, answer_type, ..
    } = event;
    let (step, key) = (
        format!("Step::{}", event.variant),
        string_literal(&event.key),
    );
    let arguments = format!("{step}, {key}");
    if let Some(schema) = &event.schema {
        return checked(event, schema);
    }
    // rustfmt measures arguments in bytes.
    let value = (arguments.len() <= 60).then(|| format!("EventOf::new({arguments});"));
    let broken = |indent: &str| {
        format!("EventOf::new(\n{indent}    {step},\n{indent}    {key},\n{indent});")
    };
    let line = format!("pub const {name}: EventOf<Step, {answer_type}> =");
    let fits = |head: &str, value: &str| head.width() + 1 + value.width() <= MAX_WIDTH;
    if line.width() > MAX_WIDTH {
        let head = format!("pub const {name}: EventOf<\n    Step,\n    {answer_type},\n> =");
        return format!("{head} {}", value.unwrap_or_else(|| broken("")));
    }
    match value {
        Some(value) if fits(&line, &value) => format!("{line} {value}"),
        Some(value) => format!("{line}\n    {value}"),
        None if fits(&line, "EventOf::new(") => format!("{line} {}", broken("")),
        None => format!("{line}\n    {}", broken("    ")),
    }
}

/// The declaration of an event whose answer is held against a schema.
fn checked(event: &EventConstant, schema: &str) -> String {
    let EventConstant {
        name, answer_type, ..
    } = event;
    let arguments = [
        format!("Step::{}", event.variant),
        string_literal(&event.key),
    ];
    let new = Code::Arguments {
        function: "EventOf::new".to_owned(),
        arguments: arguments.into_iter().map(Code::text).collect(),
    };
    let value = Code::Chain {
        root: Box::new(new),
        links: vec![Link::text(format!(".checked_by(&{schema})"))],
    };
    let value = Document::new(&value);
    let line = format!("pub const {name}: EventOf<Step, {answer_type}> =");
    if line.width() > MAX_WIDTH {
        let head = format!("pub const {name}: EventOf<\n    Step,\n    {answer_type},\n> =");
        let value = print(&value, Space::new(0, "> = ".width(), 1));
        return format!("{head} {value};");
    }
    let behind = print(&value, Space::new(0, line.width() + 1, 1));
    let below = || print(&value, Space::new(4, 4, 1));
    let below = behind.contains('\n').then(below);
    match below.filter(|below| is_better_below(&behind, below)) {
        Some(below) => format!("{line}\n    {below};"),
        None => format!("{line} {behind};"),
    }
}
