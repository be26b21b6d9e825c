//! `tinyflow explain`: what a rule finds and why it matters, or a list of all.

use std::fmt::Write;

use anyhow::{Context, Result, anyhow};

use crate::arguments::ExplainArguments;
use crate::exit_status::ExitStatus;
use crate::printer::{Channel, Printer};
use crate::rule_book::{self, Chapter};

pub(crate) fn run(arguments: &ExplainArguments, printer: &mut Printer) -> Result<ExitStatus> {
    let mut chapters = rule_book::chapters()?.into_iter();
    let text = match &arguments.rule {
        None => list(chapters.as_slice()),
        Some(wanted) => {
            let rule = rule_book::find(wanted).map_err(|said| anyhow!(said))?;
            let chapter = chapters.find(|chapter| chapter.code == rule.code);
            explanation(&chapter.with_context(|| format!("{} has no chapter", rule.code))?)
        }
    };
    printer.line(Channel::Output, text.trim_end());
    Ok(ExitStatus::Success)
}

fn list(chapters: &[Chapter]) -> String {
    let widest = chapters.iter().map(|chapter| chapter.name.len()).max();
    let width = widest.unwrap_or(0);
    chapters.iter().fold(String::new(), |list, chapter| {
        let finds = chapter.finds.lines().next().unwrap_or_default();
        let severity = &chapter.severity;
        list + &format!(
            "{} {severity:<7} {:<width$}  {finds}\n",
            chapter.code, chapter.name
        )
    })
}

fn explanation(chapter: &Chapter) -> String {
    let mut text = format!("{}[{}] {}\n", chapter.severity, chapter.code, chapter.name);
    for (heading, body) in [
        ("What it finds", &chapter.finds),
        ("Why it matters", &chapter.matters),
        ("Example", &chapter.example),
        ("How to fix", &chapter.fix),
        ("A flow that breaks it", &chapter.broken),
        ("What is found in it", &chapter.found),
        ("The same flow mended", &chapter.mended),
    ] {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{heading}\n");
        for line in body.trim_end().lines() {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        }
    }
    text
}
