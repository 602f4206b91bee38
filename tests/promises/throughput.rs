//! Whom a batch waits for: the time of the processor that the program takes, beside what the sandbox takes.

use std::time::{Duration, Instant};

use sphinx_case::batch::State;

use crate::Asked;
use crate::accounts;
use crate::stand::Stand;

/// The share of the processor's time that the program may take.
const MOST_SHARE: f64 = 0.30;

/// How much more memory ten times the lines may take.
const MOST_GROWTH: f64 = 1.25;

struct Measured {
    wall: Duration,
    client: f64,
    sandbox: f64,
    peak_kb: u64,
}

/// Measures a batch, and a tenth of it; what was not kept.
pub fn run(asked: &Asked) -> Vec<String> {
    println!("\nThroughput");
    let small = measure(asked.throughput / 10);
    let large = measure(asked.throughput);
    let mut complaints = Vec::new();
    for (lines, measured) in [(asked.throughput / 10, &small), (asked.throughput, &large)] {
        let Measured {
            wall,
            client,
            sandbox,
            peak_kb,
        } = measured;
        println!(
            "  {lines} lines: {:.2} s, {:.0} lines/s; processor: client {client:.2} s, sandbox {sandbox:.2} s; client {:.0}% \
             of both, {:.0}% of the wall time; peak {peak_kb} kB",
            wall.as_secs_f64(),
            lines as f64 / wall.as_secs_f64(),
            100.0 * share(measured),
            100.0 * client / wall.as_secs_f64(),
        );
    }
    // Without optimization the figures say nothing.
    if cfg!(debug_assertions) {
        println!("  (not held against the promise: built without optimization)");
        return complaints;
    }
    if share(&large) >= MOST_SHARE {
        complaints.push(format!(
            "throughput: the client takes {:.0}% of the processor",
            100.0 * share(&large)
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

fn share(measured: &Measured) -> f64 {
    measured.client / (measured.client + measured.sandbox)
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
    assert!(child.wait().unwrap().success());
    let entries = accounts::entries(&stand);
    assert!(entries.iter().all(|entry| entry.state == State::Created));
    assert_eq!(entries.len() as u64, lines);
    Measured {
        wall,
        client,
        sandbox,
        peak_kb,
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
