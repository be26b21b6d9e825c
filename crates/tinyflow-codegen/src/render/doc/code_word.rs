//! Finds words of a text that look like names of code: rustdoc shows them as such, and clippy asks
//! for it.
//!
//! The rule is that of clippy's `doc_markdown`.

/// Names that look like code and are none.
const NAMES: [&str; 24] = [
    "DevOps",
    "DirectX",
    "GitHub",
    "GitLab",
    "GraphQL",
    "IPv4",
    "IPv6",
    "JavaScript",
    "KiB",
    "LaTeX",
    "MHz",
    "MiB",
    "NaN",
    "OAuth",
    "OpenGL",
    "OpenSSH",
    "OpenSSL",
    "OpenTelemetry",
    "PowerShell",
    "TypeScript",
    "WebAssembly",
    "WebRTC",
    "WebSocket",
    "GiB",
];

/// The part of a word that is a name of code, if it has one: `user_id` of `(user_id)`.
pub(super) fn code_word(word: &str) -> Option<&str> {
    let name = word.trim_matches(|edge: char| !edge.is_alphanumeric() && edge != ':');
    let name = without_colon(name);
    let start = word.find(name)?;
    let called = word.get(start..start + name.len() + "()".len());
    if let Some(called) = called.filter(|called| called.ends_with("()") && !name.is_empty()) {
        return Some(called);
    }
    let is_code = name.contains('_') && !name.contains('-')
        || name.contains("::") && name.chars().any(|part| part != ':')
        || is_camel_case(name) && !NAMES.contains(&name);
    is_code.then_some(name)
}

/// Without a colon that belongs to the sentence. Two of them belong to the name.
fn without_colon(name: &str) -> &str {
    let name = match name.starts_with(':') && !name.starts_with("::") {
        true => name.trim_start_matches(':'),
        false => name,
    };
    match name.ends_with(':') && !name.ends_with("::") {
        true => name.trim_end_matches(':'),
        false => name,
    }
}

fn is_camel_case(name: &str) -> bool {
    let small = |character: char| character.is_ascii_digit() || character.is_ascii_lowercase();
    let name = name.strip_suffix('s').unwrap_or(name);
    !name.starts_with(small)
        && name.chars().all(char::is_alphanumeric)
        && name.chars().filter(|letter| letter.is_uppercase()).count() > 1
        && name.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_code_are_told_from_words() {
        for (word, expected) in [
            ("(user_id),", Some("user_id")),
            ("PayPal", Some("PayPal")),
            ("std::mem:", Some("std::mem")),
            ("::Result", Some("::Result")),
            ("::", None),
            ("'send()'.", Some("send()")),
            ("userId", None),
            ("GitHub", None),
            ("SKUs", None),
            ("HTTP", None),
            ("well-known_port", None),
            ("_", None),
            ("…", None),
        ] {
            assert_eq!(code_word(word), expected, "{word}");
        }
    }
}
