//! TLS: who is not trusted gets nothing, and one's own root certificate can be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sphinx_case::client::{Client, Credentials, Kind, Obstacle};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{case, payload};

/// A TLS server for `localhost` with a certificate of its own; answers each connection with a case. The certificate as
/// PEM, and how many requests it could read.
async fn serve() -> (u16, String, Arc<AtomicUsize>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut buffer = [0; 8192];
            let _ = stream.read(&mut buffer).await;
            counted.fetch_add(1, Ordering::SeqCst);
            let body = case(3).to_string();
            let text = format!(
                "HTTP/1.1 201 Created\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (port, made.cert.pem(), requests)
}

#[tokio::test]
async fn an_unknown_certificate_gets_nothing() {
    let (port, _, requests) = serve().await;
    let client = Client::builder(Credentials::token("ready-token"))
        .base_url(format!("https://localhost:{port}"))
        .build()
        .unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), Kind::NeverSent(Obstacle::Tls), "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!(error.attempts(), 1, "a certificate does not mend itself");
    assert_eq!(requests.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn ones_own_root_certificate_is_trusted() {
    let (port, pem, requests) = serve().await;
    let client = Client::builder(Credentials::token("ready-token"))
        .base_url(format!("https://localhost:{port}"))
        .root_certificates(pem)
        .build()
        .unwrap();
    assert_eq!(client.create_case(&payload()).await.unwrap().id, 3);
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn no_tls_at_the_other_end() {
    let server = wiremock::MockServer::start().await;
    let client = Client::builder(Credentials::token("ready-token"))
        .base_url(server.uri().replace("http://", "https://"))
        .build()
        .unwrap();
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), Kind::NeverSent(Obstacle::Tls), "{error}");
}

#[test]
fn what_is_no_certificate_is_refused() {
    for text in [
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let error = Client::builder(Credentials::token("ready-token"))
            .root_certificates(text)
            .build();
        assert!(error.is_err(), "{text:?}");
    }
}
