//! The same request with its keys in another order.

use proptest::sample::Index;
use sphinx_case::request::{CASE, Kind, Revision};

use super::json::{Json, decoded};

/// The request with the known keys of its objects in another order; unknown keys keep theirs.
pub fn reordered(case: &Json, revision: Revision, places: &[Index]) -> Json {
    walk(case, &Kind::Object(&CASE), revision, &mut places.iter().cycle())
}

fn walk<'i>(json: &Json, kind: &Kind, revision: Revision, places: &mut impl Iterator<Item = &'i Index>) -> Json {
    match (json, kind) {
        (Json::Object(members), Kind::Object(table)) => {
            let mut out: Vec<(String, Json)> = Vec::new();
            let mut unknown = Vec::new();
            for (key, value) in members {
                let name = decoded(key).unwrap_or_default();
                match table.fields_in(revision).find(|(_, field)| field.name == name) {
                    Some((_, field)) => {
                        let at = places.next().map_or(0, |index| index.index(out.len() + 1));
                        out.insert(at, (key.clone(), walk(value, &field.kind, revision, places)));
                    }
                    None => unknown.push((key.clone(), value.clone())),
                }
            }
            // Back to front, so that each goes before those that stand behind it.
            let mut end = out.len();
            for member in unknown.into_iter().rev() {
                end = places.next().map_or(0, |index| index.index(end + 1));
                out.insert(end, member);
            }
            Json::Object(out)
        }
        (Json::List(items), Kind::List(item)) => {
            Json::List(items.iter().map(|inner| walk(inner, item, revision, places)).collect())
        }
        _ => json.clone(),
    }
}
