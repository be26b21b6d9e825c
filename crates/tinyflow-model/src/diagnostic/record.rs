//! Findings as data for other programs, with every place worked out.
//!
//! `validate --format json` prints one record a line; its JSON Schema is made
//! from these types. The other formats for programs are made from records, too.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::{Diagnostic, Fix, escape};
use crate::schema::without_null;
use crate::{Places, Source, Span};

/// A finding about a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Record {
    /// The code of the rule, which never changes its meaning: `TF303`.
    pub code: String,
    /// The name of the rule: `unknown_step`.
    pub name: String,
    /// `error` or `warning`; a warning that was denied is an error.
    #[schemars(extend("enum" = ["error", "warning"]))]
    pub severity: String,
    /// The fault, in a sentence without its first capital and full stop.
    pub message: String,
    /// What the offending value is, where that says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The file, as it was named to the command.
    pub file: String,
    /// The JSON pointer of the innermost value around the place; empty for the
    /// whole flow and for text that is not JSON.
    pub pointer: String,
    /// The first character of the place.
    pub start: Position,
    /// Behind the last character of the place.
    pub end: Position,
    /// Other places in the same file that help to understand.
    pub related: Vec<RecordedPlace>,
    /// What the trace shows, where there is one: `a run gets there by`.
    #[serde(rename = "traceTitle", skip_serializing_if = "Option::is_none")]
    pub trace_title: Option<String>,
    /// The way of a run to the fault, where one shows it.
    pub trace: Vec<RecordedPlace>,
    /// The change that mends it, where there is one that cannot do harm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<RecordedFix>,
}

/// A position in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Position {
    /// The line, from 1. A line ends at `\n`, `\r\n` or a `\r` alone.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    #[schemars(range(min = 1))]
    pub column: usize,
    /// The bytes of the file before the position, a byte order mark included.
    pub offset: usize,
}

/// A place in the file, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedPlace {
    /// What stands there.
    pub message: String,
    /// The JSON pointer of the innermost value around the place.
    pub pointer: String,
    /// The first character of the place.
    pub start: Position,
    /// Behind the last character of the place.
    pub end: Position,
}

/// A change of the file that mends the fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedFix {
    /// What it does.
    pub title: String,
    /// The changes, which belong together and do not overlap.
    pub edits: Vec<RecordedEdit>,
}

/// A change of one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordedEdit {
    /// The first character that goes.
    pub start: Position,
    /// Behind the last character that goes.
    pub end: Position,
    /// What comes in its place.
    pub text: String,
}

impl Record {
    /// A finding about `source`, whose places are looked up in `places`.
    pub fn new(finding: &Diagnostic, source: &Source, places: &Places<'_>) -> Self {
        let place = |(span, what): &(Span, String)| {
            let (pointer, start, end) = positions(*span, source, places);
            let message = escape(what);
            RecordedPlace {
                message,
                pointer,
                start,
                end,
            }
        };
        let (pointer, start, end) = positions(finding.span, source, places);
        Self {
            code: finding.rule.code.to_owned(),
            name: finding.rule.name.to_owned(),
            severity: finding.severity.word().to_owned(),
            message: escape(&finding.message),
            label: finding.label.as_deref().map(escape),
            help: finding.help.as_deref().map(escape),
            file: source.name().to_owned(),
            pointer,
            start,
            end,
            related: finding.related.iter().map(place).collect(),
            trace_title: (!finding.trace.is_empty()).then(|| finding.trace_title.to_owned()),
            trace: finding.trace.iter().map(place).collect(),
            fix: finding
                .fix
                .as_ref()
                .map(|fix| recorded(fix, source, places)),
        }
    }
}

/// The JSON Schema (draft 2020-12) of a record.
pub fn record_schema() -> Schema {
    let mut schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(without_null)
        .into_generator()
        .into_root_schema_for::<Record>();
    schema.insert("title".to_owned(), "Finding".into());
    schema
}

fn recorded(fix: &Fix, source: &Source, places: &Places<'_>) -> RecordedFix {
    let edits = fix.edits.iter().map(|edit| {
        let (_, start, end) = positions(edit.span, source, places);
        let text = edit.text.clone();
        RecordedEdit { start, end, text }
    });
    RecordedFix {
        title: escape(&fix.title),
        edits: edits.collect(),
    }
}

fn positions(span: Span, source: &Source, places: &Places<'_>) -> (String, Position, Position) {
    let place = places.place(span);
    let position = |at: crate::LineColumn, offset: usize| Position {
        line: at.line,
        column: at.column,
        offset: source.start() + offset,
    };
    let start = position(place.start, span.start);
    let end = position(place.end, span.end);
    (place.pointer, start, end)
}
