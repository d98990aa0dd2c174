//! A simulated tenant on loopback: the API that a triage client needs, with state, with faults on request, and every
//! exchange held against the official API files where they are there.
//!
//! It runs in a thread of its own with its own clock, so tests need no runtime, and nothing waits for time to pass:
//!
//! ```ignore
//! let tenant = Tenant::start(World::sample());
//! tenant.fault(Fault::on("GET /aims/data/v1/scans", What::RetryAfter(429, "3"), 1));
//! tenant.change(|world| world.add_scan("/models/new", "Default LOCAL", Duration::ZERO).uuid);
//! tenant.advance(Duration::from_secs(900));
//! assert_eq!(tenant.count("GET /aims/data/v1/scans"), 2);
//! ```
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "each test uses its part"
)]

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::oneshot;

pub mod call;
pub mod contract;
pub mod fault;
pub mod world;

mod data_plane;
mod labels;
mod mgmt_plane;
mod sample;
mod serve;
mod token;

pub use fault::{Fault, What};
pub use serve::Seen;
pub use world::{Ending, Totals, World};

use serve::{Shared, State};

/// A tenant that is listening. It stops when it is dropped, and fails the test if an exchange was not as described.
pub struct Tenant {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Tenant {
    /// A tenant on a free port, judged by the official files where they are there.
    pub fn start(world: World) -> Self {
        Self::listen(world, 0, contract::official())
    }

    /// A tenant on that port; `0` is a free one.
    pub fn listen(world: World, port: u16, contract: Option<&'static contract::Contract>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("a port of loopback");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::new(world, contract));
        let router = serve::router(&shared);
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            let mut builder = tokio::runtime::Builder::new_current_thread();
            let runtime = builder.enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
                let served = axum::serve(listener, router);
                tokio::select! {
                    _ = served.into_future() => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            address,
            shared,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// What `MODEL_SECURITY_API_ENDPOINT` says of the real service: the part before the planes.
    pub fn api_url(&self) -> String {
        format!("http://{}/aims", self.address)
    }

    pub fn data_url(&self) -> String {
        format!("{}/data", self.api_url())
    }

    pub fn mgmt_url(&self) -> String {
        format!("{}/mgmt", self.api_url())
    }

    pub fn token_url(&self) -> String {
        format!("http://{}{}", self.address, token::PATH)
    }

    pub fn tsg(&self) -> String {
        self.change(|world| world.tsg.clone())
    }

    pub fn client_id(&self) -> String {
        self.change(|world| world.client_id.clone())
    }

    pub fn client_secret(&self) -> String {
        self.change(|world| world.client_secret.clone())
    }

    /// Looks at the tenant or changes it, between two requests.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        change(&mut self.state().world)
    }

    /// Moves the tenant's clock on.
    pub fn advance(&self, time: Duration) {
        self.change(|world| world.now += time);
    }

    /// Deletes the group of that name as the service does: it is no longer listed.
    pub fn delete_group(&self, name: &str) {
        self.change(|world| {
            let uuid = world.group(name).uuid;
            let group = world.groups.iter_mut().find(|group| group.uuid == uuid);
            group.expect("a group").is_tombstone = true;
        });
    }

    /// From now on, this goes wrong.
    pub fn fault(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    /// Nothing goes wrong any more.
    pub fn mend(&self) {
        self.state().faults.clear();
    }

    /// Lets the requests go on that `What::Held` holds.
    pub fn release(&self) {
        self.shared.release();
    }

    /// Waits until so many requests of a route came in, also those that are held.
    pub fn until(&self, route: &str, count: usize) {
        let came = self.shared.wait(route, count);
        assert!(came, "{count} × {route}: {:#?}", self.seen());
    }

    /// Every request so far, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.state().seen.clone()
    }

    /// How many requests of a route came in.
    pub fn count(&self, route: &str) -> usize {
        let state = self.state();
        state.seen.iter().filter(|one| one.route == route).count()
    }

    pub fn tokens_issued(&self) -> usize {
        self.change(|world| world.tokens.len())
    }

    pub fn scans_started(&self) -> usize {
        self.change(|world| world.scans_started)
    }

    /// What was not as the API files describe it, which the test has thereby seen to.
    pub fn take_mismatches(&self) -> Vec<String> {
        std::mem::take(&mut self.state().mismatches)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.shared.state()
    }
}

/// The routes of both planes by their names; that of the token is no part of the API.
pub fn routes() -> impl Iterator<Item = &'static str> {
    let all = [data_plane::ROUTES, mgmt_plane::ROUTES];
    all.into_iter().flatten().map(|route| route.name)
}

impl Drop for Tenant {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        if thread::panicking() {
            return;
        }
        assert!(
            !matches!(ended, Some(Err(_))),
            "the tenant's thread panicked"
        );
        let mismatches = self.take_mismatches();
        assert!(
            mismatches.is_empty(),
            "not as the OpenAPI files describe it:\n{}",
            mismatches.join("\n")
        );
    }
}
