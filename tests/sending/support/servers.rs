//! Servers on free ports of the loopback address.

use std::net::SocketAddr;

use sphinx_case::sandbox::{Sandbox, SandboxOptions};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running sandbox. It ends with its runtime, or when it is stopped.
pub struct RunningSandbox {
    pub sandbox: Sandbox,
    pub address: SocketAddr,
    pub base_url: String,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

pub async fn start_sandbox(options: SandboxOptions) -> RunningSandbox {
    let sandbox = Sandbox::new(options);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let handle = sandbox.clone();
    let served = tokio::spawn(async move {
        let shutdown = async {
            if stopped.await.is_err() {
                // The sender was dropped, not used.
                std::future::pending::<()>().await;
            }
        };
        handle.serve(listener, shutdown).await.unwrap();
    });
    RunningSandbox {
        sandbox,
        address,
        base_url: format!("http://{address}"),
        stop,
        served,
    }
}

impl RunningSandbox {
    /// Shuts the server down, and waits until it has ended.
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap();
    }
}
