//! Requests, made along the field table: good ones, and ones in which anything can be wrong.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sphinx_case::request::{CASE, CHECK, CUSTOMER, Field, Format, Kind, Presence, Revision, Table};

use super::json::{Json, bad_string, decoded, distinct, free, free_object, number, spelled, text};

/// How much can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Nothing: there is no error, though there may be advice.
    Good,
    /// Keys that are in no table.
    Extra,
    /// Anything.
    Wild,
}

/// A request.
pub fn request(care: Care) -> BoxedStrategy<Json> {
    request_in(Revision::default(), care)
}

/// A request with the fields of a revision; one in which anything can be wrong has those of all revisions.
pub fn request_in(revision: Revision, care: Care) -> BoxedStrategy<Json> {
    if care == Care::Wild {
        return prop_oneof![30 => object(&CASE, Revision::LATEST, care), 1 => free(false)].boxed();
    }
    (object(&CASE, revision, care), any::<bool>(), any::<bool>())
        .prop_map(|(case, has_new_customer, has_checks)| {
            let Json::Object(mut members) = case else { return case };
            let is = |token: &str, name: &str| decoded(token).as_deref() == Some(name);
            let (one, other) = if has_new_customer {
                ("customer", "customer_id")
            } else {
                ("customer_id", "customer")
            };
            if members.iter().any(|(key, _)| is(key, one)) {
                members.retain(|(key, _)| !is(key, other));
            } else if !members.iter().any(|(key, _)| is(key, other)) {
                members.push((r#""customer_id""#.to_owned(), Json::token(7)));
            }
            let has_items = |value: &Json| matches!(value, Json::List(items) if !items.is_empty());
            if members.iter().any(|(key, value)| is(key, "checks") && has_items(value))
                && members.iter().any(|(key, _)| is(key, "case_config"))
            {
                members.retain(|(key, _)| !is(key, if has_checks { "case_config" } else { "checks" }));
            }
            Json::Object(members)
        })
        .boxed()
}

fn object(table: &'static Table, revision: Revision, care: Care) -> BoxedStrategy<Json> {
    let fields = table.fields_in(revision);
    let mut parts: Vec<BoxedStrategy<Vec<(String, Json)>>> =
        fields.map(|(_, field)| member(field, revision, care)).collect();
    if care != Care::Good {
        let most = if care == Care::Extra { 4 } else { 2 };
        parts.push(vec((unknown_key(care), free(care == Care::Extra)), 0..most).boxed());
    }
    parts
        .prop_map(|parts| parts.concat())
        .prop_shuffle()
        .prop_map(move |members| Json::Object(if care == Care::Wild { members } else { distinct(members) }))
        .boxed()
}

/// A field: mostly once or not at all, and in a wild request now and then twice.
fn member(field: &'static Field, revision: Revision, care: Care) -> BoxedStrategy<Vec<(String, Json)>> {
    let once = (key(field.name), value(&field.kind, field.is_nullable(), revision, care));
    match (care, field.presence) {
        (Care::Wild, _) => {
            prop_oneof![4 => vec(once.clone(), 0..2), 4 => vec(once.clone(), 1), 1 => vec(once, 2)].boxed()
        }
        (_, Presence::Required) => vec(once, 1).boxed(),
        _ => vec(once, 0..2).boxed(),
    }
}

fn key(name: &'static str) -> BoxedStrategy<String> {
    prop_oneof![5 => Just(format!("\"{name}\"")), 1 => spelled(Just(name.to_owned()))].boxed()
}

fn unknown_key(care: Care) -> BoxedStrategy<String> {
    let fields = [&CASE, &CUSTOMER, &CHECK].into_iter().flat_map(|table| table.fields);
    let near: Vec<String> = fields
        .map(|field| field.name.replace("_", "-").to_uppercase())
        .collect();
    let odd = [
        "",
        "__proto__",
        "constructor",
        "chekcs",
        "start",
        "0",
        "a/b~c",
        "x.y[0]",
        "full_name",
        "check_type",
    ];
    let known = prop_oneof![select(near), select(odd.to_vec()).prop_map(str::to_owned), text()];
    if care == Care::Wild {
        return prop_oneof![9 => spelled(known), 1 => bad_string()].boxed();
    }
    // A key that is a field of the object after all would be one with the wrong value.
    let is_field = |key: &String| {
        [&CASE, &CUSTOMER, &CHECK]
            .iter()
            .any(|table| table.position(key.as_bytes()).is_some())
    };
    spelled(known.prop_filter("a field", move |key| !is_field(key)))
}

fn value(kind: &'static Kind, nullable: bool, revision: Revision, care: Care) -> BoxedStrategy<Json> {
    let null = Just(Json::token("null"));
    let good = within(kind, revision, care);
    if care == Care::Wild {
        return prop_oneof![12 => good, 4 => beyond(kind), 1 => null, 1 => free(false)].boxed();
    }
    if nullable {
        prop_oneof![5 => good, 1 => null].boxed()
    } else {
        good
    }
}

/// A value of a kind, often just within its limits.
fn within(kind: &'static Kind, revision: Revision, care: Care) -> BoxedStrategy<Json> {
    match *kind {
        Kind::Integer { min, max } => {
            let value = prop_oneof![min..=max, min..=min + 9, select(vec![min, max, 365, 366, 1])];
            (value, 0_u8..6)
                .prop_map(|(value, pick)| Json::Token(integer(value, pick)))
                .boxed()
        }
        Kind::Text {
            format: Format::Url, ..
        } => string(select(urls())),
        Kind::Text {
            format: Format::Slug, ..
        } => string("[-A-Za-z0-9_]{1,9}"),
        Kind::Text {
            format: Format::Email, ..
        } => string(select(vec!["jane@example.com", "ü+1@bücher.example", "a@b.c"]).prop_map(str::to_owned)),
        Kind::Text {
            max,
            format: Format::Plain,
        } => {
            let full = max.map_or(9, |max| max as usize);
            let full = select(vec!["ä".repeat(full), "😀".repeat(full)]);
            string(prop_oneof![5 => "[A-Zé😀]\\PC{0,9}", 2 => "[a-z][\\x01-\\x7f]{0,9}", 1 => full])
        }
        Kind::Choice { options, open, empty } => {
            let mut values: Vec<String> = options.iter().map(|option| option.value.to_owned()).collect();
            values.extend(empty.then(String::new));
            let other = if open {
                "[A-Z]{1,8}".boxed()
            } else {
                select(values.clone()).boxed()
            };
            string(prop_oneof![6 => select(values), 1 => other])
        }
        Kind::Boolean => select(vec!["true", "false"]).prop_map(Json::token).boxed(),
        Kind::Free => free_object(care != Care::Wild),
        Kind::Object(table) => object(table, revision, care),
        Kind::List(item) => vec(value(item, false, revision, care), 0..4)
            .prop_map(Json::List)
            .boxed(),
    }
}

/// A value just beyond the limits of a kind, or of another kind altogether.
fn beyond(kind: &'static Kind) -> BoxedStrategy<Json> {
    match *kind {
        Kind::Integer { min, max } => {
            let limits = [i128::from(min) - 1, i128::from(max) + 1].map(|value| value.to_string());
            prop_oneof![select(limits.to_vec()), number()]
                .prop_map(Json::Token)
                .boxed()
        }
        Kind::Text { .. } | Kind::Choice { .. } => {
            let odd = [
                "",
                " ",
                "\u{3000}\n",
                "http:/x",
                "ftp://a.b",
                "https://",
                "https://a b",
                " https://a.b",
                "individual",
                "jane@example",
            ];
            let long = [256, 512].map(|length| "ü".repeat(length));
            let texts =
                prop_oneof![3 => select(odd.to_vec()).prop_map(str::to_owned), 1 => select(long.to_vec()), 1 => text()];
            prop_oneof![5 => string(texts), 1 => bad_string().prop_map(Json::Token)].boxed()
        }
        _ => prop_oneof![free(false), free_object(false)].boxed(),
    }
}

fn string(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Json> {
    spelled(text).prop_map(Json::Token).boxed()
}

/// A whole number in one of its spellings.
fn integer(value: i64, pick: u8) -> String {
    match pick {
        0 => format!("{value}.0"),
        1 => format!("{value}.00E+0"),
        2 if value % 10 == 0 => format!("{}e1", value / 10),
        2 => format!("{value}0e-1"),
        _ => value.to_string(),
    }
}

fn urls() -> Vec<String> {
    let urls = [
        "https://example.com/hook",
        "http://example.com",
        "HTTPS://user:secret@example.com:8443/a?b=c#d",
        "http://localhost/",
        "http://192.168.0.1:80/x",
        "https://[::1]/",
        "https://bücher.example/ä",
    ];
    let longest = format!("https://example.com/{}", "a".repeat(511 - 20));
    urls.into_iter().map(str::to_owned).chain([longest]).collect()
}
