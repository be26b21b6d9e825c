//! What a type cannot say of its values: a JSON Schema, held against what enters a run.

use std::fmt;
use std::sync::OnceLock;

use serde_json::Value;
use tinyflow_schema::Schema;

/// The key under which a state keeps what code adds beyond its schema.
const EXTRA: &str = "_extra";

/// A JSON Schema that values must fit before they enter a run. It is read once, when the first
/// value is held against it.
///
/// ```
/// use tinyflow::{JsonSchema, json};
///
/// static SEATS: JsonSchema = JsonSchema::new(r#"{ "type": "integer", "maximum": 6 }"#);
///
/// assert!(SEATS.check(&json!(4)).is_ok());
/// let misfit = SEATS.check(&json!(9)).unwrap_err();
/// assert_eq!(misfit.to_string(), "9 is more than the maximum of 6");
/// ```
#[derive(Debug)]
pub struct JsonSchema {
    text: &'static str,
    is_of_state: bool,
    schema: OnceLock<Result<Schema, String>>,
}

/// Where a value does not fit its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    violations: Vec<String>,
}

impl JsonSchema {
    /// The schema with this text.
    pub const fn new(text: &'static str) -> Self {
        Self {
            text,
            is_of_state: false,
            schema: OnceLock::new(),
        }
    }

    /// The schema of a state that has more than the schema names, under `_extra`.
    pub const fn of_state(text: &'static str) -> Self {
        Self {
            text,
            is_of_state: true,
            schema: OnceLock::new(),
        }
    }

    /// The text of the schema.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// Whether the value fits.
    ///
    /// # Errors
    /// If it does not; the error names each place. If the text is no JSON, nothing fits.
    pub fn check(&self, value: &Value) -> Result<(), Misfit> {
        let schema = self
            .schema
            .get_or_init(|| match serde_json::from_str(self.text) {
                Ok(json) => Ok(Schema::compile(&json).0),
                Err(error) => Err(format!("the schema is no JSON: {error}")),
            });
        let schema = match schema {
            Ok(schema) => schema,
            Err(error) => {
                let violations = vec![error.clone()];
                return Err(Misfit { violations });
            }
        };
        let violations = match value {
            Value::Object(object) if self.is_of_state && object.contains_key(EXTRA) => {
                let mut object = object.clone();
                object.remove(EXTRA);
                schema.violations(&Value::Object(object))
            }
            _ => schema.violations(value),
        };
        if violations.is_empty() {
            return Ok(());
        }
        let violations = violations.iter().map(ToString::to_string).collect();
        Err(Misfit { violations })
    }
}

impl Misfit {
    /// Each place that does not fit, as a JSON pointer, with what is wrong there.
    pub fn violations(&self) -> &[String] {
        &self.violations
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.violations.join("; "))
    }
}

impl std::error::Error for Misfit {}
