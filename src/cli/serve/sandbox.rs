//! The sandbox beside the page: started on a loopback port of its own, and told by the page what to do next.

use std::fmt::Write;
use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use sphinx_case::client::{Client, ClientOptions, Credentials};
use sphinx_case::sandbox::{Fault, Sandbox, Settings, Store};

use super::{Arguments, listen};
use crate::failure::Failure;
use crate::report::visible;

/// A sandbox that runs.
pub struct Running {
    sandbox: Sandbox,
    address: SocketAddr,
}

/// Starts the sandbox. It ends with the process.
pub async fn start(arguments: &Arguments) -> Result<Running, Failure> {
    let store = match &arguments.store {
        Some(path) => Store::File(path.clone()),
        None => Store::Memory,
    };
    let settings = Settings {
        faults: arguments.faults.clone().unwrap_or_default(),
        ..Settings::default()
    };
    let failed = |error: &dyn std::fmt::Display| Failure::Fatal(error.to_string());
    let sandbox = Sandbox::open(store, settings).map_err(|error| failed(&error))?;
    let listener = listen::bind(std::net::Ipv4Addr::LOCALHOST.into(), arguments.sandbox_port).await?;
    let address = listener.local_addr().map_err(|error| failed(&error))?;
    let running = sandbox.clone();
    tokio::spawn(async move {
        if let Err(error) = running.serve(listener, std::future::pending()).await {
            tracing::error!(%error, "the sandbox ended");
        }
    });
    Ok(Running { sandbox, address })
}

impl Running {
    /// A client of it. It does not try again: whoever tries out what goes wrong wants to see it.
    pub fn client(&self) -> Result<Client, Failure> {
        let settings = self.sandbox.settings();
        let credentials = Credentials::client(settings.client_id.clone(), settings.client_secret.clone());
        let options = ClientOptions::default()
            .with_base_url(format!("http://{}", self.address))
            .with_max_retries(0);
        Client::with_options(credentials, options).map_err(|error| Failure::Fatal(error.to_string()))
    }

    /// `POST /sandbox/next`: what the next requests that create a case meet. The sandbox itself listens to no page, so
    /// this goes through the server of the page, which knows its own.
    pub fn routes(&self) -> Router {
        let sandbox = self.sandbox.clone();
        Router::new().route(
            "/sandbox/next",
            post(async move |body: String| {
                let faults: Result<Vec<Fault>, _> = body.split(',').map(str::parse).collect();
                match faults {
                    Ok(faults) => {
                        faults.into_iter().for_each(|fault| sandbox.push_next(fault));
                        (StatusCode::NO_CONTENT, String::new())
                    }
                    Err(error) => (StatusCode::BAD_REQUEST, error.to_string()),
                }
            }),
        )
    }

    /// What is said of it at the start.
    pub fn words(&self) -> String {
        let settings = self.sandbox.settings();
        let mut words = "\nSandbox: nothing leaves this machine. To use it from another shell:\n".to_owned();
        for (name, value) in [
            ("SPHINX_BASE_URL", format!("http://{}", self.address).as_str()),
            ("SPHINX_CLIENT_ID", &settings.client_id),
            ("SPHINX_CLIENT_SECRET", &settings.client_secret),
        ] {
            // Writing to a text cannot fail.
            let _ = writeln!(words, "export {name}={value}");
        }
        // As it was called here: what is built in a folder is on no PATH. The shell takes the line for a comment.
        let program = std::env::args().next().unwrap_or_else(|| "sphinx-case".to_owned());
        let _ = writeln!(words, "# and then, for example: {} submit FILE", visible(&program));
        words
    }
}
