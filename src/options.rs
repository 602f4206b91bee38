//! What a caller may set: unknown keys, severities, defaults, size.

use crate::issue::{Code, Problem, Severity};
use crate::json::{Part, read_parts, string};
use crate::lean::{concat, parse_digits};

/// The most bytes of one input, unless set otherwise: 10 MiB.
pub const DEFAULT_MAX_BYTES: u64 = 10 * 1024 * 1024;

/// What to do with a key that is not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownFields {
    /// It is an error: the server would drop it in silence.
    #[default]
    Reject,
    /// It is left out of the payload.
    Strip,
    /// It is sent, behind the known keys of its object.
    Keep,
}

/// What to do with defaults in the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Defaults {
    /// They are written into the payload.
    #[default]
    Explicit,
    /// A value that equals its default is left out.
    Omit,
}

/// The severity that a rule is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSetting {
    /// It blocks the payload.
    Error,
    /// It is advice.
    Warning,
    /// It is not looked at.
    Off,
}

/// How a request is checked and built. The same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What to do with keys that are not documented.
    pub unknown_fields: UnknownFields,
    /// What to do with defaults in the payload.
    pub defaults: Defaults,
    /// The most bytes of one input.
    pub max_bytes: u64,
    rules: Vec<(Code, RuleSetting)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            unknown_fields: UnknownFields::Reject,
            defaults: Defaults::Explicit,
            max_bytes: DEFAULT_MAX_BYTES,
            rules: Vec::new(),
        }
    }
}

/// An option that makes no sense; the text names it and says what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidOptions(String);

impl InvalidOptions {
    /// The text: which option, what was expected, what came.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for InvalidOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidOptions {}

impl Options {
    /// The same options with another way to treat keys that are not documented.
    #[must_use]
    pub fn with_unknown_fields(self, unknown_fields: UnknownFields) -> Self {
        Self { unknown_fields, ..self }
    }

    /// The same options with another way to treat defaults in the payload.
    #[must_use]
    pub fn with_defaults(self, defaults: Defaults) -> Self {
        Self { defaults, ..self }
    }

    /// The same options with another size limit, in bytes.
    #[must_use]
    pub fn with_max_bytes(self, max_bytes: u64) -> Self {
        Self { max_bytes, ..self }
    }

    /// The same options with another severity of a rule.
    ///
    /// # Errors
    /// When the code is not one whose severity can be set.
    pub fn with_rule(mut self, code: Code, setting: RuleSetting) -> Result<Self, InvalidOptions> {
        self.set_rule(code, setting)?;
        Ok(self)
    }

    /// Sets the severity of a rule.
    ///
    /// # Errors
    /// When the code is not one whose severity can be set.
    pub fn set_rule(&mut self, code: Code, setting: RuleSetting) -> Result<(), InvalidOptions> {
        if !code.is_adjustable() {
            return Err(not_adjustable(code.as_str()));
        }
        match self.rules.iter_mut().find(|(known, _)| *known == code) {
            Some((_, known)) => *known = setting,
            None => self.rules.push((code, setting)),
        }
        Ok(())
    }

    /// Sets the severity of a rule by its name and the name of the severity, as `rules` in JSON does.
    ///
    /// # Errors
    /// When either is unknown, or the severity of the code cannot be set.
    pub fn set_rule_by_name(&mut self, code: &str, setting: &str) -> Result<(), InvalidOptions> {
        let Some(known) = Code::ALL.iter().find(|known| known.as_str() == code) else {
            return Err(not_adjustable(code));
        };
        let setting = match setting {
            "error" => RuleSetting::Error,
            "warning" => RuleSetting::Warning,
            "off" => RuleSetting::Off,
            other => return Err(expected(&concat(&["rules.", code]), "error, warning or off", other)),
        };
        self.set_rule(*known, setting)
    }

    /// The severity of a problem, or none when it is not to be said.
    pub(crate) fn severity(&self, problem: &Problem) -> Option<Severity> {
        let code = problem.code();
        let setting = self
            .rules
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, setting)| *setting);
        match (setting, problem) {
            // Which checks are meant is documented; only the pair of customers is a decision of ours.
            (Some(_), Problem::Exclusive { fields }) if fields.first() != Some(&"customer_id") => Some(code.severity()),
            (Some(RuleSetting::Error), _) => Some(Severity::Error),
            (Some(RuleSetting::Warning), _) => Some(Severity::Warning),
            (Some(RuleSetting::Off), _) => None,
            (None, Problem::UnknownField { .. }) if self.unknown_fields != UnknownFields::Reject => None,
            (None, _) => Some(code.severity()),
        }
    }

    /// Reads options from JSON text, as the JavaScript functions take them: `unknownFields`, `rules`,
    /// `defaults`, `maxBytes`. (Their `language` only says how issues are told of: see [`crate::Issue::message_in`].)
    ///
    /// # Errors
    /// When an option is unknown or has a value that makes no sense.
    pub fn from_json(text: &str) -> Result<Self, InvalidOptions> {
        let mut options = Self::default();
        for Part { key, value } in members(text, "options")? {
            match &*key {
                "unknownFields" => {
                    options.unknown_fields = match &*string(value) {
                        "reject" => UnknownFields::Reject,
                        "strip" => UnknownFields::Strip,
                        "keep" => UnknownFields::Keep,
                        _ => return Err(expected("unknownFields", "\"reject\", \"strip\" or \"keep\"", value)),
                    }
                }
                "defaults" => {
                    options.defaults = match &*string(value) {
                        "explicit" => Defaults::Explicit,
                        "omit" => Defaults::Omit,
                        _ => return Err(expected("defaults", "\"explicit\" or \"omit\"", value)),
                    }
                }
                "maxBytes" => match parse_digits(value, 10) {
                    Some(limit) if limit > 0 => options.max_bytes = limit,
                    _ => return Err(expected("maxBytes", "a whole number of at least 1", value)),
                },
                "rules" => {
                    for Part {
                        key: code,
                        value: setting,
                    } in members(value, "rules")?
                    {
                        let named = string(setting);
                        options.set_rule_by_name(&code, if named.is_empty() { setting } else { &named })?;
                    }
                }
                other => {
                    // Messages are made late, so their language is no matter of the core; the npm package takes it out before.
                    let known = if cfg!(target_arch = "wasm32") {
                        "unknownFields, rules, defaults, maxBytes, language"
                    } else {
                        "unknownFields, rules, defaults, maxBytes"
                    };
                    return Err(InvalidOptions(concat(&[
                        "unknown option \"",
                        other,
                        "\": the options are ",
                        known,
                    ])));
                }
            }
        }
        Ok(options)
    }
}

fn not_adjustable(code: &str) -> InvalidOptions {
    let mut text = concat(&["rules: the severity of \"", code, "\" cannot be set; it can be for"]);
    let mut separator = " ";
    for known in Code::ALL {
        if known.is_adjustable() {
            text.push_str(separator);
            text.push_str(known.as_str());
            separator = ", ";
        }
    }
    InvalidOptions(text)
}

fn expected(option: &str, due: &str, came: &str) -> InvalidOptions {
    InvalidOptions(concat(&[option, " must be ", due, ", not ", came]))
}

fn members<'a>(text: &'a str, name: &str) -> Result<Vec<Part<'a>>, InvalidOptions> {
    read_parts(text, b'{').ok_or_else(|| expected(name, "an object", text))
}

#[cfg(test)]
mod tests {
    use super::{Defaults, Options, UnknownFields};

    #[test]
    fn options_are_read_from_json() {
        let options = Options::from_json(
            r#"{"unknownFields":"strip","defaults":"omit","maxBytes":5,"rules":{"unknown_option":"off"}}"#,
        )
        .unwrap();
        assert_eq!(
            (options.unknown_fields, options.defaults, options.max_bytes),
            (UnknownFields::Strip, Defaults::Omit, 5)
        );
        assert_eq!(Options::from_json("{}").unwrap(), Options::default());
    }

    #[test]
    fn options_that_make_no_sense_are_named() {
        for (text, name) in [
            (r#"{"unknownFields":"drop"}"#, "unknownFields"),
            (r#"{"unknownFields":1}"#, "unknownFields"),
            (r#"{"defaults":null}"#, "defaults"),
            (r#"{"maxBytes":0}"#, "maxBytes"),
            (r#"{"maxBytes":1.5}"#, "maxBytes"),
            (r#"{"language":"en"}"#, "language"),
            (r#"{"rules":[]}"#, "rules"),
            (r#"{"rules":{"too_long":"off"}}"#, "too_long"),
            (r#"{"rules":{"no_such_code":"off"}}"#, "no_such_code"),
            (r#"{"rules":{"unknown_option":"quiet"}}"#, "rules.unknown_option"),
            (r#"{"rules":{"unknown_option":false}}"#, "rules.unknown_option"),
            (r#"{"unknownfields":"keep"}"#, "unknownfields"),
            ("[]", "options"),
        ] {
            let error = Options::from_json(text).unwrap_err().to_string();
            assert!(error.contains(name), "{text}: {error}");
        }
    }
}
