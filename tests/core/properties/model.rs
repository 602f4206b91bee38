//! The payload once more, made from the tree in the plainest way: what the real one must equal.

use sphinx_case::request::{CASE, Fallback, Kind, Table};
use sphinx_case::{Defaults, Options, UnknownFields};

use super::json::{Json, decoded};

/// The body for a request without errors.
pub fn payload(case: &Json, options: &Options) -> String {
    object(&CASE, case, options)
}

fn object(table: &Table, object: &Json, options: &Options) -> String {
    let Json::Object(members) = object else {
        panic!("no object: {object:?}")
    };
    let keys: Vec<String> = members.iter().map(|(key, _)| decoded(key).unwrap()).collect();
    let given = |name: &str| keys.iter().position(|key| key == name).map(|place| &members[place].1);
    let mut parts = Vec::new();
    for field in table.fields {
        let default = field.default.map(|default| match default {
            Fallback::Integer(value) => value.to_string(),
            Fallback::Boolean(value) => value.to_string(),
        });
        let text = given(field.name).map(|json| value(&field.kind, json, options));
        let is_default = default.is_some() && (text.is_none() || text == default);
        let says_nothing = field.name == "checks" && text.as_deref() == Some("[]") && given("case_config").is_some();
        if says_nothing || (is_default && options.defaults() == Defaults::Omit) {
            continue;
        }
        if let Some(text) = text.or(default) {
            parts.push(format!("\"{}\":{text}", field.name));
        }
    }
    if options.unknown_fields != UnknownFields::Strip {
        for (key, (_, value)) in keys.iter().zip(members) {
            if table.position(key.as_bytes()).is_none() {
                parts.push(format!("{}:{}", serde_json::to_string(key).unwrap(), value.compact()));
            }
        }
    }
    format!("{{{}}}", parts.join(","))
}

fn value(kind: &Kind, json: &Json, options: &Options) -> String {
    match (kind, json) {
        (_, Json::Token(token)) if token == "null" => token.clone(),
        (Kind::Integer { .. }, Json::Token(token)) => integer(token).to_string(),
        (Kind::Text { .. } | Kind::Choice { .. }, Json::Token(token)) => {
            serde_json::to_string(&decoded(token).unwrap()).unwrap()
        }
        (Kind::Object(table), inner) => object(table, inner, options),
        (Kind::List(item), Json::List(items)) => {
            let items: Vec<String> = items.iter().map(|inner| value(item, inner, options)).collect();
            format!("[{}]", items.join(","))
        }
        _ => json.compact(),
    }
}

/// A whole number from any of its spellings.
fn integer(token: &str) -> i128 {
    let lower = token.to_lowercase();
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: i128 = format!("{before}{after}").parse().unwrap();
    let shift = exponent.parse::<i32>().unwrap() - after.len() as i32;
    let power = 10_i128.pow(shift.unsigned_abs());
    if shift < 0 { digits / power } else { digits * power }
}
