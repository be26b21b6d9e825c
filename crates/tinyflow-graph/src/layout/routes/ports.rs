//! Where lines leave and enter a step, aside from its middle.

use super::super::Links;
use super::super::grid::{Grid, Pass, PassWay};

/// How far apart two lines are at most.
const MOST: f64 = 18.0;

/// The part of a step's width that lines may take.
const PART: f64 = 0.6;

/// For each link how far its line leaves and enters right of the middle.
pub(super) struct Ports {
    pub(super) leaving: Vec<f64>,
    pub(super) entering: Vec<f64>,
}

impl Ports {
    pub(super) fn new(wanted: &Links<'_>, grid: &Grid, columns: &[f64]) -> Self {
        let links = || wanted.links.iter().zip(&grid.passes);
        let is_back = |pass: &Pass| matches!(pass.way, PassWay::Up(..));
        let leaving = links().map(|(link, pass)| End {
            step: link.source,
            cell: pass.label,
            is_back: is_back(pass),
        });
        let entering = links().map(|(link, pass)| End {
            step: link.target,
            cell: match pass.way {
                PassWay::Straight | PassWay::Cut => pass.label,
                PassWay::Down(lane, _) => grid.lanes[lane][grid.lanes[lane].len() - 1],
                PassWay::Up(lane, _) => grid.lanes[lane][0],
            },
            is_back: is_back(pass),
        });
        Self {
            leaving: spread(leaving.collect(), wanted, columns),
            entering: spread(entering.collect(), wanted, columns),
        }
    }
}

/// The step at which a line ends, and the cell that the line has beside it.
struct End {
    step: usize,
    cell: usize,
    is_back: bool,
}

/// Spreads the ends at each step in the order of their cells; ends that share a
/// cell share a port. The middle is that of the lines which do not lead back.
fn spread(ends: Vec<End>, wanted: &Links<'_>, columns: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by(|one, other| {
        let (one, other) = (&ends[*one], &ends[*other]);
        let by_column = columns[one.cell].total_cmp(&columns[other.cell]);
        one.step
            .cmp(&other.step)
            .then(by_column)
            .then(one.cell.cmp(&other.cell))
    });
    let mut aside = vec![0.0; ends.len()];
    for at_step in order.chunk_by(|one, other| ends[*one].step == ends[*other].step) {
        let ports: Vec<&[usize]> = at_step
            .chunk_by(|one, other| ends[*one].cell == ends[*other].cell)
            .collect();
        let is_back = |links: &&[usize]| ends[links[0]].is_back;
        let before = ports.iter().take_while(|links| is_back(links)).count();
        let behind = ports
            .iter()
            .rev()
            .take_while(|links| is_back(links))
            .count();
        let (middle, most_aside) = match ports.len() {
            all if all == before => (gaps(all) / 2.0, gaps(all) / 2.0),
            all => {
                let middle = (gaps(before + 1) + gaps(all - behind)) / 2.0;
                (middle, middle.max(gaps(all) - middle))
            }
        };
        let width = wanted.steps[ends[at_step[0]].step].0;
        let gap = (width * PART / 2.0 / most_aside.max(0.5)).min(MOST);
        let mut port = -gap * middle;
        for links in ports {
            for link in links {
                aside[*link] = port;
            }
            port += gap;
        }
    }
    aside
}

/// How many gaps are between so many ports.
#[expect(clippy::cast_precision_loss, reason = "a step has not that many links")]
fn gaps(ports: usize) -> f64 {
    ports.saturating_sub(1) as f64
}
