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
use crate::nearest::{nearest, nearest_alone};
use crate::{Diagnostic, Fix, Member, Rule, Severity};

/// `unknown_field`.
pub static RULE: Rule = Rule {
    code: "TF103",
    name: "unknown_field",
    severity: Severity::Warning,
};

/// `is_there` says whether the object has a field of the format.
pub(crate) fn finding(
    owner: &Owner,
    member: &Member,
    known: &[&str],
    is_there: impl Fn(&str) -> bool,
) -> Diagnostic {
    let known = known.iter().copied();
    let missing = known.clone().filter(|name| !is_there(name));
    let near = nearest(&member.name, known.clone());
    let finding = without_effect(owner, member);
    let mut finding = match near.filter(|near| is_there(near)) {
        Some(near) => finding.help(format!(
            "it has no effect: {} is there already",
            quote(near)
        )),
        None => finding.did_you_mean(near.or_else(|| beginning(&member.name, missing.clone()))),
    };
    finding.fix = nearest_alone(&member.name, known)
        .filter(|near| !is_there(near))
        .or_else(|| beginning(&member.name, missing))
        .map(|near| Fix::replace_string(member.name_span, near));
    finding
}

/// A field that steps of the types `having` it have, and this one does not.
pub(crate) fn of_other_steps(owner: &Owner, member: &Member, having: &[&str]) -> Diagnostic {
    let having: Vec<String> = having
        .iter()
        .map(|having| format!("a `{having}`"))
        .collect();
    let help = format!(
        "it has no effect: only {} has {}",
        having.join(" or "),
        quote(&member.name)
    );
    without_effect(owner, member).help(help)
}

fn without_effect(owner: &Owner, member: &Member) -> Diagnostic {
    let message = format!("{owner} has no field {}", quote(&member.name));
    Diagnostic::new(&RULE, message, member.name_span)
        .help("it has no effect; data of your own belongs under `metadata`")
}

/// An object whose members are keywords of a JSON Schema, where one of its fields holds a schema.
pub(crate) fn schema(owner: &Owner, keyword: &Member, field: &str) -> Diagnostic {
    let message = format!("{owner} is a schema itself");
    let help = format!("the schema belongs in its field {}", quote(field));
    Diagnostic::new(&RULE, message, keyword.name_span).help(help)
}

/// The one field that the name is the beginning of, as `source` is of `sourceStepId`.
fn beginning<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let mut longer = known.filter(|known| name.len() >= SHORTEST && known.starts_with(name));
    let one = longer.next()?;
    longer.next().is_none().then_some(one)
}

/// The bytes of a beginning that says enough.
const SHORTEST: usize = 4;
