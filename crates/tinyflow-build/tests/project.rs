//! A cargo project whose build script compiles a flow, as a user has it.

use tinyflow_tests::project::{Said, UserCrate, root, sample_flow};

const MAIN: &str = r#"
tinyflow::include_flow!("user_onboarding");

struct Mine;

impl Tasks for Mine {
    async fn send_welcome(
        &self,
        _task: TaskContext,
        state: State,
        _params: SendWelcomeParams,
    ) -> TaskResult<State> {
        Ok(state)
    }

    async fn send_reminder(&self, _task: TaskContext, state: State) -> TaskResult<State> {
        Ok(state)
    }
}

#[tokio::main]
async fn main() {
    let workflow = UserOnboardingFlow::new(Mine);
    let runtime = tinyflow::WorkflowRuntime::new(tinyflow::SimpleContext::new(), workflow);
    println!("{}", runtime.run("run-1", State::initial()).await.unwrap());
}
"#;

/// Says in a file that it ran, which cargo does not look at.
const BUILD: &str = r#"
use std::io::Write;

fn main() {
    let file = std::fs::OpenOptions::new().create(true).append(true).open("runs.txt");
    file.unwrap().write_all(b"x").unwrap();
    tinyflow_build::Builder::new()
        .flow("flows/user-onboarding.json")
        .templates("templates")
        .compile();
}
"#;

struct ProjectWithBuildScript(UserCrate);

impl ProjectWithBuildScript {
    /// Builds and runs the project.
    fn run(&self) -> Said {
        self.0.cargo("run", &[])
    }

    /// How often the build script has run.
    fn runs(&self) -> usize {
        self.0.read("runs.txt").len()
    }
}

#[test]
fn the_build_follows_flow_and_templates_and_nothing_else() {
    let build = root().join("crates/tinyflow-build");
    let dependency = format!("\n[build-dependencies]\ntinyflow-build = {{ path = {build:?} }}\n");
    let user_crate = UserCrate::with_dependencies(
        env!("CARGO_TARGET_TMPDIR"),
        "with-build-script",
        "2024",
        &dependency,
    );
    let flow = sample_flow("user-onboarding");
    user_crate.write("src/main.rs", MAIN);
    user_crate.write("build.rs", BUILD);
    user_crate.write("flows/user-onboarding.json", &flow);
    user_crate.write("flows/notes.txt", "");
    user_crate.write("templates/README.md", "");
    user_crate.write("templates/step.rs.j2", &built_in_template());
    let project = ProjectWithBuildScript(user_crate);

    let said = project.run().with_status(0);
    assert!(said.stdout.starts_with("run run-1 finished: "), "{said}");
    assert_eq!(said.stderr, "", "no warning comes from the code");
    let runs = project.runs();
    project.run().expect_success();
    assert_eq!(project.runs(), runs, "nothing has changed");

    let notes = format!("{runs} notes");
    project.0.write("flows/notes.txt", &notes);
    project
        .0
        .write("src/main.rs", &format!("{MAIN}\n// {notes}\n"));
    project.run().expect_success();
    assert_eq!(project.runs(), runs, "what is changed is no flow");

    let broken = flow.replace(
        r#""targetStepId": "send-welcome""#,
        r#""targetStepId": "send-welcom""#,
    );
    let line = 1 + broken
        .lines()
        .position(|line| line.contains("send-welcom\""))
        .unwrap();
    project.0.write("flows/user-onboarding.json", &broken);
    let said = project.run().with_status(101);
    let place = format!("flows/user-onboarding.json:{line}:");
    let fault = "error[TF303]: there is no step with the id `send-welcom`; help: did you mean `send-welcome`?";
    let found = said.stderr.lines().find(|line| line.contains("TF303"));
    let found = found.unwrap_or_else(|| panic!("{said}"));
    assert!(found.contains(&place) && found.ends_with(fault), "{said}");
    assert!(!said.stderr.contains("panicked"), "{said}");

    project.0.write(
        "flows/user-onboarding.json",
        &flow.replace("Send Welcome Email", "Say hello"),
    );
    project.run().expect_success();
    assert_eq!(project.runs(), runs + 2, "once for each change of the flow");

    project
        .0
        .write("templates/step.rs.j2", "pub enum {{ nothing }} {}\n");
    let said = project.run().with_status(101);
    let fault = "flows/user-onboarding.json: no code could be made: \
                 the template `step.rs.j2` is at fault on line 1: undefined value";
    assert!(said.stderr.contains(fault), "{said}");
    assert_eq!(
        project.runs(),
        runs + 3,
        "once for the change of the template"
    );
}

fn built_in_template() -> String {
    let path = root().join("templates/step.rs.j2");
    std::fs::read_to_string(path).expect("it is there")
}
