//! What terms ask, which are worked out by the rules of JavaScript.

use tinyflow_expression::{BinaryOperator, LogicalOperator, Method};

use super::Reads;
use super::found::Found;
use crate::condition::{Constant, Term};
use crate::shape::Shape;

impl<'t> Reads<'t> {
    /// A term of which is asked whether it counts as true.
    pub(super) fn condition(&mut self, term: &'t Term) {
        match term {
            Term::Constant(_) => {}
            Term::Not(term) => self.condition(term),
            Term::Logical { operands, .. } => {
                for operand in operands {
                    self.condition(operand);
                }
            }
            Term::Conditional {
                test,
                consequent,
                alternate,
            } => {
                for term in [test, consequent, alternate] {
                    self.condition(term);
                }
            }
            Term::Binary {
                operator,
                left,
                right,
            } if operator.is_comparison() => self.compare(*operator, left, right),
            Term::Call {
                object,
                method: Method::Includes,
                argument: Some(argument),
            } => match &**object {
                Term::Array(items) => {
                    for item in items {
                        self.compare(BinaryOperator::StrictEqual, argument, item);
                    }
                }
                _ => self.anything(term),
            },
            _ => match Found::by(term) {
                Some(found) => self.truth(&found),
                None => self.anything(term),
            },
        }
    }

    fn compare(&mut self, operator: BinaryOperator, left: &'t Term, right: &'t Term) {
        let (Some(one), Some(other)) = (self.sources(left), self.sources(right)) else {
            self.anything(left);
            self.anything(right);
            return;
        };
        if one.depends_on_state() && other.depends_on_state() {
            for found in one.places.iter().chain(&other.places) {
                self.asked(found).anything = true;
            }
            return;
        }
        for (places, constants) in [
            (&one.places, &other.constants),
            (&other.places, &one.constants),
        ] {
            for found in places {
                for constant in constants {
                    self.constant(operator, found, constant);
                }
            }
        }
    }

    /// A comparison of a value with a constant.
    fn constant(&mut self, operator: BinaryOperator, found: &Found<'t>, constant: &'t Constant) {
        let is_strict = matches!(
            operator,
            BinaryOperator::StrictEqual | BinaryOperator::StrictNotEqual
        );
        let is_equality =
            is_strict || matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual);
        // Null has answers of its own: it stands for itself.
        let value = match found.shape {
            Shape::Nullable(inner) => inner,
            shape => shape,
        };
        let shape = Some(value).filter(|_| !found.is_length);
        let is_open = matches!(shape, Some(Shape::Any));
        let asked = self.asked(found);
        match (shape, constant) {
            (None, Constant::Number(number)) if number.is_finite() => {
                #[expect(clippy::cast_possible_truncation, reason = "saturates")]
                let around = [number.floor(), number.ceil()].map(|bound| bound as i128);
                asked.lengths.extend(around);
            }
            (Some(Shape::Integer | Shape::Unsigned | Shape::Number), Constant::Number(number))
                if number.is_finite() =>
            {
                asked.numbers.push(*number);
            }
            (Some(Shape::Text), Constant::Text(text)) => {
                asked.texts.push(text);
                asked.order |= !is_equality;
            }
            (_, Constant::Undefined) => {}
            (_, Constant::Null) if is_equality && !is_open => {}
            _ if is_strict && !is_open => {}
            _ => asked.anything = true,
        }
    }

    /// What the value of a term may be, if it is one of the state's values or a constant.
    fn sources(&mut self, term: &'t Term) -> Option<Sources<'t>> {
        match term {
            Term::Constant(constant) => Some(Sources {
                constants: vec![constant],
                ..Sources::default()
            }),
            // It only depends on the value being there.
            Term::TypeOf(inner) => {
                let found = Found::by(inner)?;
                let is_open = matches!(found.shape, Shape::Any);
                self.asked(&found).anything |= is_open;
                Some(Sources {
                    has_type: true,
                    ..Sources::default()
                })
            }
            Term::Logical { operator, operands } => {
                let mut sources = Sources::default();
                for operand in operands {
                    if *operator != LogicalOperator::Coalesce {
                        self.condition(operand);
                    }
                    sources.extend(self.sources(operand)?);
                }
                Some(sources)
            }
            Term::Conditional {
                test,
                consequent,
                alternate,
            } => {
                self.condition(test);
                let mut sources = self.sources(consequent)?;
                sources.extend(self.sources(alternate)?);
                Some(sources)
            }
            _ => Some(Sources {
                places: vec![Found::by(term)?],
                ..Sources::default()
            }),
        }
    }

    /// A term whose value may depend on all that it reads.
    fn anything(&mut self, term: &'t Term) {
        if let Some(found) = Found::by(term) {
            self.asked(&found).anything = true;
            return;
        }
        self.is_whole_read |= *term == Term::State;
        for part in term.parts() {
            self.anything(part);
        }
    }
}

/// Where the value of a term may come from.
#[derive(Default)]
struct Sources<'t> {
    places: Vec<Found<'t>>,
    constants: Vec<&'t Constant>,
    /// Whether it may be the name of a value's type.
    has_type: bool,
}

impl Sources<'_> {
    fn depends_on_state(&self) -> bool {
        self.has_type || !self.places.is_empty()
    }

    fn extend(&mut self, others: Self) {
        self.places.extend(others.places);
        self.constants.extend(others.constants);
        self.has_type |= others.has_type;
    }
}
