//! No page reaches past the scope of whoever asks.

use std::{fs, path::Path};

/// A handler has two ways to the organisation and to Sigma, which decide what it may have of them: those of its context.
#[test]
fn no_handler_takes_the_organisation_or_sigma_past_its_context() {
    // Somebody signs in before there is a context; what Sigma's client says of itself is shown on the pages about
    // settings and status.
    let allowed = [
        "visitor.app.directory.snapshot()",
        "app.client.base_url()",
        "app.client.client_id()",
        "app.client.clocks()",
        "app.client.limiter_status()",
        "app.client.token_status()",
        "calls(&app.client)",
    ];
    for_each_source(Path::new("src/features"), &mut |text| {
        let past = |line: &&str| line.contains("directory.snapshot()") || line.contains("app.client");
        let offends = |line: &&str| past(line) && !allowed.iter().any(|allowed| line.contains(allowed));
        let found: Vec<&str> = text.lines().filter(offends).collect();
        assert!(found.is_empty(), "{found:?}");
    });
}

fn for_each_source(folder: &Path, see: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            for_each_source(&path, see);
        } else if path.extension().is_some_and(|e| e == "rs") {
            see(&fs::read_to_string(path).unwrap());
        }
    }
}
