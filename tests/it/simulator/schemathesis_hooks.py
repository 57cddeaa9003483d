"""What schemathesis cannot know from openapi.yaml, because only BEHAVIOUR.md says it."""

import itertools
import json
import os
import urllib.request

import schemathesis

# Refusals of requests that fit the schema, each with the section of BEHAVIOUR.md that asks for it.
DOCUMENTED_REFUSALS = (
    "Invalid page",  # 3: a cursor is the nextPage of an earlier answer; pageToken too
    "Expecting UUID at workbookId",  # 4
    "Expecting exactly one of inodeId, teamId, userId",  # 10
    "email and search cannot be used together",  # 7
    "Expecting email at email",  # 7: the schema calls it an address, without a format
    "newOwnerId and archiveDocuments cannot be used together",  # 7
    "newOwnerId must be another active member",  # 7
    "A guest cannot be an Admin",  # 11
    "is inactive",  # 8: inactive members can be neither added to teams nor removed
    "ownerId must be an active member",  # 14
    "A workspace has no owner and cannot be moved",  # 9
    "A folder cannot be moved into itself",  # 14
    "has no lineage",  # 13: no lineage is a 400 for a whole document
    "The inode is not a table",  # 18
    "Default account types cannot be deleted",  # 18
    "reassignToAccountTypeId",  # 18: required in effect
    "Expecting name of a permission",  # 18: permissions are named as other types have them
    "Expecting UUID at 0.destinationFolderId",  # 18
)


def call(path, **kwargs):
    url = os.environ["SIMULATOR"] + path
    headers = {"Authorization": "Bearer " + os.environ["SIMULATOR_TOKEN"]}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers, **kwargs)) as answer:
        return json.load(answer)


def ids(path, field):
    return [entry[field] for entry in call(path)["entries"]]


BOOKS = ids("/v2/workbooks?limit=40&isArchived=false", "workbookId")
ELEMENTS = {book: ids(f"/v2/workbooks/{book}/elements", "elementId") for book in BOOKS}
PAGES = {book: ids(f"/v2/workbooks/{book}/pages", "pageId") for book in BOOKS}
THERE = {
    "inodeId": itertools.cycle(ids("/v2/files?limit=40", "id")),
    "workbookId": itertools.cycle(BOOKS),
    "dataModelId": itertools.cycle(ids("/v2/dataModels?limit=40", "dataModelUrlId")),
    "reportId": itertools.cycle(ids("/v2/reports?limit=40", "reportId")),
    "connectionPathId": itertools.cycle(ids("/v2/connections/paths?limit=40", "urlId")),
    "tableId": itertools.cycle(ids("/v2/files?typeFilters=table&limit=40", "id")),
}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Most calls are about things that exist."""
    for name, there in THERE.items():
        if path_parameters and name in path_parameters and len(str(path_parameters[name])) % 3:
            path_parameters[name] = next(there)
            for part, inside in (("elementId", ELEMENTS), ("pageId", PAGES)):
                if part in path_parameters and inside.get(path_parameters.get("workbookId")):
                    path_parameters[part] = inside[path_parameters["workbookId"]][0]
    return path_parameters


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops failures that are what the document asks for."""
    kind = type(failure).__name__
    if kind == "RejectedPositiveData" and response.status_code == 400:
        message = response.json()["message"]
        # A permission that is legal for another kind of object (10).
        is_illegal = case.operation.path == "/v2/grants" and message.startswith("Expecting \"")
        return not is_illegal and not any(known in message for known in DOCUMENTED_REFUSALS)
    if kind == "AcceptedNegativeData" and response.status_code == 200:
        # 17: a size above the maximum is cut to it.
        limit = str((case.query or {}).get("limit", ""))
        return not (limit.isdigit() and int(limit) > 1000)
    if kind == "ServerError":
        # 13 and 18: Sigma answers so for elements without lineage, and for the recent files of Admins.
        may_fail = case.operation.path.endswith(("/lineage/elements/{elementId}", "/files/recents"))
        return not may_fail or response.json()["code"] != "service_error"
    if kind == "EnsureResourceAvailability":
        # 5: a 404 can also be about something that the body names, such as an account type.
        return case.body is None or not isinstance(case.body, dict)
    return True
