//! # What it finds
//! The file starts with a byte order mark.
//!
//! # Why it matters
//! JSON has none; many tools refuse such a file.
//!
//! # Example
//! A file that an editor saved as "UTF-8 with BOM".
//!
//! # How to fix
//! Save the file as UTF-8 without a byte order mark.

use crate::{Diagnostic, Rule, Severity, Span};

/// `byte_order_mark`.
pub static RULE: Rule = Rule {
    code: "TF003",
    name: "byte_order_mark",
    severity: Severity::Warning,
};

pub(crate) fn finding() -> Diagnostic {
    Diagnostic::new(
        &RULE,
        "the file starts with a byte order mark",
        Span::new(0, 0),
    )
    .help("save the file as UTF-8 without a byte order mark")
}
