//! JSON Schemas as they stand in a file: as text, in raw strings.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct SchemaPieces {
    constructor: &'static str,
    literal: String,
}

/// The schema of the state; `has_extra` says whether the state has more than the schema names.
pub(super) fn of_state(schema: &str, has_extra: bool) -> SchemaPieces {
    SchemaPieces {
        constructor: if has_extra {
            "JsonSchema::of_state"
        } else {
            "JsonSchema::new"
        },
        literal: raw_string(schema),
    }
}

/// A raw string with this text, which is JSON and so holds no bare carriage return.
pub(super) fn raw_string(text: &str) -> String {
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
