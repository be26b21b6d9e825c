//! # What it finds
//! Two connections from the same step to the same step, both without a condition or both with
//! the same one.
//!
//! # Why it matters
//! The second one does nothing; likely it was meant to lead somewhere else.
//!
//! # Example
//! `c1` and `c2` lead from `pay` to `ship`
//!
//! # How to fix
//! Remove one of the two, or lead it to where it belongs.

use foldhash::{HashMap, HashMapExt};
use tinyflow_model::diagnostic::Fix;
use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Connection, Diagnostic, Flow, Rule, Severity, Span};

/// `repeated_connection`.
pub(crate) static RULE: Rule = Rule {
    code: "TF420",
    name: "repeated_connection",
    severity: Severity::Warning,
};

/// `text` is that of the flow.
pub(crate) fn check(flow: &Flow, text: &str, findings: &mut Vec<Diagnostic>) {
    let mut firsts = HashMap::with_capacity(flow.connections.len());
    for connection in &flow.connections {
        let condition = connection.condition.as_ref();
        let key = (
            connection.source_step_id.value.as_str(),
            connection.target_step_id.value.as_str(),
            connection.is_conditional(),
            condition.map(|condition| condition.value.trim()),
        );
        let Some(first) = firsts.get(&key).copied() else {
            firsts.insert(key, connection);
            continue;
        };
        findings.push(finding(connection, first, text));
    }
}

fn finding(connection: &Connection, first: &Connection, text: &str) -> Diagnostic {
    let [source, target] =
        [&connection.source_step_id, &connection.target_step_id].map(|id| quote(&id.value));
    let message = format!("this connection leads from {source} to {target} as another one does");
    let span = connection.target_step_id.span;
    let finding = Diagnostic::new(&RULE, message, span)
        .related(first.target_step_id.span, "the first one")
        .help("remove one of the two, or lead it to where it belongs");
    // What other tools keep with a connection is not ours to throw away.
    if connection.metadata.is_some() {
        return finding;
    }
    finding.fix(Fix::new("remove it", with_comma(connection.span, text), ""))
}

/// An element of an array that is not the first one, with the comma before it.
fn with_comma(element: Span, text: &str) -> Span {
    let before = text[..element.start].trim_end();
    let start = before.strip_suffix(',').map_or(element.start, str::len);
    Span::new(start, element.end)
}
