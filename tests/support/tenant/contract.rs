//! The official `OpenAPI` files, as the judge of every exchange. They are not part of the project: they are read where
//! they lie, and only what they describe is judged. They describe no authentication and no 400, 401, 403, 404, 409,
//! 429 or 5xx, so answers of such a status are let through.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::{Registry, RegistryBuilder, Validator};
use serde_json::{Value, json};

use super::call::{Call, Reply};

/// The folder with the files, if it is not `../shared/api`.
pub const PLACE: &str = "AIRS_TRIAGE_API";
/// Set where a run without the files is no run.
pub const REQUIRED: &str = "AIRS_TRIAGE_REQUIRE_API";

/// Each file, with the path under which the service has what it describes.
const PLANES: [(&str, &str); 2] = [
    ("data-plane.yml", "/aims/data"),
    ("mgmt-plane.yml", "/aims/mgmt"),
];

/// What the service answers and the files do not describe.
const UNDESCRIBED: [u16; 10] = [400, 401, 403, 404, 409, 429, 500, 502, 503, 504];

/// Everything that the files describe.
pub struct Contract {
    operations: Vec<Operation>,
}

struct Operation {
    method: String,
    /// With the plane's path, and `{name}` for what differs.
    path: Vec<String>,
    parameters: Vec<Parameter>,
    body: Option<Validator>,
    /// By status; `None` where nothing is in the body.
    responses: BTreeMap<u16, Option<Validator>>,
}

struct Parameter {
    name: String,
    place: String,
    required: bool,
    schema: Validator,
}

/// The contract of this machine: read once, or said once to be missing.
pub fn official() -> Option<&'static Contract> {
    static OFFICIAL: LazyLock<Option<Contract>> = LazyLock::new(|| {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/api");
        let folder = env::var_os(PLACE).map_or(beside, PathBuf::from);
        if folder.is_dir() {
            return Some(Contract::read(&folder));
        }
        let words = format!("no OpenAPI files in {}", folder.display());
        assert!(
            env::var_os(REQUIRED).is_none(),
            "{words}; {PLACE} says where they are"
        );
        say(&format!("{words}: nothing is checked against them"));
        None
    });
    OFFICIAL.as_ref()
}

/// Past the capture of the test harness: a run that checks less has to say so.
fn say(words: &str) {
    let said = writeln!(io::stderr(), "{words}");
    said.expect("an open stderr");
}

impl Contract {
    fn read(folder: &Path) -> Self {
        let planes = PLANES.iter();
        let operations = planes.flat_map(|(file, base)| {
            let text = fs::read_to_string(folder.join(file));
            let text = text.unwrap_or_else(|error| panic!("{file}: {error}"));
            let document: Value =
                yaml_serde::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
            operations(&format!("openapi:///{file}"), base, &document)
        });
        Self {
            operations: operations.collect(),
        }
    }

    /// What of a request is not as described.
    pub fn request(&self, call: &Call) -> Vec<String> {
        match self.operation(call) {
            Some(operation) => operation.request(call),
            None => vec!["no such operation".to_owned()],
        }
    }

    /// What of an answer is not as described.
    pub fn response(&self, call: &Call, reply: &Reply) -> Vec<String> {
        let described = self
            .operation(call)
            .and_then(|operation| operation.responses.get(&reply.status));
        match (described, &reply.body) {
            (Some(Some(schema)), Some(body)) => errors(schema, body),
            (Some(Some(_)), None) => vec!["the answer has no body".to_owned()],
            (Some(None), Some(_)) => vec!["the answer has a body".to_owned()],
            (Some(None), None) => Vec::new(),
            (None, _) if UNDESCRIBED.contains(&reply.status) => Vec::new(),
            (None, _) => vec![format!("status {} is not described", reply.status)],
        }
    }

    /// The operation for a path; written-out parts go before those that stand for something.
    fn operation(&self, call: &Call) -> Option<&Operation> {
        let path: Vec<&str> = call.path.split('/').collect();
        let all = self.operations.iter();
        let fits = all.filter(|one| one.method == call.method && one.values(&path).is_some());
        fits.min_by_key(|one| one.path.iter().filter(|part| part.starts_with('{')).count())
    }
}

impl Operation {
    /// What stands in the named parts of a path, if it is this operation's.
    fn values<'a>(&self, path: &[&'a str]) -> Option<Vec<(&str, &'a str)>> {
        let same = |(part, value): (&String, &&str)| part.starts_with('{') || part == value;
        let mut parts = self.path.iter().zip(path);
        if path.len() != self.path.len() || !parts.all(same) {
            return None;
        }
        let pairs = self.path.iter().zip(path);
        let pairs = pairs.filter_map(|(part, value)| {
            let name = part.strip_prefix('{')?.strip_suffix('}')?;
            Some((name, *value))
        });
        Some(pairs.collect())
    }

    fn request(&self, call: &Call) -> Vec<String> {
        let path: Vec<&str> = call.path.split('/').collect();
        let places = self.values(&path).unwrap_or_default();
        let mut faults = Vec::new();
        for parameter in &self.parameters {
            let given: Vec<&str> = match parameter.place.as_str() {
                "path" => places
                    .iter()
                    .filter(|(name, _)| *name == parameter.name)
                    .map(|(_, value)| *value)
                    .collect(),
                _ => call.all(&parameter.name).collect(),
            };
            faults.extend(parameter.faults(&given));
        }
        let known = |name: &str| self.parameters.iter().any(|one| one.name == name);
        let unknown = call.query.iter().filter(|(name, _)| !known(name));
        faults.extend(unknown.map(|(name, _)| format!("no parameter is called {name}")));
        faults.extend(self.body_faults(call));
        faults
    }

    fn body_faults(&self, call: &Call) -> Vec<String> {
        let Some(schema) = &self.body else {
            let none = call.body.is_empty();
            return (!none)
                .then(|| "a body where none belongs".to_owned())
                .into_iter()
                .collect();
        };
        if call.header("content-type") != Some("application/json") {
            return vec!["the body is not called application/json".to_owned()];
        }
        match serde_json::from_slice(&call.body) {
            Ok(body) => errors(schema, &body),
            Err(error) => vec![format!("the body is no JSON: {error}")],
        }
    }
}

impl Parameter {
    /// Text has no type: it is right if one way to read it is.
    fn faults(&self, given: &[&str]) -> Option<String> {
        if given.is_empty() {
            let missing = format!("{} is missing", self.name);
            return self.required.then_some(missing);
        }
        let typed = |text: &&str| serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        let single = match given {
            [text] => vec![json!(text), typed(text)],
            _ => Vec::new(),
        };
        let lists = [
            json!(given),
            Value::Array(given.iter().map(typed).collect()),
        ];
        let mut readings = single.iter().chain(&lists);
        let fits = readings.any(|reading| self.schema.is_valid(reading));
        (!fits).then(|| format!("{} may not be {}", self.name, given.join(", ")))
    }
}

fn errors(schema: &Validator, body: &Value) -> Vec<String> {
    schema
        .iter_errors(body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// The operations of one file.
fn operations(uri: &str, base: &str, document: &Value) -> Vec<Operation> {
    let registry = Registry::new()
        .add(uri, document.clone())
        .and_then(RegistryBuilder::prepare)
        .expect("an OpenAPI file");
    let schema = |pointer: &str| {
        let pointer = pointer.replace('{', "%7B").replace('}', "%7D");
        jsonschema::options()
            .with_registry(&registry)
            .should_validate_formats(true)
            .build(&json!({"$ref": format!("{uri}#{pointer}")}))
            .unwrap_or_else(|error| panic!("{uri}#{pointer}: {error}"))
    };
    let content = |pointer: &str| {
        let pointer = format!("{pointer}/content/application~1json/schema");
        document.pointer(&pointer).map(|_| schema(&pointer))
    };
    let mut all = Vec::new();
    for (path, methods) in members(&document["paths"]) {
        for (method, operation) in members(methods) {
            let at = format!("/paths/{}/{method}", path.replace('/', "~1"));
            let parameters = operation["parameters"].as_array();
            let parameters = parameters.into_iter().flatten().enumerate();
            let parameter = |(index, one): (usize, &Value)| Parameter {
                name: one["name"].as_str().expect("a name").to_owned(),
                place: one["in"].as_str().expect("a place").to_owned(),
                required: one["required"] == true,
                schema: schema(&format!("{at}/parameters/{index}/schema")),
            };
            let response = |status: &String| {
                let body = content(&format!("{at}/responses/{status}"));
                (status.parse().expect("a status"), body)
            };
            all.push(Operation {
                method: method.to_uppercase(),
                path: format!("{base}{path}")
                    .split('/')
                    .map(str::to_owned)
                    .collect(),
                parameters: parameters.map(parameter).collect(),
                body: content(&format!("{at}/requestBody")),
                responses: members(&operation["responses"])
                    .map(|(status, _)| response(status))
                    .collect(),
            });
        }
    }
    all
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
