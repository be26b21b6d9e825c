//! The pictures of the sample flows, made by `cargo xtask examples`, too.

use std::path::Path;

use anyhow::{Result, ensure};
use tinyflow_check::check_source;
use tinyflow_graph::{Picture, Placement, svg};
use tinyflow_model::Source;

use crate::MadeFile;
use crate::project::{files_below, read, shown};

/// A file `docs/pictures/<flow>.svg` for each sample flow.
///
/// # Errors
/// If a file cannot be read, or a flow has findings.
pub fn files(root: &Path) -> Result<Vec<MadeFile>> {
    let mut files = Vec::new();
    for path in files_below(&root.join("flows"), &["json"])? {
        let source = Source::new(shown(&path), read(&path)?.into_bytes());
        let findings = check_source(&source).findings;
        ensure!(findings.is_empty(), "{} has findings", shown(&path));
        let picture = svg(&Picture::new(&source, &[]), Placement::Layered);
        let name = path.with_extension("svg");
        let name = name.file_name().unwrap_or_default();
        files.push(MadeFile::new(
            root.join("docs/pictures").join(name),
            picture,
        )?);
    }
    Ok(files)
}
