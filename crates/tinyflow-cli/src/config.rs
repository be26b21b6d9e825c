//! `tinyflow.toml`: the flows of a project and where their files go.
//!
//! ```toml
//! templates = "templates"  # may be left out
//!
//! [[flows]]
//! flow = "flows/*.json"
//! output = "src/flows/{name}.rs"
//! ```
//!
//! Paths in it start from its own folder. What is wrong with it is said with line and column.

use std::env;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use glob::Pattern;
use serde::Deserialize;
use toml::Spanned;

const NAME: &str = "tinyflow.toml";

/// The content of a `tinyflow.toml`, and where it stands.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) path: PathBuf,
    text: String,
    content: Content,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    templates: Option<String>,
    #[serde(default)]
    flows: Vec<Entry>,
}

/// A flow, or all that a pattern matches, and the file that it becomes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) flow: Spanned<String>,
    pub(crate) output: Spanned<String>,
}

impl Config {
    /// The one that was asked for, or that of this folder or the nearest one above; none where
    /// there is none.
    pub(crate) fn find(asked_for: Option<&Path>) -> Result<Option<Self>> {
        if let Some(path) = asked_for {
            return Self::read(path).map(Some);
        }
        let here = env::current_dir().context("the current folder is not known")?;
        let mut way_up = PathBuf::new();
        for _ in here.ancestors() {
            let path = way_up.join(NAME);
            if path.is_file() {
                return Self::read(&path).map(Some);
            }
            way_up.push("..");
        }
        Ok(None)
    }

    fn read(path: &Path) -> Result<Self> {
        let name = path.display();
        let text =
            std::fs::read_to_string(path).with_context(|| format!("{name} could not be read"))?;
        let content = toml::from_str(&text)
            .map_err(|error| anyhow!("{name} is at fault: {}", error.to_string().trim_end()))?;
        Ok(Self {
            path: path.to_owned(),
            text,
            content,
        })
    }

    /// What it lists, which is at least one flow.
    pub(crate) fn entries(&self) -> Result<&[Entry]> {
        if self.content.flows.is_empty() {
            bail!("{} lists no flows", self.path.display());
        }
        Ok(&self.content.flows)
    }

    /// The folder with the user's own templates.
    pub(crate) fn templates(&self) -> Option<PathBuf> {
        let folder = self.content.templates.as_ref();
        folder.map(|folder| self.resolve(folder))
    }

    /// A path in it, from the folder of the command.
    pub(crate) fn resolve(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// A pattern in it, from the folder of the command, whose own name is none.
    pub(crate) fn pattern(&self, pattern: &str) -> String {
        let folder = self.resolve("");
        let folder = Pattern::escape(&folder.to_string_lossy());
        Path::new(&folder)
            .join(pattern)
            .to_string_lossy()
            .into_owned()
    }

    /// `tinyflow.toml:3:8`
    pub(crate) fn place(&self, span: Range<usize>) -> String {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        format!("{}:{line}:{column}", self.path.display())
    }
}
