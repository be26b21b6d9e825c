//! Places are exact, whatever the text is made of.

use tinyflow_model::diagnostic::{Record, record_schema};
use tinyflow_model::{Diagnostic, Places, Rule, Severity, Source, Span, span_in_string};

static RULE: Rule = Rule {
    code: "TF999",
    name: "test",
    severity: Severity::Error,
};

/// Line and column of the first character of `part`, and behind its last one.
fn place_of(text: &str, part: &str) -> ((usize, usize), (usize, usize)) {
    let source = Source::new("flow.json", text.as_bytes().to_vec());
    let at = source.text().find(part).expect("the part is there");
    let place = Places::new(&source).place(Span::new(at, at + part.len()));
    (
        (place.start.line, place.start.column),
        (place.end.line, place.end.column),
    )
}

#[test]
fn columns_count_characters_and_lines_count_every_kind_of_break() {
    for (text, expected) in [
        ("{\"a\": 1}", ((1, 7), (1, 8))),
        ("{\n\t\t\"a\": 1}", ((2, 8), (2, 9))),
        ("{\r\n  \"größe\": 1\r\n}", ((2, 12), (2, 13))),
        ("{\r  \"a\": 1\r}", ((2, 8), (2, 9))),
        ("{\n\r\n\r\"a\": 1}", ((4, 6), (4, 7))),
        ("{\"😀\": 1}", ((1, 7), (1, 8))),
        ("{\"e\u{301}\": 1}", ((1, 8), (1, 9))),
        ("{\"👩\u{200d}🚀\": 1}", ((1, 9), (1, 10))),
        ("{\"\u{2028}\": 1}", ((1, 7), (1, 8))),
        ("\u{feff}{\"a\": 1}", ((1, 7), (1, 8))),
    ] {
        assert_eq!(place_of(text, "1"), expected, "{text:?}");
    }
}

#[test]
fn pointers_name_the_innermost_value() {
    for (text, part, expected) in [
        (r#"{"a/b": [10, {"~": true}]}"#, "true", "/a~1b/1/~0"),
        (r#"{"a": {"b": 1}}"#, r#""b""#, "/a/b"),
        (r#"{"a": {"b": 1}}"#, r#"{"b": 1}"#, "/a"),
        (r#"{"größe": {"": 1}}"#, "1", "/größe/"),
        (r#"{"a": 1, "a": 2}"#, "2", "/a"),
        (r#"{"a": 1}"#, "{", ""),
        (r#"{"a": 1"#, "1", ""),
    ] {
        let source = Source::new("flow.json", text.as_bytes().to_vec());
        let at = text.find(part).expect("the part is there");
        let place = Places::new(&source).place(Span::new(at, at + part.len()));
        assert_eq!(place.pointer, expected, "{text}");
    }
}

#[test]
fn parts_of_a_string_are_found_through_every_escape() {
    for (token, part, expected) in [
        (r#""a == b""#, "b", "b"),
        (r#""a\nb == c""#, "b == c", "b == c"),
        (r#""\"\\\/\b\f\n\r\t x""#, "x", "x"),
        (r#""\"\\\/\b\f\n\r\t x""#, "\\/", r"\\\/"),
        (r#""\u00e9tat == 1""#, "état", r"\u00e9tat"),
        (r#""\u00E9\u20ac x""#, "€", r"\u20ac"),
        (r#""\ud83d\ude00 x""#, "😀", r"\ud83d\ude00"),
        (r#""\ud83d\ude00 x""#, "x", "x"),
        ("\"état 😀\tx\"", "x", "x"),
        (r#""\u0022x\u0022""#, "x", "x"),
        (r#""\u0000x""#, "x", "x"),
    ] {
        let token = token.replace('\t', "\\t");
        let decoded: String = serde_json::from_str(&token).expect("a JSON string");
        let at = decoded.find(part).expect("the part is there");
        let text = format!("{{\"größe\": {token}}}");
        let start = text.find(&token).expect("the token is there");
        let span = Span::new(start, start + token.len());
        let found = span_in_string(&text, span, at..at + part.len());
        assert_eq!(&text[found.range()], expected, "{token}");
    }
}

#[test]
fn what_is_empty_stands_between_the_quotes() {
    let text = r#"["", "ab"]"#;
    let inside = |span, part| span_in_string(text, span, part);
    assert_eq!(inside(Span::new(1, 3), 0..0), Span::new(2, 2));
    assert_eq!(inside(Span::new(5, 9), 1..1), Span::new(7, 7));
    assert_eq!(inside(Span::new(5, 9), 2..2), Span::new(8, 8));
}

#[test]
fn half_written_strings_have_parts_as_far_as_they_go() {
    for (text, expected) in [
        (r#""ab\"#, "b"),
        (r#""ab\u00"#, "b"),
        (r#""ab\ud83d"#, "b"),
        (r#""ab\é"#, "b"),
        (r#""ab"#, "b"),
        ("\"", ""),
        ("é", "é"),
        ("", ""),
    ] {
        let found = span_in_string(text, Span::new(0, text.len()), 1..9);
        assert_eq!(&text[found.range()], expected, "{text}");
    }
}

#[test]
fn offsets_count_the_bytes_of_the_file() {
    let bytes = "\u{feff}{\"ö\": 1}".as_bytes().to_vec();
    let at = bytes.iter().position(|byte| *byte == b'1').expect("a 1");
    let source = Source::new("flow.json", bytes);
    let in_text = source.text().find('1').expect("a 1");
    let finding = Diagnostic::new(&RULE, "this", Span::new(in_text, in_text + 1));
    let record = Record::new(&finding, &source, &Places::new(&source));
    assert_eq!((record.start.offset, record.end.offset), (at, at + 1));
    assert_eq!((record.start.line, record.start.column), (1, 7));
}

#[test]
fn the_schema_of_a_record_says_what_each_field_is() {
    let schema = record_schema();
    let fields = schema.as_value()["properties"].as_object().expect("fields");
    for (name, field) in fields {
        let said = field.get("description").is_some();
        assert!(said, "{name} has no description");
    }
    assert!(!fields.contains_key("type"));
}
