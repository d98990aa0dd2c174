//! The client's questions before a judge that is not ours: a mock made from the official files by someone else, which
//! refuses what the files do not describe.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use airs_triage::domain::launch::{Judge, Request, Target, Wish};
use airs_triage::format::airs;
use airs_triage::io::airs::{Client, Filter};
use url::Url;

use super::launch::start;
use super::{account, brief};

const TOKEN: &str = r#"{"access_token": "token", "expires_in": 899}"#;
const GROUP: &str = "0f95d196-2cba-5ece-a3f5-d9f9d7a361f3";

/// Where the mock of a plane listens.
fn mock(variable: &str) -> String {
    let url = Url::parse(&std::env::var(variable).expect(variable)).unwrap();
    format!("{}:{}", url.host_str().unwrap(), url.port().unwrap())
}

/// Both planes below one address, as the service has them, with a token for whoever asks.
fn service() -> String {
    let planes = [
        ("/aims/data", mock("AIRS_TRIAGE_MOCK_DATA")),
        ("/aims/mgmt", mock("AIRS_TRIAGE_MOCK_MGMT")),
    ];
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let planes = planes.clone();
            thread::spawn(move || pass_on(stream, &planes));
        }
    });
    format!("http://127.0.0.1:{port}/aims")
}

/// Hands a request on to the plane that it is for, and its answer back.
fn pass_on(stream: TcpStream, planes: &[(&str, String)]) {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    while let Ok(read) = reader.read_line(&mut head)
        && read > 2
    {
        let line = head.lines().last().unwrap_or_default().to_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut stream = reader.into_inner();
    let path = head.split(' ').nth(1).unwrap();
    let plane = planes.iter().find(|(start, _)| path.starts_with(start));
    let Some((start, address)) = plane else {
        let length = TOKEN.len();
        let answer = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length:";
        write!(stream, "{answer} {length}\r\n\r\n{TOKEN}").unwrap();
        return;
    };
    let head = head.replacen(start, "", 1);
    let head = head.replacen("\r\n", "\r\nconnection: close\r\n", 1);
    let mut mock = TcpStream::connect(address).unwrap();
    mock.set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    mock.write_all(head.as_bytes()).unwrap();
    mock.write_all(&body).unwrap();
    let _ = std::io::copy(&mut mock, &mut stream);
}

#[tokio::test]
#[ignore = "needs the mock that .ci/contract starts"]
async fn mock_understands_every_question_of_the_client() {
    let api = service();
    let account = account(&api, &api, "ci@1.iam.panserviceaccount.com", "1");
    let client = Client::new(account, "secret".into(), brief()).unwrap();
    let groups = client.groups().await.unwrap();
    assert!(airs::groups(&groups.rows).is_ok());
    let rules = client.rules(GROUP).await.unwrap();
    assert!(airs::rules(&rules.rows).is_ok());
    for (_, answer) in client.probe().await {
        answer.unwrap();
    }
    let now = jiff::Timestamp::now();
    // One outcome alone is refused by the mock, though not by the service.
    let filter = Filter {
        outcomes: vec!["BLOCKED".into(), "ERROR".into()],
        source_types: vec!["LOCAL".into(), "HUGGING_FACE".into()],
        group: Some(GROUP.into()),
        prefix: Some("https://huggingface.co/acme".into()),
        labels: Some("team:vision".into()),
        between: Some((now, now)),
    };
    client.scans(&filter).await.unwrap();
    let wish = Wish {
        labels: vec!["team=vision".into()],
        allow: vec!["*.bin".into()],
        ignore: vec!["*.h5".into()],
        name: "tiny".into(),
        author: "acme".into(),
        version: "main".into(),
    };
    let target = Target::parse("https://huggingface.co/acme/tiny").unwrap();
    let request = Request::new(target, Judge::unseen(GROUP), &wish).unwrap();
    start(&client, &request).await.unwrap();
    // The mock answers about another scan than it is asked about: that is said, and nothing before it.
    let said = client.scan(GROUP).await.unwrap_err().to_string();
    assert!(said.contains("other JSON than was asked for"), "{said}");
}
