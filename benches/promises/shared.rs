//! Several processes that share a batch in PostgreSQL, each killed at random moments.

use std::process::Child;
use std::time::{Duration, Instant};

use crate::Arguments;
use crate::kill::{EXACTLY_ONCE, account_exactly_once, counts, too_few_kills, was_killed};
use crate::postgres::Postgres;
use crate::setup::Setup;

const PROCESSES: usize = 4;

/// Runs a batch that creates each case exactly once in several processes, and kills them. Returns the broken promises.
pub fn run(arguments: &Arguments, faults: &str) -> Vec<String> {
    let lines = arguments.shared_lines;
    println!(
        "\nA batch in PostgreSQL: {PROCESSES} processes, {lines} lines, {} kills, seed {}; {faults}",
        arguments.kills, arguments.seed
    );
    let start = Instant::now();
    let server = Postgres::start(false);
    let url = server.url(&server.create_database());
    let setup = Setup::new("shared", faults)
        .with_flags(&EXACTLY_ONCE)
        .with_journal(&url);
    setup.write_lines(lines);
    let killed = kill_often(&setup, arguments);
    let problems = account_exactly_once(&setup, lines, killed);
    println!("  {:.1} s", start.elapsed().as_secs_f64());
    let problems = problems.into_iter().chain(too_few_kills(arguments, killed));
    problems.map(|text| format!("shared: {text}")).collect()
}

/// Kills one of the processes after another, each time after a random time, and replaces it. The maximum time is adjusted so that
/// the batch is complete after the last kill. Then the last processes end by themselves.
fn kill_often(setup: &Setup, arguments: &Arguments) -> u32 {
    let start = || setup.submit(&[]).spawn().unwrap();
    let mut random = fastrand::Rng::with_seed(arguments.seed);
    let mut processes: Vec<Child> = (0..PROCESSES).map(|_| start()).collect();
    let mut longest = Duration::from_millis(100);
    let mut killed = 0;
    // A process that ends before it is killed does not count.
    for _ in 0..arguments.kills.saturating_mul(3) {
        if killed == arguments.kills {
            break;
        }
        std::thread::sleep(longest.mul_f64(random.f64()));
        let process = &mut processes[random.usize(..PROCESSES)];
        // On unix this is SIGKILL.
        process.kill().unwrap();
        killed += u32::from(was_killed(process.wait().unwrap()));
        *process = start();
        let left = counts(setup).map_or(1.0, |counts| counts.pending as f64 / arguments.shared_lines as f64);
        let due = 1.0 - f64::from(killed) / f64::from(arguments.kills);
        longest = longest.mul_f64(if left < due { 0.75 } else { 1.15 });
    }
    for mut process in processes {
        process.wait().unwrap();
    }
    killed
}
