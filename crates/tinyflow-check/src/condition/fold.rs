//! Works out what does not depend on the state.

use super::Test;

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
            (Test::All(tests), true) | (Test::Any(tests), false) => rest.extend(tests),
            (test, _) if rest.contains(&test) => {}
            (test, _) => rest.push(test),
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
