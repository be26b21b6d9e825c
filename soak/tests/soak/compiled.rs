//! What generated Rust answers: many conditions in one crate, laid out as rustfmt does, compiled
//! and run.

use serde_json::Value;
use tinyflow_soak::Round;
use tinyflow_tests::project::{UserCrate, generated_file};

/// What there is to say of the Rust that rounds became.
pub(crate) struct Compiled {
    /// The disagreements with the JavaScript engine, each as text for people.
    pub(crate) disagreements: Vec<String>,
    /// What rustfmt would lay out otherwise.
    pub(crate) layouts: Vec<String>,
}

/// Compiles the rounds and compares what the program answers. `shared` is the folder for crates
/// and what they are built into.
pub(crate) fn compare_compiled(shared: &str, rounds: &[Round]) -> Compiled {
    let program = UserCrate::with_dependencies(shared, "soak", "2024", "serde_json = \"1\"\n");
    let mut main = String::new();
    let mut calls = String::new();
    let mut files = Vec::with_capacity(rounds.len());
    for (index, round) in rounds.iter().enumerate() {
        let file = generated_file("soak.json", &round.flow());
        let filled_in = file
            .replace(
                "fn holds(&self, task: TaskContext, state: State)",
                "fn holds(&self, task: TaskContext, mut state: State)",
            )
            .replace(
                "        // TODO: implement the task 'holds'\n",
                "        state.extra.insert(\"holds\".to_owned(), true.into());\n",
            );
        let name = format!("src/round_{index}.rs");
        program.write(&name, &filled_in);
        files.push(name);
        main += &format!("mod round_{index};\n");
        calls += &format!(
            "    answer!(rounds, round_{index}, {});\n",
            round.conditions().len()
        );
    }
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let otherwise = program.rustfmt_check("2024", &files).stdout;
    let layouts = otherwise.split("Diff in ").skip(1).map(str::to_owned);
    let states: Vec<Value> = rounds
        .iter()
        .map(|round| round.wire_states().into())
        .collect();
    program.write("states.json", &Value::from(states).to_string());
    let template = include_str!("program.rs");
    program.write(
        "src/main.rs",
        &template
            .replace("// modules\n", &main)
            .replace("    // rounds\n", &calls),
    );
    let said = program.cargo("run", &["--", "states.json"]).with_status(0);
    let mut lines = said.stdout.lines();
    let mut disagreements = Vec::new();
    for round in rounds {
        for index in 0..round.conditions().len() {
            let line = lines.next().unwrap_or("[]");
            let answered: Vec<Value> = serde_json::from_str(line).unwrap_or_default();
            disagreements.extend(round.compare_row(index, &answered));
        }
    }
    Compiled {
        disagreements,
        layouts: layouts.collect(),
    }
}
