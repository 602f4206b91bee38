//! A real PostgreSQL server in a temporary folder, on a free port of the loopback address.
//!
//! It lives as long as the standard input of its shell is open, so it also ends when the tests panic or are killed. PostgreSQL
//! refuses to run as root: tests of root run it as the user that Debian's package creates.

// The tests and `benches/promises` each use a part of it.
#![allow(dead_code)]

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Where Debian's package has its programs: a folder for each version.
const PROGRAMS: &str = "/usr/lib/postgresql";

/// The user that runs the server in tests of root.
const SERVER_USER: &str = "postgres";

/// The role of the program: it owns its databases and has no further rights.
const ROLE: &str = "case_creator";

/// Its password. No output may contain it.
pub const PASSWORD: &str = "password-of-the-role";

/// Only the owner of the folder can use the socket; connections over TCP need the password.
const ACCESS: &str = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n";

/// Nothing has to survive a power failure, and several programs connect at a time.
const SETTINGS: &str = "\
listen_addresses = '127.0.0.1'
max_connections = 200
fsync = off
full_page_writes = off
synchronous_commit = off
log_min_messages = fatal
";

const SETTINGS_OF_TLS: &str = "\
ssl = on
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
";

/// Runs the server until a line or the end of standard input. A line keeps the folder, for another start.
const UNTIL_END_OF_INPUT: &str = r#"
folder=$1; shift
trap : INT TERM
"$@" >>"$folder/log" 2>&1 &
server=$!
line=; read -r line
kill -INT $server
wait $server
[ -n "$line" ] || rm -rf "$folder"
"#;

/// How long a start may take.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// A server. Each test uses a database of its own.
pub struct Postgres {
    folder: PathBuf,
    port: u16,
    /// The certificate of the server, which is also its root (PEM).
    pub certificate: String,
    databases: AtomicU32,
    /// The shell that runs the server; `None` while it is stopped.
    shell: Option<Child>,
}

impl Postgres {
    /// A server that all tests of this process share. It accepts connections with and without TLS.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Postgres> = LazyLock::new(|| Postgres::start(true));
        &SHARED
    }

    /// A server that can be stopped, with or without TLS. It ends when it is dropped.
    pub fn start(has_tls: bool) -> Self {
        let folder = run(as_owner("mktemp").args(["-d", "/tmp/sphinx-case-postgres.XXXXXX"]));
        let folder = PathBuf::from(folder.trim());
        let data = folder.join("data");
        run(as_owner(&program("initdb").to_string_lossy())
            .args([
                "--no-sync",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C",
                "--auth=trust",
            ])
            .arg(&data));
        write(&data.join("pg_hba.conf"), ACCESS);
        let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let mut settings = SETTINGS.to_owned();
        if has_tls {
            settings.push_str(SETTINGS_OF_TLS);
            write(&data.join("server.crt"), &certificate.cert.pem());
            write(&data.join("server.key"), &certificate.signing_key.serialize_pem());
        }
        write(&data.join("postgresql.conf"), &settings);
        let mut server = Self {
            folder,
            port: free_port(),
            certificate: certificate.cert.pem(),
            databases: AtomicU32::new(0),
            shell: None,
        };
        server.restart();
        server.query("postgres", &format!("CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}'"));
        server
    }

    /// Creates an empty database, and returns its name.
    pub fn create_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.query("postgres", &format!("CREATE DATABASE {name} OWNER {ROLE}"));
        name
    }

    /// Creates an empty database whose files are in a folder, and returns its name.
    pub fn create_database_in(&self, folder: &Path) -> String {
        let name = self.create_database();
        run(Command::new("chown").arg(SERVER_USER).arg(folder));
        let folder = folder.display();
        self.query("postgres", &format!("CREATE TABLESPACE {name} LOCATION '{folder}'"));
        self.query("postgres", &format!("ALTER DATABASE {name} SET TABLESPACE {name}"));
        name
    }

    /// Creates a role that can connect to a database and only has the rights that statements give to it, in which `ROLE` is its name.
    /// Returns the URL.
    pub fn create_role(&self, database: &str, statements: &str) -> String {
        let role = format!("role_of_{database}");
        self.query(database, &format!("CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'"));
        self.query(database, &statements.replace("ROLE", &role));
        self.url(database).replace(ROLE, &role)
    }

    /// The URL of a database, with the password.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{ROLE}:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// The URL of a database, without the password.
    pub fn url_without_password(&self, database: &str) -> String {
        format!("postgres://{ROLE}@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs statements as the superuser. Returns the rows: a line for each, with columns separated by `|`.
    #[track_caller]
    pub fn query(&self, database: &str, sql: &str) -> String {
        let output = self.psql(database, sql);
        assert!(output.status.success(), "{sql}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Ends the server in order. Its data are kept for [`Self::restart`].
    pub fn stop(&mut self) {
        if let Some(mut shell) = self.shell.take() {
            shell.stdin.take().unwrap().write_all(b"stop\n").unwrap();
            shell.wait().unwrap();
        }
    }

    /// Starts the server again, on the same port.
    pub fn restart(&mut self) {
        assert!(self.shell.is_none(), "the server is running");
        let mut shell = as_owner("sh");
        shell
            .args(["-c", UNTIL_END_OF_INPUT, "sh"])
            .arg(&self.folder)
            .arg(program("postgres"))
            .arg("-D")
            .arg(self.folder.join("data"))
            .args(["-p", &self.port.to_string()])
            .arg("-k")
            .arg(&self.folder)
            .stdin(Stdio::piped());
        self.shell = Some(shell.spawn().unwrap());
        let start = Instant::now();
        while !self.psql("postgres", "SELECT 1").status.success() {
            let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(start.elapsed() < START_TIMEOUT, "PostgreSQL did not start: {}", log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn psql(&self, database: &str, sql: &str) -> Output {
        Command::new(program("psql"))
            .args(["-XAtq", "--set=ON_ERROR_STOP=1", "--username=postgres", "--host"])
            .arg(&self.folder)
            .args(["--port", &self.port.to_string(), "--dbname", database, "--command", sql])
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        match self.shell.take() {
            Some(mut shell) => {
                drop(shell.stdin.take());
                let _ = shell.wait();
            }
            None => drop(std::fs::remove_dir_all(&self.folder)),
        }
    }
}

/// A program of the newest version that is installed.
fn program(name: &str) -> PathBuf {
    let versions = std::fs::read_dir(PROGRAMS).into_iter().flatten();
    let programs = versions.filter_map(|entry| {
        let version: u32 = entry.as_ref().ok()?.file_name().to_str()?.parse().ok()?;
        let path = entry.ok()?.path().join("bin").join(name);
        path.exists().then_some((version, path))
    });
    let newest = programs.max();
    newest
        .unwrap_or_else(|| panic!("there is no {name} in {PROGRAMS}; please run scripts/setup/postgres.sh"))
        .1
}

/// A program of the user that owns the server.
fn as_owner(program: &str) -> Command {
    static IS_ROOT: LazyLock<bool> = LazyLock::new(|| run(Command::new("id").arg("-u")).trim() == "0");
    let mut command = if *IS_ROOT {
        let mut command = Command::new("setpriv");
        command
            .arg(format!("--reuid={SERVER_USER}"))
            .arg(format!("--regid={SERVER_USER}"))
            .args(["--clear-groups", program]);
        command
    } else {
        Command::new(program)
    };
    // The folder of the tests may be closed to that user.
    command.current_dir("/tmp").env("LC_ALL", "C");
    command
}

/// Writes a file that only the owner can read.
fn write(path: &Path, content: &str) {
    let mut child = as_owner("sh")
        .args(["-c", r#"umask 077; cat >"$1""#, "sh"])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(content.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{}", path.display());
}

fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A port that is free now.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
