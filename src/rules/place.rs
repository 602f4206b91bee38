//! Which paths a request can have.

use crate::issue::{Path, Segment};
use crate::read::{Object, Value};
use crate::request::{CASE, Kind, Revision};

/// Whether the revision documents a value at `path`, or `case` has an unknown field there.
#[cfg_attr(not(feature = "wasm"), allow(dead_code))]
pub(crate) fn has_place(path: &Path, revision: Revision, case: Option<&Object<'_>>) -> bool {
    let mut kind = &Kind::Object(&CASE);
    let mut object = case;
    let mut items = None;
    for segment in &path.0 {
        let slot = match (kind, segment) {
            (Kind::Object(table), Segment::Key(key)) => {
                let mut fields = table.fields_in(revision);
                let Some((place, field)) = fields.find(|(_, field)| field.name == &**key) else {
                    return object.is_some_and(|object| object.extras.iter().any(|extra| *extra.key.text() == **key));
                };
                kind = &field.kind;
                object.map(|object| object.slot(place))
            }
            (Kind::List(item), Segment::Index(index)) => {
                kind = item;
                items.and_then(|items: &[_]| items.get(*index))
            }
            _ => return matches!(kind, Kind::Free),
        };
        (object, items) = match slot.map(|slot| &slot.value) {
            Some(Value::Object(object)) => (Some(&**object), None),
            Some(Value::List(items)) => (None, Some(items.as_slice())),
            _ => (None, None),
        };
    }
    true
}
