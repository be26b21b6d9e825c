//! The keywords that look at a value by itself, those of arrays, and those that combine schemas.

use serde_json::{Number, Value};

use super::{At, Compiler};
use crate::fault::FaultKind;
use crate::format::{Format, FormatOf};
use crate::node::{Bound, Extent, Keyword, Types};
use crate::pattern::Pattern;

/// Every keyword that is read, or that says nothing about values, sorted.
pub const KNOWN_KEYWORDS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "else",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "id",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
    "xml",
];

/// Whether it is one of [`KNOWN_KEYWORDS`].
pub fn is_known_keyword(keyword: &str) -> bool {
    KNOWN_KEYWORDS.binary_search(&keyword).is_ok()
}

impl<'s> Compiler<'s> {
    pub(super) fn own_keywords(&mut self, schema: At<'s, '_>, keywords: &mut Vec<Keyword>) {
        keywords.extend(self.types(schema).map(Keyword::Types));
        if let Some(value) = schema.object.get("const") {
            keywords.push(Keyword::Const(value.clone()));
        }
        match schema.object.get("enum") {
            Some(Value::Array(values)) => {
                let mut values = values.clone();
                if is_nullable(schema) {
                    values.push(Value::Null);
                }
                keywords.push(Keyword::Enum(values));
            }
            Some(other) => self.wrong(schema, "enum", "an array", other),
            None => {}
        }
        self.bounds(schema, keywords);
        if let Some(of) = self.number(schema, "multipleOf") {
            if of.as_f64().is_some_and(|of| of > 0.0) {
                keywords.push(Keyword::MultipleOf(of));
            } else {
                let message = "the keyword `multipleOf` must be greater than nought".to_owned();
                let pointer = schema.below(&["multipleOf"]);
                self.fault(pointer, FaultKind::Invalid, message);
            }
        }
        let length = self.extent(schema, "minLength", "maxLength");
        keywords.extend(length.map(Keyword::Length));
        if let Some(text) = self.text(schema, "pattern") {
            let pattern = self.pattern(text, schema.below(&["pattern"]));
            keywords.extend(pattern.map(Keyword::Pattern));
        }
        if let Some(name) = self.text(schema, "format") {
            match Format::named(name) {
                FormatOf::Checked(format) => keywords.push(Keyword::Format(format)),
                FormatOf::Number(format) if schema.object.get("type") != Some(&"string".into()) => {
                    keywords.push(Keyword::NumberFormat(format));
                }
                FormatOf::Remark => {}
                FormatOf::Number(_) | FormatOf::Unknown => {
                    let message = format!("the format {name:?} is not checked");
                    let pointer = schema.below(&["format"]);
                    self.fault(pointer, FaultKind::Unchecked, message);
                }
            }
        }
        for keyword in ["contentEncoding", "contentMediaType", "contentSchema"] {
            if schema.object.contains_key(keyword) {
                let message = format!("the keyword `{keyword}` is not checked");
                self.fault(schema.below(&[keyword]), FaultKind::Unchecked, message);
            }
        }
    }

    fn types(&mut self, schema: At<'s, '_>) -> Option<Types> {
        let declared = schema.object.get("type")?;
        let names = match declared {
            Value::Array(names) if !names.is_empty() => names.as_slice(),
            Value::String(_) => std::slice::from_ref(declared),
            other => {
                self.wrong(schema, "type", "a string or an array of strings", other);
                return None;
            }
        };
        let mut types = Types::default();
        for name in names {
            let Some(named) = name.as_str().and_then(Types::named) else {
                let message = format!("JSON Schema has no type {name}");
                self.fault(schema.below(&["type"]), FaultKind::Invalid, message);
                return None;
            };
            types = types.and(named);
        }
        if is_nullable(schema) {
            types = types.and(Types::NULL);
        }
        Some(types)
    }

    fn bounds(&mut self, schema: At<'s, '_>, keywords: &mut Vec<Keyword>) {
        for (keyword, exclusive, bounds) in [
            (
                "minimum",
                "exclusiveMinimum",
                [Bound::Minimum, Bound::ExclusiveMinimum],
            ),
            (
                "maximum",
                "exclusiveMaximum",
                [Bound::Maximum, Bound::ExclusiveMaximum],
            ),
        ] {
            // Draft 4 says of the bound beside it that it does not count itself.
            let switch = schema.object.get(exclusive).and_then(Value::as_bool);
            if let Some(number) = self.number(schema, keyword) {
                let bound = bounds[usize::from(switch == Some(true))];
                keywords.push(Keyword::Bound(bound, number));
            }
            if switch.is_none()
                && let Some(number) = self.number(schema, exclusive)
            {
                keywords.push(Keyword::Bound(bounds[1], number));
            }
        }
    }

    pub(super) fn array_keywords(&mut self, schema: At<'s, '_>, keywords: &mut Vec<Keyword>) {
        let count = self.extent(schema, "minItems", "maxItems");
        keywords.extend(count.map(Keyword::ItemCount));
        match schema.object.get("uniqueItems") {
            Some(Value::Bool(true)) => keywords.push(Keyword::UniqueItems),
            None | Some(Value::Bool(false)) => {}
            Some(other) => self.wrong(schema, "uniqueItems", "a boolean", other),
        }
        let (prefix, rest) = match schema.object.get("items") {
            // Up to 2019-09 a list of schemas said what `prefixItems` says now.
            Some(Value::Array(_)) => {
                let prefix = self.subschemas(schema, "items").unwrap_or_default();
                (prefix, self.subschema(schema, "additionalItems"))
            }
            _ => {
                let prefix = self.subschemas(schema, "prefixItems").unwrap_or_default();
                (prefix, self.subschema(schema, "items"))
            }
        };
        if !prefix.is_empty() || rest.is_some() {
            keywords.push(Keyword::Items { prefix, rest });
        }
        if let Some(contained) = self.subschema(schema, "contains") {
            let mut count = self
                .extent(schema, "minContains", "maxContains")
                .unwrap_or_default();
            if !schema.object.contains_key("minContains") {
                count.least = 1;
            }
            keywords.push(Keyword::Contains {
                schema: contained,
                count,
            });
        }
    }

    pub(super) fn combining_keywords(&mut self, schema: At<'s, '_>, keywords: &mut Vec<Keyword>) {
        keywords.extend(self.subschemas(schema, "allOf").map(Keyword::AllOf));
        keywords.extend(self.subschemas(schema, "anyOf").map(Keyword::AnyOf));
        keywords.extend(self.subschemas(schema, "oneOf").map(Keyword::OneOf));
        keywords.extend(self.subschema(schema, "not").map(Keyword::Not));
        if let Some(condition) = self.subschema(schema, "if") {
            keywords.push(Keyword::If {
                condition,
                then: self.subschema(schema, "then"),
                otherwise: self.subschema(schema, "else"),
            });
        }
    }

    pub(super) fn unevaluated_keywords(&mut self, schema: At<'s, '_>, keywords: &mut Vec<Keyword>) {
        let items = self.rest(schema, "unevaluatedItems");
        let properties = self.rest(schema, "unevaluatedProperties");
        self.asks_for_unevaluated |= items.is_some() || properties.is_some();
        keywords.extend(items.map(Keyword::UnevaluatedItems));
        keywords.extend(properties.map(Keyword::UnevaluatedProperties));
    }

    pub(super) fn pattern(&mut self, text: &str, pointer: String) -> Option<Pattern> {
        match Pattern::new(text) {
            Ok(pattern) => Some(pattern),
            Err(reason) => {
                let message = format!("the pattern {text:?} is not checked: {reason}");
                self.fault(pointer, FaultKind::Unchecked, message);
                None
            }
        }
    }

    /// How many there may be, if one of the two keywords says anything.
    pub(super) fn extent(&mut self, schema: At<'s, '_>, least: &str, most: &str) -> Option<Extent> {
        let extent = Extent {
            least: self.count(schema, least).unwrap_or_default(),
            most: self.count(schema, most),
        };
        (!extent.is_any()).then_some(extent)
    }

    fn count(&mut self, schema: At<'s, '_>, keyword: &str) -> Option<u64> {
        let value = schema.object.get(keyword)?;
        let float = value
            .as_f64()
            .filter(|float| float.fract() == 0.0 && *float >= 0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number that is not negative; past u64 it is the greatest one"
        )]
        let count = value.as_u64().or_else(|| float.map(|float| float as u64));
        if count.is_none() {
            self.wrong(
                schema,
                keyword,
                "a whole number that is not negative",
                value,
            );
        }
        count
    }

    fn number(&mut self, schema: At<'s, '_>, keyword: &str) -> Option<Number> {
        match schema.object.get(keyword)? {
            Value::Number(number) => Some(number.clone()),
            other => {
                self.wrong(schema, keyword, "a number", other);
                None
            }
        }
    }

    fn text(&mut self, schema: At<'s, '_>, keyword: &str) -> Option<&'s str> {
        match schema.object.get(keyword)? {
            Value::String(text) => Some(text),
            other => {
                self.wrong(schema, keyword, "a string", other);
                None
            }
        }
    }
}

/// Whether OpenAPI's keyword lets the value be null.
fn is_nullable(schema: At<'_, '_>) -> bool {
    schema.object.get("nullable") == Some(&Value::Bool(true))
}

#[cfg(test)]
mod tests {
    use super::KNOWN_KEYWORDS;

    #[test]
    fn keywords_are_sorted_to_be_searched() {
        assert!(KNOWN_KEYWORDS.is_sorted());
    }
}
