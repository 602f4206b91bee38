//! Tests the promises of `submit` and prints the results: no line is lost and no case is created twice, whenever the process
//! is killed and whatever fails; and the throughput is limited by the API. The same for several processes with one batch in PostgreSQL, and
//! for several relays with one set of idempotency keys. Tables have the same bodies in every format, and large ones need little memory.
//!
//! `cargo test` runs a small version. `make promises` runs all of it:
//! `promises all --lines 2000 --kills 200 --shared-lines 5000 --throughput 10000 --rows 10000 --megabytes 1000 --seed 7 --hold-target`.
//! Lost lines, duplicate cases, different bodies and memory that grows with the number of lines always fail. A speed below its target fails
//! only with `--hold-target`, because it depends on the machine.

mod accounts;
mod kill;
#[path = "../../tests/sending/support/postgres.rs"]
mod postgres;
mod process;
mod relays;
mod setup;
mod shared;
mod tables;
mod throughput;

use std::process::ExitCode;

/// Slow enough that most kills come while requests are in progress.
const SLOW: &str = "slow=0.7:20ms";

/// One tenth each of what can go wrong with a request.
const FAULTS: &str = "drop_before=0.1,drop_after=0.1,too_many=0.1:0s,fail_503=0.1:0s,slow=0.1:50ms";

/// The same, and slow: what relays meet that are killed.
const SLOW_FAULTS: &str = "slow=0.7:20ms,drop_before=0.1,drop_after=0.1,too_many=0.1:0s,fail_503=0.1:0s";

/// The command-line arguments.
#[derive(Debug, Clone)]
pub struct Arguments {
    /// The number of lines of the batches that are killed, and of keys for the relays.
    pub lines: u64,
    /// How many times each of them is killed, and the relays are together.
    pub kills: u32,
    /// The number of lines of the batch that several processes share.
    pub shared_lines: u64,
    /// The number of lines of the batch whose throughput is measured.
    pub throughput: u64,
    /// The number of cases that are compared in every format.
    pub rows: u64,
    /// The size of the CSV file that is measured.
    pub megabytes: u64,
    /// The seed of the random times.
    pub seed: u64,
    /// Whether a speed below its target is a broken promise.
    pub holds_target: bool,
    which: String,
}

impl Arguments {
    fn parse() -> Result<Self, String> {
        let mut parsed = Self {
            lines: 200,
            kills: 15,
            shared_lines: 200,
            throughput: 500,
            rows: 500,
            megabytes: 2,
            seed: 7,
            holds_target: false,
            which: "all".to_owned(),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut number = || {
                let text = arguments.next().unwrap_or_default();
                text.parse::<u64>()
                    .map_err(|_| format!("{argument}: expected a number (was {text:?})"))
            };
            match argument.as_str() {
                "--lines" => parsed.lines = number()?,
                "--kills" => parsed.kills = u32::try_from(number()?).map_err(|error| error.to_string())?,
                "--shared-lines" => parsed.shared_lines = number()?,
                "--throughput" => parsed.throughput = number()?,
                "--rows" => parsed.rows = number()?,
                "--megabytes" => parsed.megabytes = number()?,
                "--seed" => parsed.seed = number()?,
                "--hold-target" => parsed.holds_target = true,
                "all" | "kill" | "faults" | "once" | "shared" | "relays" | "throughput" | "tables" => {
                    parsed.which = argument
                }
                // Arguments that cargo passes to all tests.
                _ => {}
            }
        }
        Ok(parsed)
    }
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(setup::AS_SANDBOX) {
        return setup::run_sandbox();
    }
    if std::env::args().nth(1).as_deref() == Some(relays::AS_RELAY) {
        return relays::run_relay();
    }
    let arguments = match Arguments::parse() {
        Ok(arguments) => arguments,
        Err(text) => {
            eprintln!("{text}");
            return ExitCode::from(2);
        }
    };
    let runs = |name: &str| arguments.which == "all" || arguments.which == name;
    let mut broken = Vec::new();
    if runs("kill") {
        broken.extend(kill::run(&arguments, "Killed at random moments", SLOW));
    }
    if runs("faults") {
        broken.extend(kill::run(&arguments, "The same with faults", FAULTS));
    }
    if runs("once") {
        broken.extend(kill::run_exactly_once(&arguments, FAULTS));
    }
    if runs("shared") {
        broken.extend(shared::run(&arguments, FAULTS));
    }
    if runs("relays") {
        broken.extend(relays::run(&arguments, SLOW_FAULTS));
    }
    if runs("throughput") {
        broken.extend(throughput::run(&arguments));
    }
    if runs("tables") {
        broken.extend(tables::run(&arguments));
    }
    if broken.is_empty() {
        println!("\nAll promises were kept.");
        return ExitCode::SUCCESS;
    }
    println!("\nBROKEN:");
    for text in broken {
        println!("  {text}");
    }
    ExitCode::FAILURE
}
