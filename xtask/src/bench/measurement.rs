//! What one process took.

use std::ffi::OsString;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// What one process took, or the median of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measurement {
    /// From its start to its end.
    pub(super) wall: Duration,
    /// The most memory that it had at once, in bytes; none where the system
    /// does not say.
    pub(super) peak: Option<u64>,
}

/// What was measured on one flow.
#[derive(Debug, Default)]
pub(super) struct Measurements {
    /// Merely parsing the file.
    pub(super) parse: Vec<Measurement>,
    /// `tinyflow validate`.
    pub(super) validate: Vec<Measurement>,
    /// `tinyflow gen` where there is no file.
    pub(super) fresh: Vec<Measurement>,
    /// `tinyflow gen` where the file is fresh.
    pub(super) again: Vec<Measurement>,
}

/// Runs one command and prints what it took, for `Measurement::parse`. What the
/// command says of its errors goes through.
///
/// # Errors
/// If the command cannot be run, or fails.
pub fn measure(command: &[OsString], output: &mut impl Write) -> Result<()> {
    let (program, arguments) = command.split_first().context("no command to measure")?;
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let wall = start.elapsed();
    ensure!(status.success(), "{} failed: {status}", program.display());
    let peak = peak_of_children()?.map_or_else(|| "-".to_owned(), |peak| peak.to_string());
    writeln!(output, "{} {peak}", wall.as_nanos())?;
    Ok(())
}

#[cfg(unix)]
fn peak_of_children() -> Result<Option<u64>> {
    use nix::sys::resource::{UsageWho, getrusage};

    // Apple counts bytes, everybody else kibibytes.
    let unit = if cfg!(target_vendor = "apple") {
        1
    } else {
        1024
    };
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss();
    Ok(Some(u64::try_from(peak)? * unit))
}

#[cfg(not(unix))]
fn peak_of_children() -> Result<Option<u64>> {
    Ok(None)
}

impl Measurement {
    /// Reads what [`measure`] printed.
    pub(super) fn parse(line: &str) -> Result<Self> {
        let malformed = || format!("not a measurement: {line:?}");
        let (wall, peak) = line.trim().split_once(' ').with_context(malformed)?;
        let peak = match peak {
            "-" => None,
            bytes => Some(bytes.parse().with_context(malformed)?),
        };
        let wall = Duration::from_nanos(wall.parse().with_context(malformed)?);
        Ok(Self { wall, peak })
    }

    /// The median of each column; of an even number the higher of the two in
    /// the middle.
    pub(super) fn median(all: &[Self]) -> Option<Self> {
        let mut walls: Vec<Duration> = all.iter().map(|one| one.wall).collect();
        let mut peaks: Vec<Option<u64>> = all.iter().map(|one| one.peak).collect();
        walls.sort();
        peaks.sort();
        Some(Self {
            wall: *walls.get(all.len() / 2)?,
            peak: *peaks.get(all.len() / 2)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read() {
        let measurement = Measurement::parse("1500 4096\n").unwrap();
        assert_eq!(measurement.wall, Duration::from_nanos(1500));
        assert_eq!(measurement.peak, Some(4096));
        assert_eq!(Measurement::parse("7 -").unwrap().peak, None);
        assert!(Measurement::parse("fast").is_err());
    }

    #[test]
    fn the_median_is_taken_of_each_column() {
        let of = |wall, peak| Measurement {
            wall: Duration::from_nanos(wall),
            peak: Some(peak),
        };
        let all = [of(3, 10), of(1, 30), of(2, 20)];
        assert_eq!(Measurement::median(&all), Some(of(2, 20)));
        assert_eq!(Measurement::median(&[]), None);
    }
}
