//! What a JavaScript engine answers.

use boa_engine::property::Attribute;
use boa_engine::{Context, JsString, JsValue, Source, js_string};

/// An engine that knows the state of one round.
pub(crate) struct JavaScript {
    context: Context,
}

impl JavaScript {
    pub(crate) fn new() -> Self {
        Self {
            context: Context::default(),
        }
    }

    /// Whether the condition holds for the state, which is JSON text with these
    /// properties; the error that was thrown where one was.
    pub(crate) fn answer(&mut self, condition: &str, state: &str, names: &[&str]) -> Answer {
        let _ = self.context.register_global_property(
            js_string!("text"),
            JsString::from(state),
            Attribute::all(),
        );
        let names = names.join(", ");
        let source = format!(
            "(function () {{ const state = JSON.parse(text), context = state; \
             const evaluate = function () {{ const {{ {names} }} = state; return !!({condition}); }}; \
             return evaluate.call({{ state }}); }})()"
        );
        match self.context.eval(Source::from_bytes(&source)) {
            Ok(value) => Answer::Holds(value == JsValue::from(true)),
            Err(error) => Answer::Throws(error.to_string()),
        }
    }
}

/// What came of a condition.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Holds(bool),
    /// With the error's text, which is shown where answers disagree.
    Throws(#[expect(dead_code, reason = "shown by `Debug`")] String),
}

impl Answer {
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Holds(one), Self::Holds(other)) => one == other,
            (Self::Throws(_), Self::Throws(_)) => true,
            _ => false,
        }
    }
}
