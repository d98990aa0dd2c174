//! `login`: proves that an account is let in, keeps its secret in the keyring and the rest in the settings.

use anyhow::bail;

use super::args::Login;
use super::{Counter, ask};
use crate::cli::exit::Exit;
use crate::cli::table;
use crate::domain::fault::{Asked, Fault};
use crate::domain::tenant::{Field, Layer, Name, Tenant, UNNAMED, Unset};
use crate::io::login::{self, SecretIn};
use crate::io::settings::{self, Settings};

/// The signal that a keyboard sends to leave.
const INTERRUPTED: u8 = 2;

pub(in crate::cli) async fn run(counter: &mut Counter, args: Login) -> anyhow::Result<Exit> {
    let settings = counter.settings()?;
    let name = name(counter, &settings)?;
    let tenant = tenant(&args, &settings, &name)?;
    let Some(secret) = ask::secret(args.secret_stdin)? else {
        counter.printer.notice("nothing was saved");
        return Ok(Exit::Signalled(INTERRUPTED));
    };
    let proved = login::prove(tenant.clone(), secret).await?;
    let probed = proved.probed.clone();
    let file = &counter.places.settings;
    let kept = match proved.keep(file, &name, args.default).await? {
        SecretIn::Keyring => "in the keyring".to_owned(),
        SecretIn::Environment(fault) => {
            counter.printer.notice(&fault.to_string());
            format!("in the environment ({})", settings::SECRET)
        }
    };
    let mut rows = vec![
        ["tenant".to_owned(), tenant.words()],
        ["token".to_owned(), "granted".to_owned()],
    ];
    rows.extend(probed.iter().map(|(asked, answer)| probe(*asked, answer)));
    rows.push(["secret".to_owned(), kept]);
    let place = counter.places.settings.display().to_string();
    rows.push(["settings".to_owned(), place]);
    counter
        .printer
        .text(&table::align([usize::MAX, usize::MAX], &rows))
}

/// What one may see, and if not, why.
fn probe(asked: Asked, answer: &Result<(), Fault>) -> [String; 2] {
    let about = asked.words().trim_start_matches("the ").to_owned();
    let said = match answer {
        Ok(()) => "can be read".to_owned(),
        Err(fault) => format!("cannot be read: {fault}"),
    };
    [about, said]
}

fn name(counter: &Counter, settings: &Settings) -> anyhow::Result<Name> {
    let known = counter.tenant.clone().or_else(|| settings.default_tenant());
    match known {
        Some(name) => Ok(name),
        None if settings.tenants().is_empty() => Ok(UNNAMED.parse()?),
        None => bail!("there are several tenants; say with --tenant which one this is"),
    }
}

/// The tenant by flags, environment and file; asks for what is nowhere.
fn tenant(args: &Login, settings: &Settings, name: &Name) -> anyhow::Result<Tenant> {
    let (flags, environment) = (args.layer(), settings::environment());
    let file = settings.layer(name);
    if let Some(file) = &file {
        settings::one_account(name, file, &flags, &environment)?;
    }
    let mut layers = vec![flags, environment];
    layers.extend(file);
    loop {
        match Tenant::from_layers(Some(name.clone()), &layers) {
            Ok(tenant) => return Ok(tenant),
            Err(Unset::Missing(field)) if ask::is_possible() => {
                let answer = ask::line(question(field))?;
                if answer.is_empty() {
                    bail!("no {}; nothing was saved", field.words());
                }
                layers.push(Layer::asked([(field, Some(answer))]));
            }
            Err(Unset::Missing(field)) => bail!(
                "no {} is set, and there is no terminal to ask for it; use {} or set {}",
                field.words(),
                field.flag(),
                field.variable().unwrap_or_default()
            ),
            Err(why) => return Err(why.into()),
        }
    }
}

fn question(field: Field) -> &'static str {
    match field {
        Field::ClientId => "Client id (name@1180045521.iam.panserviceaccount.com)",
        Field::TsgId => "TSG id (digits)",
        other => other.words(),
    }
}
