//! What a process needs: time, processor time and memory.

use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

/// How much the memory may grow with ten times the lines.
const MAX_GROWTH: f64 = 1.25;

/// What an ended process needed.
pub struct Used {
    pub wall: Duration,
    /// Seconds of all threads.
    pub processor: f64,
    pub peak_kb: u64,
    pub status: ExitStatus,
}

impl Used {
    /// Waits until a process ends.
    pub fn of(mut child: Child) -> Self {
        let start = Instant::now();
        let mut peak_kb = 0;
        // The times of an ended process are available until it is waited for.
        while !has_ended(child.id()) {
            peak_kb = peak_kb.max(peak(child.id()));
            std::thread::sleep(Duration::from_millis(5));
        }
        Self {
            wall: start.elapsed(),
            processor: processor_seconds(child.id()),
            peak_kb,
            status: child.wait().unwrap(),
        }
    }
}

/// A broken promise if the memory grows with the number of lines.
pub fn growth(tenth_kb: u64, all_kb: u64) -> Option<String> {
    let has_grown = all_kb as f64 > tenth_kb as f64 * MAX_GROWTH;
    has_grown.then(|| format!("memory: {tenth_kb} kB for a tenth, {all_kb} kB for all"))
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
pub fn processor_seconds(process: u32) -> f64 {
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
