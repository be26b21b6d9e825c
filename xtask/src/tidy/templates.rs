//! Every template is listed, so that none is left out of the package.

use std::path::Path;

use anyhow::Result;
use tinyflow_templates::TEMPLATES;

use crate::project::files_below;

pub(super) fn findings(root: &Path) -> Result<Vec<String>> {
    let files = files_below(&root.join("templates"), &["j2"])?;
    let names = files.iter().filter_map(|path| path.file_name());
    let unlisted = names.filter(|name| TEMPLATES.iter().all(|(listed, _)| *listed != *name));
    Ok(unlisted
        .map(|name| format!("the template {} is not listed", name.display()))
        .collect())
}
