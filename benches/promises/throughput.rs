//! The CPU time of the program for each line, and how its memory grows.

use std::collections::BTreeSet;
use std::time::Duration;

use sphinx_case::batch::LineState;

use crate::Arguments;
use crate::accounts::Accounts;
use crate::process::{Used, growth, processor_seconds};
use crate::setup::Setup;

/// The maximum CPU time of the program for each line, in microseconds.
const TARGET: f64 = 136.0;

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
    problems.extend(growth(small.peak_kb, large.peak_kb));
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
    let Used {
        wall,
        processor: client,
        peak_kb,
        status,
    } = Used::of(setup.submit(&[]).spawn().unwrap());
    let sandbox = processor_seconds(setup.sandbox.id()) - sandbox_before;
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
