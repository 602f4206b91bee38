//! Reads the URL of a database.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::Error;

const DEFAULT_PORT: u16 = 5432;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How to connect.
pub(super) struct Target {
    pub config: Config,
    /// Whether to connect with TLS, and only with it.
    pub has_tls: bool,
    pub root_certificates: Option<PathBuf>,
}

/// The password that is used if the URL has none.
pub(super) fn password_from_environment() -> Option<String> {
    std::env::var("PGPASSWORD").ok().filter(|password| !password.is_empty())
}

impl Target {
    /// Reads a URL. `password` is used if it has none.
    pub fn new(url: &str, password: Option<String>) -> Result<Self, Error> {
        let url = url.trim();
        let invalid = |why: &str| Error::InvalidUrl(why.to_owned());
        let rest = url
            .strip_prefix("postgres://")
            .or_else(|| url.strip_prefix("postgresql://"))
            .ok_or_else(|| invalid("expected postgres://user@host:5432/database"))?;
        // Otherwise a part of the password would be taken for the host, and be printed.
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        if rest.matches('@').count() != authority.matches('@').count() || authority.matches('@').count() > 1 {
            return Err(invalid(
                "an @ in it separates the password from the host; write it as %40, a / as %2F and a ? as %3F",
            ));
        }
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut mode = None;
        let mut root_certificates = None;
        let mut others = Vec::new();
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => {
                    let path = percent_decode_str(value).decode_utf8();
                    root_certificates = Some(PathBuf::from(&*path.map_err(|_| invalid("sslrootcert is not UTF-8"))?));
                }
                _ => others.push(parameter),
            }
        }
        // The error of the parser names a parameter, never a value.
        let mut config: Config = format!("{base}?{}", others.join("&")).parse()?;
        let has_tls = match mode {
            None => !is_local(&config),
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            Some(_) => return Err(invalid("sslmode must be disable, require, verify-ca or verify-full")),
        };
        config.ssl_mode(if has_tls { SslMode::Require } else { SslMode::Disable });
        if let (None, Some(password)) = (config.get_password(), password) {
            config.password(password);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_application_name().is_none() {
            config.application_name("sphinx-case");
        }
        Ok(Self {
            config,
            has_tls,
            root_certificates,
        })
    }
}

/// The hosts and ports to connect to.
pub(super) fn addresses(config: &Config) -> String {
    let mut ports = config
        .get_ports()
        .iter()
        .copied()
        .chain(std::iter::repeat(DEFAULT_PORT));
    let address = |host: &Host| {
        let port = ports.next().unwrap_or(DEFAULT_PORT);
        match host {
            Host::Tcp(name) => format!("{name}:{port}"),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        }
    };
    config.get_hosts().iter().map(address).collect::<Vec<_>>().join(", ")
}

/// Whether all hosts are on this machine.
fn is_local(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_used_unless_the_host_is_local() {
        for (url, has_tls) in [
            ("postgres://a@db.example.com/x", true),
            ("postgresql://a@192.0.2.1/x", true),
            ("postgres://a@localhost/x", false),
            ("postgres://a@127.0.0.1:5433/x", false),
            ("postgres://a@[::1]/x", false),
            ("postgres://a@localhost,db.example.com/x", true),
            ("postgres://a@db.example.com/x?sslmode=disable", false),
            ("postgres://a@localhost/x?sslmode=require", true),
        ] {
            assert_eq!(
                Target::new(url, None).map(|target| target.has_tls),
                Ok(has_tls),
                "{url}"
            );
        }
    }

    #[test]
    fn the_password_is_taken_from_the_url_or_else_from_the_environment() {
        let password = |url| {
            let target = Target::new(url, Some("other".to_owned())).unwrap();
            target
                .config
                .get_password()
                .map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
        };
        assert_eq!(password("postgres://a:p%40s@localhost/x").as_deref(), Some("p@s"));
        assert_eq!(password("postgres://a@localhost/x").as_deref(), Some("other"));
    }

    #[test]
    fn no_error_contains_the_password() {
        for url in [
            "postgres://a:secret@secret@localhost/x",
            "postgres://a:secret/secret@localhost/x",
            "postgres://a:secret?secret@localhost/x",
            "postgres://a:secret#1/x",
            "postgres://a:secret@localhost:port/x",
            "postgres://a:secret@localhost/x?sslmode=prefer",
            "postgres://a:secret@localhost/x?unknown=secret",
            "mysql://a:secret@localhost/x",
            "secret",
        ] {
            let Err(error) = Target::new(url, None) else {
                panic!("{url} was accepted")
            };
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
    }
}
