//! Schemas with every keyword that is checked.

use proptest::collection::{btree_map, vec};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::value::{NAMES, scalar, value};

/// A schema with definitions that its parts refer to.
pub(crate) fn schema() -> impl Strategy<Value = Value> {
    (part(), part(), part()).prop_map(|(mut root, first, second)| {
        if let Value::Object(members) = &mut root {
            members.insert("$defs".to_owned(), json!({ "one": first, "two": second }));
        }
        root
    })
}

fn part() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        1 => any::<bool>().prop_map(Value::from),
        8 => keywords(own_keyword().boxed()),
    ];
    let nested = leaf.prop_recursive(3, 24, 4, |inner| {
        let any_keyword = prop_oneof![1 => own_keyword(), 2 => keyword_of(inner)];
        keywords(any_keyword.boxed())
    });
    nested.boxed()
}

fn keywords(keyword: BoxedStrategy<(&'static str, Value)>) -> BoxedStrategy<Value> {
    let keywords = vec(keyword, 0..4).prop_map(|keywords| {
        let named = keywords.into_iter();
        let members: Map<String, Value> = named
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Value::Object(members)
    });
    keywords.boxed()
}

fn own_keyword() -> impl Strategy<Value = (&'static str, Value)> {
    let types = vec![
        "null", "boolean", "integer", "number", "string", "array", "object",
    ];
    let count = || (0..4_u64).prop_map(Value::from);
    let number = || select(vec![json!(-1), json!(0), json!(2), json!(2.5), json!(4.0)]);
    let one_of_types = select(types.clone()).prop_map(Value::from);
    let some_types = subsequence(types, 1..4).prop_map(Value::from);
    let patterns = vec!["^a", "b$", "^\\d+$", "^\\w*$", "^.{2}$", "[^a-z]", "\\S"];
    let formats = vec!["date", "uuid", "regex", "hostname"];
    prop_oneof![
        prop_oneof![one_of_types, some_types].prop_map(|types| ("type", types)),
        value().prop_map(|value| ("const", value)),
        vec(scalar(), 1..4).prop_map(|values| ("enum", values.into())),
        (
            select(vec![
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum"
            ]),
            number()
        ),
        select(vec![json!(1), json!(2), json!(0.5), json!(0.1)]).prop_map(|of| ("multipleOf", of)),
        (
            select(vec![
                "minLength",
                "maxLength",
                "minItems",
                "maxItems",
                "minProperties",
                "maxProperties",
                "minContains",
                "maxContains",
            ]),
            count()
        ),
        select(patterns).prop_map(|pattern| ("pattern", pattern.into())),
        select(formats).prop_map(|format| ("format", format.into())),
        any::<bool>().prop_map(|unique| ("uniqueItems", unique.into())),
        subsequence(NAMES.to_vec(), 0..3).prop_map(|names| ("required", names.into())),
        btree_map(
            select(NAMES.to_vec()),
            subsequence(NAMES.to_vec(), 0..3),
            1..3
        )
        .prop_map(|dependencies| ("dependentRequired", json!(dependencies))),
        select(vec![
            "#/$defs/one",
            "#/$defs/two",
            "#",
            "#/properties/a",
            "#/properties/a~1b"
        ])
        .prop_map(|target| ("$ref", target.into())),
        Just(("additionalProperties", Value::Bool(false))),
        Just(("unevaluatedProperties", Value::Bool(false))),
        Just(("unevaluatedItems", Value::Bool(false))),
    ]
}

fn keyword_of(
    inner: impl Strategy<Value = Value> + Clone + 'static,
) -> impl Strategy<Value = (&'static str, Value)> {
    let single = select(vec![
        "items",
        "contains",
        "additionalProperties",
        "propertyNames",
        "not",
        "if",
        "then",
        "else",
        "unevaluatedProperties",
        "unevaluatedItems",
    ]);
    let patterns = vec!["^a", "b$", "-"];
    prop_oneof![
        4 => (single, inner.clone()),
        2 => (select(vec!["allOf", "anyOf", "oneOf", "prefixItems"]), vec(inner.clone(), 1..4))
            .prop_map(|(name, schemas)| (name, schemas.into())),
        4 => btree_map(select(NAMES.to_vec()), inner.clone(), 1..4)
            .prop_map(|properties| ("properties", json!(properties))),
        1 => btree_map(select(NAMES.to_vec()), inner.clone(), 1..3)
            .prop_map(|schemas| ("dependentSchemas", json!(schemas))),
        1 => btree_map(select(patterns), inner, 1..3)
            .prop_map(|properties| ("patternProperties", json!(properties))),
    ]
}
