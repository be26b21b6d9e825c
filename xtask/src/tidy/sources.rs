//! No source is too long, and none puts work off.

use std::path::Path;

use anyhow::Result;

use crate::project::{files_below, read, shown};

/// Past this many lines a file holds more than one concept.
const MOST_LINES: usize = 400;

/// Split here, so that this file does not find itself.
const PUT_OFF: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

/// What the stub of a task says that nobody has filled in.
const STUB: &str = concat!("TO", "DO: implement the task '");

pub(super) fn findings(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for path in files_below(root, &["rs", "j2", "toml"])? {
        // What stands in cases is input and output, not source.
        if path.components().any(|part| part.as_os_str() == "cases") {
            continue;
        }
        let name = shown(&path);
        findings.extend(of_source(&name, &read(&path)?));
    }
    Ok(findings)
}

fn of_source(name: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    let is_ours = name.starts_with("crates/") && name.contains("/src/");
    if is_ours && lines > MOST_LINES {
        findings.push(format!("{name} has {lines} lines, more than {MOST_LINES}"));
    }
    for (index, line) in text.lines().enumerate() {
        let put_off = PUT_OFF.into_iter().find(|word| line.contains(word));
        if let Some(word) = put_off.filter(|_| !line.contains(STUB)) {
            findings.push(format!("{name}:{}: {word}", index + 1));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_are_found_where_they_count() {
        let text = "//\n".repeat(MOST_LINES + 1);
        assert_eq!(of_source("crates/x/src/a.rs", &text).len(), 1);
        assert_eq!(of_source("crates/x/tests/a.rs", &text), [""; 0]);
    }

    #[test]
    fn only_stubs_may_put_work_off() {
        let text = format!("{STUB}Ship it'\n// {}: later\n", PUT_OFF[0]);
        let expected = format!("a.rs:2: {}", PUT_OFF[0]);
        assert_eq!(of_source("a.rs", &text), [expected]);
    }
}
