//! A batch that is killed many times, and then compared with the cases.

use std::collections::BTreeSet;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use sphinx_case::batch::{Counts, Journal, LineState};

use crate::Arguments;
use crate::accounts::Accounts;
use crate::setup::{Setup, finish};

/// The flags of a batch that creates each case exactly once.
pub const EXACTLY_ONCE: [&str; 3] = ["--revision", "newest", "--exactly-once"];

/// After this many runs the test gives up.
const MAX_RUNS: u32 = 500;

/// Runs a batch and kills it. Returns the broken promises.
pub fn run(arguments: &Arguments, title: &str, faults: &str) -> Vec<String> {
    println!(
        "\n{title}: {} lines, {} kills, seed {}; {faults}",
        arguments.lines, arguments.kills, arguments.seed
    );
    let start = Instant::now();
    let setup = Setup::new(title.split(' ').next_back().unwrap(), faults);
    setup.write_lines(arguments.lines);
    let killed = kill_often(&setup, arguments, arguments.lines, kill_one(&setup));
    let is_complete = |counts: &Counts| counts.pending == 0 && counts.sending == 0;
    let Some(runs) = run_to_completion(&setup, is_complete) else {
        return vec![format!("{title}: not complete after {MAX_RUNS} more runs")];
    };
    let first = Accounts::read(&setup);
    let unknown = first.of(LineState::Unknown);
    let made = unknown.iter().filter(|line| first.cases.contains_key(line)).count();
    let reconciled = first.entries.iter().filter(|entry| entry.reconciled).count();
    println!("  killed {killed} times by SIGKILL, {runs} more runs to completion");
    println!(
        "  without resending: {} of {} lines created ({reconciled} found in the list of cases), {} with an unknown \
         outcome ({made} of them have a case)",
        first.of(LineState::Created).len(),
        arguments.lines,
        unknown.len()
    );
    println!(
        "  lines with two cases: {}; lines lost: {}",
        first.duplicates().len(),
        lost(&first, arguments.lines, &unknown)
    );
    let mut problems = first.problems(arguments.lines, &BTreeSet::new());
    // Resends the lines with an unknown outcome. The outcome can be unknown again, so this can require several runs.
    let mut listed = unknown;
    for _ in 0..MAX_RUNS {
        if unknown_lines(&setup).is_empty() {
            break;
        }
        listed.extend(unknown_lines(&setup));
        finish(setup.submit(&["--resend-unknown"]).spawn().unwrap());
        listed.extend(unknown_lines(&setup));
    }
    let last = Accounts::read(&setup);
    let without = (1..=arguments.lines)
        .filter(|line| !last.cases.contains_key(line))
        .count();
    println!(
        "  after --resend-unknown: {} of {} lines created, {without} lines without a case, {} with two or more, all of \
         them listed as unknown before and resent because of the flag",
        last.of(LineState::Created).len(),
        arguments.lines,
        last.duplicates().len()
    );
    println!("  {:.1} s", start.elapsed().as_secs_f64());
    problems.extend(last.problems(arguments.lines, &listed));
    if without > 0 {
        problems.push(format!("{without} lines have no case at the end"));
    }
    if last.of(LineState::Created).len() as u64 != arguments.lines {
        problems.push("not all lines are created at the end".to_owned());
    }
    problems.extend(too_few_kills(arguments, killed));
    problems.into_iter().map(|text| format!("{title}: {text}")).collect()
}

/// Runs a batch that creates each case exactly once, and kills it. Returns the broken promises.
pub fn run_exactly_once(arguments: &Arguments, faults: &str) -> Vec<String> {
    let title = "Exactly once";
    println!(
        "\n{title}: {} lines, {} kills, seed {}; {faults}",
        arguments.lines, arguments.kills, arguments.seed
    );
    let start = Instant::now();
    let setup = Setup::new("once", faults).with_flags(&EXACTLY_ONCE);
    setup.write_lines(arguments.lines);
    let killed = kill_often(&setup, arguments, arguments.lines, kill_one(&setup));
    let problems = account_exactly_once(&setup, arguments.lines, killed);
    println!("  {:.1} s", start.elapsed().as_secs_f64());
    let problems = problems.into_iter().chain(too_few_kills(arguments, killed));
    problems.map(|text| format!("{title}: {text}")).collect()
}

/// Completes a batch that creates each case exactly once, and prints what became of it. Returns the broken promises.
pub fn account_exactly_once(setup: &Setup, lines: u64, killed: u32) -> Vec<String> {
    let is_complete = |counts: &Counts| counts.created == lines;
    let Some(runs) = run_to_completion(setup, is_complete) else {
        return vec![format!("not complete after {MAX_RUNS} more runs")];
    };
    let accounts = Accounts::read(setup);
    let cases: usize = accounts.cases.values().map(Vec::len).sum();
    let unknown = accounts.of(LineState::Unknown);
    let found = accounts.entries.iter().filter(|entry| entry.reconciled).count();
    let lost = lost(&accounts, lines, &BTreeSet::new());
    println!("  killed {killed} times by SIGKILL, {runs} more runs to completion");
    println!(
        "  {} of {lines} lines created ({found} found in the list of cases): {cases} cases, {} unknown, {} doubled, {lost} lost",
        accounts.of(LineState::Created).len(),
        unknown.len(),
        accounts.duplicates().len(),
    );
    let mut problems = accounts.problems(lines, &BTreeSet::new());
    if cases as u64 != lines || lost > 0 || !unknown.is_empty() {
        problems.push(format!("{cases} cases, {lost} lines lost, {} unknown", unknown.len()));
    }
    problems
}

pub fn too_few_kills(arguments: &Arguments, killed: u32) -> Option<String> {
    (killed < arguments.kills).then(|| format!("only {killed} of {} kills came before the end", arguments.kills))
}

/// The number of lines without a case that the journal does not list as unknown.
fn lost(accounts: &Accounts, lines: u64, unknown: &BTreeSet<u64>) -> usize {
    let without = (1..=lines).filter(|line| !accounts.cases.contains_key(line));
    without.filter(|line| !unknown.contains(line)).count()
}

/// Kills processes of a batch until as many were killed as the arguments say. `kill` kills one after a time. The times are random, and
/// their maximum is adjusted so that the batch is complete after the last kill.
pub fn kill_often(
    setup: &Setup,
    arguments: &Arguments,
    lines: u64,
    mut kill: impl FnMut(Duration, &mut fastrand::Rng) -> ExitStatus,
) -> u32 {
    let mut random = fastrand::Rng::with_seed(arguments.seed);
    let mut longest = Duration::from_millis(100);
    let mut killed = 0;
    // A process that ends before it is killed does not count.
    for _ in 0..arguments.kills.saturating_mul(3) {
        if killed == arguments.kills {
            break;
        }
        let after = longest.mul_f64(random.f64());
        killed += u32::from(was_killed(kill(after, &mut random)));
        let left = counts(setup).map_or(1.0, |counts| counts.pending as f64 / lines as f64);
        let due = 1.0 - f64::from(killed) / f64::from(arguments.kills);
        longest = longest.mul_f64(if left < due { 0.75 } else { 1.15 });
    }
    killed
}

/// Starts the batch and kills it.
fn kill_one(setup: &Setup) -> impl FnMut(Duration, &mut fastrand::Rng) -> ExitStatus {
    |after, _| {
        let mut child = setup.submit(&[]).spawn().unwrap();
        std::thread::sleep(after);
        // On unix this is SIGKILL.
        child.kill().unwrap();
        child.wait().unwrap()
    }
}

#[cfg(unix)]
fn was_killed(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(9)
}

#[cfg(not(unix))]
fn was_killed(status: ExitStatus) -> bool {
    !status.success()
}

/// Runs the batch until it is complete. Returns the number of runs.
fn run_to_completion(setup: &Setup, is_complete: impl Fn(&Counts) -> bool) -> Option<u32> {
    for run in 1..=MAX_RUNS {
        finish(setup.submit(&[]).spawn().unwrap());
        if counts(setup).is_some_and(|counts| is_complete(&counts)) {
            return Some(run);
        }
    }
    None
}

/// `None` before the journal is created.
fn counts(setup: &Setup) -> Option<Counts> {
    Journal::open(setup.journal()).and_then(|journal| journal.counts()).ok()
}

fn unknown_lines(setup: &Setup) -> BTreeSet<u64> {
    let entries = crate::accounts::entries(setup);
    let unknown = entries.into_iter().filter(|entry| entry.state == LineState::Unknown);
    unknown.map(|entry| entry.line).collect()
}
