//! The constants that name events.

use serde::Serialize;

use super::schema::raw_string;
use crate::plan::literal::string_literal;
use crate::plan::{Code, EventConstant, Link};
use crate::render::doc;
use crate::render::layout::{MAX_WIDTH, Space, lay_out};
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
        return with_schema(event, schema);
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

fn with_schema(event: &EventConstant, schema: &str) -> String {
    let EventConstant {
        name, answer_type, ..
    } = event;
    let head = format!("pub const {name}: EventOf<Step, {answer_type}> = {{");
    let head = if head.width() > MAX_WIDTH {
        format!("pub const {name}: EventOf<\n    Step,\n    {answer_type},\n> = {{")
    } else {
        head
    };
    let schema = raw_string(schema);
    let schema =
        format!("    static SCHEMA: JsonSchema = JsonSchema::new(\n        {schema},\n    );");
    let event = Code::Chain {
        root: Box::new(Code::Call {
            function: "EventOf::new".to_owned(),
            argument: Box::new(Code::text(format!(
                "Step::{}, {}",
                event.variant,
                string_literal(&event.key)
            ))),
        }),
        links: vec![Link::text(".checked_by(&SCHEMA)")],
    };
    format!(
        "{head}\n{schema}\n    {}\n}};",
        lay_out(&event, Space::line(4))
    )
}
