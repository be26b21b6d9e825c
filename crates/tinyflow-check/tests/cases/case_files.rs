//! The files of a folder of cases, each asked for once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tinyflow_check::{Outcome, check_source};
use tinyflow_model::Source;
use tinyflow_model::diagnostic::{Excerpts, Style};

/// A folder, and the files in it that nobody has asked for yet.
pub(crate) struct CaseFiles {
    folder: PathBuf,
    names: BTreeSet<String>,
}

/// A flow, and what the checker makes of it.
pub(crate) struct Checked {
    pub(crate) outcome: Outcome,
    /// All findings as people see them.
    pub(crate) text: String,
}

impl CaseFiles {
    pub(crate) fn of(name: &str) -> Self {
        let folder = root().join(name);
        let names = names(&folder);
        Self { folder, names }
    }

    /// The flows that start with `prefix`, by name, without their extension.
    pub(crate) fn flows(&self, prefix: &str) -> Vec<String> {
        let names = self.names.iter();
        let flows = names.filter_map(|name| name.strip_suffix(".json"));
        let named = flows.filter(|name| name.starts_with(prefix));
        named.map(str::to_owned).collect()
    }

    pub(crate) fn check(&mut self, flow: &str) -> Checked {
        let name = format!("{flow}.json");
        let path = self.folder.join(&name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => panic!("cannot read {}: {error}", path.display()),
        };
        self.names.remove(&name);
        let source = Source::new(name, bytes);
        let outcome = check_source(&source);
        let excerpts = Excerpts::new(&source, Style::Plain);
        let shown = outcome.findings.iter().map(|one| excerpts.render(one));
        let text = shown.collect::<Vec<_>>().join("\n\n");
        Checked { outcome, text }
    }

    /// Compares with the snapshot that stands beside the flow.
    pub(crate) fn assert_findings(&mut self, flow: &str, text: &str) {
        self.names.remove(&format!("{flow}.snap"));
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(&self.folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(flow, text));
    }

    /// Fails where a file was not asked for.
    pub(crate) fn assert_none_left(&self) {
        let folder = self.folder.display();
        let left = &self.names;
        assert!(left.is_empty(), "{folder} has files of no use: {left:?}");
    }
}

/// The names of all folders of cases.
pub(crate) fn folders() -> BTreeSet<String> {
    let mut folders = names(&root());
    folders.retain(|name| root().join(name).is_dir());
    folders
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let read = || -> io::Result<BTreeSet<String>> {
        let entries = fs::read_dir(folder)?;
        let names = entries.map(|entry| Ok(entry?.file_name().display().to_string()));
        names.collect()
    };
    let mut names = match read() {
        Ok(names) => names,
        Err(error) => panic!("cannot list {}: {error}", folder.display()),
    };
    // What a failed run leaves behind to be reviewed.
    names.retain(|name| !name.ends_with(".snap.new"));
    names
}
