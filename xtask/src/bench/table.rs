//! The measurements as a Markdown table.

use super::measurement::{Measurement, Measurements};

pub(super) const HEAD: &str = "\
| steps | flow KiB | file KiB | command | wall ms | µs per step | × parse | peak MiB | bytes per step | × parse |
|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|";

/// A row for each command. `bytes` are the sizes of the flow and of the file.
pub(super) fn rows(steps: usize, bytes: (u64, u64), results: &Measurements) -> String {
    let Some(parse) = Measurement::median(&results.parse) else {
        return String::new();
    };
    let named = [
        ("parse only", &results.parse),
        ("validate", &results.validate),
        ("gen, fresh file", &results.fresh),
        ("gen, unchanged", &results.again),
    ];
    let rows = named.into_iter().filter_map(|(name, all)| {
        let row = row(name, &Measurement::median(all)?, &parse, steps);
        let (flow, file) = (kibibytes(bytes.0), kibibytes(bytes.1));
        Some(format!("| {steps} | {flow:.0} | {file:.0} | {row} |\n"))
    });
    rows.collect()
}

pub(super) const COMPILED_HEAD: &str = "\
| steps | file KiB | cargo check s | ms per step | × an empty crate | peak MiB | × an empty crate |
|---:|---:|---:|---:|---:|---:|---:|";

/// What `cargo check` took for a generated file of so many bytes.
pub(super) fn compiled_row(
    steps: usize,
    bytes: u64,
    taken: &Measurement,
    empty: &Measurement,
) -> String {
    let wall = taken.wall.as_secs_f64();
    let time = format!(
        "{wall:.2} | {:.2} | {:.1}",
        wall * 1e3 / count(steps),
        wall / empty.wall.as_secs_f64()
    );
    let memory = match (taken.peak, empty.peak) {
        (Some(peak), Some(base)) => {
            let (peak, base) = (kibibytes(peak), kibibytes(base));
            format!("{:.0} | {:.1}", peak / 1024.0, peak / base)
        }
        _ => "- | -".to_owned(),
    };
    let file = kibibytes(bytes);
    format!("| {steps} | {file:.0} | {time} | {memory} |")
}

fn row(name: &str, of: &Measurement, parse: &Measurement, steps: usize) -> String {
    let wall = of.wall.as_secs_f64();
    let time = format!(
        "{name} | {:.1} | {:.1} | {:.2}",
        wall * 1e3,
        wall * 1e6 / count(steps),
        wall / parse.wall.as_secs_f64()
    );
    let memory = match (of.peak, parse.peak) {
        (Some(peak), Some(base)) => {
            let peak = kibibytes(peak);
            format!(
                "{:.1} | {:.0} | {:.2}",
                peak / 1024.0,
                peak * 1024.0 / count(steps),
                peak / kibibytes(base)
            )
        }
        _ => "- | - | -".to_owned(),
    };
    format!("{time} | {memory}")
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn kibibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

#[expect(clippy::cast_precision_loss, reason = "steps are far below 2^53")]
fn count(steps: usize) -> f64 {
    steps as f64
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn ratios_are_to_parsing() {
        let of = |milliseconds, mebibytes: u64| {
            vec![Measurement {
                wall: Duration::from_millis(milliseconds),
                peak: Some(mebibytes << 20),
            }]
        };
        let results = Measurements {
            parse: of(10, 4),
            validate: of(20, 6),
            fresh: of(30, 8),
            again: of(40, 8),
        };
        let rows = rows(1000, (2048, 4096), &results);
        let second = rows.lines().nth(1).unwrap();
        assert_eq!(
            second,
            "| 1000 | 2 | 4 | validate | 20.0 | 20.0 | 2.00 | 6.0 | 6291 | 1.50 |"
        );
    }
    #[test]
    fn a_compiled_file_is_set_against_an_empty_one() {
        let of = |milliseconds, mebibytes: u64| Measurement {
            wall: Duration::from_millis(milliseconds),
            peak: Some(mebibytes << 20),
        };
        let row = compiled_row(100, 2048, &of(900, 300), &of(300, 100));
        assert_eq!(row, "| 100 | 2 | 0.90 | 9.00 | 3.0 | 300 | 3.0 |");
    }
}
