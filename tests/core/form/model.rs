//! A long random life of a form, compared after every event with a slow and obvious model of it.
//!
//! `MODEL_SEED=7 MODEL_STEPS=1000000 cargo test --test core form::model -- --nocapture` lives longer, or another life.

mod chance;
mod events;
mod expect;
mod json;
mod slow;
mod whole;

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chance::{Chance, form_options, next_step};
use events::{Slow, SlowOptions, Step, Ticket};
use expect::Ids;
use sphinx_case::Path;
use sphinx_case::form::{Event, Form};

/// A form and its model, which the same happens to.
struct Pair {
    form: Form,
    slow: Slow,
    ids: Ids,
    draft: String,
}

impl Pair {
    fn new(options: &SlowOptions) -> Self {
        let form = Form::new(options.of_the_form());
        let draft = form.to_draft();
        let slow = Slow::new(options.clone());
        Self {
            form,
            slow,
            ids: Ids::new(),
            draft,
        }
    }

    fn step(&mut self, step: &Step, is_thorough: bool) -> Result<(), String> {
        let done = match event(step, &self.draft, &self.slow.tickets) {
            Some(event) => self.form.apply(event),
            None => Ok(()),
        };
        match (self.slow.apply(step), &done) {
            (Ok(()), Ok(())) => {}
            (Err(part), Err(error)) if error.message().contains(&part) => {}
            (ours, theirs) => return Err(format!("answer:\n  model {ours:?}\n  form  {theirs:?}")),
        }
        match step {
            Step::Save => self.draft = self.form.to_draft(),
            Step::BeginAsyncCheck(path) if done.is_ok() => {
                let place: Path = path.strip_suffix("[]").unwrap_or(path).parse().unwrap();
                self.slow.tickets.push(Ticket {
                    path: path.clone(),
                    generation: self.form.field(path).unwrap().generation,
                    state: self.slow.root.at(&place.0).unwrap().state,
                });
            }
            _ => {}
        }
        self.slow.compare(&self.form, &mut self.ids)?;
        if is_thorough {
            self.slow.compare_whole(&self.form)?;
        }
        Ok(())
    }
}

fn event<'e>(step: &'e Step, draft: &'e str, tickets: &'e [Ticket]) -> Option<Event<'e>> {
    Some(match step {
        Step::Set(path, text) => Event::Set {
            path,
            text: Cow::Borrowed(text),
        },
        Step::Reject(path, text, rejection) => Event::Reject {
            path,
            text: Cow::Borrowed(text),
            rejection: rejection.clone(),
        },
        Step::SetValue(path, json) => Event::SetValue {
            path,
            json: json.as_bytes(),
        },
        Step::Leave(path) => Event::Leave { path },
        Step::Include(path, include) => Event::Include {
            path,
            include: *include,
        },
        Step::Insert(list, at, json) => Event::Insert {
            list,
            at: *at,
            json: json.map(str::as_bytes),
        },
        Step::Remove(path) => Event::Remove { path },
        Step::Duplicate(path) => Event::Duplicate { path },
        Step::Move(list, from, to) => Event::Move {
            list,
            from: *from,
            to: *to,
        },
        Step::Submit => Event::Submit,
        Step::Reset(json) => Event::Reset {
            json: json.map(str::as_bytes),
        },
        Step::Save => return None,
        Step::Restore => Event::Restore { draft },
        Step::RestoreText(draft) => Event::Restore { draft },
        Step::SetExternalIssues(issues) => Event::SetExternalIssues { issues: issues.clone() },
        Step::BeginAsyncCheck(path) => Event::BeginAsyncCheck { path },
        Step::FinishAsyncCheck(ticket, path, issues) => {
            let ticket = tickets.get(*ticket)?;
            Event::FinishAsyncCheck {
                path: path.as_ref().unwrap_or(&ticket.path),
                generation: ticket.generation,
                issues: issues.clone(),
            }
        }
        Step::Configure(options) => Event::Configure {
            options: options.of_the_form(),
        },
    })
}

/// Does a step, and takes a panic for what it is.
fn careful(pair: &mut Pair, step: &Step, is_thorough: bool) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| pair.step(step, is_thorough))).unwrap_or_else(|_| Err("a panic".to_owned()))
}

/// What goes wrong in a life, and at which step.
fn live(start: &SlowOptions, steps: &[Step]) -> Option<(usize, String)> {
    let mut pair = Pair::new(start);
    steps
        .iter()
        .enumerate()
        .find_map(|(at, step)| Some((at, careful(&mut pair, step, true).err()?)))
}

/// Leaves out what is not needed for something of the same kind to go wrong.
fn shorten(start: &SlowOptions, mut steps: Vec<Step>, mut wrong: String) -> (Vec<Step>, String) {
    let kind = |wrong: &str| {
        wrong
            .split(':')
            .next()
            .unwrap_or_default()
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let mut size = steps.len().div_ceil(2);
    while size > 0 {
        let mut from = 0;
        while from < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(from..(from + size).min(steps.len()));
            match live(start, &fewer) {
                Some((at, now)) if kind(&now) == kind(&wrong) => {
                    fewer.truncate(at + 1);
                    (steps, wrong) = (fewer, now);
                }
                _ => from += size,
            }
        }
        size /= 2;
    }
    (steps, wrong)
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// How many events happen to one form.
const LIFE: usize = 120;

fn one_life(seed: u64, life: u64) {
    let mut chance = Chance::new(seed << 32 | (life + 1));
    let start = form_options(&mut chance);
    let mut pair = Pair::new(&start);
    let mut steps = Vec::new();
    for count in 0..LIFE {
        let step = next_step(&mut chance, &pair.slow);
        steps.push(step.clone());
        if let Err(wrong) = careful(&mut pair, &step, count % 8 == 0) {
            let (steps, wrong) = shorten(&start, steps, wrong);
            let start = (start.show, start.draft, start.options.unknown_fields);
            panic!("seed {seed}, life {life}, from {start:?}:\n{steps:#?}\n{wrong}");
        }
    }
}

#[test]
fn the_form_is_what_its_slow_model_is() {
    let seed = number("MODEL_SEED", 1);
    let lives = number("MODEL_STEPS", 100_000).div_ceil(LIFE as u64);
    // Two at a time: any machine has two cores.
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || (half..lives).step_by(2).for_each(|life| one_life(seed, life)));
        }
    });
    println!("model: {} steps in {lives} lives, seed {seed}", lives * LIFE as u64);
}
