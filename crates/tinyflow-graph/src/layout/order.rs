//! In which order the cells of a row stand: so that few lines cross.
//!
//! Rows are sorted by where the cells in the rows beside them stand, again and
//! again from the top down and from the bottom up, and the best is kept.

use super::grid::Grid;

/// How often rows are sorted at most; with many cells, more would take long.
const ROUNDS: usize = 24;
const ROUNDS_OF_MANY: usize = 8;
const MANY: usize = 20_000;

pub(super) fn order(grid: &mut Grid) {
    let [above, below] = grid.neighbours().map(|ties| {
        let cells = ties.into_iter().map(cells_of);
        cells.collect::<Vec<Vec<usize>>>()
    });
    first_order(grid, &below);
    let rounds = match grid.cells.len() {
        0..MANY => ROUNDS,
        _ => ROUNDS_OF_MANY,
    };
    let mut places = vec![0; grid.cells.len()];
    for row in &grid.rows {
        place(row, &mut places);
    }
    let mut best = (crossings(grid, &places), grid.rows.clone());
    for round in 0..rounds {
        if best.0 == 0 {
            break;
        }
        let from_top = round % 2 == 0;
        let beside: &[Vec<usize>] = if from_top { &above } else { &below };
        // Equals swap every other pair of rounds, which frees what is stuck.
        let swap_equals = round % 4 >= 2;
        let count = grid.rows.len();
        for step in 0..count {
            let row = if from_top { step } else { count - 1 - step };
            sort(&mut grid.rows[row], beside, &mut places, swap_equals);
        }
        let crossings = crossings(grid, &places);
        if crossings < best.0 {
            best = (crossings, grid.rows.clone());
        }
    }
    grid.rows = best.1;
}

fn cells_of(ties: Vec<(usize, f64)>) -> Vec<usize> {
    ties.into_iter().map(|(cell, _)| cell).collect()
}

/// Cells in the order of a walk in depth: what hangs together stands together.
fn first_order(grid: &mut Grid, below: &[Vec<usize>]) {
    let mut is_entered = vec![false; grid.cells.len()];
    let mut rows = vec![Vec::new(); grid.rows.len()];
    let starts = grid.rows.iter().flatten().copied();
    for start in starts {
        let mut open = vec![start];
        while let Some(cell) = open.pop() {
            if !std::mem::replace(&mut is_entered[cell], true) {
                rows[grid.cells[cell].row].push(cell);
                open.extend(below[cell].iter().rev());
            }
        }
    }
    grid.rows = rows;
}

fn place(row: &[usize], places: &mut [usize]) {
    for (place, cell) in row.iter().enumerate() {
        places[*cell] = place;
    }
}

/// Sorts a row by the middle of what each cell is tied to; a cell without ties
/// keeps its place.
fn sort(row: &mut [usize], beside: &[Vec<usize>], places: &mut [usize], swap_equals: bool) {
    let mut tied: Vec<(f64, usize)> = Vec::with_capacity(row.len());
    for cell in row.iter() {
        if let Some(middle) = middle(&beside[*cell], places) {
            tied.push((middle, *cell));
        }
    }
    if swap_equals {
        tied.reverse();
    }
    tied.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut tied = tied.into_iter();
    for cell in row.iter_mut() {
        if !beside[*cell].is_empty()
            && let Some((_, next)) = tied.next()
        {
            *cell = next;
        }
    }
    place(row, places);
}

#[expect(clippy::cast_precision_loss, reason = "rows are not that long")]
fn middle(cells: &[usize], places: &[usize]) -> Option<f64> {
    let sum: usize = cells.iter().map(|cell| places[*cell]).sum();
    (!cells.is_empty()).then(|| sum as f64 / cells.len() as f64)
}

/// How many pairs of ties cross.
fn crossings(grid: &Grid, places: &[usize]) -> usize {
    let mut by_row: Vec<Vec<(usize, usize)>> = vec![Vec::new(); grid.rows.len()];
    for tie in &grid.ties {
        by_row[grid.cells[tie.upper].row].push((places[tie.upper], places[tie.lower]));
    }
    let count = by_row.iter_mut().map(|ties| {
        ties.sort_unstable();
        inversions(ties)
    });
    count.sum()
}

/// How many pairs stand the other way round in their second than in their first places.
fn inversions(ties: &[(usize, usize)]) -> usize {
    let most = ties.iter().map(|(_, lower)| lower + 2).max().unwrap_or(1);
    // A binary indexed tree: how often each second place was met.
    let mut tree = vec![0; most];
    let mut count = 0;
    for (met, (_, lower)) in ties.iter().enumerate() {
        let mut not_behind = 0;
        let mut at = lower + 1;
        while at > 0 {
            not_behind += tree[at];
            at &= at - 1;
        }
        count += met - not_behind;
        let mut at = lower + 1;
        while at < most {
            tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::inversions;

    #[test]
    fn pairs_that_cross_are_counted() {
        assert_eq!(inversions(&[]), 0);
        assert_eq!(inversions(&[(0, 0), (1, 1), (1, 2)]), 0);
        assert_eq!(inversions(&[(0, 2), (1, 1), (2, 0)]), 3);
        assert_eq!(inversions(&[(0, 1), (0, 2), (1, 0), (2, 1)]), 3);
    }
}
