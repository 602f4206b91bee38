//! Three relays, in processes of their own, with their keys in PostgreSQL, that create each case exactly once. Each key is posted to two of
//! them at the same moment, and they are killed at random moments.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitCode};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Barrier, Mutex};
use std::time::{Duration, Instant};

use sphinx_case::client::{Client, ClientOptions, Credentials};
use sphinx_case::relay::{Relay, RelayOptions, SharedKeys};
use sphinx_case::sandbox::SandboxOptions;
use sphinx_case::{Options, Revision};

use crate::Arguments;
use crate::accounts::cases;
use crate::postgres::Postgres;
use crate::setup::{Setup, start_server};

/// The first argument that turns this program into a relay: `--as-relay BASE_URL`, with the database in `SPHINX_KEYS`.
pub const AS_RELAY: &str = "--as-relay";

const RELAYS: usize = 3;

/// How many keys are posted at the same time.
const PAIRS: usize = 8;

/// Short, so that those who wait for a killed relay do not wait long.
const LEASE: Duration = Duration::from_secs(2);

/// A request that was not answered is repeated with its key, at most so often.
const MAX_ATTEMPTS: u32 = 200;

/// Serves a relay until it is killed, or standard input ends.
pub fn run_relay() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let url = std::env::var("SPHINX_KEYS").unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let credentials = Credentials::client(SandboxOptions::CLIENT_ID, SandboxOptions::CLIENT_SECRET);
        let options = ClientOptions::default()
            .with_base_url(&arguments[0])
            .with_max_retries(1);
        let client = Client::with_options(credentials, options).unwrap();
        let keys = SharedKeys::connect(&url).await.unwrap().with_lease(LEASE);
        let options = RelayOptions::default()
            .with_keys(keys)
            .with_request_options(Options::default().with_revision(Revision::Newest))
            .with_exactly_once(true)
            .with_rate_limit(1_000_000, 1_000_000.0);
        let relay = Relay::new(client, options);
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        let ended = tokio::task::spawn_blocking(|| drop(std::io::stdin().read_to_end(&mut Vec::new())));
        sphinx_case::relay::serve(listener, relay.router(), async { drop(ended.await) }).await;
    });
    ExitCode::SUCCESS
}

/// A relay in its own process.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(base_url: &str, url: &str) -> Self {
        let (child, address) = start_server(
            Command::new(std::env::current_exe().unwrap())
                .args([AS_RELAY, base_url])
                .env("SPHINX_KEYS", url),
        );
        Self { child, address }
    }

    /// On unix this is SIGKILL.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What the threads share.
struct Run {
    relays: Vec<Mutex<Running>>,
    next: AtomicU64,
    keys: u64,
    killed: AtomicU32,
    kills: u32,
    /// The IDs of the cases that were returned for each key.
    created: Mutex<BTreeMap<u64, Vec<i64>>>,
    /// How many responses said that the outcome is unknown, so that the request was repeated.
    unknown: AtomicU32,
    broken: Mutex<Vec<String>>,
}

/// Posts keys to relays that are killed. Returns the broken promises.
pub fn run(arguments: &Arguments, faults: &str) -> Vec<String> {
    println!(
        "\nRelays with keys in PostgreSQL: {RELAYS} relays, {} keys, each posted to two of them, {} kills, seed {}; {faults}",
        arguments.lines, arguments.kills, arguments.seed
    );
    let begun = Instant::now();
    let setup = Setup::new("relays", faults);
    let server = Postgres::start(false);
    let url = server.url(&server.create_database());
    let start = || Running::start(&setup.base_url, &url);
    let run = Run {
        relays: (0..RELAYS).map(|_| Mutex::new(start())).collect(),
        next: AtomicU64::new(1),
        keys: arguments.lines,
        killed: AtomicU32::new(0),
        kills: arguments.kills,
        created: Mutex::default(),
        unknown: AtomicU32::new(0),
        broken: Mutex::default(),
    };
    let has_ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut random = fastrand::Rng::with_seed(arguments.seed);
            while !has_ended.load(Ordering::Relaxed) {
                if run.kills_due(run.next.load(Ordering::Relaxed)) > 0 {
                    let mut relay = run.relays[random.usize(..RELAYS)].lock().unwrap();
                    relay.kill();
                    *relay = start();
                    run.killed.fetch_add(1, Ordering::Relaxed);
                }
                std::thread::sleep(Duration::from_millis(random.u64(1..20)));
            }
        });
        let pairs: Vec<_> = (0..PAIRS).map(|_| scope.spawn(|| run.post_pairs())).collect();
        pairs.into_iter().for_each(|pair| pair.join().unwrap());
        has_ended.store(true, Ordering::Relaxed);
    });
    let killed = run.killed.into_inner();
    let created = run.created.into_inner().unwrap();
    drop(run.relays);
    let mut problems = run.broken.into_inner().unwrap();
    problems.extend(compare(&created, &cases(&setup.base_url), arguments.lines));
    if killed < arguments.kills {
        problems.push(format!(
            "only {killed} of {} kills came before the end",
            arguments.kills
        ));
    }
    println!(
        "  killed {killed} times by SIGKILL; an outcome was unknown {} times before the request was repeated; {:.1} s",
        run.unknown.into_inner(),
        begun.elapsed().as_secs_f64()
    );
    problems.into_iter().map(|text| format!("relays: {text}")).collect()
}

impl Run {
    /// How many kills should have come before a key is posted, and have not. They are spread over all keys.
    fn kills_due(&self, key: u64) -> u64 {
        let due = key.min(self.keys) * u64::from(self.kills) / self.keys;
        due.saturating_sub(self.killed.load(Ordering::Relaxed).into())
    }

    /// Takes keys until there is none, and posts each to two relays.
    fn post_pairs(&self) {
        loop {
            let key = self.next.fetch_add(1, Ordering::Relaxed);
            if key > self.keys {
                return;
            }
            // A restart takes longer than a request.
            while self.kills_due(key) > 1 {
                std::thread::sleep(Duration::from_millis(1));
            }
            let start = Barrier::new(2);
            let first = usize::try_from(key).unwrap() % RELAYS;
            std::thread::scope(|scope| {
                for relay in [first, (first + 1) % RELAYS] {
                    let start = &start;
                    scope.spawn(move || {
                        start.wait();
                        self.post(key, relay);
                    });
                }
            });
        }
    }

    /// Posts a key as a page would: again with the same key while there is no outcome, to the next relay.
    fn post(&self, key: u64, mut relay: usize) {
        for _ in 0..MAX_ATTEMPTS {
            let address = self.relays[relay].lock().unwrap().address.clone();
            match exchange(&address, key) {
                Some((201, body)) => {
                    let case: serde_json::Value = serde_json::from_str(&body).unwrap();
                    let id = case["id"].as_i64().unwrap();
                    self.created.lock().unwrap().entry(key).or_default().push(id);
                    return;
                }
                Some((_, body)) if body.contains(":relay:outcome-unknown\"") => {
                    self.unknown.fetch_add(1, Ordering::Relaxed);
                }
                // The API certainly created no case, or the relay is busy, or was killed.
                _ => {}
            }
            std::thread::sleep(Duration::from_millis(20));
            relay = (relay + 1) % RELAYS;
        }
        self.broken.lock().unwrap().push(format!("key {key} had no outcome"));
    }
}

/// Posts the request of a key. `None` if there is no complete response.
fn exchange(address: &str, key: u64) -> Option<(u16, String)> {
    let body = format!(
        "{{\"customer\":{{\"full_name\":\"Person {key}\",\"input_details\":{{\"line\":{key}}}}},\"checks\":[{{\"check_type\":\"PEP\"}}]}}"
    );
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(90))).ok()?;
    write!(
        stream,
        "POST /cases/ HTTP/1.0\r\nHost: {address}\r\nContent-Type: application/json\r\nIdempotency-Key: key-{key}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut response = String::new();
    stream.read_to_string(&mut response).ok()?;
    let (head, body) = response.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    (length.parse() == Ok(body.len())).then_some(())?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}

/// Compares the returned cases with those that exist, and prints both.
fn compare(created: &BTreeMap<u64, Vec<i64>>, cases: &BTreeMap<u64, Vec<i64>>, keys: u64) -> Vec<String> {
    let mut problems = Vec::new();
    let (mut settled, mut doubled) = (0, 0);
    for key in 1..=keys {
        let of = |map: &BTreeMap<u64, Vec<i64>>| map.get(&key).cloned().unwrap_or_default();
        let (returned, existing) = (of(created), of(cases));
        doubled += u64::from(existing.len() > 1);
        if let [id] = existing.as_slice()
            && returned == [*id, *id]
        {
            settled += 1;
        } else {
            problems.push(format!(
                "key {key} has the cases {existing:?}, and {returned:?} were returned"
            ));
        }
    }
    let all: usize = cases.values().map(Vec::len).sum();
    println!(
        "  {settled} of {keys} keys with one case, returned to both: {all} cases, {} unknown, {doubled} doubled",
        keys - settled
    );
    problems
}
