//! How far from the top each row stands: farther where lines go far aside.

use super::grid::Grid;

/// The room between two rows.
const GAP: f64 = 18.0;

/// How much more room there is for each pixel that a line goes aside.
const ASIDE: f64 = 0.05;

/// How much more room there is at most.
const MOST_ASIDE: f64 = 26.0;

/// Top and bottom of each row.
pub(super) fn rows(grid: &Grid, columns: &[f64]) -> Vec<(f64, f64)> {
    let mut aside = vec![0.0_f64; grid.rows.len()];
    for tie in &grid.ties {
        let far = (columns[tie.upper] - columns[tie.lower]).abs();
        let row = &mut aside[grid.cells[tie.upper].row];
        *row = row.max(far);
    }
    let mut at = 0.0;
    let mut rows = Vec::with_capacity(grid.rows.len());
    for (index, row) in grid.rows.iter().enumerate() {
        let heights = row.iter().map(|cell| grid.cells[*cell].size.1);
        let bottom = at + heights.fold(0.0, f64::max);
        rows.push((at, bottom));
        // Nothing stands above the first and below the last row, but for turns.
        let is_edge = index == 0 || index + 2 >= grid.rows.len();
        at = bottom;
        if !(is_edge && (row.is_empty() || index + 1 == grid.rows.len())) {
            at += GAP + (aside[index] * ASIDE).min(MOST_ASIDE);
        }
    }
    rows
}
