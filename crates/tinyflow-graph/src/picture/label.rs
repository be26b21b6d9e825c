//! A condition as it is written beside its way: without what goes without saying.

/// What may stand before a property of the state, the longest first.
const PREFIXES: [&str; 3] = ["this.state.", "context.", "state."];

/// The condition on one line, without the prefixes of the state's properties.
pub(super) fn short(condition: &str) -> String {
    let mut short = String::with_capacity(condition.len());
    let mut rest = condition.trim();
    while let Some(next) = rest.chars().next() {
        let follows_name = short.ends_with(|before| is_of_name(before) || before == '.');
        let prefix = PREFIXES.into_iter().find(|prefix| rest.starts_with(prefix));
        let taken = match (next, prefix) {
            (_, Some(prefix)) if !follows_name => {
                let property = &rest[prefix.len()..];
                let end = property.find(|next| !is_of_name(next));
                let (name, behind) = property.split_at(end.unwrap_or(property.len()));
                short.push_str(name);
                rest = behind;
                continue;
            }
            ('"' | '\'' | '`', _) => literal(rest, next),
            _ => next.len_utf8(),
        };
        match next.is_whitespace() {
            true if short.ends_with(' ') => {}
            true => short.push(' '),
            false => short.push_str(&rest[..taken]),
        }
        rest = &rest[taken..];
    }
    short
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

/// How many bytes the string literal takes that the text starts with.
fn literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn prefixes_of_the_state_go_and_literals_stay() {
        for (condition, expected) in [
            ("state.a  ===\n 'state.b'", "a === 'state.b'"),
            ("this.state.a && !context.b", "a && !b"),
            ("state.state.a", "state.a"),
            ("mystate.a", "mystate.a"),
            (
                "a.state.b === 'it\\'s state.x'",
                "a.state.b === 'it\\'s state.x'",
            ),
            ("a === 'open state.", "a === 'open state."),
            ("", ""),
        ] {
            assert_eq!(short(condition), expected);
        }
    }
}
