//! The tree of a condition.
//!
//! It says what was written, not what it means: names are not looked up and
//! nothing has a type. Only the parser makes trees, which is why their depth
//! is bounded and a recursive walk is safe.

mod method;
mod operator;
mod print;

pub use method::{Method, Quantifier};
pub use operator::{BinaryOperator, LogicalOperator, UnaryOperator};

use crate::span::Span;

/// The greatest depth of a tree, and of the nesting that the parser follows.
///
/// A literal or a name has depth 1, every other expression one more than its
/// deepest part. `a && b && c` is one level however long it is, while each step
/// of `a.b.c` and of `a + b + c` is a level. Whoever walks over a tree may take
/// 16 KiB of stack for a level, which a build without optimisation does: that
/// leaves room on a thread of 1 MiB, half of what threads have by default.
pub const MAX_DEPTH: usize = 50;

/// One expression and the text that it covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// The text of the expression, without parentheses around the whole of it.
    pub span: Span,
    /// What the expression is, with its parts.
    pub kind: ExpressionKind,
    depth: usize,
}

/// What an expression is, with its parts.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// A number, `NaN` and `Infinity` included; its span has the text as written.
    Number(f64),
    /// A string literal with its escapes resolved.
    String(String),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// `undefined`.
    Undefined,
    /// A template literal without a tag.
    Template(Vec<TemplatePart>),
    /// An array literal.
    Array(Vec<Expression>),
    /// A bare name: a parameter of an enclosing arrow function, or something from outside.
    Name(String),
    /// `this`, always the object of a member or index access.
    This,
    /// `object.property`
    Member {
        /// What the property is read from.
        object: Box<Expression>,
        /// The name after the dot.
        property: Identifier,
        /// Written `?.`: a missing object ends the enclosing [`Chain`](Self::Chain).
        optional: bool,
    },
    /// `object[index]`
    Index {
        /// What the element is read from.
        object: Box<Expression>,
        /// The expression between the brackets.
        index: Box<Expression>,
        /// Written `?.[`: a missing object ends the enclosing [`Chain`](Self::Chain).
        optional: bool,
    },
    /// `object.method(arguments)`
    Call {
        /// What the method is called on.
        object: Box<Expression>,
        /// The method.
        method: Method,
        /// The name of the method in the text.
        method_span: Span,
        /// As many as [`Method::arity`] says.
        arguments: Vec<Expression>,
        /// Written `?.`: a missing object ends the enclosing [`Chain`](Self::Chain).
        optional: bool,
    },
    /// `object.some(parameter => body)` and `object.every(parameter => body)`
    Quantified {
        /// The array whose elements are tested.
        object: Box<Expression>,
        /// Whether one element or all of them must pass.
        quantifier: Quantifier,
        /// The name of the method in the text.
        quantifier_span: Span,
        /// The name that stands for the element in the body; it hides the same name outside.
        parameter: Identifier,
        /// The test.
        body: Box<Expression>,
        /// Written `?.`: a missing object ends the enclosing [`Chain`](Self::Chain).
        optional: bool,
    },
    /// `Object.keys(argument)`
    ObjectKeys(Box<Expression>),
    /// The whole of an access with at least one `?.` in it.
    ///
    /// When a `?.` inside meets `null` or `undefined`, everything up to here is
    /// skipped and this expression is `undefined`. `a?.b.c` is one chain, and in
    /// `(a?.b).c` the chain ends at the parenthesis. A chain further inside, in
    /// an index, an argument or parentheses, stands for itself.
    Chain(Box<Expression>),
    /// An operator before its operand.
    Unary {
        /// The operator, at the start of the span.
        operator: UnaryOperator,
        /// What it is applied to.
        operand: Box<Expression>,
    },
    /// An operator between two operands, both always evaluated.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// The operator in the text.
        operator_span: Span,
        /// The operand before the operator.
        left: Box<Expression>,
        /// The operand after the operator.
        right: Box<Expression>,
    },
    /// Two or more operands joined by one operator that may skip the later ones.
    Logical {
        /// The operator between all of the operands.
        operator: LogicalOperator,
        /// In the order written, never fewer than two.
        operands: Vec<Expression>,
    },
    /// `test ? consequent : alternate`
    Conditional {
        /// What decides.
        test: Box<Expression>,
        /// The value where the test holds.
        consequent: Box<Expression>,
        /// The value where it does not.
        alternate: Box<Expression>,
    },
}

/// A piece of a template literal.
#[derive(Debug, Clone, PartialEq)]
pub enum TemplatePart {
    /// Text with its escapes resolved, never empty.
    Text(String),
    /// The expression of a `${…}`.
    Expression(Expression),
}

/// A name with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The name.
    pub name: String,
    /// The name in the text.
    pub span: Span,
}

impl Expression {
    pub(crate) fn new(span: Span, kind: ExpressionKind) -> Self {
        let mut expression = Self {
            span,
            kind,
            depth: 0,
        };
        let deepest = expression.children().iter().map(|child| child.depth).max();
        expression.depth = 1 + deepest.unwrap_or(0);
        expression
    }

    /// The number of levels from here down, between 1 and [`MAX_DEPTH`].
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The expressions directly inside this one, in the order written.
    pub fn children(&self) -> Vec<&Expression> {
        match &self.kind {
            ExpressionKind::Number(_)
            | ExpressionKind::String(_)
            | ExpressionKind::Boolean(_)
            | ExpressionKind::Null
            | ExpressionKind::Undefined
            | ExpressionKind::Name(_)
            | ExpressionKind::This => Vec::new(),
            ExpressionKind::Template(parts) => parts
                .iter()
                .filter_map(|part| match part {
                    TemplatePart::Text(_) => None,
                    TemplatePart::Expression(expression) => Some(expression),
                })
                .collect(),
            ExpressionKind::Array(items) => items.iter().collect(),
            ExpressionKind::Logical { operands, .. } => operands.iter().collect(),
            ExpressionKind::Member { object, .. } => vec![object],
            ExpressionKind::Index { object, index, .. } => vec![object, index],
            ExpressionKind::Call {
                object, arguments, ..
            } => std::iter::once(&**object).chain(arguments).collect(),
            ExpressionKind::Quantified { object, body, .. } => vec![object, body],
            ExpressionKind::ObjectKeys(inner) | ExpressionKind::Chain(inner) => vec![inner],
            ExpressionKind::Unary { operand, .. } => vec![operand],
            ExpressionKind::Binary { left, right, .. } => vec![left, right],
            ExpressionKind::Conditional {
                test,
                consequent,
                alternate,
            } => vec![test, consequent, alternate],
        }
    }
}
