//! Options of every kind.

use proptest::prelude::*;
use proptest::sample::select;
use sphinx_case::{Code, Defaults, Options, Revision, RuleSetting, UnknownFields};

/// Any options, with some rules set.
pub fn options() -> BoxedStrategy<Options> {
    let codes: Vec<Code> = Code::ALL.iter().copied().filter(|code| code.is_adjustable()).collect();
    let settings = select(vec![RuleSetting::Error, RuleSetting::Warning, RuleSetting::Off]);
    let rules = proptest::collection::vec((select(codes), settings), 0..9);
    (plain(), select(Revision::ALL.to_vec()), rules)
        .prop_map(|(options, revision, rules)| {
            let options = options.with_revision(revision);
            let with_rule = |options: Options, (code, setting)| options.with_rule(code, setting).unwrap();
            rules.into_iter().fold(options, with_rule)
        })
        .boxed()
}

/// Options of the first revision without rules.
pub fn plain() -> BoxedStrategy<Options> {
    let unknown_fields = select(vec![UnknownFields::Reject, UnknownFields::Strip, UnknownFields::Keep]);
    let defaults = select(vec![Defaults::Explicit, Defaults::Omit]);
    (unknown_fields, defaults)
        .prop_map(|(unknown_fields, defaults)| with(unknown_fields, defaults))
        .boxed()
}

/// Options with a treatment of unknown fields and defaults.
pub fn with(unknown_fields: UnknownFields, defaults: Defaults) -> Options {
    Options::default()
        .with_unknown_fields(unknown_fields)
        .with_defaults(defaults)
}
