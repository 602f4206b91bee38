//! What a client authenticates with. Secrets are never printed.

use secrecy::{ExposeSecret, SecretString};

use super::error::InvalidClientOptions;

/// What a client authenticates with. Its `Debug` output contains no secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// OAuth2 client credentials. Tokens are requested and renewed as needed.
    #[non_exhaustive]
    Client {
        /// The client ID, a UUID.
        id: String,
        /// The client secret.
        secret: SecretString,
    },
    /// A token obtained elsewhere. It is used until the API refuses it.
    Token(SecretString),
}

impl Credentials {
    /// OAuth2 client credentials.
    #[must_use]
    pub fn client(id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        Self::Client {
            id: id.into(),
            secret: secret.into(),
        }
    }

    /// A token obtained elsewhere.
    #[must_use]
    pub fn token(token: impl Into<SecretString>) -> Self {
        Self::Token(token.into())
    }

    /// Detects what is certainly wrong before anything is sent.
    pub(super) fn validate(&self) -> Result<(), InvalidClientOptions> {
        let is_empty = |text: &str| text.trim().is_empty();
        match self {
            Self::Client { id, secret } if is_empty(id) || is_empty(secret.expose_secret()) => {
                Err(InvalidClientOptions::new(
                    "the client ID or the client secret is empty; both are required to request a token",
                ))
            }
            Self::Token(token) if is_empty(token.expose_secret()) => {
                Err(InvalidClientOptions::new("the token is empty"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn secret(&self) -> &SecretString {
        match self {
            Self::Client { secret, .. } => secret,
            Self::Token(token) => token,
        }
    }
}
