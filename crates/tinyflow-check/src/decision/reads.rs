//! What conditions ask about the state: which of its values they read, and what these are
//! compared with.

mod found;

use std::collections::BTreeMap;

use tinyflow_expression::{BinaryOperator, LogicalOperator, Method};

use crate::condition::{Computed, Constant, Operand, Place, Relation, Root, Term, Test};
use crate::shape::{Literal, Shape};
use found::Found;

/// The names that lead to a value of the state.
pub(super) type Path<'t> = Vec<&'t str>;

/// What conditions ask about the state.
#[derive(Clone, Default)]
pub(super) struct Reads<'t> {
    /// What is asked about each value.
    pub(super) places: BTreeMap<Path<'t>, Asked<'t>>,
    /// Whether a condition looks at the state as a whole: then these places are not all.
    pub(super) is_whole_read: bool,
}

/// What is asked about a value. Two values that are the same in all of it, and are both there or
/// both missing, have the same answers.
#[derive(Clone, Default)]
pub(super) struct Asked<'t> {
    /// Whether it counts as true.
    pub(super) truth: bool,
    /// How it compares with these whole numbers.
    pub(super) wholes: Vec<i128>,
    /// How it compares with these numbers.
    pub(super) numbers: Vec<f64>,
    /// How its length compares with these.
    pub(super) lengths: Vec<i128>,
    /// Whether it is one of these strings.
    pub(super) texts: Vec<&'t str>,
    /// Whether it comes before or behind one of the strings.
    pub(super) order: bool,
    /// Something else.
    pub(super) anything: bool,
}

impl<'t> Reads<'t> {
    pub(super) fn of(test: &'t Test) -> Self {
        let mut reads = Self::default();
        reads.test(test);
        reads
    }

    /// With what others ask.
    pub(super) fn extend(&mut self, others: &Self) {
        self.is_whole_read |= others.is_whole_read;
        for (path, other) in &others.places {
            let asked = self.places.entry(path.clone()).or_default();
            asked.truth |= other.truth;
            asked.wholes.extend(&other.wholes);
            asked.numbers.extend(&other.numbers);
            asked.lengths.extend(&other.lengths);
            asked.texts.extend(&other.texts);
            asked.order |= other.order;
            asked.anything |= other.anything;
        }
    }

    fn test(&mut self, test: &'t Test) {
        match test {
            Test::Always(_) => {}
            Test::Not(test) => self.test(test),
            Test::All(tests) | Test::Any(tests) => {
                for test in tests {
                    self.test(test);
                }
            }
            // What is in a string or a list, and elements, are not told apart.
            Test::Has(..) | Test::Quantified(..) | Test::Form(..) => self.all_in(test),
            test if test.places().iter().any(|place| place.is_in_collection()) => self.all_in(test),
            Test::Truthy(place) => self.truth(&Found::at(place)),
            Test::Missing(place) | Test::Nothing(place, _) => {
                self.asked(&Found::at(place));
            }
            Test::Equal(place, operand) => self.typed(place, operand, false),
            Test::Compare(place, _, operand) => self.typed(place, operand, true),
            Test::Related(left, relation, right) => self.related(test, left, *relation, right),
            Test::Contains(..) | Test::Counts(_) => self.all_in(test),
            Test::Holds(term) => self.condition(term),
        }
    }

    fn typed(&mut self, place: &'t Place, operand: &'t Operand, order: bool) {
        let found = Found::at(place);
        let asked = self.asked(&found);
        asked.anything |= found.counts_properties();
        match operand {
            Operand::Literal(Literal::Text(text)) => {
                asked.texts.push(text);
                asked.order |= order;
            }
            Operand::Literal(Literal::Integer(whole)) if found.is_length => {
                asked.lengths.push(*whole);
            }
            Operand::Literal(Literal::Integer(whole)) => asked.wholes.push(*whole),
            Operand::Literal(Literal::Number(number)) => asked.numbers.push(*number),
            Operand::Literal(Literal::Boolean(_) | Literal::Variant(..)) => {}
            Operand::Literal(_) => asked.anything = true,
            Operand::Place(other) => {
                asked.anything = true;
                self.asked(&Found::at(other)).anything = true;
            }
        }
    }

    /// What is asked where a value, or another in its place, is compared with a literal.
    fn related(
        &mut self,
        test: &'t Test,
        left: &'t Computed,
        relation: Relation,
        right: &'t Computed,
    ) {
        let mut sources = Vec::new();
        if !right.is_constant() || !choices(left, &mut sources) {
            return self.all_in(test);
        }
        for (place, truth) in sources {
            let found = Found::at(place);
            if truth {
                self.truth(&found);
            }
            let asked = self.asked(&found);
            match right {
                Computed::Text(text) => {
                    asked.texts.push(text);
                    asked.order |= relation != Relation::Equal;
                }
                Computed::Number(number) if found.is_length => {
                    #[expect(clippy::cast_possible_truncation, reason = "saturates")]
                    let around = [number.floor(), number.ceil()].map(|bound| bound as i128);
                    asked.lengths.extend(around);
                }
                Computed::Number(number) => asked.numbers.push(*number),
                _ => asked.anything = true,
            }
        }
    }

    /// A test that may depend on all that it reads.
    fn all_in(&mut self, test: &'t Test) {
        let places = test.places().into_iter();
        for place in places.filter(|place| place.root == Root::State) {
            self.asked(&Found::at(place)).anything = true;
        }
    }

    /// A term of which is asked whether it counts as true.
    fn condition(&mut self, term: &'t Term) {
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

    fn truth(&mut self, found: &Found<'t>) {
        let asked = self.asked(found);
        asked.anything |= found.counts_properties();
        if found.is_length {
            asked.lengths.push(0);
        } else {
            asked.truth = true;
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

    fn asked(&mut self, found: &Found<'t>) -> &mut Asked<'t> {
        self.places.entry(found.path.clone()).or_default()
    }
}

/// The places of the state that the value may be that of, where it is but one of them or a literal.
/// With each, whether it is asked if it counts as true.
fn choices<'t>(value: &'t Computed, places: &mut Vec<(&'t Place, bool)>) -> bool {
    match value {
        Computed::Place(place) | Computed::OrElse(place, _) | Computed::Or(place, _)
            if place.root != Root::State =>
        {
            false
        }
        Computed::Place(place) => {
            places.push((place, false));
            true
        }
        Computed::OrElse(place, other) | Computed::Or(place, other) => {
            places.push((place, matches!(value, Computed::Or(..))));
            other.is_constant() || choices(other, places)
        }
        _ => false,
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
