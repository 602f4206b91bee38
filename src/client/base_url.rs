//! The base URL of the API, and the URLs below it.

use reqwest::Url;

use super::credentials::trimmed;
use super::error::InvalidClientOptions;

/// A base URL that credentials may be sent to.
#[derive(Debug, Clone)]
pub(super) struct BaseUrl {
    /// As the caller wrote it.
    original: String,
    /// Ends in a slash.
    url: Url,
}

impl BaseUrl {
    /// Parses a base URL. Decision: credentials are sent over TLS only, or within this machine.
    pub fn parse(text: &str) -> Result<Self, InvalidClientOptions> {
        let text = trimmed(text);
        let invalid = |problem: &str| InvalidClientOptions::new(format!("the base URL {text:?} {problem}"));
        let mut url = Url::parse(text).map_err(|error| {
            invalid(&format!(
                "is not a valid URL ({error}); expected one such as https://app.sphinxhq.com"
            ))
        })?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidClientOptions::new(
                "the base URL contains a user name or a password; pass credentials separately",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid("has a query or a fragment; remove everything after the path"));
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(invalid(
                    "would send credentials unencrypted; use https (http is for loopback addresses only)",
                ));
            }
            scheme => return Err(invalid(&format!("has the scheme {scheme}; use https"))),
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self {
            original: text.to_owned(),
            url,
        })
    }

    pub fn as_str(&self) -> &str {
        &self.original
    }

    /// Whether requests are encrypted.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether requests stay on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// The URL of a path below the base URL.
    pub fn join(&self, path: &str, query: &[(&str, String)]) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{path}", self.url.path()));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse()
            .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn urls_below_a_base_url() {
        for (base, url) in [
            ("https://app.sphinxhq.com", "https://app.sphinxhq.com/api/cases/?page=2"),
            (
                "https://app.sphinxhq.com/",
                "https://app.sphinxhq.com/api/cases/?page=2",
            ),
            (
                "https://gateway.example/sphinx",
                "https://gateway.example/sphinx/api/cases/?page=2",
            ),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000/api/cases/?page=2"),
            ("http://[::1]:8000", "http://[::1]:8000/api/cases/?page=2"),
            ("http://localhost:8000", "http://localhost:8000/api/cases/?page=2"),
        ] {
            let base = BaseUrl::parse(base).unwrap();
            assert_eq!(base.join("api/cases/", &[("page", "2".to_owned())]).as_str(), url);
        }
    }

    #[test]
    fn invalid_base_urls() {
        for (base, part) in [
            ("app.sphinxhq.com", "is not a valid URL"),
            ("http://app.sphinxhq.com", "unencrypted"),
            ("http://localhost.example.com", "unencrypted"),
            ("http://127.0.0.1.example.com", "unencrypted"),
            ("ftp://app.sphinxhq.com", "use https"),
            ("https://me:secret@app.sphinxhq.com", "user name"),
            ("https://app.sphinxhq.com/?x=1", "query"),
        ] {
            let error = BaseUrl::parse(base).unwrap_err().to_string();
            assert!(error.contains(part), "{base}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
