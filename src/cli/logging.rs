//! Log output of the libraries on standard error, if RUST_LOG is set. Secrets are in types that do not print.

use tracing_subscriber::EnvFilter;

/// Starts logging if RUST_LOG is set.
pub fn start() {
    if std::env::var_os("RUST_LOG").is_none_or(|filter| filter.is_empty()) {
        return;
    }
    // This only fails if there is already a logger.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
}
