//! The shape of the table: what one field may hold. Everything that knows the fields reads this.

/// One object of the request: its name, its meaning and its fields in the order of the contract.
#[derive(Debug)]
pub struct Table {
    /// The Rust and TypeScript name of the object.
    pub name: &'static str,
    /// What the object is, in plain words.
    pub doc: &'static str,
    /// The fields, in the order in which they are checked, reported and written.
    pub fields: &'static [Field],
}

impl Table {
    /// The place of `key`, in UTF-8, among the fields of this object.
    #[must_use]
    pub fn position(&self, key: &[u8]) -> Option<usize> {
        self.fields.iter().position(|field| field.name.as_bytes() == key)
    }
}

/// One key of an object.
#[derive(Debug)]
pub struct Field {
    /// The key, as the API spells it.
    pub name: &'static str,
    /// What a person calls it.
    pub label: &'static str,
    /// What it means, in plain words; also the hint of a form field.
    pub doc: &'static str,
    /// Whether it must, may, or may also be null.
    pub presence: Presence,
    /// What it holds.
    pub kind: Kind,
    /// What the API assumes when the key is absent.
    pub default: Option<Fallback>,
    /// Where the field is documented.
    pub source: DocSource,
    /// Where its limits come from, if not from the source of the field.
    pub limits: DocSource,
    /// The warnings that can be about this field alone.
    pub advice: &'static [Advice],
}

/// Where a field or a rule is documented. The reference page outranks the other pages, and both outrank a decision.
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

/// A warning that a field can have by itself, named after its code. The rule of that name is in `src/rules/`.
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
}

impl Field {
    /// Whether null is a documented value of this field.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        matches!(self.presence, Presence::Nullable)
    }
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The key must be there.
    Required,
    /// The key may be absent.
    Optional,
    /// The key may be absent, and its value may be null.
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

/// What a field holds, and within which limits.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A whole number between two limits, both included.
    Integer {
        /// The least value.
        min: i64,
        /// The greatest value.
        max: i64,
    },
    /// A string.
    Text {
        /// The most Unicode code points, where there is a limit.
        max: Option<u64>,
        /// What the text must look like.
        format: Format,
    },
    /// A string out of a set.
    Choice {
        /// The known values with their labels.
        options: &'static [Choice],
        /// Whether other values are taken too (with a warning).
        open: bool,
        /// Whether the empty string is taken too.
        empty: bool,
    },
    /// True or false.
    Boolean,
    /// An object of any shape, passed on as it is.
    Free,
    /// An object with fields of its own.
    Object(&'static Table),
    /// A list of values of one kind.
    List(&'static Kind),
}

impl Kind {
    /// The type's name, as issues of code `invalid_type` give it.
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

/// What a text must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Anything but blank.
    Plain,
    /// An absolute `http` or `https` URL with a host.
    Url,
    /// Letters, digits, `-` and `_` of ASCII.
    Slug,
}

/// One known value of a field that offers a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The value, as the API spells it.
    pub value: &'static str,
    /// What a person calls it.
    pub label: &'static str,
    /// Which letters the two have, for a quick look at what may have been meant.
    pub(crate) letters: [u32; 2],
}

impl Choice {
    pub(crate) const fn new(value: &'static str, label: &'static str) -> Self {
        Self {
            value,
            label,
            letters: [letters_of(value), letters_of(label)],
        }
    }
}

/// Which letters a name has: a bit for each of the alphabet, one for digits, one for all beyond ASCII.
pub(crate) const fn letters_of(name: &str) -> u32 {
    let mut letters = 0;
    let mut rest = name.as_bytes();
    while let [byte, behind @ ..] = rest {
        letters |= match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => 1 << (letter.wrapping_sub(b'a')),
            b'0'..=b'9' => 1 << 26,
            0x80.. => 1 << 27,
            _ => 0,
        };
        rest = behind;
    }
    letters
}
