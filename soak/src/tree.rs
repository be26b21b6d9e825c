//! The tree that a JavaScript parser makes, written as our parser writes its own.

use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrowFunctionExpression, CallExpression, Expression, LogicalExpression,
    TemplateLiteral,
};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// The tree of a JavaScript expression; none where the text is no JavaScript.
pub(crate) fn of_javascript(text: &str) -> Option<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::cjs()).parse_expression();
    parsed.ok().map(|expression| written(&expression))
}

fn written(expression: &Expression<'_>) -> String {
    match expression {
        Expression::BooleanLiteral(literal) => literal.value.to_string(),
        Expression::NullLiteral(_) => "null".to_owned(),
        Expression::NumericLiteral(literal) => literal.value.to_string(),
        Expression::StringLiteral(literal) => format!("{:?}", literal.value.as_str()),
        Expression::TemplateLiteral(template) => template_text(template),
        Expression::Identifier(name) => name.name.to_string(),
        Expression::ThisExpression(_) => "this".to_owned(),
        Expression::ParenthesizedExpression(inner) => written(&inner.expression),
        Expression::ArrayExpression(array) => {
            let items = array.elements.iter();
            list(
                "array",
                items.map(|item| item.as_expression().map_or_else(other, written)),
            )
        }
        Expression::StaticMemberExpression(member) => format!(
            "({}. {} {})",
            mark(member.optional),
            written(&member.object),
            member.property.name
        ),
        Expression::ComputedMemberExpression(member) => format!(
            "({}[] {} {})",
            mark(member.optional),
            written(&member.object),
            written(&member.expression)
        ),
        Expression::ChainExpression(chain) => {
            let inner = match chain.expression.as_member_expression() {
                Some(member) => member_text(member),
                None => match &chain.expression {
                    oxc_ast::ast::ChainElement::CallExpression(call) => call_text(call),
                    _ => other(),
                },
            };
            format!("(chain {inner})")
        }
        Expression::CallExpression(call) => call_text(call),
        Expression::UnaryExpression(unary) => {
            format!("({} {})", unary.operator.as_str(), written(&unary.argument))
        }
        Expression::BinaryExpression(binary) => format!(
            "({} {} {})",
            binary.operator.as_str(),
            written(&binary.left),
            written(&binary.right)
        ),
        Expression::LogicalExpression(logical) => {
            let mut operands = Vec::new();
            collect(logical, &mut operands);
            list(logical.operator.as_str(), operands.into_iter())
        }
        Expression::ConditionalExpression(conditional) => format!(
            "(?: {} {} {})",
            written(&conditional.test),
            written(&conditional.consequent),
            written(&conditional.alternate)
        ),
        _ => other(),
    }
}

fn member_text(member: &oxc_ast::ast::MemberExpression<'_>) -> String {
    use oxc_ast::ast::MemberExpression;
    match member {
        MemberExpression::StaticMemberExpression(member) => format!(
            "({}. {} {})",
            mark(member.optional),
            written(&member.object),
            member.property.name
        ),
        MemberExpression::ComputedMemberExpression(member) => format!(
            "({}[] {} {})",
            mark(member.optional),
            written(&member.object),
            written(&member.expression)
        ),
        MemberExpression::PrivateFieldExpression(_) => other(),
    }
}

fn call_text(call: &CallExpression<'_>) -> String {
    let Expression::StaticMemberExpression(callee) = &call.callee else {
        return other();
    };
    let object = written(&callee.object);
    let name = callee.property.name.as_str();
    if object == "Object" && name == "keys" {
        let arguments = call.arguments.iter().map(argument);
        return list("Object.keys()", arguments);
    }
    let arguments = call.arguments.iter().map(argument);
    let head = format!("{}.{name}()", mark(callee.optional));
    list(&head, std::iter::once(object).chain(arguments))
}

fn argument(argument: &Argument<'_>) -> String {
    match argument.as_expression() {
        Some(Expression::ArrowFunctionExpression(arrow)) => arrow_text(arrow),
        Some(expression) => written(expression),
        None => other(),
    }
}

fn arrow_text(arrow: &ArrowFunctionExpression<'_>) -> String {
    let parameter = arrow.params.items.first();
    let parameter = parameter.and_then(|parameter| parameter.pattern.get_identifier_name());
    let body = arrow.get_expression().map_or_else(other, written);
    format!(
        "(=> {} {body})",
        parameter.map_or_else(other, |name| name.to_string())
    )
}

/// A row of one operator is one list, as far as no parentheses part it.
fn collect(logical: &LogicalExpression<'_>, operands: &mut Vec<String>) {
    match &logical.left {
        Expression::LogicalExpression(left) if left.operator == logical.operator => {
            collect(left, operands);
        }
        left => operands.push(written(left)),
    }
    operands.push(written(&logical.right));
}

fn template_text(template: &TemplateLiteral<'_>) -> String {
    let mut parts = Vec::new();
    for (index, quasi) in template.quasis.iter().enumerate() {
        let text = quasi.value.cooked.as_ref().map_or("", |text| text.as_str());
        if !text.is_empty() {
            parts.push(format!("{text:?}"));
        }
        parts.extend(template.expressions.get(index).map(written));
    }
    list("template", parts.into_iter())
}

fn list(head: &str, items: impl Iterator<Item = String>) -> String {
    items.fold(format!("({head}"), |list, item| list + " " + &item) + ")"
}

fn mark(optional: bool) -> &'static str {
    if optional { "?" } else { "" }
}

/// What conditions do not have.
fn other() -> String {
    "#other".to_owned()
}
