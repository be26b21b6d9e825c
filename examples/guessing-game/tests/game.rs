//! A game, and the same game with each guess made in a process of its own.

use example_guessing_game::{GUESS, Game, GuessingGame, Step};
use tinyflow::{Execution, SimpleContext, WorkflowRuntime, json};

#[tokio::test]
async fn a_worker_plays_by_events() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), GuessingGame);
    let worker = runtime.start();
    let client = runtime.client();
    client.start("game", Game::new(95)).await.unwrap();
    for guess in [5, 99, 95] {
        client.send("game", &GUESS, &guess, None).await.unwrap();
    }
    let ended = client.wait_for_end("game").await.unwrap();
    worker.shutdown().await;
    assert_eq!(ended.state.answer, [5, 99, 95]);
    assert_eq!((ended.current_step, ended.step_seq), (Step::End, 7));
}

#[tokio::test]
async fn a_game_is_kept_as_json_between_the_guesses() {
    let mut execution = Execution::begin(GuessingGame, "game", Game::new(95)).unwrap();
    let hints = [
        "number between 0-100",
        "value 5 is < than the answer",
        "value 99 is > than the answer",
    ];
    for (guess, hint) in [5, 99, 95].into_iter().zip(hints) {
        let stop = execution.next().await.unwrap().expect("it asks");
        assert!(!stop.can_continue);
        let [wait] = &execution.list_pending_resume()[..] else {
            panic!("one question is open");
        };
        let text = execution.snapshot().to_json().unwrap();
        assert!(text.contains(&json!({ "question": hint }).to_string()));
        let resume_id = wait.resume_id().to_owned();
        execution = Execution::from_json(GuessingGame, "game", &text).unwrap();
        execution.resolve_resume(&resume_id, json!(guess)).unwrap();
    }
    assert_eq!(execution.next().await.unwrap(), None);
    let result = execution.result().expect("it is over");
    assert!(result.is_finished());
    assert_eq!(result.state().hint, "");
}
