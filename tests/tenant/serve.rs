//! The simulated tenant to drive by hand: `cargo run --example simulated-tenant -- --port 8040`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use clap::Parser;

#[path = "../support/tenant/mod.rs"]
mod tenant;

use tenant::{Fault, Tenant, What, World};

/// A made-up tenant of AI Model Security on loopback.
#[derive(Parser)]
struct Arguments {
    /// Port of 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Ask for no token
    #[arg(long)]
    no_auth: bool,
    /// Answer only after so many milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// So many scans without findings, in the place of the sample
    #[arg(long, value_name = "COUNT")]
    scans: Option<usize>,
    /// Let it be today there, rather than the day of the sample
    #[arg(long)]
    today: bool,
    /// Print the routes of the API that it has, and end
    #[arg(long)]
    routes: bool,
}

#[expect(clippy::print_stdout, reason = "it says where it listens")]
fn main() {
    let arguments = Arguments::parse();
    if arguments.routes {
        tenant::routes().for_each(|route| println!("{route}"));
        return;
    }
    let mut world = arguments.scans.map_or_else(World::sample, World::scans);
    world.open = arguments.no_auth;
    if arguments.today {
        world = world.moved_to(jiff::Timestamp::now());
    }
    // Whoever drives it by hand sends what he likes; who drives it from the files judges its answers himself.
    let tenant = Tenant::listen(world, arguments.port, None);
    if arguments.latency > 0 {
        let latency = What::Latency(Duration::from_millis(arguments.latency));
        tenant.fault(Fault::under("/", latency, usize::MAX));
    }
    println!("export MODEL_SECURITY_API_ENDPOINT={}", tenant.api_url());
    println!(
        "export MODEL_SECURITY_TOKEN_ENDPOINT={}",
        tenant.token_url()
    );
    println!("export MODEL_SECURITY_CLIENT_ID={}", tenant.client_id());
    println!(
        "export MODEL_SECURITY_CLIENT_SECRET={}",
        tenant.client_secret()
    );
    println!("export TSG_ID={}", tenant.tsg());
    loop {
        std::thread::park();
    }
}
