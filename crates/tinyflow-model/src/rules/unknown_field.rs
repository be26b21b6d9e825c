//! # What it finds
//! A field is none that FlowJSON has.
//!
//! # Why it matters
//! It has no effect; most often it is misspelt.
//!
//! # Example
//! `"connectons": []`
//!
//! # How to fix
//! Correct the name, or move your own data under `metadata`.

use crate::diagnostic::quote;
use crate::fields::Owner;
use crate::nearest::nearest;
use crate::{Diagnostic, Member, Rule, Severity};

/// `unknown_field`.
pub static RULE: Rule = Rule {
    code: "TF103",
    name: "unknown_field",
    severity: Severity::Warning,
};

pub(crate) fn finding(owner: &Owner, member: &Member, known: &[&str]) -> Diagnostic {
    let message = format!("{owner} has no field {}", quote(&member.name));
    let near = nearest(&member.name, known.iter().copied());
    Diagnostic::new(&RULE, message, member.name_span)
        .help("it has no effect; data of your own belongs under `metadata`")
        .did_you_mean(near)
}
