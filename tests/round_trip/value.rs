//! Values that fit a schema, or nearly.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::Union;
use proptest::string::string_regex;
use serde_json::{Map, Value, json};

/// How deep values follow schemas that hold themselves.
const DEEPEST: usize = 6;

/// A value that mostly fits a schema, whose references lead through the root. In one place or
/// another it may be anything, or it is as near as we can.
pub(crate) fn of(schema: &Value, root: &Value) -> BoxedStrategy<Value> {
    let values = [true, false].map(|is_spoilt| Values { root, is_spoilt }.nearly(schema, 0));
    Union::new(values).boxed()
}

/// The values of the schemas that stand in one root.
struct Values<'a> {
    root: &'a Value,
    /// Whether they may be anything in one place or another.
    is_spoilt: bool,
}

impl Values<'_> {
    fn nearly(&self, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
        if depth > DEEPEST {
            return scalar().boxed();
        }
        let fitting = self.fitting(schema, depth);
        match self.is_spoilt {
            true => prop_oneof![9 => fitting, 1 => anything()].boxed(),
            false => fitting,
        }
    }

    fn fitting(&self, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = tinyflow_schema::resolve(self.root, reference);
            let (_, target) = target.expect("a schema that is not refused refers to its parts");
            return self.nearly(target, depth + 1);
        }
        if let Some(values) = schema["enum"].as_array() {
            return select(values.clone()).boxed();
        }
        if let Some(constant) = schema.get("const") {
            return Just(constant.clone()).boxed();
        }
        if schema["nullable"] == true {
            let mut others = schema.clone();
            others["nullable"] = false.into();
            return prop_oneof![5 => self.fitting(&others, depth), 1 => Just(Value::Null)].boxed();
        }
        if schema["properties"].is_object() {
            return self.object_of_forms(schema, depth);
        }
        for list in ["oneOf", "anyOf"] {
            if let Some(parts) = schema[list].as_array() {
                let parts = parts.iter().map(|part| self.nearly(part, depth));
                return Union::new(parts).boxed();
            }
        }
        if let Some(parts) = schema["allOf"].as_array() {
            return self.all_of(parts, depth);
        }
        match &schema["type"] {
            Value::Array(names) => {
                let of_each = names.iter().map(|name| {
                    let mut one = schema.clone();
                    one["type"] = name.clone();
                    self.fitting(&one, depth)
                });
                Union::new(of_each).boxed()
            }
            Value::String(name) => self.of_type(name, schema, depth),
            _ if schema.get("pattern").is_some() => string(schema, self.is_spoilt),
            _ => anything(),
        }
    }

    fn of_type(&self, name: &str, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
        match name {
            "null" => Just(Value::Null).boxed(),
            "boolean" => any::<bool>().prop_map(Value::from).boxed(),
            "integer" => integer(schema, self.is_spoilt),
            "number" => number(schema, self.is_spoilt),
            "string" => string(schema, self.is_spoilt),
            "array" => self.array(schema, depth),
            _ => self.object(schema, depth),
        }
    }

    fn array(&self, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
        for tuple in ["prefixItems", "items"] {
            if let Some(items) = schema[tuple].as_array() {
                let items = items.iter().map(|item| self.nearly(item, depth + 1));
                return items.collect::<Vec<_>>().prop_map(Value::from).boxed();
            }
        }
        let item = schema.get("items").or(schema.get("contains"));
        let items = self.nearly(item.unwrap_or(&json!({})), depth + 1);
        let least = limit(schema, "minItems", 0);
        let most = limit(schema, "maxItems", least + 2);
        vec(items, least..=most).prop_map(Value::from).boxed()
    }

    fn object(&self, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
        let no_names = Vec::new();
        let required = schema["required"].as_array().unwrap_or(&no_names);
        let mut members = Vec::new();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let value = self.nearly(property, depth + 1);
            let is_required = required.contains(&json!(name));
            members.push((Just(name.clone()), self.member(value, is_required)).boxed());
        }
        for (pattern, property) in schema["patternProperties"]
            .as_object()
            .into_iter()
            .flatten()
        {
            let value = self.nearly(property, depth + 1);
            members.push((matching(pattern), option::weighted(0.7, value)).boxed());
        }
        let (given, value) = match &schema["additionalProperties"] {
            Value::Bool(false) if self.is_spoilt => (0.05, anything()),
            Value::Bool(false) => (0.0, anything()),
            Value::Null | Value::Bool(true) => (0.2, anything()),
            rest => (0.6, self.nearly(rest, depth + 1)),
        };
        for name in required.iter().filter_map(Value::as_str) {
            if schema["properties"].get(name).is_none() {
                let member = self.member(value.clone(), true);
                members.push((Just(name.to_owned()), member).boxed());
            }
        }
        if given > 0.0 {
            let name = Just("z".to_owned());
            members.push((name, option::weighted(given, value)).boxed());
        }
        let object = members.prop_map(|members| {
            let members = members.into_iter();
            let members: Map<String, Value> = members
                .filter_map(|(name, value)| Some((name, value?)))
                .collect();
            Value::Object(members)
        });
        object.boxed()
    }

    fn member(
        &self,
        value: BoxedStrategy<Value>,
        is_required: bool,
    ) -> BoxedStrategy<Option<Value>> {
        match is_required {
            true if self.is_spoilt => option::weighted(0.97, value).boxed(),
            true => value.prop_map(Some).boxed(),
            false => option::of(value).boxed(),
        }
    }

    /// An object that fits one of the forms beside its properties, too.
    fn object_of_forms(&self, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
        let mut parts = vec![self.object(schema, depth)];
        for list in ["oneOf", "anyOf"] {
            if let Some(forms) = schema[list].as_array() {
                let forms = forms.iter().map(|form| self.fitting(form, depth));
                parts.push(Union::new(forms).boxed());
            }
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            parts.push(self.fitting(part, depth));
        }
        if schema.get("then").is_some() {
            let condition = self.fitting(&schema["if"], depth);
            let branches = ["then", "else"]
                .into_iter()
                .filter_map(|name| schema.get(name));
            let branches: Vec<_> = branches.map(|branch| self.fitting(branch, depth)).collect();
            let with_condition = (Union::new(branches), condition)
                .prop_map(|(branch, condition)| joined(vec![branch, condition]));
            parts.push(with_condition.boxed());
        }
        parts.prop_map(joined).boxed()
    }

    /// A value of the first form, with the members of the others where it is an object.
    fn all_of(&self, parts: &[Value], depth: usize) -> BoxedStrategy<Value> {
        let parts: Vec<_> = parts.iter().map(|part| self.fitting(part, depth)).collect();
        let whole = parts.prop_map(|parts| match parts.first() {
            Some(Value::Object(_)) | None => joined(parts),
            Some(first) => first.clone(),
        });
        whole.boxed()
    }
}

fn limit(schema: &Value, keyword: &str, otherwise: usize) -> usize {
    let limit = schema[keyword].as_u64();
    limit.map_or(otherwise, |limit| {
        usize::try_from(limit).expect("it is small")
    })
}

/// Whole numbers, among them those at the limits of the schema and of Rust's types.
fn integer(schema: &Value, is_spoilt: bool) -> BoxedStrategy<Value> {
    let near = with_limits(
        vec![json!(-2), json!(0), json!(3), json!(5), json!(2.0)],
        schema,
    );
    if !is_spoilt {
        return select(near).boxed();
    }
    let far = [i64::MAX, i64::MAX - 1, i64::MIN, 9_007_199_254_740_993];
    let mut far: Vec<Value> = far.map(Value::from).into();
    far.extend([json!(-3), json!(300), json!(u64::MAX)]);
    prop_oneof![9 => select(near), 1 => select(far)].boxed()
}

fn number(schema: &Value, is_spoilt: bool) -> BoxedStrategy<Value> {
    let numbers = vec![json!(-0.5), json!(0), json!(2.0), json!(1e20)];
    match is_spoilt {
        true => select(numbers).boxed(),
        false => select(with_limits(numbers, schema)).boxed(),
    }
}

/// The numbers, and those that the schema names, within the limits that it sets.
fn with_limits(mut numbers: Vec<Value>, schema: &Value) -> Vec<Value> {
    for keyword in ["minimum", "maximum", "multipleOf"] {
        numbers.extend(schema.get(keyword).cloned());
    }
    let limit = |keyword: &str| schema[keyword].as_f64();
    numbers.retain(|number| {
        let number = number.as_f64().unwrap_or_default();
        limit("minimum").is_none_or(|least| number >= least)
            && limit("maximum").is_none_or(|most| number <= most)
    });
    numbers
}

fn string(schema: &Value, is_spoilt: bool) -> BoxedStrategy<Value> {
    let least = limit(schema, "minLength", 0);
    let most = limit(schema, "maxLength", least + 2).min(least + 2);
    let length = vec(proptest::char::range('a', 'z'), least..=most);
    let fitting = match (schema["pattern"].as_str(), schema["format"].as_str()) {
        (Some(pattern), _) => matching(pattern).boxed(),
        (None, Some("date")) => Just("2024-02-29".to_owned()).boxed(),
        (None, Some("date-time")) => Just("2024-02-29T12:30:00Z".to_owned()).boxed(),
        (None, Some("uuid")) => Just("67e55044-10b1-426f-9247-bb680e5fe0c8".to_owned()).boxed(),
        (None, Some("uri")) => Just("https://example.org/a".to_owned()).boxed(),
        (None, Some("email")) => Just("a@b.example".to_owned()).boxed(),
        _ => length.prop_map(String::from_iter).boxed(),
    };
    let fitting = fitting.prop_map(Value::from);
    match is_spoilt {
        true => prop_oneof![fitting, text().prop_map(Value::from)].boxed(),
        false => fitting.boxed(),
    }
}

/// Texts that match a pattern, but for what it says of what stands before and behind.
fn matching(pattern: &str) -> BoxedStrategy<String> {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    let pattern = pattern.replace("\\b", "").replace("\\d", "[0-9]");
    match string_regex(&pattern) {
        Ok(texts) => texts.boxed(),
        Err(_) => text().prop_map(str::to_owned).boxed(),
    }
}

/// One object of several.
fn joined(parts: Vec<Value>) -> Value {
    let mut whole = Map::new();
    for part in parts {
        if let Value::Object(members) = part {
            whole.extend(members);
        }
    }
    Value::Object(whole)
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        select(vec![json!(-1), json!(1), json!(2.5), json!(4.0)]),
        text().prop_map(Value::from),
    ]
}

fn text() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "a",
        "ab",
        "on",
        "form-0",
        "größe",
        "1",
        "2024-02-29",
        "a@b.example",
    ])
}

fn anything() -> BoxedStrategy<Value> {
    let nested = scalar().prop_recursive(2, 6, 3, |inner| {
        let names = select(vec!["a", "b", "v", "tag", "z"]);
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            btree_map(names, inner, 0..3).prop_map(|members| json!(members)),
        ]
    });
    nested.boxed()
}
