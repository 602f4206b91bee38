//! The JSON Schemas say every field with its meaning and limits.

use super::*;

/// The schema of one of the objects, wherever the dialect keeps it.
fn object<'s>(schema: &'s Value, dialect: Dialect, table: &Table) -> &'s Value {
    if table.name == CASE.name {
        return schema;
    }
    let place = match (dialect, table.name) {
        (Dialect::Draft202012, name) => format!("/$defs/{name}"),
        (Dialect::Draft07, name) => format!("/definitions/{name}"),
        (Dialect::OpenApi30, "NewCustomer") => "/properties/customer".to_owned(),
        (Dialect::OpenApi30, "SyncPlatform") => "/properties/sync_platforms/items".to_owned(),
        (Dialect::OpenApi30, _) => "/properties/checks/items".to_owned(),
    };
    schema.pointer(&place).unwrap_or_else(|| panic!("nothing at {place}"))
}

fn check_value(value: &Value, kind: &Kind, name: &str) {
    let has_type = |expected: &str| value["type"] == expected || value["type"] == json!([expected, "null"]);
    match kind {
        Kind::Integer { min, max } => {
            assert!(has_type("integer"), "{name}");
            assert_eq!(
                (&value["minimum"], &value["maximum"]),
                (&json!(min), &json!(max)),
                "{name}"
            );
        }
        Kind::Text { max, format } => {
            assert!(has_type("string"), "{name}");
            assert_eq!(value.get("maxLength").cloned(), max.map(Value::from), "{name}");
            assert_eq!(
                value["pattern"] == "^[-A-Za-z0-9_]+$",
                *format == Format::Slug,
                "{name}"
            );
        }
        Kind::Choice { options, open, empty } => {
            assert!(has_type("string"), "{name}");
            let values = if *open {
                &value["anyOf"][0]["enum"]
            } else {
                &value["enum"]
            };
            let listed = values.as_array().unwrap();
            assert!(
                options.iter().all(|choice| listed.contains(&json!(choice.value))),
                "{name}"
            );
            assert_eq!(listed.contains(&json!("")), *empty, "{name}");
        }
        Kind::Boolean => assert!(has_type("boolean"), "{name}"),
        Kind::Free => assert_eq!(
            (&value["type"], &value["additionalProperties"]),
            (&json!("object"), &json!(true))
        ),
        Kind::Object(_) => {}
        Kind::List(item) => {
            assert!(has_type("array"), "{name}");
            check_value(&value["items"], item, name);
        }
    }
}

#[test]
fn has_every_field_with_its_meaning_and_limits() {
    let sides = Dialect::ALL
        .iter()
        .flat_map(|dialect| [(*dialect, Side::Input), (*dialect, Side::Payload)]);
    for ((dialect, side), revision) in
        sides.flat_map(|side| Revision::ALL.iter().map(move |revision| (side, *revision)))
    {
        let schema = parsed(&schema::json_schema(dialect, side, revision));
        for table in TABLES {
            let count = table.fields_in(revision).count();
            if count == 0 {
                // The revision does not have the object.
                assert!(!schema.to_string().contains(&format!("\"{}\"", table.name)));
                continue;
            }
            let object = object(&schema, dialect, table);
            assert_eq!(object["additionalProperties"], false);
            assert_eq!(object["properties"].as_object().unwrap().len(), count);
            for (_, field) in table.fields_in(revision) {
                let property = &object["properties"][field.name];
                assert_eq!(property["title"], field.label, "{}", field.name);
                assert_eq!(property["description"], sentences(field.doc), "{}", field.name);
                assert_eq!(property.get("default").cloned(), default(field), "{}", field.name);
                let takes_null = property["nullable"] == true || property["type"].is_array();
                assert_eq!(takes_null, field.is_nullable(), "{}", field.name);
                check_value(property, &field.kind, field.name);
                let is_required = object["required"]
                    .as_array()
                    .is_some_and(|keys| keys.contains(&json!(field.name)));
                let is_due = field.presence == Presence::Required || (side == Side::Payload && field.default.is_some());
                assert_eq!(is_required, is_due, "{}", field.name);
            }
        }
    }
}

#[test]
fn keys_come_in_the_order_of_the_contract() {
    let text = schema::json_schema(Dialect::Draft202012, Side::Input, Revision::LATEST);
    let places: Vec<usize> = CASE
        .fields
        .iter()
        .map(|field| text.find(&format!("\n    \"{}\": {{", field.name)).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_greatest_integer_keeps_its_digits() {
    assert!(
        schema::json_schema(Dialect::Draft07, Side::Input, Revision::Reference)
            .contains("\"maximum\": 9223372036854775807")
    );
}
