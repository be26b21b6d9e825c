//! JSON Schemas as they stand in a file: as text, in raw strings.

use serde::Serialize;

use crate::plan::SchemaStatic;
use crate::render::doc;
use crate::render::layout::MAX_WIDTH;
use crate::render::width::Width;

#[derive(Serialize)]
pub(super) struct SchemaPieces {
    doc: String,
    declaration: String,
}

/// The static that holds a schema.
pub(super) fn declaration(schema: &SchemaStatic) -> SchemaPieces {
    let head = format!("static {}:", schema.name);
    let call = format!("{}(", schema.constructor);
    let literal = raw_string(&schema.text);
    let of_type = format!("{head} JsonSchema =");
    let declaration = if of_type.width() + 1 + call.width() <= MAX_WIDTH {
        format!("{of_type} {call}\n    {literal},\n);")
    } else if of_type.width() <= MAX_WIDTH {
        format!("{of_type}\n    {call}\n        {literal},\n    );")
    } else {
        format!("{head}\n    JsonSchema = {call}\n    {literal},\n);")
    };
    SchemaPieces {
        doc: doc::comment(&schema.doc, 0),
        declaration,
    }
}

/// A raw string with this text, which is JSON and so holds no bare carriage return.
fn raw_string(text: &str) -> String {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_its_string() {
        assert_eq!(raw_string(r#"{"a": 1}"#), r##"r#"{"a": 1}"#"##);
        let nasty = r##"{"a\"#": "b"#}"##;
        assert_eq!(raw_string(nasty), format!("r##\"{nasty}\"##"));
        let parsed: syn::LitStr = syn::parse_str(&raw_string(nasty)).unwrap();
        assert_eq!(parsed.value(), nasty);
    }
}
