//! Connections that do not come about: nobody there, no such name, a certificate that nobody trusts, a proxy that
//! refuses.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use airs_triage::domain::fault::{Fault as Wrong, Line};
use airs_triage::io::airs::Client;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{account, brief};

const ID: &str = "ci@1.iam.panserviceaccount.com";

/// A port where nobody listens.
fn nobody() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

async fn wrong(tokens: &str) -> (Option<Line>, String) {
    let account = account(tokens, tokens, ID, "1");
    let client = Client::new(account, "x".into(), brief()).unwrap();
    let wrong = client.prove().await.unwrap_err();
    let line = match &wrong {
        Wrong::Line { line, .. } => Some(*line),
        _ => None,
    };
    (line, wrong.to_string())
}

#[tokio::test]
async fn a_server_that_says_back_what_it_was_asked_with_is_not_quoted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let mut bytes = [0; 8192];
        for mut stream in listener.incoming().flatten() {
            let read = stream.read(&mut bytes).unwrap_or(0);
            let head = String::from_utf8_lossy(&bytes[..read]).replace("\r\n", " | ");
            let granted = head.starts_with("POST /granted");
            let (status, body) = if granted {
                (200, r#"{"access_token": "canary-of-a-token"}"#.to_owned())
            } else {
                (
                    400,
                    format!(r#"{{"message": "no use for {head} nor canary-secret"}}"#),
                )
            };
            let size = body.len();
            let head =
                format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {size}");
            let _ = write!(stream, "{head}\r\n\r\n{body}");
        }
    });
    let here = format!("http://127.0.0.1:{port}");
    for tokens in [format!("{here}/refused"), format!("{here}/granted")] {
        let account = account(&here, &tokens, ID, "1");
        let client = Client::new(account, "canary-secret".into(), brief()).unwrap();
        let said = client.groups().await.unwrap_err().to_string();
        let pair = BASE64_STANDARD.encode(format!("{ID}:canary-secret"));
        assert!(
            said.contains("no use for") && said.contains("(hidden)"),
            "{said}"
        );
        assert!(
            !said.contains("canary") && !said.contains(&pair[..12]),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_little_that_unpacks_to_much_is_given_up() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; 80 << 20]).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 1 << 20);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 8192]);
            let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n";
            let _ = write!(stream, "{head}content-length: {}\r\n\r\n", packed.len());
            let _ = stream.write_all(&packed);
        }
    });
    let (line, said) = wrong(&format!("http://127.0.0.1:{port}")).await;
    assert_eq!(line, None);
    assert!(said.contains("is larger than 64 MiB"), "{said}");
}

#[tokio::test]
async fn where_nobody_is_there_is_no_connection() {
    let (line, said) = wrong(&format!("http://127.0.0.1:{}", nobody())).await;
    assert_eq!(line, Some(Line::Unreachable), "{said}");
    assert!(
        said.starts_with("127.0.0.1 cannot be reached: ") && said.contains("HTTPS_PROXY"),
        "{said}"
    );
    let (line, said) = wrong("https://no-such-name.invalid/token").await;
    assert_eq!(line, Some(Line::Unreachable), "{said}");
}
