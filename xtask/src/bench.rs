//! `cargo xtask bench`: what the command costs on flows of growing size, and
//! what the runtime costs.
//!
//! Of the command, whole processes are measured, the start of the process
//! included. Beside each stands what it costs to merely parse the same file as
//! JSON: absolute times differ between machines and minutes, ratios much less.
//! What `cargo check` takes for the generated code stands beside what it takes
//! for an empty crate. The runtime is measured by a package of its own.

mod compiling;

mod measurement;

mod synthetic_flow;

mod table;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::project::{cargo, read};
use compiling::Consumer;
use measurement::{Measurement, Measurements};

pub use measurement::measure;
pub use synthetic_flow::synthetic_flow;

/// Measures on flows of these sizes and prints a Markdown table. Each command
/// runs `runs` times per size, in turn with the others.
///
/// # Errors
/// If the command cannot be built, or fails on a flow.
pub fn run(root: &Path, steps: &[usize], runs: usize, output: &mut impl Write) -> Result<()> {
    ensure!(runs > 0, "at least one run is needed");
    let programs = Programs::build(root)?;
    writeln!(output, "{}", table::HEAD)?;
    for &steps in steps {
        let bench = Bench::new(&programs, steps)?;
        let results = bench.run(runs)?;
        write!(output, "{}", table::rows(steps, bench.bytes()?, &results))?;
        output.flush()?;
    }
    Ok(())
}

/// Measures `cargo check` of what is generated for flows of these sizes, once
/// each, and prints a Markdown table.
///
/// # Errors
/// If the command cannot be built, or generates what does not compile.
pub fn run_compiled(root: &Path, steps: &[usize], output: &mut impl Write) -> Result<()> {
    let programs = Programs::build(root)?;
    let consumer = Consumer::new(root, &programs)?;
    writeln!(output, "\n{}", table::COMPILED_HEAD)?;
    for &steps in steps {
        let bench = Bench::new(&programs, steps)?;
        let library = consumer.library();
        // A file that is there keeps the tasks of the flow before.
        fs::remove_file(&library)?;
        programs.measured(&bench.generate(&library))?;
        let bytes = fs::metadata(&library)?.len();
        let taken = consumer.check(&programs)?;
        let row = table::compiled_row(steps, bytes, &taken, &consumer.empty);
        writeln!(output, "{row}")?;
        output.flush()?;
    }
    Ok(())
}

/// Measures the runtime and prints a Markdown table.
///
/// # Errors
/// If what measures cannot be built, or fails.
pub fn run_runtime(root: &Path, output: &mut impl Write) -> Result<()> {
    writeln!(output)?;
    output.flush()?;
    let status = Command::new(cargo())
        .args(["run", "--quiet", "--release", "--package=tinyflow-bench"])
        .current_dir(root)
        .status()
        .context("cannot run cargo run")?;
    ensure!(status.success(), "the runtime could not be measured");
    Ok(())
}

/// Parses a file as JSON: what every command has to do at least.
///
/// # Errors
/// If the file cannot be read or is not JSON.
pub fn parse_json(file: &Path) -> Result<()> {
    let value: serde_json::Value = serde_json::from_str(&read(file)?)?;
    std::hint::black_box(value);
    Ok(())
}

/// The programs that are run, built for release.
struct Programs {
    tinyflow: PathBuf,
    xtask: PathBuf,
    /// Where the command notes which files are fresh.
    cache: TempDir,
}

impl Programs {
    /// Builds into the target folder that this program was built into.
    fn build(root: &Path) -> Result<Self> {
        let own = env::current_exe()?;
        let target = own.ancestors().nth(2);
        let target = target.with_context(|| format!("{} is in no target folder", own.display()))?;
        let status = Command::new(cargo())
            .args(["build", "--release", "--package=tinyflow-cli"])
            .args(["--package=xtask", "--target-dir"])
            .arg(target)
            .current_dir(root)
            .status()
            .context("cannot run cargo build")?;
        ensure!(status.success(), "cargo build failed");
        let program = |name| {
            let file = format!("{name}{}", env::consts::EXE_SUFFIX);
            target.join("release").join(file)
        };
        Ok(Self {
            tinyflow: program("tinyflow"),
            xtask: program("xtask"),
            cache: tempfile::tempdir()?,
        })
    }

    /// A small process of our own starts the command and waits for it, since
    /// the system keeps one peak for all children of a process.
    fn measured(&self, command: &[OsString]) -> Result<Measurement> {
        let output = Command::new(&self.xtask)
            .arg("measure")
            .args(command)
            .env("TINYFLOW_CACHE_DIR", self.cache.path())
            .output()?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            bail!("{command:?} was not measured: {errors}");
        }
        Measurement::parse(&String::from_utf8(output.stdout)?)
    }
}

/// One flow, and where its file is generated to.
struct Bench<'p> {
    programs: &'p Programs,
    folder: TempDir,
}

impl<'p> Bench<'p> {
    fn new(programs: &'p Programs, steps: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let bench = Self { programs, folder };
        let flow = serde_json::to_string_pretty(&synthetic_flow(steps))?;
        fs::write(bench.flow(), flow)?;
        Ok(bench)
    }

    fn flow(&self) -> PathBuf {
        self.folder.path().join("flow.json")
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("flow.rs")
    }

    /// The sizes of the flow and of the file made of it.
    fn bytes(&self) -> Result<(u64, u64)> {
        let size = |path| -> Result<u64> { Ok(fs::metadata(path)?.len()) };
        Ok((size(self.flow())?, size(self.output())?))
    }

    /// The command that generates into this file.
    fn generate(&self, output: &Path) -> [OsString; 5] {
        let tinyflow = self.programs.tinyflow.clone().into();
        let (flow, output) = (self.flow().into(), output.into());
        [tinyflow, "gen".into(), flow, "-o".into(), output]
    }

    fn run(&self, runs: usize) -> Result<Measurements> {
        let flow = self.flow().into_os_string();
        let tinyflow = self.programs.tinyflow.as_os_str().to_owned();
        let xtask = self.programs.xtask.as_os_str().to_owned();
        let parse = [xtask, "parse-json".into(), flow.clone()];
        let validate = [tinyflow, "validate".into(), flow];
        let generate = self.generate(&self.output());
        let measured = |command: &[OsString]| self.programs.measured(command);
        let mut measurements = Measurements::default();
        for _ in 0..runs {
            measurements.parse.push(measured(&parse)?);
            measurements.validate.push(measured(&validate)?);
            if self.output().exists() {
                fs::remove_file(self.output())?;
            }
            measurements.fresh.push(measured(&generate)?);
            measurements.again.push(measured(&generate)?);
        }
        Ok(measurements)
    }
}
