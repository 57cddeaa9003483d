"""What schemathesis cannot know from openapi.yaml, because only BEHAVIOUR.md says it."""

import itertools
import json
import os
import urllib.request

import schemathesis

# Refusals of requests that fit the schema, each with the section of BEHAVIOUR.md that asks for it.
DOCUMENTED_REFUSALS = (
    "Invalid page",  # 3: a cursor is the nextPage of an earlier answer
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
)


def call(path, **kwargs):
    url = os.environ["SIMULATOR"] + path
    headers = {"Authorization": "Bearer " + os.environ["SIMULATOR_TOKEN"]}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers, **kwargs)) as answer:
        return json.load(answer)


FILES = itertools.cycle([entry["id"] for entry in call("/v2/files?limit=40")["entries"]])


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Most calls on files are about files that exist."""
    if path_parameters and "inodeId" in path_parameters and len(str(path_parameters["inodeId"])) % 3:
        path_parameters["inodeId"] = next(FILES)
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
    if kind == "EnsureResourceAvailability":
        # 5: a 404 can also be about something that the body names, such as an account type.
        return case.body is None or not isinstance(case.body, dict)
    return True
