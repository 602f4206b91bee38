//! The arguments that several commands share: what is read, and how it is judged.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ColorChoice, ValueEnum};
use sphinx_case::{DEFAULT_MAX_BYTES, Defaults, Language, Options, UnknownFields};

use crate::failure::Failure;

/// The most that `--max-bytes` can be: places in a text are counted in 31 bits.
const MAX_MAX_BYTES: u64 = i32::MAX as u64;

/// What is read, and how it is judged.
#[derive(Debug, clap::Args)]
pub struct Shared {
    /// Files with a request each (JSON) or with one a line (NDJSON); - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,

    /// How the files are read
    #[arg(long, value_enum, default_value_t = InputFormat::Auto, value_name = "FORMAT")]
    pub input: InputFormat,

    #[command(flatten)]
    pub judging: Judging,

    /// Show at most so many issues of one request (build: of one NDJSON file)
    #[arg(long, default_value_t = 20, value_name = "COUNT")]
    pub limit: usize,
}

/// How requests are judged, and how that is told.
#[derive(Debug, clap::Args)]
pub struct Judging {
    /// Take warnings for errors
    #[arg(long)]
    pub deny_warnings: bool,

    /// Set the severity of a code; can be given several times, as in --rule unknown_option=off
    #[arg(long = "rule", value_name = "CODE=error|warning|off", value_parser = parse_rule)]
    pub rules: Vec<Rule>,

    /// What to do with keys that the API does not document: an error, left out, or sent as given
    #[arg(long, value_enum, default_value_t = UnknownFieldsChoice::Reject, value_name = "CHOICE")]
    pub unknown_fields: UnknownFieldsChoice,

    /// The most bytes of one request
    #[arg(long, default_value_t = DEFAULT_MAX_BYTES, value_name = "BYTES",
          value_parser = clap::value_parser!(u64).range(1..=MAX_MAX_BYTES))]
    pub max_bytes: u64,

    /// The language of the messages
    #[arg(long, default_value_t = Language::En, value_name = "LANGUAGE", value_parser = language_parser())]
    pub language: Language,

    /// When to use colours
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// NDJSON when the name ends in .ndjson or .jsonl, or the first line is a value of its own and more follows; else JSON
    Auto,
    /// The file is one request
    Json,
    /// Each line is one request
    Ndjson,
}

/// [`UnknownFields`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UnknownFieldsChoice {
    /// An unknown key is an error: the server would ignore it in silence
    Reject,
    /// Unknown keys are left out
    Strip,
    /// Unknown keys are sent, behind the known ones
    Keep,
}

/// [`Defaults`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DefaultsChoice {
    /// They are written into the body
    Explicit,
    /// They are left out of the body
    Omit,
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

impl Judging {
    /// The options of the core.
    pub fn options(&self, defaults: Defaults) -> Result<Options, Failure> {
        let mut options = Options::default()
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
