//! Which words and marks are JavaScript that conditions do without.
//!
//! The table is asked only where the word or mark does not fit, save for the
//! reserved words, which are never names.

use crate::error::{Construct, Expected};

/// The construct that the word or mark belongs to, where `expected` had to stand.
pub(super) fn construct(text: &str, expected: Expected) -> Option<Construct> {
    let owned = text.to_owned();
    let construct = match text {
        "=" => Construct::Assignment,
        "+=" | "-=" | "*=" | "/=" | "%=" | "**=" | "<<=" | ">>=" | ">>>=" | "&=" | "|=" | "^="
        | "&&=" | "||=" | "??=" => Construct::CompoundAssignment { operator: owned },
        "++" | "--" => Construct::Update { operator: owned },
        "&" | "|" | "^" | "~" | "<<" | ">>" | ">>>" => {
            Construct::BitwiseOperator { operator: owned }
        }
        "**" => Construct::Exponentiation,
        // Where a value is missing, a comma is a slip and no operator.
        "," if expected != Expected::Value => Construct::CommaOperator,
        "..." => Construct::Spread,
        "=>" => Construct::ArrowFunction,
        "{" => Construct::ObjectLiteral,
        "function" => Construct::Function,
        "instanceof" | "new" | "delete" | "void" | "await" | "yield" => {
            Construct::KeywordOperator { word: owned }
        }
        ";" | "break" | "const" | "continue" | "debugger" | "do" | "export" | "for" | "if"
        | "import" | "let" | "return" | "switch" | "throw" | "try" | "var" | "while" | "with" => {
            Construct::Statement { word: owned }
        }
        "case" | "catch" | "class" | "default" | "else" | "enum" | "extends" | "finally"
        | "super" => Construct::ReservedWord { word: owned },
        _ => return None,
    };
    Some(construct)
}

/// Whether the word cannot be a name.
pub(super) fn is_reserved(word: &str) -> bool {
    matches!(word, "false" | "in" | "null" | "this" | "true" | "typeof")
        || construct(word, Expected::Value).is_some()
}

/// Why the word cannot be the parameter of an arrow function, if it cannot.
///
/// The global names are refused as well: to hide them would change what the
/// rest of the parser takes them for.
pub(super) fn parameter(word: &str) -> Option<Construct> {
    let global = matches!(word, "undefined" | "NaN" | "Infinity" | "Object");
    (global || is_reserved(word)).then(|| Construct::ReservedWord {
        word: word.to_owned(),
    })
}
