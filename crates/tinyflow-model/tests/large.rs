//! Large texts are read by two threads, and come out as small ones do.

use tinyflow_model::{Diagnostic, Source, parse};

/// The findings about `text` behind so many blanks, with their places in `text` itself.
fn findings(blanks: usize, text: &str) -> Vec<(Diagnostic, usize, usize)> {
    let source = Source::new("flow.json", (" ".repeat(blanks) + text).into_bytes());
    let (root, findings) = parse(&source);
    let is_error = findings.iter().any(Diagnostic::is_error);
    assert!(root.is_some() || is_error, "{text}");
    let placed = findings.into_iter().map(|mut finding| {
        let place = (finding.span.start - blanks, finding.span.end - blanks);
        finding.span = Default::default();
        finding.related.clear();
        (finding, place.0, place.1)
    });
    placed.collect()
}

#[test]
fn what_is_found_in_a_text_does_not_depend_on_its_size() {
    let deep = "[".repeat(600) + &"]".repeat(600);
    for (text, is_sound) in [
        (r#"{"a": [1, true, null, "ü"], "b": {"c": {}}}"#, true),
        (r#"{"a": 1, "a": 2}"#, false),
        (r#"{"a": 1e999}"#, false),
        (r#"{"a": "\ud83d"}"#, false),
        (r#"{"a": "\ud83d", "b": tru}"#, false),
        ("{\"a\": \"\t\"}", false),
        (r#"{"a": 1,}"#, false),
        (r#"{"a": [1 2]}"#, false),
        (r#"{"a" 1}"#, false),
        (r#"{"a": 1"#, false),
        (r#"{"a": 1}}"#, false),
        ("]", false),
        (&deep, false),
    ] {
        let found = findings(0, text);
        assert_eq!(found.is_empty(), is_sound, "{text}: {found:?}");
        assert_eq!(findings(300 * 1024, text), found, "{text}");
    }
}
