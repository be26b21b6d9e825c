//! `cargo xtask tidy`: what the compiler does not see.
//!
//! Each check is given the root of the project and names what it dislikes, a
//! line for each; a project without such lines is tidy.

mod packages;

mod quotes;

mod rule_cases;

mod sources;

mod templates;

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

/// Fails where something is untidy, and says what.
///
/// # Errors
/// If something is untidy, or a file cannot be read.
pub fn run(root: &Path, output: &mut impl Write) -> Result<()> {
    let untidy = findings(root)?;
    if untidy.is_empty() {
        writeln!(output, "tidy")?;
        return Ok(());
    }
    bail!("untidy:\n{}", untidy.join("\n"))
}

/// Everything that is untidy.
///
/// # Errors
/// If a file cannot be read.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let mut findings = rule_cases::findings(root, &tinyflow_check::rules())?;
    findings.extend(packages::findings(root)?);
    findings.extend(sources::findings(root)?);
    findings.extend(templates::findings(root)?);
    findings.extend(quotes::findings(root)?);
    Ok(findings)
}
