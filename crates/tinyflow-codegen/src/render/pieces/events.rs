//! The constants that name events.

use serde::Serialize;

use crate::plan::EventConstant;
use crate::plan::literal::string_literal;
use crate::render::doc;
use crate::render::layout::MAX_WIDTH;
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
