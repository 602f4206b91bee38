//! The CPU time of the program for each line, and how its memory grows.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use sphinx_case::batch::LineState;

use crate::Arguments;
use crate::accounts::Accounts;
use crate::setup::Setup;

/// The maximum CPU time of the program for each line, in microseconds.
const TARGET: f64 = 136.0;

/// How much the memory may grow with ten times the lines.
const MAX_GROWTH: f64 = 1.25;

struct Measured {
    lines: u64,
    wall: Duration,
    client: f64,
    sandbox: f64,
    peak_kb: u64,
    problems: Vec<String>,
}

/// Measures a batch and one with a tenth of its lines. Returns the broken promises.
pub fn run(arguments: &Arguments) -> Vec<String> {
    println!("\nThroughput");
    let small = measure(arguments.throughput / 10);
    let large = measure(arguments.throughput);
    small.print();
    large.print();
    let per_line = large.per_line();
    let is_met = per_line <= TARGET;
    println!(
        "  the client takes {per_line:.0} µs of CPU time for each line; target {TARGET:.0} µs: {}",
        if is_met { "met" } else { "MISSED" }
    );
    let mut problems = [small.problems, large.problems].concat();
    // The figures mean nothing without optimization.
    if cfg!(debug_assertions) {
        println!("  (built without optimization, so the figures are not checked)");
        return problems;
    }
    if arguments.holds_target && !is_met {
        problems.push(format!("throughput: the client takes {per_line:.0} µs for each line"));
    }
    if large.peak_kb as f64 > small.peak_kb as f64 * MAX_GROWTH {
        problems.push(format!(
            "memory: {} kB for a tenth, {} kB for all",
            small.peak_kb, large.peak_kb
        ));
    }
    problems
}

impl Measured {
    /// The CPU time of the client for each line, in microseconds.
    fn per_line(&self) -> f64 {
        self.client * 1e6 / self.lines as f64
    }

    /// The share of the client in the CPU time of both. It is printed only: the less the sandbox does, the higher it is.
    fn share(&self) -> f64 {
        // A small batch can end within the hundredth of a second that is measured.
        self.client / (self.client + self.sandbox).max(0.01)
    }

    fn print(&self) {
        let wall = self.wall.as_secs_f64();
        for (name, seconds, share) in [
            ("client", self.client, self.share()),
            ("sandbox", self.sandbox, 1.0 - self.share()),
        ] {
            let text = if name == "client" {
                format!(
                    "{} lines: {wall:.2} s, {:.0} lines/s",
                    self.lines,
                    self.lines as f64 / wall
                )
            } else {
                format!("peak of the client: {} kB", self.peak_kb)
            };
            println!(
                "  {text:<40} {name:<8} {seconds:.2} s CPU time: {:.0}% of both, {:.0}% of the wall time",
                100.0 * share,
                100.0 * seconds / wall
            );
        }
    }
}

fn measure(lines: u64) -> Measured {
    let setup = Setup::new(&format!("throughput-{lines}"), "");
    setup.write_lines(lines);
    let sandbox_before = processor_seconds(setup.sandbox.id());
    let start = Instant::now();
    let mut child = setup.submit(&[]).spawn().unwrap();
    let mut peak_kb = 0;
    // The times of an ended process are available until it is waited for.
    while !has_ended(child.id()) {
        peak_kb = peak_kb.max(peak(child.id()));
        std::thread::sleep(Duration::from_millis(5));
    }
    let wall = start.elapsed();
    let client = processor_seconds(child.id());
    let sandbox = processor_seconds(setup.sandbox.id()) - sandbox_before;
    let status = child.wait().unwrap();
    let accounts = Accounts::read(&setup);
    let mut problems = accounts.problems(lines, &BTreeSet::new());
    if !status.success() {
        problems.push(format!("the program ended with {status}"));
    }
    let created = accounts.of(LineState::Created).len();
    if created as u64 != lines {
        problems.push(format!("{created} of {lines} lines are created"));
    }
    Measured {
        lines,
        wall,
        client,
        sandbox,
        peak_kb,
        problems: problems.into_iter().map(|text| format!("throughput: {text}")).collect(),
    }
}

fn stat(process: u32) -> Vec<String> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The name is in parentheses and can contain any character.
    let (_, rest) = text.rsplit_once(") ").unwrap();
    rest.split(' ').map(str::to_owned).collect()
}

fn has_ended(process: u32) -> bool {
    stat(process)[0] == "Z"
}

/// User and system time. Linux counts hundredths of a second.
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
