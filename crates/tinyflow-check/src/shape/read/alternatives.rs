//! Properties that an object has in some of its forms alone: those that only `oneOf`, `anyOf`,
//! `if` and the like describe, beside `properties`.
//!
//! Where each form says what such a property is, it is one of what they say. Where one form says
//! nothing of it, it may be anything there.

use std::collections::{HashMap, HashSet};

use tinyflow_model::{Member, Node, Object, Span, Value};

use super::{SchemaReader, description, keywords};
use crate::shape::json::to_json;

/// How many schemas are looked at for one object: references can make very many of a few.
const MOST_SCHEMAS: usize = 10_000;

impl SchemaReader<'_> {
    /// The properties that only the forms of an object describe, as if `properties` did.
    pub(super) fn only_in_forms(&self, object: &Object, properties: &[Member]) -> Vec<Member> {
        let described: HashSet<&str> = properties.iter().map(|known| known.name.as_str()).collect();
        let found = Forms::new(self).beside(object).properties.into_iter();
        let found = found.filter(|known| !described.contains(known.name));
        found.filter_map(|known| property(&known)).collect()
    }

    /// The properties that any of the schemas names.
    pub(super) fn named_in(&self, schemas: &[Node]) -> Vec<Member> {
        let mut forms = Forms::new(self);
        let found = schemas
            .iter()
            .flat_map(|schema| forms.of(schema).properties);
        found
            .map(|known| member(known.name, known.span, Value::Null))
            .collect()
    }
}

/// What a schema says of an object's properties.
#[derive(Default)]
struct Form<'s> {
    properties: Vec<Known<'s>>,
    /// Whether there are no others.
    is_closed: bool,
}

/// A property, and what is known of it wherever it is there.
struct Known<'s> {
    name: &'s str,
    span: Span,
    /// It fits one of these.
    one_of: Vec<&'s Node>,
    /// Whether it may be anything else, too.
    is_open: bool,
}

/// Goes through the schemas that are held against one object.
struct Forms<'s> {
    reader: &'s SchemaReader<'s>,
    schemas_left: usize,
}

impl<'s> Forms<'s> {
    fn new(reader: &'s SchemaReader<'s>) -> Self {
        Self {
            reader,
            schemas_left: MOST_SCHEMAS,
        }
    }

    fn of(&mut self, schema: &'s Node) -> Form<'s> {
        let Value::Object(object) = &schema.value else {
            return Form::default();
        };
        let Some(left) = self.schemas_left.checked_sub(1) else {
            return Form::default();
        };
        self.schemas_left = left;
        let mut form = Form {
            properties: own_properties(object),
            is_closed: value(object, "additionalProperties") == Some(&Value::Boolean(false))
                && object.get("patternProperties").is_none(),
        };
        form.and(self.beside(object));
        if let Some(reference) = keywords::reference(object)
            && let Some((_, target)) = self.reader.target(&reference.value)
        {
            let target = self.of(target);
            form.and(target);
        }
        form.and(Form {
            properties: required(object),
            is_closed: false,
        });
        form
    }

    /// What stands beside the properties of an object.
    fn beside(&mut self, object: &'s Object) -> Form<'s> {
        let mut form = Form::default();
        for list in ["oneOf", "anyOf"] {
            if let Some(Value::Array(forms)) = value(object, list) {
                form.and(either(forms.iter().map(|one| self.of(one)).collect()));
            }
        }
        if let Some(Value::Array(parts)) = value(object, "allOf") {
            for part in parts {
                form.and(self.of(part));
            }
        }
        if let Some(condition) = object.get("if") {
            let branches = ["then", "else"].map(|name| object.get(name));
            let branches = branches.map(|branch| branch.map(|one| self.of(one)));
            form.and(either(branches.map(Option::unwrap_or_default).into()));
            form.and(either(vec![self.of(condition), Form::default()]));
        }
        if let Some(Value::Object(schemas)) = value(object, "dependentSchemas") {
            for schema in &schemas.members {
                form.and(either(vec![self.of(&schema.value), Form::default()]));
            }
        }
        form
    }
}

impl<'s> Form<'s> {
    /// Adds what holds as well: the first that says what a property is, counts.
    fn and(&mut self, other: Self) {
        self.is_closed |= other.is_closed;
        let mut places = places(&self.properties);
        for known in other.properties {
            match places.get(known.name) {
                Some(place) if self.properties[*place].is_open => self.properties[*place] = known,
                Some(_) => {}
                None => {
                    places.insert(known.name, self.properties.len());
                    self.properties.push(known);
                }
            }
        }
    }
}

fn places<'s>(properties: &[Known<'s>]) -> HashMap<&'s str, usize> {
    let names = properties.iter().map(|known| known.name);
    names.zip(0..).collect()
}

/// What holds where one of several forms does.
fn either(forms: Vec<Form<'_>>) -> Form<'_> {
    let open_forms = forms.iter().filter(|form| !form.is_closed).count();
    let mut places = HashMap::new();
    let mut properties: Vec<Known<'_>> = Vec::new();
    let mut described_in_open_forms = Vec::new();
    for form in forms {
        for known in form.properties {
            let place = *places.entry(known.name).or_insert(properties.len());
            if place == properties.len() {
                described_in_open_forms.push(0);
                properties.push(Known {
                    one_of: Vec::new(),
                    is_open: false,
                    ..known
                });
            }
            described_in_open_forms[place] += usize::from(!form.is_closed);
            properties[place].is_open |= known.is_open;
            properties[place].one_of.extend(known.one_of);
        }
    }
    for (known, described) in properties.iter_mut().zip(described_in_open_forms) {
        known.is_open |= described < open_forms;
    }
    Form {
        properties,
        is_closed: open_forms == 0,
    }
}

fn own_properties(object: &Object) -> Vec<Known<'_>> {
    let Some(Value::Object(properties)) = value(object, "properties") else {
        return Vec::new();
    };
    let properties = properties.members.iter().map(|property| Known {
        name: &property.name,
        span: property.name_span,
        // One that must not be there is described, too: by nothing.
        one_of: match property.value.value {
            Value::Boolean(_) => Vec::new(),
            _ => vec![&property.value],
        },
        is_open: property.value.value == Value::Boolean(true),
    });
    properties.collect()
}

fn required(object: &Object) -> Vec<Known<'_>> {
    let Some(Value::Array(names)) = value(object, "required") else {
        return Vec::new();
    };
    let names = names.iter().filter_map(|node| match &node.value {
        Value::String(name) => Some(Known {
            name,
            span: node.span,
            one_of: Vec::new(),
            is_open: true,
        }),
        _ => None,
    });
    names.collect()
}

/// The property as a member of `properties`; none where it must not be there. A default stays
/// out: it would give the object another form.
fn property(known: &Known<'_>) -> Option<Member> {
    let mut texts = HashSet::new();
    let mut one_of = known.one_of.clone();
    one_of.retain(|schema| texts.insert(to_json(schema).to_string()));
    if one_of.is_empty() && !known.is_open {
        return None;
    }
    let mut schema = Object::default();
    if let [only] = one_of.as_slice()
        && let Value::Object(object) = &only.value
        && let Some(text) = description(object)
    {
        let text = Value::String(text);
        schema.members.push(member("description", only.span, text));
    }
    if !known.is_open {
        let forms = Value::Array(one_of.into_iter().cloned().collect());
        schema.members.push(member("anyOf", known.span, forms));
    }
    Some(member(known.name, known.span, Value::Object(schema)))
}

fn member(name: &str, span: Span, value: Value) -> Member {
    Member {
        name: name.to_owned(),
        name_span: span,
        value: Node { span, value },
    }
}

fn value<'o>(object: &'o Object, keyword: &str) -> Option<&'o Value> {
    object.get(keyword).map(|node| &node.value)
}
