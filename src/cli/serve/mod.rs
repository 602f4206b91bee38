//! `sphinx-case serve`: serves the page and its relay, optionally with a sandbox.

mod index;
mod listen;
mod pages;
mod sandbox;

use std::io::{self, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use sphinx_case::batch;
use sphinx_case::client::{Client, ErrorKind};
use sphinx_case::postgres::Error;
use sphinx_case::relay::{Relay, RelayOptions, SharedKeys};
use sphinx_case::{ExternalId, Options, Revision};

use crate::arguments::revision_parser;
use crate::credentials::{Api, CREDENTIALS_HELP};
use crate::failure::{self, CREDENTIALS, Failure};
use crate::signals;
use pages::Pages;

/// How long a request to the API can take at shutdown.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(60);

/// The arguments of `serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub struct Arguments {
    /// The port; if it is in use, the next free one (0: any free port)
    #[arg(long, value_name = "N", default_value_t = 4173)]
    port: u16,

    /// The address to listen on; an address other than loopback requires --open-to-network
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,

    /// Allow connections from other machines. Anyone who can connect can create cases with your credentials: this server
    /// has no authentication and no TLS
    #[arg(long)]
    open_to_network: bool,

    /// Also accept requests for this host name; can be repeated
    #[arg(long = "allow-host", value_name = "NAME")]
    allowed_hosts: Vec<String>,

    /// Also accept requests from pages of this origin; can be repeated
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    allowed_origins: Vec<String>,

    /// The directory of the page (default: ./pkg/page)
    #[arg(long, value_name = "DIR")]
    page: Option<PathBuf>,

    /// The directory of the built npm package, for a page that uses it unbundled, such as ./www (default: ./pkg/dist)
    #[arg(long, value_name = "DIR")]
    package: Option<PathBuf>,

    /// Maximum size of a request, in bytes, from 65536 to 1048576
    #[arg(long, value_name = "BYTES", default_value_t = 512 * 1024, value_parser = clap::value_parser!(u32).range(65_536..=1_048_576))]
    max_body: u32,

    /// The revision of the API: which fields the page offers and the relay accepts
    #[arg(long, default_value = Revision::default().as_str(), value_name = "REVISION", value_parser = revision_parser())]
    revision: Revision,

    /// Create each case exactly once, also if responses are lost or this server ends while it sends a request: requests with a key
    /// and without an external_id get one, so that they can be sent again, and the API refuses them if the case exists. Needs
    /// --revision newest
    #[arg(long)]
    exactly_once: bool,

    /// Keep idempotency keys in this PostgreSQL database, as in postgres://user@host/database. All servers with the same database
    /// share them, also after a restart. Put the password into PGPASSWORD, or the whole URL into SPHINX_KEYS
    #[arg(long, value_name = "URL", env = "SPHINX_KEYS", hide_env_values = true)]
    keys: Option<String>,

    /// Use a simulated API on this machine; no data leaves it
    #[arg(long)]
    sandbox: bool,

    /// Faults of the sandbox and their probabilities, as in slow=0.1:300ms,drop_before=0.05
    #[arg(long, value_name = "TEXT", requires = "sandbox")]
    faults: Option<sphinx_case::sandbox::Faults>,

    /// The port of the sandbox (0: any free port)
    #[arg(long, value_name = "N", requires = "sandbox", default_value_t = 0)]
    sandbox_port: u16,

    #[command(flatten)]
    api: Api,
}

fn after_help() -> String {
    format!(
        "\
Examples:
  sphinx-case serve --sandbox                 try it out: no credentials, no data leaves this machine
  sphinx-case serve                           create cases, with the credentials from the environment
  sphinx-case serve --sandbox --faults drop_after=0.3
  sphinx-case serve --revision newest --exactly-once
                                              leave no outcome unknown

The page is served together with a relay (POST /cases/), which validates each request again, adds the credentials
and maps each issue in the response to its field. The browser never receives the credentials. Only pages of this
server can use the relay, and those of --allow-origin. The page sends each request with a key, which creates at most
one case. If a response is lost, it is unknown whether the case exists; with --exactly-once, the page can send the
request again. Keys must then be unique for good, as UUIDs are. Keys are in memory, unless several servers share them
with --keys: the database then has the responses, with personal data, for ten minutes. Connections to other machines
use TLS; ?sslmode=disable turns it off, and ?sslrootcert=FILE trusts your own root certificates. Request bodies, names
and secrets are never logged; RUST_LOG=info logs everything else. Without it, only why the database of --keys cannot be
used is logged.

{CREDENTIALS_HELP}

Exit codes: 0 stopped with Ctrl+C, 2 usage error, port or database not available or page not found, 4 credentials missing or
not accepted."
    )
}

/// Serves until Ctrl+C.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if !arguments.host.is_loopback() && !arguments.open_to_network {
        return Err(Failure::Fatal(format!(
            "other machines can connect to {}. Anyone who can connect can create cases with your credentials: this server has \
             no authentication and no TLS. To allow this, for example behind a proxy that has both, add --open-to-network.",
            arguments.host
        )));
    }
    if arguments.exactly_once && !ExternalId::is_in(arguments.revision) {
        let error = batch::Error::RevisionWithoutExternalId;
        return Err(Failure::Fatal(format!("{error} The server was not started.")));
    }
    let pages = Pages::open(arguments.page.as_deref(), arguments.package.as_deref())?;
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::Fatal(format!("the server cannot start: {error}")))?
        .block_on(serve(arguments, pages))
}

async fn serve(arguments: &Arguments, pages: Pages) -> Result<ExitCode, Failure> {
    let sandbox = match arguments.sandbox {
        true => Some(sandbox::start(arguments).await?),
        false => None,
    };
    let client = match &sandbox {
        Some(sandbox) => sandbox.client()?,
        // The user of the page is waiting, so there are few retries. The page can send the request again.
        None => {
            let client = arguments
                .api
                .client_with(|options| options.with_max_retries(1).with_max_pause(Duration::from_secs(3)))?;
            authorized(client).await?
        }
    };
    let mut options = relay_options(arguments);
    if let Some(keys) = shared_keys(arguments).await? {
        options = options.with_keys(keys);
    }
    let relay = Relay::new(client, options);
    let mut app = Router::new().merge(relay.router());
    if let Some(sandbox) = &sandbox {
        app = app.merge(relay.protect(sandbox.routes()));
    }
    let app = app.fallback_service(pages.router(&relay));
    let listener = listen::bind(arguments.host, arguments.port).await?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::Fatal(format!("the server has no address: {error}")))?;
    let end = signals::ends();
    say(&format!("The page is at http://{address}/  (press Ctrl+C to stop)\n"))?;
    if let Some(sandbox) = &sandbox {
        say(&sandbox.usage())?;
    }
    if !arguments.host.is_loopback() {
        failure::print(&format!(
            "other machines can connect to {address} and create cases with your credentials: this server has no authentication."
        ));
    }
    sphinx_case::relay::serve(listener, app, end).await;
    // A second Ctrl+C ends the wait.
    tokio::select! {
        () = relay.drain() => {}
        () = signals::ends() => failure::print("a request was aborted. Look at the list of cases before you send it again."),
        () = tokio::time::sleep(SHUTDOWN_TIMEOUT) => failure::print("a request took too long and was aborted. Look at the list of cases."),
    }
    Ok(ExitCode::SUCCESS)
}

/// Requests a token, to detect invalid credentials. An unreachable API may become reachable later.
async fn authorized(client: Client) -> Result<Client, Failure> {
    match client.authorize().await {
        Ok(()) => {}
        Err(error) if *error.kind() == ErrorKind::Unauthorized => {
            return Err(Failure::Ended(CREDENTIALS, error.to_string()));
        }
        Err(error) => failure::print(&format!(
            "{error}. The page is available, but no cases can be created until this is resolved."
        )),
    }
    Ok(client)
}

/// The keys in the database of `--keys`. The server does not start without them: it could create a case twice.
async fn shared_keys(arguments: &Arguments) -> Result<Option<SharedKeys>, Failure> {
    let Some(url) = arguments.keys.as_deref().filter(|url| !url.is_empty()) else {
        return Ok(None);
    };
    let connected = SharedKeys::connect(url).await;
    let failed = |error: Error| {
        Failure::Fatal(format!(
            "--keys: {error}. The server was not started. {}",
            error.advice()
        ))
    };
    Ok(Some(connected.map_err(failed)?))
}

fn relay_options(arguments: &Arguments) -> RelayOptions {
    let mut options = RelayOptions::default()
        .with_max_body_bytes(arguments.max_body as usize)
        .with_request_options(Options::default().with_revision(arguments.revision))
        // The page shows the exact payload before it is sent, so its options must apply.
        .with_page_options(true)
        .with_exactly_once(arguments.exactly_once)
        .with_sandbox(arguments.sandbox);
    if !arguments.host.is_loopback() && !arguments.host.is_unspecified() {
        options = options.with_allowed_host(match arguments.host {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        });
    }
    for host in &arguments.allowed_hosts {
        options = options.with_allowed_host(host);
    }
    for origin in &arguments.allowed_origins {
        options = options.with_allowed_origin(origin);
    }
    options
}

fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Failure::writing("standard output", &error))
}
