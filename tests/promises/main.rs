//! What `submit` promises, tried out and printed: nothing is lost and nothing is created twice, whenever the process is
//! killed and whatever fails; and it is the API that a batch waits for.
//!
//! `cargo test` runs a small version. `make promises` runs all of it:
//! `promises all --lines 2000 --kills 200 --throughput 10000 --seed 7 --hold-target`. Lines that are lost or
//! doubled and memory that grows with the lines always fail; a share of the processor over its target only with
//! `--hold-target`, since other programs on the machine take part in it.

mod accounts;
mod kill;
mod stand;
mod throughput;

use std::process::ExitCode;

/// What is asked for on the command line.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Lines of the batches that are killed.
    pub lines: u64,
    /// How often each is killed.
    pub kills: u32,
    /// Lines of the batch whose time is taken.
    pub throughput: u64,
    /// Where the random moments begin.
    pub seed: u64,
    /// Whether a share of the processor over the target counts as a broken promise.
    pub holds_target: bool,
    which: String,
}

impl Asked {
    fn read() -> Result<Self, String> {
        let mut asked = Self {
            lines: 200,
            kills: 15,
            throughput: 500,
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
                "--lines" => asked.lines = number()?,
                "--kills" => asked.kills = u32::try_from(number()?).map_err(|error| error.to_string())?,
                "--throughput" => asked.throughput = number()?,
                "--seed" => asked.seed = number()?,
                "--hold-target" => asked.holds_target = true,
                "all" | "kill" | "faults" | "throughput" => asked.which = argument,
                // Cargo's own, when all tests are run with some argument.
                _ => {}
            }
        }
        Ok(asked)
    }
}

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(stand::AS_SANDBOX) {
        return stand::be_sandbox();
    }
    let asked = match Asked::read() {
        Ok(asked) => asked,
        Err(said) => {
            eprintln!("{said}");
            return ExitCode::from(2);
        }
    };
    let runs = |name: &str| asked.which == "all" || asked.which == name;
    let mut broken = Vec::new();
    if runs("kill") {
        broken.extend(kill::run(&asked, "Killed at random moments", "slow=0.7:20ms"));
    }
    if runs("faults") {
        let faults = "drop_before=0.1,drop_after=0.1,too_many=0.1:0s,fail_503=0.1:0s,slow=0.1:50ms";
        broken.extend(kill::run(&asked, "The same with faults", faults));
    }
    if runs("throughput") {
        broken.extend(throughput::run(&asked));
    }
    if broken.is_empty() {
        println!("\nAll promises were kept.");
        return ExitCode::SUCCESS;
    }
    println!("\nBROKEN:");
    for said in broken {
        println!("  {said}");
    }
    ExitCode::FAILURE
}
