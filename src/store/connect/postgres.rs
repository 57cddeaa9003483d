//! Connections to `PostgreSQL`: encrypted beyond this machine, and handed out only outside of a transaction.

use super::{
    ACQUIRE_TIMEOUT, Connections, DIAGNOSIS_TIMEOUT, POOL_SIZE, SLOW_STATEMENT, Target, connection_error, unreachable,
};
use crate::store::{
    Error,
    access::{Link, Reader, Writer},
};
use arc_swap::ArcSwap;
use log::LevelFilter;
use sea_orm::{
    DatabaseConnection, DbErr, RuntimeErr,
    sqlx::{
        self, ConnectOptions, Connection, PgConnection,
        postgres::{PgConnectOptions, PgPoolOptions, PgSslMode},
    },
};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::time::timeout;
use url::Url;

/// How long the server may take to say what state a connection is in.
const STATE_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection that was given back within this time was looked at then, and is not asked again before its next use.
const FRESH: Duration = Duration::from_secs(1);

/// What a session of the server gives up after. The address of the database can say otherwise (`options[…]=…`).
const SESSION: [(&str, &str); 3] = [
    // A process that was frozen or cut off in a transaction does not hold its locks for ever.
    ("idle_in_transaction_session_timeout", "30s"),
    ("statement_timeout", "30s"),
    ("lock_timeout", "10s"),
];

pub(super) async fn open(url: &str) -> Result<Connections, Error> {
    let options = options(url)?;
    // A pool tries again until its time is up and then only says so; one connection says what is wrong.
    let first = timeout(ACQUIRE_TIMEOUT, options.connect()).await.map_err(|_| Error::Database(silence()))?;
    first.map_err(unreachable)?.close().await.map_err(unreachable)?;
    let pool = PgPoolOptions::new()
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .max_connections(POOL_SIZE)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move { Ok(meta.idle_for < FRESH || is_idle(connection).await?) })
        })
        .after_release(|connection, _| Box::pin(is_idle(connection)));
    let pool: DatabaseConnection = pool.connect_with(options.clone()).await.map_err(unreachable)?.into();
    let target = Arc::new(Target::Postgres(ArcSwap::from_pointee(options)));
    let link = Link::new(pool, target);
    Ok(Connections { reader: Reader::new(link.clone()), writer: Writer::new(link) })
}

/// Takes over user and password of this address, once the server has let somebody in with them.
pub(super) async fn replace_login(
    pool: &DatabaseConnection,
    present: &ArcSwap<PgConnectOptions>,
    url: &str,
) -> Result<(), Error> {
    let (new, before) = (options(url)?, present.load_full());
    let place = |options: &PgConnectOptions| {
        let database = options.get_database().map(str::to_owned);
        (options.get_host().to_owned(), options.get_socket().cloned(), options.get_port(), database)
    };
    if place(&new) != place(&before) {
        return Err(Error::Url("names another server or database, which takes a restart"));
    }
    let first = timeout(ACQUIRE_TIMEOUT, new.connect()).await.map_err(|_| Error::Database(silence()))?;
    first.map_err(unreachable)?.close().await.map_err(unreachable)?;
    pool.get_postgres_connection_pool().set_connect_options(new.clone());
    present.store(Arc::new(new));
    Ok(())
}

pub(in crate::store) fn options(url: &str) -> Result<PgConnectOptions, Error> {
    const FORM: Error = Error::Url("is not of the form postgres://user:password@host/name");
    let mut options: PgConnectOptions = url.parse().map_err(|_| FORM)?;
    let says = |keys: &[&str]| Url::parse(url).is_ok_and(|url| url.query_pairs().any(|(key, _)| keys.contains(&&*key)));
    let is_chosen = says(&["sslmode", "ssl-mode"]) || std::env::var_os("PGSSLMODE").is_some();
    if !is_local(&options) {
        if !is_chosen {
            options = options.ssl_mode(PgSslMode::VerifyFull);
        } else if !matches!(options.get_ssl_mode(), PgSslMode::VerifyFull | PgSslMode::VerifyCa) {
            tracing::warn!(
                "The database's certificate is not verified, as its address asks for: anybody on the way \
                can read and change what is sent. Leave out sslmode, or set it to verify-full"
            );
        }
    }
    for (name, value) in SESSION {
        if !options.get_options().is_some_and(|chosen| chosen.contains(name)) {
            options = options.options([(name, value)]);
        }
    }
    Ok(options
        .application_name("sigma-portal")
        .log_statements(LevelFilter::Debug)
        .log_slow_statements(LevelFilter::Debug, SLOW_STATEMENT))
}

/// Whether the server is on this machine: a socket, or an address that never leaves it.
fn is_local(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || address.is_ok_and(|address| address.is_loopback())
}

/// Whether a connection is outside of any transaction, so that the next who gets it can rely on what it writes.
///
/// sqlx counts the transactions it has begun, and forgets one whose beginning was cut off while the server was at it:
/// nothing rolls that one back, and later writes on the connection would never be committed. Here the server is asked.
/// sqlx says what state it is in to nobody but the beginning of a transaction with words of one's own, which fails when
/// there is none afterwards.
async fn is_idle(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let began = match timeout(STATE_TIMEOUT, connection.begin_with("SELECT 1")).await {
        Ok(Err(sqlx::Error::BeginFailed)) => return Ok(true),
        Ok(Err(error)) => return Err(error),
        Ok(Ok(_)) => true,
        Err(_) => false,
    };
    if began {
        tracing::warn!("A connection was left inside a transaction and is closed, so that nobody writes into it");
        return Ok(false);
    }
    Err(sqlx::Error::PoolTimedOut)
}

/// What keeps a connection from being opened.
pub(super) async fn obstacle(options: &PgConnectOptions) -> Option<DbErr> {
    match timeout(DIAGNOSIS_TIMEOUT, options.connect()).await {
        Ok(Ok(connection)) => {
            // One more than the pool may have; nothing depends on how it ends.
            _ = timeout(DIAGNOSIS_TIMEOUT, connection.close()).await;
            None
        }
        Ok(Err(error)) => Some(connection_error(error)),
        Err(_) => Some(silence()),
    }
}

fn silence() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("the server does not answer".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> PgSslMode {
        options(url).unwrap().get_ssl_mode()
    }

    #[test]
    fn a_server_beyond_this_machine_is_verified_unless_the_address_says_otherwise() {
        for url in
            ["postgres://u:p@db.example.com/portal", "postgres://u@10.0.0.7:5433/p", "postgres://u@[2001:db8::1]/p"]
        {
            assert!(matches!(mode(url), PgSslMode::VerifyFull), "{url}");
        }
        for url in [
            "postgres://u@localhost/p",
            "postgres://u@127.0.0.1/p",
            "postgres://u@[::1]/p",
            "postgres://u@h/p?host=/run",
        ] {
            assert!(matches!(mode(url), PgSslMode::Prefer), "{url}");
        }
        assert!(matches!(mode("postgres://u@db.example.com/p?sslmode=require"), PgSslMode::Require));
        assert!(matches!(mode("postgres://u@db.example.com/p?sslmode=disable"), PgSslMode::Disable));
    }

    #[test]
    fn sessions_give_up_in_time_and_the_address_has_the_last_word() {
        let usual = options("postgres://u@localhost/p").unwrap();
        assert!(SESSION.iter().all(|(name, _)| usual.get_options().unwrap().contains(name)));
        let own = options("postgres://u@localhost/p?options[lock_timeout]=3s").unwrap();
        let own = own.get_options().unwrap();
        assert!(own.contains("lock_timeout=3s") && !own.contains("lock_timeout=10s"), "{own}");
    }
}
