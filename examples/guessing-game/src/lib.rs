//! A number is guessed: each guess is an event, and the run is stored at every question.

use serde::{Deserialize, Serialize};
use tinyflow::{DurableState, EventOf, FlowId, StepResult, Workflow, end, json, next};

/// The steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Thinks of the first question.
    #[serde(rename = "step_begin")]
    Begin,
    /// Waits for a guess.
    #[serde(rename = "step_ask")]
    Ask,
    /// Compares the guess.
    #[serde(rename = "step_check")]
    Check,
    /// The number is found.
    #[serde(rename = "step_end")]
    End,
}

/// What a run remembers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Game {
    /// The number to be guessed.
    pub number: u32,
    /// What the player is asked.
    #[serde(default)]
    pub hint: String,
    /// The guesses so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answer: Vec<u32>,
}

/// A guess.
pub const GUESS: EventOf<Step, u32> = EventOf::new(Step::Ask, "event_ask");

/// The workflow.
pub struct GuessingGame;

impl Game {
    /// A game in which this number is to be guessed.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }
}

impl Workflow for GuessingGame {
    type Step = Step;
    type State = Game;

    fn flow(&self) -> FlowId {
        FlowId::new("guessing-game", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Begin
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Game>) -> StepResult<Step> {
        match step {
            Step::Begin => {
                run.change("hint", |game| game.hint = "number between 0-100".into())?;
                next(Step::Ask)
            }
            Step::Ask => {
                let request = json!({ "question": run.state().hint });
                let guess = run.wait_for(&GUESS, request).await?;
                run.change("guess", |game| game.answer.push(guess))?;
                next(Step::Check)
            }
            Step::Check => {
                let game = run.state();
                let guess = game.answer.last().copied().unwrap_or_default();
                if guess == game.number {
                    return next(Step::End);
                }
                let relation = if guess < game.number { '<' } else { '>' };
                let hint = format!("value {guess} is {relation} than the answer");
                run.change("hint", |game| game.hint = hint)?;
                next(Step::Ask)
            }
            Step::End => {
                run.change("hint", |game| game.hint.clear())?;
                end()
            }
        }
    }
}
