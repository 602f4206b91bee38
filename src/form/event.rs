//! The events of a form.

use std::borrow::Cow;

use super::options::FormOptions;
use crate::issue::{Issue, Path};
use crate::lean::concat;

/// Whether a field or group is part of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Include {
    /// It is included if it is not empty.
    #[default]
    Auto,
    /// A group or list is included even if it is empty. For a field this is the same as `Auto`.
    Always,
    /// It is neither validated nor sent. Its texts are kept.
    Never,
}

/// Why a browser does not accept what is in an input.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The browser cannot read the text and does not return it (`validity.badInput`): `3e` in a number input. The field has a
    /// value, which is invalid. With the message of the browser.
    Unreadable(String),
    /// The page requires a value, and there is none (`validity.valueMissing`).
    Missing,
    /// The text breaks another constraint of the page, such as `pattern`. With the message.
    Constraint(String),
}

/// An event of a form, for [`Form::apply`](super::Form::apply).
///
/// A path is a field name (`checks[0].check_type`), a JSON pointer (`/checks/0/check_type`) or a JSON array of keys and
/// indices.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event<'e> {
    /// Sets the text of a field, as an input does.
    Set {
        /// The field.
        path: &'e str,
        /// The whole text, in UTF-8. A lone surrogate is allowed as its three bytes (WTF-8).
        text: Cow<'e, [u8]>,
    },
    /// Sets the text of a field whose input the browser does not accept. The rejection is an issue of the field until the field
    /// is set again, unless the field has another error.
    Reject {
        /// The field.
        path: &'e str,
        /// The whole text, as in [`Event::Set`]. Empty if the browser cannot read it.
        text: Cow<'e, [u8]>,
        /// Why it is not accepted.
        rejection: Rejection,
    },
    /// Sets the value of a field, group, list or row, as a program does. An empty path replaces the request.
    SetValue {
        /// The place.
        path: &'e str,
        /// The value as JSON.
        json: &'e [u8],
    },
    /// The user has left a field.
    Leave {
        /// The field.
        path: &'e str,
    },
    /// Includes a place in the request, or leaves it out.
    Include {
        /// A field, group or list.
        path: &'e str,
        /// Whether it is part of the request.
        include: Include,
    },
    /// Inserts a row into a list.
    Insert {
        /// The list.
        list: &'e str,
        /// The index of the new row; `None` appends it.
        at: Option<usize>,
        /// The value of the row as JSON; `None` inserts an empty row.
        json: Option<&'e [u8]>,
    },
    /// Removes a row, or an unknown field.
    Remove {
        /// The row or unknown field.
        path: &'e str,
    },
    /// Inserts a copy of a row after it.
    Duplicate {
        /// The row.
        path: &'e str,
    },
    /// Moves a row within its list.
    Move {
        /// The list.
        list: &'e str,
        /// The index of the row.
        from: usize,
        /// Its new index.
        to: usize,
    },
    /// The user wants to submit: from now on missing values are issues and all issues are shown. Removes the issues from
    /// the API about the previous attempt.
    Submit,
    /// Returns to the initial request, or starts with a new one.
    Reset {
        /// The new initial request as JSON; `None` keeps the initial request.
        json: Option<&'e [u8]>,
    },
    /// Restores the texts from [`Form::to_draft`](super::Form::to_draft). The initial request stays the same.
    Restore {
        /// The draft.
        draft: &'e str,
    },
    /// Adds issues from another source, such as the API, and replaces earlier issues from that source.
    SetExternalIssues {
        /// The issues. Each is removed when its field changes. An issue about a place that the form does not have is
        /// added to the nearest enclosing place. In paths of issues from the API, indices are those of the rows that were part
        /// of the request at the last [`Event::Submit`]; without one, of those that are part of it now.
        issues: Vec<Issue>,
    },
    /// Begins an asynchronous check of a field: see [`FieldView::generation`](super::FieldView::generation).
    BeginAsyncCheck {
        /// The field.
        path: &'e str,
    },
    /// The result of an asynchronous check. It is ignored if the field has changed or another check has begun since.
    FinishAsyncCheck {
        /// The field.
        path: &'e str,
        /// The generation of the field when the check began.
        generation: u32,
        /// The issues, with paths relative to the field.
        issues: Vec<Issue>,
    },
    /// Replaces the options of the form.
    Configure {
        /// All options.
        options: FormOptions,
    },
}

impl<'e> Event<'e> {
    /// Sets the text of a field.
    #[must_use]
    pub fn set(path: &'e str, text: &'e str) -> Self {
        Self::Set {
            path,
            text: Cow::Borrowed(text.as_bytes()),
        }
    }

    /// The user has left a field.
    #[must_use]
    pub fn leave(path: &'e str) -> Self {
        Self::Leave { path }
    }

    /// Appends an empty row to a list.
    #[must_use]
    pub fn append(list: &'e str) -> Self {
        Self::Insert {
            list,
            at: None,
            json: None,
        }
    }
}

/// An event that is not valid for the form in its present state. The message names the place or value and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidEvent(pub(super) String);

impl InvalidEvent {
    /// The message.
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

/// Reads the path of an event. A list can be named like its inputs: `document_ids[]`.
pub(super) fn parse_path(text: &str) -> Result<Path, InvalidEvent> {
    let text = text.strip_suffix("[]").unwrap_or(text);
    text.parse::<Path>().map_err(|error| InvalidEvent(error.message()))
}
