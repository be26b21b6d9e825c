//! `cargo xtask schema`: the JSON Schemas of FlowJSON, for editors, and of a
//! finding, for programs that read them.

use std::path::Path;

use anyhow::Result;
use tinyflow_model::diagnostic::record_schema;
use tinyflow_model::flow_schema;

use crate::MadeFile;

/// What makes the schema fresh.
pub const COMMAND: &str = "cargo xtask schema";

/// The file `flow.schema.json`, with the text that `tinyflow schema` prints, and
/// `docs/finding.schema.json`.
///
/// # Errors
/// If a file cannot be read.
pub fn files(root: &Path) -> Result<Vec<MadeFile>> {
    let flow = serde_json::to_string_pretty(&flow_schema())? + "\n";
    let finding = serde_json::to_string_pretty(&record_schema())? + "\n";
    Ok(vec![
        MadeFile::new(root.join("flow.schema.json"), flow)?,
        MadeFile::new(root.join("docs/finding.schema.json"), finding)?,
    ])
}
