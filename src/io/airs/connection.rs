//! Connections: TLS with the certificates that this machine trusts, proxies of the environment, and no step to another
//! place than the one that was set.

use std::error::Error;
use std::io;

use reqwest::redirect::{Attempt, Policy};

use super::Patience;
use crate::domain::fault::{Fault, Line};
use crate::domain::setting::Setting;
use crate::domain::tenant::{Endpoint, Tenant};

/// Steps within one place that are followed.
const MOST_STEPS: usize = 5;
/// Who asks.
const AGENT: &str = concat!("airs-triage/", env!("CARGO_PKG_VERSION"));

/// A client for the tenant's endpoints.
pub(super) fn open(tenant: &Tenant, patience: &Patience) -> Result<reqwest::Client, Fault> {
    // Fails where it was done before, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .user_agent(AGENT)
        .connect_timeout(patience.connecting)
        .read_timeout(patience.silence)
        .timeout(patience.whole)
        .referer(false)
        .redirect(Policy::custom(|step| {
            if step.previous().len() <= MOST_STEPS && stays(&step) {
                step.follow()
            } else {
                step.stop()
            }
        }));
    let endpoints = [&tenant.api, &tenant.tokens];
    let plain = |it: &&Setting<Endpoint>| it.value.url().scheme() == "http";
    if endpoints.iter().any(plain) {
        // What goes without protection stays on this machine, whatever proxy is set.
        builder = builder.no_proxy();
    }
    if endpoints.iter().all(plain) {
        // Nothing on this machine needs a certificate, and a machine may have none.
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|why| Fault::Line {
        line: Line::Trust,
        host: tenant.api.value.host().into(),
        why: deepest(&why).into(),
    })
}

/// Whether a step stays where the question was asked.
fn stays(step: &Attempt<'_>) -> bool {
    let asked = step.previous().first().map(url::Url::origin);
    asked == Some(step.url().origin())
}

/// What a failed connection means.
pub(super) fn fault(error: &reqwest::Error, host: &str) -> Fault {
    let line = certificate(error).unwrap_or_else(|| {
        if error.is_timeout() {
            Line::TimedOut
        } else if causes(error).any(|cause| cause.to_string().contains("tunnel error")) {
            Line::Proxy
        } else if error.is_connect() {
            Line::Unreachable
        } else {
            Line::Cut
        }
    });
    Fault::Line {
        line,
        host: host.into(),
        why: deepest(error).into(),
    }
}

/// What is wrong with a certificate, where that is the cause.
fn certificate(error: &reqwest::Error) -> Option<Line> {
    use rustls::CertificateError as Why;
    let cause = causes(error).find_map(of_tls)?;
    match cause {
        rustls::Error::InvalidCertificate(
            Why::Expired
            | Why::ExpiredContext { .. }
            | Why::NotValidYet
            | Why::NotValidYetContext { .. },
        ) => Some(Line::CertificateTime),
        rustls::Error::InvalidCertificate(_) => Some(Line::Certificate),
        _ => None,
    }
}

/// The TLS error in a cause. Errors of reading and writing hold others that they do not name as their source.
fn of_tls<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut inside = cause;
    while let Some(holder) = inside.downcast_ref::<io::Error>() {
        inside = holder.get_ref()?;
    }
    inside.downcast_ref()
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// The first cause of all: what the layers above say is their own names.
fn deepest(error: &reqwest::Error) -> String {
    let deepest = causes(error).last().map(ToString::to_string);
    deepest.unwrap_or_else(|| "it failed without a reason".to_owned())
}
