//! What must hold for the layout of any flow.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn steps_never_touch_and_nothing_is_out_of_bounds(
        steps in prop::collection::vec((20.0..200.0, 20.0..80.0), 1..30),
        ends in prop::collection::vec((0_usize..30, 0_usize..30, 0.0..120.0), 0..60),
    ) {
        let count = steps.len();
        let links: Vec<Link> = ends
            .into_iter()
            .map(|(source, target, label)| Link {
                source: source % count,
                target: target % count,
                label: if label < 30.0 { (0.0, 0.0) } else { (label, 16.0) },
            })
            .collect();
        let wanted = Links { steps: &steps, links: &links };
        let lay_out = || layered(&wanted, &Layers::new(count, &links, &[0]));
        let layout = lay_out();
        for (index, (one, one_size)) in layout.steps.iter().zip(&steps).enumerate() {
            for (other, other_size) in layout.steps.iter().zip(&steps).skip(index + 1) {
                let aside = (one.0 - other.0).abs() - (one_size.0 + other_size.0) / 2.0;
                let below = (one.1 - other.1).abs() - (one_size.1 + other_size.1) / 2.0;
                prop_assert!(aside > 1.0 || below > 1.0, "{one:?} {other:?}");
            }
            prop_assert!(one.0 - one_size.0 / 2.0 > -0.1, "{one:?}");
            prop_assert!(one.0 + one_size.0 / 2.0 < layout.size.0 + 0.1, "{one:?}");
            prop_assert!(one.1 - one_size.1 / 2.0 > -0.1, "{one:?}");
            prop_assert!(one.1 + one_size.1 / 2.0 < layout.size.1 + 0.1, "{one:?}");
        }
        for (link, route) in links.iter().zip(&layout.routes) {
            let (step, size) = (layout.steps[link.target], steps[link.target]);
            let end = match route.bends.last() {
                Some(Bend::Line(end) | Bend::Curve(_, _, end)) => *end,
                None => route.start,
            };
            prop_assert!((end.1 - (step.1 - size.1 / 2.0)).abs() < 0.01, "{end:?} {step:?}");
            prop_assert!((end.0 - step.0).abs() < size.0 / 2.0, "{end:?} {step:?}");
        }
        prop_assert_eq!(&layout.steps, &lay_out().steps);
    }
}

#[test]
fn far_links_are_cut_before_they_cost_too_much() {
    let steps = 2_000;
    let chain = (1..steps).map(|step| (step - 1, step));
    let nested = (0..steps).map(|step| (step, steps - 1 - step));
    let ends = chain.chain(nested);
    let label = (0.0, 0.0);
    let links: Vec<Link> = ends
        .map(|(source, target)| Link {
            source,
            target,
            label,
        })
        .collect();
    let layers = Layers::new(steps, &links, &[0]);
    assert!(layers.is_cut[..steps - 1].iter().all(|is_cut| !is_cut));
    let cut = layers.is_cut.iter().filter(|is_cut| **is_cut).count();
    assert!((steps / 2..steps).contains(&cut), "{cut}");
}
