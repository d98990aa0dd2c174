//! A program at a terminal whose account the environment names, as in a build: no keyring is asked.

use std::path::Path;

use crate::support::pty::Session;
use crate::support::tenant::Tenant;

/// Starts the program with these arguments, and these variables beside those of the account.
pub(crate) fn start(
    tenant: &Tenant,
    home: &Path,
    args: &[&str],
    size: (u16, u16),
    more: &[(&str, &str)],
) -> Session {
    let command = [&[env!("CARGO_BIN_EXE_airs-triage")], args].concat();
    let (api, tokens) = (tenant.api_url(), tenant.token_url());
    let (id, secret, tsg) = (tenant.client_id(), tenant.client_secret(), tenant.tsg());
    let account = [
        ("MODEL_SECURITY_API_ENDPOINT", api.as_str()),
        ("MODEL_SECURITY_TOKEN_ENDPOINT", tokens.as_str()),
        ("MODEL_SECURITY_CLIENT_ID", id.as_str()),
        ("MODEL_SECURITY_CLIENT_SECRET", secret.as_str()),
        ("TSG_ID", tsg.as_str()),
        ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"),
    ];
    Session::start(home, &command, size, &[&account, more].concat())
}
