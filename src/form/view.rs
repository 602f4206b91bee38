//! What is seen of the form: each field with its value, its state and its issues; and what has changed since last seen.

use super::Form;
use super::event::{InvalidEvent, parse_path};
use super::flags::{COUNTS, SHOWN, is_missing};
use super::node::{Holds, Node};
use super::protocol::{DIRTY, EXTRA, LEFT_OUT, TOUCHED};
use super::write;
use crate::issue::{Issue, Issues, Path, Segment, Severity, Source};
use crate::json;

/// An issue, and whether it is to be shown now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownIssue {
    /// The issue.
    pub issue: Issue,
    /// Whether it is to be shown now, by the policy of the form.
    pub shown: bool,
}

/// One place of the form as it is now: a field, a group, a list or a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    /// Where it is.
    pub path: Path,
    /// The text in the input, as it was typed. Groups and lists have none. A lone surrogate is shown as U+FFFD.
    pub value: String,
    /// Whether it, or something in it, was left by the person.
    pub touched: bool,
    /// Whether it is not as it was at the start.
    pub dirty: bool,
    /// Whether it was told not to be part of the request.
    pub left_out: bool,
    /// The number of the check that was begun last; 0 when there was none since it changed. An answer to another check
    /// is late.
    pub generation: u32,
    /// What stays with a row wherever it moves; 0 for what is no row.
    pub id: u32,
    /// The ids of the rows of a list, in their order.
    pub rows: Vec<u32>,
    /// Whether it is a key that the API does not document.
    pub extra: bool,
    /// Its own issues, errors first.
    pub issues: Vec<ShownIssue>,
}

impl FieldView {
    /// The issues that are to be shown now.
    pub fn shown(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|issue| issue.shown).map(|issue| &issue.issue)
    }
}

/// The form as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FormView {
    /// Whether the payload can be built. What is missing counts here, also in a draft; what the server said does not.
    pub valid: bool,
    /// How many errors there are, as [`Form::issues`] lists them.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// Whether something is not as it was at the start.
    pub dirty: bool,
    /// Whether a field was left by the person.
    pub touched: bool,
    /// How often the person wanted to submit since the start.
    pub submit_count: u32,
}

/// Sees a node at its path.
type See<'a> = &'a mut dyn FnMut(&Path, &Node);

impl Form {
    /// One place as it is now.
    ///
    /// # Errors
    /// When the form has no such place.
    pub fn field(&self, path: &str) -> Result<FieldView, InvalidEvent> {
        let path = parse_path(path)?;
        let node = self.node(&path)?;
        Ok(self.view_of(&path, node))
    }

    /// All places in the order of the contract, each before what is in it; the first is the request itself.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldView> {
        let mut views = Vec::new();
        visit(&self.root, &mut Path::default(), &mut |path, node| {
            views.push(self.view_of(path, node))
        });
        views
    }

    /// All issues in the order of the contract. What is merely missing comes only after a submit, when the form is a draft.
    #[must_use]
    pub fn issues(&self) -> Vec<Issue> {
        let mut all = Vec::new();
        visit(&self.root, &mut Path::default(), &mut |path, node| {
            all.extend(self.issues_of(path, node, false).into_iter().map(|shown| shown.issue));
        });
        all
    }

    /// The form as a whole.
    #[must_use]
    pub fn view(&self) -> FormView {
        let mut counts = self.root.counts;
        for found in &self.cross_field {
            for ShownIssue { issue, .. } in found {
                counts.count(issue, self.hides_missing());
            }
        }
        FormView {
            valid: counts.blocking == 0,
            errors: counts.errors,
            warnings: counts.warnings,
            dirty: self.root.flags & DIRTY != 0,
            touched: self.root.flags & TOUCHED != 0,
            submit_count: self.submit_count,
        }
    }

    /// What keeps the payload from being built, and the advice beside it.
    pub(super) fn all_issues(&self) -> Issues {
        let mut list = Vec::new();
        visit(&self.root, &mut Path::default(), &mut |path, node| {
            let all = self.issues_of(path, node, true).into_iter().map(|shown| shown.issue);
            list.extend(all.filter(|issue| issue.source != Source::Server));
        });
        Issues {
            list,
            ..Issues::default()
        }
    }

    fn view_of(&self, path: &Path, node: &Node) -> FieldView {
        FieldView {
            path: path.clone(),
            value: match &node.holds {
                Holds::Text(text) => String::from_utf8_lossy(text).into_owned(),
                _ => String::new(),
            },
            touched: node.flags & TOUCHED != 0,
            dirty: node.flags & DIRTY != 0,
            left_out: node.flags & LEFT_OUT != 0,
            generation: node.generation,
            id: node.id,
            rows: match &node.holds {
                Holds::List(list) => list.rows.iter().map(|row| row.id).collect(),
                _ => Vec::new(),
            },
            extra: node.flags & EXTRA != 0,
            issues: self.issues_of(path, node, false),
        }
    }

    /// The issues at a node, errors first. Those that are held back only on demand.
    fn issues_of(&self, path: &Path, node: &Node, with_missing: bool) -> Vec<ShownIssue> {
        let mut issues = Vec::new();
        self.each_issue(path, node, with_missing, &mut |issue, at, shown| {
            issues.push(ShownIssue {
                issue: Issue {
                    path: at.clone(),
                    ..issue.clone()
                },
                shown,
            });
        });
        issues
    }

    /// Each issue at a node that counts, errors first, with its path and whether it is shown.
    fn each_issue(&self, path: &Path, node: &Node, with_missing: bool, then: &mut dyn FnMut(&Issue, &Path, bool)) {
        for severity in [Severity::Error, Severity::Warning] {
            let mut pass = |issue: &Issue, at: &Path, shown: bool| {
                if issue.severity == severity && (with_missing || !self.hides_missing() || !is_missing(issue)) {
                    then(issue, at, shown);
                }
            };
            // Within free JSON an issue stands deeper than its field.
            let at = |issue: &Issue| path.joined(&issue.path);
            if node.flags & COUNTS != 0 {
                for issue in &node.issues {
                    pass(issue, &at(issue), node.flags & SHOWN != 0);
                }
            }
            for found in &self.cross_field {
                let start = found.partition_point(|shown| shown.issue.path < *path);
                for ShownIssue { issue, shown } in found.iter().skip(start) {
                    if issue.path != *path {
                        break;
                    }
                    pass(issue, path, *shown);
                }
            }
            for issue in &node.external {
                pass(issue, &at(issue), true);
            }
        }
    }

    /// What has changed since this was last asked, as JSON: `{"whole":…,"fields":[…],"form":{…}}`. When it is `whole`,
    /// the fields are all there are.
    #[cfg_attr(not(all(target_arch = "wasm32", feature = "wasm-form")), allow(dead_code))]
    pub(crate) fn changes(&mut self) -> String {
        let whole = std::mem::take(&mut self.restructured);
        if whole {
            self.root.change_all();
        }
        let mut out = String::from(if whole {
            "{\"whole\":true,\"fields\":["
        } else {
            "{\"whole\":false,\"fields\":["
        });
        let start = out.len();
        visit_some(&self.root, &mut Path::default(), true, &mut |path, node| {
            if node.changed {
                if out.len() > start {
                    out.push(',');
                }
                self.write_field(path, node, &mut out);
            }
        });
        self.root.see();
        let FormView {
            valid,
            errors,
            warnings,
            dirty,
            touched,
            submit_count,
        } = self.view();
        out.push_str("],\"form\":{");
        for (name, is) in [("\"valid\":", valid), ("\"dirty\":", dirty), ("\"touched\":", touched)] {
            out.push_str(name);
            out.push_str(if is { "true," } else { "false," });
        }
        for (name, count) in [
            ("\"errors\":", errors),
            (",\"warnings\":", warnings),
            (",\"submitCount\":", submit_count as usize),
        ] {
            out.push_str(name);
            json::write_count(count, &mut out);
        }
        out.push_str("}}");
        out
    }

    fn write_field(&self, path: &Path, node: &Node, out: &mut String) {
        out.push_str("{\"name\":");
        json::write_string(&path.name(), out);
        out.push_str(",\"flags\":");
        json::write_count(usize::from(node.flags), out);
        out.push_str(",\"generation\":");
        json::write_count(node.generation as usize, out);
        match &node.holds {
            Holds::Text(text) => {
                out.push_str(",\"value\":");
                write::text_json(text, out);
            }
            Holds::List(list) => {
                out.push_str(",\"rows\":[");
                for (index, row) in list.rows.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    json::write_count(row.id as usize, out);
                }
                out.push(']');
            }
            Holds::Group(_) => {}
        }
        if let Some(exact_json) = &node.exact_json {
            out.push_str(",\"json\":");
            write::text_json(exact_json, out);
        }
        if node.id > 0 {
            out.push_str(",\"id\":");
            json::write_count(node.id as usize, out);
        }
        let mut shown_too = String::new();
        self.each_issue(path, node, false, &mut |issue, at, shown| {
            out.push_str(if shown_too.is_empty() { ",\"issues\":[" } else { "," });
            shown_too.push(if shown { '1' } else { '0' });
            issue.write_facts_at(at, out);
        });
        if !shown_too.is_empty() {
            out.push_str("],\"shown\":\"");
            out.push_str(&shown_too);
            out.push('"');
        }
        out.push('}');
    }

    /// All issues that keep the payload from being built, and the advice beside them, as a JSON list.
    #[cfg_attr(not(all(target_arch = "wasm32", feature = "wasm-form")), allow(dead_code))]
    pub(crate) fn write_issues(&self, out: &mut String) {
        let start = out.len();
        visit(&self.root, &mut Path::default(), &mut |path, node| {
            self.each_issue(path, node, true, &mut |issue, at, _| {
                if issue.source != Source::Server {
                    out.push(if out.len() == start { '[' } else { ',' });
                    issue.write_facts_at(at, out);
                }
            });
        });
        out.push_str(if out.len() == start { "[]" } else { "]" });
    }
}

/// Sees a node and all in it, each before what is in it.
fn visit(node: &Node, path: &mut Path, see: See<'_>) {
    visit_some(node, path, false, see);
}

/// The same, perhaps only where a view is out of date.
fn visit_some(node: &Node, path: &mut Path, only_unseen: bool, see: See<'_>) {
    if only_unseen && !node.unseen {
        return;
    }
    see(path, node);
    let mut below = |segment: Segment, node: &Node| {
        path.0.push(segment);
        visit_some(node, path, only_unseen, see);
        path.0.pop();
    };
    match &node.holds {
        Holds::Text(_) => {}
        Holds::Group(group) => {
            for child in &group.children {
                if let Some(field) = child.field {
                    below(Segment::from(field.name), child);
                }
            }
            for (key, extra) in &group.extras {
                below(Segment::Key(key.clone().into()), extra);
            }
        }
        Holds::List(list) => {
            for (index, row) in list.rows.iter().enumerate() {
                below(Segment::Index(index), row);
            }
        }
    }
}
