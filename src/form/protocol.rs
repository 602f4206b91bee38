//! The names and bits that `form.wasm` and its TypeScript share: `schema::form_protocol` prints them for the npm package.

// Which of them a build uses depends on its features.
#![allow(dead_code)]

/// Declares the events of `form_event` once, as an enum and as the table [`EVENTS`].
macro_rules! events {
    ($($kind:ident = $name:literal;)+) => {
        /// The kind of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum EventKind {
            $($kind,)+
        }

        /// All events with their names.
        pub(crate) const EVENTS: &[(&str, EventKind)] = &[$(($name, EventKind::$kind)),+];
    };
}

events! {
    Set = "set";
    Reject = "reject";
    SetValue = "set_value";
    Leave = "leave";
    Include = "include";
    Append = "append";
    Insert = "insert";
    Remove = "remove";
    Duplicate = "duplicate";
    Move = "move";
    Submit = "submit";
    Reset = "reset";
    Restore = "restore";
    SetExternalIssues = "set_external_issues";
    SetApiResponse = "set_api_response";
    BeginAsyncCheck = "begin_async_check";
    FinishAsyncCheck = "finish_async_check";
}

/// Declares the flags of a place once, as constants and as the table [`FLAGS`].
macro_rules! flags {
    ($($(#[doc = $doc:literal])+ $name:ident = $bit:literal;)+) => {
        $($(#[doc = $doc])+ pub(crate) const $name: u8 = $bit;)+

        /// All flags with their names and descriptions.
        pub(crate) const FLAGS: &[(&str, u8, &str)] = &[$((stringify!($name), $name, concat!($($doc),+).trim_ascii())),+];
    };
}

flags! {
    /// The place, or something in it, was left by the user.
    TOUCHED = 1;
    /// The value or the rows differ from the initial ones.
    DIRTY = 2;
    /// The place is left out of the request.
    LEFT_OUT = 4;
    /// The place is part of the request even if it is empty.
    KEPT = 8;
    /// The place is an unknown field.
    EXTRA = 128;
}
