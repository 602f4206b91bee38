//! The codes with their severity, scope and params. The Rust enums, the JSON of issues, the TypeScript types and the
//! table of codes in the README are derived from this list.

use super::Severity;
use super::param::{Digits, Param, ParamType};

/// The documentation of one code.
#[derive(Debug, Clone, Copy)]
pub struct CodeFacts {
    /// The code.
    pub code: Code,
    /// Its severity, unless the option `rules` changes it.
    pub severity: Severity,
    /// When it is reported.
    pub doc: &'static str,
    /// Whether `rules` can change its severity.
    pub adjustable: bool,
    /// What an issue of the code is about.
    pub scope: Scope,
    /// The params, in the order in which they are written.
    pub params: &'static [ParamFacts],
}

/// The documentation of one param.
#[derive(Debug, Clone, Copy)]
pub struct ParamFacts {
    /// Its name.
    pub name: &'static str,
    /// Its TypeScript type.
    pub type_name: &'static str,
    /// Whether it can be absent.
    pub optional: bool,
    /// What it contains.
    pub doc: &'static str,
}

/// What an issue is about: decides for which fields it is shown, and which changes can resolve it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The value at the path as a whole, with everything inside it.
    Field,
    /// Which members the value at the path has, or how it was received; not the members themselves.
    Members,
    /// Several fields: the issue concerns every field that its rule reads.
    CrossField,
}

macro_rules! problems {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident = $code:literal, $severity:ident, $scope:ident $(, $flag:ident)* { $($(#[doc = $param_doc:literal])+ $param:ident: $type:ty),* $(,)? };
    )+) => {
        /// The stable name of a kind of problem. A code never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// All codes, in the order of the contract.
            pub const ALL: &[Code] = &[$(Code::$name),+];

            /// The name of the code, such as `too_long`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The documentation of the code.
            #[must_use]
            pub const fn facts(self) -> CodeFacts {
                match self { $(Self::$name => CodeFacts {
                    code: self,
                    severity: Severity::$severity,
                    doc: concat!($($doc, "\n"),+).trim_ascii(),
                    adjustable: self.is_adjustable(),
                    scope: self.scope(),
                    params: const { &[$(ParamFacts {
                        name: stringify!($param),
                        type_name: <$type as ParamType>::TYPE,
                        optional: <$type as ParamType>::OPTIONAL,
                        doc: concat!($($param_doc, "\n"),+).trim_ascii(),
                    }),*] },
                },)+ }
            }

            /// The severity, unless the option `rules` changes it.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// What an issue of the code is about.
            #[must_use]
            pub const fn scope(self) -> Scope {
                match self { $(Self::$name => Scope::$scope,)+ }
            }

            /// Whether `rules` can change the severity of the code.
            #[must_use]
            pub const fn is_adjustable(self) -> bool {
                match self { $(Self::$name => false $(|| problems!(@is_adjustable $flag))*,)+ }
            }

            /// Whether the code says that something is not there yet. A draft does not report it before it is submitted.
            #[must_use]
            pub const fn is_about_absence(self) -> bool {
                match self { $(Self::$name => false $(|| problems!(@is_about_absence $flag))*,)+ }
            }
        }

        /// A code with its params, without a path.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Problem {
            $($(#[doc = $doc])+ $name { $($(#[doc = $param_doc])+ $param: $type,)* },)+
        }

        impl Problem {
            /// The code.
            #[must_use]
            pub const fn code(&self) -> Code {
                match self { $(Self::$name { .. } => Code::$name,)+ }
            }

            /// Calls `visit` with the name and value of each param, in the order of the contract.
            pub(crate) fn visit_params(&self, visit: &mut dyn FnMut(&'static str, &dyn Param)) {
                match self { $(Self::$name { $($param,)* } => { $(visit(stringify!($param), $param);)* })+ }
            }

            /// The problem of a code with its params as JSON. `None` when this version does not have the code, or a param
            /// is missing or invalid.
            #[cfg(all(feature = "js", target_arch = "wasm32"))]
            pub(crate) fn read(code: &str, params: &serde_json::Map<String, serde_json::Value>) -> Option<Self> {
                let code = Code::ALL.iter().find(|known| known.as_str() == code)?;
                Some(match code {
                    $(Code::$name => Self::$name {
                        $($param: super::read_param::ReadParam::read(params.get(stringify!($param)))?,)*
                    },)+
                })
            }
        }
    };
    (@is_adjustable adjustable) => { true };
    (@is_adjustable absence) => { false };
    (@is_about_absence absence) => { true };
    (@is_about_absence adjustable) => { false };
}

problems! {
    /// A required key is absent.
    Required = "required", Error, Field, absence {};
    /// Neither `customer_id` nor `customer` is present; every case has a customer.
    RequiredOneOf = "required_one_of", Error, CrossField, adjustable, absence {
        /// The keys of which one must be present.
        fields: Vec<&'static str>
    };
    /// `checks` (not empty) together with `case_config`, or `customer_id` together with `customer`. The option `rules` can only change the customer pair.
    Exclusive = "exclusive", Error, CrossField, adjustable {
        /// The keys that exclude each other.
        fields: Vec<&'static str>
    };
    /// The value has another JSON type, or a fraction where an integer is expected.
    InvalidType = "invalid_type", Error, Field {
        /// The expected type: a JSON type, or `email` for a text that is not an email address.
        expected: &'static str,
        /// The received type.
        received: String
    };
    /// The value is null, which is not documented for this field.
    NotNullable = "not_nullable", Error, Field {};
    /// The text is empty or contains only whitespace.
    Blank = "blank", Error, Field {};
    /// The text has too many characters, counted in Unicode code points, as the API counts.
    TooLong = "too_long", Error, Field {
        /// The maximum number of code points.
        max: u64,
        /// The number of code points received.
        actual: u64
    };
    /// Not an absolute http or https URL with a host, or it contains whitespace.
    InvalidUrl = "invalid_url", Error, Field {
        /// What is wrong: `white_space`, `not_absolute`, `scheme`, `host`, `port` or `character`.
        reason: &'static str
    };
    /// The slug contains characters other than ASCII letters, digits, `-` and `_`.
    InvalidSlug = "invalid_slug", Error, Field {};
    /// The value is not in a closed set.
    InvalidOption = "invalid_option", Error, Field {
        /// The allowed values.
        allowed: Vec<&'static str>,
        /// The most similar allowed value, if one is similar.
        suggestion: Option<String>
    };
    /// The integer is outside its limits.
    OutOfRange = "out_of_range", Error, Field {
        /// The minimum.
        min: Digits,
        /// The maximum.
        max: Digits,
        /// The received value.
        actual: Digits
    };
    /// A JavaScript number beyond ±(2^53-1), which JavaScript has already rounded. A BigInt, or digits in JSON text, are exact.
    UnsafeInteger = "unsafe_integer", Error, Field {
        /// The number as JavaScript writes it.
        received: String
    };
    /// The key is not documented at this level; the API would ignore it silently.
    UnknownField = "unknown_field", Error, Field, adjustable {
        /// The revision of the API that documents the key, if it is a newer one: the option `revision` takes its name.
        revision: Option<String>,
        /// The key that was probably intended, as a form name such as `customer.full_name`.
        suggestion: Option<String>
    };
    /// A key appears more than once in the same JSON object.
    DuplicateKey = "duplicate_key", Error, Members {};
    /// A string or key contains a lone surrogate or U+0000.
    InvalidUnicode = "invalid_unicode", Error, Field {
        /// The first such character, such as `U+D800`.
        character: String
    };
    /// The text is not valid JSON.
    InvalidJson = "invalid_json", Error, Field {
        /// What is wrong: `empty`, `unexpected_end`, `unexpected_character`, `trailing_characters`, `invalid_escape`,
        /// `control_character`, `invalid_number`, `invalid_literal` or `invalid_utf8`; in a row of a table also `open_quotes` or
        /// `no_heading`.
        reason: &'static str
    };
    /// A JavaScript value that JSON cannot represent.
    NotJson = "not_json", Error, Field {
        /// What was received, such as `NaN`, `function`, `Map` or `cycle`; of a cell of a workbook, its value.
        received: String,
        /// Why a cell of a workbook cannot be used: `error_value` or `rounded_number`.
        reason: Option<&'static str>
    };
    /// The value is nested more than 128 levels deep.
    TooDeep = "too_deep", Error, Field {
        /// The maximum depth.
        max: u64
    };
    /// The input exceeds the size limit (10 MiB by default).
    TooLarge = "too_large", Error, Field {
        /// The limit in bytes.
        max: u64,
        /// The received size in bytes.
        actual: u64
    };
    /// The check type is not on the list, which is open. It is sent unchanged.
    UnknownOption = "unknown_option", Warning, Field, adjustable {
        /// The most similar known value, if one is similar.
        suggestion: Option<String>
    };
    /// The check has no check type.
    MissingCheckType = "missing_check_type", Warning, Field, adjustable, absence {};
    /// The case starts immediately but has neither checks nor a case configuration.
    NothingToStart = "nothing_to_start", Warning, CrossField, adjustable, absence {};
    /// The retention period is longer than 365 days, the maximum given in parts of the API documentation.
    RetentionOverAYear = "retention_over_a_year", Warning, Field, adjustable {
        /// The maximum given there, in days.
        max: u64
    };
    /// The case is deleted immediately, and no webhook is set to receive its results.
    ResultsDeletedUnseen = "results_deleted_unseen", Warning, CrossField, adjustable {};
    /// The connection to the webhook is not encrypted (`http:`).
    InsecureWebhook = "insecure_webhook", Warning, Field, adjustable {};
    /// The webhook host is local or private, so the API cannot reach it.
    UnreachableWebhook = "unreachable_webhook", Warning, Field, adjustable {
        /// The host.
        host: String
    };
    /// A document is linked more than once: twice in one list, to the case and a check, or to two checks.
    DuplicateItem = "duplicate_item", Warning, CrossField, adjustable {
        /// The ID of the document.
        value: Digits
    };
    /// The customer has an `external_id`. If it already exists, the fields omitted here are cleared.
    CustomerOverwrite = "customer_overwrite", Warning, CrossField, adjustable {
        /// The omitted keys.
        fields: Vec<&'static str>
    };
    /// A name or ID has a character that is not visible, such as a zero-width space or a control of the writing direction.
    InvisibleCharacter = "invisible_character", Warning, Field, adjustable {
        /// The first such character, such as `U+200B`.
        character: String,
        /// Its position in code points, from 0.
        position: u64
    };
    /// An API error that does not match any other code.
    Server = "server", Error, Members {
        /// The HTTP status.
        status: u64,
        /// The code of the API, if it gave one or its message is known.
        server_code: Option<String>
    };
}
