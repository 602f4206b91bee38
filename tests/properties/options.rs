//! Options of every kind.

use proptest::prelude::*;
use proptest::sample::select;
use sphinx_case::{Code, Defaults, Options, RuleSetting, UnknownFields};

/// Any options, with some rules set.
pub fn options() -> BoxedStrategy<Options> {
    let codes: Vec<Code> = Code::ALL.iter().copied().filter(|code| code.is_adjustable()).collect();
    let settings = select(vec![RuleSetting::Error, RuleSetting::Warning, RuleSetting::Off]);
    let rules = proptest::collection::vec((select(codes), settings), 0..9);
    (plain(), rules)
        .prop_map(|(mut options, rules)| {
            for (code, setting) in rules {
                options.set_rule(code, setting).unwrap();
            }
            options
        })
        .boxed()
}

/// Options without rules.
pub fn plain() -> BoxedStrategy<Options> {
    let unknown_fields = select(vec![UnknownFields::Reject, UnknownFields::Strip, UnknownFields::Keep]);
    let defaults = select(vec![Defaults::Explicit, Defaults::Omit]);
    (unknown_fields, defaults)
        .prop_map(|(unknown_fields, defaults)| with(unknown_fields, defaults))
        .boxed()
}

/// Options that say what to do with unknown keys and defaults.
pub fn with(unknown_fields: UnknownFields, defaults: Defaults) -> Options {
    let mut options = Options::default();
    options.unknown_fields = unknown_fields;
    options.defaults = defaults;
    options
}
