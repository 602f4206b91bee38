//! Proxies in the environment that cannot work: named at once, instead of being ignored or tried several times.

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use super::base_url::BaseUrl;
use super::error::InvalidClientOptions;

/// The variables that the HTTP library reads for https, those of the first row before those of the second.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// Fails if requests would have to use a proxy that is not the URL of an HTTP proxy.
pub(super) fn check_environment(base_url: &BaseUrl) -> Result<(), InvalidClientOptions> {
    let variables = VARIABLES.iter().flatten();
    let set = variables.filter_map(|name| Some((*name, std::env::var_os(name)?)));
    let Some((name, value)) = set.into_iter().find(|(_, value)| !value.is_empty()) else {
        return Ok(());
    };
    let problem = match value.to_str() {
        Some(value) => problem_of(value),
        None => Some("is not valid UTF-8".to_owned()),
    };
    match problem {
        Some(problem) if !is_excluded(base_url) => Err(InvalidClientOptions::new(format!(
            "the environment variable {name} {problem}; set it to the URL of an HTTP proxy, such as http://proxy.example:3128, \
             or unset it (NO_PROXY excludes hosts)"
        ))),
        _ => Ok(()),
    }
}

/// Why a value cannot be used. It can contain a password, so it is not part of the message.
fn problem_of(value: &str) -> Option<String> {
    let Some((scheme, _)) = value.split_once("://") else {
        return url_problem(&format!("http://{value}"));
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => url_problem(value),
        scheme if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Some(format!(
            "names a proxy with the scheme {scheme}, which is not supported"
        )),
        _ => Some("is not the URL of a proxy".to_owned()),
    }
}

fn url_problem(url: &str) -> Option<String> {
    let is_proxy = Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(|host| !host.is_empty()))
        && !url.contains(char::is_whitespace);
    (!is_proxy).then(|| "is not the URL of a proxy".to_owned())
}

/// Whether the host needs no proxy.
fn is_excluded(base_url: &BaseUrl) -> bool {
    let excluded = ["NO_PROXY", "no_proxy"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    let matcher = Matcher::builder()
        .all("http://127.0.0.1:9")
        .no(excluded.unwrap_or_default())
        .build();
    let Ok(uri) = base_url.join("", &[]).as_str().parse() else {
        return true;
    };
    matcher.intercept(&uri).is_none()
}
