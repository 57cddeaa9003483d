//! The store's contract, run on `SQLite` and on `PostgreSQL` alike.
#![expect(clippy::unwrap_used, reason = "clippy takes only `#[test]` functions for tests, not what they share")]

mod assets;
mod audit;
mod blobs;
mod chain;
mod changes;
pub mod database;
mod hangups;
mod headcounts;
mod health;
mod history;
mod journal;
mod leases;
mod lists;
mod locks;
mod opening;
mod orders;
mod pools;
pub mod postgres;
pub mod proxy;
mod readings;
mod requests;
mod retention;
mod reviews;
pub mod samples;
mod sessions;
mod space;
mod tasks;
mod tls;
mod trips;

/// Makes a test for each database of each function named.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::store::database::Database::sqlite()).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::store::database::Database::postgres().await).await;
            })+
        }
    };
}
pub(crate) use on_both;
