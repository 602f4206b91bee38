//! A long random life of a form, compared after every event with a slow and obvious model of it.
//!
//! `MODEL_SEED=7 MODEL_STEPS=1000000 cargo test --test form model -- --nocapture` lives longer, or another life.

mod events;
mod expect;
mod slow;

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use events::{Slow, Step, Ticket};
use expect::{Ids, options};
use slow::What;
use sphinx_case::form::{Event, Form, Include, Settings, Show};
use sphinx_case::{Issue, Path, Problem, Severity, Source};

const TEXTS: &[&str] = &[
    "",
    "",
    "",
    " ",
    "1",
    "5",
    " 5 ",
    "0",
    "-1",
    "400",
    "007",
    "+7",
    "1.5",
    "3e1",
    "-",
    "x",
    "a b",
    "PEP",
    "PEPP",
    "COMPANY",
    "on",
    "off",
    "true",
    "http://localhost/x",
    "https://example.com/hook",
    "ftp://x",
    "{}",
    "[1]",
    "null",
    "{\"a\":1,\"a\":2}",
    "{\"a\":[1,{\"b\":\"\\ud800\"}]}",
    "{\"a\":",
    "99999999999999999999",
    "a\u{0}b",
    "\u{a0}ü\u{1f600}",
    "\"quoted\"\\\n",
    "kyb-config",
];
/// With a lone surrogate.
const SURROGATES: &[&[u8]] = &[b"\xED\xA0\x80", b"a\xED\xA0\x80b ", b" {\"a\":\"\xED\xA0\x80\"}"];
const JSON: &[&str] = &[
    "null",
    "5",
    "30.0",
    "1e400",
    "\"x\"",
    "\" x \"",
    "\"\"",
    "\"\\ud800\"",
    "{}",
    "[]",
    "[{}]",
    "[1,1]",
    "[1,null,\"x\"]",
    "true",
    "{\"check_type\":\"PEP\"}",
    "{\"zip\":1}",
    "{\"odd key\":[],\"a.b\":null}",
    "{\"full_name\":\"A\",\"external_id\":\"e\",\"zip\":{}}",
    "{\"check_type\":null,\"document_ids\":[1,2],\"input_details\":{\"a\":1.0}}",
    "[{\"check_type\":\"IDV\",\"document_ids\":[7]},{},null]",
    "{\"document_ids\":{}}",
    "",
    "{",
    "[1,]",
    "nul",
];
const REQUESTS: &[&str] = &[
    "{}",
    "{\"customer_id\":1,\"checks\":[{\"check_type\":\"PEP\",\"document_ids\":[1,2]},{\"check_type\":\"IDV\"}],\"document_ids\":[3]}",
    "{\"customer\":{\"full_name\":\"A\",\"external_id\":null,\"zip\":\"1\"},\"case_config\":\"c\",\"delete_after\":30.0}",
    "{\"customer\":5,\"checks\":\"x\",\"document_ids\":[null,\"y\",7],\"auto_start\":\"on\",\"two words\":{\"a\":[]},\"zip\":2}",
    "{\"customer\":{},\"checks\":[],\"document_ids\":[],\"webhook_url\":null}",
    "[]",
    "null",
    "{\"customer_id\":1,\"customer_id\":2}",
    "{\"customer\":{\"input_details\":{\"a\":1,\"a\":1}}}",
    "{\"a\":",
];
const NOWHERE: &[&str] = &[
    "nowhere",
    "checks[99]",
    "checks[99].check_type",
    "document_ids[99]",
    "customer.nowhere",
    "customer_id[0]",
    "customer_id.x",
    "checks.check_type",
    "a..b",
    "checks[x]",
    "checks[18446744073709551615]",
    "document_ids[]",
];

/// Chance that is the same each time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % count
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// A form and its model, which the same happens to.
struct Pair {
    form: Form,
    slow: Slow,
    ids: Ids,
    draft: String,
}

impl Pair {
    fn new(settings: &Settings) -> Self {
        let form = Form::new(settings.clone());
        let draft = form.to_draft();
        let slow = Slow::new(settings.clone());
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
            Step::Ask(path) if done.is_ok() => {
                let place: Path = path.parse().unwrap();
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
        Step::Give(path, json) => Event::Give {
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
        Step::Told(issues) => Event::Told { issues: issues.clone() },
        Step::Ask(path) => Event::Ask { path },
        Step::Answer(ticket, path, issues) => {
            let ticket = tickets.get(*ticket)?;
            Event::Answer {
                path: path.as_ref().unwrap_or(&ticket.path),
                generation: ticket.generation,
                issues: issues.clone(),
            }
        }
        Step::Configure(settings) => Event::Configure {
            settings: settings.clone(),
        },
    })
}

fn said(chance: &mut Chance, source: Source, path: &str) -> Issue {
    Issue {
        severity: chance.one(&[Severity::Error, Severity::Error, Severity::Warning]),
        problem: [Problem::Required {}, Problem::Blank {}][chance.below(2)].clone(),
        path: path.parse().unwrap_or_default(),
        related: Vec::new(),
        span: None,
        source,
        said: Some(format!("said {}", chance.below(100))),
    }
}

fn settings(chance: &mut Chance) -> Settings {
    Settings {
        options: options(chance.below(6)),
        show: chance.one(&[Show::Left, Show::Left, Show::Changed, Show::Submitted, Show::Always]),
        draft: chance.below(2) == 0,
    }
}

/// Something that can happen to the form as it is, or cannot.
fn next_step(chance: &mut Chance, slow: &Slow) -> Step {
    let all = slow.root.all();
    let is_long = all.len() > 40;
    let pick = |chance: &mut Chance, is: &dyn Fn(&slow::Place) -> bool| {
        if chance.below(40) == 0 {
            return chance.one(NOWHERE).to_owned();
        }
        let of_a_kind: Vec<&Path> = all
            .iter()
            .filter(|(_, place)| is(place))
            .map(|(path, _)| path)
            .collect();
        match of_a_kind.as_slice() {
            [] => "nowhere".to_owned(),
            paths if chance.below(50) == 0 => chance.one(paths).pointer(),
            paths => chance.one(paths).name(),
        }
    };
    let is_list = |place: &slow::Place| matches!(place.what, What::List(_));
    let count = |name: &str| {
        let place = name.parse::<Path>().ok().and_then(|path| slow.root.at(&path.0));
        place.map_or(0, |place| place.rows.len())
    };
    match chance.below(100) {
        0..40 => {
            let path = match chance.below(20) {
                0 => pick(chance, &|_| true),
                _ => pick(chance, &slow::Place::is_text),
            };
            let text = match chance.below(20) {
                0 => chance.one(SURROGATES).to_vec(),
                1 => "long ".repeat(120).into_bytes(),
                _ => chance.one(TEXTS).as_bytes().to_vec(),
            };
            Step::Set(path, text)
        }
        40..46 => match chance.below(12) {
            0 => Step::Give(String::new(), chance.one(REQUESTS)),
            _ => Step::Give(pick(chance, &|place| place.what != slow::CASE), chance.one(JSON)),
        },
        46..56 => Step::Leave(pick(chance, &|_| true)),
        56..60 => {
            let include = chance.one(&[Include::Auto, Include::Always, Include::Never]);
            Step::Include(pick(chance, &|_| true), include)
        }
        60..66 => {
            if is_long {
                return Step::Remove(pick(chance, &|place| place.row.is_some()));
            }
            let list = pick(chance, &is_list);
            let count = count(&list);
            let at = chance.one(&[
                None,
                None,
                Some(0),
                Some(count),
                Some(count / 2),
                Some(count + 1),
                Some(usize::MAX),
            ]);
            let json = (chance.below(3) == 0).then(|| chance.one(JSON));
            Step::Insert(list, at, json)
        }
        66..70 => Step::Remove(match chance.below(4) {
            0 => pick(chance, &|_| true),
            1 => pick(chance, &|place| place.what == What::Extra),
            _ => pick(chance, &|place| place.row.is_some()),
        }),
        70..73 if !is_long => Step::Duplicate(match chance.below(6) {
            0 => pick(chance, &|_| true),
            _ => pick(chance, &|place| place.row.is_some()),
        }),
        70..76 => {
            let list = pick(chance, &is_list);
            let count = count(&list);
            let mut at = || chance.one(&[0, count.saturating_sub(1), count / 2, count, usize::MAX]);
            let (from, to) = (at(), at());
            Step::Move(list, from, to)
        }
        76..78 => Step::Submit,
        78 => match chance.below(4) {
            0 => Step::Reset(None),
            1 => Step::Reset(Some(chance.one(REQUESTS))),
            _ => Step::Leave(pick(chance, &slow::Place::is_text)),
        },
        79 => Step::Save,
        80 => match chance.below(4) {
            0 => Step::RestoreText(chance.one(&[
                "",
                "{}",
                "{\"version\":2,\"entries\":[]}",
                "{\"version\":1,\"entries\":{}}",
                "[1",
            ])),
            1 => Step::Restore,
            _ => Step::Save,
        },
        81..85 => {
            let mut issues = Vec::new();
            for _ in 0..chance.below(4) {
                let source = chance.one(&[Source::Server, Source::Server, Source::Async]);
                let mut path = pick(chance, &|_| true);
                if chance.below(4) == 0 {
                    path += "[\"deeper\"][3]";
                }
                issues.push(said(chance, source, &path));
            }
            Step::Told(issues)
        }
        85..90 => Step::Ask(pick(chance, &|_| true)),
        90..98 => {
            let ticket = slow.tickets.len().saturating_sub(1 + chance.below(6));
            let path = (chance.below(5) == 0).then(|| pick(chance, &|_| true));
            let issues = (0..chance.below(3)).map(|_| said(chance, Source::Async, "")).collect();
            Step::Answer(ticket, path, issues)
        }
        _ => Step::Configure(settings(chance)),
    }
}

/// Does a step, and takes a panic for what it is.
fn careful(pair: &mut Pair, step: &Step, is_thorough: bool) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| pair.step(step, is_thorough))).unwrap_or_else(|_| Err("a panic".to_owned()))
}

/// What goes wrong in a life, and at which step.
fn live(start: &Settings, steps: &[Step]) -> Option<(usize, String)> {
    let mut pair = Pair::new(start);
    steps
        .iter()
        .enumerate()
        .find_map(|(at, step)| Some((at, careful(&mut pair, step, true).err()?)))
}

/// Leaves out what is not needed for something of the same kind to go wrong.
fn shorten(start: &Settings, mut steps: Vec<Step>, mut wrong: String) -> (Vec<Step>, String) {
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

#[test]
fn the_form_is_what_its_slow_model_is() {
    const LIFE: usize = 120;
    let seed = number("MODEL_SEED", 1);
    let steps = number("MODEL_STEPS", 100_000) as usize;
    let lives = steps.div_ceil(LIFE);
    for life in 0..lives as u64 {
        let mut chance = Chance((seed << 32 | (life + 1)).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let start = settings(&mut chance);
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
    println!("model: {} steps in {lives} lives, seed {seed}", lives * LIFE);
}
