//! Freshness of a generated file that is checked in, as a test.

use std::path::Path;

use similar::TextDiff;
use tinyflow_check::check_source;
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::{MergeOptions, Merged, merge};
use tinyflow_codegen::write::read_existing;
use tinyflow_model::Source;
use tinyflow_model::diagnostic::{Excerpts, Style};

/// Fails the test unless the file is what `tinyflow gen FLOW -o FILE` would write.
///
/// Paths start from the folder of the package, where cargo runs tests.
///
/// ```no_run
/// tinyflow_build::assert_fresh("flows/order.json", "src/order.rs");
/// ```
///
/// # Panics
/// If the file is stale or is not there, or the flow has errors.
#[track_caller]
pub fn assert_fresh(flow: impl AsRef<Path>, file: impl AsRef<Path>) {
    let (flow, file) = (flow.as_ref(), file.as_ref());
    if let Err(fault) = fault(flow, file) {
        panic!(
            "{fault}\nrun: tinyflow gen {} -o {}",
            flow.display(),
            file.display()
        );
    }
}

/// What is wrong with the file, for people.
fn fault(flow: &Path, file: &Path) -> Result<(), String> {
    let said = |path: &Path, error: &dyn std::error::Error| format!("{}: {error}", path.display());
    let bytes = std::fs::read(flow).map_err(|error| said(flow, &error))?;
    let source = Source::new(flow.display().to_string(), bytes);
    let outcome = check_source(&source);
    let Some(checked) = outcome.flow else {
        let excerpts = Excerpts::new(&source, Style::Plain);
        let found: Vec<_> = outcome
            .findings
            .iter()
            .map(|finding| excerpts.render(finding))
            .collect();
        return Err(found.join("\n\n"));
    };
    let new = generate(&checked).map_err(|error| said(flow, &error))?;
    let existing = read_existing(file)
        .map_err(|error| error.to_string())?
        .ok_or_else(|| format!("{} does not exist", file.display()))?;
    let name = flow.file_name().unwrap_or_default().to_string_lossy();
    let merged = merge(&existing, &new, &name, MergeOptions::default())
        .map_err(|error| said(file, &error))?;
    match merged {
        Merged { stale: false, .. } => Ok(()),
        Merged { bytes, .. } => {
            let (old, new) = (
                String::from_utf8_lossy(&existing),
                String::from_utf8_lossy(&bytes),
            );
            let difference = TextDiff::from_lines(&*old, &*new)
                .unified_diff()
                .header("as it is", "as generated")
                .to_string();
            Err(format!("{} is stale\n{difference}", file.display()))
        }
    }
}
