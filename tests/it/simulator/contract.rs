//! The contract as a whole: every operation of `openapi.yaml` is there.

use reqwest::Method;

use super::client::{Client, receive};

/// Method and path of every operation. The document is laid out regularly: paths are indented by two, methods by four.
fn operations() -> Vec<(Method, String)> {
    let document = include_str!("../../../src/sigma/contract/openapi.yaml");
    let mut operations = Vec::new();
    let mut path = "";
    for line in document.lines().skip_while(|line| *line != "paths:").take_while(|line| *line != "components:") {
        let name = line.trim().trim_end_matches(':');
        if line.starts_with("  /") {
            path = name;
        } else if line.starts_with("    ") && !line.starts_with("     ") {
            let method = name.to_uppercase().parse().unwrap();
            operations.push((method, path.to_owned()));
        }
    }
    operations
}

#[tokio::test]
async fn every_operation_is_there_and_asks_for_a_token() {
    let client = Client::new().await;
    let operations = operations();
    assert_eq!(operations.len(), 111);
    for (method, path) in operations {
        let request = client.http.request(method.clone(), format!("{}{path}", client.running.url));
        let status = receive(request).await.unwrap().status.as_u16();
        let expected = if path == "/v2/auth/token" { 400 } else { 401 };
        assert_eq!(status, expected, "{method} {path}");
    }
}
