//! The file that a flow gets, from the functions that the command is made of.

use tinyflow_check::check_source;
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::fresh;
use tinyflow_model::Source;
use tinyflow_model::diagnostic::{Excerpts, Style};

/// A fresh file for the flow with this file name and text. Findings that are errors fail the test.
pub fn generated_file(name: &str, flow: &str) -> String {
    let source = Source::new(name, flow.as_bytes().to_vec());
    let outcome = check_source(&source);
    let Some(checked) = outcome.flow else {
        let excerpts = Excerpts::new(&source, Style::Plain);
        let errors = outcome.findings.iter().filter(|finding| finding.is_error());
        let said: Vec<String> = errors.map(|error| excerpts.render(error)).collect();
        panic!("{name} has errors:\n{}", said.join("\n"));
    };
    match generate(&checked) {
        Ok(new) => fresh(&new, name),
        Err(error) => panic!("{name} gives no file: {error}"),
    }
}
