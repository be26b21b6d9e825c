//! How far from the left each cell stands: near what it is tied to, its row
//! permitting.

use super::grid::Grid;

/// The room between two cells.
const GAP: f64 = 26.0;

/// The room between two lines.
const GAP_OF_LINES: f64 = 10.0;

/// What sums may be wrong by.
const SLACK: f64 = 0.01;

/// How often each row is fitted to those beside it.
const ROUNDS: usize = 12;

/// The middle of each cell, from the left of the leftmost.
pub(super) fn columns(grid: &Grid) -> Vec<f64> {
    let [above, below] = grid.neighbours();
    let mut middles = vec![0.0; grid.cells.len()];
    for row in &grid.rows {
        let packed = offsets(grid, row);
        for (cell, middle) in row.iter().zip(packed) {
            middles[*cell] = middle;
        }
    }
    let count = grid.rows.len();
    for round in 0..ROUNDS {
        let is_last = round + 2 >= ROUNDS;
        for step in 0..count {
            let row = if round % 2 == 0 {
                step
            } else {
                count - 1 - step
            };
            let sides: &[&[Vec<(usize, f64)>]] = match (is_last, round % 2) {
                (true, _) => &[&above, &below],
                (false, 0) => &[&above],
                (false, _) => &[&below],
            };
            fit(grid, &grid.rows[row], sides, &mut middles);
        }
    }
    straighten(grid, &mut middles);
    let cells = grid.cells.iter().zip(&middles);
    let left = cells.map(|(cell, middle)| middle - cell.size.0 / 2.0);
    let left = left.fold(f64::INFINITY, f64::min);
    middles.into_iter().map(|middle| middle - left).collect()
}

/// The middles of the cells of a row that stand as near to each other as they may.
fn offsets(grid: &Grid, row: &[usize]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(row.len());
    let mut at = 0.0;
    for (index, cell) in row.iter().enumerate() {
        if let Some(before) = index.checked_sub(1) {
            at += distance(grid, row[before], *cell);
        }
        offsets.push(at);
    }
    offsets
}

/// How far the middles of two cells that stand side by side are apart at least.
fn distance(grid: &Grid, left: usize, right: usize) -> f64 {
    let (left, right) = (&grid.cells[left], &grid.cells[right]);
    let gap = match left.is_line && right.is_line {
        true => GAP_OF_LINES,
        false => GAP,
    };
    left.size.0 / 2.0 + gap + right.size.0 / 2.0
}

/// Moves the cells of a row to where they are least torn by their ties, keeping
/// their order and distances: a regression on an ascending sequence, by pooling
/// neighbours that violate it.
fn fit(grid: &Grid, row: &[usize], sides: &[&[Vec<(usize, f64)>]], middles: &mut [f64]) {
    let offsets = offsets(grid, row);
    let mut pools: Vec<Pool> = Vec::with_capacity(row.len());
    for (cell, offset) in row.iter().zip(&offsets) {
        let mut pool = Pool {
            weight: 0.0,
            sum: 0.0,
            cells: 1,
        };
        for (other, weight) in sides.iter().flat_map(|side| &side[*cell]) {
            pool.add((middles[*other] - offset) * weight, *weight);
        }
        if pool.weight == 0.0 {
            // Nothing pulls at it: it stays, unless it is in the way.
            pool.add((middles[*cell] - offset) * 0.01, 0.01);
        }
        while let Some(before) = pools.pop_if(|before| before.middle() >= pool.middle()) {
            pool.add(before.sum, before.weight);
            pool.cells += before.cells;
        }
        pools.push(pool);
    }
    let mut cells = row.iter().zip(offsets);
    for pool in pools {
        for (cell, offset) in cells.by_ref().take(pool.cells) {
            middles[*cell] = pool.middle() + offset;
        }
    }
}

/// Cells that stand as near to each other as they may.
struct Pool {
    weight: f64,
    sum: f64,
    cells: usize,
}

impl Pool {
    fn add(&mut self, sum: f64, weight: f64) {
        self.sum += sum;
        self.weight += weight;
    }

    fn middle(&self) -> f64 {
        self.sum / self.weight
    }
}

/// Lays the cells of each lane into as few columns as there is room for.
fn straighten(grid: &Grid, middles: &mut [f64]) {
    let mut places = vec![0; grid.cells.len()];
    for row in &grid.rows {
        for (place, cell) in row.iter().enumerate() {
            places[*cell] = place;
        }
    }
    for lane in &grid.lanes {
        let mut run: Vec<usize> = Vec::new();
        let mut bounds = (f64::NEG_INFINITY, f64::INFINITY);
        for cell in lane {
            let (left, right) = room(grid, *cell, &places, middles);
            let narrower = (bounds.0.max(left), bounds.1.min(right));
            if narrower.0 > narrower.1 + SLACK {
                settle(&run, bounds, middles);
                run.clear();
                bounds = (left, right);
            } else {
                bounds = narrower;
            }
            run.push(*cell);
        }
        settle(&run, bounds, middles);
    }
}

/// Between which middles a cell may stand without coming too near to another.
fn room(grid: &Grid, cell: usize, places: &[usize], middles: &[f64]) -> (f64, f64) {
    let row = &grid.rows[grid.cells[cell].row];
    let left = places[cell].checked_sub(1).map(|place| row[place]);
    let right = row.get(places[cell] + 1).copied();
    (
        left.map_or(f64::NEG_INFINITY, |left| {
            middles[left] + distance(grid, left, cell)
        }),
        right.map_or(f64::INFINITY, |right| {
            middles[right] - distance(grid, cell, right)
        }),
    )
}

fn settle(run: &[usize], (left, right): (f64, f64), middles: &mut [f64]) {
    #[expect(clippy::cast_precision_loss, reason = "a lane is not that long")]
    let count = run.len() as f64;
    let mean = run.iter().map(|cell| middles[*cell]).sum::<f64>() / count;
    for cell in run {
        middles[*cell] = mean.min(right).max(left);
    }
}
