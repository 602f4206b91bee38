//! The token: requested when it is needed first, renewed before it expires, and requested by one task at a time.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use tokio::time::Instant;
use tracing::debug;

use super::credentials::Credentials;
use super::error::{Error, ErrorKind, NotSentReason};
use super::response::{Effect, truncated};
use super::transport::{ApiRequest, Transport};
use crate::server_errors::is_readable;

/// A token is renewed this long before it expires, or after nine tenths of its lifetime if that is later.
const RENEWAL_MARGIN: Duration = Duration::from_secs(60);

/// The lifetime of a token whose response has no `expires_in`, in seconds. Decision.
const DEFAULT_LIFETIME: u64 = 300;

/// How long refused credentials are not sent again. Otherwise many waiting requests would look like an attempt to guess
/// the secret.
const REJECTION_LIFETIME: Duration = Duration::from_secs(10);

/// A token in use.
#[derive(Debug, Clone)]
pub(super) struct Token {
    text: SecretString,
    renew_at: Option<Instant>,
    /// Distinguishes this token from the previous ones.
    number: u64,
}

impl Token {
    /// The value of the `Authorization` header, marked so that it is not printed.
    pub fn authorization(&self) -> Result<HeaderValue, Error> {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", self.text.expose_secret())).map_err(|_| {
            Error::new(
                ErrorKind::NotSent(NotSentReason::InvalidRequest),
                "the token contains characters that are not allowed in an HTTP header (for example, a trailing line break)",
            )
        })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// The credentials and the token obtained with them.
#[derive(Debug)]
pub(super) struct Tokens {
    credentials: Credentials,
    /// Locked while a token is requested, so that all other tasks wait for it.
    cache: tokio::sync::Mutex<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    token: Option<Token>,
    /// How many tokens were obtained.
    count: u64,
    rejection: Option<(Instant, Error)>,
}

/// The response of the token endpoint.
#[derive(Deserialize)]
struct TokenResponse {
    access_token: SecretString,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
}

/// A number of seconds. Some servers return it as a string.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    Ok(number.filter(|number| *number >= 0.0).map(|number| number as u64))
}

impl Tokens {
    pub fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            cache: tokio::sync::Mutex::default(),
        }
    }

    /// Whether a refused token can be replaced.
    pub fn can_renew(&self) -> bool {
        matches!(self.credentials, Credentials::Client { .. })
    }

    /// The token to use now.
    pub async fn current(&self, transport: &Transport) -> Result<Token, Error> {
        let (id, secret) = match &self.credentials {
            Credentials::Client { id, secret } => (id, secret),
            Credentials::Token(text) => {
                return Ok(Token {
                    text: text.clone(),
                    renew_at: None,
                    number: 0,
                });
            }
        };
        let mut cache = self.cache.lock().await;
        if let Some(token) = &cache.token
            && token.renew_at.is_none_or(|time| Instant::now() < time)
        {
            return Ok(token.clone());
        }
        if let Some((time, error)) = &cache.rejection
            && time.elapsed() < REJECTION_LIFETIME
        {
            return Err(error.clone());
        }
        let result = cache.renew(transport, id, secret).await;
        if let Err(error) = &result
            && *error.kind() == ErrorKind::Unauthorized
        {
            cache.rejection = Some((Instant::now(), error.clone()));
        }
        result
    }

    /// Stops using a refused token. A newer one stays in use.
    pub async fn discard(&self, refused: &Token) {
        let mut cache = self.cache.lock().await;
        if cache.token.as_ref().is_some_and(|token| token.number == refused.number) {
            cache.token = None;
        }
    }
}

impl Cache {
    async fn renew(&mut self, transport: &Transport, id: &str, secret: &SecretString) -> Result<Token, Error> {
        let requested_at = Instant::now();
        let response = request_token(transport, id, secret).await?;
        let lifetime = Duration::from_secs(response.expires_in.unwrap_or(DEFAULT_LIFETIME));
        let usable = lifetime.saturating_sub(RENEWAL_MARGIN.min(lifetime / 10));
        self.count = self.count.saturating_add(1);
        self.rejection = None;
        let token = Token {
            text: response.access_token,
            renew_at: requested_at.checked_add(usable),
            number: self.count,
        };
        transport.secrets.add_token(token.text.clone());
        self.token = Some(token.clone());
        debug!(lifetime_s = lifetime.as_secs(), "obtained a token");
        Ok(token)
    }
}

/// Sends a request to the token endpoint. A successful response is never logged and never part of an error.
async fn request_token(transport: &Transport, id: &str, secret: &SecretString) -> Result<TokenResponse, Error> {
    let body = serde_json::json!({
        "client_id": id,
        "client_secret": secret.expose_secret(),
        "grant_type": "client_credentials",
    });
    let request = ApiRequest {
        method: Method::POST,
        path: "api/oauth/token/",
        query: &[],
        body: Some(&body.to_string()),
        effect: Effect::Idempotent,
    };
    let response = transport.send(&request, None).await.map_err(Error::into_not_sent)?;
    let status = response.status;
    if response.is_success() {
        let problem = response.incomplete_reason();
        return response.parse("a token", Effect::Idempotent).map_err(|_| {
            // The body may contain a token under another name, so none of it is kept.
            let reason = match &problem {
                Some(problem) => format!("the token endpoint returned the status {status}, but its body {problem}"),
                None => format!("the token endpoint returned the status {status} without a token"),
            };
            Error::new(ErrorKind::NotSent(NotSentReason::NoToken), reason)
        });
    }
    let (kind, reason) = response.error_kind(Effect::Idempotent);
    let reason = format!("the token endpoint returned {reason}");
    // By OAuth2, invalid client credentials are answered with 400 or 401 (RFC 6749, section 5.2).
    if status == 400 {
        let body = response.body.trim();
        let said = if is_readable(body) {
            format!("{reason}: {}", truncated(body, 300))
        } else {
            reason
        };
        return Err(response.error(ErrorKind::Unauthorized, said));
    }
    Err(response.error(kind, reason).into_not_sent())
}
