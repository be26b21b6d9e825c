//! Reads the text of a flow: from a file, or from standard input.

use std::io::{Read, stdin};
use std::path::Path;

use anyhow::{Context, Result, bail};
use tinyflow_model::Source;

/// Past this size a file is taken for a mistake, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads the flow at `path`, under the name that findings show.
pub(crate) fn read(path: &Path) -> Result<Source> {
    let name = path.display().to_string();
    let bytes = read_bytes(path)?;
    Ok(Source::new(name, bytes))
}

/// The bytes of the flow at `path`.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    let name = path.display();
    let metadata = std::fs::metadata(path).with_context(|| format!("{name} could not be read"))?;
    if metadata.is_dir() {
        bail!("{name} is a folder; name a flow in it");
    }
    if metadata.len() > LARGEST {
        bail!("{}", too_large(&name.to_string(), Some(metadata.len())));
    }
    std::fs::read(path).with_context(|| format!("{name} could not be read"))
}

/// Reads the flow that comes through standard input.
pub(crate) fn read_standard_input(name: &str) -> Result<Source> {
    let mut bytes = Vec::new();
    let read = stdin().take(LARGEST + 1).read_to_end(&mut bytes);
    read.context("standard input could not be read")?;
    if bytes.len() as u64 > LARGEST {
        bail!("{}", too_large(name, None));
    }
    Ok(Source::new(name, bytes))
}

fn too_large(name: &str, bytes: Option<u64>) -> String {
    let mebibytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    let size = bytes.map_or_else(String::new, |bytes| format!(" of {} MiB", mebibytes(bytes)));
    let most = mebibytes(LARGEST);
    format!("{name} is a file{size}, and no flow is larger than {most} MiB; is it the right one?")
}
