//! The operators and brackets of JavaScript, also those that conditions refuse.

/// The longest mark that the text begins with.
pub(super) fn longest(text: &str) -> Option<&'static str> {
    let first = text.chars().next()?;
    let mark = beginning_with(first)
        .iter()
        .copied()
        .find(|mark| text.starts_with(mark))?;
    // `a?.5:b` is a conditional with the number `.5`.
    let number_follows = text[mark.len()..].starts_with(|c: char| c.is_ascii_digit());
    if mark == "?." && number_follows {
        return Some("?");
    }
    Some(mark)
}

/// The marks with that first character; longer ones before those that they begin with.
fn beginning_with(first: char) -> &'static [&'static str] {
    match first {
        '=' => &["===", "==", "=>", "="],
        '!' => &["!==", "!=", "!"],
        '<' => &["<<=", "<<", "<=", "<"],
        '>' => &[">>>=", ">>>", ">>=", ">>", ">=", ">"],
        '&' => &["&&=", "&&", "&=", "&"],
        '|' => &["||=", "||", "|=", "|"],
        '?' => &["??=", "??", "?.", "?"],
        '+' => &["++", "+=", "+"],
        '-' => &["--", "-=", "-"],
        '*' => &["**=", "**", "*=", "*"],
        '/' => &["/=", "/"],
        '%' => &["%=", "%"],
        '^' => &["^=", "^"],
        '.' => &["...", "."],
        '(' => &["("],
        ')' => &[")"],
        '[' => &["["],
        ']' => &["]"],
        '{' => &["{"],
        '}' => &["}"],
        ',' => &[","],
        ';' => &[";"],
        ':' => &[":"],
        '~' => &["~"],
        _ => &[],
    }
}
