//! The service manager takes the unit that is delivered, and what it starts is the program with settings that it knows.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn unit() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/sigma-portal.service")).unwrap()
}

/// The unit with the program where this machine has it, checked by systemd; `None` where there is no systemd.
fn verified(unit: &str) -> Option<Output> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sigma-portal.service");
    fs::write(&file, unit).unwrap();
    Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&file).output().ok()
}

#[test]
fn the_unit_starts_the_program_with_arguments_that_it_takes() {
    let unit = unit();
    let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).expect("it starts nothing");
    let (program, arguments) = start.split_once(' ').expect("it is told nothing");
    assert_eq!(Path::new(program).file_name().unwrap(), "sigma-portal");
    // With `--help` at the end nothing is started, and an argument that is not known is refused.
    let taken = Command::new(env!("CARGO_BIN_EXE_sigma-portal"))
        .args(arguments.split_whitespace())
        .arg("--help")
        .env_remove("PORTAL_BIN")
        .output()
        .unwrap();
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
}

#[test]
fn systemd_finds_nothing_wrong_with_the_unit() {
    let unit = unit();
    let program = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap().split(' ').next().unwrap();
    let here = unit.replace(program, env!("CARGO_BIN_EXE_sigma-portal"));
    let Some(good) = verified(&here) else {
        assert!(!Path::new("/run/systemd/system").exists(), "systemd runs here and cannot be asked");
        return;
    };
    let said = String::from_utf8_lossy(&good.stderr).into_owned();
    let ours = |said: &str| said.lines().any(|line| line.contains("sigma-portal.service"));
    assert!(good.status.success() && !ours(&said), "{said}");
    // It would have said so.
    let bad = verified(&here.replace("[Service]", "[Service]\nRestart=whenever")).unwrap();
    assert!(ours(&String::from_utf8_lossy(&bad.stderr)), "{bad:?}");
}
