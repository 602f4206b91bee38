//! What can be wrong with the headings of a table, as sentences.

use crate::json::write_integer;
use crate::lean::concat;

/// How many wrong headings a message lists.
const MAX_LISTED: usize = 5;

/// One reason why the headings of a table cannot be used. Columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WrongHeading {
    /// The quotes of a heading are not closed.
    OpenQuotes,
    /// Lines end with a carriage return alone, so the whole table is one row.
    LoneReturns,
    /// There is none at all.
    Missing,
    /// The row has more bytes than are read.
    TooLong { max: u64 },
    /// The caller maps a heading that the table does not have.
    NotThere { heading: String },
    /// It is not the name of a field, nor mapped to one.
    Unknown {
        column: usize,
        heading: String,
        name: String,
        suggestion: Option<String>,
    },
    /// A newer revision has the field.
    Newer {
        column: usize,
        heading: String,
        name: String,
        revision: &'static str,
    },
    /// Another column is for the same field.
    SameField { column: usize, other: usize, name: String },
}

/// How the caller sets the options that a message names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OptionStyle {
    /// `--map "Name=FIELD"`.
    CommandLine,
    /// `map: { "Name": "FIELD" }`.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
    JavaScript,
}

impl OptionStyle {
    fn map(self, heading: &str, field: &str) -> String {
        match self {
            Self::CommandLine => concat(&["--map \"", heading, "=", field, "\""]),
            Self::JavaScript => concat(&["map: { \"", heading, "\": \"", field, "\" }"]),
        }
    }

    fn revision(self, name: &str) -> String {
        match self {
            Self::CommandLine => concat(&["--revision ", name]),
            Self::JavaScript => concat(&["revision: \"", name, "\""]),
        }
    }
}

impl WrongHeading {
    /// All reasons as one sentence without a period.
    pub fn message(wrong: &[Self], style: OptionStyle) -> String {
        let mut text = String::new();
        for reason in wrong.iter().take(MAX_LISTED) {
            if !text.is_empty() {
                text.push_str("; ");
            }
            reason.write(style, &mut text);
        }
        let hidden = wrong.len().saturating_sub(MAX_LISTED);
        if hidden > 0 {
            text.push_str("; ");
            text.push_str(&digits(hidden as u64));
            text.push_str(" more headings are wrong");
        }
        text
    }

    fn write(&self, style: OptionStyle, text: &mut String) {
        let sentence = match self {
            Self::OpenQuotes => "the quotes of a heading in row 1 are not closed".to_owned(),
            Self::LoneReturns => {
                "its lines end with a carriage return alone, as those of old Macs; save it as \"CSV UTF-8\"".to_owned()
            }
            Self::Missing => {
                "its first row has no headings; expected the names of fields, such as customer.full_name".to_owned()
            }
            Self::TooLong { max } => concat(&["its row of headings has more than ", &digits(*max), " bytes"]),
            Self::NotThere { heading } => {
                let option = match style {
                    OptionStyle::CommandLine => "--map",
                    OptionStyle::JavaScript => "the option map",
                };
                concat(&["there is no heading \"", heading, "\", which ", option, " names"])
            }
            Self::Unknown {
                column,
                heading,
                name,
                suggestion,
            } => {
                let meant = suggestion.as_ref().map(|name| concat(&[" (did you mean ", name, "?)"]));
                concat(&[
                    "the heading \"",
                    name,
                    "\" of column ",
                    &digits(*column as u64),
                    " is not a field",
                    &meant.unwrap_or_default(),
                    "; rename it, or use ",
                    &style.map(heading, "FIELD"),
                    ", or ",
                    &style.map(heading, ""),
                    " to leave the column out",
                ])
            }
            Self::Newer {
                column,
                heading,
                name,
                revision,
            } => concat(&[
                "only a newer revision of the API has the field \"",
                name,
                "\" of column ",
                &digits(*column as u64),
                "; use ",
                &style.revision(revision),
                " to send it, or ",
                &style.map(heading, ""),
                " to leave the column out",
            ]),
            Self::SameField { column, other, name } => concat(&[
                "columns ",
                &digits(*other as u64),
                " and ",
                &digits(*column as u64),
                " are for the same field (",
                name,
                "); remove or rename one of them",
            ]),
        };
        text.push_str(&sentence);
    }
}

fn digits(number: u64) -> String {
    let mut digits = String::new();
    write_integer(i64::try_from(number).unwrap_or(i64::MAX), &mut digits);
    digits
}

#[cfg(test)]
mod tests {
    use super::{OptionStyle, WrongHeading};

    #[test]
    fn a_message_names_the_options_as_the_caller_sets_them() {
        let wrong = [
            WrongHeading::Unknown {
                column: 2,
                heading: "Nmae".to_owned(),
                name: "Nmae".to_owned(),
                suggestion: None,
            },
            WrongHeading::Newer {
                column: 3,
                heading: "external_id".to_owned(),
                name: "external_id".to_owned(),
                revision: "newest",
            },
        ];
        let shown = WrongHeading::message(&wrong, OptionStyle::CommandLine);
        assert!(
            shown.contains("--map \"Nmae=FIELD\", or --map \"Nmae=\" to leave"),
            "{shown}"
        );
        assert!(shown.contains("--revision newest"), "{shown}");
        let shown = WrongHeading::message(&wrong, OptionStyle::JavaScript);
        assert!(
            shown.contains("map: { \"Nmae\": \"FIELD\" }, or map: { \"Nmae\": \"\" }"),
            "{shown}"
        );
        assert!(shown.contains("revision: \"newest\""), "{shown}");
    }

    #[test]
    fn a_long_list_is_cut() {
        let wrong = vec![WrongHeading::Missing; 7];
        let shown = WrongHeading::message(&wrong, OptionStyle::CommandLine);
        assert!(shown.ends_with("; 2 more headings are wrong"), "{shown}");
    }
}
