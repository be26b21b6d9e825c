//! Calls and arrays: side by side, or each item on a line of its own.

use super::Search;
use super::item::Item;
use super::room::{Room, first_line};
use crate::plan::{Code, Link, Part};
use crate::render::layout::document::{ARRAY_WIDTH, FN_CALL_WIDTH, Node};
use crate::render::layout::printer::{fill, is_filled};
use crate::render::layout::{INDENT, block};
use crate::render::width::Width;

/// A call or an array, taken apart.
pub(super) struct Brackets<'n, 'c> {
    /// With the opening bracket.
    pub(super) opening: &'n str,
    pub(super) items: Vec<Item<'n, 'c>>,
    /// With each `?` behind it.
    pub(super) closing: &'n str,
    /// How wide the items may be on one line.
    pub(super) most: usize,
    /// Whether the items share lines where there are several.
    pub(super) is_filled: bool,
}

impl<'d> Search<'d, '_> {
    pub(super) fn brackets<'n, 'c>(&self, node: &'n Node<'c>) -> Option<Brackets<'n, 'c>>
    where
        'd: 'n,
    {
        let line = self.document.between(node.start, node.end);
        let is_array = matches!(node.part, Part::Code(Code::List { .. }));
        let (opened, closed, most) = match is_array {
            true => ('[', ']', ARRAY_WIDTH),
            false => ('(', ')', FN_CALL_WIDTH),
        };
        let items = match (node.part, node.inner.as_slice()) {
            (Part::Link(Link::Closure { .. }), [body]) => {
                let before = self.document.between(node.start, body.start);
                let (_, parameters) = before.split_once(opened)?;
                vec![Item::Closure(parameters.trim_end(), body)]
            }
            (Part::Link(Link::MapOr { .. }), [alternate, body]) => {
                let between = self.document.between(alternate.end, body.start);
                let parameters = between.trim_start_matches(", ").trim_end();
                vec![Item::Expression(alternate), Item::Closure(parameters, body)]
            }
            (_, inner) => inner.iter().map(Item::Expression).collect(),
        };
        Some(Brackets {
            opening: &line[..=line.find(opened)?],
            items,
            closing: &line[line.rfind(closed)?..],
            most,
            is_filled: is_filled(node),
        })
    }

    pub(super) fn bracketed(&mut self, brackets: &Brackets<'_, '_>, room: Room) -> Option<String> {
        let Brackets {
            opening,
            closing,
            items,
            ..
        } = brackets;
        if items.is_empty() {
            return Some(format!("{opening}{closing}"));
        }
        let own = room.line(room.indent);
        let below = room.line(room.indent + INDENT).without(",".len())?;
        let indentation = |room: Room| " ".repeat(room.indent);
        match self.row(brackets, room, below) {
            Some(row) => {
                let row = row.join(", ");
                let width = first_line(&row).width() + opening.width();
                if width <= room.width {
                    return Some(format!("{opening}{row}{closing}"));
                }
                let (deeper, own) = (indentation(below), indentation(own));
                Some(format!("{opening}\n{deeper}{row}\n{own}{closing}"))
            }
            None => {
                let items = items.iter().map(|item| self.item(*item, below));
                let items: Vec<String> = items.collect::<Option<_>>()?;
                if !brackets.is_filled || items.len() == 1 {
                    return Some(block(opening, &items, closing, room.indent));
                }
                let mut text = (*opening).to_owned();
                fill(&mut text, items.iter().map(String::as_str), below.indent);
                Some(format!("{text}\n{}{closing}", indentation(own)))
            }
        }
    }

    /// The items as they stand side by side, of which the last may go on over several lines; none
    /// where each has to have a line of its own.
    fn row(&mut self, brackets: &Brackets<'_, '_>, room: Room, below: Room) -> Option<Vec<String>> {
        let name = brackets.opening.width() - 1;
        let width = room.width.saturating_sub(name + 2);
        let (last, before) = brackets.items.split_last()?;
        let before = before.iter().map(|item| self.item(*item, below));
        let mut row: Vec<String> = before.collect::<Option<_>>()?;
        let taken: usize = row.iter().map(|item| item.width() + 2).sum();
        let fits = |last: &str| taken + last.width() <= brackets.most.min(width);
        if row.iter().any(|item| item.contains('\n')) {
            return None;
        }

        let is_only = row.is_empty();
        let is_short_name = is_only && name < INDENT;
        if is_short_name || last.may_open(is_only) {
            let closures = brackets.items.iter().filter(|item| item.is_closure());
            let many = last.is_closure() && closures.count() > 1;
            let opened = room.after(name + 1).and_then(|room| room.without(1));
            let mut opened = opened.unwrap_or(Room { width: 0, ..room });
            if !is_only || last.is_call() {
                opened.width = opened.width.min(brackets.most);
                opened = opened.after(taken)?;
            }
            opened.one_line_chains |= !is_short_name && last.is_method_call();
            let found = match many {
                true => None,
                false => self.item(*last, opened),
            };
            if let Some(found) = found
                && fits(first_line(&found))
            {
                let below = || self.item(*last, below).filter(|text| !text.contains('\n'));
                let breaks_once = is_only && found.matches('\n').count() == 1;
                let last = match breaks_once.then(below).flatten() {
                    Some(alone) => alone,
                    None => found,
                };
                row.push(last);
                return Some(row);
            }
        }
        let last = self.item(*last, below)?;
        let is_alone = is_only && width != 0 && last.width() <= width;
        if last.contains('\n') || !(is_alone || fits(&last)) {
            return None;
        }
        row.push(last);
        Some(row)
    }

    fn item(&mut self, item: Item<'_, '_>, room: Room) -> Option<String> {
        match item {
            Item::Expression(node) => self.expression(node, room),
            Item::Closure(parameters, body) => self.closure(parameters, body, room),
        }
    }
}
