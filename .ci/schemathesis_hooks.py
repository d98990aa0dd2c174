"""What schemathesis has to know of the simulated tenant beyond the official API files.

The files describe neither 400 nor 404. Both are declared here, with the body that the service's documentation gives
for errors, so that these answers are checked as well. Ids that are well-formed become ids that the tenant has, as
random ones would only ever be answered with 404.
"""

import json
import os
import urllib.request
import uuid

import schemathesis

URL = os.environ["TENANT_URL"]
ROUTES = set(os.environ["TENANT_ROUTES"].splitlines())
PLANES = {"Prisma AIRS ModelScan API": "/aims/data", "Model Security Management API": "/aims/mgmt"}


def first(path, name):
    with urllib.request.urlopen(URL + path) as response:
        return json.load(response)[name][0]["uuid"]


SCAN = first("/data/v1/scans?sort_order=asc&limit=1", "scans")
GROUP = first("/mgmt/v1/security-groups?search_query=Default%20HUGGING_FACE", "security_groups")
KNOWN = {
    "scan_uuid": SCAN,
    "security_group_uuid": GROUP,
    "rule_instance_uuid": first(f"/mgmt/v1/security-groups/{GROUP}/rule-instances", "rule_instances"),
    "/v1/scans/{uuid}": SCAN,
    "/v1/violations/{uuid}": first(f"/data/v1/scans/{SCAN}/rule-violations", "violations"),
    "/v1/evaluations/{uuid}": first(f"/data/v1/scans/{SCAN}/evaluations", "evaluations"),
    "/v1/security-groups/{uuid}": GROUP,
    "/v1/security-rules/{uuid}": first("/mgmt/v1/security-rules", "rules"),
}


def refusal(status):
    body = {
        "type": "object",
        "additionalProperties": False,
        "required": ["code", "message", "details"],
        "properties": {"code": {"const": status}, "message": {"type": "string"}, "details": {"type": "object"}},
    }
    return {"description": "Refused", "content": {"application/json": {"schema": body}}}


def is_id(value):
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


@schemathesis.hook
def before_load_schema(context, raw_schema):
    plane = PLANES[raw_schema["info"]["title"]]
    for path, operations in raw_schema["paths"].items():
        for method in list(operations):
            if f"{method.upper()} {plane}{path}" not in ROUTES:
                del operations[method]
                continue
            for status in ("400", "404"):
                operations[method]["responses"].setdefault(status, refusal(status))


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    for name, value in (path_parameters or {}).items():
        if is_id(value):
            path_parameters[name] = KNOWN.get(name) or KNOWN.get(context.operation.path, value)
    return path_parameters


@schemathesis.hook
def map_body(context, body):
    if isinstance(body, dict) and is_id(body.get("security_group_uuid")):
        body["security_group_uuid"] = GROUP
        if isinstance(body.get("model_uri"), str):
            body["model_uri"] = "https://huggingface.co/" + body["model_uri"]
    return body
