//! One row for each form of the language, with the tree that it makes.

use crate::tree;

#[test]
fn values() {
    assert_eq!(tree("true"), "true");
    assert_eq!(tree("false"), "false");
    assert_eq!(tree("null"), "null");
    assert_eq!(tree("undefined"), "undefined");
    assert_eq!(tree("NaN"), "NaN");
    assert_eq!(tree("Infinity"), "Infinity");
    assert_eq!(tree("-Infinity"), "(- Infinity)");
    assert_eq!(tree("total"), "total");
    assert_eq!(tree("$größe_2"), "$größe_2");
    assert_eq!(tree("名前"), "名前");
    assert_eq!(tree("package"), "package");
    assert_eq!(tree("async"), "async");
    assert_eq!(tree("[]"), "(array)");
    assert_eq!(tree("[1, 'a', [b],]"), r#"(array 1 "a" (array b))"#);
}

#[test]
fn templates() {
    assert_eq!(tree("``"), "(template)");
    assert_eq!(tree("`plain`"), r#"(template "plain")"#);
    assert_eq!(tree("`${a}`"), "(template a)");
    assert_eq!(
        tree("`${first} and ${a + b}!`"),
        r#"(template first " and " (+ a b) "!")"#
    );
    assert_eq!(
        tree("`a${`b${c}`}d`"),
        r#"(template "a" (template "b" c) "d")"#
    );
    assert_eq!(tree("`$ {a} $${b}`"), r#"(template "$ {a} $" b)"#);
    assert_eq!(tree("`${a}`.length"), "(. (template a) length)");
    assert_eq!(tree("`${a}` / 2"), "(/ (template a) 2)");
}

#[test]
fn access() {
    assert_eq!(tree("a.b.c"), "(. (. a b) c)");
    assert_eq!(tree("this.state.total"), "(. (. this state) total)");
    assert_eq!(tree("this['state']"), r#"([] this "state")"#);
    assert_eq!(
        tree("a[0]['b c'][i + 1]"),
        r#"([] ([] ([] a 0) "b c") (+ i 1))"#
    );
    assert_eq!(tree("a.class.in.null"), "(. (. (. a class) in) null)");
    assert_eq!(tree("'text'.length"), r#"(. "text" length)"#);
    assert_eq!(tree("1..a"), "(. 1 a)");
}

#[test]
fn a_chain_ends_where_its_accesses_end() {
    assert_eq!(tree("a?.b"), "(chain (?. a b))");
    assert_eq!(tree("a?.b.c[0]"), "(chain ([] (. (?. a b) c) 0))");
    assert_eq!(tree("(a?.b).c"), "(. (chain (?. a b)) c)");
    assert_eq!(tree("a?.b?.c"), "(chain (?. (?. a b) c))");
    assert_eq!(tree("a?.[b?.c]"), "(chain (?[] a (chain (?. b c))))");
    assert_eq!(tree("a?.trim().length"), "(chain (. (?.trim() a) length))");
    assert_eq!(tree("a.b?.c === 1"), "(=== (chain (?. (. a b) c)) 1)");
    assert_eq!(tree("!a?.b"), "(! (chain (?. a b)))");
}

#[test]
fn a_question_mark_before_a_fraction_is_a_conditional() {
    assert_eq!(tree("a?.5:1"), "(?: a 0.5 1)");
}

#[test]
fn methods() {
    assert_eq!(tree("a.includes('x')"), r#"(.includes() a "x")"#);
    assert_eq!(tree("a.startsWith(b,)"), "(.startsWith() a b)");
    assert_eq!(tree("a.endsWith(`b`)"), r#"(.endsWith() a (template "b"))"#);
    assert_eq!(
        tree("a.toLowerCase().trim()"),
        "(.trim() (.toLowerCase() a))"
    );
    assert_eq!(tree("a.toUpperCase()"), "(.toUpperCase() a)");
    assert_eq!(tree("[1, 2].includes(a)"), "(.includes() (array 1 2) a)");
    assert_eq!(tree("a.includes"), "(. a includes)");
    assert_eq!(
        tree("Object.keys(a).length"),
        "(. (Object.keys() a) length)"
    );
    assert_eq!(
        tree("Object.keys(a?.b)"),
        "(Object.keys() (chain (?. a b)))"
    );
    assert_eq!(tree("Object.name"), "(. Object name)");
}

#[test]
fn quantifiers() {
    assert_eq!(tree("a.some(x => x > 1)"), "(.some() a (=> x (> x 1)))");
    assert_eq!(tree("a.every((x) => x)"), "(.every() a (=> x x))");
    assert_eq!(tree("a?.some(x => x)"), "(chain (?.some() a (=> x x)))");
    assert_eq!(
        tree("rows.every(row => row.some(cell => cell === row.key))"),
        "(.every() rows (=> row (.some() row (=> cell (=== cell (. row key))))))"
    );
    assert_eq!(
        tree("a.some(x => x ? y : z)"),
        "(.some() a (=> x (?: x y z)))"
    );
}

#[test]
fn operators() {
    for operator in [
        "===", "!==", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%", "&&", "||",
        "??",
    ] {
        assert_eq!(
            tree(&format!("a {operator} b")),
            format!("({operator} a b)")
        );
    }
    for operator in ["!", "-", "typeof"] {
        assert_eq!(tree(&format!("{operator} a")), format!("({operator} a)"));
    }
    assert_eq!(tree("a ? b : c"), "(?: a b c)");
    assert_eq!(tree("!!-a"), "(! (! (- a)))");
    assert_eq!(tree("a - -1"), "(- a (- 1))");
}

#[test]
fn blanks_and_comments_separate() {
    assert_eq!(
        tree("\u{FEFF}a\t\u{B}\u{C}\u{A0}+\u{3000}\u{2028}b\r\n"),
        "(+ a b)"
    );
    assert_eq!(tree("a /* one */ + // two\n b /**/"), "(+ a b)");
    assert_eq!(tree("a / b / c"), "(/ (/ a b) c)");
    assert_eq!(tree("typeof/**/a"), "(typeof a)");
    assert_eq!(tree("a.typeof / b"), "(/ (. a typeof) b)");
}
