//! What is refused, as the user sees it: the place, the message, the help.

use crate::report;

/// Compares the reports with the file of that name in `snapshots/`.
fn check(name: &str, sources: &[&str]) {
    let reports: Vec<String> = sources.iter().map(|source| report(source)).collect();
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(name, reports.join("\n"));
    });
}

#[test]
fn nothing_at_all() {
    check("nothing_at_all", &["", "   ", "/* later */"]);
}

#[test]
fn operators() {
    check(
        "operators",
        &[
            "total = 100",
            "total += 1",
            "a ||= b",
            "a++",
            "--a",
            "a & b",
            "a | b",
            "a ^ b",
            "~a",
            "a << 1",
            "a >>> 1",
            "a ** 2",
            "+a",
            "a, b",
            "(a, b)",
            "a[0, 1]",
            "a ?? b || c",
            "a || b ?? c",
            "a && b ?? c",
            "a ?? b && c",
            "a instanceof Date",
            "new Date()",
            "void 0",
            "delete a.b",
            "await a",
            "yield",
            "[...a]",
            "a.includes(...b)",
        ],
    );
}

#[test]
fn functions() {
    check(
        "functions",
        &[
            "total => 100",
            "() => 1",
            "(a, b) => a",
            "a.includes(x => 1)",
            "a.some(x => { return x })",
            "a.some((x, i) => x)",
            "a.some(() => true)",
            "a.some(({b}) => b)",
            "a.some((x = 1) => x)",
            "a.some(isOpen)",
            "a.some()",
            "a.some((b))",
            "a.some(function (x) { return x })",
            "a.some(x => x, 1)",
            "a.some(this => 1)",
            "a.some(Object => 1)",
            "function () {}",
            "Number(a)",
            "Boolean(a)",
            "check(a, b)",
            "a[0](b)",
            "a.trim()()",
            "(a)(b)",
            "a?.()",
            "a.trim?.()",
            "a.includes()",
            "a.includes(b, 1)",
            "a.trim(1)",
            "Object.keys()",
            "Object.keys(a, b)",
            "Object.values(a)",
            "Object?.keys(a)",
            "a.startswith('x')",
            "a.indexOf('x')",
            "a.filter(x => x)",
            "a.length()",
            "a.toFixed(2)",
        ],
    );
}

#[test]
fn values() {
    check(
        "values",
        &[
            "this",
            "this === a",
            "{a: 1}",
            "a === {}",
            "[1, , 2]",
            "[, 1]",
            "/a+/",
            "a === /'/",
            "a.match(/x/)",
            "tag`x`",
            "a.b`x${1}`",
            "a.#b",
            "#b in a",
            r"\u0061 > 1",
            r"a\u0062",
            "class === 'A'",
            "super.a",
            "10n",
            "010",
            "09.5",
            "0_1",
            "1__0",
            "1_",
            "1_.5",
            "0x",
            "0b2",
            "1e",
            "3px",
            "1.trim()",
            "0b12",
        ],
    );
}

#[test]
fn strings() {
    check(
        "strings",
        &[
            "'open",
            "\"open'",
            "'a\nb'",
            "`open",
            "`open ${a",
            "`${a}",
            "`${}`",
            "`${a b}`",
            r"'\1'",
            r"'\012'",
            "'\\\n'",
            "`\\\n`",
            r"'\uD800'",
            r"'\uDE00\uD83D'",
            r"'\uD83Dx'",
            r"'\x4'",
            r"'\u12'",
            r"'\u{}'",
            r"'\u{110000}'",
            r"'\u{41'",
            "'\\",
        ],
    );
}

#[test]
fn statements() {
    check(
        "statements",
        &[
            "a > 1;",
            "return a",
            "if (a) { b }",
            "let x = 1",
            "const a",
            "for (;;) {}",
            "throw a",
            "import('a')",
        ],
    );
}

#[test]
fn grammar() {
    check(
        "grammar",
        &[
            "a >",
            "a b",
            "a 1",
            "a 'b'",
            "(a",
            "a)",
            "()",
            "[a",
            "a[",
            "a[]",
            "a[0",
            "a.",
            "a?.",
            "a.1",
            "a.'b'",
            "a ? b",
            "a ? b :",
            "? a",
            "a === = b",
            "a <> b",
            "&& a",
            "a and b",
            "a is null",
            "in a",
            "a typeof b",
            "a @ b",
            "“a”",
            "a ≥ 1",
            "a /* b",
            "a.includes('x'",
            "a.includes(b c)",
            "a.includes(, b)",
            "a }",
        ],
    );
}

#[test]
fn the_first_fault_is_reported() {
    check(
        "the_first_fault_is_reported",
        &["a = 'open", "a +", "'open = 1", "a = b; c = d"],
    );
}

#[test]
fn invisible_characters_are_shown_by_number() {
    let error = tinyflow_expression::parse("a \u{202E} b").unwrap_err();
    assert_eq!(error.to_string(), r"unexpected character `\u{202e}`");
    assert_eq!(error.span.range(), 2..5);
}
