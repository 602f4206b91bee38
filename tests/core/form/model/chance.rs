//! What happens next: events of all sorts, also such as make no sense.

use super::events::{Slow, SlowOptions, Step};
use super::slow::{self, What};
use sphinx_case::form::{Include, Rejection, Show};
use sphinx_case::{Issue, Options, Path, Problem, Revision, Severity, Source};

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
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

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

fn said(chance: &mut Chance, source: Source, path: &str) -> Issue {
    Issue {
        severity: chance.one(&[Severity::Error, Severity::Error, Severity::Warning]),
        problem: [Problem::Required {}, Problem::Blank {}][chance.below(2)].clone(),
        path: path.parse().unwrap_or_default(),
        related: Vec::new(),
        span: None,
        source,
        original_message: Some(format!("said {}", chance.below(100))),
    }
}

pub fn form_options(chance: &mut Chance) -> SlowOptions {
    SlowOptions {
        options: options(chance.below(6)),
        show: chance.one(&[Show::Left, Show::Left, Show::Changed, Show::Submitted, Show::Always]),
        draft: chance.below(2) == 0,
    }
}

/// Something that can happen to the form as it is, or cannot.
pub fn next_step(chance: &mut Chance, slow: &Slow) -> Step {
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
        let place = name.strip_suffix("[]").unwrap_or(name);
        let place = place.parse::<Path>().ok().and_then(|path| slow.root.at(&path.0));
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
            match chance.below(12) {
                0 => Step::Reject(path, Vec::new(), Rejection::Unreadable("Enter a number.".to_owned())),
                1 => Step::Reject(path, Vec::new(), Rejection::Missing),
                2 => Step::Reject(path, text, Rejection::Constraint("Match the format.".to_owned())),
                _ => Step::Set(path, text),
            }
        }
        40..46 => match chance.below(12) {
            0 => Step::SetValue(String::new(), chance.one(REQUESTS)),
            _ => Step::SetValue(pick(chance, &|place| place.what != *slow::CASE), chance.one(JSON)),
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
            Step::SetExternalIssues(issues)
        }
        85..90 => Step::BeginAsyncCheck(pick(chance, &|_| true)),
        90..98 => {
            let ticket = slow.tickets.len().saturating_sub(1 + chance.below(6));
            let path = (chance.below(5) == 0).then(|| pick(chance, &|_| true));
            let issues = (0..chance.below(3)).map(|_| said(chance, Source::Async, "")).collect();
            Step::FinishAsyncCheck(ticket, path, issues)
        }
        _ => Step::Configure(form_options(chance)),
    }
}

/// Options of all sorts, in the revision that has all fields.
fn options(number: usize) -> Options {
    let options = Options::default().with_revision(Revision::LATEST);
    match number {
        0 => options.with_unknown_fields(sphinx_case::UnknownFields::Keep),
        1 => options.with_unknown_fields(sphinx_case::UnknownFields::Strip),
        _ => options,
    }
}
