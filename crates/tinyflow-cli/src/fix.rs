//! `tinyflow validate --fix`: applies the changes that findings carry.
//!
//! Each of them is the one safe way to mend its fault; where there are several,
//! a finding carries none, and the author has to choose.

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::Value as Json;
use tinyflow_check::check_source;
use tinyflow_codegen::write::write_if_changed;
use tinyflow_model::diagnostic::fix::apply;
use tinyflow_model::diagnostic::{Fix, escape};
use tinyflow_model::{Diagnostic, Places, Rule, Source, Span, Value, parse, rules};

use crate::flow_file;
use crate::levels;

/// The name under which a project keeps the JSON Schema of FlowJSON.
const SCHEMA_FILE: &str = "flow.schema.json";

/// Fixes that touch each other take a round each.
const MOST_ROUNDS: usize = 30;

/// A flow as it is now, and what was done to it.
pub(crate) struct Mended {
    pub(crate) source: Source,
    /// A line for each change.
    pub(crate) said: Vec<String>,
}

/// Mends the flow at `path`, in the file too; what the rules in `allow` find is
/// left alone.
pub(crate) fn file(path: &Path, allow: &[&'static Rule]) -> Result<Mended> {
    let bytes = flow_file::read_bytes(path)?;
    let name = path.display().to_string();
    let mut source = Source::new(name.as_str(), bytes.clone());
    let mut said = Vec::new();
    // Text that was replaced for not being UTF-8 must not be written.
    if source.findings().iter().any(Diagnostic::is_error) {
        return Ok(Mended { source, said });
    }
    let has_mark = source.start() > 0 && !allow.contains(&&rules::byte_order_mark::RULE);
    if has_mark {
        said.push(line(
            &rules::byte_order_mark::RULE,
            &format!("{}:1:1", escape(&name)),
            "remove it",
        ));
        source = Source::new(name.as_str(), source.text().as_bytes().to_vec());
    }
    for _ in 0..MOST_ROUNDS {
        let Some(mended) = round(&source, allow, &mut said) else {
            break;
        };
        source = with_text(&source, mended);
    }
    if let Some(fix) = schema_reference(&source, path) {
        said.push(format!("fixed {}: {}", escape(&name), fix.title));
        let (text, _) = apply(source.text(), [&fix]);
        source = with_text(&source, text);
    }
    if !said.is_empty() {
        let mark = if source.start() > 0 { "\u{FEFF}" } else { "" };
        let text = [mark, source.text()].concat();
        write_if_changed(path, Some(&bytes), text.as_bytes())?;
    }
    Ok(Mended { source, said })
}

/// The text after all fixes that do not touch each other; none where there are
/// none.
fn round(source: &Source, allow: &[&'static Rule], said: &mut Vec<String>) -> Option<String> {
    let mut findings = check_source(source).findings;
    levels::apply(&mut findings, &[], allow);
    findings.retain(|finding| finding.fix.is_some());
    if findings.is_empty() {
        return None;
    }
    let fixes: Vec<&Fix> = findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .collect();
    let (text, applied) = apply(source.text(), fixes);
    let places = Places::new(source);
    for (finding, _) in findings.iter().zip(applied).filter(|(_, applied)| *applied) {
        let at = places.place(finding.span).start;
        let place = format!("{}:{}:{}", escape(source.name()), at.line, at.column);
        let title = finding.fix.as_ref().map_or("", |fix| &fix.title);
        said.push(line(finding.rule, &place, title));
    }
    Some(text)
}

fn line(rule: &Rule, place: &str, title: &str) -> String {
    format!("fixed {} at {place}: {title}", rule.code)
}

fn with_text(source: &Source, text: String) -> Source {
    let mark = if source.start() > 0 { "\u{FEFF}" } else { "" };
    let bytes = [mark.as_bytes(), text.as_bytes()].concat();
    Source::new(source.name(), bytes)
}

/// Names the JSON Schema, for editors, where the flow does not and the project
/// keeps one in the flow's folder or one above.
fn schema_reference(source: &Source, path: &Path) -> Option<Fix> {
    let root = parse(source).0?;
    let Value::Object(object) = &root.value else {
        return None;
    };
    let first = object.members.first()?;
    if object.get("$schema").is_some() {
        return None;
    }
    let reference = path_to_schema(path)?;
    let brace = root.span.start + 1;
    let space = &source.text()[brace..first.name_span.start];
    let space = if space.is_empty() { " " } else { space };
    let member = format!("\"$schema\": {},{space}", Json::from(reference.as_str()));
    let title = format!("add `\"$schema\": \"{reference}\"`");
    let at = first.name_span.start;
    Some(Fix::new(title, Span::new(at, at), member))
}

/// The way from the flow to the schema, as a relative reference.
fn path_to_schema(flow: &Path) -> Option<String> {
    let flow = fs::canonicalize(flow).ok()?;
    let folders = flow.ancestors().skip(1).enumerate();
    let mut found = folders.filter(|(_, folder)| is_schema(&folder.join(SCHEMA_FILE)));
    let (above, _) = found.next()?;
    Some(match above {
        0 => format!("./{SCHEMA_FILE}"),
        above => "../".repeat(above) + SCHEMA_FILE,
    })
}

/// Whether the file is the schema that `tinyflow schema` prints, of any version.
fn is_schema(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    let schema: Result<Json, _> = serde_json::from_str(&text);
    schema.is_ok_and(|schema| schema["title"] == "FlowJSON")
}
