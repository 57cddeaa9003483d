//! Reads the hidden field at the beginning of a body, without reading the rest.

use super::FIELD;
use axum::body::{Body, Bytes};
use bytes::BytesMut;
use futures::{StreamExt, stream};

/// How much of a body is looked at: the field is its first.
const LOOKED_AT: usize = 1024;

/// The token at the beginning of a body, and the body as it was.
pub async fn begun(body: Body) -> (Option<String>, Body) {
    let mut chunks = body.into_data_stream();
    let mut head = BytesMut::new();
    let mut failed = None;
    while head.len() < LOOKED_AT && token(&head).is_none() {
        match chunks.next().await {
            Some(Ok(chunk)) => head.extend_from_slice(&chunk),
            Some(Err(error)) => {
                failed = Some(Err(error));
                break;
            }
            None => break,
        }
    }
    let head: Bytes = head.freeze();
    let token = token(&head);
    let again = stream::iter([Ok(head)]).chain(stream::iter(failed)).chain(chunks);
    (token, Body::from_stream(again))
}

/// The token at the beginning of a form in either encoding, once it is there whole.
fn token(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&head[..head.len().min(LOOKED_AT)]);
    let (value, end) = match text.strip_prefix(&format!("{FIELD}=")) {
        Some(value) => (value, "&"),
        None if text.starts_with("--") => {
            let (_, part) = text.split_once(&format!("name=\"{FIELD}\""))?;
            (part.split_once("\r\n\r\n")?.1, "\r\n")
        }
        None => return None,
    };
    value.split_once(end).map(|(token, _)| token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn finds_the_field_and_leaves_the_body_whole() {
        let multipart = "--x\r\ncontent-disposition: form-data; name=\"form-person\"\r\n\r\nabc.1.d\r\n--x--";
        for (text, found) in [
            ("form-person=abc.1.d&name=Leo", Some("abc.1.d")),
            (multipart, Some("abc.1.d")),
            ("name=Leo&form-person=abc", None),
            ("form-person=abc", None),
            ("", None),
        ] {
            let pieces: Vec<Result<Bytes, std::convert::Infallible>> =
                text.as_bytes().chunks(3).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let (token, body) = begun(Body::from_stream(stream::iter(pieces))).await;
            assert_eq!(token.as_deref(), found, "{text}");
            let read = axum::body::to_bytes(body, 10_000).await.unwrap();
            assert_eq!(read, text.as_bytes());
        }
    }
}
