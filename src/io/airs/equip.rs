//! What a child process needs to speak for the tenant: in its environment, which others cannot read, and never among
//! its arguments, which everybody can.

use secrecy::ExposeSecret as _;
use tokio::process::Command;

use super::Client;
use crate::domain::tenant::Field;
use crate::io::settings;

impl Client {
    /// Gives a child process the account of this tenant and its endpoints.
    pub(in crate::io) fn equip(&self, command: &mut Command) {
        let tenant = self.tenant();
        let values = [
            (Field::ClientId, tenant.client_id.value.clone()),
            (Field::TsgId, tenant.tsg_id.value.clone()),
            (Field::Api, tenant.api.value.to_string()),
            (Field::Tokens, tenant.tokens.value.to_string()),
        ];
        for (field, value) in values {
            if let Some(variable) = field.variable() {
                command.env(variable, value);
            }
        }
        command.env(settings::SECRET, self.inside.secret.expose_secret());
    }

    /// A text without the secret, for what somebody else said.
    pub(in crate::io) fn hide(&self, text: String) -> String {
        let secrets = [&self.inside.secret, &self.inside.credentials];
        secrets.into_iter().fold(text, super::send::without)
    }
}
