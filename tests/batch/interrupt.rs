//! Ctrl+C: once for an orderly end, twice for one at once.

use std::process::{Child, Command};
use std::time::Duration;

use crate::stand::{Stand, ended};

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

/// The program, when it has created a few cases.
fn begin(stand: &Stand, slow: &str) -> Child {
    stand.sandbox.set_faults(slow.parse().unwrap());
    let mut command = stand.folder.program(&stand.base_url);
    let mut child = command.args(["submit", "cases.ndjson"]).spawn().unwrap();
    for _ in 0..400 {
        std::thread::sleep(Duration::from_millis(25));
        if stand.cases() >= 4 {
            return child;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("nothing was sent");
}

#[test]
fn what_is_under_way_is_waited_for() {
    for name in ["-INT", "-TERM"] {
        let stand = Stand::with_lines(60);
        let child = begin(&stand, "slow=1:300ms");
        signal(&child, name);
        let run = ended(child.wait_with_output().unwrap());
        run.ends(130)
            .says("waiting for what is under way")
            .says("goes on where it stopped");
        let states = stand.states();
        assert!(
            states.iter().all(|state| state == "created" || state == "pending"),
            "{states:?}"
        );
        stand.sandbox.set_faults("".parse().unwrap_or_default());
        stand.submit(&[]).ends(0);
        assert_eq!(stand.cases(), 60);
    }
}

#[test]
fn a_second_one_ends_it_at_once() {
    let stand = Stand::with_lines(12);
    let child = begin(&stand, "slow=1:1s");
    signal(&child, "-INT");
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, "-INT");
    let run = ended(child.wait_with_output().unwrap());
    run.ends(130);
    stand.sandbox.set_faults("".parse().unwrap_or_default());
    // What was being sent is found in the list of cases, or it stays unknown until somebody decides.
    let run = stand.submit(&[]);
    assert!(run.code == 0 || run.code == 3, "{run:#?}");
    run.says("Looking for 4 lines of unknown outcome");
    stand.submit(&["--resend-unknown"]).ends(0);
    assert!((12..=16).contains(&stand.cases()));
}
