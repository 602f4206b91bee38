//! What can happen to a form, and how it is set.

use std::borrow::Cow;

use crate::issue::{Issue, Path};
use crate::lean::concat;
use crate::options::Options;

/// When issues are shown. Issues that the server or another check has said always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Not before the field is left, then at every key until it is right. After a submit everywhere.
    #[default]
    Left,
    /// As soon as something is typed.
    Changed,
    /// Not before the first submit.
    Submitted,
    /// From the start.
    Always,
}

/// Whether a field or group is part of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Include {
    /// When something is in it.
    #[default]
    Auto,
    /// A group or list is, even when it is empty. For a field this is the same as `Auto`.
    Always,
    /// It is not. What was typed stays, and is neither checked nor sent.
    Never,
}

/// How a form behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How requests are checked and built.
    pub options: Options,
    /// When issues are shown.
    pub show: Show,
    /// Whether what is merely missing is no issue before the first submit. On, unless set otherwise.
    pub draft: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            options: Options::default(),
            show: Show::default(),
            draft: true,
        }
    }
}

/// Something that happens to a form. Places are form names (`checks[0].check_type`), pointers or JSON lists.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event<'e> {
    /// A field has a new text: UTF-8, in which a lone surrogate may stand as the three bytes it would have (WTF-8).
    Set {
        /// The field.
        path: &'e str,
        /// All of its text.
        text: Cow<'e, [u8]>,
    },
    /// A field, group, list or row has a new value, given as JSON.
    Give {
        /// The place.
        path: &'e str,
        /// The value.
        json: &'e [u8],
    },
    /// The person has left a field.
    Leave {
        /// The field.
        path: &'e str,
    },
    /// A place becomes part of the request or no longer is.
    Include {
        /// The place.
        path: &'e str,
        /// Whether it is part of the request.
        include: Include,
    },
    /// A list gets another row.
    Insert {
        /// The list.
        list: &'e str,
        /// The index of the new row; none puts it last.
        at: Option<usize>,
        /// Its value, if it has one.
        json: Option<&'e [u8]>,
    },
    /// A row goes, or a key that is in no table.
    Remove {
        /// The row or key.
        path: &'e str,
    },
    /// A list gets a copy of a row, right behind it.
    Duplicate {
        /// The row.
        path: &'e str,
    },
    /// A row takes another place in its list.
    Move {
        /// The list.
        list: &'e str,
        /// The index of the row.
        from: usize,
        /// Its new index.
        to: usize,
    },
    /// The person wants to submit: from now on what is missing counts, and everything is shown. What the server said
    /// about the last attempt is forgotten.
    Submit,
    /// Everything is as it was at the start, or as in a new request.
    Reset {
        /// The request that is the start from now on.
        json: Option<&'e [u8]>,
    },
    /// What was typed comes back from [`super::Form::to_draft`]. The start stays.
    Restore {
        /// The draft.
        draft: &'e str,
    },
    /// Someone else has said something about the request. What the same source said before is forgotten.
    Told {
        /// What was said; each stays until its field changes.
        issues: Vec<Issue>,
    },
    /// A check that takes its time begins: see [`super::FieldView::generation`].
    Ask {
        /// The field that is checked.
        path: &'e str,
    },
    /// The answer to a check that took its time. When the field has changed since, or another check has begun, it is
    /// late, and nothing changes.
    Answer {
        /// The field that was checked.
        path: &'e str,
        /// The field's generation when the check began.
        generation: u32,
        /// What is wrong, with paths from the field.
        issues: Vec<Issue>,
    },
    /// The form is set otherwise.
    Configure {
        /// All settings.
        settings: Settings,
    },
}

impl<'e> Event<'e> {
    /// A field has a new text.
    #[must_use]
    pub fn set(path: &'e str, text: &'e str) -> Self {
        Self::Set {
            path,
            text: Cow::Borrowed(text.as_bytes()),
        }
    }

    /// The person has left a field.
    #[must_use]
    pub fn leave(path: &'e str) -> Self {
        Self::Leave { path }
    }

    /// A list gets another row at its end.
    #[must_use]
    pub fn append(list: &'e str) -> Self {
        Self::Insert {
            list,
            at: None,
            json: None,
        }
    }
}

/// An event that makes no sense for the form as it is; the text says which place or value, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidEvent(pub(super) String);

impl InvalidEvent {
    /// What makes no sense.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0
    }

    pub(super) fn new(parts: &[&str]) -> Self {
        Self(concat(parts))
    }

    pub(super) fn no_place(path: &Path) -> Self {
        Self::new(&["this form has no field or row \"", &path.name(), "\""])
    }
}

impl std::fmt::Display for InvalidEvent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidEvent {}
