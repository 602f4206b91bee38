//! The slow form: a plain tree of texts, which knows nothing of `src/form` and keeps nothing that can be worked out.

use std::sync::LazyLock;

use sphinx_case::form::{Include, Rejection};
use sphinx_case::request::{self, Kind, Table};
use sphinx_case::{Issue, Path, Segment};

/// What a place is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Text,
    Number,
    Truth,
    Free,
    /// A key that the API does not document.
    Extra,
    Group(&'static [(&'static str, What)]),
    List(&'static What),
}

use What::{Free, Group, List, Number, Text, Truth};

/// The whole request. The fields come from the declaration, so that a new field needs no change here.
pub static CASE: LazyLock<What> = LazyLock::new(|| Group(members(&request::CASE)));

fn members(table: &Table) -> &'static [(&'static str, What)] {
    let members: Vec<_> = table
        .fields
        .iter()
        .map(|field| (field.name, what(&field.kind)))
        .collect();
    members.leak()
}

fn what(kind: &Kind) -> What {
    match kind {
        Kind::Text { .. } | Kind::Choice { .. } => Text,
        Kind::Integer { .. } => Number,
        Kind::Boolean => Truth,
        Kind::Free => Free,
        Kind::Object(table) => Group(members(table)),
        Kind::List(item) => List(Box::leak(Box::new(what(item)))),
    }
}

/// Hands out numbers that were never there before: for rows, and for each state of a place.
#[derive(Debug, Clone, Default)]
pub struct Numbers(u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

#[derive(Debug, Clone)]
pub struct Place {
    pub what: What,
    pub text: Vec<u8>,
    pub given: Option<String>,
    pub rejection: Option<Rejection>,
    /// Of a list: the rows in the request that was submitted last.
    pub sent: Option<Vec<u64>>,
    pub include: Include,
    pub left: bool,
    pub revealed: bool,
    /// Another one after every change of the place and every check that begins.
    pub state: u64,
    pub told: Vec<Issue>,
    /// Of a row.
    pub row: Option<u64>,
    /// The fields of a group, then its other keys.
    pub members: Vec<(String, Place)>,
    pub rows: Vec<Place>,
    pub start: Start,
}

/// What "dirty" is told by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    pub text: Vec<u8>,
    pub given: Option<String>,
    pub rows: Vec<u64>,
    pub extras: Vec<String>,
}

impl Place {
    pub fn blank(what: What, numbers: &mut Numbers) -> Self {
        let members = match what {
            Group(fields) => fields
                .iter()
                .map(|(name, what)| ((*name).to_owned(), Self::blank(*what, numbers)))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            what,
            text: Vec::new(),
            given: None,
            rejection: None,
            sent: None,
            include: Include::Auto,
            left: false,
            revealed: false,
            state: numbers.next(),
            told: Vec::new(),
            row: None,
            members,
            rows: Vec::new(),
            start: Start::default(),
        }
    }

    pub fn blank_row(what: What, numbers: &mut Numbers) -> Self {
        let mut row = Self::blank(what, numbers);
        row.row = Some(numbers.next());
        row
    }

    pub fn extra(text: Vec<u8>, given: Option<String>, numbers: &mut Numbers) -> Self {
        let mut place = Self::blank(What::Extra, numbers);
        place.text = text;
        place.given = given;
        place.revealed = true;
        place
    }

    pub fn is_text(&self) -> bool {
        !matches!(self.what, Group(_) | List(_))
    }

    /// This place and all in it.
    pub fn each(&mut self, act: &mut dyn FnMut(&mut Self)) {
        act(self);
        self.members.iter_mut().for_each(|(_, member)| member.each(act));
        self.rows.iter_mut().for_each(|row| row.each(act));
    }

    pub fn any(&self, is: &dyn Fn(&Self) -> bool) -> bool {
        is(self) || self.members.iter().any(|(_, member)| member.any(is)) || self.rows.iter().any(|row| row.any(is))
    }

    pub fn now(&self) -> Start {
        Start {
            text: self.text.clone(),
            given: self.given.clone(),
            rows: self.rows.iter().filter_map(|row| row.row).collect(),
            extras: self.extras().map(|(key, _)| key.clone()).collect(),
        }
    }

    pub fn extras(&self) -> impl Iterator<Item = &(String, Self)> {
        self.members.iter().filter(|(_, place)| place.what == What::Extra)
    }

    pub fn at(&self, path: &[Segment]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        match first {
            Segment::Key(key) => self.members.iter().find(|(name, _)| name == key)?.1.at(rest),
            Segment::Index(index) => self.rows.get(*index)?.at(rest),
        }
    }

    pub fn at_mut(&mut self, path: &[Segment]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        match first {
            Segment::Key(key) => self.members.iter_mut().find(|(name, _)| name == key)?.1.at_mut(rest),
            Segment::Index(index) => self.rows.get_mut(*index)?.at_mut(rest),
        }
    }

    /// All places with their paths, each before what is in it.
    pub fn all(&self) -> Vec<(Path, &Self)> {
        fn walk<'p>(place: &'p Place, path: &Path, all: &mut Vec<(Path, &'p Place)>) {
            all.push((path.clone(), place));
            let below = |segment| Path(path.0.iter().cloned().chain([segment]).collect());
            for (key, member) in &place.members {
                walk(member, &below(Segment::Key(key.clone().into())), all);
            }
            for (index, row) in place.rows.iter().enumerate() {
                walk(row, &below(Segment::Index(index)), all);
            }
        }
        let mut all = Vec::new();
        walk(self, &Path::default(), &mut all);
        all
    }

    /// From a path in the request to the path in the form, where rows that are not sent have places too; and the part
    /// of it that is a place of the form.
    pub fn in_form(&self, path: &Path, forced: Option<&[Segment]>) -> (Path, Path) {
        let (mut found, mut place, mut rest) = (Path::default(), self, path.0.as_slice());
        while let [first, below @ ..] = rest {
            let next = match first {
                Segment::Index(index) => (0..place.rows.len())
                    .filter(|at| {
                        let is_forced = forced.is_some_and(|forced| {
                            forced.len() > found.0.len() + 1 && forced[found.0.len()] == Segment::Index(*at)
                        });
                        is_forced || place.rows[*at].json(None).is_some()
                    })
                    .nth(*index)
                    .map(Segment::Index),
                key => Some(key.clone()),
            };
            let Some(next) = next.filter(|next| place.at(std::slice::from_ref(next)).is_some()) else {
                break;
            };
            place = place.at(std::slice::from_ref(&next)).unwrap();
            found.0.push(next);
            rest = below;
        }
        (Path(found.0.iter().chain(rest).cloned().collect()), found)
    }
}
