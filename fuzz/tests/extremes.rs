//! Inputs that are extreme on purpose.

use tinyflow_fuzz::try_out;

/// A flow with this member among its own.
fn flow_with(member: &str) -> String {
    format!(
        r#"{{ "id": "a", "name": "A", "version": "1", {member},
            "steps": [{{ "id": "s", "name": "S", "type": "begin" }},
                      {{ "id": "d", "name": "D", "type": "decision" }},
                      {{ "id": "e", "name": "E", "type": "end" }}],
            "connections": [{{ "id": "c", "sourceStepId": "s", "targetStepId": "d" }},
                            {{ "id": "f", "sourceStepId": "d", "targetStepId": "e" }}] }}"#
    )
}

/// A flow with a decision under this condition.
fn flow_with_condition(condition: &str) -> String {
    let state = r#""globalStateSchema": { "type": "object", "properties": { "a": { "type": "integer" } } }"#;
    let condition = condition.replace('\\', "\\\\").replace('"', "\\\"");
    let conditional = format!(
        r#""targetStepId": "e", "condition": "{condition}" }},
        {{ "id": "g", "sourceStepId": "d", "targetStepId": "e" "#
    );
    flow_with(state).replace(
        r#""id": "f", "sourceStepId": "d", "targetStepId": "e" "#,
        &format!(r#""id": "f", "sourceStepId": "d", {conditional}"#),
    )
}

#[track_caller]
fn assert_harmless(text: &str) {
    let outcome = try_out(text.as_bytes());
    let start: String = text.chars().take(80).collect();
    assert_eq!(outcome.fault, None, "{start}");
}

#[test]
fn deep_nesting() {
    for depth in [99, 100, 101, 127, 128, 500, 513, 200_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert_harmless(&nested);
            assert_harmless(&open.repeat(depth));
            assert_harmless(&flow_with(&format!("\"metadata\": {nested}")));
            assert_harmless(&flow_with(&format!(
                "\"globalState\": {{ \"a\": {nested} }}"
            )));
        }
    }
    let schema = |depth: usize| {
        let open = r#"{ "type": "object", "properties": { "a": "#.repeat(depth);
        format!("{open}{{ \"type\": \"string\" }}{}", "}}".repeat(depth))
    };
    for depth in [10, 48, 60] {
        assert_harmless(&flow_with(&format!(
            "\"globalStateSchema\": {}",
            schema(depth)
        )));
    }
}

#[test]
fn deep_and_long_conditions() {
    for count in [10, 200, 20_000] {
        assert_harmless(&flow_with_condition(&"(".repeat(count)));
        assert_harmless(&flow_with_condition(&format!("{}a", "!".repeat(count))));
        let nested = format!("{}a{}", "(".repeat(count), ")".repeat(count));
        assert_harmless(&flow_with_condition(&nested));
        assert_harmless(&flow_with_condition(&vec!["a === 1"; count].join(" && ")));
        assert_harmless(&flow_with_condition(&format!("a{}", ".a".repeat(count))));
        assert_harmless(&flow_with_condition(&format!(
            "{}1",
            "a ? 1 : ".repeat(count)
        )));
    }
}

#[test]
fn many_faults_in_one_condition() {
    let unknown = vec!["zz"; 5_000].join(" || ");
    assert_harmless(&flow_with_condition(&unknown));
}

#[test]
fn huge_numbers() {
    for number in [
        "1e308",
        "1e309",
        "-1e999",
        "1e-999",
        "9007199254740993",
        "18446744073709551616",
        "-9223372036854775809",
        &"9".repeat(10_000),
        &format!("0.{}1", "0".repeat(10_000)),
    ] {
        assert_harmless(&flow_with(&format!(
            "\"globalState\": {{ \"a\": {number} }}"
        )));
        assert_harmless(&flow_with_condition(&format!("a > {number}")));
        let schema = format!(
            r#""globalStateSchema": {{ "type": "object", "properties": {{
            "a": {{ "type": "integer", "minimum": {number}, "default": {number} }} }} }}"#
        );
        assert_harmless(&flow_with(&schema));
    }
}

#[test]
fn surrogates_and_other_text() {
    for text in [
        r"\ud800",
        r"\udfff",
        r"\ud83d\ude00",
        r"\ud83d x",
        r"\u0000",
        r"\u202e",
        r"\ufeff",
        "\u{10ffff}",
        "e\u{301}",
        &"\u{1F469}\u{200D}".repeat(1_000),
        &"x".repeat(1_000_000),
    ] {
        assert_harmless(&flow_with(&format!("\"{text}\": \"{text}\"")));
        assert_harmless(&flow_with(r#""metadata": {}"#).replace("\"S\"", &format!("\"{text}\"")));
        assert_harmless(&flow_with(r#""metadata": {}"#).replace("\"s\"", &format!("\"{text}\"")));
    }
}

#[test]
fn many_of_everything() {
    let steps: Vec<String> = (0..3_000)
        .map(|index| format!(r#"{{ "id": "t{index}", "name": "T", "type": "taks", "x": 1 }}"#))
        .collect();
    let connections: Vec<String> = (0..3_000)
        .map(|index| format!(r#"{{ "id": "c", "sourceStepId": "u{index}", "targetStepId": "t" }}"#))
        .collect();
    assert_harmless(&format!(
        r#"{{ "id": "a", "name": "A", "version": "1", "steps": [{}], "connections": [{}] }}"#,
        steps.join(","),
        connections.join(",")
    ));
}
