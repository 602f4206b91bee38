//! Ctrl+C: once for an orderly stop, twice to stop immediately.

use std::process::{Child, Command};
use std::time::Duration;

use crate::batch::setup::{Setup, Store};
use crate::support::Run;

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

/// The program, after it has created a few cases.
fn start(setup: &Setup, slow: &str) -> Child {
    setup.sandbox.set_faults(slow.parse().unwrap());
    let mut child = setup.start(&[]);
    for _ in 0..400 {
        std::thread::sleep(Duration::from_millis(25));
        if setup.cases() >= 4 {
            return child;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("nothing was sent");
}

#[test]
fn requests_in_progress_are_waited_for() {
    for store in Store::EACH {
        for name in ["-INT", "-TERM"] {
            let setup = store.with_lines(60);
            let child = start(&setup, "slow=1:300ms");
            signal(&child, name);
            let run = Run::from(child.wait_with_output().unwrap());
            run.exits(130)
                .prints("waiting for requests in progress")
                .prints("Run the same command again to continue");
            let states = setup.states();
            assert!(
                states.iter().all(|state| state == "created" || state == "pending"),
                "{states:?}"
            );
            setup.sandbox.set_faults("".parse().unwrap_or_default());
            setup.submit(&[]).exits(0);
            assert_eq!(setup.cases(), 60);
        }
    }
}

#[test]
fn a_second_interrupt_stops_immediately() {
    for store in Store::EACH {
        let setup = store.with_lines(12);
        let child = start(&setup, "slow=1:1s");
        signal(&child, "-INT");
        std::thread::sleep(Duration::from_millis(300));
        signal(&child, "-INT");
        let run = Run::from(child.wait_with_output().unwrap());
        run.exits(130);
        setup.sandbox.set_faults("".parse().unwrap_or_default());
        // The cases of the lines in progress are found in the list, or their outcome stays unknown.
        let run = setup.submit(&[]);
        assert!(run.code == 0 || run.code == 3, "{run:#?}");
        run.prints("Looking for the cases of 4 lines with an unknown outcome");
        setup.submit(&["--resend-unknown"]).exits(0);
        assert!((12..=16).contains(&setup.cases()));
    }
}
