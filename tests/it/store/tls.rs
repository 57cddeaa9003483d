//! `PostgreSQL` over the network is spoken to in TLS, with a server that proves who it is.

use super::{database::Database, postgres};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use sigma_portal::store::Store;
use std::time::Duration;

/// An address of this machine that is not known as such.
const ELSEWHERE: &str = "0.0.0.0";

#[tokio::test]
async fn a_server_elsewhere_must_prove_who_it_is() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let cluster = postgres::with_tls(port);
    let authority = format!("{}/ca.crt", cluster.socket);
    let url = |more: &str| format!("postgres://postgres@{ELSEWHERE}:{port}/postgres{more}");

    let refused = Store::open(&url("")).await.unwrap_err().to_string();
    assert!(refused.contains("TLS") && refused.to_lowercase().contains("certificate"), "{refused}");

    // Of the name that the certificate is for, and of no other.
    let store = Store::open(&url(&format!("?sslrootcert={authority}"))).await.unwrap();
    store.writable().await.unwrap();
    let local =
        super::database::connect(format!("postgres://postgres@localhost:{port}/postgres?host={}", cluster.socket))
            .await;
    let encrypted = "SELECT bool_and(ssl) AS all, count(*) AS number
        FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'sigma-portal'";
    let row = local.query_one_raw(Statement::from_string(DbBackend::Postgres, encrypted)).await.unwrap().unwrap();
    assert!(row.try_get::<bool>("", "all").unwrap() && row.try_get::<i64>("", "number").unwrap() > 0);
    local.close().await.unwrap();
    store.close().await.unwrap();
    let other = format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=verify-full&sslrootcert={authority}");
    let refused = Store::open(&other).await.unwrap_err().to_string();
    assert!(refused.contains("TLS") && refused.contains("not valid for name"), "{refused}");
    // Who knows better can say so.
    Store::open(&url("?sslmode=require")).await.unwrap().close().await.unwrap();
}

#[tokio::test]
async fn a_server_elsewhere_without_tls_is_refused() {
    let database = Database::postgres().await;
    let proxy = database.proxy(Duration::ZERO).await.unwrap();
    let url = format!("postgres://postgres@{ELSEWHERE}:{}/{}", proxy.port, database.name());
    let refused = Store::open(&url).await.unwrap_err().to_string();
    assert!(refused.contains("does not support TLS"), "{refused}");
    Store::open(&format!("{url}?sslmode=disable")).await.unwrap().close().await.unwrap();
}
