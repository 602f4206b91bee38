//! Issues: everything that can be wrong with a request, and advice about it.

mod message;
mod param;
mod path;
mod problem;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
mod read_param;
mod serialize;

#[cfg_attr(not(target_arch = "wasm32"), allow(unused_imports))]
pub(crate) use serialize::write_facts;

pub use param::Digits;
pub(crate) use path::unescaped;
pub use path::{InvalidPath, Path, Segment};
pub use problem::{Code, CodeFacts, ParamFacts, Problem, Scope};

use crate::messages::Language;

/// Whether an issue blocks the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Blocks the payload.
    Error,
    /// Never blocks.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Where an issue comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// This library.
    Core,
    /// The API, in its response to the request.
    Server,
    /// An asynchronous check of the caller, for example whether a customer exists.
    Async,
}

impl Source {
    /// All sources.
    pub const ALL: &[Self] = &[Self::Core, Self::Server, Self::Async];

    /// The source's name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Server => "server",
            Self::Async => "async",
        }
    }
}

/// A position in a JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The line of the first character, from 1.
    pub line: u32,
    /// The column of the first character, from 1, counted in Unicode code points.
    pub column: u32,
    /// The byte offset of the first character.
    pub start: u32,
    /// The byte offset after the last character.
    pub end: u32,
}

/// One error or warning about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Whether it blocks the payload.
    pub severity: Severity,
    /// The code with its params.
    pub problem: Problem,
    /// Where.
    pub path: Path,
    /// The other places the issue is about.
    pub related: Vec<Path>,
    /// The position in the input, if the input was text.
    pub span: Option<Span>,
    /// Where it comes from.
    pub source: Source,
    /// The original text of an issue from the API or from a check of the caller. It is the message in every language.
    pub original_message: Option<String>,
}

impl Issue {
    /// An issue of this library with the severity that its code has by default, without a span.
    ///
    /// ```
    /// use sphinx_case::{Issue, Problem};
    ///
    /// let issue = Issue::new(Problem::Required {}, "customer.full_name".parse()?);
    /// assert!(issue.is_error());
    /// # Ok::<(), sphinx_case::InvalidPath>(())
    /// ```
    #[must_use]
    pub const fn new(problem: Problem, path: Path) -> Self {
        Self {
            severity: problem.code().severity(),
            problem,
            path,
            related: Vec::new(),
            span: None,
            source: Source::Core,
            original_message: None,
        }
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.problem.code()
    }

    /// Whether the issue blocks the payload.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The message in English: rendered from code and params, or the original text of an issue from the API or a custom check.
    #[must_use]
    pub fn message(&self) -> String {
        self.message_in(Language::En)
    }

    /// The message in a language: rendered from code and params, or the original text of an issue from the API or a custom check.
    #[must_use]
    pub fn message_in(&self, language: Language) -> String {
        if let Some(text) = &self.original_message {
            return text.clone();
        }
        let mut message = String::new();
        self.problem.write_message(language, &mut message);
        message
    }
}

impl std::fmt::Display for Issue {
    /// `customer.full_name: This field is required [required]`
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.path.0.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        write!(formatter, "{} [{}]", self.message(), self.code().as_str())
    }
}

/// All issues of one input, in the order of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issues {
    pub(crate) list: Vec<Issue>,
    pub(crate) omitted: usize,
    pub(crate) omitted_errors: usize,
}

impl Issues {
    /// Whether there is no error among them.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.omitted_errors == 0 && !self.list.iter().any(Issue::is_error)
    }

    /// The number of issues that are not listed. It is 0 unless one kind of check finds more than
    /// 10,000 issues.
    #[must_use]
    pub const fn omitted(&self) -> usize {
        self.omitted
    }

    /// The issues as a list.
    #[must_use]
    pub fn into_vec(self) -> Vec<Issue> {
        self.list
    }
}

impl std::ops::Deref for Issues {
    type Target = [Issue];

    fn deref(&self) -> &[Issue] {
        &self.list
    }
}

impl IntoIterator for Issues {
    type Item = Issue;
    type IntoIter = std::vec::IntoIter<Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Issues {
    type Item = &'a Issue;
    type IntoIter = std::slice::Iter<'a, Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl std::fmt::Display for Issues {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, issue) in self.list.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            write!(formatter, "{issue}")?;
        }
        if self.omitted > 0 {
            write!(formatter, "\n… and {} more", self.omitted)?;
        }
        Ok(())
    }
}

impl std::error::Error for Issues {}
