//! A row of a table is the request that it spells: any request as JSON and as a row gives the same body or the same issues.

use proptest::prelude::*;
use proptest::sample::select;
use sphinx_case::input::{Block, InputFormat, InputOptions, Records, read_request};
use sphinx_case::request::{CASE, Kind};
use sphinx_case::{Options, Revision, UnknownFields, read_json_with};

use super::json::{Json, decoded};
use super::request::{Care, request_in};
use super::{config, meanings};

/// A heading and the text of its cell.
type Cell = (String, String);

/// What of a value a row can spell, and its cells: not null, nor what is empty or has white space around it, nor keys in no table.
fn spelled(kind: &Kind, json: &Json, name: &str, cells: &mut Vec<Cell>) -> Option<Json> {
    let text = match (kind, json) {
        (Kind::Object(table), Json::Object(members)) => {
            let mut kept: Vec<(String, Json)> = Vec::new();
            for (key, value) in members {
                let field = decoded(key).and_then(|key| table.fields.iter().find(|field| field.name == key));
                let Some(field) = field else { continue };
                let is_known = kept.iter().any(|(other, _)| decoded(other) == decoded(key));
                let place = if name.is_empty() {
                    field.name.to_owned()
                } else {
                    format!("{name}.{}", field.name)
                };
                if !is_known && let Some(value) = spelled(&field.kind, value, &place, cells) {
                    kept.push((key.clone(), value));
                }
            }
            return (!kept.is_empty()).then_some(Json::Object(kept));
        }
        (Kind::List(item), Json::List(items)) => {
            let mut kept = Vec::new();
            for (index, value) in items.iter().enumerate() {
                kept.extend(spelled(item, value, &format!("{name}[{index}]"), cells));
            }
            return (!kept.is_empty()).then_some(Json::List(kept));
        }
        (Kind::Text { .. } | Kind::Choice { .. }, Json::Token(token)) if token.starts_with('"') => decoded(token)?,
        (Kind::Integer { .. }, Json::Token(token))
            if token.starts_with(|first: char| first == '-' || first.is_ascii_digit()) =>
        {
            token.clone()
        }
        (Kind::Boolean, Json::Token(token)) if token == "true" || token == "false" => token.clone(),
        (Kind::Free, json) => json.compact(),
        _ => return None,
    };
    let is_edge = |character: char| character.is_whitespace() || character.is_control();
    if text.is_empty() || text.starts_with(is_edge) || text.ends_with(is_edge) {
        return None;
    }
    cells.push((name.to_owned(), text));
    Some(json.clone())
}

fn csv(cells: &[Cell], separator: char) -> String {
    let row = |texts: &mut dyn Iterator<Item = &String>| {
        let texts: Vec<String> = texts.map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
        texts.join(&separator.to_string()) + "\n"
    };
    row(&mut cells.iter().map(|(name, _)| name)) + &row(&mut cells.iter().map(|(_, text)| text))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_row_is_the_request_that_it_spells(
        case in select(vec![Care::Good, Care::Good, Care::Wild]).prop_flat_map(|care| request_in(Revision::Newest, care)),
        separator in select(vec![',', ';', '\t']),
    ) {
        let options = Options::default().with_revision(Revision::Newest).with_unknown_fields(UnknownFields::Reject);
        let mut cells = Vec::new();
        let Some(json) = spelled(&Kind::Object(&CASE), &case, "", &mut cells) else { return Ok(()) };
        let text = csv(&cells, separator);
        let reader = Box::new(text.as_bytes());
        let mut records = Records::new(reader, InputFormat::Csv, &InputOptions::default(), &options).unwrap();
        let mut block = Block::default();
        let row = records.lines.next(&mut block).unwrap().unwrap().bytes.unwrap();
        let (issues, built) =
            read_request(row, records.table.as_ref(), &options, |draft, _| draft.build().ok());
        let text = json.compact();
        let draft = read_json_with(&text, &options);
        prop_assert_eq!(meanings(issues.iter()), meanings(draft.issues().iter()), "{}", text);
        let body = built.map(|payload| payload.into_body());
        prop_assert_eq!(body, draft.build().ok().map(|payload| payload.into_body()));
    }
}
