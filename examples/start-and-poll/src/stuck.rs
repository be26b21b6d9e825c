//! What a round has come to in which some chains could not go on.

use std::error::Error;
use std::fmt;

use tinyflow::StepError;

/// The errors of the chains that could not go on. The round of the other chains is stored.
#[derive(Debug)]
pub struct StuckChains(Vec<StepError>);

impl StuckChains {
    /// Fails the step once all chains have had their round, if some are stuck.
    pub(crate) fn check(round: Vec<Result<(), StepError>>) -> Result<(), StepError> {
        let stuck: Vec<_> = round.into_iter().filter_map(Result::err).collect();
        if stuck.is_empty() {
            return Ok(());
        }
        Err(StepError::other(Self(stuck)))
    }
}

impl fmt::Display for StuckChains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "chains are stuck")?;
        for (number, error) in self.0.iter().enumerate() {
            f.write_str(if number == 0 { ": " } else { "; " })?;
            write!(f, "{error}")?;
            if let Some(cause) = error.source() {
                write!(f, ": {cause}")?;
            }
        }
        Ok(())
    }
}

impl Error for StuckChains {}
