//! Works out what does not depend on the state.

use super::lowered::is_worked_out;
use super::presence::Present;
use super::{Member, Place, Test};

/// The same test with [`Test::Always`] at the root or nowhere.
pub(super) fn fold(test: Test) -> Test {
    match test {
        Test::Not(test) => match fold(*test) {
            Test::Always(answer) => Test::Always(!answer),
            Test::Not(test) => *test,
            test => Test::Not(Box::new(test)),
        },
        Test::All(tests) => join(tests, true),
        Test::Any(tests) => join(tests, false),
        test => test,
    }
}

/// `neutral` is the answer that leaves the others to decide: true among tests
/// that must all hold, false among tests of which one must.
fn join(tests: Vec<Test>, neutral: bool) -> Test {
    let mut rest = Vec::with_capacity(tests.len());
    for test in tests {
        match (fold(test), neutral) {
            (Test::Always(answer), _) if answer == neutral => {}
            (Test::Always(answer), _) => {
                rest.push(Test::Always(answer));
                break;
            }
            (Test::All(tests), true) => {
                let first = tests.first();
                if let (Some(before), Some(first)) = (rest.last(), first)
                    && is_implied(before, first)
                {
                    rest.pop();
                }
                add_new(&mut rest, tests);
            }
            (Test::Any(tests), false) => add_new(&mut rest, tests),
            (test, _) if rest.contains(&test) => {}
            (test, true) => {
                if rest.last().is_some_and(|before| is_implied(before, &test)) {
                    rest.pop();
                }
                rest.push(test);
            }
            (test, false) => rest.push(test),
        }
    }
    match (rest.pop(), rest.is_empty()) {
        (None, _) => Test::Always(neutral),
        (Some(last), true) => last,
        (Some(decided @ Test::Always(_)), _) => decided,
        (Some(last), false) => {
            rest.push(last);
            if neutral {
                Test::All(rest)
            } else {
                Test::Any(rest)
            }
        }
    }
}

/// Adds the tests that are not among the others: asked again they say the same.
fn add_new(rest: &mut Vec<Test>, tests: Vec<Test>) {
    for test in tests {
        if !rest.contains(&test) {
            rest.push(test);
        }
    }
}

/// Whether a test asks for nothing but a value being there, which the next one
/// needs for itself.
fn is_implied(test: &Test, next: &Test) -> bool {
    let Test::Not(asked) = test else {
        return false;
    };
    let Test::Missing(place) = &**asked else {
        return false;
    };
    let throws = |place: &Place| place.read_through().next().is_some();
    let relies = |place: &&Place| {
        let mut links = place.links.iter();
        throws(place)
            || links.any(|link| matches!(link.member, Member::Element(_)) && !link.optional)
    };
    // What is compared with `null` may hold.
    if throws(place) || place.may_be_null() || is_worked_out(next) {
        return false;
    }
    if next.places().iter().any(relies) {
        return false;
    }
    let mut present = Present::default();
    present.assume(next, true);
    present.contains(&place.path())
}
