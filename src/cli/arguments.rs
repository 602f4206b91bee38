//! Arguments of several commands: the input and the options of validation.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ColorChoice, ValueEnum};
use sphinx_case::input::{InputFormat, InputOptions};
use sphinx_case::{DEFAULT_MAX_BYTES, Defaults, Language, Options, Revision, UnknownFields};

use crate::failure::Failure;

/// The maximum of `--max-bytes`: positions in a text have 31 bits.
const MAX_MAX_BYTES: u64 = i32::MAX as u64;

/// The input and the options of validation.
#[derive(Debug, clap::Args)]
pub struct InputArguments {
    /// Files with one request each (JSON), one per line (NDJSON) or one per row (CSV, TSV, Excel); - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    #[command(flatten)]
    pub reading: ReadingOptions,

    #[command(flatten)]
    pub validation: ValidationOptions,

    /// Maximum number of issues to show per request (build: per NDJSON file)
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    pub limit: usize,
}

/// How files are read.
#[derive(Debug, clap::Args)]
pub struct ReadingOptions {
    /// The format of the files. Excel workbooks, gzip and UTF-16 are recognized by themselves
    #[arg(long, value_enum, default_value_t = InputChoice::Auto, value_name = "FORMAT")]
    input: InputChoice,

    /// The sheet of an Excel workbook (default: the first one)
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// The field for a column of a table whose heading is another name, for example --map "Name=customer.full_name"; an empty field
    /// leaves the column out; can be repeated
    #[arg(long, value_name = "HEADING=FIELD", value_parser = parse_mapping)]
    map: Vec<(String, String)>,
}

impl ReadingOptions {
    /// The options of the library.
    pub fn options(&self) -> InputOptions {
        let options = InputOptions::default()
            .with_format(self.input.into())
            .with_sheet(self.sheet.clone());
        let map = |options: InputOptions, (heading, field): &(String, String)| options.with_heading(heading, field);
        self.map.iter().fold(options, map)
    }
}

/// A heading can contain an equals sign, and the name of a field does not.
fn parse_mapping(text: &str) -> Result<(String, String), String> {
    let (heading, field) = text
        .rsplit_once('=')
        .ok_or("expected HEADING=FIELD, as in Name=customer.full_name")?;
    Ok((heading.trim().to_owned(), field.trim().to_owned()))
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
    /// By the file name: .ndjson, .jsonl, .csv, .tsv; otherwise NDJSON if the first line is a complete JSON value followed by more lines, CSV if it
    /// has the names of fields, and JSON if not
    Auto,
    /// The file is one request
    Json,
    /// Each line is one request
    Ndjson,
    /// Each row is one request, below a row of headings that are the names of fields; separated by comma, semicolon or tab
    #[value(alias = "tsv")]
    Csv,
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
            InputChoice::Csv => Self::Csv,
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
    doc.trim_end_matches('.')
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
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
