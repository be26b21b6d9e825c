//! Mistakes in a user's code, and what the compiler says about them.
//!
//! Only codes and key words of the compiler are asserted: its wording is its own.

use tinyflow_tests::project::{Said, UserCrate, generated_file, sample_flow};

const WHOLE: &str = "user-onboarding";
const NOT_WHOLE: &str = "order-fulfilment";

const MAIN: &str = r#"
#[allow(unused_imports)]
use flow::State;
use tinyflow::{InitialState, RuntimeError, SimpleContext, WorkflowRuntime};

#[tokio::main]
async fn main() -> Result<(), RuntimeError> {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), flow::create_workflow());
    let result = runtime.run(ARGUMENTS).await?;
    println!("{result}");
    Ok(())
}
"#;

#[test]
fn without_a_mistake_there_is_no_message() {
    let said = check("sound", WHOLE, "\"run\", State::initial()", |file| file);
    assert_eq!(said.with_status(0).stderr, "");
}

#[test]
fn a_run_without_a_state() {
    let said = check("no-state", WHOLE, "\"run\"", |file| file);
    says(
        &said,
        &["error[E0061]", "this method takes 2 arguments", "State"],
    );
}

#[test]
fn an_initial_state_that_the_flow_does_not_give() {
    let said = check(
        "no-initial-state",
        NOT_WHOLE,
        "\"run\", State::initial()",
        |file| file,
    );
    says(
        &said,
        &["error[E0599]", "`initial`", "`State`", "`InitialState`"],
    );
    let said = check(
        "no-initial-of-trait",
        NOT_WHOLE,
        "\"run\", InitialState::initial()",
        |file| file,
    );
    says(
        &said,
        &[
            "error[E0277]",
            "the flow's `globalState` does not make a whole `State`",
            "give every required property a value in `globalState`",
        ],
    );
}

#[test]
fn a_task_that_is_not_implemented() {
    let said = check("no-task", WHOLE, "\"run\", State::initial()", |file| {
        let start = file
            .rfind("    /// Send Profile Reminder")
            .expect("the stub is there");
        let end = file[start..].find("    }\n").expect("the stub has an end");
        file[..start].to_owned() + &file[start + end + "    }\n".len()..]
    });
    says(&said, &["error[E0046]", "missing: `send_reminder`"]);
}

#[test]
fn a_task_that_forgets_its_params() {
    let said = check("no-params", WHOLE, "\"run\", State::initial()", |file| {
        let (generated, mine) = file
            .split_once("// --- IMPLEMENTATION ---")
            .expect("the line");
        let mine = mine
            .replace("        params: SendWelcomeParams,\n", "")
            .replace("(task, params)", "task");
        [generated, "// --- IMPLEMENTATION ---", &mine].concat()
    });
    says(&said, &["error[E0050]", "send_welcome"]);
}

#[test]
fn a_task_that_gives_back_something_else() {
    let said = check("other-result", WHOLE, "\"run\", State::initial()", |file| {
        let stub =
            "async fn send_reminder(&self, task: TaskContext, state: State) -> TaskResult<State>";
        let other = "async fn send_reminder(&self, task: TaskContext, state: State) -> State";
        assert!(file.contains(stub), "the stub is there");
        file.replace(stub, other).replace(
            "let _ = task;\n        Ok(state)",
            "let _ = task;\n        state",
        )
    });
    says(
        &said,
        &["error[E0271]", "send_reminder", "TaskResult<State>"],
    );
}

/// What `cargo check` says about a crate with the sample's file, after `mistake` was made in it.
fn check(
    name: &str,
    sample: &str,
    arguments: &str,
    mistake: impl FnOnce(String) -> String,
) -> Said {
    let misuse = UserCrate::new(
        env!("CARGO_TARGET_TMPDIR"),
        &format!("misuse-{name}"),
        "2024",
    );
    let file = generated_file(&format!("{sample}.json"), &sample_flow(sample));
    misuse.write("src/flow.rs", &mistake(file));
    let main = MAIN.replace("ARGUMENTS", arguments);
    misuse.write("src/main.rs", &format!("mod flow;\n{main}"));
    misuse.cargo("check", &[])
}

#[track_caller]
fn says(said: &Said, words: &[&str]) {
    assert_eq!(said.status, Some(101), "{said}");
    for word in words {
        assert!(
            said.stderr.contains(word),
            "`{word}` is missing in:\n{said}"
        );
    }
}
