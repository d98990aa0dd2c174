//! What holds of any answer, any address and any file of settings.

use std::fs;

use airs_triage::domain::fault::Asked;
use airs_triage::domain::tenant::{Endpoint, Field, Layer, Name, Tenant};
use airs_triage::domain::text::is_deceptive;
use airs_triage::format::airs::{self, Answer, Page};
use airs_triage::io::settings::Settings;
use proptest::prelude::*;
use serde_json::value::RawValue;

const ASKED: [Asked; 10] = [
    Asked::Token,
    Asked::Groups,
    Asked::Rules,
    Asked::Scans,
    Asked::Scan,
    Asked::Violations,
    Asked::Evaluations,
    Asked::Files,
    Asked::Launch,
    Asked::PypiUrl,
];

/// Any JSON, with the names that are looked for more often than chance would have it.
fn json() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("code"),
        Just("message"),
        Just("detail"),
        Just("details"),
        Just("error"),
        Just("error_description"),
        Just("access_token"),
        Just("expires_in"),
        Just("loc"),
        Just("msg"),
        Just("scans"),
        Just("pagination"),
        Just("total_items"),
        Just("count_capped"),
        Just("uuid"),
        Just("rule"),
        Just("state"),
        Just("field_values"),
        Just("editable_fields"),
        Just("remediation"),
        Just("security_group_source_type"),
        Just("model_source_type"),
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    let tree = leaf.prop_recursive(4, 32, 6, move |inside| {
        prop_oneof![
            prop::collection::vec(inside.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map(name.clone().prop_map(str::to_owned), inside, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    });
    tree.prop_map(|value| value.to_string())
}

fn body() -> impl Strategy<Value = String> {
    prop_oneof![json(), any::<String>(), ".{0,20}<html>.{0,20}"]
}

proptest! {
    #[test]
    fn any_answer_is_read_or_refused_in_words_that_are_safe_to_show(body in body(), status in 100_u16..600, which in 0..10_usize) {
        let answer = Answer {
            asked: ASKED[which],
            status,
            body: &body,
            host: "api.example.com",
            tenant: "tenant prod (TSG 1)",
            tsg_id: "1",
            wait: None,
        };
        let fault = airs::refusal(&answer);
        let mut said = vec![fault.to_string()];
        if let Err(why) = Page::read(&body, "scans") {
            said.push(airs::garbled(ASKED[which], "api.example.com", &body, &why).to_string());
        }
        if let Err(why) = airs::granted(&body) {
            said.push(why.to_owned());
        }
        for words in said {
            prop_assert!(!words.is_empty() && words.chars().count() < 1100);
            prop_assert!(!words.contains(is_deceptive), "{words:?}");
        }
        if let Ok(row) = RawValue::from_string(body) {
            let rows = [row];
            let _ = (airs::groups(&rows), airs::rules(&rows));
        }
    }

    #[test]
    fn an_endpoint_is_protected_or_here_and_reads_back(text in prop_oneof![
        any::<String>(),
        "(http|https|HTTP|ftp)://(localhost|127\\.0\\.0\\.1|\\[::1\\]|0x7f\\.1|[a-z.@]{1,12})(:[0-9]{1,5})?(/(data|mgmt|aims|[a-z.%?#]{0,4})){0,4}",
    ]) {
        if let Ok(endpoint) = Endpoint::parse(&text) {
            let url = endpoint.url();
            let here = match url.host() {
                Some(url::Host::Ipv4(address)) => address.is_loopback(),
                Some(url::Host::Ipv6(address)) => address.is_loopback(),
                Some(url::Host::Domain(name)) => name == "localhost",
                None => false,
            };
            prop_assert!(url.scheme() == "https" || url.scheme() == "http" && here, "{url}");
            prop_assert!(url.username().is_empty() && url.password().is_none());
            let again = Endpoint::parse(&endpoint.to_string());
            prop_assert_eq!(again, Ok(endpoint.clone()));
            let below = endpoint.below(&["data", "v1", &text]);
            prop_assert_eq!(below.origin(), url.origin());
        }
    }

    #[test]
    fn any_file_of_settings_is_read_or_refused(text in prop_oneof![
        any::<String>(),
        "(\\[tenants\\.[a-z\" ]{1,4}\\]\n|tsg_id = [0-9'\"]{1,4}\n|default_tenant = \"[a-z]\"\n|secret = 'x'\n|#.{0,5}\n){0,8}",
    ]) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        fs::write(&file, &text).unwrap();
        match Settings::read(&file) {
            Ok(settings) => for name in settings.tenants() {
                prop_assert!(settings.layer(&name).is_some());
            },
            Err(why) => prop_assert!(!why.as_str().contains(is_deceptive)),
        }
    }

    #[test]
    fn a_tenant_reads_back_as_it_was_put(
        name in "[a-zA-Z0-9][a-zA-Z0-9._-]{0,12}",
        id in "[!-9;-~]{1,20}",
        tsg in "[a-zA-Z0-9]{1,12}",
        region in prop::option::of("[!-~]([ -~]{0,10}[!-~])?"),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::read(&folder.path().join("a/config.toml")).unwrap();
        let name: Name = name.parse().unwrap();
        let said = Layer::asked([
            (Field::ClientId, Some(id)),
            (Field::TsgId, Some(tsg)),
            (Field::Region, region),
        ]);
        let tenant = Tenant::from_layers(Some(name.clone()), &[said]).unwrap();
        settings.put(&name, &tenant);
        settings.save().unwrap();
        let settings = Settings::read(&folder.path().join("a/config.toml")).unwrap();
        let read = Tenant::from_layers(Some(name.clone()), &[settings.layer(&name).unwrap()]).unwrap();
        let values = |tenant: &Tenant| (
            tenant.client_id.value.clone(),
            tenant.tsg_id.value.clone(),
            tenant.region.clone().map(|region| region.value),
            tenant.api.value.clone(),
        );
        prop_assert_eq!(values(&read), values(&tenant));
        prop_assert_eq!(settings.default_tenant(), Some(name));
    }
}
