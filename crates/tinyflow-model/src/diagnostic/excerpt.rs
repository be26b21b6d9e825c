//! Findings as text for people: the line of the flow, the place underlined,
//! what to do about it.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::quote::visible;
use super::{Diagnostic, Severity, escape};
use crate::place::Lines;
use crate::{Source, Span};

/// Whether the text may carry colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// With colours, for a terminal.
    Coloured,
}

/// Shows the findings about one flow.
#[derive(Debug)]
pub struct Excerpts<'a> {
    source: &'a Source,
    lines: Lines<'a>,
    renderer: Renderer,
}

impl<'a> Excerpts<'a> {
    /// Prepares to show findings about `source`: costs one pass over its text.
    pub fn new(source: &'a Source, style: Style) -> Self {
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Coloured => Renderer::styled(),
        };
        Self {
            source,
            lines: Lines::new(source.text()),
            renderer: renderer.decor_style(DecorStyle::Ascii),
        }
    }

    /// One finding as text, without a final line break.
    pub fn render(&self, finding: &Diagnostic) -> String {
        let level = match finding.rule.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level
            .primary_title(escape(&finding.message))
            .id(finding.rule.code);
        let label = finding.label.as_deref();
        let primary = self.snippet(AnnotationKind::Primary, finding.span, label);
        let mut group = Group::with_title(title).element(primary);
        for (span, what) in &finding.related {
            group = group.element(self.snippet(AnnotationKind::Context, *span, Some(what)));
        }
        if let Some(help) = &finding.help {
            group = group.element(Level::HELP.message(escape(help)));
        }
        self.renderer.render(&[group])
    }

    /// The first line of what stands at `span`, underlined. A snippet is made
    /// from its own line, so that its cost does not grow with the flow.
    fn snippet(
        &self,
        kind: AnnotationKind,
        span: Span,
        label: Option<&'a str>,
    ) -> Snippet<'a, Annotation<'a>> {
        let text = self.source.text();
        let (number, start) = self.lines.line_of(span.start);
        let rest = &text[start..];
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let (before, rest) = line.split_at(span.start - start);
        let (within, after) = rest.split_at(span.end.min(start + line.len()) - span.start);
        let [before, within, after] = [before, within, after].map(visible);
        let within_line = before.len()..before.len() + within.len();
        Snippet::source(before + &within + &after)
            .path(self.source.name())
            .line_start(number)
            .annotation(kind.span(within_line).label(label))
    }
}
