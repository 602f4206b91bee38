//! What is to be seen of the slow form, worked out anew each time from a check of the whole request; and the comparison.

use super::events::Slow;
use super::json::{is_json, trimmed};
use super::slow::{Place, What};
use sphinx_case::form::{FieldView, Form, FormView, Include, Rejection, Show, ShownIssue};
use sphinx_case::{Code, Issue, Path, Problem, Segment, Source, check};
use std::collections::HashMap;

/// Whether a rule between fields says an issue.
pub fn is_between(issue: &Issue) -> bool {
    matches!(
        issue.code(),
        Code::RequiredOneOf
            | Code::Exclusive
            | Code::NothingToStart
            | Code::ResultsDeletedUnseen
            | Code::DuplicateItem
            | Code::CustomerOverwrite
    )
}

/// Which row of the slow form is which of the form's. A row that was seen once keeps its id.
pub type Ids = HashMap<u64, u32>;

/// A place with the issues it must have.
type Expected<'m> = (Path, &'m Place, Vec<ShownIssue>);

impl Slow {
    /// What a check of the whole request says, with the paths of the form.
    pub fn core_issues(&self, forced: Option<&[Segment]>) -> Vec<Issue> {
        let json = escaped(&self.root.json(forced).unwrap());
        let issues = check(&json, &self.options.options).into_vec();
        let mut issues: Vec<Issue> = issues
            .into_iter()
            .filter_map(|mut issue| {
                let (path, at) = self.root.in_form(&issue.path, forced);
                let is_unread = self.root.at(&at.0).is_some_and(is_unread);
                if is_unread && path == at && issue.code() == Code::InvalidUnicode {
                    return None;
                }
                if is_unread && path == at && issue.code() == Code::InvalidType {
                    // Sent as a string; the form says why it is none of the JSON that is due.
                    issue.problem = sphinx_case::Problem::InvalidJson { reason: "" };
                }
                issue.path = path;
                for related in &mut issue.related {
                    *related = self.root.in_form(related, forced).0;
                }
                issue.span = None;
                Some(issue)
            })
            .collect();
        self.add_rejections(forced.is_some(), &mut issues);
        issues
    }

    /// The issues of inputs that the browser does not accept, where no other error of the field says more.
    fn add_rejections(&self, is_forced: bool, issues: &mut Vec<Issue>) {
        for (path, place) in self.root.all() {
            let Some(rejection) = place.rejection.as_ref() else {
                continue;
            };
            let is_part = (0..path.0.len()).all(|length| {
                let around = self.root.at(&path.0[..length]).unwrap();
                around.given.is_none() && around.json(None).is_some()
            });
            if place.include == Include::Never || !(is_part || is_forced) {
                continue;
            }
            if let Rejection::Unreadable(_) = rejection {
                issues.retain(|issue| issue.path != path || issue.code() != Code::Blank);
            }
            let mut rejected = Issue::new(Problem::Required {}, path.clone());
            if let Rejection::Unreadable(message) | Rejection::Constraint(message) = rejection {
                let (status, server_code) = (0, None);
                rejected.problem = Problem::Server { status, server_code };
                rejected.source = Source::Async;
                rejected.original_message = Some(message.clone());
            }
            let is_here = |issue: &Issue| issue.path.0.starts_with(&path.0) && !is_between(issue);
            if !issues.iter().any(|issue| issue.is_error() && is_here(issue)) {
                issues.push(rejected);
            }
        }
    }

    fn is_shown(&self, path: &Path) -> bool {
        match self.options.show {
            Show::Always => true,
            Show::Submitted => self.submits > 0,
            Show::Left | Show::Changed => self
                .root
                .at(&path.0)
                .is_some_and(|place| place.any(&|place| place.revealed)),
        }
    }

    fn is_held_back(&self, issue: &Issue) -> bool {
        let codes = ["required", "required_one_of", "missing_check_type", "nothing_to_start"];
        self.options.draft
            && self.submits == 0
            && issue.source == Source::Core
            && codes.contains(&issue.code().as_str())
    }

    /// The issues of each place, errors first, and the form as a whole.
    fn expected(&self) -> (Vec<Expected<'_>>, FormView) {
        let core = self.core_issues(None);
        let owners: Vec<Path> = core
            .iter()
            .map(|issue| {
                let length = (0..=issue.path.0.len())
                    .rev()
                    .find(|length| self.root.at(&issue.path.0[..*length]).is_some());
                Path(issue.path.0[..length.unwrap()].to_vec())
            })
            .collect();
        let mut view = FormView {
            valid: true,
            dirty: self.root.any(&is_dirty),
            touched: self.root.any(&|place| place.left),
            submit_count: self.submits,
            ..FormView::default()
        };
        let mut places = Vec::new();
        for (path, place) in self.root.all() {
            let mut issues = Vec::new();
            for is_error in [true, false] {
                for between in [false, true] {
                    for (issue, owner) in core.iter().zip(&owners) {
                        if *owner == path && issue.is_error() == is_error && is_between(issue) == between {
                            let is_shown = self.is_shown(&path)
                                || (between && issue.related.iter().any(|path| self.is_shown(path)));
                            view.valid &= !is_error;
                            if !self.is_held_back(issue) {
                                issues.push((issue.clone(), is_shown));
                            }
                        }
                    }
                }
                for issue in place.told.iter().filter(|issue| issue.is_error() == is_error) {
                    let after = path.0.iter().chain(&issue.path.0).cloned().collect();
                    view.valid &= !is_error || issue.source == Source::Server;
                    issues.push((
                        Issue {
                            path: Path(after),
                            ..issue.clone()
                        },
                        true,
                    ));
                }
            }
            view.errors += issues.iter().filter(|(issue, _)| issue.is_error()).count();
            view.warnings += issues.iter().filter(|(issue, _)| !issue.is_error()).count();
            let issues = issues.into_iter().map(|(issue, shown)| ShownIssue { issue, shown });
            places.push((path, place, issues.collect()));
        }
        (places, view)
    }

    /// Compares all that is to be seen of the form.
    pub fn compare(&self, form: &Form, ids: &mut Ids) -> Result<(), String> {
        let (places, view) = self.expected();
        let fields = form.fields();
        let ours: Vec<&Path> = places.iter().map(|(path, ..)| path).collect();
        let theirs: Vec<&Path> = fields.iter().map(|field| &field.path).collect();
        same("places", &ours, &theirs)?;
        for ((_, place, issues), field) in places.iter().zip(&fields) {
            let dirty = place.any(&is_dirty);
            self.compare_field(place, dirty, issues, field, ids)
                .map_err(|wrong| format!("{} {wrong}", field.path))?;
        }
        same("form", &view, &form.view())?;
        same("json", &text(&self.root.json(None).unwrap()), &text(&form.to_json()))?;
        Ok(())
    }

    fn compare_field(
        &self,
        place: &Place,
        dirty: bool,
        issues: &[ShownIssue],
        field: &FieldView,
        ids: &mut Ids,
    ) -> Result<(), String> {
        same("value", &&*String::from_utf8_lossy(&place.text), &field.value.as_str())?;
        same("touched", &place.any(&|place| place.left), &field.touched)?;
        same("dirty", &dirty, &field.dirty)?;
        same("left out", &(place.include == Include::Never), &field.left_out)?;
        same("extra", &(place.what == What::Extra), &field.extra)?;
        if let Some(row) = place.row {
            // A row that is new to the model has an id that no other row ever had.
            let is_new = ids.contains_key(&row) || !ids.values().any(|id| *id == field.id);
            let id = *ids.entry(row).or_insert(if is_new { field.id } else { 0 });
            same("id", &id, &field.id)?;
        }
        same("rows", &place.rows.len(), &field.rows.len())?;
        for (row, id) in place.rows.iter().zip(&field.rows) {
            let known = row.row.and_then(|row| ids.get(&row)).unwrap_or(id);
            same("rows", known, id)?;
        }
        let is_same = issues.len() == field.issues.len()
            && issues
                .iter()
                .zip(&field.issues)
                .all(|(one, other)| one == other && one.issue.code() != Code::InvalidJson);
        if is_same {
            return Ok(());
        }
        same("issues", &said(issues), &said(&field.issues))
    }

    /// Compares what costs more: the draft, with the texts byte for byte, and the payload.
    pub fn compare_whole(&self, form: &Form) -> Result<(), String> {
        let (_, view) = self.expected();
        same("payload is built", &view.valid, &form.build().is_ok())?;
        same("draft", &self.draft(), &form.to_draft())?;
        let flat: Vec<ShownIssue> = form.fields().into_iter().flat_map(|field| field.issues).collect();
        let flat: Vec<Issue> = flat.into_iter().map(|shown| shown.issue).collect();
        if flat == form.issues() {
            return Ok(());
        }
        Err("issues: not those of the fields".to_owned())
    }

    fn draft(&self) -> String {
        let quoted = |text: &[u8]| {
            let mut out = String::from("\"");
            for (at, part) in text.split(|byte| *byte == 0xED).enumerate() {
                // The only character of the model's texts that begins with this byte is U+D800.
                let part = if at > 0 { &part[2..] } else { part };
                out.push_str(if at > 0 { "\\ud800" } else { "" });
                let json = serde_json::to_string(std::str::from_utf8(part).unwrap()).unwrap();
                out.push_str(&json[1..json.len() - 1]);
            }
            out + "\""
        };
        let mut entries = Vec::new();
        for (path, place) in self.root.all() {
            let mut entry = format!("{{\"name\":{}", serde_json::to_string(&path.name()).unwrap());
            if place.is_text() {
                entry += &format!(",\"text\":{}", quoted(&place.text));
            }
            if let Some(given) = &place.given {
                entry += &format!(",\"json\":{}", quoted(given.as_bytes()));
            }
            match place.include {
                Include::Auto => {}
                Include::Always => entry += ",\"include\":\"always\"",
                Include::Never => entry += ",\"include\":\"never\"",
            }
            if place.left {
                entry += ",\"touched\":true";
            }
            let is_plain =
                place.text.is_empty() && place.given.is_none() && place.include == Include::Auto && !place.left;
            if !is_plain || place.row.is_some() || place.what == What::Extra {
                entries.push(entry + "}");
            }
        }
        format!("{{\"version\":1,\"entries\":[{}]}}", entries.join(","))
    }
}

fn is_dirty(place: &Place) -> bool {
    place.text != place.start.text
        || place.given != place.start.given
        || !place
            .rows
            .iter()
            .filter_map(|row| row.row)
            .eq(place.start.rows.iter().copied())
        || !place.extras().map(|(key, _)| key).eq(&place.start.extras)
}

/// A free field with a text that is no JSON.
fn is_unread(place: &Place) -> bool {
    place.what == What::Free
        && place.given.is_none()
        && !trimmed(&place.text).is_empty()
        && !is_json(trimmed(&place.text))
}

/// Lone surrogates as escapes, so that the request is text.
fn escaped(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = json;
    while let Some((byte, after)) = rest.split_first() {
        if let [0xED, 0xA0, 0x80, after @ ..] = rest {
            out.extend(b"\\ud800");
            rest = after;
        } else {
            out.push(*byte);
            rest = after;
        }
    }
    out
}

fn text(json: &[u8]) -> String {
    String::from_utf8_lossy(&escaped(json)).into_owned()
}

/// The issues as texts. Why a text is no JSON is for other tests to say.
fn said(issues: &[ShownIssue]) -> Vec<String> {
    let say = |shown: &ShownIssue| {
        let ShownIssue { issue, shown } = shown;
        let related: Vec<String> = issue.related.iter().map(Path::name).collect();
        let problem = match issue.code() {
            Code::InvalidJson => String::new(),
            _ => format!("{:?}", issue.problem),
        };
        format!(
            "{} {} at {} {related:?} {problem} by {:?} {:?} shown {shown}",
            issue.severity.as_str(),
            issue.code().as_str(),
            issue.path,
            issue.source,
            issue.original_message
        )
    };
    issues.iter().map(say).collect()
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, ours: &T, theirs: &T) -> Result<(), String> {
    if ours == theirs {
        return Ok(());
    }
    Err(format!("{what}:\n  model {ours:?}\n  form  {theirs:?}"))
}
