//! The mends of findings, offered where these are.

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, Range, TextEdit};
use tinyflow_model::diagnostic::escape;

use crate::diagnostics::diagnostic;
use crate::document::Look;
use crate::rename::edit;

/// The mends of the findings that touch a range.
pub(crate) fn actions(look: Look<'_>, range: Range) -> Vec<CodeActionOrCommand> {
    let (start, end) = (look.byte(range.start), look.byte(range.end));
    let findings = look.reading.findings.iter();
    let touched = findings.filter(|finding| finding.span.start <= end && start <= finding.span.end);
    let action = |finding: &tinyflow_model::Diagnostic| {
        let fix = finding.fix.as_ref()?;
        let edits = fix.edits.iter().map(|edit| TextEdit {
            range: look.range(edit.span),
            new_text: edit.text.clone(),
        });
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: escape(&fix.title),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic(look, finding)]),
            edit: Some(edit(look, edits.collect())),
            is_preferred: Some(true),
            ..CodeAction::default()
        }))
    };
    touched.filter_map(action).collect()
}
