//! Secrets in texts from the server. A server can repeat what it received, for example in an error.

use std::sync::{Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};

const REPLACEMENT: &str = "[secret]";

/// Shorter texts are not secrets, and replacing them would make the rest of a text unreadable.
const MIN_LENGTH: usize = 8;

/// Tokens before the last few have expired long ago.
const MAX_TOKENS: usize = 8;

/// The secrets that are removed from texts.
#[derive(Debug)]
pub(super) struct Secrets {
    credentials: SecretString,
    tokens: Mutex<Vec<SecretString>>,
}

impl Secrets {
    pub fn new(credentials: SecretString) -> Self {
        Self {
            credentials,
            tokens: Mutex::default(),
        }
    }

    pub fn add_token(&self, token: SecretString) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= MAX_TOKENS {
            tokens.remove(0);
        }
        tokens.push(token);
    }

    /// The text with every secret replaced.
    pub fn redact(&self, mut text: String) -> String {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        for secret in std::iter::once(&self.credentials).chain(tokens.iter()) {
            let secret = secret.expose_secret();
            if secret.len() >= MIN_LENGTH && text.contains(secret) {
                text = text.replace(secret, REPLACEMENT);
            }
        }
        text
    }
}
