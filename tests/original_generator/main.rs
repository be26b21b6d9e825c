//! What the generator that ours follows got wrong about steps and schemas, each with a flow that
//! shows it. What the sound flows become is looked at as text, and compiled and run.

use std::collections::BTreeSet;

use tinyflow_check::check_source;
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::{MergeOptions, merge};
use tinyflow_model::Source;
use tinyflow_tests::project::{UserCrate, generated_file, sample_flow, sample_flows};

/// A number, and whether each of the tasks was called.
const STATE: &str =
    r#""globalState": { "n": 1, "a": false, "b": false, "c": false, "meet": false }"#;

/// The steps in between, and the connections, of a flow with a `begin` and an `end`.
fn flow(steps: &str, connections: &str) -> String {
    format!(
        r#"{{
          "id": "f", "name": "F", "version": "1", {STATE},
          "steps": [
            {{ "id": "begin", "name": "Begin", "type": "begin" }},
            {steps}
            {{ "id": "end", "name": "End", "type": "end" }}
          ],
          "connections": [{connections}]
        }}"#
    )
}

fn way(id: &str, source: &str, target: &str, more: &str) -> String {
    format!(r#"{{ "id": "{id}", "sourceStepId": "{source}", "targetStepId": "{target}"{more} }}"#)
}

fn task(id: &str) -> String {
    format!(r#"{{ "id": "{id}", "name": "{id}", "type": "task" }},"#)
}

fn file(flow: &str) -> String {
    generated_file("flow.json", flow)
}

/// The text between two others, without blanks, so that the layout does not matter.
fn between(text: &str, start: &str, end: &str) -> String {
    let (_, behind) = text.split_once(start).expect("the start is there");
    let (inside, _) = behind.split_once(end).expect("the end is there");
    inside.split_whitespace().collect()
}

#[test]
fn steps_of_every_type_have_code() {
    for name in sample_flows() {
        let file = generated_file(&format!("{name}.json"), &sample_flow(&name));
        let (_, steps) = file.split_once("pub enum Step {").expect("there are steps");
        let (steps, _) = steps.split_once('}').expect("they end");
        let variants = steps
            .lines()
            .map(str::trim)
            .filter(|line| line.ends_with(','));
        let variants: BTreeSet<&str> = variants.map(|line| line.trim_end_matches(',')).collect();
        let arms = file
            .lines()
            .filter_map(|line| line.trim().strip_prefix("Step::"));
        let arms = arms.filter_map(|line| Some(line.split_once(" => ")?.0));
        assert_eq!(arms.collect::<BTreeSet<&str>>(), variants, "{name}");
    }
}

fn forked() -> String {
    let connections = [
        way("c1", "begin", "a", ""),
        way("c2", "begin", "b", ""),
        way("c3", "begin", "c", ""),
        way("c4", "a", "meet", ""),
        way("c5", "b", "meet", ""),
        way("c6", "c", "meet", ""),
        way("c7", "meet", "end", ""),
    ];
    let steps = ["a", "b", "c", "meet"].map(task).concat();
    flow(&steps, &connections.join(","))
}

#[test]
fn every_branch_of_a_fork_is_followed() {
    let file = file(&forked());
    assert_eq!(
        between(&file, "Step::Begin => ", "Step::A =>"),
        r#"{fork([("c1",Step::A),("c2",Step::B),("c3",Step::C)]).join(Step::Meet)}"#
    );
}

fn conditional() -> String {
    let connections = [
        way("c1", "begin", "a", ""),
        way("c2", "a", "b", r#", "condition": "state.n > 3 && n < 9""#),
        way("c3", "a", "end", ""),
        way("c4", "b", "end", ""),
    ];
    flow(&["a", "b"].map(task).concat(), &connections.join(","))
}

#[test]
fn conditions_on_the_connections_of_a_task_are_heeded() {
    let file = file(&conditional());
    assert_eq!(
        between(&file, "let state = run.shared_state();", "async fn b("),
        "ifstate.n>3&&state.n<9{returnnext(Step::B);}next(Step::End)}"
    );
}

#[test]
fn a_decision_of_which_no_condition_holds_does_not_end_the_run_quietly() {
    let decision = r#"{ "id": "which", "name": "Which?", "type": "decision" },"#;
    let connections = [
        way("c1", "begin", "which", ""),
        way("c2", "which", "end", r#", "condition": "state.n === 2""#),
    ];
    let file = file(&flow(decision, &connections.join(",")));
    assert_eq!(
        between(
            &file,
            "let state = run.shared_state();",
            "impl<T: Tasks> Workflow"
        ),
        "ifstate.n==2{returnnext(Step::End);}Err(run.no_condition_holds())}}"
    );
}

#[test]
fn flows_without_begin_target_or_connections_are_refused() {
    let sound = way("c1", "begin", "end", "");
    let begin = r#"{ "id": "begin", "name": "Begin", "type": "begin" },"#;
    for (broken, code) in [
        (flow("", &sound).replace(begin, ""), "TF301"),
        (flow("", &way("c1", "begin", "nowhere", "")), "TF303"),
        (flow("", ""), "TF306"),
    ] {
        let outcome = check_source(&Source::new("flow.json", broken.into_bytes()));
        assert!(outcome.flow.is_none());
        let codes: Vec<&str> = outcome.findings.iter().map(|one| one.rule.code).collect();
        assert!(codes.contains(&code), "{codes:?}");
    }
}

/// The flow with a task, a schema of the state and more about the task.
fn flow_with(state: &str, task: &str) -> String {
    let connections = [way("c1", "begin", "a", ""), way("c2", "a", "end", "")].join(",");
    let task = format!(r#"{{ "id": "a", "name": "A", "type": "task", {task} }},"#);
    let state = format!(r#""globalStateSchema": {state}"#);
    flow(&task, &connections).replace(STATE, &state)
}

fn shaped() -> String {
    let state = r##"{
      "type": "object",
      "$defs": { "point": { "type": "object", "properties": { "x": { "type": "number" } }, "required": ["x"] } },
      "properties": {
        "colours": { "type": "array", "items": { "type": "string", "enum": ["red", "blue"] } },
        "size": { "enum": ["small", "large"] },
        "kind": { "const": "order" },
        "id": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
        "length": { "anyOf": [{ "type": "boolean" }, { "type": "number" }] },
        "both": { "allOf": [
          { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] },
          { "type": "object", "properties": { "b": { "type": "integer" } }, "required": ["b"] }
        ] },
        "at": { "$ref": "#/$defs/point" },
        "prices": { "type": "object", "additionalProperties": { "type": "number" } }
      },
      "required": ["colours", "size", "kind", "id", "length", "both", "at", "prices"]
    }"##;
    flow_with(state, r#""description": "It does something.""#)
}

#[test]
fn forms_of_schemas_have_types() {
    let file = file(&shaped());
    let fields = between(&file, "pub struct State {", "/// What the tasks add");
    assert_eq!(
        fields,
        "pubcolours:Vec<ColoursItem>,pubsize:Size,pubkind:Kind,pubid:Id,publength:Length,pubboth:Both,\
         pubat:Point,pubprices:BTreeMap<String,f64>,"
    );
    for (start, inside) in [
        ("pub enum Size {", "Small,Large,"),
        ("pub enum Id {", "Integer(i64),Text(String),"),
        ("pub enum Length {", "Boolean(bool),Number(f64),"),
        ("pub struct Both {", "puba:String,pubb:i64,"),
    ] {
        assert_eq!(between(&file, start, "}"), inside);
    }
}

fn defaults() -> String {
    let state = r#"{
      "type": "object",
      "properties": { "seats": { "type": "integer", "default": 2 }, "note": { "type": "string" } }
    }"#;
    let task = r#"
      "paramsSchema": {
        "type": "object",
        "properties": {
          "template": { "type": "string" },
          "copies": { "type": "integer", "default": 3 },
          "reply": { "type": "string" }
        },
        "required": ["template"]
      },
      "params": { "template": "welcome" }"#;
    flow_with(state, task)
}

#[test]
fn defaults_and_required_properties_reach_state_and_params() {
    let file = file(&defaults());
    assert_eq!(
        between(&file, "fn initial() -> Self {", "}"),
        "Self{seats:2,note:None,extra:Map::new(),"
    );
    assert_eq!(
        between(&file, "let params = AParams {", "}"),
        r#"template:"welcome".to_string(),copies:3,reply:None,"#
    );
    assert_eq!(
        between(&file, "pub struct AParams {", "}"),
        "pubtemplate:String,pubcopies:i64,pubreply:Option<String>,"
    );
}

/// The file of a flow with one task, which its user has written, made anew for two tasks.
fn regenerated() -> String {
    let chain = |tasks: &[&str]| {
        let stops = [&["begin"], tasks, &["end"]].concat();
        let pairs = stops.windows(2).enumerate();
        let ways = pairs.map(|(at, pair)| way(&format!("c{at}"), pair[0], pair[1], ""));
        let steps: String = tasks.iter().copied().map(task).collect();
        flow(&steps, &ways.collect::<Vec<_>>().join(","))
    };
    let stub = file(&chain(&["a"]));
    let written = stub
        .replace(
            "async fn a(&self, task: TaskContext, state: State)",
            "async fn a(&self, task: TaskContext, mut state: State)",
        )
        .replace(
            "        // TODO: implement the task 'a'\n",
            "        state.n += 1;\n",
        );
    let source = Source::new("flow.json", chain(&["a", "b"]).into_bytes());
    let checked = check_source(&source).flow.expect("the flow is sound");
    let new = generate(&checked).expect("the flow has a file");
    let merged = merge(
        written.as_bytes(),
        &new,
        "flow.json",
        MergeOptions::default(),
    );
    String::from_utf8(merged.expect("nothing is in doubt").bytes).expect("it is text")
}

#[test]
fn what_flows_become_compiles_and_runs() {
    let program = UserCrate::with_dependencies(
        env!("CARGO_TARGET_TMPDIR"),
        "original-generator",
        "2024",
        "serde_json = \"1\"\n",
    );
    let modules = [
        ("conditional", file(&conditional())),
        ("defaults", file(&defaults())),
        ("forked", file(&forked())),
        ("regenerated", regenerated()),
        ("shaped", file(&shaped())),
    ];
    let mut library = String::new();
    for (module, file) in &modules {
        program.write(&format!("src/{module}.rs"), file);
        library.push_str(&format!("pub mod {module};\n"));
    }
    program.write("src/lib.rs", &library);
    program.write("src/main.rs", include_str!("program.rs"));
    program
        .cargo("clippy", &["--lib", "--", "-D", "warnings"])
        .expect_success();
    let said = program.cargo("run", &[]).with_status(0);
    let ended: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(
        ended,
        [
            r#"run r finished: {"n":1,"a":true,"b":true,"c":true,"meet":true}"#,
            r#"run r finished: {"n":3,"a":true,"b":false,"c":false,"meet":false}"#,
            r#"run r finished: {"n":5,"a":true,"b":true,"c":false,"meet":false}"#,
            r#"run r finished: {"n":9,"a":true,"b":false,"c":false,"meet":false}"#,
            r#"run r finished: {"seats":5,"note":"welcome"}"#,
            r#"run r finished: {"seats":5,"note":"welcome"}"#,
            r#"run r finished: {"colours":["blue","red"],"size":"large","kind":"order","id":"x","length":1.5,"both":{"a":"a","b":2},"at":{"x":0.5},"prices":{"tea":2.25}}"#,
            r#"run r finished: {"n":2,"a":false,"b":false,"c":false,"meet":false}"#,
        ]
    );
}
