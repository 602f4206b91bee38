//! Every code of the contract with its severity and its params: the one list that Rust, JSON and
//! TypeScript are made from.

use super::Severity;
use super::param::{Digits, Param, ParamType};

/// What the documentation and the generated types say of one code.
#[derive(Debug, Clone, Copy)]
pub struct CodeFacts {
    /// The code.
    pub code: Code,
    /// Its severity when `rules` does not say otherwise.
    pub severity: Severity,
    /// When it is said.
    pub doc: &'static str,
    /// Whether `rules` can change its severity.
    pub adjustable: bool,
    /// What an issue of the code is about.
    pub scope: Scope,
    /// The params, in the order in which they are written.
    pub params: &'static [ParamFacts],
}

/// What the documentation and the generated types say of one param.
#[derive(Debug, Clone, Copy)]
pub struct ParamFacts {
    /// Its name.
    pub name: &'static str,
    /// Its TypeScript type.
    pub type_name: &'static str,
    /// Whether it can be absent.
    pub optional: bool,
    /// What it says.
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

            /// The code's name, as in `too_long`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// What the documentation says of the code.
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

            /// The severity when `rules` does not say otherwise.
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

        /// A code with its params: what is wrong, without where.
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

            /// Shows each param with its name, in the order of the contract.
            pub(crate) fn visit_params(&self, visit: &mut dyn FnMut(&'static str, &dyn Param)) {
                match self { $(Self::$name { $($param,)* } => { $(visit(stringify!($param), $param);)* })+ }
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
    /// Neither `customer_id` nor `customer` is there; every case has a customer.
    RequiredOneOf = "required_one_of", Error, CrossField, adjustable, absence {
        /// The keys of which one must be there.
        fields: Vec<&'static str>
    };
    /// `checks` (not empty) with `case_config`, or `customer_id` with `customer`. Only the customer pair can be changed by `rules`.
    Exclusive = "exclusive", Error, CrossField, adjustable {
        /// The keys that exclude each other.
        fields: Vec<&'static str>
    };
    /// The value is of another JSON type; a fraction where a whole number is due.
    InvalidType = "invalid_type", Error, Field {
        /// The type that is due.
        expected: &'static str,
        /// The type that came.
        received: String
    };
    /// Null where null is not documented.
    NotNullable = "not_nullable", Error, Field {};
    /// A text that is empty or only white space.
    Blank = "blank", Error, Field {};
    /// A text with too many characters, counted in Unicode code points as the server counts.
    TooLong = "too_long", Error, Field {
        /// The most code points.
        max: u64,
        /// The code points that came.
        actual: u64
    };
    /// No absolute http or https URL with a host, or white space in it.
    InvalidUrl = "invalid_url", Error, Field {
        /// What is wrong: `white_space`, `not_absolute`, `scheme`, `host`, `port` or `character`.
        reason: &'static str
    };
    /// A slug has characters other than ASCII letters, digits, `-` and `_`.
    InvalidSlug = "invalid_slug", Error, Field {};
    /// A value that is not in a closed set.
    InvalidOption = "invalid_option", Error, Field {
        /// The values of the set.
        allowed: Vec<&'static str>,
        /// The nearest of them, if one is near.
        suggestion: Option<String>
    };
    /// A whole number beyond its limits.
    OutOfRange = "out_of_range", Error, Field {
        /// The least value.
        min: Digits,
        /// The greatest value.
        max: Digits,
        /// The value that came.
        actual: Digits
    };
    /// A JavaScript number beyond ±(2^53-1): it was rounded before it came here. A BigInt, or digits in JSON text, are exact.
    UnsafeInteger = "unsafe_integer", Error, Field {
        /// The number, as JavaScript writes it.
        received: String
    };
    /// A key that is not documented at that level; the server would drop it in silence.
    UnknownField = "unknown_field", Error, Field, adjustable {
        /// The key that was probably meant, as a form name such as `customer.full_name`.
        suggestion: Option<String>
    };
    /// The JSON text names a key twice in one object.
    DuplicateKey = "duplicate_key", Error, Members {};
    /// A lone surrogate or U+0000 in a string or key.
    InvalidUnicode = "invalid_unicode", Error, Field {
        /// The first such character, as in `U+D800`.
        character: String
    };
    /// The text is no JSON.
    InvalidJson = "invalid_json", Error, Field {
        /// What is wrong: `empty`, `unexpected_end`, `unexpected_character`, `trailing_characters`, `invalid_escape`,
        /// `control_character`, `invalid_number`, `invalid_literal` or `invalid_utf8`.
        reason: &'static str
    };
    /// A JavaScript value that JSON cannot carry.
    NotJson = "not_json", Error, Field {
        /// What came, as in `NaN`, `function`, `Map`, `cycle`.
        received: String
    };
    /// A value nested deeper than 128 levels.
    TooDeep = "too_deep", Error, Field {
        /// The deepest level.
        max: u64
    };
    /// The input is over the size limit (10 MiB unless set otherwise).
    TooLarge = "too_large", Error, Field {
        /// The limit in bytes.
        max: u64,
        /// The bytes that came.
        actual: u64
    };
    /// A check type that is not on the (open) list. It is sent as given.
    UnknownOption = "unknown_option", Warning, Field, adjustable {
        /// The nearest known value, if one is near.
        suggestion: Option<String>
    };
    /// A check without a check type.
    MissingCheckType = "missing_check_type", Warning, Field, adjustable, absence {};
    /// The case starts at once, and there is neither a check nor a case configuration.
    NothingToStart = "nothing_to_start", Warning, CrossField, adjustable, absence {};
    /// A retention of more than 365 days, which some pages of the API give as the most.
    RetentionOverAYear = "retention_over_a_year", Warning, Field, adjustable {
        /// The most days that these pages give.
        max: u64
    };
    /// The case is deleted at once, and no webhook carries its results away.
    ResultsDeletedUnseen = "results_deleted_unseen", Warning, CrossField, adjustable {};
    /// The webhook is not encrypted (`http:`).
    InsecureWebhook = "insecure_webhook", Warning, Field, adjustable {};
    /// The webhook's host is one that only this machine or network reaches.
    UnreachableWebhook = "unreachable_webhook", Warning, Field, adjustable {
        /// The host.
        host: String
    };
    /// A document is linked twice: in one list, to the case and to a check, or to two checks.
    DuplicateItem = "duplicate_item", Warning, CrossField, adjustable {
        /// The document's number.
        value: Digits
    };
    /// The customer has an `external_id`; if it exists, what is left out here is emptied there.
    CustomerOverwrite = "customer_overwrite", Warning, CrossField, adjustable {
        /// The keys that are left out.
        fields: Vec<&'static str>
    };
    /// The server said it, and it is not matched to a code above.
    Server = "server", Error, Members {
        /// The HTTP status.
        status: u64,
        /// The server's own code, if it gave one or its words are known.
        server_code: Option<String>
    };
}
