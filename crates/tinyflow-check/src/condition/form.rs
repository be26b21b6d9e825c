//! Which of several forms a value has, by the property that tells them apart.

use tinyflow_expression::{Expression, ExpressionKind};

use super::Test;
use super::compare::{Constant, constant};
use super::place::chain;
use super::presence::Present;
use super::translate::Translator;
use crate::shape::{Definitions, Shape, Union};

/// One of the forms of a value, in the terms of its shape.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Form {
    /// The Rust name of the enum.
    pub of: String,
    /// The Rust name of the variant.
    pub variant: String,
    /// The property that tells the forms apart.
    pub tag: String,
    /// What it is for this form.
    pub wire_name: String,
}

impl Translator<'_> {
    /// `payment.kind === 'card'`, where that tells the form of the value; none,
    /// and nothing said, where it is no such test.
    pub(super) fn form(
        &mut self,
        left: &Expression,
        right: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let (read, wire_name) = match (constant(left), constant(right)) {
            (None, Some(Constant::String(name))) => (left, name),
            (Some(Constant::String(name)), None) => (right, name),
            _ => return None,
        };
        let read = match &read.kind {
            ExpressionKind::Chain(inner) => inner,
            _ => read,
        };
        let ExpressionKind::Member {
            object,
            property,
            optional,
        } = &read.kind
        else {
            return None;
        };
        let (findings, risks) = (self.findings.len(), self.risks);
        let test = self.form_of(object, *optional, (&property.name, wire_name), present);
        if test.is_none() {
            self.findings.truncate(findings);
            self.risks = risks;
            self.is_typed = true;
        }
        test
    }

    fn form_of(
        &mut self,
        object: &Expression,
        optional: bool,
        (tag, wire_name): (&str, &str),
        present: &Present,
    ) -> Option<Test> {
        let mut place = self.place(object, present)?;
        let Shape::Union(union) = &place.shape else {
            return None;
        };
        let mut cases = union.cases.iter();
        let case = cases.find(|case| case.wire_name == wire_name)?;
        if union.tag.as_deref() != Some(tag) || holds_itself(union, self.definitions) {
            return None;
        }
        let form = Form {
            of: union.name.clone(),
            variant: case.name.clone(),
            tag: tag.to_owned(),
            wire_name: wire_name.to_owned(),
        };
        chain(&mut place, optional);
        self.check_presence(object.span, Some(&place), present)?;
        place.called = true;
        Some(Test::Form(place, form))
    }
}

/// Whether a value of the union may hold another one, which then stands in a box.
fn holds_itself(union: &Union, definitions: &Definitions) -> bool {
    let mut names = Vec::new();
    for case in &union.cases {
        case.shape.names_in(&mut names);
    }
    let mut next = 0;
    while let Some(name) = names.get(next).copied() {
        if name == union.name {
            return true;
        }
        let mut inner = Vec::new();
        if let Some(shape) = definitions.get(name) {
            shape.names_in(&mut inner);
        }
        inner.retain(|name| !names.contains(name));
        names.extend(inner);
        next += 1;
    }
    false
}
