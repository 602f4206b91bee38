//! Who asks: client credentials, or a token that is there already. Neither can be printed.

use secrecy::SecretString;

/// What the API is asked with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// OAuth2 client credentials: tokens are asked for and renewed as needed.
    #[non_exhaustive]
    Client {
        /// The client's id, a UUID.
        id: String,
        /// Its secret.
        secret: SecretString,
    },
    /// A token that somebody else has asked for. It is used until it is refused.
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

    /// A token that is there already.
    #[must_use]
    pub fn token(token: impl Into<SecretString>) -> Self {
        Self::Token(token.into())
    }
}
