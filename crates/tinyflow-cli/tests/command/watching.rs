//! `tinyflow gen --watch`: every line is waited for, no time is.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Stdio};

use tinyflow_tests::project::{Project, sample_flow};

/// A command that goes on until it is dropped.
struct Watching {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStderr>>,
}

impl Watching {
    fn start(project: &Project) -> Self {
        let arguments = ["gen", "--watch"];
        let mut command = project.command(env!("CARGO_BIN_EXE_tinyflow"), &arguments);
        command.stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        let stderr = child.stderr.take().expect("the pipe is ours");
        let lines = BufReader::new(stderr).lines();
        Self { child, lines }
    }

    /// Reads up to this line, and gives those before it.
    fn wait_for(&mut self, wanted: &str) -> Vec<String> {
        let mut before = Vec::new();
        for line in &mut self.lines {
            let line = line.expect("lines are text");
            if line == wanted {
                return before;
            }
            before.push(line);
        }
        panic!("{wanted:?} never came:\n{}", before.join("\n"));
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _was_running = self.child.kill();
        let _ended = self.child.wait();
    }
}

const CONFIG: &str = "[[flows]]\nflow = \"flows/*.json\"\noutput = \"src/{name}.rs\"\n";

fn project() -> Project {
    let project = Project::new();
    project.write("flows/tea.json", sample_flow("user-onboarding"));
    project.write("src/main.rs", "fn main() {}\n");
    project.write("tinyflow.toml", CONFIG);
    project
}

#[test]
fn what_is_saved_is_generated() {
    let project = project();
    let flow = project.read("flows/tea.json");
    let mut watching = Watching::start(&project);
    watching.wait_for("wrote src/tea.rs");
    watching.wait_for("watching for changes");

    project.write(
        "flows/tea.json",
        flow.replace("send-reminder", "send-nudge"),
    );
    watching.wait_for("updated src/tea.rs");
    assert!(project.read("src/tea.rs").contains("    SendNudge,\n"));

    project.write("flows/tea.json", "{ \"id\": ");
    let found = watching.wait_for("Found 1 error in flows/tea.json");
    assert!(found[0].starts_with("error[TF"), "{found:?}");

    // As many editors save: a new file takes the place of the old one.
    project.write(
        "flows/.tea.json.swp",
        flow.replace("send-reminder", "send-card"),
    );
    fs::rename(
        project.path("flows/.tea.json.swp"),
        project.path("flows/tea.json"),
    )
    .unwrap();
    watching.wait_for("updated src/tea.rs");
    assert!(project.read("src/tea.rs").contains("    SendCard,\n"));
}

#[test]
fn a_template_that_is_saved_counts_for_every_flow() {
    let project = project();
    project.write("own/step.rs.j2", "pub enum Step {}\n");
    project.write("tinyflow.toml", format!("templates = \"own\"\n{CONFIG}"));
    let mut watching = Watching::start(&project);
    watching.wait_for("wrote src/tea.rs");
    watching.wait_for("watching for changes");
    project.write("own/step.rs.j2", "pub enum Step { Mine }\n");
    watching.wait_for("updated src/tea.rs");
    assert!(project.read("src/tea.rs").contains("Step { Mine }"));
}

#[test]
fn standard_input_is_not_watched() {
    let said = crate::tinyflow(&project(), &["gen", "-", "--watch"]).with_status(2);
    assert_eq!(said.stderr, "error: standard input cannot be watched\n");
}

#[test]
fn flows_come_and_the_list_changes() {
    let project = project();
    let mut watching = Watching::start(&project);
    watching.wait_for("watching for changes");

    project.write("flows/coffee.json", sample_flow("order-fulfilment"));
    watching.wait_for("wrote src/coffee.rs");

    project.write("tinyflow.toml", "[[flows]\n");
    watching.wait_for("error: tinyflow.toml is at fault: TOML parse error at line 1, column 9");
    fs::create_dir(project.path("lib")).unwrap();
    project.write("tinyflow.toml", CONFIG.replace("src/", "lib/"));
    watching.wait_for("2 flows: 2 written");
    assert!(project.path("lib/tea.rs").exists());
}

#[test]
fn a_folder_that_is_made_again_is_watched_again() {
    let project = Project::new();
    let flow = sample_flow("user-onboarding");
    project.write("work/flows/tea.json", &flow);
    project.write("src/main.rs", "fn main() {}\n");
    project.write("tinyflow.toml", CONFIG.replace("flows/*", "work/flows/*"));
    let mut watching = Watching::start(&project);
    watching.wait_for("wrote src/tea.rs");
    watching.wait_for("watching for changes");

    fs::remove_dir_all(project.path("work")).unwrap();
    watching.wait_for("error: tinyflow.toml:2:8: no file matches work/flows/*.json");
    for name in ["send-nudge", "send-card"] {
        let flow = flow.replace("send-reminder", name);
        project.write("work/flows/tea.json", flow);
        watching.wait_for("updated src/tea.rs");
    }
    assert!(project.read("src/tea.rs").contains("    SendCard,\n"));
}
