//! Faults in words.

use std::fmt;

use super::{Asked, Fault, Keyring, Line};
use crate::domain::tenant::LOGIN;
use crate::domain::text::{Printable, Untrusted};

/// What happened, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What happened.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do.
    pub way: String,
}

impl Fault {
    /// What happened, why, and what to do.
    pub fn account(&self) -> Account {
        let (what, why, way) = self.parts();
        Account { what, why, way }
    }

    #[expect(clippy::too_many_lines, reason = "a table")]
    fn parts(&self) -> (String, String, String) {
        match self {
            Self::Unset(sentence) | Self::Other(sentence) => {
                (sentence.clone(), String::new(), String::new())
            }
            Self::NoSecret { tenant } => say(
                format!("no client secret for {tenant}"),
                "the keyring holds none, and MODEL_SECURITY_CLIENT_SECRET is not set",
                format!("run {LOGIN}, or set the variable"),
            ),
            Self::Keyring(keyring) => keyring.parts(),
            Self::Line { line, host, why } => line.parts(host, why),
            Self::Credentials { words } => say(
                "the client id or the client secret is wrong".into(),
                words.printable(),
                format!(
                    "run {LOGIN} again; a secret cannot be read back, so make a new one for the service account if it is lost"
                ),
            ),
            Self::Scope { tsg_id, words } => say(
                format!(
                    "the service account has no access to TSG {}",
                    tsg_id.printable()
                ),
                words.printable(),
                "check the TSG id, and that the service account has a role in that tenant",
            ),
            Self::Token { skew: Some(skew) } => say(
                "the service refuses a token that it has just given".into(),
                format!(
                    "this machine's clock differs from the service's by {} minutes",
                    skew.abs() / 60
                ),
                "set the clock and try again",
            ),
            Self::Token { skew: None } => say(
                "the service refuses a token that it has just given".into(),
                "the two endpoints may belong to different services",
                "compare API and token endpoint with `airs-triage whoami`",
            ),
            Self::Forbidden { asked, words } => forbidden(*asked, words),
            Self::Absent { asked, tenant } => say(
                format!("{tenant} does not have {}", asked.words()),
                "it may have been deleted, or belong to another tenant",
                "check the UUID, or name the tenant with --tenant",
            ),
            Self::Conflict { asked, words } => say(
                format!("{} cannot be had yet", asked.words()),
                words.printable(),
                "a group that is PENDING becomes ACTIVE after a while: try again in a minute",
            ),
            Self::Invalid { asked, fields } => say(
                format!(
                    "the service does not accept the question for {}",
                    asked.words()
                ),
                list(fields),
                "correct the value; if you did not give it, this program is older than the service",
            ),
            Self::Mismatch { group, model } => say(
                format!(
                    "the security group is for {}, and the model is {}",
                    group.printable(),
                    model.printable()
                ),
                "a group judges models of one kind of source",
                "choose a group for that source: `airs-triage groups --source-type …`",
            ),
            Self::Refused {
                asked,
                status,
                words,
            } => say(
                format!("the service refuses {} ({status})", asked.words()),
                words.printable(),
                "correct what it says and try again",
            ),
            Self::Busy { wait } => say(
                "the service asks for fewer questions".into(),
                wait.map_or_else(String::new, |wait| format!("it wants {wait} s of rest")),
                "wait, then try again; other programs use the same account's allowance",
            ),
            Self::Broken { asked, status } => say(
                format!("the service failed at {} ({status})", asked.words()),
                "it said so every time it was asked",
                "try again in a few minutes; nothing was lost",
            ),
            Self::Garbled { asked, host, why } => say(
                format!(
                    "{} gave no answer for {} that can be read",
                    host.printable(),
                    asked.words()
                ),
                why.printable(),
                "check the endpoints with `airs-triage whoami`, and whether a proxy or a sign-in page stands between",
            ),
            Self::TooLarge { asked, limit } => say(
                format!("the answer for {} is larger than {limit}", asked.words()),
                "no real one is",
                "check the API endpoint with `airs-triage whoami`",
            ),
            Self::Endless { asked } => say(
                format!("the list of {} does not end", asked.words()),
                "its pages repeat or go on without limit",
                "check the API endpoint with `airs-triage whoami`",
            ),
            Self::Redirected { host, to } => say(
                format!("{} sends on to {}", host.printable(), to.printable()),
                "credentials are not sent to another place than the one that is set",
                "if that is right, set it as the endpoint",
            ),
            Self::Unclear { why } => say(
                "whether the scan was started is not known".into(),
                why,
                "look among the tenant's scans before you start it again",
            ),
        }
    }
}

impl Keyring {
    fn parts(&self) -> (String, String, String) {
        match self {
            Self::Absent { why } => say(
                "there is no keyring on this machine to keep a secret in".into(),
                why.printable(),
                "set MODEL_SECURITY_CLIENT_SECRET, or start a Secret Service (gnome-keyring, KWallet, KeePassXC) and try again, or stay offline: everything but the tenant works without",
            ),
            Self::Locked { why } => say(
                "the keyring is locked or denies access".into(),
                why.printable(),
                "unlock it and try again, or set MODEL_SECURITY_CLIENT_SECRET, or stay offline",
            ),
            Self::Failed { why } => say(
                "the keyring failed".into(),
                why.printable(),
                "look at it with your system's keyring program, or set MODEL_SECURITY_CLIENT_SECRET, or stay offline",
            ),
        }
    }
}

impl Line {
    fn parts(self, host: &Untrusted, why: &Untrusted) -> (String, String, String) {
        let host = host.printable();
        let (what, way) = match self {
            Self::Unreachable => (
                format!("{host} cannot be reached"),
                "check the network, the endpoint (`airs-triage whoami`) and HTTPS_PROXY",
            ),
            Self::Proxy => (
                format!("the proxy does not let through to {host}"),
                "check HTTPS_PROXY, its name and password, and NO_PROXY",
            ),
            Self::Certificate => (
                format!("the certificate of {host} is not trusted"),
                "where TLS is inspected, point SSL_CERT_FILE to your company's certificates; it is never skipped",
            ),
            Self::CertificateTime => (
                format!("the certificate of {host} is not valid now"),
                "check this machine's clock first; if it is right, tell whoever runs the server",
            ),
            Self::TimedOut => (
                format!("{host} did not answer in time"),
                "try again; check the network and HTTPS_PROXY",
            ),
            Self::Cut => (
                format!("{host} broke off in the middle of an answer"),
                "try again; if it stays so, look at the proxy between",
            ),
            Self::Trust => (
                "this machine's trusted certificates cannot be read".to_owned(),
                "check SSL_CERT_FILE and SSL_CERT_DIR, or install ca-certificates",
            ),
        };
        say(what, why.printable(), way)
    }
}

fn forbidden(asked: Asked, words: &Untrusted) -> (String, String, String) {
    let permission = asked.permission().unwrap_or("a role in this tenant");
    let way = format!(
        "give the service account {permission}; if it has that, the tenant's AI Model Security deployment profile is missing or has expired: look in Strata Cloud Manager"
    );
    say(
        format!(
            "the service account may not {} {}",
            asked.deed(),
            asked.words()
        ),
        words.printable(),
        way,
    )
}

fn list(fields: &[(Untrusted, Untrusted)]) -> String {
    let field = |(field, why): &(Untrusted, Untrusted)| {
        format!("{}: {}", field.printable(), why.printable())
    };
    let said: Vec<_> = fields.iter().map(field).collect();
    said.join("; ")
}

fn say(what: String, why: impl fmt::Display, way: impl Into<String>) -> (String, String, String) {
    (what, why.to_string(), way.into())
}

/// One line: what happened, why, and what to do.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Account { what, why, way } = self.account();
        let mut line = what;
        for (before, part) in [(": ", why), (". ", capital(&way))] {
            if !part.is_empty() {
                line.push_str(before);
                line.push_str(part.trim_end_matches('.'));
            }
        }
        write!(f, "{}", Printable::line(&line))
    }
}

impl std::error::Error for Fault {}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_one_line_that_is_safe_to_show() {
        let fault = Fault::Forbidden {
            asked: Asked::Scans,
            words: "no\u{1b}[31m role\nhere.".into(),
        };
        assert_eq!(
            fault.to_string(),
            "the service account may not read the scans: no\\x1b[31m role here. Give the service account ai_ms.scans; if it has that, the tenant's AI Model Security deployment profile is missing or has expired: look in Strata Cloud Manager"
        );
        let plain = Fault::Other("Only this.".into());
        assert_eq!(plain.to_string(), "Only this.");
    }

    #[test]
    fn what_is_unclear_says_why() {
        let cut = Fault::Line {
            line: Line::Cut,
            host: "api".into(),
            why: "closed".into(),
        };
        let fault = Fault::Unclear { why: Box::new(cut) };
        let words = fault.to_string();
        assert!(
            words.starts_with("whether the scan was started is not known: api broke off"),
            "{words}"
        );
        assert!(words.ends_with("Look among the tenant's scans before you start it again"));
    }
}
