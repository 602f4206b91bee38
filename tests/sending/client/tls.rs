//! TLS: servers that are not trusted receive nothing, and root certificates can be added.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sphinx_case::client::{Client, ClientOptions, Credentials, ErrorKind, NotSentReason};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{case, options, payload, token_client};

/// A TLS server for `localhost` with its own certificate that returns a case to each request. Returns its port, its
/// certificate (PEM) and the number of requests that it received.
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
async fn an_untrusted_server_receives_nothing() {
    let (port, _, requests) = serve().await;
    let client = token_client(&format!("https://localhost:{port}"));
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotSent(NotSentReason::Tls), "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!(error.attempts(), 1, "a TLS error is not retried");
    assert_eq!(requests.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_added_root_certificate_is_trusted() {
    let (port, pem, requests) = serve().await;
    let options = options(&format!("https://localhost:{port}")).with_root_certificates(pem);
    let client = Client::with_options(Credentials::token("ready-token"), options).unwrap();
    assert_eq!(client.create_case(&payload()).await.unwrap().id, 3);
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_server_without_tls() {
    let server = wiremock::MockServer::start().await;
    let client = token_client(&server.uri().replace("http://", "https://"));
    let error = client.create_case(&payload()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotSent(NotSentReason::Tls), "{error}");
}

#[test]
fn invalid_certificates_are_refused() {
    for text in [
        "",
        "not a certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let options = ClientOptions::default().with_root_certificates(text);
        let error = Client::with_options(Credentials::token("ready-token"), options).unwrap_err();
        assert!(error.to_string().contains("certificate"), "{error}");
    }
}
