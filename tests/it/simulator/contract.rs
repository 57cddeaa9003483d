//! The contract as a whole: every operation of `openapi.yaml` is there.

use reqwest::Method;

use super::client::{Client, receive};

/// Method and path of every operation. The document is laid out regularly: paths are indented by two, methods by four.
pub fn operations() -> Vec<(Method, String)> {
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

/// The paths of all lists that page, with what they call the cursor and the size.
pub fn lists() -> Vec<(String, &'static str, &'static str)> {
    let document = include_str!("../../../src/sigma/contract/openapi.yaml");
    let mut lists = Vec::new();
    let (mut path, mut is_read) = ("", false);
    for line in document.lines().skip_while(|line| *line != "paths:").take_while(|line| *line != "components:") {
        match line.trim() {
            name if line.starts_with("  /") => path = name.trim_end_matches(':'),
            method if line.starts_with("    ") && !line.starts_with("     ") => is_read = method == "get:",
            "- $ref: '#/components/parameters/page'" if is_read => lists.push((path.to_owned(), "page", "limit")),
            "- $ref: '#/components/parameters/pageToken'" if is_read => {
                lists.push((path.to_owned(), "pageToken", "pageSize"));
            }
            _ => {}
        }
    }
    lists
}

#[tokio::test]
async fn every_operation_is_there_and_asks_for_a_token() {
    let client = Client::new().await;
    let operations = operations();
    assert_eq!(operations.len(), 165);
    for (method, path) in operations {
        let request = client.http.request(method.clone(), format!("{}{path}", client.running.url));
        let status = receive(request).await.unwrap().status.as_u16();
        let expected = if path == "/v2/auth/token" { 400 } else { 401 };
        assert_eq!(status, expected, "{method} {path}");
    }
}
