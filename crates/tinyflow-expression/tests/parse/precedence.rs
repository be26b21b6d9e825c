//! How operators are grouped: each row says the same thing twice, once with
//! all parentheses written.

use crate::tree;

#[test]
fn grouping_follows_javascript() {
    let rows = [
        // From the tightest to the loosest.
        ("!a.b", "!(a.b)"),
        ("-a[0]", "-(a[0])"),
        ("typeof a === 'string'", "(typeof a) === 'string'"),
        ("typeof a.b + c", "(typeof (a.b)) + c"),
        ("-a * b", "(-a) * b"),
        ("!a in b", "(!a) in b"),
        ("!a === b", "(!a) === b"),
        ("a + b * c", "a + (b * c)"),
        ("a * b + c", "(a * b) + c"),
        ("a - b % c / d", "a - ((b % c) / d)"),
        ("a + b < c - d", "(a + b) < (c - d)"),
        ("a < b === c > d", "(a < b) === (c > d)"),
        ("a == b in c", "a == (b in c)"),
        ("a in b < c", "(a in b) < c"),
        ("a === b && c !== d", "(a === b) && (c !== d)"),
        ("a && b || c && d", "(a && b) || (c && d)"),
        ("a || b && c || d", "a || (b && c) || d"),
        ("a ?? b === c", "a ?? (b === c)"),
        ("a === b ?? c", "(a === b) ?? c"),
        ("a || b ? c : d", "(a || b) ? c : d"),
        ("a ? b : c || d", "a ? b : (c || d)"),
        // Binary operators group to the left.
        ("3 > 2 > 1", "(3 > 2) > 1"),
        ("a - b - c", "(a - b) - c"),
        ("a / b * c % d", "((a / b) * c) % d"),
        ("a == b != c === d", "((a == b) != c) === d"),
        // The conditional groups to the right.
        ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
        ("a ? b ? c : d : e", "a ? (b ? c : d) : e"),
    ];
    for (bare, grouped) in rows {
        assert_eq!(tree(bare), tree(grouped), "{bare}");
    }
}

#[test]
fn parentheses_change_the_grouping() {
    let rows = [
        ("(a + b) * c", "(* (+ a b) c)"),
        ("a - (b - c)", "(- a (- b c))"),
        ("!(a in b)", "(! (in a b))"),
        ("a && (b || c)", "(&& a (|| b c))"),
        ("(a ? b : c) ? d : e", "(?: (?: a b c) d e)"),
        ("((((a))))", "a"),
    ];
    for (source, printed) in rows {
        assert_eq!(tree(source), printed, "{source}");
    }
}

#[test]
fn a_row_of_one_logical_operator_is_flat() {
    assert_eq!(tree("a && b && c && d"), "(&& a b c d)");
    assert_eq!(tree("a || b || c"), "(|| a b c)");
    assert_eq!(tree("a ?? b ?? c"), "(?? a b c)");
    assert_eq!(tree("(a && b) && c"), "(&& (&& a b) c)");
}

#[test]
fn coalescing_may_be_mixed_with_parentheses() {
    assert_eq!(tree("(a ?? b) || c"), "(|| (?? a b) c)");
    assert_eq!(tree("a ?? (b && c)"), "(?? a (&& b c))");
    assert_eq!(tree("(a || b) ?? c"), "(?? (|| a b) c)");
    assert_eq!(tree("a ?? b ? c || d : e"), "(?: (?? a b) (|| c d) e)");
}
