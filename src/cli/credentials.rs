//! The base URL and the credentials: flags and environment variables of all commands that send requests.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sphinx_case::client::{Client, ClientOptions, Credentials, DEFAULT_BASE_URL};

use crate::failure::{CREDENTIALS, Failure};
use crate::report::visible;

/// The maximum size of a file with a secret, in bytes.
const LONGEST_SECRET: u64 = 64 * 1024;

/// The message if there are no credentials.
const MISSING: &str = "\
there are no credentials, and nothing was sent. Set SPHINX_CLIENT_ID and SPHINX_CLIENT_SECRET \
(or --client-secret-file FILE), or set SPHINX_TOKEN (or --token-file FILE), in the environment of this command.";

/// The part of a command's help about credentials.
pub const CREDENTIALS_HELP: &str = "\
Credentials come from the environment or from files, not from arguments, which all users of the
machine can see: SPHINX_CLIENT_ID with SPHINX_CLIENT_SECRET (or --client-secret-file), or a token in
SPHINX_TOKEN (or --token-file). A file takes precedence over an environment variable.";

/// The API and its credentials.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "The API")]
pub struct Api {
    /// The base URL of the API: https, or http on a loopback address
    #[arg(long, value_name = "URL", env = "SPHINX_BASE_URL", hide_env_values = true, default_value = DEFAULT_BASE_URL, value_parser = trimmed)]
    pub base_url: String,

    /// Read the client secret from a file (the id is in SPHINX_CLIENT_ID)
    #[arg(long, value_name = "FILE", conflicts_with = "token_file")]
    client_secret_file: Option<PathBuf>,

    /// Read a token from a file
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Also trust the root certificates in this PEM file
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,

    /// Maximum duration of a request. If it takes longer, its outcome is unknown, so do not set this too low
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub timeout: Duration,

    /// Maximum duration of connecting
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    connect_timeout: Duration,
}

impl Api {
    /// A client with these options and credentials.
    pub fn client(&self) -> Result<Client, Failure> {
        self.client_with(|options| options)
    }

    /// A client with other options in addition to those of the command line.
    pub fn client_with(&self, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Result<Client, Failure> {
        let credentials = self
            .credentials()?
            .cleaned()
            .map_err(|error| missing(&error.to_string()))?;
        let mut options = ClientOptions::default()
            .with_base_url(&self.base_url)
            .with_timeout(self.timeout)
            .with_connect_timeout(self.connect_timeout);
        if let Some(path) = &self.ca {
            let mut pem = String::new();
            File::open(path)
                .and_then(|mut file| file.read_to_string(&mut pem))
                .map_err(|error| Failure::reading(&path.to_string_lossy(), &error))?;
            options = options.with_root_certificates(pem);
        }
        Client::with_options(credentials, change(options)).map_err(|error| Failure::Fatal(not_sent(&error)))
    }

    /// The credentials from the files, or otherwise from the environment.
    fn credentials(&self) -> Result<Credentials, Failure> {
        if let Some(path) = &self.token_file {
            return Ok(Credentials::token(secret_in(path)?));
        }
        let id = variable("SPHINX_CLIENT_ID")?;
        if let Some(path) = &self.client_secret_file {
            let id = id.ok_or_else(|| missing("--client-secret-file is set, but SPHINX_CLIENT_ID is not set"))?;
            return Ok(Credentials::client(id, secret_in(path)?));
        }
        let secret = variable("SPHINX_CLIENT_SECRET")?;
        match (variable("SPHINX_TOKEN")?, id, secret) {
            (None, None, None) => Err(Failure::Ended(CREDENTIALS, MISSING.to_owned())),
            (Some(token), None, None) => Ok(Credentials::token(token)),
            (None, Some(id), Some(secret)) => Ok(Credentials::client(id, secret)),
            (None, Some(_), None) => Err(missing(
                "SPHINX_CLIENT_ID is set, but neither SPHINX_CLIENT_SECRET nor --client-secret-file is",
            )),
            (None, None, Some(_)) => Err(missing("SPHINX_CLIENT_SECRET is set, but SPHINX_CLIENT_ID is not")),
            (Some(_), ..) => Err(missing(
                "both SPHINX_TOKEN and client credentials (SPHINX_CLIENT_ID, SPHINX_CLIENT_SECRET) are set, \
                 which is ambiguous; unset one of them",
            )),
        }
    }
}

fn missing(what: &str) -> Failure {
    Failure::Ended(CREDENTIALS, format!("{what}. Nothing was sent."))
}

/// The value of an environment variable; `None` if it is not set or empty.
fn variable(name: &str) -> Result<Option<String>, Failure> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(OsString::into_string)
        .transpose()
        // The message does not contain the value, which may be the secret.
        .map_err(|_| missing(&format!("{name} is not valid UTF-8")))
}

/// The text of a file. Line breaks and the like around it are removed by [`Credentials::cleaned`].
fn secret_in(path: &Path) -> Result<String, Failure> {
    let name = path.to_string_lossy();
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LONGEST_SECRET.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| Failure::reading(&name, &error))?;
    let name = visible(&name);
    if bytes.len() as u64 > LONGEST_SECRET {
        return Err(missing(&format!(
            "{name} is longer than {LONGEST_SECRET} bytes; expected a secret"
        )));
    }
    let decoded = decode(&bytes).ok_or_else(|| missing(&format!("{name} is not text in UTF-8; save it as UTF-8")))?;
    if decoded.trim().is_empty() {
        return Err(missing(&format!("{name} is empty; expected a secret")));
    }
    Ok(decoded)
}

/// Text in UTF-8, or in UTF-16 with a byte order mark, as some editors and shells write it.
fn decode(bytes: &[u8]) -> Option<String> {
    let of_pair: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return String::from_utf8(bytes.to_vec()).ok(),
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<_> = pairs.iter().map(|pair| of_pair(*pair)).collect();
    String::from_utf16(&units).ok().filter(|_| rest.is_empty())
}

/// A URL without the line break, byte order mark or white space that a file can add to a variable.
#[allow(clippy::unnecessary_wraps)] // clap calls it for every value.
fn trimmed(text: &str) -> Result<String, std::convert::Infallible> {
    let is_around = |character: char| character.is_whitespace() || character.is_control() || character == '\u{FEFF}';
    Ok(text.trim_matches(is_around).to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .filter(|seconds| (0.001..=86_400.0).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "expected seconds, from 0.001 to 86400".to_owned())
}

fn not_sent(error: &dyn std::error::Error) -> String {
    format!("{error}. Nothing was sent.")
}
