//! Every path of the contract and the operation behind each of its methods.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, patch, post};

use super::api::{
    absent, account_types, attributes, auth, connections, credentials, data_models, datasets, document_grants, files,
    grants, members, reports, schedules, settings, tags, teams, whoami, workbooks, workspaces,
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
        .merge(inside_workbooks())
        .merge(inside_reports())
        .merge(absent())
        .merge(attributes())
        .merge(administration())
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
        .route("/v2/members/{memberId}/files/recents", get(Read(files::recents::list)))
        .route("/v2/members/{memberId}/schedules", get(Read(schedules::list_for_member)))
        .route("/v2/members/{memberId}/revoke", post(Write(members::revoke)))
        .route("/v2/teams", get(Read(teams::list)).post(Write(teams::create)))
        .route("/v2.1/teams", get(Read(teams::list_counted)))
        .route("/v2/teams/{teamId}", get(Read(teams::show)).patch(Write(teams::update)).delete(Write(teams::remove)))
        .route("/v2/teams/{teamId}/members", get(Read(teams::members)).patch(Write(teams::update_members)))
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
        .route("/v2/connections/paths", get(Read(connections::paths::list)))
        .route("/v2/connections/paths/{inodeId}", get(Read(connections::paths::show)))
        .route(
            "/v2/connections/paths/{connectionPathId}/grants",
            get(Read(connections::paths::grants)).post(Write(connections::paths::give)),
        )
        .route("/v2/connections/paths/{connectionPathId}/grants/{grantId}", delete(Write(connections::paths::take)))
        .route("/v2/connections/tables/{tableId}/columns", get(Read(connections::paths::columns)))
        .route("/v2/connections/{connectionId}/sync", post(Read(connections::paths::sync)))
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
        .route("/v2/dataModels", get(Read(data_models::list)))
        .route("/v2/dataModels/{dataModelId}", get(Read(data_models::show)))
        .route("/v2/dataModels/{dataModelId}/elements", get(Read(data_models::elements)))
        .route("/v2/dataModels/{dataModelId}/columns", get(Read(data_models::columns)))
        .route("/v2/dataModels/{dataModelId}/lineage", get(Read(data_models::lineage)))
        .route("/v2/dataModels/{dataModelId}/sources", get(Read(data_models::sources)))
        .route("/v2/dataModels/{dataModelId}/spec", get(Read(data_models::spec)))
        .route("/v2/dataModels/{dataModelId}/tags", get(Read(data_models::tags)))
        .route(
            "/v2/dataModels/{dataModelId}/materializationSchedules",
            get(Read(data_models::materialization_schedules)),
        )
        .route("/v2/reports", get(Read(reports::list)))
        .route("/v2/reports/{reportId}", get(Read(reports::show)))
        .route("/v2/tags", get(Read(tags::list)).post(Write(tags::create)))
        .route("/v2/tags/{tagId}", patch(Write(tags::update)).delete(Write(tags::remove)))
        .route("/v2/tags/{tagId}/workbooks", get(Read(workbooks::list_for_tag)))
        .route("/v2/datasets", get(Read(datasets::list)))
        .route("/v2/datasets/{datasetId}", get(Read(datasets::show)))
        .route("/v2/datasets/{datasetId}/sources", get(Read(datasets::sources)))
        .route("/v2/datasets/{datasetId}/grants", get(Read(datasets::grants)).post(Write(document_grants::give)))
        .route("/v2/datasets/{datasetId}/grants/{grantId}", delete(Write(document_grants::take)))
        .route(
            "/v2/datasets/{datasetId}/materialization",
            get(Read(datasets::materializations)).post(Write(datasets::materialize)),
        )
        .route("/v2/files", get(Read(files::list)).post(Write(files::create)))
        .route("/v2/files/{inodeId}", get(Read(files::show)).patch(Write(files::update)).delete(Write(files::remove)))
}

fn inside_workbooks() -> Router<Simulator> {
    let of = |path: &str| format!("/v2/workbooks/{{workbookId}}/{path}");
    Router::new()
        .route(&of("pages"), get(Read(workbooks::pages)))
        .route(&of("pages/{pageId}/elements"), get(Read(workbooks::elements_of_page)))
        .route(&of("elements"), get(Read(workbooks::elements)))
        .route(&of("elements/{elementId}/columns"), get(Read(workbooks::columns_of_element)))
        .route(&of("elements/{elementId}/query"), get(Read(workbooks::query)))
        .route(&of("columns"), get(Read(workbooks::columns)))
        .route(&of("queries"), get(Read(workbooks::queries)))
        .route(&of("controls"), get(Read(workbooks::controls)))
        .route(&of("lineage"), get(Read(workbooks::lineage)))
        .route(&of("lineage/elements/{elementId}"), get(Read(workbooks::lineage_of_element)))
        .route(&of("sources"), get(Read(workbooks::sources)))
        .route(&of("materialization-schedules"), get(Read(workbooks::materialization_schedules)))
        .route(&of("schedules"), get(Read(schedules::list_for_workbook)).post(Write(schedules::create)))
        .route(&of("schedules/{scheduleId}"), patch(Write(schedules::update)).delete(Write(schedules::remove)))
        .route(&of("materializations"), post(Write(workbooks::materialize)))
        .route(&of("materializations/{materializationId}"), get(Read(workbooks::materialization)))
        .route(&of("embeds"), get(Read(workbooks::embeds)).post(Write(workbooks::embed)))
        .route(&of("embeds/{embedId}"), delete(Write(workbooks::delete_embed)))
        .route(&of("bookmarks"), get(Read(absent::of_workbook)))
        .route(&of("version-history"), get(Read(workbooks::versions)))
        .route(&of("grants"), post(Write(document_grants::give)))
        .route(&of("grants/{grantId}"), delete(Write(document_grants::take)))
        .route(&of("tags"), get(Read(workbooks::tags)))
        .route(&of("copy"), post(Write(workbooks::copy)))
        .route("/v2.1/workbooks/{workbookId}/schedules", get(Read(schedules::list_for_workbook)))
        .route(
            "/v2.1/workbooks/{workbookId}/materialization-schedules",
            get(Read(workbooks::materialization_schedules)),
        )
}

fn inside_reports() -> Router<Simulator> {
    let of = |path: &str| format!("/v2/reports/{{reportId}}/{path}");
    Router::new()
        .route(&of("pages"), get(Read(reports::pages)))
        .route(&of("pages/{pageId}/elements"), get(Read(reports::elements_of_page)))
        .route(&of("elements"), get(Read(reports::elements)))
        .route(&of("elements/{elementId}/columns"), get(Read(reports::columns_of_element)))
        .route(&of("elements/{elementId}/query"), get(Read(reports::query)))
        .route(&of("columns"), get(Read(reports::columns)))
        .route(&of("queries"), get(Read(reports::queries)))
        .route(&of("controls"), get(Read(reports::controls)))
        .route(&of("lineage"), get(Read(reports::lineage)))
        .route(&of("lineage/elements/{elementId}"), get(Read(reports::lineage_of_element)))
        .route(&of("sources"), get(Read(reports::sources)))
        .route(&of("tags"), get(Read(reports::tags)))
        .route(&of("schedules"), get(Read(reports::schedules)).post(Write(schedules::create)))
        .route(&of("schedules/{scheduleId}"), patch(Write(schedules::update)).delete(Write(schedules::remove)))
        .route(&of("version-history"), get(Read(reports::versions)))
        .route(&of("grants"), post(Write(document_grants::give)))
        .route(&of("grants/{grantId}"), delete(Write(document_grants::take)))
}

/// What other organizations may have, and this one has none of.
fn absent() -> Router<Simulator> {
    let mut router = Router::new()
        .route("/v2/favorites/member/{memberId}", get(Read(absent::of_member)))
        .route("/v2/members/{memberId}/files/favorites", get(Read(absent::of_member)))
        .route("/v2/user-attributes/{userAttributeId}/tenants", get(Read(absent::of_attribute)));
    for path in ["templates", "shared_templates/shared_with_you", "translations/organization", "sourceSwapPolicies"] {
        router = router.route(&format!("/v2/{path}"), get(Read(absent::by_page)));
    }
    for path in [
        "tenants",
        "deploymentPolicies",
        "deploymentPolicies/tenants",
        "api-connectors",
        "api-credentials",
        "saml/service-providers",
    ] {
        router = router.route(&format!("/v2/{path}"), get(Read(absent::by_token)));
    }
    router
}

fn administration() -> Router<Simulator> {
    Router::new()
        .route("/v2/accountTypes", get(Read(account_types::list)).post(Write(account_types::create)))
        .route("/v2/accountTypes/{accountTypeId}", delete(Write(account_types::remove)))
        .route("/v2/accountTypes/{accountTypeId}/permissions", get(Read(account_types::permissions)))
        .route("/v2/credentials", post(Write(credentials::create)))
        .route("/v2/credentials/{clientId}", delete(Write(credentials::remove)))
        .route("/v2/organizations/settings/{setting}", get(Read(settings::show)).patch(Write(settings::update)))
}

fn attributes() -> Router<Simulator> {
    Router::new()
        .route("/v2/user-attributes", get(Read(attributes::list)).post(Write(attributes::create)))
        .route("/v2/user-attributes/{userAttributeId}", get(Read(attributes::show)).delete(Write(attributes::remove)))
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
