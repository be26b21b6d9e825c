//! The pictures of the cases, beside their flows.

use std::fs;
use std::path::Path;

use tinyflow_graph::{Picture, Placement, dot, mermaid, svg};
use tinyflow_model::{Diagnostic, Rule, Severity, Source, Span};

#[test]
fn each_case_has_its_pictures() {
    insta::glob!("../cases", "*/flow.json", |path| {
        let picture = picture(path);
        let placement = match path.parent() {
            Some(folder) if folder.ends_with("positions") => Placement::Positions,
            _ => Placement::Layered,
        };
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.bind(|| {
            insta::assert_snapshot!("svg", svg(&picture, placement));
            insta::assert_snapshot!("mermaid", mermaid(&picture));
            insta::assert_snapshot!("dot", dot(&picture));
        });
    });
}

/// The picture of a case with the findings that stand beside it, so that it does
/// not change with what the checker says. Each is a line: how much it weighs, the
/// text that it is about, and the message.
fn picture(path: &Path) -> Picture {
    let source = Source::new("flow.json", fs::read(path).expect("the flow can be read"));
    let lines = fs::read_to_string(path.with_file_name("findings.txt")).unwrap_or_default();
    let finding = |line: &str| {
        let mut parts = line.splitn(3, '|');
        let mut part = || parts.next().expect("a line has three parts");
        let rule = match part() {
            "error" => &FAULT,
            _ => &DOUBT,
        };
        let about = part();
        let start = source.text().find(about).expect("the text is in the flow");
        Diagnostic::new(rule, part(), Span::new(start, start + about.len()))
    };
    let findings: Vec<Diagnostic> = lines.lines().map(finding).collect();
    Picture::new(&source, &findings)
}

static FAULT: Rule = Rule {
    code: "TF901",
    name: "fault",
    severity: Severity::Error,
};

static DOUBT: Rule = Rule {
    code: "TF902",
    name: "doubt",
    severity: Severity::Warning,
};
