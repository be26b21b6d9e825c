//! Arguments of calls and items of arrays, and which of them may open behind what is before them.

use crate::plan::{Code, Link, Part};
use crate::render::layout::document::Node;

/// An argument of a call, or an item of an array.
#[derive(Clone, Copy)]
pub(super) enum Item<'n, 'c> {
    Expression(&'n Node<'c>),
    /// A closure with these parameters and this body.
    Closure(&'n str, &'n Node<'c>),
}

impl Item<'_, '_> {
    pub(super) fn is_closure(self) -> bool {
        match self {
            Self::Closure(..) => true,
            Self::Expression(node) => matches!(node.part, Part::Code(Code::Lambda(_))),
        }
    }

    pub(super) fn is_call(self) -> bool {
        let Self::Expression(node) = self else {
            return false;
        };
        match node.part {
            Part::Code(Code::Call { .. } | Code::Arguments { .. } | Code::Present { .. }) => true,
            Part::Code(Code::Text(text)) => text.ends_with(')') && !text.starts_with('.'),
            Part::Code(Code::Not(_)) => {
                let mut inner = node.inner.iter();
                inner.any(|inner| Item::Expression(inner).is_call())
            }
            _ => false,
        }
    }

    /// Whether it is a chain that ends with a call.
    pub(super) fn is_method_call(self) -> bool {
        let Self::Expression(node) = self else {
            return false;
        };
        match (node.part, node.inner.last().map(|last| last.part)) {
            (Part::Code(Code::Not(_)), _) => {
                let mut inner = node.inner.iter();
                inner.any(|inner| Item::Expression(inner).is_method_call())
            }
            (Part::Code(Code::Chain { .. }), Some(Part::Link(Link::Text(text)))) => {
                text.trim_end_matches('?').ends_with(')')
            }
            (Part::Code(Code::Chain { .. }), _) => true,
            _ => false,
        }
    }

    /// Whether it may open behind what is before it and go on over several lines.
    pub(super) fn may_open(self, is_only: bool) -> bool {
        let is_list = match self {
            Self::Closure(..) => false,
            Self::Expression(node) => {
                matches!(
                    node.part,
                    Part::Code(Code::List { .. } | Code::Tuple(_) | Code::Struct { .. })
                )
            }
        };
        self.is_closure() || is_only && (is_list || self.is_call() || self.is_method_call())
    }
}
