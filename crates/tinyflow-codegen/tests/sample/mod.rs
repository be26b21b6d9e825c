//! A tiny stand-in for the renderer: a flow is a list of tasks, its file has one trait.

use tinyflow_codegen::merge::{NewFile, Stub};

/// The flow's file name.
pub(crate) const SOURCE: &str = "order.json";

/// The pieces of a flow with these tasks; a task is named as its function.
pub(crate) fn new_file(functions: &[&str]) -> NewFile {
    let stubs: Vec<_> = functions.iter().map(|function| stub(function)).collect();
    let bodies: Vec<_> = stubs.iter().map(|stub| stub.text.as_str()).collect();
    NewFile {
        section: section(&stubs),
        implementation: format!(
            "\n/// Fill in the tasks.\npub struct OrderTasks;\n\nimpl Tasks for OrderTasks {{\n{}\n}}\n",
            bodies.join("\n\n")
        ),
        stubs,
    }
}

fn section(stubs: &[Stub]) -> String {
    let functions = stubs.iter().map(|stub| {
        format!(
            "    /// {}\n    fn {}(&self, state: State) -> State;\n",
            stub.task, stub.function
        )
    });
    format!(
        "// -----------------\n// --- GENERATED ---\n// -----------------\n\n\
         /// What a run of *Order* remembers.\npub struct State {{\n    pub order_id: String,\n}}\n\n\
         /// The business logic of *Order*.\npub trait Tasks {{\n{}}}\n",
        functions.collect::<String>()
    )
}

fn stub(function: &str) -> Stub {
    let task = function.trim_start_matches("r#").replace('_', " ");
    let text = format!(
        "    /// {task}\n    fn {function}(&self, state: State) -> State {{\n        \
         // Fill in the task '{task}'.\n        state\n    }}"
    );
    Stub {
        function: function.to_owned(),
        task,
        text,
    }
}
