//! Listening: the first free port, and until when.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};

use tokio::net::TcpListener;

use crate::failure::Failure;

/// How many ports after the first one are tried when it is taken.
const PORTS_TRIED: u16 = 20;

/// Listens on the first free port from `port` on (0: any free one).
pub async fn bind(host: IpAddr, port: u16) -> Result<TcpListener, Failure> {
    let last = if port == 0 { 0 } else { port.saturating_add(PORTS_TRIED) };
    let mut candidate = port;
    loop {
        match TcpListener::bind(SocketAddr::new(host, candidate)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse && candidate < last => {
                candidate = candidate.saturating_add(1);
            }
            Err(error) => {
                return Err(Failure::Fatal(format!(
                    "cannot listen on {host}, port {candidate}: {error}."
                )));
            }
        }
    }
}

/// Is done when the process is told to end: by Ctrl+C, or by a service manager. It listens for that from now on.
#[cfg(unix)]
pub fn ends() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let signals = [signal(SignalKind::interrupt()), signal(SignalKind::terminate())];
    async move {
        let [interrupt, terminate] = signals.map(|signal| async {
            match signal {
                Ok(mut signal) => drop(signal.recv().await),
                // The process then ends as any other does.
                Err(_) => std::future::pending().await,
            }
        });
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

/// Is done when the process is told to end, by Ctrl+C.
#[cfg(not(unix))]
pub async fn ends() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
