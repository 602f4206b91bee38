//! "Did you mean": the known key or value that is most similar to an unknown one.

use crate::lean::concat;
use crate::request::{CASE, Choice, Kind, Revision, Table, letters_of};

/// Longer names are not compared: they are not typing errors.
const LONGEST: usize = 48;

/// Shorter parts of a name are ambiguous.
const TELLING: usize = 4;

/// The key of a revision that was probably intended by `name` in an object of `table`, as a form name: `checks` at this level,
/// `customer.full_name` or `checks[].check_type` at another.
pub(crate) fn key(table: &Table, revision: Revision, name: &str) -> Option<String> {
    let wanted = Wanted::of(name)?;
    let mut here = Nearest::to(&wanted);
    for (_, field) in table.fields_in(revision) {
        here.look_at(&[field.name], field.name, field.letters);
    }
    if here.distance == 0 {
        return here.found;
    }
    // An exact match at another level is preferred to a typing error at this one, and that to a typing error at another.
    let mut elsewhere = Nearest::to(&wanted);
    if here.found.is_some() {
        elsewhere.distance = 1;
    }
    // The objects of the request, each with the prefix of its keys in a form name.
    let mut level = |above: &str, between: &str, other: &Table| {
        if other.name != table.name {
            for (_, field) in other.fields_in(revision) {
                elsewhere.look_at(&[above, between, field.name], field.name, field.letters);
            }
        }
    };
    level("", "", &CASE);
    for (_, field) in CASE.fields_in(revision) {
        match field.kind {
            Kind::Object(table) => level(field.name, ".", table),
            Kind::List(Kind::Object(table)) => level(field.name, "[].", table),
            _ => {}
        }
    }
    elsewhere.found.or(here.found)
}

/// The known value that was probably intended.
pub(crate) fn choice(options: &[Choice], value: &str) -> Option<String> {
    let wanted = Wanted::of(value)?;
    let mut nearest = Nearest::to(&wanted);
    for option in options {
        let [by_value, by_label] = option.letters;
        nearest.look_at(&[option.value], option.value, by_value);
        nearest.look_at(&[option.value], option.label, by_label);
    }
    nearest.found
}

/// A name to which candidates are compared.
struct Wanted {
    name: Letters,
    /// The set of its letters.
    letters: u32,
}

impl Wanted {
    fn of(name: &str) -> Option<Self> {
        Some(Self {
            name: Letters::of(name)?,
            letters: letters_of(name),
        })
    }
}

/// The first of the most similar candidates, if one is similar enough.
struct Nearest<'w> {
    wanted: &'w Wanted,
    /// The distance of the best candidate so far.
    distance: usize,
    found: Option<String>,
}

impl<'w> Nearest<'w> {
    fn to(wanted: &'w Wanted) -> Self {
        Self {
            wanted,
            distance: usize::MAX,
            found: None,
        }
    }

    /// Compares one spelling of a candidate, whose text is passed in parts.
    #[inline(never)]
    fn look_at(&mut self, candidate: &[&str], spelling: &str, letters: u32) {
        let Wanted { name, letters: own } = self.wanted;
        if !name.can_be_near(*own, letters) {
            return;
        }
        let Some(letters) = Letters::of(spelling) else { return };
        let distance = if letters == *name {
            Some(0)
        } else if self.distance > 1 {
            name.distance(&letters)
        } else {
            None
        };
        if let Some(distance) = distance
            && distance < self.distance
        {
            self.distance = distance;
            self.found = Some(concat(candidate));
        }
    }
}

/// The byte to compare by. `None` for characters that people omit or add freely.
fn letter(byte: u8) -> Option<u8> {
    (byte.is_ascii_alphanumeric() || byte >= 0x80).then(|| byte.to_ascii_lowercase())
}

/// A name without the differences to ignore: case, `_`, `-`, spaces and the like.
#[derive(PartialEq, Eq)]
struct Letters {
    /// With zeros after the letters.
    bytes: [u8; LONGEST],
    count: usize,
}

impl Letters {
    fn of(name: &str) -> Option<Self> {
        if name.len() > LONGEST {
            return None;
        }
        let mut bytes = [0; LONGEST];
        let mut count = 0_usize;
        for (place, byte) in bytes.iter_mut().zip(name.bytes().filter_map(letter)) {
            *place = byte;
            count = count.wrapping_add(1);
        }
        (count > 0).then_some(Self { bytes, count })
    }

    fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.count).unwrap_or_default()
    }

    /// The maximum number of edits that count as a typing error.
    fn most_edits(&self) -> usize {
        match self.count {
            0..=3 => 1,
            4..=8 => 2,
            longer => longer / 3,
        }
    }

    /// A quick test whether a spelling with these letters can be similar at all; most cannot. Each letter that only one of the
    /// two has is an edit, and a name that is part of the other has no letters of its own.
    fn can_be_near(&self, own: u32, letters: u32) -> bool {
        let (more, less) = ((own & !letters).count_ones(), (letters & !own).count_ones());
        let may_hold = self.count >= TELLING && (more == 0 || less == 0);
        may_hold || more.max(less) as usize <= self.most_edits()
    }

    /// The distance of two names. `None` if they are too different for a typing error. A name that is part
    /// of the other (`start` in `auto_start`) has the largest distance that counts.
    fn distance(&self, other: &Self) -> Option<usize> {
        let most = self.most_edits();
        let (name, candidate) = (self.as_slice(), other.as_slice());
        let edits = edits(name, candidate, most);
        if edits <= most && edits < name.len() {
            return Some(edits);
        }
        (contains(candidate, name) || contains(name, candidate)).then_some(LONGEST)
    }
}

/// Whether the longer name contains the shorter one, which is long enough to be unambiguous.
fn contains(longer: &[u8], shorter: &[u8]) -> bool {
    shorter.len() >= TELLING && longer.windows(shorter.len()).any(|part| part == shorter)
}

/// The edit distance: insertions, deletions, substitutions and transpositions. Counting stops above
/// `most`.
fn edits(one: &[u8], other: &[u8], most: usize) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = Vec::new();
    for count in 0..=other.len() {
        last.push(count);
    }
    let mut previous = None;
    for (row, &letter) in one.iter().enumerate() {
        let mut current = Vec::with_capacity(last.len());
        current.push(row.saturating_add(1));
        let mut left_letter = None;
        let mut least_here = row.saturating_add(1);
        for (column, &target) in other.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX);
            let changed = at(&last, column).saturating_add(usize::from(letter != target));
            let dropped = at(&last, column.saturating_add(1)).saturating_add(1);
            let added = at(&current, column).saturating_add(1);
            let mut least = changed.min(dropped).min(added);
            if previous == Some(target) && left_letter == Some(letter) {
                least = least.min(at(&before_last, column.saturating_sub(1)).saturating_add(1));
            }
            current.push(least);
            least_here = least_here.min(least);
            left_letter = Some(target);
        }
        if least_here > most {
            return least_here;
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(letter);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Letters, choice, edits, key, letters_of};
    use crate::request::{CASE, CHECK, CHECK_TYPES, CUSTOMER, CUSTOMER_TYPES, Revision};

    #[test]
    fn the_nearest_key_at_the_same_level() {
        for (name, meant) in [
            ("chekcs", "checks"),
            ("webhookUrl", "webhook_url"),
            ("start", "auto_start"),
            ("Case-Config", "case_config"),
            ("document_id", "document_ids"),
        ] {
            assert_eq!(key(&CASE, Revision::Reference, name).as_deref(), Some(meant), "{name}");
        }
    }

    #[test]
    fn a_key_that_belongs_to_another_level() {
        assert_eq!(
            key(&CASE, Revision::Reference, "full_name").as_deref(),
            Some("customer.full_name")
        );
        assert_eq!(
            key(&CASE, Revision::Reference, "check_type").as_deref(),
            Some("checks[].check_type")
        );
        assert_eq!(
            key(&CUSTOMER, Revision::Reference, "webhook_url").as_deref(),
            Some("webhook_url")
        );
        assert_eq!(
            key(&CHECK, Revision::Reference, "full_nmae").as_deref(),
            Some("customer.full_name")
        );
        assert_eq!(
            key(&CUSTOMER, Revision::Reference, "check_type").as_deref(),
            Some("checks[].check_type")
        );
    }

    #[test]
    fn only_what_the_revision_documents() {
        for (revision, meant) in [(Revision::Reference, None), (Revision::Newest, Some("metadata"))] {
            assert_eq!(key(&CASE, revision, "meta_data").as_deref(), meant);
        }
        assert_eq!(
            key(&CASE, Revision::Reference, "external-id").as_deref(),
            Some("customer.external_id")
        );
        assert_eq!(
            key(&CASE, Revision::Newest, "external-id").as_deref(),
            Some("external_id")
        );
    }

    #[test]
    fn nothing_is_suggested_for_what_is_near_nothing() {
        for name in ["", "x", "__proto__", "zzzzzzzz", &"customer".repeat(20)] {
            assert_eq!(key(&CASE, Revision::Reference, name), None, "{name}");
        }
    }

    #[test]
    fn the_nearest_option_by_value_or_label() {
        assert_eq!(choice(CUSTOMER_TYPES, "individual").as_deref(), Some("INDIVIDUAL"));
        assert_eq!(
            choice(CHECK_TYPES, "Proof of address").as_deref(),
            Some("PROOF_OF_ADDRESS")
        );
        assert_eq!(choice(CHECK_TYPES, "ADVERSE_MEDA").as_deref(), Some("ADVERSE_MEDIA"));
        assert_eq!(choice(CHECK_TYPES, "HOROSCOPE"), None);
    }

    #[test]
    fn edits_count_a_swap_once() {
        for (one, other, count) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "abc", 3),
            ("ab", "ba", 1),
            ("chekcs", "checks", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(
                edits(one.as_bytes(), other.as_bytes(), usize::MAX),
                count,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn what_is_ruled_out_at_first_sight_is_not_near() {
        let names: Vec<&str> = CHECK_TYPES
            .iter()
            .flat_map(|choice| [choice.value, choice.label])
            .chain([
                "x",
                "PEPP",
                "adverse",
                "Ünïcode",
                "proof",
                "CUST-2026-0001",
                "sanctoin",
                "kyb tax",
            ])
            .collect();
        for one in &names {
            for other in &names {
                let (wanted, letters) = (Letters::of(one).unwrap(), Letters::of(other).unwrap());
                if wanted.distance(&letters).is_some() {
                    assert!(wanted.can_be_near(letters_of(one), letters_of(other)), "{one} {other}");
                }
            }
        }
    }
}
