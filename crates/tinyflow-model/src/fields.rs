//! Takes an object of the document apart, field by field.
//!
//! Each taking reports what is missing or of another type, and
//! [`Fields::finish`] what nobody took.

mod owner;

use crate::{
    Diagnostic, Duration, Member, Node, Number, Object, Span, Spanned, Text, Value, rules,
};

pub(crate) use owner::Owner;

/// The fields of one object, of which some have been taken.
pub(crate) struct Fields<'a> {
    owner: Owner,
    span: Span,
    /// Those that were taken stand first, without their values.
    members: Vec<Member>,
    taken: usize,
    findings: &'a mut Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(
        owner: Owner,
        span: Span,
        object: Object,
        findings: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            owner,
            span,
            members: object.members,
            taken: 0,
            findings,
        }
    }

    /// Reports the field if it is not there.
    pub(crate) fn require(&mut self, field: &str) {
        if !self.contains(field) {
            self.missing(field);
        }
    }

    pub(crate) fn contains(&self, field: &str) -> bool {
        self.members.iter().any(|member| member.name == field)
    }

    pub(crate) fn required_text(&mut self, field: &str) -> Option<Text> {
        self.require(field);
        self.text(field)
    }

    pub(crate) fn duration(&mut self, field: &str) -> Option<Spanned<Duration>> {
        let node = self.node(field)?;
        let span = node.span;
        let Value::String(value) = node.value else {
            let finding = rules::wrong_field_type::no_duration(&self.owner, field, &node);
            self.report(finding);
            return None;
        };
        let text = Spanned { value, span };
        let Some(value) = Duration::parse(&text.value) else {
            self.report(rules::invalid_duration::finding(&text));
            return None;
        };
        Some(Spanned { value, span })
    }

    pub(crate) fn number(&mut self, field: &str) -> Option<Spanned<Number>> {
        let node = self.node(field)?;
        let span = node.span;
        match node.value {
            Value::Number(value) => Some(Spanned { value, span }),
            _ => self.wrong_type(field, "a number", &node),
        }
    }

    pub(crate) fn text(&mut self, field: &str) -> Option<Text> {
        let node = self.node(field)?;
        match node.value {
            Value::String(value) => Some(Spanned {
                value,
                span: node.span,
            }),
            _ => {
                self.report(rules::wrong_field_type::no_text(&self.owner, field, &node));
                None
            }
        }
    }

    pub(crate) fn object(&mut self, field: &str) -> Option<Node> {
        let node = self.node(field)?;
        match node.value {
            Value::Object(_) => Some(node),
            _ => self.wrong_type(field, "an object", &node),
        }
    }

    /// The fields of an object that is a field of this one.
    pub(crate) fn nested(&mut self, field: &'static str) -> Option<Fields<'_>> {
        let owner = Owner::Field(field, Box::new(self.owner.clone()));
        self.nested_as(owner, field)
    }

    /// The fields of an object that is a field of this one, and that messages call `owner`.
    pub(crate) fn nested_as(&mut self, owner: Owner, field: &str) -> Option<Fields<'_>> {
        let node = self.object(field)?;
        match node.value {
            Value::Object(object) => Some(Fields::new(owner, node.span, object, self.findings)),
            _ => None,
        }
    }

    pub(crate) fn required_array(&mut self, field: &str) -> Option<Vec<Node>> {
        let Some(node) = self.node(field) else {
            self.missing(field);
            return None;
        };
        match node.value {
            Value::Array(elements) => Some(elements),
            _ => self.wrong_type(field, "an array", &node),
        }
    }

    /// What `read` makes of each object in an array that may be missing.
    pub(crate) fn array_of<T>(
        &mut self,
        field: &'static str,
        read: impl Fn(Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node(field) else {
            return Vec::new();
        };
        let Value::Array(elements) = node.value else {
            self.wrong_type::<()>(field, "an array", &node);
            return Vec::new();
        };
        let mut all = Vec::new();
        for element in elements {
            match element.value {
                Value::Object(object) => {
                    let owner = Owner::Entry(field);
                    let fields = Fields::new(owner, element.span, object, self.findings);
                    all.extend(read(fields));
                }
                _ => {
                    self.wrong_type::<()>(&format!("{field}[…]"), "an object", &element);
                }
            }
        }
        all
    }

    pub(crate) fn node(&mut self, field: &str) -> Option<Node> {
        let mut left = self.members[self.taken..].iter();
        let index = self.taken + left.position(|member| member.name == field)?;
        self.members.swap(self.taken, index);
        let taken = &mut self.members[self.taken].value;
        self.taken += 1;
        let (span, value) = (taken.span, Value::Null);
        Some(std::mem::replace(taken, Node { span, value }))
    }

    /// Reports a fault of the object as a whole.
    pub(crate) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Reports the fields that nobody took.
    pub(crate) fn finish(self, known: &[&str]) {
        self.finish_among(known, &[]);
    }

    /// Like [`Self::finish`], of a step: `special` are the fields that steps of certain types
    /// have, each with these types.
    pub(crate) fn finish_among(self, known: &[&str], special: &[(&str, &[&str])]) {
        let (taken, left) = self.members.split_at(self.taken);
        for member in left {
            // A duplicate of a field that was taken is reported as that.
            if known.contains(&member.name.as_str()) {
                continue;
            }
            let finding = match special.iter().find(|(name, _)| *name == member.name) {
                Some((_, having)) => {
                    rules::unknown_field::of_other_steps(&self.owner, member, having)
                }
                None => {
                    let is_there = |name: &str| taken.iter().any(|taken| taken.name == name);
                    rules::unknown_field::finding(&self.owner, member, known, is_there)
                }
            };
            self.findings.push(finding);
        }
    }

    /// Like [`Self::finish`], of an object that holds its schema in the field `schema`: keywords
    /// of a schema that stand in its place are reported as one fault.
    pub(crate) fn finish_around_schema(self, known: &[&str], schema: &str) {
        let keyword = |member: &&Member| KEYWORDS.contains(&member.name.as_str());
        match self.members.iter().find(keyword) {
            Some(keyword) if self.taken == 0 => {
                let finding = rules::unknown_field::schema(&self.owner, keyword, schema);
                self.findings.push(finding);
            }
            _ => self.finish(known),
        }
    }

    /// Reports a field that is not there.
    pub(crate) fn missing(&mut self, field: &str) {
        let finding = rules::missing_field::finding(&self.owner, field, self.span);
        self.findings.push(finding);
    }

    fn wrong_type<T>(&mut self, field: &str, wanted: &str, found: &Node) -> Option<T> {
        let finding = rules::wrong_field_type::finding(&self.owner, field, wanted, found);
        self.findings.push(finding);
        None
    }
}

/// Of the keywords of a JSON Schema those that say what a value looks like.
const KEYWORDS: [&str; 6] = ["type", "properties", "$ref", "oneOf", "anyOf", "allOf"];
