//! Reads and validates requests and builds payloads.

mod external_id;
mod typed;
#[cfg(feature = "validator")]
mod validate;

use crate::issue::{Issue, Issues, Path};
use crate::json::Origin;
use crate::options::Options;
use crate::payload::{self, Payload};
use crate::read::{self, IssueCollector, Object};
use crate::rules;
pub use external_id::ExternalId;

/// A parsed and validated request: provides its issues and builds its payload.
#[derive(Debug)]
pub struct Draft<'a> {
    input: &'a [u8],
    options: Options,
    case: Option<Object<'a>>,
    issues: Issues,
}

/// Parses and validates a request: JSON text as a string or as bytes.
///
/// Never fails: everything that is wrong, including invalid JSON, is reported as an issue of the draft.
pub fn read_json<'a>(text: &'a (impl AsRef<[u8]> + ?Sized)) -> Draft<'a> {
    read_json_with(text, &Options::default())
}

/// Parses and validates a request with options.
pub fn read_json_with<'a>(text: &'a (impl AsRef<[u8]> + ?Sized), options: &Options) -> Draft<'a> {
    Draft::read(text.as_ref(), Origin::Text, options)
}

/// The issues of a request, without building a payload.
pub fn check(text: &(impl AsRef<[u8]> + ?Sized), options: &Options) -> Issues {
    read_json_with(text, options).issues
}

/// The issues that concern one value of a request: those at its path or inside of it, those of the values around it, and those of cross-field
/// rules that read it.
pub fn check_field(text: &(impl AsRef<[u8]> + ?Sized), path: &Path, options: &Options) -> Issues {
    let mut issues = check(text, options);
    rules::keep_concerning(&mut issues, path);
    issues
}

impl<'a> Draft<'a> {
    pub(crate) fn read(input: &'a [u8], origin: Origin, options: &Options) -> Self {
        let mut collector = IssueCollector::new(options);
        let mut case = read::read(input, origin, options, &mut collector);
        if let Some(case) = &mut case {
            rules::check(case, &mut collector);
        }
        let issues = collector.finish((origin == Origin::Text).then_some(input));
        Self {
            input,
            options: options.clone(),
            case,
            issues,
        }
    }

    /// Whether a request can have a value at `path`, or this one has an unknown field or an issue there.
    #[cfg_attr(not(feature = "wasm"), allow(dead_code))]
    pub(crate) fn has_place(&self, path: &Path) -> bool {
        rules::has_place(path, self.options.revision, self.case.as_ref())
            || self.issues.iter().any(|issue| path.holds(&issue.path))
    }

    /// All errors and warnings, in the order of the contract.
    #[must_use]
    pub const fn issues(&self) -> &Issues {
        &self.issues
    }

    /// The default values of the absent fields, as a JSON object. `None` if the request is not an object.
    #[cfg_attr(not(all(feature = "js-exports", target_arch = "wasm32")), allow(dead_code))]
    pub(crate) fn missing_defaults(&self) -> Option<String> {
        self.case.as_ref().map(payload::missing_defaults)
    }

    /// Whether the payload can be built.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.case.is_some() && self.issues.is_valid()
    }

    /// Builds the payload.
    ///
    /// # Errors
    /// All issues, if at least one of them is an error.
    pub fn build(self) -> Result<Payload, Issues> {
        match self.case {
            Some(case) if self.issues.is_valid() => {
                let warnings: Vec<Issue> = self.issues.into_vec();
                Ok(payload::build(self.input, &case, &self.options, warnings))
            }
            _ => Err(self.issues),
        }
    }

    /// Appends the body to `out`, and returns whether there is one. Nothing else of the payload is made.
    #[cfg_attr(not(all(feature = "wasm", target_arch = "wasm32")), allow(dead_code))]
    pub(crate) fn append_body(&self, out: &mut Vec<u8>) -> bool {
        match &self.case {
            Some(case) if self.issues.is_valid() => {
                payload::write_body(self.input, case, &self.options, out);
                true
            }
            _ => false,
        }
    }

    /// The issues without the draft.
    #[must_use]
    pub fn into_issues(self) -> Issues {
        self.issues
    }
}
