//! The state of a synthetic flow.

use serde_json::{Value, json};

use super::schema::{list, object, one_of, text};

/// The schema of its twenty properties.
pub(super) fn schema() -> Value {
    let address = object(
        json!({ "street": text(), "city": text(), "country": text() }),
        &["city"],
    );
    let customer = object(
        json!({ "id": text(), "tier": one_of(&["silver", "gold"]), "address": address }),
        &["id", "tier"],
    );
    let item = object(
        json!({ "article": text(), "count": { "type": "integer" }, "options": list(text()) }),
        &["article", "count"],
    );
    let payment = object(
        json!({ "method": one_of(&["card", "invoice"]), "isCaptured": { "type": "boolean" } }),
        &["method"],
    );
    let flags = object(
        json!({ "blocked": { "type": "boolean" }, "tested": { "type": "boolean" } }),
        &["blocked"],
    );
    let properties = json!({
        "orderId": text(),
        "attempts": { "type": "integer" },
        "score": { "type": "number" },
        "isActive": { "type": "boolean" },
        "status": one_of(&["new", "paid", "shipped"]),
        "urgency": one_of(&["low", "high", "highest"]),
        "region": one_of(&["north", "south"]),
        "note": text(),
        "createdAt": text(),
        "total": { "type": "number" },
        "currency": { "type": "string", "default": "EUR" },
        "labels": list(text()),
        "history": list(json!({ "type": "integer" })),
        "customer": customer,
        "items": list(item),
        "payment": payment,
        "flags": flags,
        "matrix": list(list(json!({ "type": "number" }))),
        "extras": { "type": "object" },
        "anything": {},
    });
    let required = [
        "orderId", "attempts", "score", "isActive", "status", "urgency", "customer", "items",
        "flags",
    ];
    object(properties, &required)
}

/// What a run starts with.
pub(super) fn value() -> Value {
    json!({
        "orderId": "order-1",
        "attempts": 2,
        "score": 0.25,
        "isActive": true,
        "status": "new",
        "urgency": "low",
        "region": "south",
        "total": 74.5,
        "labels": ["first"],
        "history": [1, 1, 2, 3],
        "customer": { "id": "c-1", "tier": "gold", "address": { "city": "Lisbon" } },
        "items": [{ "article": "teapot", "count": 1, "options": [] }],
        "payment": { "method": "card" },
        "flags": { "blocked": false },
        "matrix": [[1, 0], [0, 1]],
        "extras": { "source": "bench" },
    })
}
