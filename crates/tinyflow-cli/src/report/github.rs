//! Findings as workflow commands, which GitHub shows beside the changed lines.

use tinyflow_model::diagnostic::Record;

/// One finding as a line.
pub(super) fn command(record: &Record) -> String {
    let (start, end) = (record.start, record.end);
    let file = property(&record.file);
    let mut message = record.message.clone();
    for related in &record.related {
        let at = related.start;
        let (line, column) = (at.line, at.column);
        message += &format!("\n{}: line {line}, column {column}", related.message);
    }
    if let Some(title) = &record.trace_title {
        let way: Vec<&str> = record.trace.iter().map(|at| at.message.as_str()).collect();
        message += &format!("\n{title} {}", way.join(" → "));
    }
    if let Some(help) = &record.help {
        message += &format!("\n{help}");
    }
    format!(
        "::{} title=tinyflow ({}),file={file},line={},col={},endLine={},endColumn={}::{}",
        record.severity,
        record.code,
        start.line,
        start.column,
        end.line,
        end.column,
        data(&message),
    )
}

/// A text behind the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which a comma or colon would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
