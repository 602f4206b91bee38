//! Conditions under which a rule certainly reports nothing, each written beside its rule.
//!
//! The npm package generates JavaScript from them that accepts plain, valid requests without a call of the core. A condition
//! must never hold where the rule reports an issue; it need not hold everywhere else. What no condition covers, and every rule
//! without one, is left to the core.

// `schema`, which reads them, is not part of the WebAssembly.
#![cfg_attr(target_arch = "wasm32", allow(dead_code))]

/// A condition on one field whose value, if there is one, has the right type.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ValueCondition {
    /// The field is absent or null, or this regular expression matches at the start of the text. It is written for JavaScript,
    /// without flags, groups that capture, and an anchor at its start.
    Text(&'static str),
    /// The field is absent or null, or the integer is at most this.
    AtMost(i64),
    /// The field is neither absent nor null.
    Value,
}

/// A condition on the fields of one object, none of which has an error.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Condition {
    /// The field is present, with null or a value.
    Present(&'static str),
    /// The field has a value other than null and an empty list.
    Filled(&'static str),
    /// The field is absent, null, or an empty list.
    Empty(&'static str),
    /// The field is false.
    False(&'static str),
    /// The field is absent, or an integer other than 0.
    NotZero(&'static str),
    /// At least one of the conditions holds.
    Any(&'static [Condition]),
    /// All conditions hold.
    All(&'static [Condition]),
    /// No two of the integers in the lists at these paths, without indices, are equal.
    Distinct(&'static [&'static [&'static str]]),
}
