//! Options: revision, unknown fields, severities, defaults, size limit.

use crate::issue::{Code, Problem, Severity};
use crate::json::{self, Part, read_parts, string};
use crate::lean::{concat, parse_digits};
use crate::request::{Revision, is_adjustable};

/// The default maximum size of an input in bytes: 10 MiB.
pub const DEFAULT_MAX_BYTES: u64 = 10 * 1024 * 1024;

/// How to treat keys that are not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownFields {
    /// Report an error, because the API would ignore the key silently.
    #[default]
    Reject,
    /// Leave the key out of the payload.
    Strip,
    /// Send the key, after the known keys of its object.
    Keep,
}

/// How to treat default values in the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Defaults {
    /// Write the default values of absent fields into the payload.
    #[default]
    Explicit,
    /// Leave out values that equal their default.
    Omit,
}

/// The severity set for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSetting {
    /// Issues of the rule block the payload.
    Error,
    /// Issues of the rule are warnings.
    Warning,
    /// The rule is disabled.
    Off,
}

/// How a request is validated and built. The options are the same in Rust, JavaScript and on the command line.
#[derive(Clone, PartialEq, Eq)]
pub struct Options {
    pub(crate) revision: Revision,
    /// What to do with keys that are not documented.
    pub unknown_fields: UnknownFields,
    pub(crate) defaults: Defaults,
    pub(crate) max_bytes: u64,
    rules: Vec<(Code, RuleSetting)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            revision: Revision::default(),
            unknown_fields: UnknownFields::Reject,
            defaults: Defaults::Explicit,
            max_bytes: DEFAULT_MAX_BYTES,
            rules: Vec::new(),
        }
    }
}

/// An invalid option. The message names it and says what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidOptions(pub(crate) String);

impl InvalidOptions {
    /// The message: the option, the expected value and the received one.
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

/// The journal of a batch has this text to recognize the options that it was created with. Those of journals from before there was
/// a choice of revision have the same text as the default revision.
impl std::fmt::Debug for Options {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = formatter.debug_struct("Options");
        if self.revision != Revision::default() {
            text.field("revision", &self.revision);
        }
        text.field("unknown_fields", &self.unknown_fields)
            .field("defaults", &self.defaults)
            .field("max_bytes", &self.max_bytes)
            .field("rules", &self.rules)
            .finish()
    }
}

impl Options {
    /// Sets the revision of the API: which fields are documented. Default: [`Revision::Reference`].
    ///
    /// ```
    /// use sphinx_case::{Code, Options, Revision};
    ///
    /// let text = r#"{"customer_id": 1, "case_config": "kyc", "external_id": "order-7"}"#;
    /// assert_eq!(sphinx_case::read_json(text).issues().iter().next().unwrap().code(), Code::UnknownField);
    ///
    /// let newest = Options::default().with_revision(Revision::Newest);
    /// let payload = sphinx_case::read_json_with(text, &newest).build()?;
    /// assert_eq!(payload.external_id(), Some("order-7"));
    /// # Ok::<(), sphinx_case::Issues>(())
    /// ```
    #[must_use]
    pub fn with_revision(self, revision: Revision) -> Self {
        Self { revision, ..self }
    }

    /// Sets how to treat keys that are not documented. Default: [`UnknownFields::Reject`].
    #[must_use]
    pub fn with_unknown_fields(self, unknown_fields: UnknownFields) -> Self {
        Self { unknown_fields, ..self }
    }

    /// Sets how to treat default values in the payload. Default: [`Defaults::Explicit`].
    #[must_use]
    pub fn with_defaults(self, defaults: Defaults) -> Self {
        Self { defaults, ..self }
    }

    /// Sets the maximum size of an input in bytes. Default: [`DEFAULT_MAX_BYTES`].
    #[must_use]
    pub fn with_max_bytes(self, max_bytes: u64) -> Self {
        Self { max_bytes, ..self }
    }

    /// Sets the severity of a rule, or disables it.
    ///
    /// ```
    /// use sphinx_case::{Code, Options, RuleSetting};
    ///
    /// let options = Options::default().with_rule(Code::MissingCheckType, RuleSetting::Error)?;
    /// let text = r#"{"customer_id": 1, "checks": [{}]}"#;
    /// assert!(!sphinx_case::check(text, &options).is_valid());
    /// # Ok::<(), sphinx_case::InvalidOptions>(())
    /// ```
    ///
    /// # Errors
    /// If the severity of the code cannot be set: see [`Code::is_adjustable`].
    pub fn with_rule(mut self, code: Code, setting: RuleSetting) -> Result<Self, InvalidOptions> {
        if !code.is_adjustable() {
            return Err(not_adjustable(code.as_str()));
        }
        match self.rules.iter_mut().find(|(known, _)| *known == code) {
            Some((_, known)) => *known = setting,
            None => self.rules.push((code, setting)),
        }
        Ok(self)
    }

    /// Sets the severity of a rule by the names of the code and the severity, as in the option `rules` in JSON.
    ///
    /// # Errors
    /// If either is unknown, or the severity of the code cannot be set.
    pub fn with_rule_named(self, code: &str, setting: &str) -> Result<Self, InvalidOptions> {
        let Some(known) = Code::ALL.iter().find(|known| known.as_str() == code) else {
            return Err(not_adjustable(code));
        };
        let setting = match setting {
            "error" => RuleSetting::Error,
            "warning" => RuleSetting::Warning,
            "off" => RuleSetting::Off,
            other => return Err(expected(&concat(&["rules.", code]), "error, warning or off", other)),
        };
        self.with_rule(*known, setting)
    }

    /// The revision of the API.
    #[must_use]
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// How keys that are not documented are treated.
    #[must_use]
    pub const fn unknown_fields(&self) -> UnknownFields {
        self.unknown_fields
    }

    /// How default values are treated in the payload.
    #[must_use]
    pub const fn defaults(&self) -> Defaults {
        self.defaults
    }

    /// The maximum size of an input in bytes.
    #[must_use]
    pub const fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    /// The severity of a problem. `None` if the problem is not to be reported.
    pub(crate) fn severity(&self, problem: &Problem) -> Option<Severity> {
        let code = problem.code();
        let setting = self
            .rules
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, setting)| *setting);
        match (setting, problem) {
            (Some(_), Problem::Exclusive { fields }) if !is_adjustable(fields) => Some(code.severity()),
            (Some(RuleSetting::Error), _) => Some(Severity::Error),
            (Some(RuleSetting::Warning), _) => Some(Severity::Warning),
            (Some(RuleSetting::Off), _) => None,
            (None, Problem::UnknownField { .. }) if self.unknown_fields != UnknownFields::Reject => None,
            (None, _) => Some(code.severity()),
        }
    }

    /// Parses options from JSON, as the JavaScript functions take them: `revision`, `unknownFields`, `rules`, `defaults`,
    /// `maxBytes`.
    /// The option `language` of JavaScript has no counterpart here: see [`crate::Issue::message_in`].
    ///
    /// # Errors
    /// If an option is unknown or its value is invalid.
    pub fn from_json(text: &str) -> Result<Self, InvalidOptions> {
        let mut options = Self::default();
        for Part { key, value } in members(text, "options")? {
            match &*key {
                "revision" => {
                    options.revision = Revision::named(&string(value)).ok_or_else(|| unknown_revision(value))?
                }
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
                        options = options.with_rule_named(&code, if named.is_empty() { setting } else { &named })?;
                    }
                }
                other => {
                    // The npm package renders messages itself and removes `language` before it calls the core.
                    let known = if cfg!(target_arch = "wasm32") {
                        "revision, unknownFields, rules, defaults, maxBytes, language"
                    } else {
                        "revision, unknownFields, rules, defaults, maxBytes"
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

fn unknown_revision(received: &str) -> InvalidOptions {
    let mut known = String::new();
    for revision in Revision::ALL {
        known.push_str(if known.is_empty() { "" } else { " or " });
        json::write_string(revision.as_str(), &mut known);
    }
    expected("revision", &known, received)
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

fn expected(option: &str, expected: &str, received: &str) -> InvalidOptions {
    InvalidOptions(concat(&[option, " must be ", expected, ", not ", received]))
}

fn members<'a>(text: &'a str, name: &str) -> Result<Vec<Part<'a>>, InvalidOptions> {
    read_parts(text, b'{').ok_or_else(|| expected(name, "an object", text))
}

#[cfg(test)]
mod tests {
    use super::{Defaults, Options, Revision, UnknownFields};

    #[test]
    fn options_are_read_from_json() {
        let options = Options::from_json(
            r#"{"revision":"newest","unknownFields":"strip","defaults":"omit","maxBytes":5,"rules":{"unknown_option":"off"}}"#,
        )
        .unwrap();
        assert_eq!(
            (options.unknown_fields, options.defaults, options.max_bytes),
            (UnknownFields::Strip, Defaults::Omit, 5)
        );
        assert_eq!(options.revision, Revision::Newest);
        assert_eq!(Options::from_json("{}").unwrap(), Options::default());
    }

    #[test]
    fn invalid_options_are_named() {
        for (text, name) in [
            (r#"{"unknownFields":"drop"}"#, "unknownFields"),
            (r#"{"unknownFields":1}"#, "unknownFields"),
            (r#"{"defaults":null}"#, "defaults"),
            (
                r#"{"revision":"latest"}"#,
                r#"revision must be "reference" or "newest", not "latest""#,
            ),
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
