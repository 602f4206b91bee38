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

    /// The credentials without white space and invisible characters around them: a byte order mark, a carriage return, a
    /// zero-width space. Every client does this. Editors and clipboards add them, and the API would only say that the client is
    /// not valid.
    ///
    /// ```
    /// use sphinx_case::client::Credentials;
    ///
    /// assert!(Credentials::token("\u{FEFF}abcdefgh\r\n").cleaned().is_ok());
    /// let error = Credentials::token("abcd\u{200B}efgh").cleaned().unwrap_err();
    /// assert_eq!(error.to_string(), "the token contains the invisible character U+200B after 4 characters; copy it again");
    /// ```
    ///
    /// # Errors
    /// If a part is empty, or contains a character that is certainly not part of it.
    pub fn cleaned(self) -> Result<Self, InvalidClientOptions> {
        let is_blank = |text: &str| trimmed(text).is_empty();
        Ok(match self {
            Self::Client { id, secret } if is_blank(&id) || is_blank(secret.expose_secret()) => {
                return Err(InvalidClientOptions::new(
                    "the client ID or the client secret is empty; both are required to request a token",
                ));
            }
            Self::Client { id, secret } => Self::Client {
                id: clean("the client ID", &id)?.to_owned(),
                secret: clean("the client secret", secret.expose_secret())?.into(),
            },
            Self::Token(token) => {
                let text = clean("the token", token.expose_secret())?;
                let is_header = |character: char| character.is_ascii_graphic();
                if let Some((position, character)) = text.chars().enumerate().find(|(_, one)| !is_header(*one)) {
                    let bearer = if text.starts_with("Bearer ") {
                        "; remove \"Bearer\" from it"
                    } else {
                        ""
                    };
                    return Err(InvalidClientOptions::new(format!(
                        "the token contains {}, which no token does, after {position} characters{bearer}",
                        described(character)
                    )));
                }
                Self::Token(text.into())
            }
        })
    }

    pub(super) fn secret(&self) -> &SecretString {
        match self {
            Self::Client { secret, .. } => secret,
            Self::Token(token) => token,
        }
    }
}

/// A part of credentials without what is invisible around it.
fn clean<'t>(name: &str, text: &'t str) -> Result<&'t str, InvalidClientOptions> {
    let text = trimmed(text);
    if text.is_empty() {
        return Err(InvalidClientOptions::new(format!("{name} is empty")));
    }
    let found = text.chars().enumerate().find(|(_, character)| {
        is_invisible(*character)
            || *character == char::REPLACEMENT_CHARACTER
            || (*character != ' ' && character.is_whitespace())
    });
    match found {
        None => Ok(text),
        Some((position, character)) => Err(InvalidClientOptions::new(format!(
            "{name} contains {} after {position} characters; copy it again",
            described(character)
        ))),
    }
}

/// A text without what is invisible around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_whitespace() || is_invisible(character))
}

/// A character in words. A visible one is not named: it is part of a secret.
fn described(character: char) -> String {
    let code = u32::from(character);
    match character {
        ' ' => "a space".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\0' => "the character U+0000 (is the text in UTF-16?)".to_owned(),
        char::REPLACEMENT_CHARACTER => "bytes that are not valid UTF-8 (U+FFFD)".to_owned(),
        _ if is_invisible(character) || character.is_whitespace() => format!("the invisible character U+{code:04X}"),
        _ => "a character outside of ASCII".to_owned(),
    }
}

/// Whether a character has no glyph: control characters, and what Unicode ignores by default when text is shown.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}
