//! Reads the file of a flow.

use std::path::Path;

use anyhow::{Context, Result, bail};
use tinyflow_model::Source;

/// Past this size a file is taken for a mistake, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Reads the flow at `path`, under the name that findings show.
pub(crate) fn read(path: &Path) -> Result<Source> {
    let name = path.display().to_string();
    let metadata = std::fs::metadata(path).with_context(|| format!("{name} could not be read"))?;
    if metadata.is_dir() {
        bail!("{name} is a folder; name a flow in it");
    }
    if metadata.len() > LARGEST {
        bail!("{name} is larger than {} MiB", LARGEST / 1024 / 1024);
    }
    let bytes = std::fs::read(path).with_context(|| format!("{name} could not be read"))?;
    Ok(Source::new(name, bytes))
}
