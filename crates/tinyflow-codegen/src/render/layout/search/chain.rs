//! Chains: on one line, of which the last call may go on over several, or each link on its own.

use super::Search;
use super::room::{Room, first_line, last_line};
use crate::render::layout::INDENT;
use crate::render::layout::document::{CHAIN_WIDTH, Node};
use crate::render::width::Width;

/// From this many lines on, the last call of a chain opens behind the others without a comparison.
const MANY_LINES: usize = 5;

impl Search<'_, '_> {
    pub(super) fn chain(&mut self, node: &Node<'_>, room: Room) -> Option<String> {
        let (root, links) = node.inner.split_first()?;
        let count = links.len();
        let mut text = self.expression(root, room)?;
        let mut links = links.iter().peekable();
        // A root that is no wider than an indentation takes links along.
        while !text.contains('\n')
            && text.width() <= INDENT.saturating_sub(room.offset)
            && let Some(link) = links.peek()
            && let Some(link) = self.expression(link, room.after(text.width())?)
        {
            text += &link;
            links.next();
        }
        let links: Vec<&Node<'_>> = links.collect();
        let Some((last, before)) = links.split_last() else {
            return room.holds(&text).then_some(text);
        };
        let is_block = text.contains('\n');
        let below = room.line(room.indent + if is_block { 0 } else { INDENT });
        let before = before.iter().map(|link| self.expression(link, below));
        let mut parts = vec![text];
        parts.extend(before.collect::<Option<Vec<String>>>()?);
        let (last, is_row) = self.last_of_chain(&parts, last, count, (room, below))?;
        parts.push(last);
        if !is_row && room.one_line_chains {
            return None;
        }
        let line = format!("\n{}", " ".repeat(below.indent));
        let chain = parts.join(if is_row { "" } else { &line });
        room.holds(&chain).then_some(chain)
    }

    /// The last link of a chain behind these parts, and whether it stands on one line with them.
    fn last_of_chain(
        &mut self,
        before: &[String],
        last: &Node<'_>,
        count: usize,
        (room, below): (Room, Room),
    ) -> Option<(String, bool)> {
        let line = self.document.between(last.start, last.end);
        let tries = line.len() - line.trim_end_matches('?').len();
        let is_row = before.iter().all(|part| !part.contains('\n'));
        let is_extended = before.first().is_some_and(|root| is_extendable(root));
        let taken = match is_extended {
            true => last_line(before.first()?).width(),
            false => before.iter().map(|part| part.width()).sum(),
        };
        let taken = taken + tries;
        let most = match count {
            1 => room.width,
            _ => room.width.min(CHAIN_WIDTH),
        };
        let most = most.saturating_sub(taken);
        let is_row = is_row && most > 0;
        let alone = below.without(room.kept_free() + tries);
        if is_row || is_extended {
            let behind = room.without(tries).and_then(|room| room.after(taken));
            if let Some(behind) = behind.and_then(|behind| self.expression(last, behind)) {
                let fits = first_line(&behind).width() <= most;
                let lines = behind.lines().count();
                if fits && lines >= MANY_LINES {
                    return Some((behind, is_row));
                }
                return match self.expression(last, alone?) {
                    Some(alone) if !fits || alone.lines().count() < lines => Some((alone, false)),
                    _ => Some((behind, fits && is_row)),
                };
            }
        }
        let room = match is_row || is_extended {
            true => room.without(tries)?,
            false => alone?,
        };
        Some((self.expression(last, room)?, false))
    }
}

/// Whether the last of several lines is made of closing brackets.
fn is_extendable(text: &str) -> bool {
    let closing = |character| matches!(character, '(' | ')' | ']' | '}' | '?' | '>' | ' ');
    text.trim_end_matches(closing).ends_with('\n')
}
