//! Where the API is: the base URL, and the addresses below it.

use reqwest::Url;

use super::settings::InvalidSettings;

/// A base URL that credentials may be sent to.
#[derive(Debug, Clone)]
pub(super) struct Address {
    given: String,
    base: Url,
}

impl Address {
    /// Reads a base URL. Decision: credentials travel over TLS only, or within this machine.
    pub fn read(text: &str) -> Result<Self, InvalidSettings> {
        let wrong = |what: &str| InvalidSettings::new(format!("the base URL {text:?} {what}"));
        let mut base = Url::parse(text).map_err(|error| {
            wrong(&format!(
                "cannot be read ({error}); expected one like https://app.sphinxhq.com"
            ))
        })?;
        if !base.username().is_empty() || base.password().is_some() {
            return Err(InvalidSettings::new(
                "the base URL holds a user name or a password; give credentials apart from it".to_owned(),
            ));
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(wrong("has a query or a fragment; give it up to the path"));
        }
        match base.scheme() {
            "https" => {}
            "http" if is_loopback(&base) => {}
            "http" => {
                return Err(wrong(
                    "would send credentials unencrypted; use https (http is for loopback addresses only)",
                ));
            }
            scheme => return Err(wrong(&format!("is of the scheme {scheme}; use https"))),
        }
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        Ok(Self {
            given: text.to_owned(),
            base,
        })
    }

    pub fn as_str(&self) -> &str {
        &self.given
    }

    /// Whether nobody but this machine is asked.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    /// The address of a path below the base URL.
    pub fn at(&self, path: &str, query: &[(&str, String)]) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
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
    use super::Address;

    #[test]
    fn addresses_below_a_base() {
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
            let address = Address::read(base).unwrap();
            assert_eq!(address.at("api/cases/", &[("page", "2".to_owned())]).as_str(), url);
        }
    }

    #[test]
    fn bases_that_are_refused() {
        for (base, part) in [
            ("app.sphinxhq.com", "cannot be read"),
            ("http://app.sphinxhq.com", "unencrypted"),
            ("http://localhost.example.com", "unencrypted"),
            ("http://127.0.0.1.example.com", "unencrypted"),
            ("ftp://app.sphinxhq.com", "use https"),
            ("https://me:secret@app.sphinxhq.com", "user name"),
            ("https://app.sphinxhq.com/?x=1", "query"),
        ] {
            let error = Address::read(base).unwrap_err().to_string();
            assert!(error.contains(part), "{base}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
