//! The rows and what stands in them: steps, labels of links, and lanes.

use std::collections::HashMap;

use super::{Layers, Links, Size};

/// The width of a cell that a line alone passes.
const LINE_WIDTH: f64 = 8.0;

/// How strongly two cells of a line are pulled above one another.
const STRAIGHT: f64 = 8.0;

/// How strongly a step and a line are.
const LEANING: f64 = 1.0;

/// Rows of cells, and what ties each cell to those in the rows beside its own.
#[derive(Default)]
pub(super) struct Grid {
    /// The rows, from the top; each holds the indices of its cells from the left.
    pub(super) rows: Vec<Vec<usize>>,
    pub(super) cells: Vec<Cell>,
    /// Each between two rows that touch.
    pub(super) ties: Vec<Tie>,
    /// For each link the cells that its line passes, its steps among them.
    pub(super) passes: Vec<Pass>,
    /// For each step its cell.
    pub(super) of_step: Vec<usize>,
    /// Cells of lines in rows that touch, from above, which look best in one column.
    pub(super) lanes: Vec<Vec<usize>>,
}

/// Something in a row.
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) size: Size,
    pub(super) is_line: bool,
}

/// Two cells that a line joins.
pub(super) struct Tie {
    pub(super) upper: usize,
    pub(super) lower: usize,
    pub(super) weight: f64,
}

/// How the line of a link goes.
pub(super) struct Pass {
    /// The cell of its label, below its step.
    pub(super) label: usize,
    /// What it passes between its label and its target.
    pub(super) way: PassWay,
}

/// What a line passes between its label and its target.
pub(super) enum PassWay {
    /// Nothing: the target is right below.
    Straight,
    /// A lane, from this cell of it down to its last.
    Down(usize, usize),
    /// A lane, from this cell of it up to its second, which stands beside its target.
    Up(usize, usize),
    /// Nothing more: it is cut below its label.
    Cut,
}

impl Grid {
    /// The cells of steps in these layers, in no order yet.
    pub(super) fn new(wanted: &Links<'_>, layers: &Layers) -> Self {
        let Layers {
            of_steps: layers,
            is_cut,
        } = layers;
        let mut grid = Self::default();
        let count = layers.iter().map(|layer| layer + 1).max().unwrap_or(0);
        grid.rows = vec![Vec::new(); 2 * count + 1];
        for (size, layer) in wanted.steps.iter().zip(layers) {
            let cell = grid.add(2 * layer + 1, *size, false);
            grid.of_step.push(cell);
        }
        let mut down = Lanes::default();
        let mut up = Lanes::default();
        for (link, _) in wanted
            .links
            .iter()
            .zip(is_cut)
            .filter(|(_, is_cut)| !**is_cut)
        {
            let (source, target) = (layers[link.source], layers[link.target]);
            if target > source + 1 {
                down.need(link.target, 2 * source + 3, 2 * target);
            } else if target <= source {
                up.need(link.target, 2 * target, 2 * source + 2);
            }
        }
        for (link, is_cut) in wanted.links.iter().zip(is_cut) {
            let (source, target) = (layers[link.source], layers[link.target]);
            let target_cell = grid.of_step[link.target];
            let row = 2 * source + 2;
            let (width, height) = link.label;
            let label = grid.add(row, (width.max(LINE_WIDTH), height), width == 0.0);
            let is_back = target <= source && !is_cut;
            let weight = if is_back { STRAIGHT } else { LEANING };
            grid.tie(grid.of_step[link.source], label, weight);
            let way = if *is_cut {
                PassWay::Cut
            } else if target == source + 1 {
                grid.tie(label, target_cell, LEANING);
                PassWay::Straight
            } else if target > source {
                let (lane, is_new) = down.lane(link.target, &mut grid);
                if is_new {
                    let last = grid.lanes[lane][grid.lanes[lane].len() - 1];
                    grid.tie(last, target_cell, LEANING);
                }
                let place = row + 1 - grid.first_row(lane);
                grid.tie(label, grid.lanes[lane][place], LEANING);
                PassWay::Down(lane, place)
            } else {
                let (lane, is_new) = up.lane(link.target, &mut grid);
                if is_new {
                    grid.tie(grid.lanes[lane][0], target_cell, LEANING);
                }
                let place = row - grid.first_row(lane);
                grid.tie(grid.lanes[lane][place - 1], label, LEANING);
                PassWay::Up(lane, place)
            };
            grid.passes.push(Pass { label, way });
        }
        grid.lanes.extend(grid.chains(wanted));
        grid
    }

    /// Steps that follow one another with no choice, and the cells between them.
    fn chains(&self, wanted: &Links<'_>) -> Vec<Vec<usize>> {
        let count = wanted.steps.len();
        let mut leaving = vec![0; count];
        let mut entering = vec![0; count];
        let is_up = |pass: &Pass| matches!(pass.way, PassWay::Up(..));
        for (link, pass) in wanted.links.iter().zip(&self.passes) {
            leaving[link.source] += 1;
            entering[link.target] += usize::from(!is_up(pass));
        }
        let mut next = vec![None; count];
        let mut is_head = vec![true; count];
        for (link, pass) in wanted.links.iter().zip(&self.passes) {
            let is_only = leaving[link.source] == 1 && entering[link.target] == 1;
            if is_only && matches!(pass.way, PassWay::Straight) {
                next[link.source] = Some((pass.label, link.target));
                is_head[link.target] = false;
            }
        }
        let heads = (0..count).filter(|step| is_head[*step] && next[*step].is_some());
        let chain = |head| {
            let mut cells = vec![self.of_step[head]];
            let mut step = head;
            while let Some((label, target)) = next[step] {
                cells.extend([label, self.of_step[target]]);
                step = target;
            }
            cells
        };
        heads.map(chain).collect()
    }

    fn first_row(&self, lane: usize) -> usize {
        self.cells[self.lanes[lane][0]].row
    }

    fn add(&mut self, row: usize, size: Size, is_line: bool) -> usize {
        let cell = self.cells.len();
        self.cells.push(Cell { row, size, is_line });
        self.rows[row].push(cell);
        cell
    }

    fn tie(&mut self, upper: usize, lower: usize, weight: f64) {
        self.ties.push(Tie {
            upper,
            lower,
            weight,
        });
    }

    /// For each cell its ties to the row above, and to the row below: the other
    /// cell and the weight.
    pub(super) fn neighbours(&self) -> [Vec<Vec<(usize, f64)>>; 2] {
        let mut above = vec![Vec::new(); self.cells.len()];
        let mut below = vec![Vec::new(); self.cells.len()];
        for tie in &self.ties {
            above[tie.lower].push((tie.upper, tie.weight));
            below[tie.upper].push((tie.lower, tie.weight));
        }
        [above, below]
    }
}

/// The lanes to steps, as far as links need them.
#[derive(Default)]
struct Lanes {
    /// For each target the first and the last row.
    needed: HashMap<usize, (usize, usize)>,
    /// For each target its lane, once it is made.
    made: HashMap<usize, usize>,
}

impl Lanes {
    fn need(&mut self, target: usize, first: usize, last: usize) {
        let rows = self.needed.entry(target).or_insert((first, last));
        *rows = (rows.0.min(first), rows.1.max(last));
    }

    /// The lane to a step, and whether it is new.
    fn lane(&mut self, target: usize, grid: &mut Grid) -> (usize, bool) {
        if let Some(lane) = self.made.get(&target) {
            return (*lane, false);
        }
        let (first, last) = self.needed[&target];
        let rows = first..=last;
        let cells: Vec<usize> = rows
            .map(|row| grid.add(row, (LINE_WIDTH, 0.0), true))
            .collect();
        for pair in cells.windows(2) {
            grid.tie(pair[0], pair[1], STRAIGHT);
        }
        let lane = grid.lanes.len();
        grid.lanes.push(cells);
        self.made.insert(target, lane);
        (lane, true)
    }
}
