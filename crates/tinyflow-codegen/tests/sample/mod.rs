//! A tiny stand-in for the renderer: a flow is a list of tasks, its file has one trait.

use tinyflow_codegen::merge::{NewFile, Stub};

/// The flow's file name.
pub(crate) const SOURCE: &str = "order.json";

/// The pieces of a flow with these tasks, each `name` or `name(fields of its parameters)`; a task
/// is named as its function.
pub(crate) fn new_file(tasks: &[&str]) -> NewFile {
    let tasks: Vec<_> = tasks.iter().map(|task| Task::of(task)).collect();
    let bodies: Vec<_> = tasks.iter().map(|task| task.stub().text).collect();
    NewFile {
        section: section(&tasks),
        implementation: format!(
            "\n/// Fill in the tasks.\npub struct OrderTasks;\n\nimpl Tasks for OrderTasks {{\n{}\n}}\n",
            bodies.join("\n\n")
        ),
        stubs: tasks.iter().map(Task::stub).collect(),
    }
}

fn section(tasks: &[Task<'_>]) -> String {
    let params = tasks.iter().map(Task::declaration);
    let functions = tasks.iter().map(|task| {
        format!(
            "    /// {}\n    fn {}{};\n",
            task.title,
            task.function,
            task.signature()
        )
    });
    format!(
        "// -----------------\n// --- GENERATED ---\n// -----------------\n\n\
         /// What a run of *Order* remembers.\npub struct State {{\n    pub order_id: String,\n}}\n\n\
         {}/// The business logic of *Order*.\npub trait Tasks {{\n{}}}\n",
        params.collect::<String>(),
        functions.collect::<String>()
    )
}

struct Task<'a> {
    function: &'a str,
    title: String,
    /// The fields of its parameters, where it takes any.
    fields: Option<&'a str>,
}

impl<'a> Task<'a> {
    fn of(written: &'a str) -> Self {
        let (function, fields) = match written.split_once('(') {
            Some((function, fields)) => (function, fields.strip_suffix(')')),
            None => (written, None),
        };
        Self {
            function,
            title: function.trim_start_matches("r#").replace('_', " "),
            fields,
        }
    }

    /// `TakePaymentParams`
    fn params_type(&self) -> String {
        let words = self.title.split(' ').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        });
        words.collect::<String>() + "Params"
    }

    fn declaration(&self) -> String {
        let Some(fields) = self.fields else {
            return String::new();
        };
        let fields = fields
            .split(", ")
            .map(|field| format!("    pub {field},\n"));
        format!(
            "/// Parameters of *{}*.\npub struct {} {{\n{}}}\n\n",
            self.title,
            self.params_type(),
            fields.collect::<String>()
        )
    }

    fn signature(&self) -> String {
        match self.fields {
            None => "(&self, state: State) -> State".to_owned(),
            Some(_) => format!(
                "(&self, state: State, params: {}) -> State",
                self.params_type()
            ),
        }
    }

    fn stub(&self) -> Stub {
        let Self {
            function, title, ..
        } = self;
        let params = self.fields.map(|_| self.params_type());
        Stub {
            function: (*function).to_owned(),
            task: title.clone(),
            parameters: ["State".to_owned()].into_iter().chain(params).collect(),
            text: format!(
                "    /// {title}\n    fn {function}{} {{\n        \
                 // Fill in the task '{title}'.\n        state\n    }}",
                self.signature()
            ),
        }
    }
}
