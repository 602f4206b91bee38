//! A disk that is full before or during a batch. Mounting a small disk requires root.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::batch::setup::Setup;
use crate::support::Run;

/// A small disk; `None` if it cannot be mounted.
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
fn a_disk_without_space_for_a_journal() {
    let setup = Setup::with_lines(3_000);
    let path = setup.folder.join("small");
    let Some(_disk) = Disk::mount(&path, "128k") else {
        return;
    };
    let run = setup.submit(&["--journal", "small/journal"]);
    run.exits(7).prints("the disk is full").prints("Free some space");
    assert_eq!(setup.cases(), 0);
}

#[test]
fn a_disk_that_fills_while_the_batch_runs() {
    let setup = Setup::with_lines(400);
    let path = setup.folder.join("small");
    let Some(_disk) = Disk::mount(&path, "8m") else { return };
    setup.sandbox.set_faults("slow=1:30ms".parse().unwrap());
    let mut command = setup.folder.program(&setup.base_url);
    let child = command
        .args(["submit", "cases.ndjson", "--journal", "small/journal"])
        .spawn()
        .unwrap();
    while setup.cases() < 20 {
        std::thread::sleep(Duration::from_millis(10));
    }
    // Fills the disk; the file is larger than the free space.
    let _ = std::fs::write(path.join("filler"), vec![0; 16 << 20]);
    let run = Run::from(child.wait_with_output().unwrap());
    run.exits(7).prints("the disk is full");
    let made = setup.cases();
    assert!(made < 400, "{made}");
    std::fs::remove_file(path.join("filler")).unwrap();
    setup.sandbox.set_faults("".parse().unwrap_or_default());
    let again = setup.run(&["submit", "cases.ndjson", "--journal", "small/journal"]);
    again.exits(0).prints("400 created");
    assert_eq!(setup.cases(), 400);
    // Results that could not be recorded are printed, with their cases.
    if run.stderr.contains("could not be written. Keep this list") {
        run.prints("created as case");
    }
}
