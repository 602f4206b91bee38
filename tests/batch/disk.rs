//! A disk that is full before or while a batch runs. Needs a small disk, so it runs as root only.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::stand::{Stand, ended};

/// A small disk; nothing when none can be had here.
struct Disk<'p>(&'p Path);

impl<'p> Disk<'p> {
    fn mount(path: &'p Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(path).unwrap();
        let options = format!("size={size}");
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(path)
            .status();
        if status.is_ok_and(|status| status.success()) {
            return Some(Self(path));
        }
        eprintln!("SKIPPED: a small disk can only be mounted by root");
        None
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn no_room_for_a_journal() {
    let stand = Stand::with_lines(3_000);
    let path = stand.folder.0.join("small");
    let Some(_disk) = Disk::mount(&path, "128k") else {
        return;
    };
    let run = stand.submit(&["--journal", "small/journal"]);
    run.ends(7).says("the disk is full").says("Make room");
    assert_eq!(stand.cases(), 0);
}

#[test]
fn a_disk_that_fills_while_the_batch_runs() {
    let stand = Stand::with_lines(400);
    let path = stand.folder.0.join("small");
    let Some(_disk) = Disk::mount(&path, "8m") else { return };
    stand.sandbox.set_faults("slow=1:30ms".parse().unwrap());
    let mut command = stand.folder.program(&stand.base_url);
    let child = command
        .args(["submit", "cases.ndjson", "--journal", "small/journal"])
        .spawn()
        .unwrap();
    while stand.cases() < 20 {
        std::thread::sleep(Duration::from_millis(10));
    }
    // As much as there is room for, and that is not enough for all of it.
    let _ = std::fs::write(path.join("filler"), vec![0; 16 << 20]);
    let run = ended(child.wait_with_output().unwrap());
    run.ends(7).says("the disk is full");
    let made = stand.cases();
    assert!(made < 400, "{made}");
    std::fs::remove_file(path.join("filler")).unwrap();
    stand.sandbox.set_faults("".parse().unwrap_or_default());
    let again = stand.run(&["submit", "cases.ndjson", "--journal", "small/journal"]);
    again.ends(0).says("400 created");
    assert_eq!(stand.cases(), 400);
    // What was answered when there was no room is told, with its case.
    if run.stderr.contains("could not be written. Keep this list") {
        run.says("created as case");
    }
}
