//! Whatever a flow is called, its picture holds the markup of a picture alone.

use proptest::prelude::*;
use proptest::sample::select;
use roxmltree::Document;
use serde_json::json;
use tinyflow_check::check_source;
use tinyflow_graph::{Picture, Placement, dot, mermaid, svg};
use tinyflow_model::Source;

/// Texts that mean something in one of the formats.
const NASTY: &[&str] = &[
    "</text><script>alert(1)</script>",
    "\"/><image href=\"x\" onload=\"alert(1)\"/>",
    "]]><!--",
    "-->",
    "&amp;lt;&#60;",
    "\\\"; x [label=<b>]; \\",
    "\\N\\G\\l",
    "\\",
    "\"]; end\n subgraph x",
    "`**x**`",
    "%%{init: {}}%%",
    "---\ntitle: x\n---",
    "style a:#35;",
    "#quot;#35;",
    "|--> s1",
    "end",
    "click s0 href \"javascript:alert(1)\"",
    "\u{202e}\u{0}\u{1b}[31m\u{ffff}\u{85}",
    "'",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        select(NASTY).prop_map(str::to_owned),
        any::<String>(),
        (select(NASTY), select(NASTY)).prop_map(|(one, other)| format!("{one}{other}")),
    ]
}

/// A flow in which the texts stand wherever a flow has texts.
fn picture(texts: &[String]) -> Picture {
    let text = |index: usize| texts[index].as_str();
    let flow = json!({
        "id": text(0), "name": text(1), "version": text(2),
        text(3): 1,
        "steps": [
            { "id": text(0), "name": text(3), "type": "begin" },
            { "id": text(4), "name": text(5), "type": text(6) },
            { "id": "wait", "name": text(6), "type": "waitForEvent",
              "metadata": { "tinyflow": { "timeout": text(0), "onTimeout": text(1) } } },
            { "id": "pause", "name": "pause", "type": "resumeAfter", "duration": "1 day" },
        ],
        "connections": [
            { "id": text(1), "sourceStepId": text(0), "targetStepId": text(4) },
            { "id": "c", "sourceStepId": text(4), "targetStepId": "wait", "condition": text(5) },
            { "id": "d", "sourceStepId": text(4), "targetStepId": text(6) },
            { "id": "e", "sourceStepId": "wait", "targetStepId": text(0), "condition": text(2) },
        ],
    });
    let source = Source::new("flow.json", flow.to_string().into_bytes());
    Picture::new(&source, &check_source(&source).findings)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn svg_has_the_elements_of_a_picture(texts in prop::collection::vec(text(), 7)) {
        let picture = picture(&texts);
        for placement in [Placement::Layered, Placement::Positions] {
            let text = svg(&picture, placement);
            let document = Document::parse(&text).unwrap();
            for element in document.descendants().filter(roxmltree::Node::is_element) {
                let name = element.tag_name().name();
                prop_assert!(ELEMENTS.contains(&name), "{name}");
                for attribute in element.attributes() {
                    prop_assert!(ATTRIBUTES.contains(&attribute.name()), "{}", attribute.name());
                }
            }
            prop_assert!(!document.descendants().any(|node| node.is_comment() || node.is_pi()));
            let titles = document.descendants().filter(|node| node.has_tag_name("title"));
            let titles: Vec<&str> = titles.map(|node| node.text().unwrap_or_default()).collect();
            for step in &picture.steps {
                let said = format!("{} (", step.id);
                prop_assert!(titles.iter().any(|title| title.starts_with(&said)), "{said}");
            }
        }
    }

    #[test]
    fn mermaid_has_the_lines_of_a_picture(texts in prop::collection::vec(text(), 7)) {
        let picture = picture(&texts);
        let text = mermaid(&picture);
        let mut lines = text.lines();
        prop_assert_eq!(lines.next(), Some("flowchart TD"));
        for line in lines {
            // Beside its labels a line is made of our own words, and in labels stands nothing
            // that could be a word of Mermaid's.
            for (index, part) in line.split('"').enumerate() {
                let is_label = index % 2 == 1;
                let part = part.replace("<br>", "");
                let strange = part.chars().find(|character| match is_label {
                    true => !character.is_alphanumeric() && !matches!(character, ' ' | '#' | ';'),
                    false => !character.is_ascii() || character.is_ascii_control(),
                });
                prop_assert_eq!(strange, None, "{}", line);
                prop_assert!(is_label || !part.contains("href"), "{}", line);
            }
        }
    }

    #[test]
    fn dot_has_the_statements_of_a_picture(texts in prop::collection::vec(text(), 7)) {
        let picture = picture(&texts);
        let bare = without_strings(&dot(&picture));
        let statements = bare.matches(';').count();
        let legend = if picture.marks.is_empty() { 0 } else { 2 };
        let expected = 5 + picture.steps.len() + picture.ways.len() + legend;
        prop_assert_eq!(statements, expected);
        prop_assert!(bare.is_ascii(), "{}", bare);
        for statement in bare.lines() {
            let word = statement.trim_start_matches([' ', '}']);
            let begins = ["digraph flow {", "label=", "labelloc=", "node [", "edge [", "s", "f", "{ rank", ""];
            prop_assert!(begins.iter().any(|begin| word.starts_with(begin)), "{statement}");
        }
    }
}

/// The text with each string literal emptied, as Graphviz reads them.
fn without_strings(text: &str) -> String {
    let mut bare = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        bare.push(character);
        if character != '"' {
            continue;
        }
        loop {
            match characters.next().expect("each string ends") {
                '\\' => drop(characters.next()),
                '"' => break,
                _ => {}
            }
        }
        bare.push('"');
    }
    bare
}

const ELEMENTS: [&str; 11] = [
    "svg", "title", "style", "defs", "marker", "path", "rect", "text", "g", "circle", "tspan",
];

const ATTRIBUTES: &[&str] = &[
    "class",
    "role",
    "width",
    "height",
    "viewBox",
    "x",
    "y",
    "rx",
    "cx",
    "cy",
    "r",
    "d",
    "fill",
    "transform",
    "marker-end",
    "id",
    "refX",
    "refY",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "orient",
];
