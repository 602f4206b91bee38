//! The types of the field table, which everything that handles fields reads.

use super::Revision;
use crate::json::are_same;

/// One object of the request, with its fields in the order of the contract.
#[derive(Debug)]
pub struct Table {
    /// The Rust and TypeScript name of the object.
    pub name: &'static str,
    /// The description of the object.
    pub doc: &'static str,
    /// The fields, in the order in which they are checked, reported and written.
    pub fields: &'static [Field],
}

impl Table {
    /// The fields that a revision documents, with their indices in `fields`.
    pub fn fields_in(&self, revision: Revision) -> impl Iterator<Item = (usize, &'static Field)> + use<> {
        let fields: &'static [Field] = self.fields;
        fields
            .iter()
            .enumerate()
            .filter(move |(_, field)| field.is_in(revision))
    }

    /// This table and those of the objects in it, each once.
    #[must_use]
    pub fn with_inner(&'static self) -> Vec<&'static Self> {
        let mut tables = vec![self];
        for field in self.fields {
            let mut kind = &field.kind;
            while let Kind::List(item) = kind {
                kind = item;
            }
            if let Kind::Object(inner) = kind {
                for table in inner.with_inner() {
                    if tables.iter().all(|known| known.name != table.name) {
                        tables.push(table);
                    }
                }
            }
        }
        tables
    }

    /// The index of `key`, in UTF-8, among the fields of this object in every revision.
    #[must_use]
    pub fn position(&self, key: &[u8]) -> Option<usize> {
        self.position_near(key, 0)
    }

    /// The same, searched from the index `start` on and then before it: the keys of a request often have the order of the fields.
    pub(crate) fn position_near(&self, key: &[u8], start: usize) -> Option<usize> {
        let is_named = |field: &Field| are_same(field.name.as_bytes(), key);
        let (before, after) = self.fields.split_at_checked(start).unwrap_or((self.fields, &[]));
        match after.iter().position(is_named) {
            Some(place) => place.checked_add(start),
            None => before.iter().position(is_named),
        }
    }
}

/// One key of an object.
#[derive(Debug)]
pub struct Field {
    /// The key, as the API spells it.
    pub name: &'static str,
    /// The label for people.
    pub label: &'static str,
    /// The description; also the hint of a form field.
    pub doc: &'static str,
    /// Whether the key is required, optional, or can be null.
    pub presence: Presence,
    /// The kind of value, with its limits.
    pub kind: Kind,
    /// What the API assumes when the key is absent.
    pub default: Option<Fallback>,
    /// The first revision that documents the field.
    pub since: Revision,
    /// Where the field is documented.
    pub source: DocSource,
    /// Where its limits, and whether it can be null, come from.
    pub limits: DocSource,
    /// The warnings that can concern this field alone.
    pub advice: &'static [Advice],
    /// The set of letters of the key, for a quick test of similarity.
    pub(crate) letters: u32,
}

/// Where a field or a rule is documented. The reference page takes precedence over the other pages, and both over a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocSource {
    /// The Create Case page of the API reference.
    ReferencePage,
    /// Another public page of the same API.
    OtherPage,
    /// A decision of this project, where the pages are silent.
    Decision,
}

impl DocSource {
    /// All sources.
    pub const ALL: [Self; 3] = [Self::ReferencePage, Self::OtherPage, Self::Decision];

    /// The name in the field table: `reference_page`, `other_page` or `decision`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReferencePage => "reference_page",
            Self::OtherPage => "other_page",
            Self::Decision => "decision",
        }
    }
}

/// A warning that can concern a single field, named after its code. Its rule is the file of that name in `src/rules/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// `insecure_webhook`
    InsecureWebhook,
    /// `unreachable_webhook`
    UnreachableWebhook,
    /// `retention_over_a_year`
    RetentionOverAYear,
    /// `missing_check_type`
    MissingCheckType,
    /// `invisible_character`
    InvisibleCharacter,
}

impl Field {
    /// Whether a revision documents this field.
    #[must_use]
    pub fn is_in(&self, revision: Revision) -> bool {
        self.since <= revision
    }

    /// Whether null is a documented value of this field.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        matches!(self.presence, Presence::Nullable)
    }
}

/// Whether a key is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The key is required.
    Required,
    /// The key can be absent.
    Optional,
    /// The key can be absent, and its value can be null.
    Nullable,
}

/// The default of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
}

/// The kind of value of a field, with its limits.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// An integer within limits, both included.
    Integer {
        /// The minimum.
        min: i64,
        /// The maximum.
        max: i64,
    },
    /// A string.
    Text {
        /// The maximum number of Unicode code points, if there is one.
        max: Option<u64>,
        /// The format of the text.
        format: Format,
    },
    /// A string from a set.
    Choice {
        /// The known values with their labels.
        options: &'static [Choice],
        /// Whether other values are accepted too, with a warning.
        open: bool,
        /// Whether the empty string is accepted too.
        empty: bool,
    },
    /// True or false.
    Boolean,
    /// An object of any shape, sent unchanged.
    Free,
    /// An object with fields of its own.
    Object(&'static Table),
    /// An array of values of one kind.
    List(&'static Kind),
}

impl Kind {
    /// The JSON type, as in the param `expected` of `invalid_type`.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        match self {
            Self::Integer { .. } => "integer",
            Self::Text { .. } | Self::Choice { .. } => "string",
            Self::Boolean => "boolean",
            Self::Free | Self::Object(_) => "object",
            Self::List(_) => "array",
        }
    }
}

/// The format of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Any text that is not blank.
    Plain,
    /// An absolute `http` or `https` URL with a host.
    Url,
    /// Letters, digits, `-` and `_` of ASCII.
    Slug,
    /// An email address.
    Email,
}

impl Format {
    /// What a text of another format is not, as in the param `expected` of `invalid_type`. The other formats have codes of their own.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Plain | Self::Url | Self::Slug => "string",
        }
    }
}

/// One known value of a field with options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The value, as the API spells it.
    pub value: &'static str,
    /// The label for people.
    pub label: &'static str,
    /// The sets of letters of value and label, for a quick test of similarity.
    pub(crate) letters: [u32; 2],
    /// The beginning of the value, for a quick comparison.
    beginning: u64,
}

impl Choice {
    pub(crate) const fn new(value: &'static str, label: &'static str) -> Self {
        Self {
            value,
            label,
            letters: [letters_of(value), letters_of(label)],
            beginning: beginning_of(value),
        }
    }

    /// Whether one of the options has this value.
    pub(crate) fn has(options: &[Self], value: &str) -> bool {
        let beginning = beginning_of(value);
        let is_same = |option: &Self| option.beginning == beginning && option.value == value;
        options.iter().any(is_same)
    }
}

/// The first eight bytes of a text as a number, the first byte lowest: in memory they are the text, which compresses well.
const fn beginning_of(text: &str) -> u64 {
    let (mut beginning, mut shift) = (0_u64, 0_u32);
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest
        && shift < 64
    {
        beginning |= (*byte as u64) << shift;
        shift = shift.wrapping_add(8);
        rest = after;
    }
    beginning
}

/// The set of letters of a name: a bit for each letter of the alphabet, one for digits, one for characters beyond ASCII.
pub(crate) const fn letters_of(name: &str) -> u32 {
    let mut letters = 0;
    let mut rest = name.as_bytes();
    while let [byte, after @ ..] = rest {
        letters |= match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => 1 << (letter.wrapping_sub(b'a')),
            b'0'..=b'9' => 1 << 26,
            0x80.. => 1 << 27,
            _ => 0,
        };
        rest = after;
    }
    letters
}
