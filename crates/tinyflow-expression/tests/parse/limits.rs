//! Long and deep conditions: length is no fault, depth past the limit is one,
//! and nothing overflows a small stack.

use std::thread;

use tinyflow_expression::{MAX_DEPTH, ParseErrorKind, parse};

const MANY: usize = 100_000;
/// Enough to overflow any stack that a thread is given, were there no limit.
const DEEP: usize = 10_000;

/// Runs the test on a quarter of the 2 MiB that threads have by default.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new()
        .stack_size(512 * 1024)
        .spawn(test)
        .expect("a thread can be started");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn nesting_without_end_is_an_error() {
    on_a_small_stack(|| {
        let sources = [
            "(".repeat(MANY) + "a" + &")".repeat(MANY),
            "!".repeat(MANY) + "a",
            "- ".repeat(DEEP) + "a",
            "typeof ".repeat(DEEP) + "a",
            "[".repeat(DEEP) + &"]".repeat(DEEP),
            "a[".repeat(DEEP) + "0" + &"]".repeat(DEEP),
            "a".to_owned() + &".b".repeat(MANY),
            "a".to_owned() + &"?.b".repeat(DEEP),
            "a".to_owned() + &"[0]".repeat(DEEP),
            "a".to_owned() + &".trim()".repeat(DEEP),
            "a".to_owned() + &" + a".repeat(DEEP),
            "a".to_owned() + &" == a".repeat(DEEP),
            "a ? b : ".repeat(DEEP) + "c",
            "a ? ".repeat(DEEP) + "b" + &" : c".repeat(DEEP),
            "`${".repeat(DEEP) + "a" + &"}`".repeat(DEEP),
            "a.some(x => ".repeat(DEEP) + "x" + &")".repeat(DEEP),
            "Object.keys(".repeat(DEEP) + "a" + &")".repeat(DEEP),
            "a || b && c === d < e + f * (".repeat(DEEP) + "a" + &")".repeat(DEEP),
        ];
        for source in sources {
            let start: String = source.chars().take(20).collect();
            let error = parse(&source).expect_err(&start);
            assert_eq!(error.kind, ParseErrorKind::TooDeep, "{start}");
        }
    });
}

#[test]
fn length_is_no_fault() {
    on_a_small_stack(|| {
        for operator in ["&&", "||", "??"] {
            let source = format!("a{}", format!(" {operator} a").repeat(MANY));
            assert_eq!(parse(&source).map(|tree| tree.depth()), Ok(2), "{operator}");
        }
        let list = format!("[{}]", "1,".repeat(MANY));
        assert_eq!(parse(&list).map(|tree| tree.depth()), Ok(2));
        let template = format!("`{}`", "${a} ".repeat(MANY));
        assert_eq!(parse(&template).map(|tree| tree.depth()), Ok(2));
        let text = format!("a === '{}'", "x".repeat(MANY));
        assert_eq!(parse(&text).map(|tree| tree.depth()), Ok(2));
        let commented = format!("{}a", "/* x */ ".repeat(MANY));
        assert_eq!(parse(&commented).map(|tree| tree.depth()), Ok(1));
    });
}

#[test]
fn the_deepest_tree_is_read_printed_compared_and_dropped() {
    on_a_small_stack(|| {
        let deepest = [
            "a".to_owned() + &".b".repeat(MAX_DEPTH - 1),
            "a".to_owned() + &" + a".repeat(MAX_DEPTH - 1),
            "!".repeat(MAX_DEPTH - 1) + "a",
        ];
        for source in deepest {
            let tree = parse(&source).unwrap();
            assert_eq!(tree.depth(), MAX_DEPTH, "{source}");
            assert!(tree.to_string().contains('a'));
            assert_eq!(tree.clone(), tree);
        }
    });
}

#[test]
fn the_limit_is_reported_where_it_is_passed() {
    let source = "a".to_owned() + &".b".repeat(MAX_DEPTH);
    let error = parse(&source).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the condition is nested more than 50 levels deep"
    );
    assert_eq!(error.span.range(), source.len() - 1..source.len());
}
