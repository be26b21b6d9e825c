//! Values made of few names and small numbers.

use proptest::collection::{btree_map, vec};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use serde_json::{Value, json};

pub(crate) const NAMES: [&str; 5] = ["a", "b", "kind", "a/b", "x-1"];

pub(crate) fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        2 => any::<bool>().prop_map(Value::from),
        3 => (-3..8_i64).prop_map(Value::from),
        2 => select(vec![0.5, 1.0, 2.5, -1.5, 0.3, 4.0]).prop_map(Value::from),
        4 => text().prop_map(Value::from),
    ]
}

pub(crate) fn text() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "a",
        "b",
        "ab",
        "abc",
        "x-1",
        "größe",
        "😀😀",
        "1",
        "2024-02-29",
        "A1",
    ])
}

pub(crate) fn value() -> BoxedStrategy<Value> {
    let nested = scalar().prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(select(NAMES.to_vec()), inner, 0..4).prop_map(|members| json!(members)),
        ]
    });
    nested.boxed()
}
