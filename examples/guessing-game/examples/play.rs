//! The game in a terminal: `cargo run -p example-guessing-game --example play`.

#![expect(clippy::print_stdout, reason = "a terminal prints")]

use std::error::Error;
use std::io::BufRead;

use example_guessing_game::{Game, GuessingGame};
use tinyflow::{SimpleContext, SystemEntry, WorkflowRuntime, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), GuessingGame);
    let number = std::process::id() % 101;
    let mut result = runtime.run("game", Game::new(number)).await?;
    let mut lines = std::io::stdin().lock().lines();
    while let Some(SystemEntry::Event(event)) = result.pending().first() {
        println!(
            "{}",
            event.request_payload.clone().unwrap_or_default()["question"]
        );
        let Some(line) = lines.next() else {
            return Ok(());
        };
        // What is not a number is refused by the wait, which stays open.
        let answer = line?
            .trim()
            .parse::<u32>()
            .map_or(json!(null), |guess| json!(guess));
        let resume_id = event.resume_id.clone();
        result = runtime.resume_with("game", &resume_id, answer).await?;
    }
    println!("{result}");
    Ok(())
}
