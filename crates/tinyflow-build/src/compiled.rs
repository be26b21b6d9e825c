//! What came of compiling, for cargo and for people.

use std::error::Error;
use std::path::{Path, PathBuf};

use tinyflow_model::diagnostic::{Excerpts, Record, Style, escape};
use tinyflow_model::{Diagnostic, Places, Source};

use crate::error::BuildError;

/// What came of compiling flows.
#[derive(Debug, Default)]
pub struct Compiled {
    inputs: Vec<PathBuf>,
    outputs: Vec<PathBuf>,
    findings: Vec<Record>,
    errors: Vec<BuildError>,
    excerpts: String,
}

impl Compiled {
    /// The files that were written, or hold the code already.
    pub fn outputs(&self) -> &[PathBuf] {
        &self.outputs
    }

    /// What was found in the flows.
    pub fn findings(&self) -> &[Record] {
        &self.findings
    }

    /// What kept flows from being compiled, other than what was found in them.
    pub fn errors(&self) -> &[BuildError] {
        &self.errors
    }

    /// Whether each flow has its code.
    pub fn is_whole(&self) -> bool {
        let is_error = |finding: &Record| finding.severity == "error";
        self.errors.is_empty() && !self.findings.iter().any(is_error)
    }

    /// The lines that cargo reads: each finding with its place, each error, and the files that are
    /// worth running the build script again for.
    ///
    /// Only what was there is named: cargo takes a path without a file for one that has changed.
    pub fn directives(&self) -> String {
        let inputs = self.inputs.iter().filter(|path| path.exists());
        let inputs = inputs.map(|path| format!("cargo::rerun-if-changed={}", path.display()));
        let findings = self.findings.iter().map(directive);
        let errors = self.errors.iter().map(|error| {
            let causes = std::iter::successors(error.source(), |error| (*error).source());
            let causes: String = causes.map(|cause| format!(": {cause}")).collect();
            format!("cargo::error={}", one_line(&format!("{error}{causes}")))
        });
        let lines = inputs.chain(findings).chain(errors);
        lines.map(|line| line + "\n").collect()
    }

    /// The findings as `tinyflow validate` shows them.
    pub fn excerpts(&self) -> &str {
        &self.excerpts
    }

    pub(crate) fn read(&mut self, path: &Path) {
        self.inputs.push(path.to_owned());
    }

    pub(crate) fn wrote(&mut self, path: PathBuf) {
        self.outputs.push(path);
    }

    pub(crate) fn found(&mut self, source: &Source, findings: &[Diagnostic]) {
        if findings.is_empty() {
            return;
        }
        let places = Places::new(source);
        let excerpts = Excerpts::new(source, Style::Plain);
        for finding in findings {
            self.findings.push(Record::new(finding, source, &places));
            self.excerpts += &(excerpts.render(finding) + "\n\n");
        }
    }

    pub(crate) fn failed(&mut self, error: BuildError) {
        self.errors.push(error);
    }
}

/// `cargo::error=flows/order.json:18:66: error[TF303]: there is no step …; help: …`
fn directive(finding: &Record) -> String {
    let Record {
        code,
        severity,
        message,
        file,
        start,
        ..
    } = finding;
    let help = finding.help.as_ref().map(|help| format!("; help: {help}"));
    let said = format!(
        "{file}:{}:{}: {severity}[{code}]: {message}{}",
        start.line,
        start.column,
        help.unwrap_or_default()
    );
    format!("cargo::{severity}={}", one_line(&said))
}

/// Cargo reads lines, and a name may hold anything.
fn one_line(text: &str) -> String {
    escape(text).to_string()
}
