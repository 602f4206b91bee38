//! Log output of the libraries on standard error. Secrets are in types that do not print.

use tracing_subscriber::EnvFilter;

/// What a server logs in any case: why its database cannot be used. A page only learns that it cannot.
const OF_SERVER: &str = "sphinx_case::postgres=warn,sphinx_case::relay::keys=warn";

/// Starts logging what RUST_LOG says. If it is not set, only a server logs.
pub fn start(is_server: bool) {
    let filter = match std::env::var_os("RUST_LOG").is_some_and(|filter| !filter.is_empty()) {
        true => EnvFilter::from_default_env(),
        false if is_server => EnvFilter::new(OF_SERVER),
        false => return,
    };
    // This only fails if there is already a logger.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
}
