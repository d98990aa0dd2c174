//! `pypi-url`: the address that pip needs for the official client. It holds credentials, so it is printed and nothing
//! else is done with it.

use secrecy::ExposeSecret;

use super::Counter;
use crate::cli::exit::Exit;
use crate::io::airs::Client;

pub(in crate::cli) async fn run(counter: &mut Counter) -> anyhow::Result<Exit> {
    let settings = counter.settings()?;
    let tenant = counter.tenant(&settings)?;
    let url = Client::of(tenant).await?.pypi_url().await?;
    counter.printer.text(&format!("{}\n", url.expose_secret()))
}
