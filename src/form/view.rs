//! Views of a form: each place with its value, its state and its issues.

use super::Form;
use super::event::{InvalidEvent, parse_path};
use super::node::{COUNTS, Node, Place, Role, SHOWN};
use super::protocol::{DIRTY, EXTRA, LEFT_OUT, TOUCHED};
use crate::issue::{Issue, Issues, Path, Severity, Source};

/// An issue, and whether it is shown at present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownIssue {
    /// The issue.
    pub issue: Issue,
    /// Whether it is shown: see [`Show`](super::Show).
    pub shown: bool,
}

/// The present state of a field, a group, a list or a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    /// The path.
    pub path: Path,
    /// The text of the input, unchanged, with U+FFFD for a lone surrogate. Empty for groups and lists.
    pub value: String,
    /// Whether the user has left it, or a field in it.
    pub touched: bool,
    /// Whether it differs from its initial value.
    pub dirty: bool,
    /// Whether it is excluded from the request with [`Include::Never`](super::Include::Never).
    pub left_out: bool,
    /// The number of the asynchronous check that was begun last; 0 if there was none since the value changed.
    pub generation: u32,
    /// The stable ID of a row; 0 for other places.
    pub id: u32,
    /// The IDs of the rows of a list, in order.
    pub rows: Vec<u32>,
    /// Whether it is an unknown field.
    pub extra: bool,
    /// Its own issues, errors first.
    pub issues: Vec<ShownIssue>,
}

impl FieldView {
    /// The issues that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|issue| issue.shown).map(|issue| &issue.issue)
    }
}

/// The state of a form as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FormView {
    /// Whether the payload can be built. Missing values count, even in a draft; issues from the API do not.
    pub valid: bool,
    /// The number of errors in [`Form::issues`].
    pub errors: usize,
    /// The number of warnings in [`Form::issues`].
    pub warnings: usize,
    /// Whether a value differs from its initial value.
    pub dirty: bool,
    /// Whether the user has left a field.
    pub touched: bool,
    /// The number of submits since the last reset.
    pub submit_count: u32,
}

impl Form {
    /// The present state of one place.
    ///
    /// # Errors
    /// If the form does not have this place.
    pub fn field(&self, path: &str) -> Result<FieldView, InvalidEvent> {
        let path = parse_path(path)?;
        Ok(self.field_view(&path, self.node(&path)?))
    }

    /// All places in the order of the contract, each before those in it. The first is the request itself.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldView> {
        let mut views = Vec::new();
        self.root
            .visit(&mut |place| views.push(self.field_view(&place.path(), place.node)));
        views
    }

    /// All issues in the order of the contract. In a draft, missing values are not listed before the first submit.
    #[must_use]
    pub fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        self.root.visit(&mut |place| {
            self.each_issue(&place.path(), place.node, false, &mut |issue, path, _| {
                issues.push(at(issue, path))
            });
        });
        issues
    }

    /// The state of the form as a whole.
    #[must_use]
    pub fn view(&self) -> FormView {
        self.visit_counting(&mut |_| {})
    }

    /// Calls a function with each place, and returns the state of the form as a whole.
    pub(super) fn visit_counting(&self, see: &mut impl FnMut(&Place<'_>)) -> FormView {
        let mut view = FormView {
            valid: true,
            dirty: self.root.flags & DIRTY != 0,
            touched: self.root.flags & TOUCHED != 0,
            submit_count: self.submit_count,
            ..FormView::default()
        };
        self.root.visit(&mut |place| {
            if place.node.flags & COUNTS != 0 {
                for issue in &place.node.issues {
                    self.count(issue, &mut view);
                }
            }
            for issue in &place.node.external {
                self.count(issue, &mut view);
            }
            see(place);
        });
        for ShownIssue { issue, .. } in &self.cross_field {
            self.count(issue, &mut view);
        }
        view
    }

    fn count(&self, issue: &Issue, view: &mut FormView) {
        view.valid &= !issue.is_error() || issue.source == Source::Server;
        if self.is_hidden(issue) {
            return;
        }
        let count = if issue.is_error() {
            &mut view.errors
        } else {
            &mut view.warnings
        };
        *count = count.saturating_add(1);
    }

    /// Whether an issue is not listed yet: the form is a draft, and a value is missing.
    fn is_hidden(&self, issue: &Issue) -> bool {
        let is_draft = self.options.draft && self.submit_count == 0;
        is_draft && issue.source == Source::Core && issue.code().is_about_absence()
    }

    /// Calls a function with all issues, including missing values, except those from the API.
    pub(super) fn each_own_issue(&self, then: &mut dyn FnMut(&Issue, &Path)) {
        self.root.visit(&mut |place| {
            self.each_issue(&place.path(), place.node, true, &mut |issue, path, _| {
                if issue.source != Source::Server {
                    then(issue, path);
                }
            });
        });
    }

    /// All issues, including missing values, except those from the API.
    pub(super) fn all_issues(&self) -> Issues {
        let mut list = Vec::new();
        self.each_own_issue(&mut |issue, path| list.push(at(issue, path)));
        Issues {
            list,
            ..Issues::default()
        }
    }

    fn field_view(&self, path: &Path, node: &Node) -> FieldView {
        let mut issues = Vec::new();
        self.each_issue(path, node, false, &mut |issue, path, shown| {
            issues.push(ShownIssue {
                issue: at(issue, path),
                shown,
            });
        });
        let is_row = |child: &&Node| matches!(child.role, Role::Row);
        FieldView {
            path: path.clone(),
            value: String::from_utf8_lossy(&node.text).into_owned(),
            touched: node.flags & TOUCHED != 0,
            dirty: node.flags & DIRTY != 0,
            left_out: node.flags & LEFT_OUT != 0,
            generation: node.generation,
            id: node.id,
            rows: node.children.iter().filter(is_row).map(|row| row.id).collect(),
            extra: node.flags & EXTRA != 0,
            issues,
        }
    }

    /// Calls a function with each issue of a node, errors first, its path and whether it is shown.
    pub(super) fn each_issue(
        &self,
        path: &Path,
        node: &Node,
        with_hidden: bool,
        then: &mut dyn FnMut(&Issue, &Path, bool),
    ) {
        for severity in [Severity::Error, Severity::Warning] {
            let mut pass = |issue: &Issue, path: &Path, shown: bool| {
                if issue.severity == severity && (with_hidden || !self.is_hidden(issue)) {
                    then(issue, path, shown);
                }
            };
            if node.flags & COUNTS != 0 {
                for issue in &node.issues {
                    pass(issue, &path.joined(&issue.path), node.flags & SHOWN != 0);
                }
            }
            let start = self.cross_field.partition_point(|shown| shown.issue.path < *path);
            for ShownIssue { issue, shown } in self.cross_field.iter().skip(start) {
                if issue.path != *path {
                    break;
                }
                pass(issue, path, *shown);
            }
            for issue in &node.external {
                pass(issue, &path.joined(&issue.path), true);
            }
        }
    }
}

/// The issue with another path.
fn at(issue: &Issue, path: &Path) -> Issue {
    Issue {
        path: path.clone(),
        ..issue.clone()
    }
}
