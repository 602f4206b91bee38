//! A sandbox in its own process, and the program.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use sphinx_case::sandbox::{Sandbox, SandboxOptions};

/// The first argument that turns this program into a sandbox.
pub const AS_SANDBOX: &str = "--as-sandbox";

/// Serves a sandbox until standard input ends, which happens when the parent process ends.
pub fn run_sandbox() -> ExitCode {
    let faults = std::env::args().nth(2).unwrap();
    let options = SandboxOptions::default().with_faults(faults.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::new(options);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap());
        let ended = tokio::task::spawn_blocking(|| drop(std::io::stdin().read_to_end(&mut Vec::new())));
        sandbox.serve(listener, async { drop(ended.await) }).await.unwrap();
    });
    ExitCode::SUCCESS
}

/// How long a run of a batch may take.
const LONGEST_RUN: Duration = Duration::from_secs(600);

/// Starts a server that prints its address, and ends when standard input does. Returns the address.
pub fn start_server(command: &mut Command) -> (Child, String) {
    let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut address = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    (server, address.trim().to_owned())
}

/// Waits until a process ends by itself.
pub fn finish(mut process: Child) {
    let start = Instant::now();
    while process.try_wait().unwrap().is_none() {
        if start.elapsed() > LONGEST_RUN {
            process.kill().unwrap();
            panic!("a run of a batch has not ended after {LONGEST_RUN:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A sandbox in its own process, and a folder for it and the batch.
pub struct Setup {
    pub sandbox: Child,
    pub base_url: String,
    pub folder: PathBuf,
    flags: &'static [&'static str],
    journal: PathBuf,
}

impl Setup {
    pub fn new(name: &str, faults: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("promises-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let (sandbox, address) = start_server(
            Command::new(std::env::current_exe().unwrap())
                .arg(AS_SANDBOX)
                .arg(faults),
        );
        Self {
            sandbox,
            base_url: format!("http://{address}"),
            journal: folder.join("cases.ndjson.journal"),
            folder,
            flags: &[],
        }
    }

    /// Passes flags to every `submit`.
    pub fn with_flags(mut self, flags: &'static [&'static str]) -> Self {
        self.flags = flags;
        self
    }

    /// Keeps the journal in a database.
    pub fn with_journal(mut self, url: &str) -> Self {
        self.journal = url.into();
        self
    }

    /// `submit` with the input file.
    pub fn submit(&self, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sphinx-case"));
        command
            .env_clear()
            .env("SPHINX_BASE_URL", &self.base_url)
            .env("SPHINX_CLIENT_ID", SandboxOptions::CLIENT_ID)
            .env("SPHINX_CLIENT_SECRET", SandboxOptions::CLIENT_SECRET)
            .arg("submit")
            .arg(self.folder.join("cases.ndjson"))
            .arg("--journal")
            .arg(&self.journal)
            .args(self.flags)
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// The file of the journal, or the URL of its database.
    pub fn journal(&self) -> &Path {
        &self.journal
    }

    /// Writes the input file. Even lines have a customer with an external ID, so that their cases can be found in the list of cases.
    pub fn write_lines(&self, count: u64) {
        let mut text = String::new();
        for number in 1..=count {
            let external = if number % 2 == 0 {
                format!("\"external_id\":\"customer-{number}\",")
            } else {
                String::new()
            };
            text.push_str(&format!(
                "{{\"customer\":{{{external}\"full_name\":\"Person {number}\",\"customer_type\":\"INDIVIDUAL\",\
                 \"input_details\":{{\"line\":{number},\"dob\":\"1997-03-26\",\"nationality\":\"US\"}}}},\
                 \"checks\":[{{\"check_type\":\"PEP\"}},{{\"check_type\":\"ADVERSE_MEDIA\"}}]}}\n"
            ));
        }
        std::fs::write(self.folder.join("cases.ndjson"), text).unwrap();
    }
}

impl Drop for Setup {
    fn drop(&mut self) {
        drop(self.sandbox.stdin.take());
        let _ = self.sandbox.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
