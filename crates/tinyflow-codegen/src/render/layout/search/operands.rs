//! Operands of `&&` and `||`.

use super::Search;
use super::room::{Room, last_line};
use crate::render::layout::INDENT;
use crate::render::layout::document::Node;
use crate::render::width::Width;

impl Search<'_, '_> {
    /// Each operand as it stands behind its operator, on a line of its own.
    pub(super) fn operands(
        &mut self,
        node: &Node<'_>,
        operator: &str,
        room: Room,
    ) -> Option<Vec<String>> {
        let below = room.line(room.indent + INDENT).without(room.kept_free())?;
        let below = below.after(operator.len() + 1)?;
        let operands = node.inner.iter().enumerate();
        let operands = operands.map(|(index, operand)| match index {
            0 => self.expression(operand, room),
            _ => self.expression(operand, below),
        });
        operands.collect()
    }

    /// Operands side by side, of which the last may go on over several lines behind short ones.
    pub(super) fn operands_in_row(
        &mut self,
        node: &Node<'_>,
        operator: &str,
        operands: &[String],
        room: Room,
    ) -> Option<String> {
        let (last, _) = node.inner.split_last()?;
        let (_, before) = operands.split_last()?;
        let mut row = String::new();
        for operand in before {
            if operand.contains('\n') || row.len() > room.width {
                return None;
            }
            row += &format!("{operand} {operator} ");
        }
        let before = row.width();
        let behind = Room { offset: 0, ..room }.after(before)?;
        let last = self.expression(last, behind)?;
        let is_ugly = last.starts_with('(') || before > INDENT;
        row += &last;
        if row.contains('\n') && is_ugly {
            return None;
        }
        room.holds(&row).then_some(row)
    }

    /// Operands on lines of their own, but where one ends before the next would begin.
    pub(super) fn operands_in_lines(
        &mut self,
        node: &Node<'_>,
        operator: &str,
        operands: &[String],
        room: Room,
    ) -> Option<String> {
        let indent = room.indent + INDENT;
        let mut operands = node.inner.iter().zip(operands);
        let mut text = operands.next()?.1.clone();
        for (node, operand) in operands {
            let offset = match text.contains('\n') {
                true => 0,
                false => room.indent + room.offset,
            };
            let last = last_line(&text);
            if last.width() + offset <= indent
                && let Some(behind) = room.after(operator.len() + 2 + last.trim().width())
                && let Some(operand) = self.expression(node, behind)
            {
                text += &format!(" {operator} {operand}");
                continue;
            }
            text += &format!("\n{}{operator} {operand}", " ".repeat(indent));
        }
        Some(text)
    }
}
