//! The way of a request through the tenant: it is noted, meets its fault, shows its token, is answered by its route,
//! and the exchange is held against the API files.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::{StreamExt, stream};
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::json;
use tokio::sync::watch;
use url::form_urlencoded;

use super::call::{Answer, Call, Reply};
use super::contract::Contract;
use super::fault::{Fault, What};
use super::world::World;
use super::{data_plane, mgmt_plane, token};

/// A route by its name, method and path, and what answers it.
pub struct Route {
    pub name: &'static str,
    answer: fn(&mut World, &Call) -> Answer,
}

pub const fn route(name: &'static str, answer: fn(&mut World, &Call) -> Answer) -> Route {
    Route { name, answer }
}

const NOWHERE: &Route = &route("nowhere", |_, _| Err(Reply::missing("Path")));
const NOT_SO: &Route = &route("not so", |_, _| {
    Err(Reply::refusal(405, "Method not allowed"))
});
const LARGEST_BODY: usize = 4 << 20;

/// A request that came in, and the status that it was answered with.
#[derive(Clone, Debug)]
pub struct Seen {
    pub route: &'static str,
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub body: String,
    pub headers: HeaderMap,
    /// The bearer token that it showed.
    pub token: Option<String>,
    pub status: Option<u16>,
}

/// What the server and the test look at together.
pub struct Shared {
    state: Mutex<State>,
    arrived: Condvar,
    released: watch::Sender<u64>,
    contract: Option<&'static Contract>,
}

pub struct State {
    pub world: World,
    pub faults: Vec<Fault>,
    pub seen: Vec<Seen>,
    pub mismatches: Vec<String>,
}

/// A request that was noted: its place among those seen, the fault that it meets, the releases before it.
struct Arrival {
    number: usize,
    fault: Option<What>,
    released: u64,
}

impl Shared {
    pub fn new(world: World, contract: Option<&'static Contract>) -> Self {
        Self {
            state: Mutex::new(State {
                world,
                faults: Vec::new(),
                seen: Vec::new(),
                mismatches: Vec::new(),
            }),
            arrived: Condvar::new(),
            released: watch::Sender::new(0),
            contract,
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the requests go on that are held.
    pub fn release(&self) {
        self.released.send_modify(|count| *count += 1);
    }

    /// Waits until so many requests of a route came in; false if they do not in ten seconds.
    pub fn wait(&self, route: &str, count: usize) -> bool {
        let few = |state: &mut State| {
            let seen = state.seen.iter().filter(|one| one.route == route);
            seen.count() < count
        };
        let limit = Duration::from_secs(10);
        let waited = self.arrived.wait_timeout_while(self.state(), limit, few);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn arrive(&self, route: &Route, call: &Call) -> Arrival {
        let mut state = self.state();
        let mut faults = state.faults.iter_mut();
        let fault = faults.find(|fault| fault.meets(route.name, &call.path));
        let fault = fault.map(|fault| {
            fault.times -= 1;
            fault.what
        });
        let token = call.header("authorization");
        state.seen.push(Seen {
            route: route.name,
            method: call.method.clone(),
            path: call.path.clone(),
            query: call.query.clone(),
            body: String::from_utf8_lossy(&call.body).into_owned(),
            headers: call.headers.clone(),
            token: token.and_then(|token| Some(token.strip_prefix("Bearer ")?.to_owned())),
            status: None,
        });
        let number = state.seen.len() - 1;
        self.judge(&mut state, call, |contract| contract.request(call));
        let released = *self.released.borrow();
        self.arrived.notify_all();
        Arrival {
            number,
            fault,
            released,
        }
    }

    /// The answer, before a fault spoils how it is sent.
    fn answer(&self, route: &Route, call: &Call, arrival: &Arrival) -> Reply {
        let mut state = self.state();
        let reply = instead(arrival.fault);
        let faithful = reply.is_none();
        let reply = reply.unwrap_or_else(|| {
            let world = &mut state.world;
            let admitted = match call.path.as_str() {
                token::PATH => Ok(()),
                _ => token::admit(world, call),
            };
            let answer = admitted.and_then(|()| (route.answer)(world, call));
            answer.unwrap_or_else(|refusal| refusal)
        });
        state.seen[arrival.number].status = Some(reply.status);
        if faithful {
            self.judge(&mut state, call, |contract| contract.response(call, &reply));
        }
        reply
    }

    /// The tenant's own time, as every answer tells it.
    fn date(&self) -> HeaderValue {
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&self.state().world.now);
        let date = date.expect("a time after the year 0");
        HeaderValue::from_str(&date).expect("a date of letters and digits")
    }

    /// Remembers what the files have against an exchange; the token is none of theirs.
    fn judge(&self, state: &mut State, call: &Call, faults: impl Fn(&Contract) -> Vec<String>) {
        let Some(contract) = self.contract.filter(|_| call.path != token::PATH) else {
            return;
        };
        let said = |fault| format!("{} {}: {fault}", call.method, call.path);
        state
            .mismatches
            .extend(faults(contract).into_iter().map(said));
    }
}

/// What a fault answers in the place of the route.
fn instead(fault: Option<What>) -> Option<Reply> {
    let refusal = |status| Reply::refusal(status, "A fault of the simulation");
    match fault? {
        What::Status(status) | What::RetryAfter(status, _) => Some(refusal(status)),
        What::ErrorBody200 => Some(Reply {
            status: 200,
            ..refusal(403)
        }),
        What::WrongJson => Some(Reply::of(
            200,
            &json!({"result": [1, 2, 3], "scans": "none"}),
        )),
        What::Html | What::Flood | What::Bomb => Some(Reply::empty(200)),
        What::Redirect(_) => Some(Reply::empty(302)),
        What::Latency(_)
        | What::Held
        | What::Slow(_)
        | What::Packed
        | What::Cut
        | What::EndlessPages => None,
    }
}

/// All routes of a tenant.
pub fn router(shared: &Arc<Shared>) -> Router {
    let handler = |route: &'static Route| {
        let shared = Arc::clone(shared);
        move |request: Request| serve(shared, route, request)
    };
    let all = [token::ROUTES, data_plane::ROUTES, mgmt_plane::ROUTES];
    let routes = all.into_iter().flatten();
    let router = routes.fold(Router::new(), |router, route| {
        let (method, path) = route.name.split_once(' ').expect("a method and a path");
        let method = Method::try_from(method).expect("a method");
        let method = MethodFilter::try_from(method).expect("a method");
        router.route(path, on(method, handler(route)))
    });
    router
        .fallback(handler(NOWHERE))
        .method_not_allowed_fallback(handler(NOT_SO))
}

async fn serve(shared: Arc<Shared>, route: &'static Route, request: Request) -> Response {
    let call = match read(request).await {
        Ok(call) => call,
        Err(reply) => return send(&reply, None),
    };
    let arrival = shared.arrive(route, &call);
    match arrival.fault {
        Some(What::Latency(pause)) => wait(pause).await,
        Some(What::Held) => {
            let mut released = shared.released.subscribe();
            let after = |count: &u64| *count > arrival.released;
            released.wait_for(after).await.expect("the tenant is here");
        }
        _ => {}
    }
    let endless = matches!(arrival.fault, Some(What::EndlessPages));
    let call = Call { endless, ..call };
    let mut response = send(&shared.answer(route, &call, &arrival), arrival.fault);
    let date = shared.date();
    response.headers_mut().insert(header::DATE, date);
    response
}

async fn read(request: Request) -> Result<Call, Reply> {
    use axum::RequestExt;
    let mut request = request;
    let places = request.extract_parts::<RawPathParams>().await;
    let places: HashMap<String, String> = places.map_or_else(
        |_| HashMap::new(),
        |all| {
            all.iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        },
    );
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let body = to_bytes(body, LARGEST_BODY).await;
    Ok(Call {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        places,
        query: form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: parts.headers,
        body: body.map_err(|_| Reply::refusal(413, "Too much"))?.to_vec(),
        endless: false,
    })
}

fn send(reply: &Reply, fault: Option<What>) -> Response {
    let status = StatusCode::from_u16(reply.status).expect("a status");
    let bytes = reply
        .body
        .as_ref()
        .map(|body| body.to_string().into_bytes());
    let length = bytes.as_ref().map_or(0, Vec::len);
    let kind = bytes.is_some().then_some("application/json");
    let bytes = bytes.unwrap_or_default();
    let (body, kind) = match fault {
        Some(What::Html) => (Body::from(PAGE), Some("text/html; charset=utf-8")),
        Some(What::Cut) => (cut(bytes), kind),
        Some(What::Flood) => (flood(), Some("application/json")),
        Some(What::Bomb) => (bomb(), Some("application/json")),
        Some(What::Packed) => (Body::from(pack(&bytes)), kind),
        Some(What::Slow(pause)) => (slow(&bytes, pause), kind),
        _ => (Body::from(bytes), kind),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Some(kind) = kind {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    if let Some(What::RetryAfter(_, pause)) = fault {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static(pause));
    }
    if let Some(What::Redirect(place)) = fault {
        headers.insert(header::LOCATION, HeaderValue::from_static(place));
    }
    if let Some(What::Packed | What::Bomb) = fault {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Some(What::Cut) = fault {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}

const PAGE: &str = "<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>";

/// The first half, and then nothing but a broken connection.
fn cut(mut bytes: Vec<u8>) -> Body {
    bytes.truncate(bytes.len() / 2);
    let broken = io::Error::other("a fault of the simulation");
    let first = stream::iter([Ok(bytes)]);
    let then = stream::once(async {
        tokio::task::yield_now().await;
        Err(broken)
    });
    Body::from_stream(first.chain(then))
}

/// The beginning of a list, and nulls for ever.
fn flood() -> Body {
    let first = stream::iter([Ok::<_, io::Error>("[null".to_owned())]);
    let more = ",null".repeat(10_000);
    Body::from_stream(first.chain(stream::repeat_with(move || Ok(more.clone()))))
}

/// Spaces for ever, in very little.
fn bomb() -> Body {
    let piece = pack(&vec![b' '; 1 << 20]);
    Body::from_stream(stream::repeat_with(move || {
        Ok::<_, io::Error>(piece.clone())
    }))
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

/// Eight pieces with a pause before each.
fn slow(bytes: &[u8], pause: Duration) -> Body {
    let size = bytes.len().div_ceil(8).max(1);
    let pieces: Vec<Vec<u8>> = bytes.chunks(size).map(<[u8]>::to_vec).collect();
    let paused = stream::iter(pieces).then(move |piece| async move {
        wait(pause).await;
        Ok::<_, io::Error>(piece)
    });
    Body::from_stream(paused)
}

/// The service takes its time; nobody waits for anything here but for time to pass.
async fn wait(pause: Duration) {
    let never = std::future::pending::<()>();
    tokio::time::timeout(pause, never).await.unwrap_err();
}
