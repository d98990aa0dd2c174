//! An address of the service: https, or http on this machine.

use std::fmt;

use thiserror::Error;
use url::{Host, Url};

/// What stands below the service, and what other programs write behind it.
const PLANES: [&str; 2] = ["/data", "/mgmt"];

/// An address that a secret may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(Url);

/// Why an address will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotAnEndpoint {
    /// It is no address.
    #[error("it is no address; one looks like https://api.sase.paloaltonetworks.com/aims")]
    NoUrl,
    /// It goes over the network in the clear.
    #[error(
        "http:// is for a server only on this machine, since the secret would travel unprotected; use https://"
    )]
    Unprotected,
    /// It is another kind of address.
    #[error("it has to begin with https://")]
    OtherScheme,
    /// It holds a name and password, a question or a fragment.
    #[error("it holds more than an address: leave out user, password, `?` and `#`")]
    More,
}

impl Endpoint {
    /// Reads an address. What other programs put behind the API's own (`/data`, `/mgmt`) is taken off.
    pub fn parse(text: &str) -> Result<Self, NotAnEndpoint> {
        let mut url = Url::parse(text.trim()).map_err(|_| NotAnEndpoint::NoUrl)?;
        match url.scheme() {
            "https" => {}
            "http" if is_here(&url) => {}
            "http" => return Err(NotAnEndpoint::Unprotected),
            _ => return Err(NotAnEndpoint::OtherScheme),
        }
        let named = !url.username().is_empty() || url.password().is_some();
        if named || url.query().is_some() || url.fragment().is_some() {
            return Err(NotAnEndpoint::More);
        }
        let path = service(url.path()).to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// The address itself.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// An address below it. Every step is one segment, whatever characters it holds.
    pub fn below(&self, steps: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(steps);
        }
        url
    }

    /// The machine it is on, for sentences.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.as_str().trim_end_matches('/'))
    }
}

/// The service's own path: without slashes at the end, and without the planes below it.
fn service(path: &str) -> &str {
    let bare = path.trim_end_matches('/');
    let above = PLANES.iter().find_map(|plane| bare.strip_suffix(plane));
    above.map_or(bare, service)
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_protected_addresses_or_this_machine() {
        let cases = [
            (
                "https://api.example.com/aims",
                Ok("https://api.example.com/aims"),
            ),
            (
                "https://api.example.com/aims/",
                Ok("https://api.example.com/aims"),
            ),
            (
                " https://api.example.com/aims/data/ ",
                Ok("https://api.example.com/aims"),
            ),
            (
                "https://api.example.com/aims/mgmt",
                Ok("https://api.example.com/aims"),
            ),
            (
                "https://api.example.com/aims/data//mgmt",
                Ok("https://api.example.com/aims"),
            ),
            ("https://api.example.com", Ok("https://api.example.com")),
            ("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080")),
            ("http://127.9.9.9/x", Ok("http://127.9.9.9/x")),
            ("http://localhost:1", Ok("http://localhost:1")),
            ("http://[::1]:1", Ok("http://[::1]:1")),
            ("http://localhost.evil.com", Err(NotAnEndpoint::Unprotected)),
            ("http://127.0.0.1.evil.com", Err(NotAnEndpoint::Unprotected)),
            ("http://10.0.0.1", Err(NotAnEndpoint::Unprotected)),
            ("ftp://x", Err(NotAnEndpoint::OtherScheme)),
            ("file:///etc/passwd", Err(NotAnEndpoint::OtherScheme)),
            ("https://me:pw@x.com", Err(NotAnEndpoint::More)),
            ("https://x.com/?a=b", Err(NotAnEndpoint::More)),
            ("https://x.com/#a", Err(NotAnEndpoint::More)),
            ("api.example.com", Err(NotAnEndpoint::NoUrl)),
            ("", Err(NotAnEndpoint::NoUrl)),
        ];
        for (text, expected) in cases {
            let read = Endpoint::parse(text).map(|endpoint| endpoint.to_string());
            assert_eq!(read.as_deref(), expected.as_ref().copied(), "{text}");
        }
    }

    #[test]
    fn steps_below_stay_below() {
        let endpoint = Endpoint::parse("https://x.com/aims").unwrap();
        let below = |step: &str| endpoint.below(&["data", "v1", step]).to_string();
        assert_eq!(below("scans"), "https://x.com/aims/data/v1/scans");
        assert_eq!(
            below("a/../b?c#d"),
            "https://x.com/aims/data/v1/a%2F..%2Fb%3Fc%23d"
        );
        let root = Endpoint::parse("http://localhost:1").unwrap();
        assert_eq!(root.below(&["v1"]).to_string(), "http://localhost:1/v1");
    }
}
