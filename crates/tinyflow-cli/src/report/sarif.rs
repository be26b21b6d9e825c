//! Findings as a SARIF 2.1.0 document, with the rule book in it.

use std::path::Path;

use anyhow::Result;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use tinyflow_model::diagnostic::{Position, Record, RecordedFix, RecordedPlace};

use crate::rule_book::{Chapter, chapters};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// All findings of a run. `whole` says that every flow could be read.
pub(super) fn document(records: &[Record], whole: bool) -> Result<String> {
    let chapters = chapters()?;
    let rules: Vec<Value> = chapters.iter().map(rule).collect();
    let index = |code: &str| chapters.iter().position(|chapter| chapter.code == code);
    let results = records
        .iter()
        .map(|record| result(record, index(&record.code)));
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "tinyflow",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                },
            },
            "invocations": [{ "executionSuccessful": whole }],
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "results": results.collect::<Vec<_>>(),
        }],
    });
    Ok(serde_json::to_string_pretty(&document)?)
}

fn rule(chapter: &Chapter) -> Value {
    let help = format!("{}\n\nExample: {}", chapter.fix, chapter.example);
    json!({
        "id": chapter.code,
        "name": chapter.name,
        "shortDescription": { "text": chapter.finds },
        "fullDescription": { "text": format!("{}\n\n{}", chapter.finds, chapter.matters) },
        "help": { "text": help },
        "defaultConfiguration": { "level": chapter.severity },
    })
}

fn result(record: &Record, rule: Option<usize>) -> Value {
    let message = match &record.help {
        Some(help) => format!("{}\n{help}", record.message),
        None => record.message.clone(),
    };
    let mut result = json!({
        "ruleId": record.code,
        "level": record.severity,
        "message": { "text": message },
        "locations": [location(record, &record.pointer, record.start, record.end)],
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = rule.into();
    }
    let place = |place: &RecordedPlace| {
        let mut location = location(record, &place.pointer, place.start, place.end);
        location["message"] = json!({ "text": place.message });
        location
    };
    if !record.related.is_empty() {
        result["relatedLocations"] = record.related.iter().map(place).collect();
    }
    if !record.trace.is_empty() {
        let steps = record
            .trace
            .iter()
            .map(|step| json!({ "location": place(step) }));
        let steps: Vec<Value> = steps.collect();
        let mut flow = json!({ "threadFlows": [{ "locations": steps }] });
        if let Some(title) = &record.trace_title {
            flow["message"] = json!({ "text": title });
        }
        result["codeFlows"] = json!([flow]);
    }
    if let Some(fix) = &record.fix {
        result["fixes"] = json!([changes(record, fix)]);
    }
    result
}

fn location(record: &Record, pointer: &str, start: Position, end: Position) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": artifact(record),
            "region": region(start, end),
        },
        "logicalLocations": [{ "fullyQualifiedName": pointer }],
    })
}

fn changes(record: &Record, fix: &RecordedFix) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        json!({
            "deletedRegion": region(edit.start, edit.end),
            "insertedContent": { "text": edit.text },
        })
    });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": artifact(record),
            "replacements": replacements.collect::<Vec<_>>(),
        }],
    })
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": start.offset,
        "byteLength": end.offset - start.offset,
    })
}

fn artifact(record: &Record) -> Value {
    json!({ "uri": uri(&record.file) })
}

/// What a path of a URI cannot hold as it is.
const NOT_IN_A_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A path as a reference, relative where the path is.
fn uri(path: &str) -> String {
    let slashed = match cfg!(windows) {
        true => path.replace('\\', "/"),
        false => path.to_owned(),
    };
    let encoded = utf8_percent_encode(&slashed, NOT_IN_A_PATH).to_string();
    match Path::new(path).is_absolute() {
        true => format!(
            "file://{}{encoded}",
            if encoded.starts_with('/') { "" } else { "/" }
        ),
        false => encoded,
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_becomes_a_reference() {
        for (path, expected) in [
            ("flows/tea.json", "flows/tea.json"),
            ("größe 1/a#b%.json", "gr%C3%B6%C3%9Fe%201/a%23b%25.json"),
            ("a:b.json", "a%3Ab.json"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(uri(path), expected);
        }
        #[cfg(unix)]
        assert_eq!(uri("/flows/a b.json"), "file:///flows/a%20b.json");
    }
}
