//! `cargo xtask schema`: the JSON Schema of FlowJSON, for editors.

use std::path::Path;

use anyhow::Result;
use tinyflow_model::flow_schema;

use crate::MadeFile;

/// What makes the schema fresh.
pub const COMMAND: &str = "cargo xtask schema";

/// The file `flow.schema.json`, with the text that `tinyflow schema` prints.
///
/// # Errors
/// If the file cannot be read.
pub fn files(root: &Path) -> Result<Vec<MadeFile>> {
    let text = serde_json::to_string_pretty(&flow_schema())? + "\n";
    Ok(vec![MadeFile::new(root.join("flow.schema.json"), text)?])
}
