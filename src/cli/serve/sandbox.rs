//! The sandbox of `serve --sandbox`: on a loopback port of its own. The page can set the fault of its next request.

use std::fmt::Write;
use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use sphinx_case::client::{Client, ClientOptions, Credentials};
use sphinx_case::sandbox::{Fault, Sandbox, SandboxOptions};

use super::{Arguments, listen};
use crate::failure::Failure;
use crate::report::visible;

/// A running sandbox.
pub struct Running {
    sandbox: Sandbox,
    address: SocketAddr,
}

/// Starts the sandbox. It ends with the process.
pub async fn start(arguments: &Arguments) -> Result<Running, Failure> {
    let faults = arguments.faults.clone().unwrap_or_default();
    let sandbox = Sandbox::new(SandboxOptions::default().with_faults(faults));
    let listener = listen::bind(std::net::Ipv4Addr::LOCALHOST.into(), arguments.sandbox_port).await?;
    let address = listener
        .local_addr()
        .map_err(|error| Failure::Fatal(format!("the sandbox has no address: {error}")))?;
    let running = sandbox.clone();
    tokio::spawn(async move {
        if let Err(error) = running.serve(listener, std::future::pending()).await {
            tracing::error!(%error, "the sandbox ended");
        }
    });
    Ok(Running { sandbox, address })
}

impl Running {
    /// A client of it. It does not retry, so that each fault is visible.
    pub fn client(&self) -> Result<Client, Failure> {
        let credentials = Credentials::client(SandboxOptions::CLIENT_ID, SandboxOptions::CLIENT_SECRET);
        let options = ClientOptions::default()
            .with_base_url(format!("http://{}", self.address))
            .with_max_retries(0);
        Client::with_options(credentials, options).map_err(|error| Failure::Fatal(error.to_string()))
    }

    /// `POST /sandbox/next`: sets the faults of the next requests that create a case. The sandbox itself accepts no requests
    /// of pages, so this server, which recognizes its own page, forwards them.
    pub fn routes(&self) -> Router {
        let sandbox = self.sandbox.clone();
        Router::new().route(
            "/sandbox/next",
            post(async move |body: String| match Fault::parse_list(&body) {
                Ok(faults) => {
                    faults.into_iter().for_each(|fault| sandbox.push_next(fault));
                    (StatusCode::NO_CONTENT, String::new())
                }
                Err(error) => (StatusCode::BAD_REQUEST, error.to_string()),
            }),
        )
    }

    /// How to use it from a shell, printed at the start.
    pub fn usage(&self) -> String {
        let mut usage = "\nSandbox: no data leaves this machine. To use it from another shell:\n".to_owned();
        for (name, value) in [
            ("SPHINX_BASE_URL", format!("http://{}", self.address).as_str()),
            ("SPHINX_CLIENT_ID", SandboxOptions::CLIENT_ID),
            ("SPHINX_CLIENT_SECRET", SandboxOptions::CLIENT_SECRET),
        ] {
            // Writing to a string cannot fail.
            let _ = writeln!(usage, "export {name}={value}");
        }
        // The program as it was called, because it may not be on the PATH. The line is a comment for the shell.
        let program = std::env::args().next().unwrap_or_else(|| "sphinx-case".to_owned());
        let _ = writeln!(usage, "# and then, for example: {} submit FILE", visible(&program));
        usage
    }
}
