//! The program runs where its site is, and nowhere else.

use std::{fs, process::Command};

#[test]
fn a_portal_without_its_site_refuses_to_start_and_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join("sigma-portal");
    fs::copy(env!("CARGO_BIN_EXE_sigma-portal"), &alone).unwrap();
    let mut demo = Command::new(&alone);
    let output = demo.args(["demo", "--addr", "127.0.0.1:0"]).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success() && said.contains("sigma-portal.css is missing"), "{said}");
}
