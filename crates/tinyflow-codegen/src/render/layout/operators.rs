//! Lays out comparisons, and conditions joined by `&&` and `||`.

use super::{INDENT, Space, lay_out};
use crate::plan::Code;
use crate::render::width::Width;

pub(super) fn compare(left: &Code, operator: &str, right: &Code, space: Space) -> String {
    let left = lay_out(left, Space { behind: 0, ..space });
    let below = space.below(space.behind);
    let start = format!("{operator} ");
    if let Some(snug) = snug(&left, &start, below) {
        return format!("{left} {start}{}", lay_out(right, snug));
    }
    let right = lay_out(right, below.after(&start, space.behind));
    let indent = " ".repeat(below.indent);
    format!("{left}\n{indent}{start}{right}")
}

pub(super) fn logic(operator: &str, operands: &[Code], space: Space) -> String {
    let mut text = String::new();
    let below = space.below(0);
    for (index, operand) in operands.iter().enumerate() {
        let is_last = index == operands.len() - 1;
        let behind = if is_last { space.behind } else { 0 };
        if index == 0 {
            text.push_str(&lay_out_operand(operand, Space { behind, ..space }));
            continue;
        }
        let start = format!("{operator} ");
        if let Some(snug) = snug(&text, &start, Space { behind, ..below }) {
            let operand = lay_out_operand(operand, snug);
            text.push_str(&format!(" {start}{operand}"));
            continue;
        }
        text.push_str(&format!("\n{}{start}", " ".repeat(below.indent)));
        text.push_str(&lay_out_operand(operand, below.after(&start, behind)));
    }
    text
}

/// Where an operand stands behind its operator on the closing line of what is
/// before it: a line that reaches no further than the next one would start.
fn snug(before: &str, operator: &str, below: Space) -> Option<Space> {
    let (_, end) = before.rsplit_once('\n')?;
    let column = end.width() + 1 + operator.width();
    let indent = below.indent - INDENT;
    (end.width() <= below.indent).then(|| Space::new(indent, column, below.behind))
}

fn lay_out_operand(operand: &Code, space: Space) -> String {
    match operand {
        Code::Logic { .. } => {
            let inner = lay_out(operand, space.after("(", space.behind + 1));
            format!("({inner})")
        }
        _ => lay_out(operand, space),
    }
}
