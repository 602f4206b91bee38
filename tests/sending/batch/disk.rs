//! A disk that is full before or during a batch. Mounting a small disk requires root.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::batch::setup::Setup;
use crate::support::Run;

/// A small disk; `None` if it cannot be mounted.
pub struct Disk<'p>(&'p Path);

impl<'p> Disk<'p> {
    pub fn mount(path: &'p Path, size: &str) -> Option<Self> {
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

impl Disk<'_> {
    /// Fills it. The file is larger than the free space.
    pub fn fill(&self) {
        let _ = std::fs::write(self.0.join("filler"), vec![0; 32 << 20]);
    }

    pub fn free(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }

    fn make_read_only(&self) {
        let mut mount = Command::new("mount");
        assert!(mount.args(["-o", "remount,ro"]).arg(self.0).status().unwrap().success());
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn a_disk_without_space_for_a_journal() {
    let setup = Setup::with_lines(3_000);
    let path = setup.folder.join("small");
    let Some(_disk) = Disk::mount(&path, "128k") else {
        return;
    };
    let run = setup.submit(&["--journal", "small/journal"]);
    run.exits(7)
        .prints("the disk is full, so the journal cannot be written. Nothing was sent. Free some space.");
    assert_eq!(setup.cases(), 0);
}

#[test]
fn a_disk_that_fills_while_the_batch_runs() {
    let setup = Setup::with_lines(400);
    let path = setup.folder.join("small");
    let Some(disk) = Disk::mount(&path, "8m") else { return };
    setup.sandbox.set_faults("slow=1:30ms".parse().unwrap());
    let mut command = setup.folder.program(&setup.base_url);
    let child = command
        .args(["submit", "cases.ndjson", "--journal", "small/journal"])
        .spawn()
        .unwrap();
    while setup.cases() < 20 {
        std::thread::sleep(Duration::from_millis(10));
    }
    disk.fill();
    let run = Run::from(child.wait_with_output().unwrap());
    run.exits(7)
        .prints("the disk is full, so the journal cannot be written. Sending has stopped.")
        .prints("Free some space. Then run the same command again to continue.");
    let made = setup.cases();
    assert!(made < 400, "{made}");
    disk.free();
    setup.sandbox.set_faults("".parse().unwrap_or_default());
    let again = setup.run(&["submit", "cases.ndjson", "--journal", "small/journal"]);
    again.exits(0).prints("400 created");
    assert_eq!(setup.cases(), 400);
    // Results that could not be recorded are printed, with their cases.
    if run.stderr.contains("could not be written. Keep this list") {
        run.prints("created as case");
    }
}

#[test]
fn a_read_only_disk() {
    let setup = Setup::with_lines(2);
    let path = setup.folder.join("small");
    let Some(disk) = Disk::mount(&path, "8m") else { return };
    setup.submit(&["--journal", "small/journal", "--limit", "1"]).exits(0);
    disk.make_read_only();
    for journal in ["small/journal", "small/other"] {
        setup
            .submit(&["--journal", journal])
            .exits(7)
            .prints("Read-only file system")
            .prints("Nothing was sent. Make the journal and its directory writable");
    }
    setup.run(&["report", "small/journal"]).exits(0).prints("1 created");
    assert_eq!(setup.cases(), 1);
}
