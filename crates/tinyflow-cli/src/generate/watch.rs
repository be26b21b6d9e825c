//! `tinyflow gen --watch`: generates again whenever a flow is saved.
//!
//! Folders are watched and not files, since many editors save by putting a new file in the place
//! of the old one. What an event says is not looked at: whatever happens near a flow, the flows are
//! listed and read anew, and those that are no longer what they were are generated. So a flow may
//! come, go, or be broken for a while, and so may `tinyflow.toml` and whole folders: as long as one
//! is gone, the folder above it is watched.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tinyflow_codegen::render::Templates;

use super::jobs::{Job, jobs};
use super::work::Manner;
use super::{Printer, config, do_jobs, manner, template_folder};
use crate::arguments::GenerateArguments;
use crate::exit_status::ExitStatus;
use crate::flow_file;
use crate::inputs::Input;
use crate::printer::Channel;

/// Saving a file is often more than one event; so long nothing more has to come.
const QUIET: Duration = Duration::from_millis(50);

/// Goes on until the process is ended.
pub(super) fn run(arguments: &GenerateArguments, printer: &mut Printer) -> Result<ExitStatus> {
    if arguments.flows.iter().any(|flow| flow == Path::new("-")) {
        bail!("standard input cannot be watched");
    }
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading is no change, and we read.
        let is_change = event.as_ref().map_or(true, |event| !event.kind.is_access());
        if is_change {
            // Nobody listens any more only while the process ends.
            let _is_heard = sender.send(());
        }
    })
    .context("files cannot be watched")?;
    let mut watch = Watch::default();
    watch.follow(Path::new("."), &mut watcher)?;
    watch.look(arguments, &mut watcher, printer)?;
    printer.line(Channel::Messages, "watching for changes");
    while wait(&events) {
        watch.look(arguments, &mut watcher, printer)?;
    }
    bail!("the watcher has stopped")
}

/// Waits for an event, and until no more follow; false where none will come.
fn wait(events: &Receiver<()>) -> bool {
    let has_event = events.recv().is_ok();
    while events.recv_timeout(QUIET).is_ok() {}
    has_event
}

/// What was there when it was looked at last.
#[derive(Default)]
struct Watch {
    /// The bytes of each flow; none where it could not be read.
    seen: BTreeMap<Job, Option<Vec<u8>>>,
    /// Why the flows could not be listed, so that it is not said again and again.
    trouble: Option<String>,
    templates: Templates,
    /// When each folder that is watched was made, where that is known: one that is made again is
    /// another one.
    folders: BTreeMap<PathBuf, Option<SystemTime>>,
    /// The folders that are to be watched once they are there again.
    gone: BTreeSet<PathBuf>,
}

impl Watch {
    /// Generates what changed since the last look.
    fn look(
        &mut self,
        arguments: &GenerateArguments,
        watcher: &mut RecommendedWatcher,
        printer: &mut Printer,
    ) -> Result<()> {
        self.follow_again(watcher)?;
        let (jobs, manner) = match self.list(arguments, watcher) {
            Ok(listed) => {
                self.trouble = None;
                listed
            }
            Err(error) => {
                let trouble = format!("{error:#}");
                if self.trouble.as_ref() != Some(&trouble) {
                    printer.error(&error);
                }
                self.trouble = Some(trouble);
                return Ok(());
            }
        };
        let mut now = BTreeMap::new();
        for job in jobs {
            let bytes = match &job.input {
                Input::File(path) => {
                    self.follow(folder_of(path), watcher)?;
                    flow_file::read_bytes(path).ok()
                }
                Input::StandardInput => None,
            };
            now.insert(job, bytes);
        }
        let changed: Vec<Job> = now
            .iter()
            .filter(|(job, bytes)| {
                self.seen.get(job) != Some(bytes) || self.templates != manner.templates
            })
            .map(|(job, _)| job.clone())
            .collect();
        self.seen = now;
        self.templates = manner.templates.clone();
        if !changed.is_empty() {
            do_jobs(&changed, &manner, printer)?;
        }
        Ok(())
    }

    /// The flows as they are listed now.
    fn list(
        &mut self,
        arguments: &GenerateArguments,
        watcher: &mut RecommendedWatcher,
    ) -> Result<(Vec<Job>, Manner)> {
        let config = config(arguments)?;
        if let Some(config) = &config {
            self.follow(folder_of(&config.path), watcher)?;
        }
        if let Some(folder) = template_folder(arguments, config.as_ref()) {
            self.follow(&folder, watcher)?;
        }
        let jobs = jobs(arguments, config.as_ref())?;
        Ok((jobs, manner(arguments, config.as_ref())?))
    }

    fn follow(&mut self, folder: &Path, watcher: &mut RecommendedWatcher) -> Result<()> {
        if self.folders.contains_key(folder) || !folder.is_dir() {
            return Ok(());
        }
        match watcher.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => {
                self.folders.insert(folder.to_owned(), made_at(folder));
                Ok(())
            }
            Err(_) if !folder.is_dir() => {
                self.gone.insert(folder.to_owned());
                Ok(())
            }
            Err(error) => {
                let what = format!("{} cannot be watched", folder.display());
                Err(anyhow::Error::new(error).context(what))
            }
        }
    }

    /// Follows folders anew that were made again, and those above the ones that are gone.
    fn follow_again(&mut self, watcher: &mut RecommendedWatcher) -> Result<()> {
        let same = |folder: &Path, made| folder.is_dir() && made_at(folder) == made;
        let lost = self
            .folders
            .extract_if(.., |folder, made| !same(folder, *made));
        self.gone.extend(lost.map(|(folder, _)| folder));
        for folder in mem::take(&mut self.gone) {
            let mut there = folder.ancestors().map(or_here);
            let nearest = there.find(|folder| folder.is_dir());
            if nearest != Some(&folder) {
                self.gone.insert(folder.clone());
            }
            self.follow(nearest.unwrap_or(Path::new(".")), watcher)?;
        }
        Ok(())
    }
}

fn made_at(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder)
        .and_then(|folder| folder.created())
        .ok()
}

fn folder_of(path: &Path) -> &Path {
    or_here(path.parent().unwrap_or(Path::new("")))
}

/// The folder of a path without one is where we are.
fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}
