//! The keywords of objects.

use serde_json::Value;

use super::{At, Compiler};
use crate::fault::FaultKind;
use crate::node::{Id, Keyword};

impl<'s> Compiler<'s> {
    pub(super) fn object_keywords(&mut self, schema: At<'s, '_>, keywords: &mut Vec<Keyword>) {
        let count = self.extent(schema, "minProperties", "maxProperties");
        keywords.extend(count.map(Keyword::PropertyCount));
        if let Some(value) = schema.object.get("required") {
            let names = self.names(value, schema.below(&["required"]));
            keywords.extend(names.map(Keyword::Required));
        }
        self.properties(schema, keywords);
        let names = self.subschema(schema, "propertyNames");
        keywords.extend(names.map(Keyword::PropertyNames));
        self.dependencies(schema, keywords);
    }

    fn properties(&mut self, schema: At<'s, '_>, keywords: &mut Vec<Keyword>) {
        let mut named = Vec::new();
        for (name, subschema) in self.members(schema, "properties").into_iter().flatten() {
            let id = self.node(schema.below(&["properties", name]), subschema);
            named.push((name.clone(), id));
        }
        // What tells cases apart first: the others then need not be looked at.
        let decides = |name: &String| {
            let schema = schema
                .object
                .get("properties")
                .and_then(|all| all.get(name));
            schema
                .is_some_and(|schema| schema.get("const").or_else(|| schema.get("enum")).is_some())
        };
        named.sort_by_key(|(name, _)| !decides(name));
        let mut patterns = Vec::new();
        for (text, subschema) in self
            .members(schema, "patternProperties")
            .into_iter()
            .flatten()
        {
            let pointer = schema.below(&["patternProperties", text]);
            let id = self.node(pointer.clone(), subschema);
            let pattern = self.pattern(text, pointer);
            patterns.extend(pattern.map(|pattern| (pattern, id)));
        }
        let rest = self.rest(schema, "additionalProperties");
        if !named.is_empty() || !patterns.is_empty() || rest.is_some() {
            keywords.push(Keyword::Properties {
                named,
                patterns,
                rest,
            });
        }
    }

    fn dependencies(&mut self, schema: At<'s, '_>, keywords: &mut Vec<Keyword>) {
        let mut required = Vec::new();
        let mut schemas: Vec<(String, Id)> = Vec::new();
        for keyword in ["dependentRequired", "dependentSchemas", "dependencies"] {
            for (name, value) in self.members(schema, keyword).into_iter().flatten() {
                let pointer = schema.below(&[keyword, name]);
                let lists_names = match keyword {
                    "dependencies" => value.is_array(),
                    _ => keyword == "dependentRequired",
                };
                if lists_names {
                    let names = self.names(value, pointer);
                    required.extend(names.map(|names| (name.clone(), names)));
                } else {
                    schemas.push((name.clone(), self.node(pointer, value)));
                }
            }
        }
        if !required.is_empty() {
            keywords.push(Keyword::DependentRequired(required));
        }
        if !schemas.is_empty() {
            keywords.push(Keyword::DependentSchemas(schemas));
        }
    }

    fn names(&mut self, value: &Value, pointer: String) -> Option<Vec<String>> {
        let names = value.as_array().map(|names| {
            let names = names.iter().map(|name| name.as_str().map(str::to_owned));
            names.collect::<Option<Vec<String>>>()
        });
        let names = names.flatten();
        if names.is_none() {
            let message = "an array of the names of properties belongs here".to_owned();
            self.fault(pointer, FaultKind::Invalid, message);
        }
        names
    }
}
