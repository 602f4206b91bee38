//! TLS to a database: the certificate and the host name are always verified.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Error;

/// TLS that trusts the certificates in a PEM file, or those that the system trusts.
pub(super) fn connector(root_certificates: Option<&Path>) -> Result<MakeRustlsConnect, Error> {
    let failed = |error: rustls::Error| Error::RootCertificates(error.to_string());
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let builder = match root_certificates {
        Some(path) => builder.with_root_certificates(roots(path)?),
        None => builder.with_platform_verifier().map_err(failed)?,
    };
    Ok(MakeRustlsConnect::new(builder.with_no_client_auth()))
}

fn roots(path: &Path) -> Result<RootCertStore, Error> {
    let failed = |why: &dyn std::fmt::Display| Error::RootCertificates(format!("{}: {why}", path.display()));
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| failed(&error))? {
        let certificate = certificate.map_err(|error| failed(&error))?;
        store.add(certificate).map_err(|error| failed(&error))?;
    }
    if store.is_empty() {
        return Err(failed(&"there is no certificate in it; expected PEM"));
    }
    Ok(store)
}
