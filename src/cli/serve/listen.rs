//! Listens on the first free port.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};

use tokio::net::TcpListener;

use crate::failure::Failure;

/// How many ports after the first one are tried if it is in use.
const PORTS_TRIED: u16 = 20;

/// Listens on the first free port from `port` (0: any free port).
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
