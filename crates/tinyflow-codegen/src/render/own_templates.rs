//! Templates of a user's own in the place of built-in ones.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use tinyflow_templates::TEMPLATES;

/// The templates of generated code: the built-in ones, and a user's own in the place of some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    own: BTreeMap<&'static str, String>,
}

/// Why a user's own templates cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TemplatesError {
    /// A folder or file cannot be read.
    #[error("{} could not be read", path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A template has a name that no built-in one has, so nothing would use it.
    #[error("{} takes the place of no template; there are {}", path.display(), names())]
    Unknown {
        /// The file.
        path: PathBuf,
    },
}

impl Templates {
    /// Reads the `*.j2` files of a folder: each takes the place of the built-in template of its
    /// name. Other files are left alone.
    ///
    /// # Errors
    /// If the folder cannot be read, or a template has a name that no built-in one has.
    pub fn read(folder: &Path) -> Result<Self, TemplatesError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| TemplatesError::Io { path, source }
        };
        let mut own = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(failed(folder))? {
            let path = entry.map_err(failed(folder))?.path();
            if path.extension() != Some(OsStr::new("j2")) {
                continue;
            }
            let known = TEMPLATES
                .iter()
                .find(|(name, _)| path.file_name() == Some(OsStr::new(name)));
            let Some((name, _)) = known else {
                return Err(TemplatesError::Unknown { path });
            };
            own.insert(*name, fs::read_to_string(&path).map_err(failed(&path))?);
        }
        Ok(Self { own })
    }

    /// Each template by its file name, a user's own in the place of the built-in one.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        TEMPLATES.iter().map(|(name, built_in)| {
            let own = self.own.get(name).map(String::as_str);
            (*name, own.unwrap_or(built_in))
        })
    }

    /// Those of the user's own, by their file names.
    pub fn own(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.own.iter().map(|(name, text)| (*name, text.as_str()))
    }

    /// This one of the user's own alone.
    pub(super) fn only(&self, name: &str) -> Self {
        let own = self.own.iter().filter(|(own, _)| **own == name);
        Self {
            own: own.map(|(name, text)| (*name, text.clone())).collect(),
        }
    }
}

fn names() -> String {
    let names: Vec<_> = TEMPLATES.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}
