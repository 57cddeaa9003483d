//! Every path of the contract and the operation behind each of its methods.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};

use super::api::{
    account_types, attributes, auth, connections, datasets, files, grants, members, teams, whoami, workbooks,
    workspaces,
};
use super::call::{Read, Write};
use super::control;
use super::failure::Failure;
use super::handle::Simulator;

/// The API and the control surface of one simulator.
pub fn router(simulator: &Simulator) -> Router {
    let pipeline = from_fn_with_state(simulator.clone(), control::pipeline::run);
    Router::new()
        .route("/v2/auth/token", post(auth::token))
        .merge(people())
        .merge(places())
        .merge(documents())
        .merge(attributes())
        .fallback(|| async { Failure::not_found("Not found") })
        .method_not_allowed_fallback(|| async { Failure::method_not_allowed() })
        .layer(pipeline)
        .merge(control::routes())
        .with_state(simulator.clone())
}

fn people() -> Router<Simulator> {
    Router::new()
        .route("/v2/whoami", get(Read(whoami::show)))
        .route("/v2/members", get(Read(members::list)).post(Write(members::create)))
        .route("/v2.1/members", get(Read(members::list_counted)))
        .route(
            "/v2/members/{memberId}",
            get(Read(members::show)).patch(Write(members::update)).delete(Write(members::deactivate)),
        )
        .route("/v2/members/{memberId}/teams", get(Read(members::teams)))
        .route("/v2/members/{memberId}/files", get(Read(files::list_for_member)))
        .route("/v2/members/{memberId}/revoke", post(Write(members::revoke)))
        .route("/v2/teams", get(Read(teams::list)).post(Write(teams::create)))
        .route("/v2.1/teams", get(Read(teams::list_counted)))
        .route("/v2/teams/{teamId}", get(Read(teams::show)).patch(Write(teams::update)).delete(Write(teams::remove)))
        .route("/v2/teams/{teamId}/members", get(Read(teams::members)).patch(Write(teams::update_members)))
        .route("/v2/accountTypes", get(Read(account_types::list)))
        .route("/v2/accountTypes/{accountTypeId}/permissions", get(Read(account_types::permissions)))
}

fn places() -> Router<Simulator> {
    Router::new()
        .route("/v2/workspaces", get(Read(workspaces::list)).post(Write(workspaces::create)))
        .route("/v2.1/workspaces", get(Read(workspaces::list_counted)))
        .route(
            "/v2/workspaces/{workspaceId}",
            get(Read(workspaces::show)).patch(Write(workspaces::update)).delete(Write(workspaces::remove)),
        )
        .route("/v2/workspaces/{workspaceId}/grants", get(Read(workspaces::grants)).post(Write(workspaces::give)))
        .route("/v2/workspaces/{workspaceId}/grants/{grantId}", delete(Write(workspaces::take)))
        .route("/v2/grants", get(Read(grants::list)).post(Write(grants::create)))
        .route("/v2/grants/{grantId}", get(Read(grants::show)).delete(Write(grants::remove)))
        .route("/v2/connections", get(Read(connections::list)))
        .route("/v2/connections/{connectionId}", get(Read(connections::show)).patch(Write(connections::update)))
        .route("/v2/connections/{connectionId}/test", get(Read(connections::test)))
        .route("/v2/connection/{connectionId}/lookup", post(Read(connections::lookup)))
        .route("/v2/connections/{connectionId}/grants", get(Read(connections::grants)).post(Write(connections::give)))
        .route("/v2/connections/{connectionId}/grants/{grantId}", delete(Write(connections::take)))
}

fn documents() -> Router<Simulator> {
    Router::new()
        .route("/v2/workbooks", get(Read(workbooks::list)))
        .route("/v2/workbooks/{workbookId}", get(Read(workbooks::show)))
        .route("/v2/workbooks/{workbookId}/schema", get(Read(workbooks::schema)))
        .route("/v2/workbooks/{workbookId}/export", post(Write(workbooks::export)))
        .route("/v2/query/{queryId}/download", get(Read(workbooks::download)))
        .route("/v2/datasets", get(Read(datasets::list)))
        .route("/v2/datasets/{datasetId}", get(Read(datasets::show)))
        .route(
            "/v2/datasets/{datasetId}/materialization",
            get(Read(datasets::materializations)).post(Write(datasets::materialize)),
        )
        .route("/v2/files", get(Read(files::list)))
        .route("/v2/files/{inodeId}", get(Read(files::show)).patch(Write(files::update)))
}

fn attributes() -> Router<Simulator> {
    Router::new()
        .route("/v2/user-attributes", get(Read(attributes::list)))
        .route("/v2/user-attributes/{userAttributeId}", get(Read(attributes::show)))
        .route(
            "/v2/user-attributes/{userAttributeId}/users",
            get(Read(attributes::users)).post(Write(attributes::set_users)).patch(Write(attributes::remove_users)),
        )
        .route("/v2/user-attributes/{userAttributeId}/users/{userId}", delete(Write(attributes::remove_user)))
        .route(
            "/v2/user-attributes/{userAttributeId}/teams",
            get(Read(attributes::teams)).post(Write(attributes::set_teams)),
        )
        .route("/v2/user-attributes/{userAttributeId}/teams/{teamId}", delete(Write(attributes::remove_team)))
        .route("/v2/teams/{teamId}/user-attributes", get(Read(attributes::list_for_team)))
        .route("/v2/teams/{teamId}/assignedUserAttributes", post(Write(attributes::assign)))
}
