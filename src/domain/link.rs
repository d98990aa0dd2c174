//! Pages about a scan or a finding, and which of them may be opened. Addresses come from untrusted files: only https is
//! opened at all, hosts in the table at once, others after a question.

use url::Url;

use crate::domain::clip::is_plain;
use crate::domain::finding::Finding;
use crate::domain::scan::Scan;
use crate::domain::text::{Printable, Untrusted, is_deceptive};
use crate::domain::threat;

/// Hosts whose pages open at once.
pub const KNOWN: [&str; 6] = [
    "docs.paloaltonetworks.com",
    "huggingface.co",
    "insights-db.paloaltonetworks.com",
    "pan.dev",
    "protectai.com",
    "stratacloudmanager.paloaltonetworks.com",
];
/// Longest address that is opened, in bytes.
const LIMIT: usize = 2_000;

/// A page and whether it may be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What the page is about.
    pub name: &'static str,
    /// The address as it was found.
    pub found: Untrusted,
    /// Whether it may be opened.
    pub trust: Trust,
}

/// Whether an address may be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Its host is in the table.
    Known(Address),
    /// An https page of another host: whoever opens it is asked.
    Unknown(Address),
    /// It is never opened.
    Refused(Refusal),
}

/// An https address in the form that every program reads alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// The address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host it leads to; international names in their ASCII form, so that a look-alike shows.
    pub fn host(&self) -> Printable {
        Printable::line(self.0.host_str().unwrap_or_default())
    }
}

/// Why an address is never opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No URL.
    #[error("it is no address of a page")]
    Unreadable,
    /// `http:`, `file:`, `javascript:`…
    #[error("only https pages are opened, and this is {0}")]
    Scheme(Printable),
    /// `https://known.host@other.host/`
    #[error("it carries a user name, which hides where it leads")]
    UserName,
    /// Control characters, invisible ones, blanks, or backslashes, which programs read differently.
    #[error("it holds characters that hide where it leads")]
    Deceptive,
    /// Longer than any page's address needs to be.
    #[error("it is longer than 2,000 characters")]
    Long,
}

/// Judges an address.
pub fn judge(raw: &str) -> Trust {
    match read(raw) {
        Ok(url) if is_known(&url) => Trust::Known(Address(url)),
        Ok(url) => Trust::Unknown(Address(url)),
        Err(refusal) => Trust::Refused(refusal),
    }
}

fn read(raw: &str) -> Result<Url, Refusal> {
    if raw.len() > LIMIT {
        return Err(Refusal::Long);
    }
    let hides = |c: char| is_deceptive(c) || c.is_whitespace() || c == '\\';
    if raw.contains(hides) {
        return Err(Refusal::Deceptive);
    }
    let url = Url::parse(raw).map_err(|_| Refusal::Unreadable)?;
    if url.scheme() != "https" {
        return Err(Refusal::Scheme(Printable::line(url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::UserName);
    }
    Ok(url)
}

fn is_known(url: &Url) -> bool {
    url.port().is_none() && url.host_str().is_some_and(|host| KNOWN.contains(&host))
}

/// Pages about a finding and its scan, the likeliest first, each once.
pub fn links(scan: &Scan, finding: Option<&Finding>) -> Vec<Link> {
    let of_finding = finding.into_iter().flat_map(of_finding);
    let of_scan = [
        ("the model", model_page(scan)),
        ("the scan in Strata Cloud Manager", scan_page(scan)),
    ];
    let mut links: Vec<Link> = Vec::new();
    for (name, found) in of_finding.chain(of_scan) {
        let Some(found) = found.filter(|found| !found.raw().is_empty()) else {
            continue;
        };
        if links.iter().all(|link| link.found != found) {
            let trust = judge(found.raw());
            links.push(Link { name, found, trust });
        }
    }
    links
}

fn of_finding(finding: &Finding) -> [(&'static str, Option<Untrusted>); 3] {
    let seen = &finding.seen;
    let by_pattern = || {
        let code = seen.threat.as_ref()?;
        threat::knowledge_base_url(code.raw()).map(Into::into)
    };
    let advice = seen
        .remediation
        .as_ref()
        .and_then(|advice| advice.url.clone());
    [
        (
            "the threat in the knowledge base",
            seen.threat_url.clone().or_else(by_pattern),
        ),
        ("the model file on Insights", seen.insights_url.clone()),
        ("how to fix it", advice),
    ]
}

/// The model's page, where its URI is an address of the web at all.
fn model_page(scan: &Scan) -> Option<Untrusted> {
    let uri = scan.model_uri.as_ref()?;
    let (scheme, _) = uri.raw().split_once("://")?;
    let web = ["http", "https"].iter();
    web.into_iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
        .then(|| uri.clone())
}

/// The scan's page. Without the tenant the wrong one would open, so there is none then.
fn scan_page(scan: &Scan) -> Option<Untrusted> {
    let plain = |text: &Untrusted| is_plain(text.raw()).then(|| text.raw().to_owned());
    let (uuid, tenant) = (
        scan.uuid.as_ref().and_then(plain)?,
        scan.tsg_id.as_ref().and_then(plain)?,
    );
    let host = "https://stratacloudmanager.paloaltonetworks.com";
    let page = format!(
        "{host}/ai-security/model-security/scans/{uuid}/overview?tsg_id={tenant}#timeRange%5Bvalue%5D=past-30-days"
    );
    Some(page.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How an address was judged, in a word, and for what may be opened its host.
    fn judged(raw: &str) -> (&'static str, String) {
        match judge(raw) {
            Trust::Known(address) => ("known", address.host().into_string()),
            Trust::Unknown(address) => ("asks", address.host().into_string()),
            Trust::Refused(refusal) => ("refused", refusal.to_string()),
        }
    }

    #[test]
    fn known_hosts_open_others_ask_and_tricks_are_refused() {
        let only = "only https pages are opened, and this is";
        let hides = "it holds characters that hide where it leads";
        let user = "it carries a user name, which hides where it leads";
        let cases = [
            ("https://huggingface.co/acme/m", "known", "huggingface.co"),
            ("HTTPS://HuggingFace.CO/acme", "known", "huggingface.co"),
            ("https://pan.dev:443/x", "known", "pan.dev"),
            ("https://pan.dev:8443/x", "asks", "pan.dev"),
            ("https://pan.dev./x", "asks", "pan.dev."),
            (
                "https://pan.dev.evil.example/",
                "asks",
                "pan.dev.evil.example",
            ),
            ("https://evilpan.dev/", "asks", "evilpan.dev"),
            ("https://x.huggingface.co/", "asks", "x.huggingface.co"),
            ("https://evil.example/pan.dev", "asks", "evil.example"),
            ("https://evil.example?@pan.dev/", "asks", "evil.example"),
            ("https://evil.example#@pan.dev/", "asks", "evil.example"),
            ("https:evil.example", "asks", "evil.example"),
            ("https:///pan.dev/x", "known", "pan.dev"),
            (
                "https://huggingfa\u{441}e.co/",
                "asks",
                "xn--huggingfae-kwi.co",
            ),
            (
                "https://xn--huggingfae-kwi.co/",
                "asks",
                "xn--huggingfae-kwi.co",
            ),
            ("https://127.0.0.1/", "asks", "127.0.0.1"),
            ("https://2130706433/", "asks", "127.0.0.1"),
            ("https://[::1]/", "asks", "[::1]"),
            ("https://pan.dev@evil.example/", "refused", user),
            ("https://pan.dev:x@evil.example/", "refused", user),
            ("https://a@pan.dev/", "refused", user),
            ("https://pan.dev\\@evil.example/", "refused", hides),
            ("https:\\\\evil.example", "refused", hides),
            ("https://pan.dev/a b", "refused", hides),
            (" https://pan.dev/", "refused", hides),
            ("https://pan.dev/\u{202e}", "refused", hides),
            ("java\nscript:alert(1)", "refused", hides),
            ("http://pan.dev/", "refused", &format!("{only} http")),
            ("file:///etc/passwd", "refused", &format!("{only} file")),
            (
                "javascript:alert(1)",
                "refused",
                &format!("{only} javascript"),
            ),
            ("//pan.dev/x", "refused", "it is no address of a page"),
            ("--version", "refused", "it is no address of a page"),
            ("https://", "refused", "it is no address of a page"),
            ("", "refused", "it is no address of a page"),
        ];
        for (raw, how, words) in cases {
            assert_eq!(judged(raw), (how, words.to_owned()), "{raw:?}");
        }
        let long = format!("https://pan.dev/{}", "x".repeat(LIMIT));
        assert_eq!(judged(&long).0, "refused");
    }

    proptest! {
        /// Whatever the address: what may be opened is https, and known means a host of the table.
        #[test]
        fn nothing_but_https_is_opened(
            scheme in "(https|http|file|javascript|HTTPS)?", rest in "[:/@\\\\.a-z#?% \u{0}-\u{20}]{0,40}",
            host in prop::sample::select(&KNOWN[..]),
        ) {
            for raw in [format!("{scheme}{rest}"), format!("{scheme}://{host}{rest}"), format!("{scheme}://{rest}{host}")] {
                match judge(&raw) {
                    Trust::Known(address) => {
                        let open = KNOWN.iter().any(|known| {
                            let root = format!("https://{known}");
                            address.as_str().strip_prefix(&root).is_some_and(|path| path.starts_with('/'))
                        });
                        prop_assert!(open, "{raw:?}");
                    }
                    Trust::Unknown(address) => prop_assert!(address.as_str().starts_with("https://"), "{raw:?}"),
                    Trust::Refused(_) => {}
                }
            }
        }
    }
}
