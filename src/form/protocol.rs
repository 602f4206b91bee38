//! The names and bits that `form.wasm` and its TypeScript share.

// Which of them a build uses depends on its features.
#![allow(dead_code)]

/// An event of `form_event`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventKind {
    Set,
    SetValue,
    Leave,
    Include,
    Append,
    Insert,
    Remove,
    Duplicate,
    Move,
    Submit,
    Reset,
    Restore,
    SetExternalIssues,
    SetApiResponse,
    BeginAsyncCheck,
    FinishAsyncCheck,
}

/// All events with their names.
pub(crate) const EVENTS: [(&str, EventKind); 16] = [
    ("set", EventKind::Set),
    ("set_value", EventKind::SetValue),
    ("leave", EventKind::Leave),
    ("include", EventKind::Include),
    ("append", EventKind::Append),
    ("insert", EventKind::Insert),
    ("remove", EventKind::Remove),
    ("duplicate", EventKind::Duplicate),
    ("move", EventKind::Move),
    ("submit", EventKind::Submit),
    ("reset", EventKind::Reset),
    ("restore", EventKind::Restore),
    ("set_external_issues", EventKind::SetExternalIssues),
    ("set_api_response", EventKind::SetApiResponse),
    ("begin_async_check", EventKind::BeginAsyncCheck),
    ("finish_async_check", EventKind::FinishAsyncCheck),
];

/// The place, or something in it, was left by the user.
pub(crate) const TOUCHED: u8 = 1;
/// The value or the rows differ from the initial ones.
pub(crate) const DIRTY: u8 = 2;
/// The place is left out of the request.
pub(crate) const LEFT_OUT: u8 = 4;
/// The place is part of the request even if it is empty.
pub(crate) const KEPT: u8 = 8;
/// The place is an unknown field.
pub(crate) const EXTRA: u8 = 128;

/// All flags of a place with their names.
pub(crate) const FLAGS: [(&str, u8); 5] = [
    ("TOUCHED", TOUCHED),
    ("DIRTY", DIRTY),
    ("LEFT_OUT", LEFT_OUT),
    ("KEPT", KEPT),
    ("EXTRA", EXTRA),
];
