//! Tables for people: columns that line up, without lines around them.

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};
use tinyflow_model::diagnostic::escape;

/// Past this many characters a cell is cut; JSON has all of it.
const LONGEST: usize = 200;

/// The rows under their headings. What a terminal would obey is escaped.
pub(super) fn table<const N: usize>(headings: [&str; N], rows: &[[String; N]]) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(headings);
    table.add_rows(
        rows.iter()
            .map(|row| row.each_ref().map(|cell| shown(cell))),
    );
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt()
}

fn shown(cell: &str) -> String {
    match cell.char_indices().nth(LONGEST) {
        Some((end, _)) => escape(&cell[..end]) + "…",
        None => escape(cell),
    }
}
