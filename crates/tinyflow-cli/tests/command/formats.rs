//! `tinyflow validate --format`: the same findings for people and for programs.

use serde_json::{Value, json};
use tinyflow_tests::project::{Project, Said, root};

use crate::{project_with, tinyflow};

/// A flow whose places are hard to find: a byte order mark, CRLF, tabs, text
/// of many bytes, escapes in the condition, a duplicate that points back.
fn hard_to_place() -> Project {
    let condition = r"state.text === '\u00e9\ud83d\ude00\\n' && state.grösse === 1";
    let flow = r#"{
	"id": "größe", "name": "Größe 😀", "version": "1", "id": "again",
	"globalStateSchema": {
		"type": "object",
		"properties": { "größe": { "type": "integer" }, "text": { "type": "string" } },
		"required": ["größe", "text"]
	},
	"steps": [
		{ "id": "a", "name": "A", "type": "begin" },
		{ "id": "b", "name": "B", "type": "end" }
	],
	"connections": [
		{ "id": "c", "sourceStepId": "a", "targetStepId": "b", "condition": "CONDITION" },
		{ "id": "d", "sourceStepId": "a", "targetStepId": "b" }
	]
}
"#;
    let flow = flow.replace("CONDITION", condition).replace('\n', "\r\n");
    project_with(&format!("\u{feff}{flow}"))
}

fn validate(project: &Project, format: &str) -> Said {
    tinyflow(project, &["validate", "flow.json", "--format", format]).with_status(1)
}

fn records(said: &Said) -> Vec<Value> {
    let lines = said.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect()
}

fn schema(path: &str) -> Value {
    let text = std::fs::read_to_string(root().join(path)).expect("there is a schema");
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn validator_of_records() -> jsonschema::Validator {
    let schema = schema("docs/finding.schema.json");
    jsonschema::validator_for(&schema).expect("the schema can be used")
}

/// SARIF's published schema, but for one pattern that is no regular expression.
fn validator_of_sarif() -> jsonschema::Validator {
    let mut schema = schema("crates/tinyflow-cli/tests/data/sarif-2.1.0.schema.json");
    for owner in ["run", "toolComponent"] {
        let properties = &mut schema["definitions"][owner]["properties"];
        let language = properties["language"].as_object_mut();
        language
            .expect("a schema")
            .remove("pattern")
            .expect("a pattern");
    }
    jsonschema::validator_for(&schema).expect("the schema can be used")
}

#[track_caller]
fn assert_valid(validator: &jsonschema::Validator, value: &Value) {
    let faults = validator.iter_errors(value);
    let faults: Vec<String> = faults
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn records_fit_their_schema_and_name_the_place_to_the_byte() {
    let project = hard_to_place();
    let said = validate(&project, "json");
    assert_eq!(said.stderr, "Found 2 errors, 1 warning in flow.json\n");
    let records = records(&said);
    let schema = validator_of_records();
    records
        .iter()
        .for_each(|record| assert_valid(&schema, record));

    let file = project.read("flow.json");
    let part = |record: &Value, place: &str| {
        let offset = |end: &str| record[place][end].as_u64().expect("an offset");
        (offset("line"), offset("column"), offset("offset"))
    };
    let text = |record: &Value| {
        let (start, end) = (part(record, "start").2, part(record, "end").2);
        let bytes = &file.as_bytes()[start as usize..end as usize];
        String::from_utf8_lossy(bytes).into_owned()
    };
    let [mark, twice, unknown] = records.as_slice() else {
        panic!("{said}");
    };
    assert_eq!(
        (&mark["code"], text(mark)),
        (&json!("TF003"), String::new())
    );
    assert_eq!(text(twice), "\"id\"");
    assert_eq!(twice["pointer"], "/id");
    assert_eq!(
        twice["related"][0]["start"],
        json!({ "line": 2, "column": 2, "offset": 7 })
    );
    assert_eq!(text(unknown), "grösse");
    assert_eq!(unknown["pointer"], "/connections/0/condition");
    let line = file.lines().nth(12).expect("a line");
    let before = &line[..line.find("grösse").expect("it is there")];
    let column = before.chars().count() as u64 + 1;
    assert_eq!(part(unknown, "start").0, 13);
    assert_eq!(part(unknown, "start").1, column);
    assert_eq!(part(unknown, "end").1, column + 6);
}

#[test]
fn sarif_is_valid_and_its_regions_agree_with_the_records() {
    let project = hard_to_place();
    let document: Value =
        serde_json::from_str(&validate(&project, "sarif").stdout).expect("it is JSON");
    let schema = validator_of_sarif();
    assert_valid(&schema, &document);

    let run = &document["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), tinyflow_check::rules().len());
    let records = records(&validate(&project, "json"));
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), records.len());
    for (result, record) in results.iter().zip(&records) {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], record["code"]);
        assert_eq!(result["ruleId"], record["code"]);
        assert_eq!(result["level"], record["severity"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "flow.json");
        let region = &place["region"];
        assert_eq!(region["startLine"], record["start"]["line"]);
        assert_eq!(region["startColumn"], record["start"]["column"]);
        assert_eq!(region["endLine"], record["end"]["line"]);
        assert_eq!(region["endColumn"], record["end"]["column"]);
        assert_eq!(region["byteOffset"], record["start"]["offset"]);
        let related = record["related"].as_array().map_or(0, Vec::len);
        let located = result["relatedLocations"].as_array().map_or(0, Vec::len);
        assert_eq!(located, related);
    }
}

#[test]
fn every_broken_case_has_a_valid_document_and_valid_records() {
    let sarif = validator_of_sarif();
    let record_schema = validator_of_records();
    let cases = root().join("crates/tinyflow-check/cases");
    let cases = cases.to_str().expect("a path of text");
    let project = Project::new();
    let said = tinyflow(&project, &["validate", cases, "--format", "sarif"]);
    assert_valid(
        &sarif,
        &serde_json::from_str(&said.stdout).expect("it is JSON"),
    );
    let said = tinyflow(&project, &["validate", cases, "--format", "json"]);
    for record in records(&said) {
        assert_valid(&record_schema, &record);
    }
}

#[test]
fn a_flow_without_findings_gives_an_empty_document() {
    let project = project_with(&tinyflow_tests::project::sample_flow("travel-request"));
    let said = tinyflow(&project, &["validate", "flow.json", "--format=sarif"]).with_status(0);
    let document: Value = serde_json::from_str(&said.stdout).expect("it is JSON");
    assert_eq!(document["runs"][0]["results"], json!([]));
    let said = tinyflow(&project, &["validate", "flow.json", "--format=json", "-q"]);
    assert_eq!((said.stdout, said.stderr), (String::new(), String::new()));
}

#[test]
fn workflow_commands_escape_what_would_end_them() {
    let project = Project::new();
    let flow = r#"{ "id": "a", "name": "50%\n::error::", "version": "1", "steps": [], "id": "b" }"#;
    project.write("50%,a:b.json", flow);
    let said = tinyflow(&project, &["validate", "50%,a:b.json", "--format=github"]);
    let lines: Vec<&str> = said.stdout.lines().collect();
    assert!(lines.len() > 2, "{said}");
    for line in &lines {
        let (properties, _) = line[2..].split_once("::").expect("a command");
        let file = "file=50%25%2Ca%3Ab.json";
        assert!(
            properties.split(',').any(|property| property == file),
            "{line}"
        );
    }
    let twice = lines.iter().find(|line| line.contains("TF005"));
    assert_eq!(
        twice,
        Some(
            &"::error title=tinyflow (TF005),file=50%25%2Ca%3Ab.json,line=1,col=69,endLine=1,\
              endColumn=73::the key `id` stands twice in this object%0A\
              the first time: line 1, column 3"
        )
    );
}
