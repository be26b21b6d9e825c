//! What the README and the guides quote stands in the file that it is quoted from.
//!
//! A code block behind a line `<!-- from PATH -->` must be found in the file at
//! PATH, indentation of the block aside.

use std::path::Path;

use anyhow::Result;

use crate::project::{files_below, read, shown};

pub(super) fn findings(root: &Path) -> Result<Vec<String>> {
    let mut pages = vec![root.join("README.md")];
    pages.extend(files_below(&root.join("docs"), &["md"])?);
    let mut findings = Vec::new();
    for page in pages {
        for (path, quote) in quotes(&read(&page)?) {
            if !unindented(&read(&root.join(path))?).contains(&unindented(&quote)) {
                let page = shown(&page);
                findings.push(format!("{page} quotes {path}, which says something else"));
            }
        }
    }
    Ok(findings)
}

fn quotes(readme: &str) -> Vec<(&str, String)> {
    let mut quotes = Vec::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        let mark = line.trim().strip_prefix("<!-- from ");
        if let Some(path) = mark.and_then(|rest| rest.strip_suffix(" -->")) {
            let block = lines.by_ref().skip(1);
            let quote = block.take_while(|line| !line.trim().starts_with("```"));
            quotes.push((path, quote.collect::<Vec<_>>().join("\n")));
        }
    }
    quotes
}

fn unindented(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    lines.collect::<Vec<_>>().join("\n")
}
