//! Several processes that share a batch in PostgreSQL, each killed at random moments.

use std::process::Child;
use std::time::Instant;

use crate::Arguments;
use crate::kill::{EXACTLY_ONCE, account_exactly_once, kill_often, too_few_kills};
use crate::postgres::Postgres;
use crate::setup::{Setup, finish};

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
    let killed = kill_among_processes(&setup, arguments);
    let problems = account_exactly_once(&setup, lines, killed);
    println!("  {:.1} s", start.elapsed().as_secs_f64());
    let problems = problems.into_iter().chain(too_few_kills(arguments, killed));
    problems.map(|text| format!("shared: {text}")).collect()
}

/// Kills one of the processes after another, and replaces it. Then the last ones end by themselves.
fn kill_among_processes(setup: &Setup, arguments: &Arguments) -> u32 {
    let start = || setup.submit(&[]).spawn().unwrap();
    let mut processes: Vec<Child> = (0..PROCESSES).map(|_| start()).collect();
    let killed = kill_often(setup, arguments, arguments.shared_lines, |after, random| {
        std::thread::sleep(after);
        let process = &mut processes[random.usize(..PROCESSES)];
        // On unix this is SIGKILL.
        process.kill().unwrap();
        let status = process.wait().unwrap();
        for process in &mut processes {
            if process.try_wait().unwrap().is_some() {
                *process = start();
            }
        }
        status
    });
    processes.into_iter().for_each(finish);
    killed
}
