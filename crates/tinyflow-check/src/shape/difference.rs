//! What tells the shapes of two values apart. What their types are called, and what their schemas
//! say about them, is no difference.

use tinyflow_model::diagnostic::quote;

use super::{Definitions, Enum, Field, FieldValue, Literal, Presence, Shape, Struct, Union};

/// The first part in which two shapes differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// How the part is reached from the whole: `.lines[].price`; nothing for the whole itself.
    pub(crate) path: String,
    /// What is so in the one shape, and in the other: "is a string".
    pub(crate) sides: [String; 2],
}

/// Where two shapes differ, if they do.
pub(crate) fn difference(
    left: &Shape,
    right: &Shape,
    definitions: &Definitions,
) -> Option<Difference> {
    let mut comparison = Comparison {
        definitions,
        known: Vec::new(),
    };
    comparison.shapes(left, right)
}

struct Comparison<'d> {
    definitions: &'d Definitions,
    /// The names that were found to stand for the same, or are being compared.
    known: Vec<(&'d str, &'d str)>,
}

impl<'d> Comparison<'d> {
    fn shapes(&mut self, left: &Shape, right: &Shape) -> Option<Difference> {
        match (left, right) {
            (Shape::List(left), Shape::List(right))
            | (Shape::Dictionary(left), Shape::Dictionary(right)) => {
                self.shapes(left, right).map(|inner| inner.within("[]"))
            }
            (Shape::Nullable(left), Shape::Nullable(right)) => self.shapes(left, right),
            (Shape::Nullable(_), _) => Some(Difference::of("may be null", "may not")),
            (_, Shape::Nullable(_)) => Some(Difference::of("is never null", "may be")),
            (Shape::Tuple(lefts), Shape::Tuple(rights)) if lefts.len() == rights.len() => {
                let mut pairs = lefts.iter().zip(rights).enumerate();
                pairs.find_map(|(index, (left, right))| {
                    let inner = self.shapes(left, right);
                    inner.map(|inner| inner.within(&format!("[{index}]")))
                })
            }
            (Shape::Enum(left), Shape::Enum(right)) => between_enums(left, right),
            (Shape::Struct(left), Shape::Struct(right)) => self.structs(left, right),
            (Shape::Union(left), Shape::Union(right)) => self.unions(left, right),
            _ if left == right => None,
            (Shape::Named { name: left, .. }, Shape::Named { name: right, .. }) => {
                self.named(left, right)
            }
            _ => {
                let (one, other) = (left.describe(), right.describe());
                Some(match one == other {
                    true => Difference::forms(),
                    false => Difference::of(&format!("is {one}"), &format!("is {other}")),
                })
            }
        }
    }

    fn named(&mut self, left: &str, right: &str) -> Option<Difference> {
        let described = self.definitions.get_key_value(left);
        let (Some((left, one)), Some((right, other))) =
            (described, self.definitions.get_key_value(right))
        else {
            return Some(Difference::forms());
        };
        if self.known.contains(&(left, right)) {
            return None;
        }
        self.known.push((left, right));
        self.shapes(one, other)
    }

    fn unions(&mut self, left: &Union, right: &Union) -> Option<Difference> {
        let are_alike = left.tag == right.tag && left.cases.len() == right.cases.len();
        let mut pairs = left.cases.iter().zip(&right.cases);
        let same = are_alike
            && pairs.all(|(left, right)| {
                (&left.wire_name, &left.name) == (&right.wire_name, &right.name)
                    && self.shapes(&left.shape, &right.shape).is_none()
            });
        (!same).then(Difference::forms)
    }

    fn structs(&mut self, left: &Struct, right: &Struct) -> Option<Difference> {
        let of = |shape: &'_ Struct, name: &str| {
            let mut fields = shape.fields.iter();
            fields.position(|field| field.wire_name == *name)
        };
        for field in &left.fields {
            let within = format!(".{}", field.wire_name);
            let Some(other) = of(right, &field.wire_name) else {
                return Some(Difference::of("is described", "is not").within(&within));
            };
            if let Some(inner) = self.fields(field, &right.fields[other]) {
                return Some(inner.within(&within));
            }
        }
        let mut others = right.fields.iter();
        if let Some(more) = others.find(|field| of(left, &field.wire_name).is_none()) {
            let within = format!(".{}", more.wire_name);
            return Some(Difference::of("is not described", "is").within(&within));
        }
        match (&left.rest, &right.rest) {
            _ if left.is_closed != right.is_closed => {
                let closed = ["may have more properties", "has no more properties"];
                let side = |is_closed: bool| closed[usize::from(is_closed)];
                Some(Difference::of(side(left.is_closed), side(right.is_closed)))
            }
            (None, None) => None,
            (Some(left), Some(right)) => self
                .shapes(&left.shape, &right.shape)
                .map(|inner| inner.within("[]")),
            (Some(_), None) => Some(Difference::of("describes its other properties", "does not")),
            (None, Some(_)) => Some(Difference::of(
                "leaves its other properties open",
                "does not",
            )),
        }
    }

    fn fields(&mut self, left: &Field, right: &Field) -> Option<Difference> {
        let word = |presence: &Presence| match presence {
            Presence::Required => "is required",
            Presence::Optional => "is optional",
            Presence::Default(_) => "has a default",
        };
        match (&left.presence, &right.presence) {
            (Presence::Default(left), Presence::Default(right)) if !is_same_value(left, right) => {
                return Some(Difference::of("has one default", "has another"));
            }
            (left, right) if word(left) != word(right) => {
                return Some(Difference::of(word(left), word(right)));
            }
            _ => {}
        }
        self.shapes(&left.shape, &right.shape)
    }
}

fn between_enums(left: &Enum, right: &Enum) -> Option<Difference> {
    let missing = |from: &Enum, of: &Enum| {
        let mut values = of.variants.iter().map(|variant| &variant.wire_name);
        let is_in = |value: &String| from.variants.iter().any(|known| known.wire_name == *value);
        let missing = values.find(|value| !is_in(value));
        missing.map(|value| quote(value))
    };
    let more_left =
        missing(right, left).map(|value| Difference::of(&format!("may be {value}"), "may not"));
    more_left.or_else(|| {
        let value = missing(left, right)?;
        Some(Difference::of(&format!("is never {value}"), "may be"))
    })
}

/// Whether two values of shapes that do not differ are the same.
fn is_same_value(left: &Literal, right: &Literal) -> bool {
    let are_same = |lefts: &[Literal], rights: &[Literal]| {
        let mut pairs = lefts.iter().zip(rights);
        lefts.len() == rights.len() && pairs.all(|(left, right)| is_same_value(left, right))
    };
    match (left, right) {
        (Literal::Variant(_, left), Literal::Variant(_, right)) => left == right,
        (Literal::List(lefts), Literal::List(rights))
        | (Literal::Tuple(lefts), Literal::Tuple(rights)) => are_same(lefts, rights),
        (Literal::Union(_, left_form, left), Literal::Union(_, right_form, right)) => {
            left_form == right_form && is_same_value(left, right)
        }
        (Literal::Struct(_, lefts), Literal::Struct(_, rights)) => {
            let mut pairs = lefts.iter().zip(rights);
            lefts.len() == rights.len()
                && pairs.all(|((name, left), (other, right))| {
                    name == other
                        && match (left, right) {
                            (FieldValue::Plain(left), FieldValue::Plain(right))
                            | (FieldValue::Some(left), FieldValue::Some(right)) => {
                                is_same_value(left, right)
                            }
                            (left, right) => left == right,
                        }
                })
        }
        _ => left == right,
    }
}

impl Difference {
    pub(crate) fn of(one: &str, other: &str) -> Self {
        Self {
            path: String::new(),
            sides: [one.to_owned(), other.to_owned()],
        }
    }

    /// That the one may be missing, and the other may not.
    pub(crate) fn may_be_missing() -> Self {
        Self::of("is optional", "is required")
    }

    pub(crate) fn forms() -> Self {
        Self::of("has one form", "has another")
    }

    pub(crate) fn within(mut self, part: &str) -> Self {
        self.path.insert_str(0, part);
        self
    }
}
