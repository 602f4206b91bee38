//! The token: asked for once, renewed before it ends, and by one request at a time.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use tracing::debug;

use super::Shared;
use super::answer::{self, Effect};
use super::credentials::Credentials;
use super::error::{Error, Kind, Obstacle};
use super::settings::InvalidSettings;

/// A token is renewed when less than this is left of its time, or a tenth of it if that is shorter.
const EARLY: Duration = Duration::from_secs(60);

/// How long a token is used whose answer does not say. Decision.
const UNSAID_LIFETIME: u64 = 300;

/// Credentials that were refused are not tried again for so long: many requests that wait for a token would else look
/// like somebody who guesses.
const REFUSED_FOR: Duration = Duration::from_secs(10);

/// What is struck out.
const STRUCK_OUT: &str = "[secret]";

/// A text that short is no secret, and striking it out would tear up everything else.
const SHORTEST_SECRET: usize = 8;

/// A token in use.
#[derive(Debug, Clone)]
pub(super) struct Token {
    text: SecretString,
    renew_at: Option<Instant>,
    /// Tells this token from the one before.
    number: u64,
}

impl Token {
    /// The value of the header `Authorization`, marked so that it is not printed.
    pub fn header(&self) -> Result<HeaderValue, Error> {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", self.text.expose_secret())).map_err(|_| {
            Error::new(
                Kind::NeverSent(Obstacle::Unwritable),
                "the token has characters that no header can carry (a line end at its end, perhaps)",
            )
        })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// The credentials, and the token they have brought.
#[derive(Debug)]
pub(super) struct Tokens {
    credentials: Credentials,
    /// Held while a token is asked for: whoever else needs one waits for it.
    latest: tokio::sync::Mutex<Latest>,
    /// Every token so far that could still be repeated by a server, for striking out.
    known: Mutex<Vec<SecretString>>,
}

#[derive(Debug, Default)]
struct Latest {
    token: Option<Token>,
    count: u64,
    refused: Option<(Instant, Error)>,
}

/// The answer of the token endpoint.
#[derive(Deserialize)]
struct Granted {
    access_token: SecretString,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
}

/// A number of seconds, which some servers give as a string.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    Ok(number.filter(|number| *number >= 0.0).map(|number| number as u64))
}

impl Tokens {
    pub fn new(credentials: Credentials) -> Result<Self, InvalidSettings> {
        let empty = |text: &str| text.trim().is_empty();
        match &credentials {
            Credentials::Client { id, secret } if empty(id) || empty(secret.expose_secret()) => {
                return Err(InvalidSettings::new(
                    "the client id or the client secret is empty; both are needed to ask for a token".to_owned(),
                ));
            }
            Credentials::Token(token) if empty(token.expose_secret()) => {
                return Err(InvalidSettings::new("the token is empty".to_owned()));
            }
            _ => {}
        }
        Ok(Self {
            credentials,
            latest: tokio::sync::Mutex::default(),
            known: Mutex::default(),
        })
    }

    /// Whether a token that is refused can be replaced.
    pub fn can_renew(&self) -> bool {
        matches!(self.credentials, Credentials::Client { .. })
    }

    /// The token to use now.
    pub async fn current(&self, shared: &Shared) -> Result<Token, Error> {
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
        let mut latest = self.latest.lock().await;
        if let Some(token) = &latest.token
            && token.renew_at.is_none_or(|time| Instant::now() < time)
        {
            return Ok(token.clone());
        }
        self.ask(shared, id, secret, &mut latest).await
    }

    /// A token that is newer than one that was refused.
    pub async fn renewed(&self, shared: &Shared, refused: &Token) -> Result<Token, Error> {
        self.forget(refused).await;
        self.current(shared).await
    }

    /// Uses a token that was refused no more; one that is newer stays.
    pub async fn forget(&self, refused: &Token) {
        let mut latest = self.latest.lock().await;
        if latest
            .token
            .as_ref()
            .is_some_and(|token| token.number == refused.number)
        {
            latest.token = None;
        }
    }

    async fn ask(&self, shared: &Shared, id: &str, secret: &SecretString, latest: &mut Latest) -> Result<Token, Error> {
        if let Some((time, error)) = &latest.refused
            && time.elapsed() < REFUSED_FOR
        {
            return Err(error.clone());
        }
        let asked = Instant::now();
        match self.grant(shared, id, secret).await {
            Ok(granted) => {
                let lifetime = Duration::from_secs(granted.expires_in.unwrap_or(UNSAID_LIFETIME));
                let used = lifetime.saturating_sub(EARLY.min(lifetime / 10));
                latest.count = latest.count.saturating_add(1);
                latest.refused = None;
                let token = Token {
                    text: granted.access_token,
                    renew_at: asked.checked_add(used),
                    number: latest.count,
                };
                self.know(&token.text);
                latest.token = Some(token.clone());
                debug!(lifetime_s = lifetime.as_secs(), "a token was granted");
                Ok(token)
            }
            Err(error) => {
                if *error.kind() == Kind::Unauthorized {
                    latest.refused = Some((Instant::now(), error.clone()));
                }
                Err(error)
            }
        }
    }

    /// Asks the token endpoint. Its answer is never logged and never part of an error when it grants something.
    async fn grant(&self, shared: &Shared, id: &str, secret: &SecretString) -> Result<Granted, Error> {
        let body = serde_json::json!({
            "client_id": id,
            "client_secret": secret.expose_secret(),
            "grant_type": "client_credentials",
        });
        let request = shared
            .http
            .post(shared.address.at("api/oauth/token/", &[]))
            .header(reqwest::header::ACCEPT, "application/json")
            .header(reqwest::header::CONTENT_TYPE, "application/json")
            .body(body.to_string());
        let answer = answer::ask(request, self, &shared.clock, Effect::None)
            .await
            .map_err(Error::instead_of_token)?;
        if (200..300).contains(&answer.status) {
            return answer.read().map_err(|_| {
                // The body may hold a token under another name, so nothing of it is kept.
                Error::new(
                    Kind::NeverSent(Obstacle::NoToken),
                    format!(
                        "the token endpoint answered with the status {}, but with no token",
                        answer.status
                    ),
                )
            });
        }
        let (kind, reason) = answer.kind(Effect::None);
        let reason = format!("the token endpoint answered with {reason}");
        // OAuth2 says that wrong client credentials get a 400 or a 401.
        if answer.status == 400 {
            let said = answer.body_text();
            return Err(answer.error(Kind::Unauthorized, format!("{reason}: {said}")));
        }
        Err(answer.error(kind, reason).instead_of_token())
    }

    fn know(&self, token: &SecretString) {
        if let Ok(mut known) = self.known.lock() {
            // Those before the last few have ended long ago.
            if known.len() >= 8 {
                known.remove(0);
            }
            known.push(token.clone());
        }
    }

    /// A text of the server's, with the credentials struck out, should it repeat them.
    pub fn without_secrets(&self, mut text: String) -> String {
        let mut strike = |secret: &SecretString| {
            let secret = secret.expose_secret();
            if secret.len() >= SHORTEST_SECRET && text.contains(secret) {
                text = text.replace(secret, STRUCK_OUT);
            }
        };
        match &self.credentials {
            Credentials::Client { secret, .. } => strike(secret),
            Credentials::Token(token) => strike(token),
        }
        if let Ok(known) = self.known.lock() {
            known.iter().for_each(&mut strike);
        }
        text
    }
}
