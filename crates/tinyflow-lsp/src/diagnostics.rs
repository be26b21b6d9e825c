//! Findings as the protocol's diagnostics.

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    PublishDiagnosticsParams,
};
use tinyflow_model::diagnostic::escape;
use tinyflow_model::{Severity, Span};

use crate::document::{Document, Look};

/// Everything that was found in a document.
pub(crate) fn published(document: &mut Document) -> PublishDiagnosticsParams {
    let version = Some(document.version);
    let look = document.read();
    let findings = look.reading.findings.iter();
    PublishDiagnosticsParams {
        uri: look.uri.clone(),
        diagnostics: findings.map(|finding| diagnostic(look, finding)).collect(),
        version,
    }
}

/// One finding.
pub(crate) fn diagnostic(look: Look<'_>, finding: &tinyflow_model::Diagnostic) -> Diagnostic {
    let mut message = escape(&finding.message);
    if let Some(help) = &finding.help {
        message += &format!("\n{}", escape(help));
    }
    let related = finding.related.iter().chain(&finding.trace);
    let related: Vec<_> = related.map(|place| related_place(look, place)).collect();
    Diagnostic {
        range: look.range(finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(finding.rule.code.to_owned())),
        source: Some("tinyflow".to_owned()),
        message,
        related_information: Some(related).filter(|related| !related.is_empty()),
        ..Diagnostic::default()
    }
}

fn related_place(look: Look<'_>, (span, what): &(Span, String)) -> DiagnosticRelatedInformation {
    DiagnosticRelatedInformation {
        location: Location {
            uri: look.uri.clone(),
            range: look.range(*span),
        },
        message: escape(what),
    }
}
