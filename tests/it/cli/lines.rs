//! Connections through the real binary: certificates that nobody trusts, that are past their time or belong to another,
//! the certificates that `SSL_CERT_FILE` adds, and proxies that let nobody through.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread;

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use snapbox::cmd::Command;

use super::{Desk, out, said};
use crate::support::tenant::{Tenant, World};

/// What a token service says to a secret that it does not know.
const REFUSAL: &str =
    r#"{"error": "invalid_client", "error_description": "Client authentication failed"}"#;

/// Reads a request to the end of its head and body, and answers.
fn answer(stream: impl Read + Write, status: &str, body: &str) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let _ = reader.read_exact(&mut vec![0; length]);
    let size = body.len();
    let _ = write!(
        reader.get_mut(),
        "HTTP/1.1 {status}\r\ncontent-length: {size}\r\nconnection: close\r\n\r\n{body}"
    );
}

/// Answers whoever comes, for as long as the test runs; gives the port.
fn serve(each: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().flatten().for_each(each));
    port
}

/// A token service behind a certificate for this name, and the certificate.
fn protected(name: &str, ends: i32) -> (u16, String) {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(ends, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .unwrap();
    let config = Arc::new(config);
    let port = serve(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        answer(
            StreamOwned::new(connection, stream),
            "401 Unauthorized",
            REFUSAL,
        );
    });
    (port, certificate.pem())
}

/// What `pypi-url` says of a token service at an address.
fn told(port: u16, environment: &[(&str, &str)]) -> String {
    let desk = Desk::new();
    let url = format!("https://localhost:{port}/token");
    let mut process = desk.process(&["pypi-url"]);
    process
        .env("MODEL_SECURITY_API_ENDPOINT", &url)
        .env("MODEL_SECURITY_TOKEN_ENDPOINT", &url)
        .env("MODEL_SECURITY_CLIENT_ID", "ci@1.iam.panserviceaccount.com")
        .env("MODEL_SECURITY_CLIENT_SECRET", "canary-5d1c")
        .envs(environment.iter().copied());
    let run = Command::from_std(process).assert().code(2);
    assert!(!said(&run).contains("canary") && out(&run).is_empty());
    said(&run)
}

#[test]
fn only_a_certificate_that_is_trusted_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (good, pem) = protected("localhost", 2999);
    let trusted = file("good.pem", &pem);
    let (past, pem) = protected("localhost", 2001);
    let past_trusted = file("past.pem", &pem);
    let (other, pem) = protected("other.example", 2999);
    let other_trusted = file("other.pem", &pem);
    let garbage = file("garbage.pem", "no certificate");
    for (port, certificates, words) in [
        (good, None, "the certificate of localhost is not trusted"),
        (
            good,
            Some(&trusted),
            "the client id or the client secret is wrong",
        ),
        (
            past,
            Some(&past_trusted),
            "the certificate of localhost is not valid now",
        ),
        (
            other,
            Some(&other_trusted),
            "the certificate of localhost is not trusted",
        ),
        (good, Some(&garbage), "SSL_CERT_FILE"),
    ] {
        let environment = certificates.map(|file| ("SSL_CERT_FILE", file.as_str()));
        let said = told(port, environment.as_slice());
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn what_stays_on_this_machine_goes_through_no_proxy() {
    let (came, seen) = mpsc::channel();
    let proxy = serve(move |_| came.send(()).unwrap());
    let proxy = format!("http://127.0.0.1:{proxy}");
    let tenant = Tenant::start(World::sample());
    let desk = Desk::new();
    let mut process = desk.process(&["groups"]);
    process
        .env("MODEL_SECURITY_API_ENDPOINT", tenant.api_url())
        .env("MODEL_SECURITY_TOKEN_ENDPOINT", tenant.token_url())
        .env("MODEL_SECURITY_CLIENT_ID", tenant.client_id())
        .env("MODEL_SECURITY_CLIENT_SECRET", tenant.client_secret());
    for variable in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "all_proxy",
    ] {
        process.env(variable, &proxy);
    }
    Command::from_std(process).assert().success();
    assert!(seen.try_recv().is_err(), "the proxy was asked");
}

#[test]
fn a_proxy_that_lets_nobody_through_is_named_and_its_password_is_not() {
    let refusing = serve(|stream| answer(stream, "407 Proxy Authentication Required", ""));
    let broken = serve(|stream| answer(stream, "502 Bad Gateway", ""));
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    for port in [refusing, broken, nobody] {
        let proxy = format!("http://me:canary-proxy@127.0.0.1:{port}");
        for variable in ["HTTPS_PROXY", "https_proxy"] {
            let said = told(9, &[(variable, &proxy)]);
            assert!(
                said.contains("the proxy does not let through to localhost"),
                "{said}"
            );
            assert!(said.contains("NO_PROXY"), "{said}");
        }
    }
}
