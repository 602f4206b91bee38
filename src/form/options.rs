//! Options of a form.

use crate::options::Options;

/// When issues are shown. Issues from the API and from asynchronous checks are always shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// From when the user leaves the field until the field is valid. After a submit: the issues of all fields.
    #[default]
    Left,
    /// From the first change of the field.
    Changed,
    /// After the first submit.
    Submitted,
    /// From the start.
    Always,
}

/// Options of a [`Form`](super::Form).
///
/// ```
/// use sphinx_case::form::{Form, FormOptions, Show};
///
/// let options = FormOptions::default().with_show(Show::Always).with_draft(false);
/// assert!(!Form::new(options).issues().is_empty()); // missing values are listed
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct FormOptions {
    pub(super) options: Options,
    pub(super) show: Show,
    pub(super) draft: bool,
}

impl Default for FormOptions {
    fn default() -> Self {
        Self {
            options: Options::default(),
            show: Show::default(),
            draft: true,
        }
    }
}

impl FormOptions {
    /// How requests are validated and built. Default: [`Options::default`].
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// When issues are shown. Default: [`Show::Left`].
    pub fn with_show(mut self, show: Show) -> Self {
        self.show = show;
        self
    }

    /// Whether the form is a draft before the first submit: missing values are not listed as issues. Default: true.
    pub fn with_draft(mut self, draft: bool) -> Self {
        self.draft = draft;
        self
    }
}
