//! What goes wrong on the way to a tenant: each as a value, and as what happened, why, and what to do.

use crate::domain::text::Untrusted;

pub use account::Account;

mod account;

/// What the service was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// A token.
    Token,
    /// The security groups.
    Groups,
    /// The rules of a security group.
    Rules,
    /// Scans.
    Scans,
    /// One scan.
    Scan,
    /// Its violations.
    Violations,
    /// Its results by rule.
    Evaluations,
    /// Its files.
    Files,
    /// That labels are added to a scan.
    Labels,
    /// A new scan.
    Launch,
    /// The address that pip needs.
    PypiUrl,
}

impl Asked {
    /// What it is called in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Token => "an access token",
            Self::Groups => "the security groups",
            Self::Rules => "the rules of the security group",
            Self::Scans => "the scans",
            Self::Scan => "the scan",
            Self::Violations => "the violations of the scan",
            Self::Evaluations => "the evaluations of the scan",
            Self::Files => "the files of the scan",
            Self::Labels => "labels for the scan",
            Self::Launch => "a new scan",
            Self::PypiUrl => "the package index",
        }
    }

    /// What is done with it, in a sentence.
    pub(super) fn deed(self) -> &'static str {
        match self {
            Self::Launch => "start",
            Self::Labels => "write",
            _ => "read",
        }
    }

    /// The permission it needs, by its name in the product.
    pub fn permission(self) -> Option<&'static str> {
        match self {
            Self::Token => None,
            Self::Groups | Self::Rules => Some("ai_ms.security_groups"),
            Self::PypiUrl => Some("ai_ms_pypi_auth"),
            _ => Some("ai_ms.scans"),
        }
    }
}

/// Why the keyring gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// There is none on this machine.
    Absent {
        /// What the system says.
        why: Untrusted,
    },
    /// There is one, and it is locked, or access was denied.
    Locked {
        /// What the system says.
        why: Untrusted,
    },
    /// Anything else.
    Failed {
        /// What the system says.
        why: Untrusted,
    },
}

/// Why there is no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// No such name, nobody listens, no network.
    Unreachable,
    /// The proxy did not let it through.
    Proxy,
    /// The certificate is not trusted.
    Certificate,
    /// The certificate is not valid at this machine's time.
    CertificateTime,
    /// No answer in time.
    TimedOut,
    /// The connection broke off in an answer.
    Cut,
    /// This machine's own trusted certificates cannot be read.
    Trust,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No tenant, or one that is not wholly set.
    Unset(String),
    /// Nobody gave the secret of this tenant.
    NoSecret {
        /// The tenant in words.
        tenant: String,
    },
    /// The keyring gave nothing.
    Keyring(Keyring),
    /// No connection to this machine.
    Line {
        /// The kind.
        line: Line,
        /// Where to.
        host: Untrusted,
        /// What the system says.
        why: Untrusted,
    },
    /// The client id or secret is wrong.
    Credentials {
        /// The service's words.
        words: Untrusted,
    },
    /// The service account has no access to this tenant.
    Scope {
        /// The tenant that was asked for.
        tsg_id: Untrusted,
        /// The service's words.
        words: Untrusted,
    },
    /// A new token is not accepted.
    Token {
        /// By how many seconds this machine's clock differs, where it is much.
        skew: Option<i64>,
    },
    /// A permission is missing, or the tenant's profile has expired.
    Forbidden {
        /// What was asked for.
        asked: Asked,
        /// The service's words.
        words: Untrusted,
    },
    /// It is not there.
    Absent {
        /// What was asked for.
        asked: Asked,
        /// The tenant in words.
        tenant: String,
    },
    /// It is not ready.
    Conflict {
        /// What was asked for.
        asked: Asked,
        /// The service's words.
        words: Untrusted,
    },
    /// The service does not understand a value; field and reason.
    Invalid {
        /// What was asked for.
        asked: Asked,
        /// Field and reason.
        fields: Vec<(Untrusted, Untrusted)>,
    },
    /// The security group is for another kind of source.
    Mismatch {
        /// For what the group is.
        group: Untrusted,
        /// What the model is.
        model: Untrusted,
    },
    /// Refused for another reason.
    Refused {
        /// What was asked for.
        asked: Asked,
        /// The HTTP status.
        status: u16,
        /// The service's words.
        words: Untrusted,
    },
    /// The service wants fewer questions, for longer than anybody should wait.
    Busy {
        /// Seconds to wait, where it says so.
        wait: Option<u64>,
    },
    /// The service failed, again and again.
    Broken {
        /// What was asked for.
        asked: Asked,
        /// The HTTP status.
        status: u16,
    },
    /// An answer that is none.
    Garbled {
        /// What was asked for.
        asked: Asked,
        /// Who answered.
        host: Untrusted,
        /// What is odd about it.
        why: Untrusted,
    },
    /// More than anybody should hold.
    TooLarge {
        /// What was asked for.
        asked: Asked,
        /// The limit, in words.
        limit: &'static str,
    },
    /// A list that does not end.
    Endless {
        /// Of what.
        asked: Asked,
    },
    /// The service sends elsewhere.
    Redirected {
        /// Who was asked.
        host: Untrusted,
        /// Where it sends to.
        to: Untrusted,
    },
    /// Whether a scan was started is not known.
    Unclear {
        /// What happened.
        why: Box<Fault>,
    },
    /// Something else; the whole sentence.
    Other(String),
}

impl Fault {
    /// Whether the service could not be reached, so that what was kept from before is the best there is.
    pub fn is_away(&self) -> bool {
        matches!(
            self,
            Self::Line { .. } | Self::Broken { .. } | Self::Busy { .. }
        )
    }
}
