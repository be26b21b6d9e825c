//! The program that prints the initial states of a batch, as they are on the wire.

/// `calls` names each module that has one, as `initial!(module);`.
pub(crate) fn program(calls: &str) -> String {
    format!(
        "use tinyflow::InitialState;

macro_rules! initial {{
    ($module:ident) => {{
        let text = serde_json::to_string(&nasty_names::$module::State::initial())?;
        let state: nasty_names::$module::State = serde_json::from_str(&text)?;
        assert_eq!(state, nasty_names::$module::State::initial());
        println!(\"{{text}}\");
    }};
}}

fn main() -> Result<(), serde_json::Error> {{
{calls}    Ok(())
}}
"
    )
}
