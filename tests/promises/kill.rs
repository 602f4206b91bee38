//! A batch that is killed again and again, and in the end accounted for.

use std::collections::BTreeSet;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use sphinx_case::batch::{Counts, Journal, State};

use crate::Asked;
use crate::accounts::Accounts;
use crate::stand::Stand;

/// A batch that is not done after so many runs never will be.
const MOST_RUNS: u32 = 500;

/// Runs a batch as described at the top; what was not kept.
pub fn run(asked: &Asked, title: &str, faults: &str) -> Vec<String> {
    println!(
        "\n{title}: {} lines, {} kills, seed {}; {faults}",
        asked.lines, asked.kills, asked.seed
    );
    let begun = Instant::now();
    let mut random = fastrand::Rng::with_seed(asked.seed);
    let stand = Stand::new(title.split(' ').next_back().unwrap(), faults);
    stand.write_lines(asked.lines);
    let killed = kill_often(&stand, asked, &mut random);
    let Some(runs) = run_to_the_end(&stand, &[]) else {
        return vec![format!("{title}: not done after {MOST_RUNS} more runs")];
    };
    let first = Accounts::read(&stand);
    let unknown = first.of(State::Unknown);
    let made = unknown.iter().filter(|line| first.cases.contains_key(line)).count();
    let reconciled = first.entries.iter().filter(|entry| entry.reconciled).count();
    println!("  killed {killed} times by SIGKILL, {runs} more runs to the end");
    println!(
        "  without sending anything again: {} of {} lines created ({reconciled} found in the list of cases), {} of unknown \
         outcome ({made} of them have a case)",
        first.of(State::Created).len(),
        asked.lines,
        unknown.len()
    );
    println!(
        "  lines with two cases: {}; lines lost: {}",
        first.doubled().len(),
        lost(&first, asked.lines, &unknown)
    );
    let mut complaints = first.complaints(asked.lines, &BTreeSet::new());
    // Now all that is unknown is sent again, as asked; it may need several runs when that is of unknown outcome too.
    let mut listed = unknown;
    for _ in 0..MOST_RUNS {
        if listed_now(&stand).is_empty() {
            break;
        }
        listed.extend(listed_now(&stand));
        stand.submit(&["--resend-unknown"]).status().unwrap();
        listed.extend(listed_now(&stand));
    }
    let last = Accounts::read(&stand);
    let without = (1..=asked.lines).filter(|line| !last.cases.contains_key(line)).count();
    println!(
        "  after --resend-unknown: {} of {} lines created, {without} lines without a case, {} with two or more, all of them \
         listed as unknown before and sent again by the flag",
        last.of(State::Created).len(),
        asked.lines,
        last.doubled().len()
    );
    println!("  {:.1} s", begun.elapsed().as_secs_f64());
    complaints.extend(last.complaints(asked.lines, &listed));
    if without > 0 {
        complaints.push(format!("{without} lines have no case in the end"));
    }
    if last.of(State::Created).len() as u64 != asked.lines {
        complaints.push("not all lines are created in the end".to_owned());
    }
    if killed < asked.kills {
        complaints.push(format!("only {killed} of {} kills came before the end", asked.kills));
    }
    complaints.into_iter().map(|said| format!("{title}: {said}")).collect()
}

/// Lines that have no case, and of which the journal does not say that this is possible.
fn lost(accounts: &Accounts, lines: u64, unknown: &BTreeSet<u64>) -> usize {
    let without = (1..=lines).filter(|line| !accounts.cases.contains_key(line));
    without.filter(|line| !unknown.contains(line)).count()
}

/// Runs the batch and kills it, each time at another moment; the moments come closer or go apart so that the batch is
/// done when the kills are.
fn kill_often(stand: &Stand, asked: &Asked, random: &mut fastrand::Rng) -> u32 {
    let mut longest = Duration::from_millis(100);
    let mut killed = 0;
    // A process that ends before its moment comes was not killed, and does not count.
    for _ in 0..asked.kills.saturating_mul(3) {
        if killed == asked.kills {
            break;
        }
        let mut child = stand.submit(&[]).spawn().unwrap();
        std::thread::sleep(longest.mul_f64(random.f64()));
        // On unix this is SIGKILL.
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += u32::from(was_killed(status));
        let left = counts(stand).map_or(1.0, |counts| counts.pending as f64 / asked.lines as f64);
        let due = 1.0 - f64::from(killed) / f64::from(asked.kills);
        longest = if left < due {
            longest.mul_f64(0.75)
        } else {
            longest.mul_f64(1.15)
        };
    }
    killed
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

/// Runs the batch until nothing is left to be sent; how many runs that took.
fn run_to_the_end(stand: &Stand, more: &[&str]) -> Option<u32> {
    for run in 1..=MOST_RUNS {
        stand.submit(more).status().unwrap();
        if counts(stand).is_some_and(|counts| counts.pending == 0 && counts.sending == 0) {
            return Some(run);
        }
    }
    None
}

/// Nothing as long as the journal has not been begun.
fn counts(stand: &Stand) -> Option<Counts> {
    Journal::open(&stand.journal())
        .and_then(|journal| journal.counts())
        .ok()
}

fn listed_now(stand: &Stand) -> BTreeSet<u64> {
    let entries = crate::accounts::entries(stand);
    let unknown = entries.into_iter().filter(|entry| entry.state == State::Unknown);
    unknown.map(|entry| entry.line).collect()
}
