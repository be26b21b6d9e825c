//! The lines of links, from the places of the cells that they pass.

mod ports;

use super::grid::{Grid, Pass, PassWay};
use super::{Layout, Links};
use ports::Ports;

/// A point, from the left and from the top.
pub(crate) type Point = (f64, f64);

/// The line of a link.
pub(crate) struct Route {
    /// Where it starts.
    pub(crate) start: Point,
    /// How it goes on.
    pub(crate) bends: Vec<Bend>,
    /// The middle of its label.
    pub(crate) label: Point,
}

/// A part of a line.
#[derive(Clone, Copy)]
pub(crate) enum Bend {
    /// Straight to a point.
    Line(Point),
    /// A curve to a point, by the two points that pull it.
    Curve(Point, Point, Point),
}

/// How far a line goes straight on where it leaves a step.
const STUB: f64 = 7.0;

/// How far aside a line may go from a step to the next and pass labels safely.
const STEEP: f64 = 20.0;

/// How far a line that leads back goes on before it has turned.
const TURN: f64 = 13.0;

pub(super) fn routes(
    wanted: &Links<'_>,
    grid: &Grid,
    columns: &[f64],
    rows: &[(f64, f64)],
) -> Layout {
    let drawing = Drawing {
        grid,
        columns,
        rows,
        corners: corners(grid, columns),
    };
    let ports = Ports::new(wanted, grid, columns);
    let half = |step: usize| wanted.steps[step].1 / 2.0;
    let passes = wanted.links.iter().zip(&grid.passes).enumerate();
    let routes = passes.map(|(index, (link, pass))| {
        let (left, top) = drawing.centre(grid.of_step[link.source]);
        let start = (left + ports.leaving[index], top + half(link.source));
        let (left, top) = drawing.centre(grid.of_step[link.target]);
        let end = (left + ports.entering[index], top - half(link.target));
        drawing.route(pass, start, end)
    });
    let cells = grid.cells.iter().zip(columns);
    let right = cells.map(|(cell, middle)| middle + cell.size.0 / 2.0);
    Layout {
        size: (
            right.fold(0.0, f64::max),
            rows.last().map_or(0.0, |(_, bottom)| *bottom),
        ),
        routes: routes.collect(),
        steps: grid
            .of_step
            .iter()
            .map(|cell| drawing.centre(*cell))
            .collect(),
    }
}

/// For each lane the places at which a straight part of it starts or ends.
fn corners(grid: &Grid, columns: &[f64]) -> Vec<Vec<usize>> {
    let of_lane = |lane: &Vec<usize>| {
        let is_corner = |place: &usize| {
            let column = |place: usize| lane.get(place).map(|cell| columns[*cell]);
            let before = place.checked_sub(1).and_then(column);
            before != column(*place) || column(place + 1) != column(*place)
        };
        (0..lane.len()).filter(is_corner).collect()
    };
    grid.lanes.iter().map(of_lane).collect()
}

struct Drawing<'a> {
    grid: &'a Grid,
    columns: &'a [f64],
    rows: &'a [(f64, f64)],
    corners: Vec<Vec<usize>>,
}

impl Drawing<'_> {
    fn centre(&self, cell: usize) -> Point {
        let (top, bottom) = self.rows[self.grid.cells[cell].row];
        (self.columns[cell], f64::midpoint(top, bottom))
    }

    fn route(&self, pass: &Pass, start: Point, end: Point) -> Route {
        let mut line = Line {
            at: start,
            bends: Vec::new(),
        };
        line.to((start.0, start.1 + STUB));
        if !(matches!(pass.way, PassWay::Straight) && self.is_clear(pass.label, start, end)) {
            self.pass(&mut line, pass.label);
        }
        match pass.way {
            PassWay::Straight => line.to(end),
            PassWay::Cut => line.to((line.at.0, line.at.1 + TURN)),
            PassWay::Down(lane, place) => {
                let cells = &self.grid.lanes[lane];
                self.pass(&mut line, cells[place]);
                let corners = &self.corners[lane];
                for corner in &corners[corners.partition_point(|corner| *corner <= place)..] {
                    self.pass(&mut line, cells[*corner]);
                }
                line.to(end);
            }
            PassWay::Up(lane, place) => {
                let cells = &self.grid.lanes[lane];
                line.turn(
                    TURN,
                    (self.columns[cells[place]], self.bottom(cells[place])),
                );
                let corners = &self.corners[lane];
                let above = &corners[..corners.partition_point(|corner| *corner < place)];
                for corner in above.iter().rev().filter(|corner| **corner > 0) {
                    let column = self.columns[cells[*corner]];
                    line.to((column, self.bottom(cells[*corner])));
                    line.to((column, self.top(cells[*corner])));
                }
                line.to((self.columns[cells[1]], self.top(cells[1])));
                line.turn(-TURN, end);
            }
        }
        Route {
            start,
            bends: line.bends,
            label: self.centre(pass.label),
        }
    }

    /// Whether a line may leave its cell aside: it has no label, and none is in its way.
    fn is_clear(&self, cell: usize, start: Point, end: Point) -> bool {
        let row_is_flat = self.top(cell) >= self.bottom(cell);
        self.grid.cells[cell].is_line && (row_is_flat || (start.0 - end.0).abs() < STEEP)
    }

    /// Goes on through a cell, from its top to its bottom.
    fn pass(&self, line: &mut Line, cell: usize) {
        line.to((self.columns[cell], self.top(cell)));
        line.to((self.columns[cell], self.bottom(cell)));
    }

    fn top(&self, cell: usize) -> f64 {
        self.rows[self.grid.cells[cell].row].0
    }

    fn bottom(&self, cell: usize) -> f64 {
        self.rows[self.grid.cells[cell].row].1
    }
}

/// A line that is being drawn.
struct Line {
    at: Point,
    bends: Vec<Bend>,
}

impl Line {
    /// Goes on to a point above or below, leaving and arriving upright.
    #[expect(
        clippy::float_cmp,
        reason = "what is straight was laid on the very same column"
    )]
    fn to(&mut self, to: Point) {
        let at = std::mem::replace(&mut self.at, to);
        if at.0 != to.0 {
            let middle = f64::midpoint(at.1, to.1);
            self.bends
                .push(Bend::Curve((at.0, middle), (to.0, middle), to));
        } else if let Some(Bend::Line(end)) = self.bends.last_mut() {
            *end = to;
        } else if at != to {
            self.bends.push(Bend::Line(to));
        }
    }

    /// Goes on beyond where it is and where it goes, by so much, and turns there.
    fn turn(&mut self, beyond: f64, to: Point) {
        let at = std::mem::replace(&mut self.at, to);
        let farther = if beyond > 0.0 {
            at.1.max(to.1)
        } else {
            at.1.min(to.1)
        };
        let through = (f64::midpoint(at.0, to.0), farther + beyond);
        let level = |end: Point| f64::midpoint(end.0, through.0);
        self.bends.extend([
            Bend::Curve((at.0, through.1), (level(at), through.1), through),
            Bend::Curve((level(to), through.1), (to.0, through.1), to),
        ]);
    }
}
