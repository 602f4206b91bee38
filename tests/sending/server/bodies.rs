//! The bodies that both sides judge: the same in every run.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sphinx_case::request::{CASE, Kind, Revision, Table};

use crate::server::request::{Care, request_in};
use crate::server::{tokens, urls};

/// SplitMix64: small, and the same everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn pick<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// Where in a request something can stand, and a good token for it.
const PLACES: &[(&str, &str)] = &[
    ("customer_id", "1"),
    ("customer.full_name", r#""James Torres""#),
    ("customer.external_id", r#""cust-1""#),
    ("customer.customer_type", r#""INDIVIDUAL""#),
    ("customer.input_details", r#"{"dob":"1997-03-26"}"#),
    ("customer.delete_after", "30"),
    ("customer", r#"{"full_name":"James Torres"}"#),
    ("webhook_url", r#""https://example.com/webhook/case-complete""#),
    ("checks[0].check_type", r#""PEP""#),
    ("checks[0].input_details", r#"{"a":[1,null]}"#),
    ("checks[0].document_ids[0]", "5"),
    ("checks[0].document_ids", "[5,6]"),
    ("checks[0].delete_after", "-1"),
    ("checks[1].check_type", "null"),
    ("checks[1]", "{}"),
    ("checks", r#"[{"check_type":"IDV"}]"#),
    ("document_ids[0]", "7"),
    ("document_ids[1]", "8"),
    ("document_ids", "[]"),
    ("delete_after", "0"),
    ("assignee", r#""jane@example.com""#),
    ("metadata", r#"{"a":[1,null]}"#),
    ("sync_platforms[0].domain", r#""tickets.example.com""#),
    ("sync_platforms[0].id", r#""T-1""#),
    ("sync_platforms[1]", r#"{"domain":"b.example.com","id":"2"}"#),
    ("sync_platforms", r#"[{"domain":"a.example.com","id":"1"}]"#),
    ("case_config", r#""kyb-standard""#),
    ("auto_start", "false"),
    ("external_id", r#""order-7""#),
];

/// All bodies: every token at every place, URLs, what comes of chance, and the texts of the corpus.
pub static ALL: LazyLock<Vec<Vec<u8>>> = LazyLock::new(all);

fn all() -> Vec<Vec<u8>> {
    let urls: Vec<String> = urls::plain().iter().map(|url| tokens::string(url)).collect();
    let pool = [tokens::numbers(), tokens::texts(), tokens::shapes(), urls].concat();
    let mut bodies: Vec<String> = pool.clone();
    for (place, _) in PLACES {
        bodies.extend(pool.iter().map(|token| with(place, token)));
    }
    let random = &mut Random::new(0x5f1a_2026);
    for _ in 0..2_500 {
        let url = urls::any(random);
        bodies.push(with("webhook_url", &tokens::string(&url)));
    }
    for _ in 0..5_000 {
        bodies.push(mixed(random, &pool));
    }
    let mut bodies: Vec<Vec<u8>> = bodies.into_iter().map(String::into_bytes).collect();
    bodies.extend(by_table());
    bodies.extend(corpus());
    bodies
}

/// A request that is good but for the token at a place.
fn with(place: &'static str, token: &str) -> String {
    let mut chosen = BTreeMap::from([(place, token)]);
    if place.starts_with("customer.") {
        chosen.entry("customer.full_name").or_insert(r#""A""#);
    } else if place != "customer_id" && place != "customer" {
        chosen.insert("customer_id", "1");
    }
    // An index has those before it, and a row what it needs.
    for (row, needed) in [
        ("checks[1]", &[("checks[0]", "{}")][..]),
        ("document_ids[1]", &[("document_ids[0]", "1")]),
        (
            "sync_platforms[1]",
            &[("sync_platforms[0]", r#"{"domain":"a","id":"1"}"#)],
        ),
        (
            "sync_platforms[0].",
            &[
                ("sync_platforms[0].domain", r#""a""#),
                ("sync_platforms[0].id", r#""1""#),
            ],
        ),
    ] {
        if place.starts_with(row) {
            for (other, token) in needed {
                chosen.entry(other).or_insert(token);
            }
        }
    }
    written(&chosen)
}

/// Some places with good tokens, and up to three with any; sometimes a key too many.
fn mixed(random: &mut Random, pool: &[String]) -> String {
    let mut chosen: BTreeMap<&str, &str> = BTreeMap::new();
    for (place, good) in PLACES {
        if random.below(4) == 0 {
            chosen.insert(place, good);
        }
    }
    for _ in 0..random.below(4) {
        let (place, _) = *random.pick(PLACES);
        chosen.insert(place, random.pick(pool).as_str());
    }
    let mut body = written(&chosen);
    if random.below(10) == 0 && body.len() > 2 {
        let extra = [
            r#","chekcs":[]}"#,
            r#","customer_id":1}"#,
            r#","start":true}"#,
            r#","":null}"#,
        ];
        body.truncate(body.len() - 1);
        let extra = *random.pick(&extra);
        body.push_str(extra);
    }
    body
}

/// The request in which the chosen tokens stand; a token at an object or list stands for all below it.
fn written(chosen: &BTreeMap<&str, &str>) -> String {
    object(&CASE, "", chosen).unwrap_or_else(|| "{}".to_owned())
}

fn object(table: &Table, path: &str, chosen: &BTreeMap<&str, &str>) -> Option<String> {
    let members: Vec<String> = table
        .fields
        .iter()
        .filter_map(|field| {
            let path = format!("{path}{}", field.name);
            Some(format!("\"{}\":{}", field.name, value(&field.kind, &path, chosen)?))
        })
        .collect();
    (!members.is_empty()).then(|| format!("{{{}}}", members.join(",")))
}

fn value(kind: &Kind, path: &str, chosen: &BTreeMap<&str, &str>) -> Option<String> {
    if let Some(token) = chosen.get(path) {
        return Some((*token).to_owned());
    }
    match kind {
        Kind::Object(table) => object(table, &format!("{path}."), chosen),
        Kind::List(item) => {
            let items: Vec<String> = (0..2)
                .filter_map(|index| value(item, &format!("{path}[{index}]"), chosen))
                .collect();
            (!items.is_empty()).then(|| format!("[{}]", items.join(",")))
        }
        _ => None,
    }
}

/// Requests made along the field table, as the property tests make them.
fn by_table() -> Vec<Vec<u8>> {
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let mut bodies = Vec::new();
    for (care, count) in [(Care::Good, 500), (Care::Extra, 200), (Care::Wild, 700)] {
        let strategy = request_in(Revision::LATEST, care);
        for _ in 0..count {
            let case = strategy.new_tree(&mut runner).expect("a request").current();
            bodies.push(case.compact().into_bytes());
        }
    }
    bodies
}

/// The inputs of the corpus that are text.
fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let texts = files.iter().map(|path| std::fs::read_to_string(path).expect("UTF-8"));
    texts
        .flat_map(|text| crate::server::case::read(&text))
        .filter_map(|case| case.bytes())
        .collect()
}
