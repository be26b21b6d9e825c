//! The numbers, strings and booleans that tests are made of.

use tinyflow_expression::{
    BinaryOperator, Expression, ExpressionKind, LogicalOperator, Method, TemplatePart,
    UnaryOperator,
};

use crate::condition::computed::{Arithmetic, Change, Computed, Type};
use crate::condition::place::chain;
use crate::condition::presence::Present;
use crate::condition::translate::Translator;
use crate::condition::{Link, Member, Place};
use crate::shape::Shape;

impl Translator<'_> {
    /// The expression as a value of this type.
    pub(super) fn computed_of(
        &mut self,
        of: Type,
        expression: &Expression,
        present: &Present,
    ) -> Option<Computed> {
        match self.computed(expression, present)? {
            (value, found) if found == of => Some(value),
            _ => self.leave(),
        }
    }

    /// The expression as a value that Rust computes.
    pub(super) fn computed(
        &mut self,
        expression: &Expression,
        present: &Present,
    ) -> Option<(Computed, Type)> {
        match &expression.kind {
            ExpressionKind::Number(number) if number.is_finite() => {
                Some((Computed::Number(*number), Type::Number))
            }
            ExpressionKind::String(text) => Some((Computed::Text(text.clone()), Type::Text)),
            ExpressionKind::Boolean(value) => Some((Computed::Boolean(*value), Type::Boolean)),
            ExpressionKind::Template(parts) => self.template(parts, present),
            ExpressionKind::Unary {
                operator: UnaryOperator::Negate,
                operand,
            } => {
                let operand = self.computed_of(Type::Number, operand, present)?;
                let negated = match operand {
                    Computed::Number(number) => Computed::Number(-number),
                    // Of what is missing `- -x` makes a number, too.
                    Computed::Negated(inner)
                        if !inner.needed().into_iter().any(Place::may_lack_value) =>
                    {
                        *inner
                    }
                    Computed::Negated(_) => return self.leave(),
                    operand => Computed::Negated(Box::new(operand)),
                };
                Some((negated, Type::Number))
            }
            ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            } => self.arithmetic(*operator, left, right, present),
            ExpressionKind::Logical { operator, operands } if *operator != LogicalOperator::And => {
                self.coalesced(*operator, operands, present)
            }
            ExpressionKind::Call {
                object,
                method,
                optional,
                ..
            } => {
                let change = match method {
                    Method::Trim => Change::Trim,
                    Method::ToLowerCase => Change::Lowercase,
                    Method::ToUpperCase => Change::Uppercase,
                    _ => return self.leave(),
                };
                let text = self.receiver_text(object, *optional, present)?;
                Some((Computed::Changed(change, Box::new(text)), Type::Text))
            }
            ExpressionKind::Member {
                object, property, ..
            } if property.name == "length" && is_string(object) => {
                if let Some(array) = or_empty(object) {
                    let mut place = self.place(array, present)?;
                    chain(&mut place, true);
                    place.length = matches!(place.shape, Shape::List(_));
                    if !place.length || !place.may_be_missing() || !is_simple(&place) {
                        return self.leave();
                    }
                    let nothing = Box::new(Computed::Number(0.0));
                    return Some((Computed::OrElse(place, nothing), Type::Number));
                }
                let text = self.receiver_text(object, false, present)?;
                Some((Computed::Length(Box::new(text)), Type::Number))
            }
            ExpressionKind::Chain(inner) if !is_access(inner) => self.computed(inner, present),
            _ => {
                let (place, of) = self.computed_place(expression, present)?;
                // `null` is 0, or the word.
                if place.may_be_null() && place.may_lack_value() {
                    return self.leave();
                }
                Some((Computed::Place(place), of))
            }
        }
    }

    /// A place of the state, or its length.
    fn computed_place(
        &mut self,
        expression: &Expression,
        present: &Present,
    ) -> Option<(Place, Type)> {
        let place = self.place(expression, present)?;
        let of = match &place.shape {
            _ if place.length => Type::Number,
            Shape::Integer | Shape::Unsigned | Shape::Number => Type::Number,
            Shape::Text | Shape::Enum(_) => Type::Text,
            Shape::Boolean => Type::Boolean,
            _ => return self.leave(),
        };
        Some((place, of))
    }

    /// A string that a method is called on: where that may be missing the
    /// condition says `?.`, or has been told that it is there.
    pub(super) fn receiver_text(
        &mut self,
        object: &Expression,
        optional: bool,
        present: &Present,
    ) -> Option<Computed> {
        if is_made(object) {
            let text = self.computed_of(Type::Text, object, present)?;
            // What follows a whole chain would read through a missing value.
            let is_whole = matches!(object.kind, ExpressionKind::Chain(_));
            let mut needed = text.needed().into_iter();
            if (is_whole || optional) && needed.any(Place::may_lack_value) {
                return self.leave();
            }
            return Some(text);
        }
        let place = self.called(object, optional, present)?;
        match place.shape {
            Shape::Text | Shape::Enum(_) => Some(Computed::Place(place)),
            _ => self.leave(),
        }
    }

    fn arithmetic(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        present: &Present,
    ) -> Option<(Computed, Type)> {
        let arithmetic = match operator {
            BinaryOperator::Add => Arithmetic::Add,
            BinaryOperator::Subtract => Arithmetic::Subtract,
            BinaryOperator::Multiply => Arithmetic::Multiply,
            BinaryOperator::Divide => Arithmetic::Divide,
            BinaryOperator::Remainder => Arithmetic::Remainder,
            _ => return self.leave(),
        };
        let (left, of_left) = self.computed(left, present)?;
        let (right, of_right) = self.computed(right, present)?;
        match (of_left, of_right) {
            // What is the same for every state is worked out elsewhere, and
            // what is done with itself, or to take the mean, has lints of its own.
            (Type::Number, Type::Number)
                if left.is_constant() && right.is_constant()
                    || left == right
                    || is_mean(arithmetic, &left, &right) =>
            {
                self.leave()
            }
            (Type::Number, Type::Number) => {
                let made = Computed::Arithmetic(arithmetic, Box::new(left), Box::new(right));
                Some((made, Type::Number))
            }
            (Type::Text, Type::Text | Type::Number) | (Type::Number, Type::Text)
                if arithmetic == Arithmetic::Add =>
            {
                self.joined_text(vec![left, right])
            }
            _ => self.leave(),
        }
    }

    fn template(&mut self, parts: &[TemplatePart], present: &Present) -> Option<(Computed, Type)> {
        let mut pieces = Vec::with_capacity(parts.len());
        for part in parts {
            pieces.push(match part {
                TemplatePart::Text(text) => Computed::Text(text.clone()),
                TemplatePart::Expression(expression) => match self.computed(expression, present)? {
                    (piece, Type::Text | Type::Number) => piece,
                    _ => return self.leave(),
                },
            });
        }
        self.joined_text(pieces)
    }

    fn joined_text(&mut self, pieces: Vec<Computed>) -> Option<(Computed, Type)> {
        // A missing one would become the word `undefined`.
        let mut places = pieces.iter().flat_map(Computed::needed);
        if places.any(Place::may_lack_value) {
            return self.leave();
        }
        let mut flat = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match (piece, flat.last_mut()) {
                (Computed::Joined(inner), _) => flat.extend(inner),
                (Computed::Text(text), Some(Computed::Text(before))) => before.push_str(&text),
                (piece, _) => flat.push(piece),
            }
        }
        Some((Computed::Joined(flat), Type::Text))
    }

    /// `place ?? place ?? other`, and the same with `||`.
    fn coalesced(
        &mut self,
        operator: LogicalOperator,
        operands: &[Expression],
        present: &Present,
    ) -> Option<(Computed, Type)> {
        let (last, places) = operands.split_last()?;
        let (mut value, of) = self.computed(last, present)?;
        if value.needed().into_iter().any(Place::may_lack_value) {
            return self.leave();
        }
        for operand in places.iter().rev() {
            let (place, own) = self.computed_place(operand, present)?;
            if own != of || !is_simple(&place) {
                return self.leave();
            }
            // The strings of an enum live on, and what stands in their place must do so, too.
            let is_option = place.links.last().is_some_and(|link| link.optional);
            if is_option && matches!(place.shape, Shape::Enum(_)) && !is_lasting(&value) {
                return self.leave();
            }
            // What is false and what stands in its place are one and the same.
            let is_zero = value == Computed::Number(0.0) || value == Computed::Text(String::new());
            value = match operator {
                _ if !place.may_be_missing() && is_zero => Computed::Place(place),
                LogicalOperator::Coalesce if !place.may_be_missing() => Computed::Place(place),
                LogicalOperator::Or if !is_zero && may_be_false(&place) => {
                    if of == Type::Boolean || place.is_read_from() || !is_option {
                        return self.leave();
                    }
                    Computed::Or(place, Box::new(value))
                }
                _ => Computed::OrElse(place, Box::new(value)),
            };
        }
        Some((value, of))
    }
}

/// Whether the string is part of the program, and not of the state.
fn is_lasting(text: &Computed) -> bool {
    match text {
        Computed::Text(_) => true,
        Computed::Place(place) => matches!(place.shape, Shape::Enum(_)),
        Computed::OrElse(place, other) | Computed::Or(place, other) => {
            matches!(place.shape, Shape::Enum(_)) && is_lasting(other)
        }
        _ => false,
    }
}

/// Whether a value that is there may count as false.
fn may_be_false(place: &Place) -> bool {
    match &place.shape {
        Shape::Enum(shape) => shape
            .variants
            .iter()
            .any(|known| known.wire_name.is_empty()),
        _ => true,
    }
}

/// Whether at most one closure opens the place, and nothing on the way throws.
fn is_simple(place: &Place) -> bool {
    let chained = place.links.iter().filter(|link| link.chained).count();
    let is_indexed = |link: &Link| matches!(link.member, Member::Element(_)) && !link.optional;
    chained < 2 && !place.links.iter().any(is_indexed) && place.read_through().next().is_none()
}

/// `(a + b) / 2`
fn is_mean(arithmetic: Arithmetic, left: &Computed, right: &Computed) -> bool {
    let is_sum = matches!(left, Computed::Arithmetic(Arithmetic::Add, ..));
    arithmetic == Arithmetic::Divide && is_sum && *right == Computed::Number(2.0)
}

/// What is read of `array ?? []` and `array || []`.
pub(in crate::condition) fn or_empty(expression: &Expression) -> Option<&Expression> {
    let ExpressionKind::Logical { operator, operands } = &expression.kind else {
        return None;
    };
    let [array, other] = &**operands else {
        return None;
    };
    let is_empty = matches!(&other.kind, ExpressionKind::Array(items) if items.is_empty());
    (is_empty && *operator != LogicalOperator::And).then_some(array)
}

/// Whether the value is made, and not read from the state.
fn is_made(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Name(_)
        | ExpressionKind::Member { .. }
        | ExpressionKind::Index { .. }
        | ExpressionKind::This => false,
        ExpressionKind::Chain(inner) => is_made(inner),
        _ => true,
    }
}

/// Whether the value is made, and is a string if it is anything that is computed.
fn is_string(expression: &Expression) -> bool {
    is_made(expression) && !matches!(expression.kind, ExpressionKind::ObjectKeys(_))
}

/// Whether a chain is but an access.
fn is_access(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Member { object, .. } => !is_made(object),
        kind => matches!(kind, ExpressionKind::Index { .. }),
    }
}
