//! What each event does to the slow form.

use super::slow::{CASE, Numbers, Place, What};
use super::whole::{require_json, restore};
use sphinx_case::form::{FormOptions, Include, Rejection, Show};
use sphinx_case::{Issue, Options, Path, Segment, Source};

/// An event, with all that it needs.
#[derive(Debug, Clone)]
pub enum Step {
    Set(String, Vec<u8>),
    Reject(String, Vec<u8>, Rejection),
    SetValue(String, &'static str),
    Leave(String),
    Include(String, Include),
    Insert(String, Option<usize>, Option<&'static str>),
    Remove(String),
    Duplicate(String),
    Move(String, usize, usize),
    Submit,
    Reset(Option<&'static str>),
    /// Keeps what `to_draft` gives, for the next `Restore`.
    Save,
    Restore,
    RestoreText(&'static str),
    SetExternalIssues(Vec<Issue>),
    BeginAsyncCheck(String),
    /// An answer to one of the checks that were begun, at the place where the check began or at another one.
    FinishAsyncCheck(usize, Option<String>, Vec<Issue>),
    Configure(SlowOptions),
}

/// The options of a form, to be read.
#[derive(Debug, Clone)]
pub struct SlowOptions {
    pub options: Options,
    pub show: Show,
    pub draft: bool,
}

impl SlowOptions {
    pub fn of_the_form(&self) -> FormOptions {
        FormOptions::default()
            .with_options(self.options.clone())
            .with_show(self.show)
            .with_draft(self.draft)
    }
}

/// A check that takes its time, as it began.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub path: String,
    pub generation: u32,
    pub state: u64,
}

#[derive(Debug, Clone)]
pub struct Slow {
    pub options: SlowOptions,
    pub root: Place,
    pub start: String,
    pub submits: u32,
    /// Whether there was a submit, also before the last reset.
    pub has_sent: bool,
    pub numbers: Numbers,
    pub saved: Place,
    pub tickets: Vec<Ticket>,
}

/// Refusals hold a text that the message must have in it.
pub type Done = Result<(), String>;

impl Slow {
    pub fn new(options: SlowOptions) -> Self {
        let mut numbers = Numbers::default();
        let mut root = Place::blank(*CASE, &mut numbers);
        root.include = Include::Always;
        Self {
            options,
            saved: root.clone(),
            root,
            start: "{}".to_owned(),
            submits: 0,
            has_sent: false,
            numbers,
            tickets: Vec::new(),
        }
    }

    pub fn apply(&mut self, step: &Step) -> Done {
        match step {
            Step::Set(name, text) => self.set(name, text, None)?,
            Step::Reject(name, text, rejection) => self.set(name, text, Some(rejection))?,
            Step::SetValue(name, json) => {
                let path = self.place(name)?;
                if path.0.is_empty() {
                    self.require_request(json)?;
                    self.root.take_json(json, &mut self.numbers);
                    self.root.include = Include::Always;
                    self.changed(&path, true);
                } else {
                    require_json(json)?;
                    self.changed(&path, true);
                    let place = self.root.at_mut(&path.0).unwrap();
                    place.take_json(json, &mut self.numbers);
                }
            }
            Step::Leave(name) => {
                let path = self.place(name)?;
                let place = self.root.at_mut(&path.0).unwrap();
                place.left = true;
                place.revealed = true;
            }
            Step::Include(name, include) => {
                let path = self.place(name)?;
                let place = self.root.at(&path.0).unwrap();
                if path.0.is_empty() {
                    return Err("request".to_owned());
                }
                if place.row.is_some() || place.what == What::Extra {
                    return Err(path.name());
                }
                self.changed(&path, true);
                self.root.at_mut(&path.0).unwrap().include = *include;
            }
            Step::Insert(name, at, json) => {
                let path = self.place(name)?;
                let (item, count) = self.list(&path)?;
                let at = at.unwrap_or(count);
                if at > count {
                    return Err(path.name());
                }
                let mut row = Place::blank_row(item, &mut self.numbers);
                if let Some(json) = json {
                    require_json(json)?;
                    row.take_json(json, &mut self.numbers);
                }
                row.each(&mut |place| place.start = place.now());
                self.rows(&path, &mut |rows| rows.insert(at, row.clone()));
            }
            Step::Remove(name) => {
                let path = self.place(name)?;
                let Some((last, holder)) = path.0.split_last() else {
                    return Err("row".to_owned());
                };
                let holder = Path(holder.to_vec());
                match last {
                    Segment::Index(at) => self.rows(&holder, &mut |rows| {
                        rows.remove(*at);
                    }),
                    Segment::Key(key) => {
                        if self.root.at(&path.0).unwrap().what != What::Extra {
                            return Err(path.name());
                        }
                        self.changed(&holder, false);
                        let place = self.root.at_mut(&holder.0).unwrap();
                        place.members.retain(|(name, _)| name != key);
                    }
                }
            }
            Step::Duplicate(name) => {
                let path = self.place(name)?;
                let Some((Segment::Index(at), list)) = path.0.split_last() else {
                    return Err(path.name());
                };
                let mut numbers = self.numbers.clone();
                self.rows(&Path(list.to_vec()), &mut |rows| {
                    let mut row = rows[*at].clone();
                    row.each(&mut |place| {
                        place.told.clear();
                        if let Some(Rejection::Unreadable(_)) = place.rejection.take() {
                            place.given = None;
                        }
                        place.state = numbers.next();
                        place.row = place.row.map(|_| numbers.next());
                    });
                    row.each(&mut |place| {
                        // A list of the copy is dirty when that of the row is.
                        if place.start.rows == rows_before(&rows[*at], place) {
                            place.start.rows = place.now().rows;
                        }
                    });
                    rows.insert(at + 1, row);
                });
                self.numbers = numbers;
            }
            Step::Move(name, from, to) => {
                let path = self.place(name)?;
                let (_, count) = self.list(&path)?;
                if *from >= count || *to >= count {
                    return Err(path.name());
                }
                self.rows(&path, &mut |rows| {
                    let row = rows.remove(*from);
                    rows.insert(*to, row);
                });
            }
            Step::Submit => {
                self.submits += 1;
                self.has_sent = true;
                self.root.each(&mut |place| {
                    let sent = place.rows.iter().filter(|row| row.json(None).is_some());
                    place.sent = Some(sent.filter_map(|row| row.row).collect());
                    place.revealed = true;
                    place.told.retain(|issue| issue.source != Source::Server);
                });
            }
            Step::Reset(json) => self.reset(*json)?,
            Step::Save => {
                self.saved = self.root.clone();
            }
            Step::Restore => {
                self.reset(None)?;
                restore(&mut self.root, &self.saved, &mut self.numbers);
            }
            Step::RestoreText(_) => return Err("draft".to_owned()),
            Step::SetExternalIssues(issues) => self.told(issues),
            Step::BeginAsyncCheck(name) => {
                let path = self.place(name)?;
                self.root.at_mut(&path.0).unwrap().state = self.numbers.next();
            }
            Step::FinishAsyncCheck(ticket, name, issues) => {
                let Some(ticket) = self.tickets.get(*ticket).cloned() else {
                    return Ok(());
                };
                let path = self.place(name.as_ref().unwrap_or(&ticket.path))?;
                let place = self.root.at_mut(&path.0).unwrap();
                if place.state == ticket.state {
                    place.told.retain(|issue| issue.source != Source::Async);
                    place.told.extend(issues.iter().cloned());
                }
            }
            Step::Configure(options) => self.options = options.clone(),
        }
        Ok(())
    }

    fn set(&mut self, name: &str, text: &[u8], rejection: Option<&Rejection>) -> Done {
        let path = self.place(name)?;
        if !self.root.at(&path.0).unwrap().is_text() {
            return Err(path.name());
        }
        self.changed(&path, true);
        let shows_changes = self.options.show == Show::Changed;
        let place = self.root.at_mut(&path.0).unwrap();
        place.text = text.to_vec();
        place.given = matches!(rejection, Some(Rejection::Unreadable(_))).then(|| "\"\"".to_owned());
        place.rejection = rejection.cloned();
        place.revealed |= shows_changes;
        if self.options.show == Show::Left && self.is_right(&path) {
            self.root.at_mut(&path.0).unwrap().revealed = false;
        }
        Ok(())
    }

    fn place(&self, name: &str) -> Result<Path, String> {
        let place = name.strip_suffix("[]").unwrap_or(name);
        let path: Path = place.parse().map_err(|_| name.to_owned())?;
        match self.root.at(&path.0) {
            Some(_) => Ok(path),
            None => Err(path.name()),
        }
    }

    fn list(&self, path: &Path) -> Result<(What, usize), String> {
        let place = self.root.at(&path.0).unwrap();
        match place.what {
            What::List(item) => Ok((*item, place.rows.len())),
            _ => Err(path.name()),
        }
    }

    /// A place has changed, and with it what holds it: what was said of them before is no longer said.
    fn changed(&mut self, path: &Path, with_all_in_it: bool) {
        let numbers = &mut self.numbers;
        let mut forget = |place: &mut Place| {
            place.told.clear();
            place.state = numbers.next();
        };
        for length in 1..path.0.len() + usize::from(!with_all_in_it) {
            if let Some(place) = self.root.at_mut(&path.0[..length]) {
                forget(place);
                place.given = None;
            }
        }
        if with_all_in_it {
            self.root.at_mut(&path.0).unwrap().each(&mut forget);
        }
    }

    fn rows(&mut self, list: &Path, change: &mut dyn FnMut(&mut Vec<Place>)) {
        self.changed(list, false);
        change(&mut self.root.at_mut(&list.0).unwrap().rows);
    }
}

/// The rows that the place of a copy had in the row that was copied. Only the documents of a check are such a list.
fn rows_before(original: &Place, copy: &Place) -> Vec<u64> {
    match copy.what {
        What::List(_) => original.members.iter().find(|(name, _)| name == "document_ids"),
        _ => None,
    }
    .map(|(_, list)| list.now().rows)
    .unwrap_or_default()
}
