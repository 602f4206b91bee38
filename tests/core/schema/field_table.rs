//! The field table has a row for every field with its meaning and limits.

use super::*;

fn rows() -> Vec<Value> {
    parsed(&schema::fields()).as_array().unwrap().clone()
}

fn check(table: &Table, holder: &str, rows: &mut std::vec::IntoIter<Value>) {
    for field in table.fields {
        let path = format!("{holder}{}", field.name);
        let row = rows.next().unwrap();
        assert_eq!(row["path"], path);
        assert_eq!(row["label"], field.label, "{path}");
        assert_eq!(row["hint"], sentences(field.doc), "{path}");
        assert_eq!(row["required"], field.presence == Presence::Required, "{path}");
        assert_eq!(row["nullable"], field.is_nullable(), "{path}");
        assert_eq!(row.get("default").cloned(), default(field), "{path}");
        assert_eq!(row["revision"], field.since.as_str(), "{path}");
        assert_eq!(row["source"], field.source.as_str(), "{path}");
        assert_eq!(row["limitsSource"], field.limits.as_str(), "{path}");
        check_kind(&row, &field.kind, &path);
        match &field.kind {
            Kind::Object(inner) => check(inner, &format!("{path}."), rows),
            Kind::List(item) => {
                let row = rows.next().unwrap();
                assert_eq!(row["path"], format!("{path}[]"));
                check_kind(&row, item, &path);
                if let Kind::Object(inner) = item {
                    check(inner, &format!("{path}[]."), rows);
                }
            }
            _ => {}
        }
    }
}

fn check_kind(row: &Value, kind: &Kind, path: &str) {
    let expected = match kind {
        // A JavaScript reader would round a greater number.
        Kind::Integer { min, max } if *max > 1 << 53 => {
            json!({"kind": "integer", "min": min, "max": max.to_string()})
        }
        Kind::Integer { min, max } => json!({"kind": "integer", "min": min, "max": max}),
        Kind::Text { max: Some(max), format } => {
            let name = if *format == Format::Url { "url" } else { "text" };
            json!({"kind": name, "maxLength": max, "maxLengthUnit": "code points"})
        }
        Kind::Text { max: None, format } => match format {
            Format::Slug => json!({"kind": "slug"}),
            Format::Email => json!({"kind": "email"}),
            Format::Url => json!({"kind": "url"}),
            Format::Plain => json!({"kind": "text"}),
        },
        Kind::Choice { options, open, empty } => {
            let option = |choice: &Choice| json!({"value": choice.value, "label": choice.label});
            let options: Vec<Value> = options.iter().map(option).collect();
            json!({"kind": "choice", "options": options, "openOptions": open, "emptyOption": empty})
        }
        Kind::Boolean => json!({"kind": "boolean"}),
        Kind::Free => json!({"kind": "json"}),
        Kind::Object(_) => json!({"kind": "object"}),
        Kind::List(_) => json!({"kind": "list"}),
    };
    let known = [
        "path",
        "label",
        "hint",
        "required",
        "nullable",
        "default",
        "revision",
        "source",
        "limitsSource",
    ];
    let mut limits: Map<String, Value> = row.as_object().unwrap().clone();
    limits.retain(|key, _| !known.contains(&key.as_str()));
    assert_eq!(Value::Object(limits), expected, "{path}");
}

#[test]
fn has_every_field_in_order() {
    let mut rows = rows().into_iter();
    check(&CASE, "", &mut rows);
    assert_eq!(rows.next(), None);
}
