//! What goes wrong, as data: where, what, and how often.

use std::time::Duration;

/// A fault that the next matching requests meet, as many as `times` says.
#[derive(Clone, Debug)]
pub struct Fault {
    pub on: On,
    pub what: What,
    pub times: usize,
}

impl Fault {
    /// A fault of one route, named as in the table of routes: `GET /aims/data/v1/scans/{uuid}`.
    pub fn on(route: &'static str, what: What, times: usize) -> Self {
        let on = On::Route(route);
        Self { on, what, times }
    }

    /// A fault of every request under a path, whatever its method.
    pub fn under(path: &'static str, what: What, times: usize) -> Self {
        let on = On::Under(path);
        Self { on, what, times }
    }

    /// Whether a request of a route, for this very path, meets it.
    pub fn meets(&self, route: &str, path: &str) -> bool {
        let here = match self.on {
            On::Route(name) => name == route,
            On::Under(start) => path.starts_with(start),
        };
        here && self.times > 0
    }
}

#[derive(Clone, Copy, Debug)]
pub enum On {
    Route(&'static str),
    Under(&'static str),
}

#[derive(Clone, Copy, Debug)]
pub enum What {
    /// The right answer, after a while.
    Latency(Duration),
    /// The right answer, once the test says `Tenant::release`.
    Held,
    /// The right answer, in eight pieces with a pause before each.
    Slow(Duration),
    /// The first half of the right answer, and then the connection is gone.
    Cut,
    /// The right answer, compressed.
    Packed,
    /// A body that never ends.
    Flood,
    /// A compressed body that never ends, and is a thousand times what comes over the line.
    Bomb,
    /// The right items without end: the pages after the last begin again, and nobody says how many there are.
    EndlessPages,
    /// This status with the service's error body; the request does nothing.
    Status(u16),
    /// The same with a `Retry-After`.
    RetryAfter(u16, &'static str),
    /// 302 to another place.
    Redirect(&'static str),
    /// 200 with a page for people, as a proxy or a login portal sends it.
    Html,
    /// 200 with well-formed JSON of another shape.
    WrongJson,
    /// 200 with the body of an error.
    ErrorBody200,
}
