//! The files of the corpus, for runtimes that cannot list a folder. A native test compares the list with the folder.

/// Name and text of each file.
pub const FILES: &[(&str, &str)] = &[
    ("advice.json", include_str!("advice.json")),
    ("cross-rules.json", include_str!("cross-rules.json")),
    ("documented-examples.json", include_str!("documented-examples.json")),
    ("duplicate-keys.json", include_str!("duplicate-keys.json")),
    ("host-values.json", include_str!("host-values.json")),
    ("hostile-keys.json", include_str!("hostile-keys.json")),
    ("integers.json", include_str!("integers.json")),
    ("issue-order.json", include_str!("issue-order.json")),
    ("json-syntax.json", include_str!("json-syntax.json")),
    ("nesting-and-size.json", include_str!("nesting-and-size.json")),
    ("nulls.json", include_str!("nulls.json")),
    ("options-and-slugs.json", include_str!("options-and-slugs.json")),
    ("payload.json", include_str!("payload.json")),
    ("required.json", include_str!("required.json")),
    ("revisions.json", include_str!("revisions.json")),
    ("rules-options.json", include_str!("rules-options.json")),
    ("spans.json", include_str!("spans.json")),
    ("text-limits.json", include_str!("text-limits.json")),
    ("types.json", include_str!("types.json")),
    ("unicode.json", include_str!("unicode.json")),
    ("unknown-keys.json", include_str!("unknown-keys.json")),
    ("webhook-url.json", include_str!("webhook-url.json")),
];
