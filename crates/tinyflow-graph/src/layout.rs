//! Where everything stands: from sizes and links to places and routes.
//!
//! Steps stand in layers, a link leads from a layer to a lower one. Between two
//! layers of steps is a row for the labels of links; a link that goes farther
//! has a cell in each row that it passes, and links that go far to the same
//! step share these: a lane. A link that leads back turns below its label, goes up
//! a lane, and turns again to enter its target from above like any other.

mod far;

mod grid;

mod layers;

mod order;

mod columns;

mod rows;

mod placed;

mod routes;

#[cfg(test)]
mod sound;

pub(crate) use placed::placed;
pub(crate) use routes::{Bend, Point, Route};

/// Width and height.
pub(crate) type Size = (f64, f64);

/// What is to be laid out.
pub(crate) struct Links<'a> {
    /// The sizes of the steps.
    pub(crate) steps: &'a [Size],
    /// The links between them.
    pub(crate) links: &'a [Link],
}

/// From a step to the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) source: usize,
    pub(crate) target: usize,
    /// The size of its label; nothing where it has none.
    pub(crate) label: Size,
}

/// Where everything stands.
pub(crate) struct Layout {
    /// The size of the whole.
    pub(crate) size: Size,
    /// The centres of the steps.
    pub(crate) steps: Vec<Point>,
    /// The ways of the links.
    pub(crate) routes: Vec<Route>,
}

/// Steps in layers, before the sizes of labels are known.
pub(crate) struct Layers {
    of_steps: Vec<usize>,
    /// For each link whether it leads too far to be drawn whole: it ends below its label.
    pub(crate) is_cut: Vec<bool>,
}

impl Layers {
    pub(crate) fn new(steps: usize, links: &[Link], begins: &[usize]) -> Self {
        let of_steps = layers::layers(steps, links, begins);
        Self {
            is_cut: far::too_far(links, &of_steps),
            of_steps,
        }
    }
}

/// Lays the steps out in layers, from top to bottom.
pub(crate) fn layered(wanted: &Links<'_>, layers: &Layers) -> Layout {
    let mut grid = grid::Grid::new(wanted, layers);
    order::order(&mut grid);
    let columns = columns::columns(&grid);
    let rows = rows::rows(&grid, &columns);
    routes::routes(wanted, &grid, &columns, &rows)
}
