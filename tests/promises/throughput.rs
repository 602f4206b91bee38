//! Whom a batch waits for: the time of the processor that the program takes, beside what the sandbox takes.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use sphinx_case::batch::State;

use crate::Asked;
use crate::accounts::Accounts;
use crate::stand::Stand;

/// The share of the processor's time of both that the program is to stay below.
const TARGET: f64 = 0.30;

/// How much more memory ten times the lines may take.
const MOST_GROWTH: f64 = 1.25;

struct Measured {
    lines: u64,
    wall: Duration,
    client: f64,
    sandbox: f64,
    peak_kb: u64,
    complaints: Vec<String>,
}

/// Measures a batch, and a tenth of it; what was not kept.
pub fn run(asked: &Asked) -> Vec<String> {
    println!("\nThroughput");
    let small = measure(asked.throughput / 10);
    let large = measure(asked.throughput);
    small.print();
    large.print();
    let share = large.share();
    let is_met = share < TARGET;
    println!(
        "  the client's share of the processor is {:.0}%; target {:.0}%: {}",
        100.0 * share,
        100.0 * TARGET,
        if is_met { "met" } else { "MISSED" }
    );
    let mut complaints = [small.complaints, large.complaints].concat();
    // Without optimization the figures say nothing.
    if cfg!(debug_assertions) {
        println!("  (no figure is held against a promise: built without optimization)");
        return complaints;
    }
    if asked.holds_target && !is_met {
        complaints.push(format!(
            "throughput: the client takes {:.0}% of the processor",
            100.0 * share
        ));
    }
    if large.peak_kb as f64 > small.peak_kb as f64 * MOST_GROWTH {
        complaints.push(format!(
            "memory: {} kB for a tenth, {} kB for all",
            small.peak_kb, large.peak_kb
        ));
    }
    complaints
}

impl Measured {
    /// The client's part of what both take of the processor.
    fn share(&self) -> f64 {
        // A small batch may be done within the hundredth that is counted.
        self.client / (self.client + self.sandbox).max(0.01)
    }

    fn print(&self) {
        let wall = self.wall.as_secs_f64();
        for (name, seconds, share) in [
            ("client", self.client, self.share()),
            ("sandbox", self.sandbox, 1.0 - self.share()),
        ] {
            let said = if name == "client" {
                format!(
                    "{} lines: {wall:.2} s, {:.0} lines/s",
                    self.lines,
                    self.lines as f64 / wall
                )
            } else {
                format!("peak of the client: {} kB", self.peak_kb)
            };
            println!(
                "  {said:<40} {name:<8} {seconds:.2} s of the processor: {:.0}% of both, {:.0}% of the wall time",
                100.0 * share,
                100.0 * seconds / wall
            );
        }
    }
}

fn measure(lines: u64) -> Measured {
    let stand = Stand::new(&format!("throughput-{lines}"), "");
    stand.write_lines(lines);
    let sandbox_before = processor_seconds(stand.sandbox.id());
    let begun = Instant::now();
    let mut child = stand.submit(&[]).spawn().unwrap();
    let mut peak_kb = 0;
    // As long as nobody waits for it, a process that has ended still has its times.
    while !has_ended(child.id()) {
        peak_kb = peak_kb.max(peak(child.id()));
        std::thread::sleep(Duration::from_millis(5));
    }
    let wall = begun.elapsed();
    let client = processor_seconds(child.id());
    let sandbox = processor_seconds(stand.sandbox.id()) - sandbox_before;
    let status = child.wait().unwrap();
    let accounts = Accounts::read(&stand);
    let mut complaints = accounts.complaints(lines, &BTreeSet::new());
    if !status.success() {
        complaints.push(format!("the program has ended with {status}"));
    }
    let created = accounts.of(State::Created).len();
    if created as u64 != lines {
        complaints.push(format!("{created} of {lines} lines are created"));
    }
    Measured {
        lines,
        wall,
        client,
        sandbox,
        peak_kb,
        complaints: complaints
            .into_iter()
            .map(|said| format!("throughput: {said}"))
            .collect(),
    }
}

fn stat(process: u32) -> Vec<String> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The name stands in brackets, and may hold anything.
    let (_, rest) = text.rsplit_once(") ").unwrap();
    rest.split(' ').map(str::to_owned).collect()
}

fn has_ended(process: u32) -> bool {
    stat(process)[0] == "Z"
}

/// User and system time, in hundredths of a second as Linux counts them here.
fn processor_seconds(process: u32) -> f64 {
    let stat = stat(process);
    let ticks: u64 = stat[11].parse::<u64>().unwrap() + stat[12].parse::<u64>().unwrap();
    ticks as f64 / 100.0
}

fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or_default()
}
