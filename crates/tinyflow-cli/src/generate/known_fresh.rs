//! The files that `gen` found fresh, known from one run of the command to the next.
//!
//! Of each there is a note in a cache folder, with one hash over all that decides what the file
//! holds, and over the file. Where the hash is the same again, making the file to compare it would
//! come to what it came to before. A note that is lost, torn or outdated costs that time and nothing
//! else, so what goes wrong with it is not told. `--check` does not ask: it proves.

use std::hash::{BuildHasher, Hasher};
use std::path::{self, Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{env, fs, io};

use foldhash::quality::{FixedState, FoldHasher};
use tinyflow_codegen::merge::MergeOptions;
use tinyflow_codegen::render::Templates;
use tinyflow_model::Source;

/// The cache folder, where it is not to be the system's; none is used where this is empty.
const FOLDER: &str = "TINYFLOW_CACHE_DIR";

/// The notes of this user.
#[derive(Clone, Debug)]
pub(super) struct KnownFresh {
    notes: Option<Notes>,
}

#[derive(Clone, Debug)]
struct Notes {
    folder: PathBuf,
    /// Of this program, the templates and what is asked of a merge.
    maker: u64,
}

/// Stands for a file and for all that decides what it holds.
#[derive(Debug)]
pub(super) struct Note {
    path: PathBuf,
    hash: String,
}

impl KnownFresh {
    /// The notes on what is made with these templates and options.
    pub(super) fn new(templates: &Templates, options: MergeOptions) -> Self {
        let notes = folder().and_then(|folder| Notes::new(folder, templates, options));
        Self { notes }
    }

    /// The note on a file with these bytes, if notes are kept.
    pub(super) fn note(&self, source: &Source, output: &Path, bytes: &[u8]) -> Option<Note> {
        self.notes.as_ref()?.note(source, output, bytes)
    }
}

impl Notes {
    /// None where it cannot be told which program this is.
    fn new(folder: PathBuf, templates: &Templates, options: MergeOptions) -> Option<Self> {
        let mut maker = FixedState::default().build_hasher();
        part(&mut maker, &program().ok()?);
        part(&mut maker, format!("{options:?}").as_bytes());
        for (name, text) in templates.own() {
            part(&mut maker, name.as_bytes());
            part(&mut maker, text.as_bytes());
        }
        let maker = maker.finish();
        Some(Self { folder, maker })
    }

    fn note(&self, source: &Source, output: &Path, bytes: &[u8]) -> Option<Note> {
        let name = FixedState::default().hash_one(path::absolute(output).ok()?);
        let mut hash = FixedState::default().build_hasher();
        hash.write_u64(self.maker);
        part(&mut hash, source.name().as_bytes());
        part(&mut hash, source.text().as_bytes());
        part(&mut hash, bytes);
        Some(Note {
            path: self.folder.join(format!("{name:016x}")),
            hash: format!("{:016x}", hash.finish()),
        })
    }
}

impl Note {
    /// Whether the file was found to be what it should be, with nothing to say about it.
    pub(super) fn is_known(&self) -> bool {
        fs::read(&self.path).is_ok_and(|known| known == self.hash.as_bytes())
    }

    /// Takes down that it is.
    pub(super) fn keep(&self) {
        let folder = self.path.parent().map_or(Ok(()), fs::create_dir_all);
        // Without the note the file is made again next time, which is no reason to fail.
        let _ = folder.and_then(|()| fs::write(&self.path, &self.hash));
    }
}

fn folder() -> Option<PathBuf> {
    match env::var_os(FOLDER) {
        Some(folder) if folder.is_empty() => None,
        Some(folder) => Some(folder.into()),
        None => dirs::cache_dir().map(|caches| caches.join("tinyflow")),
    }
}

/// Tells this program from any other one, also from the next that is built of the same version.
fn program() -> io::Result<Vec<u8>> {
    let file = fs::metadata(env::current_exe()?)?;
    let built = file.modified()?.duration_since(UNIX_EPOCH);
    let built = built.map_err(io::Error::other)?.as_nanos();
    let version = env!("CARGO_PKG_VERSION");
    Ok(format!("{version} {} {built}", file.len()).into_bytes())
}

/// Adds a part in a way that no two lists of parts have in common.
fn part(hash: &mut FoldHasher<'_>, bytes: &[u8]) {
    hash.write_usize(bytes.len());
    hash.write(bytes);
}

#[cfg(test)]
mod tests {
    use tinyflow_codegen::merge::InDoubt;

    use super::*;

    fn source(name: &str, text: &str) -> Source {
        Source::new(name, text.as_bytes().to_vec())
    }

    #[test]
    fn a_file_is_known_as_long_as_nothing_differs() {
        let folder = tempfile::tempdir().unwrap();
        let notes = |templates: &Templates, options| {
            let notes = Notes::new(folder.path().join("a/b"), templates, options);
            notes.unwrap()
        };
        let (plain, ordinary) = (Templates::default(), MergeOptions::default());
        let output = folder.path().join("flow.rs");
        let is_known = |notes: &Notes, source: &Source, output: &Path, bytes: &[u8]| {
            notes.note(source, output, bytes).unwrap().is_known()
        };
        let usual = notes(&plain, ordinary);
        let flow = source("flow.json", "{}");
        assert!(!is_known(&usual, &flow, &output, b"fn a() {}"));
        usual.note(&flow, &output, b"fn a() {}").unwrap().keep();
        assert!(is_known(&usual, &flow, &output, b"fn a() {}"));

        let own = folder.path().join("templates");
        fs::create_dir(&own).unwrap();
        fs::write(own.join("section.rs.j2"), "// mine").unwrap();
        let own = Templates::read(&own).unwrap();
        let forced = MergeOptions {
            in_doubt: InDoubt::Replace,
            ..ordinary
        };
        let elsewhere = folder.path().join("other.rs");
        for (notes, source, output, bytes) in [
            (&notes(&own, ordinary), &flow, &output, "fn a() {}"),
            (&notes(&plain, forced), &flow, &output, "fn a() {}"),
            (&usual, &source("flow.json", "{ }"), &output, "fn a() {}"),
            (&usual, &source("other.json", "{}"), &output, "fn a() {}"),
            (&usual, &source("flow.jso", "n{}"), &output, "fn a() {}"),
            (&usual, &flow, &elsewhere, "fn a() {}"),
            (&usual, &flow, &output, "fn a() { }"),
        ] {
            assert!(!is_known(notes, source, output, bytes.as_bytes()));
        }
        assert!(is_known(&usual, &flow, &output, b"fn a() {}"));
    }

    #[test]
    fn a_note_that_is_torn_or_cannot_be_kept_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let in_folder = |folder: PathBuf| {
            let notes = Notes::new(folder, &Templates::default(), MergeOptions::default());
            let note = notes.unwrap().note(&source("a", ""), Path::new("b"), b"");
            note.unwrap()
        };
        let note = in_folder(folder.path().to_owned());
        note.keep();
        let kept = fs::read(&note.path).unwrap();
        for torn in [
            &kept[..kept.len() - 1],
            b"",
            &[kept.as_slice(), b"\n"].concat(),
        ] {
            fs::write(&note.path, torn).unwrap();
            assert!(!note.is_known());
        }
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let nowhere = in_folder(file);
        nowhere.keep();
        assert!(!nowhere.is_known());
    }
}
