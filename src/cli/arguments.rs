//! Arguments of several commands: the input and the options of validation.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ColorChoice, ValueEnum};
use sphinx_case::input::InputFormat;
use sphinx_case::{DEFAULT_MAX_BYTES, Defaults, Language, Options, Revision, UnknownFields};

use crate::failure::Failure;

/// The maximum of `--max-bytes`: positions in a text have 31 bits.
const MAX_MAX_BYTES: u64 = i32::MAX as u64;

/// The input and the options of validation.
#[derive(Debug, clap::Args)]
pub struct InputArguments {
    /// Files with one request each (JSON) or one request per line (NDJSON); - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// The format of the files
    #[arg(long, value_enum, default_value_t = InputChoice::Auto, value_name = "FORMAT")]
    pub input: InputChoice,

    #[command(flatten)]
    pub validation: ValidationOptions,

    /// Maximum number of issues to show per request (build: per NDJSON file)
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    pub limit: usize,
}

/// The options of validation, and how results are shown.
#[derive(Debug, clap::Args)]
pub struct ValidationOptions {
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,

    /// Set the severity of a code, for example --rule unknown_option=off; can be repeated
    #[arg(long = "rule", value_name = "CODE=error|warning|off", value_parser = parse_rule)]
    pub rules: Vec<Rule>,

    /// The revision of the API: which fields are documented
    #[arg(long, default_value = Revision::default().as_str(), value_name = "REVISION", value_parser = revision_parser())]
    pub revision: Revision,

    /// How to treat fields that the API does not document: report an error, leave them out, or send them unchanged
    #[arg(long, value_enum, default_value_t = UnknownFieldsChoice::Reject, value_name = "CHOICE")]
    pub unknown_fields: UnknownFieldsChoice,

    /// Maximum size of a request, in bytes
    #[arg(long, default_value_t = DEFAULT_MAX_BYTES, value_name = "BYTES",
          value_parser = clap::value_parser!(u64).range(1..=MAX_MAX_BYTES))]
    pub max_bytes: u64,

    /// The language of the messages
    #[arg(long, default_value_t = Language::En, value_name = "LANGUAGE", value_parser = language_parser())]
    pub language: Language,

    /// When to use colors
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// [`InputFormat`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputChoice {
    /// NDJSON if the file name ends in .ndjson or .jsonl, or if the first line is a complete JSON value followed by more lines; otherwise JSON
    Auto,
    /// The file is one request
    Json,
    /// Each line is one request
    Ndjson,
}

/// [`UnknownFields`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UnknownFieldsChoice {
    /// Report an error, because the API would silently ignore the field
    Reject,
    /// Leave unknown fields out
    Strip,
    /// Send unknown fields unchanged, after the known ones
    Keep,
}

/// [`Defaults`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DefaultsChoice {
    /// Write them into the body
    Explicit,
    /// Leave them out of the body
    Omit,
}

impl From<InputChoice> for InputFormat {
    fn from(choice: InputChoice) -> Self {
        match choice {
            InputChoice::Auto => Self::Auto,
            InputChoice::Json => Self::Json,
            InputChoice::Ndjson => Self::Ndjson,
        }
    }
}

impl From<DefaultsChoice> for Defaults {
    fn from(choice: DefaultsChoice) -> Self {
        match choice {
            DefaultsChoice::Explicit => Self::Explicit,
            DefaultsChoice::Omit => Self::Omit,
        }
    }
}

/// A severity set by name.
#[derive(Debug, Clone)]
pub struct Rule {
    code: String,
    setting: String,
}

fn parse_rule(text: &str) -> Result<Rule, String> {
    let (code, setting) = text
        .split_once('=')
        .ok_or("expected CODE=error, CODE=warning or CODE=off, as in unknown_option=off")?;
    Options::default()
        .with_rule_named(code, setting)
        .map_err(|error| error.to_string())?;
    Ok(Rule {
        code: code.to_owned(),
        setting: setting.to_owned(),
    })
}

fn language_parser() -> impl TypedValueParser<Value = Language> {
    let known = Language::ALL.iter().map(|language| language.as_str());
    PossibleValuesParser::new(known).map(|tag| Language::of_tag(&tag).unwrap_or_default())
}

/// Parses the name of a revision, and lists what each documents.
pub fn revision_parser() -> impl TypedValueParser<Value = Revision> {
    let known = Revision::ALL
        .iter()
        .map(|revision| PossibleValue::new(revision.as_str()).help(one_line(revision.doc())));
    PossibleValuesParser::new(known).map(|name| Revision::named(&name).unwrap_or_default())
}

fn one_line(doc: &str) -> String {
    doc.trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" ")
}

impl ValidationOptions {
    /// The options of the core.
    pub fn options(&self, defaults: Defaults) -> Result<Options, Failure> {
        let mut options = Options::default()
            .with_revision(self.revision)
            .with_unknown_fields(match self.unknown_fields {
                UnknownFieldsChoice::Reject => UnknownFields::Reject,
                UnknownFieldsChoice::Strip => UnknownFields::Strip,
                UnknownFieldsChoice::Keep => UnknownFields::Keep,
            })
            .with_defaults(defaults)
            .with_max_bytes(self.max_bytes);
        for rule in &self.rules {
            options = options
                .with_rule_named(&rule.code, &rule.setting)
                .map_err(|error| Failure::Fatal(error.to_string()))?;
        }
        Ok(options)
    }
}
