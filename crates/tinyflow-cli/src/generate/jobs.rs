//! Which flows become which files: from the arguments, or from `tinyflow.toml`.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use glob::{MatchOptions, glob_with};
use tinyflow_codegen::module_name;

use crate::arguments::GenerateArguments;
use crate::config::Config;
use crate::inputs::{Input, inputs};

/// A flow and the file that it becomes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Job {
    pub(crate) input: Input,
    /// None where the file is only printed.
    pub(crate) output: Option<PathBuf>,
}

/// All that is to be done, in order, no file twice.
pub(crate) fn jobs(arguments: &GenerateArguments, config: Option<&Config>) -> Result<Vec<Job>> {
    let jobs = match (&arguments.output, arguments.flows.is_empty()) {
        (Some(_), true) => bail!("name the flows that go to the output"),
        (None, true) => listed(config.context(
            "there is no tinyflow.toml, here or in a folder above; \
             name a flow and its output: tinyflow gen FLOW -o FILE",
        )?)?,
        (Some(output), false) => matched(&arguments.flows)?
            .into_iter()
            .map(|input| to_output(input, output))
            .collect::<Result<_>>()?,
        (None, false) => {
            let flows = matched(&arguments.flows)?;
            flows
                .into_iter()
                .map(|input| with_listed_output(input, arguments, config))
                .collect::<Result<_>>()?
        }
    };
    if arguments.stdout && jobs.len() > 1 {
        bail!(
            "--stdout prints one file, and there are {} flows",
            jobs.len()
        );
    }
    refuse_shared_files(&jobs)?;
    Ok(jobs)
}

/// The jobs of a `tinyflow.toml`.
fn listed(config: &Config) -> Result<Vec<Job>> {
    let mut jobs = Vec::new();
    for entry in config.entries()? {
        let flows = config.resolve(entry.flow.get_ref());
        let output = config.resolve(entry.output.get_ref());
        let of_flow = || config.place(entry.flow.span());
        let of_output = || config.place(entry.output.span());
        let found = if is_pattern(entry.flow.get_ref()) && !flows.exists() {
            let pattern = config.pattern(entry.flow.get_ref());
            matches(&pattern, flows.display()).map(|paths| inputs(&paths))
        } else {
            Ok(inputs(&[flows]))
        };
        for input in found.with_context(of_flow)? {
            let input = input.with_context(of_flow)?;
            if let Input::File(path) = &input
                && !path.is_file()
            {
                return Err(anyhow!("there is no flow {}", path.display()).context(of_flow()));
            }
            jobs.push(to_output(input, &output).with_context(of_output)?);
        }
    }
    Ok(jobs)
}

/// The inputs that arguments stand for: patterns are matched, and folders searched.
fn matched(arguments: &[PathBuf]) -> Result<Vec<Input>> {
    let mut paths = Vec::new();
    for argument in arguments {
        match argument.to_str().filter(|text| is_pattern(text)) {
            Some(pattern) if !argument.exists() => paths.extend(matches(pattern, pattern)?),
            _ => paths.push(argument.clone()),
        }
    }
    inputs(&paths).into_iter().collect()
}

/// The files that a pattern matches, by name. Hidden ones have to be asked for.
fn matches(pattern: &str, shown: impl Display) -> Result<Vec<PathBuf>> {
    let options = MatchOptions {
        require_literal_leading_dot: true,
        ..MatchOptions::new()
    };
    let found = glob_with(pattern, options);
    let mut paths = Vec::new();
    for path in found.with_context(|| format!("{shown} is not a pattern"))? {
        let path = path.context("a folder could not be read")?;
        if path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!("no file matches {shown}");
    }
    Ok(paths)
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// The job of a flow that was named without an output.
fn with_listed_output(
    input: Input,
    arguments: &GenerateArguments,
    config: Option<&Config>,
) -> Result<Job> {
    if let (Input::File(flow), Some(config)) = (&input, config) {
        let listed = listed(config)?;
        let of_flow = listed
            .into_iter()
            .find(|job| matches!(&job.input, Input::File(path) if real(path) == real(flow)));
        if let Some(job) = of_flow {
            return Ok(Job { input, ..job });
        }
    }
    if arguments.stdout {
        return Ok(Job {
            input,
            output: None,
        });
    }
    let name = match &input {
        Input::File(path) => path.display().to_string(),
        Input::StandardInput => "standard input".to_owned(),
    };
    bail!("no output is known for {name}; name it with -o FILE, or list the flow in tinyflow.toml")
}

fn to_output(input: Input, output: &Path) -> Result<Job> {
    let Some(text) = output.to_str() else {
        return Ok(Job {
            input,
            output: Some(output.to_owned()),
        });
    };
    let filled = match &input {
        Input::File(path) => text.replace("{name}", &module_name(path)),
        Input::StandardInput => text.to_owned(),
    };
    if let Some((_, rest)) = filled.split_once('{')
        && let Some((placeholder, _)) = rest.split_once('}')
    {
        bail!("{{{placeholder}}} in {text} stands for nothing; there is {{name}} alone");
    }
    Ok(Job {
        input,
        output: Some(PathBuf::from(filled)),
    })
}

/// No two flows may become one file, and none may take the place of a flow.
fn refuse_shared_files(jobs: &[Job]) -> Result<()> {
    let flows: BTreeMap<_, _> = jobs
        .iter()
        .filter_map(|job| match &job.input {
            Input::File(path) => Some((real(path), path)),
            Input::StandardInput => None,
        })
        .collect();
    let mut seen: BTreeMap<PathBuf, &Job> = BTreeMap::new();
    for job in jobs {
        let Some(output) = &job.output else { continue };
        if let Some(flow) = flows.get(&real(output)) {
            bail!(
                "the output {} is the flow {}",
                output.display(),
                flow.display()
            );
        }
        if let Some(other) = seen.insert(real(output), job) {
            let names = [other, job].map(|job| match &job.input {
                Input::File(path) => path.display().to_string(),
                Input::StandardInput => "standard input".to_owned(),
            });
            bail!(
                "{} and {} would both become {}; {{name}} in an output stands for the flow's file name",
                names[0],
                names[1],
                output.display()
            );
        }
    }
    Ok(())
}

/// The path behind links, also of a file that is not there yet.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        folder.join(path.file_name().unwrap_or_default())
    })
}
