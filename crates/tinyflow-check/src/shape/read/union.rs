//! `oneOf`, `anyOf` and lists of types: enums with a value in each variant.

use tinyflow_model::{Member, Node, Object, Span, Value};

use super::forms::{Form, nullable};
use super::naming::{Taken, free_name};
use super::{SchemaReader, TypePath, description, keywords, title};
use crate::names;
use crate::shape::{Case, Definitions, Shape, Union, forms_alike, property_without_field};

/// Keywords beside `oneOf` that give the value a form of its own.
const FORMING: &[&str] = &[
    "additionalProperties",
    "const",
    "enum",
    "items",
    "patternProperties",
    "prefixItems",
    "properties",
    "required",
];

impl SchemaReader<'_> {
    /// The shape of a schema that is one of several; none where what stands beside them says
    /// what the value is, so that they only narrow it.
    pub(super) fn union(&mut self, object: &Object, span: Span, path: &TypePath) -> Option<Shape> {
        let (keyword, parts) = parts(object)?;
        if FORMING.iter().any(|name| object.get(name).is_some()) {
            return None;
        }
        // Two lists, or types that have forms of their own: the checks know what both mean.
        let mut others = object.members.iter();
        let is_narrowed = others.any(|member| {
            let is_form = member.name == "type" || member.name == "nullable";
            member.name != keyword && !is_form && !keywords::is_remark(&member.name)
        });
        self.has_checks |= is_narrowed;
        if is_narrowed {
            self.report_without_field(object, keyword, parts);
        }
        let (nulls, parts): (Vec<&Node>, Vec<&Node>) =
            parts.iter().partition(|part| self.is_null(part));
        let is_nullable = !nulls.is_empty()
            || object.get("nullable").map(|node| &node.value) == Some(&Value::Boolean(true));
        let shape = match parts.as_slice() {
            [] => return Some(Shape::Null),
            [only] => self.shape(only, path),
            parts => self.one_of(parts, object, span, path),
        };
        // Where one value fits two of them, `oneOf` refuses it.
        self.has_checks |= !matches!(&shape, Shape::Union(shape) if shape.tag.is_some());
        Some(if is_nullable { nullable(shape) } else { shape })
    }

    /// Reports the properties that none of the forms has, but another keyword describes.
    fn report_without_field(&mut self, object: &Object, keyword: &str, parts: &[Node]) {
        let mut others = object.clone();
        others.members.retain(|member| member.name != keyword);
        for property in self.only_in_forms(&others, &self.named_in(parts)) {
            let finding = property_without_field::finding(&property.name, property.name_span);
            self.findings.push(finding);
        }
    }

    fn one_of(&mut self, parts: &[&Node], object: &Object, span: Span, path: &TypePath) -> Shape {
        if let Some(values) = self.all_choices(parts) {
            return self.choice(&values, object, span, path);
        }
        if let Some(tag) = self.tag(parts) {
            return self.tagged(&tag, parts, object, span, path);
        }
        let name = self.type_name(title(object), path, span);
        let mut cases: Vec<Case> = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let own = self.own_name(part).or_else(|| only_property(part));
            let below = match &own {
                Some(own) => path.child(own),
                None => path.child(&format!("Form{}", index + 1)),
            };
            let shape = self.shape(part, &below);
            cases.push(Case {
                name: own.unwrap_or_default(),
                wire_name: String::new(),
                shape,
            });
        }
        self.untagged(name, description(object), cases, span)
    }

    /// The shape of a schema with several types.
    pub(super) fn one_of_forms(
        &mut self,
        forms: &[Form],
        object: &Object,
        span: Span,
        path: &TypePath,
    ) -> Shape {
        self.has_checks = true;
        let name = self.type_name(title(object), path, span);
        let mut cases = Vec::with_capacity(forms.len());
        for form in forms {
            let own = form.describe();
            cases.push(Case {
                name: own.to_owned(),
                wire_name: String::new(),
                shape: self.of_form(*form, object, span, &path.child(own)),
            });
        }
        self.untagged(name, description(object), cases, span)
    }

    /// An enum whose variants are tried one after the other.
    fn untagged(
        &mut self,
        name: String,
        description: Option<String>,
        cases: Vec<Case>,
        span: Span,
    ) -> Shape {
        let mut distinct: Vec<Case> = Vec::with_capacity(cases.len());
        for case in cases {
            if !distinct
                .iter()
                .any(|known| is_same_type(&known.shape, &case.shape))
            {
                distinct.push(case);
            }
        }
        let holds_anything =
            |case: &Case| matches!(case.shape, Shape::Any | Shape::Nullable(_) | Shape::Null);
        if distinct.iter().any(holds_anything) {
            self.types.give_back(&name);
            return self.checked(Shape::Any);
        }
        if distinct.len() == 1 {
            self.types.give_back(&name);
            return distinct.remove(0).shape;
        }
        // Those that take the least come first, so that each value finds its own.
        distinct.sort_by_key(|case| openness(&case.shape, &self.definitions));
        let mut taken = Taken::new();
        for case in &mut distinct {
            let wanted = match case.name.as_str() {
                "" => kind_name(&case.shape),
                own => names::value_variant(own),
            };
            case.name = free_name(&wanted, "", &taken);
            case.wire_name.clone_from(&case.name);
            taken.insert(case.name.clone(), Span::new(0, 0));
        }
        forms_alike::report(&distinct, span, self.findings);
        self.defined(Shape::Union(Union {
            name,
            description,
            tag: None,
            cases: distinct,
        }))
    }

    /// What a part is called: by its title, or by the name that refers to it.
    pub(super) fn own_name(&self, part: &Node) -> Option<String> {
        let Value::Object(object) = &part.value else {
            return None;
        };
        if let Some(title) = title(object) {
            return Some(title.to_owned());
        }
        let (pointer, target) = self.target(&keywords::reference(object)?.value)?;
        if let Value::Object(target) = &target.value
            && let Some(title) = title(target)
        {
            return Some(title.to_owned());
        }
        let last = pointer.rsplit('/').next()?;
        let is_name = last.contains(char::is_alphabetic);
        is_name.then(|| last.replace("~1", "/").replace("~0", "~"))
    }

    /// The values, where each part lists strings and says nothing else.
    fn all_choices(&self, parts: &[&Node]) -> Option<Vec<Node>> {
        let mut choices: Vec<Node> = Vec::new();
        for part in parts {
            let Value::Object(object) = &part.value else {
                return None;
            };
            let is_plain = |member: &Member| {
                matches!(member.name.as_str(), "const" | "enum" | "type")
                    || keywords::is_remark(&member.name) && keywords::reference(object).is_none()
            };
            if !object.members.iter().all(is_plain) {
                return None;
            }
            for node in keywords::values(object)? {
                if !matches!(node.value, Value::String(_)) {
                    return None;
                }
                if !choices.iter().any(|known| known.value == node.value) {
                    choices.push(node.clone());
                }
            }
        }
        Some(choices)
    }

    /// Whether `null` is one of the forms that a schema lists.
    pub(super) fn takes_null(&self, object: &Object) -> bool {
        let is_listed = |(_, parts): (_, &[Node])| parts.iter().any(|part| self.is_null(part));
        let has_type = match object.get("type").map(|node| &node.value) {
            Some(Value::Array(names)) => {
                let null = Value::String("null".to_owned());
                names.iter().any(|name| name.value == null)
            }
            _ => false,
        };
        has_type || keywords::is_nullable(object) || parts(object).is_some_and(is_listed)
    }

    fn is_null(&self, part: &Node) -> bool {
        let Value::Object(object) = &part.value else {
            return false;
        };
        let names_null =
            object.get("type").map(|node| &node.value) == Some(&Value::String("null".to_owned()));
        let is_null = |node: &Node| node.value == Value::Null;
        let lists_null = keywords::values(object).is_some_and(|values| values.iter().all(is_null));
        names_null || lists_null
    }
}

/// The name of the one property that an object has and can have, which says what it is.
fn only_property(part: &Node) -> Option<String> {
    let Value::Object(object) = &part.value else {
        return None;
    };
    let is_closed =
        object.get("additionalProperties").map(|node| &node.value) == Some(&Value::Boolean(false));
    let (Value::Object(properties), Value::Array(required)) = (
        &object.get("properties")?.value,
        &object.get("required")?.value,
    ) else {
        return None;
    };
    match (properties.members.as_slice(), required.as_slice()) {
        ([property], [name]) if is_closed && name.value == Value::String(property.name.clone()) => {
            Some(property.name.clone())
        }
        _ => None,
    }
}

/// The keyword that lists schemas of which one must fit, and those.
fn parts(object: &Object) -> Option<(&'static str, &[Node])> {
    ["oneOf", "anyOf"]
        .into_iter()
        .find_map(|keyword| match &object.get(keyword)?.value {
            Value::Array(parts) if !parts.is_empty() => Some((keyword, parts.as_slice())),
            _ => None,
        })
}

/// Whether two shapes are the same Rust type.
fn is_same_type(left: &Shape, right: &Shape) -> bool {
    match (left, right) {
        (Shape::Integer | Shape::Unsigned, Shape::Integer | Shape::Unsigned) => true,
        (Shape::List(left), Shape::List(right)) => is_same_type(left, right),
        (Shape::Struct(left), Shape::Struct(right)) => left.name == right.name,
        (Shape::Enum(left), Shape::Enum(right)) => left.name == right.name,
        (Shape::Union(left), Shape::Union(right)) => left.name == right.name,
        _ => left == right,
    }
}

/// The order in which the forms of a value are tried. A union takes as much as its most open form.
fn openness(shape: &Shape, definitions: &Definitions) -> (usize, usize) {
    match shape {
        Shape::Boolean => (0, 0),
        Shape::Integer | Shape::Unsigned => (1, 0),
        Shape::Number => (2, 0),
        Shape::Enum(_) => (3, 0),
        Shape::Text => (4, 0),
        Shape::Tuple(_) => (5, 0),
        Shape::List(_) => (
            6,
            usize::from(matches!(shape, Shape::List(of) if **of == Shape::Any)),
        ),
        Shape::Struct(shape) => {
            let required = shape.fields.iter();
            let required =
                required.filter(|field| field.presence == super::super::Presence::Required);
            let open = usize::from(!shape.is_closed);
            (7 + open, usize::MAX - required.count())
        }
        Shape::Union(shape) => {
            let cases = shape.cases.iter().map(|case| match &case.shape {
                Shape::Named { .. } => (9, 0),
                shape => openness(shape, definitions),
            });
            cases.max().unwrap_or_default()
        }
        Shape::Named { name, .. } => match definitions.get(name) {
            Some(Shape::Named { .. }) | None => (9, 0),
            Some(shape) => openness(shape, definitions),
        },
        Shape::Dictionary(_) => (10, 0),
        _ => (11, 0),
    }
}

fn kind_name(shape: &Shape) -> String {
    let name = match shape {
        Shape::Text => "Text",
        Shape::Integer | Shape::Unsigned => "Integer",
        Shape::Number => "Number",
        Shape::Boolean => "Boolean",
        Shape::List(_) | Shape::Tuple(_) => "List",
        Shape::Enum(_) => "Choice",
        _ => "Object",
    };
    name.to_owned()
}
