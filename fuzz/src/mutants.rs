//! Each sample flow with one change at one place, every change of a list at
//! every place.
//!
//! A mutant is found, where the checker says something about it, or it is still
//! sound: it becomes the same code, or other code, and a second opinion, which
//! knows nothing of the checker, has no objection. One that is neither is
//! missed.

mod mutation;

mod opinion;

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tinyflow_check::{CheckedFlow, check_source};
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::fresh;
use tinyflow_model::Source;

use crate::corpus::samples;
use mutation::{Mutant, mutants};
use opinion::objection;

/// What became of the mutants, and which were missed.
#[derive(Debug, Default)]
pub struct Scores {
    kinds: BTreeMap<&'static str, Score>,
    /// A line for each mutant that is neither found nor sound.
    pub missed: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Score {
    found: usize,
    same_code: usize,
    still_sound: usize,
    missed: usize,
}

impl Scores {
    /// How many mutants were found.
    pub fn found(&self) -> usize {
        self.kinds.values().map(|score| score.found).sum()
    }
}

/// The score of one mutant in `every` of all sample flows.
///
/// # Errors
/// If a sample flow cannot be read, or has findings.
pub fn score(every: usize) -> Result<Scores> {
    let mut scores = Scores::default();
    for (name, text) in samples()? {
        let flow: Value = serde_json::from_slice(&text).context(name.clone())?;
        let (findings, code) = outcome(&flow)?;
        ensure!(findings == 0, "{name} has findings");
        let objection = objection(&flow);
        ensure!(objection.is_none(), "{name}: {objection:?}");
        for mutant in mutants(&flow).into_iter().step_by(every) {
            scores.count(&name, code.as_deref(), &mutant)?;
        }
    }
    Ok(scores)
}

impl Scores {
    fn count(&mut self, name: &str, code: Option<&str>, mutant: &Mutant) -> Result<()> {
        let Mutant { kind, place, flow } = mutant;
        let score = self.kinds.entry(kind).or_default();
        let (findings, mutated) = outcome(flow)?;
        if findings > 0 {
            score.found += 1;
        } else if mutated.as_deref() == code {
            score.same_code += 1;
        } else if let Some(objection) = objection(flow) {
            score.missed += 1;
            let missed = format!("{name}: {kind} at {place}: {objection}");
            self.missed.push(missed);
        } else {
            score.still_sound += 1;
        }
        Ok(())
    }
}

/// How much was found in a flow, and its code, if it has any.
fn outcome(flow: &Value) -> Result<(usize, Option<String>)> {
    let source = Source::new("flow.json", flow.to_string().into_bytes());
    let outcome = check_source(&source);
    let code = outcome.flow.as_ref().map(code).transpose()?;
    Ok((outcome.findings.len(), code))
}

fn code(flow: &CheckedFlow) -> Result<String> {
    Ok(fresh(&generate(flow)?, "flow.json"))
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<32} found  same code  still sound  missed",
            "mutation"
        )?;
        let mut sum = Score::default();
        for (kind, score) in &self.kinds {
            line(f, kind, score)?;
            sum.found += score.found;
            sum.same_code += score.same_code;
            sum.still_sound += score.still_sound;
            sum.missed += score.missed;
        }
        line(f, "all", &sum)
    }
}

fn line(f: &mut fmt::Formatter<'_>, kind: &str, score: &Score) -> fmt::Result {
    let Score {
        found,
        same_code,
        still_sound,
        missed,
    } = score;
    writeln!(
        f,
        "{kind:<32} {found:>5}  {same_code:>9}  {still_sound:>11}  {missed:>6}"
    )
}
