"""Writes the requests of the cases of scim_plan and scim_reply whose state a plan gives.

A case of scim_reply holds the state of the plan before it, so that it runs in every host as it is. When the form of the state
changes, these requests are written anew: `cargo build --example native`, then this, then `cargo xtask bless`; and the answers
are read before they are committed.
"""

import json
import os
import pathlib
import subprocess

REPOSITORY = pathlib.Path(__file__).parent.parent
ROOT = REPOSITORY / "tests" / "cases"
NATIVE = REPOSITORY / "target" / "debug" / "examples" / "native"
HEAD = [
    {"name": "Authorization", "value": "Bearer example"},
    {"name": "Content-Type", "value": "application/scim+json"},
    {"name": "User-Agent", "value": "ExampleIdP/1.0"},
]
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ENT = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
U = "/t-1/scim/v2/Users"
G = "/t-1/scim/v2/Groups"
A = "9067729b3d-94f1e0b3-c394-48d5-8ab1-2c122a167074"
B = "9067729b3d-ee533c18-538a-4cd3-a572-63fb863ed734"
C = "9067729b3d-1d6a9f0c-2b1e-4f6a-9a55-0a1b2c3d4e5f"
GID = "9067729b3d-f987ac4d-a175-44f0-a528-6d23c5d2ec4d"


def call(op, req):
    out = subprocess.run([NATIVE, op], input=json.dumps(req).encode(), capture_output=True).stdout
    return json.loads(out)


def write(op, name, req, kind="request.json"):
    d = f"{ROOT}/{op}/{name}"
    os.makedirs(d, exist_ok=True)
    with open(f"{d}/{kind}", "w") as f:
        f.write(json.dumps(req, indent=2, ensure_ascii=False) + "\n")


def plan(name, method, path, body=None, profile=None, head=HEAD):
    req = {"method": method, "path": path, "headers": head}
    if body is not None:
        req["body"] = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    if profile:
        req["profile"] = profile
    if name:
        write("scim_plan", name, req)
    return req


def ops(*o):
    return {"schemas": [PATCH], "Operations": list(o)}


def mem(n, base=0):
    return [{"value": f"9067729b3d-00000000-0000-4000-8000-{i+base:012x}"} for i in range(n)]


USER = {"userName": "ada", "displayName": "Ada Lovelace", "name": {"givenName": "Ada", "familyName": "Lovelace"}}
# --- plan: users
plan(
    "a-patch-that-aws-accepts-is-sent-as-it-is",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "replace", "path": "title", "value": "Countess"}, {"op": "remove", "path": "nickName"}),
)
plan(
    "entra-id-switches-a-user-off-with-capitals-and-a-string",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "Replace", "path": "active", "value": "False"}),
)
plan(
    "a-pathless-patch-of-several-attributes-is-split",
    "PATCH",
    f"{U}/{A}",
    ops(
        {
            "op": "replace",
            "value": {"displayName": "Ada", "name.givenName": "Ada", "name.familyName": "L", f"{ENT}:employeeNumber": "7"},
        }
    ),
)
plan(
    "okta-switches-a-user-off-without-path-as-aws-accepts", "PATCH", f"{U}/{A}", ops({"op": "replace", "value": {"active": False}})
)
plan(
    "a-filtered-path-to-an-email-reads-the-user-first",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "replace", "path": 'emails[type eq "work"].value', "value": "ada@example.com"}),
)
plan(
    "an-email-that-is-added-reads-the-user-first",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "add", "path": "emails", "value": [{"value": "ada@example.com", "type": "work"}]}),
)
plan(
    "a-list-that-is-replaced-keeps-one-element",
    "PATCH",
    f"{U}/{A}",
    ops(
        {
            "op": "replace",
            "path": "emails",
            "value": [{"value": "a@example.com", "type": "home"}, {"value": "b@example.com", "type": "work", "display": "B"}],
        }
    ),
)
plan(
    "an-empty-value-becomes-a-removal",
    "PATCH",
    f"{U}/{A}",
    ops(
        {"op": "replace", "path": "title", "value": ""},
        {"op": "Replace", "path": "emails", "value": []},
        {"op": "replace", "path": f"{ENT}:manager", "value": ""},
    ),
)
plan(
    "an-empty-value-that-is-added-becomes-a-removal",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "add", "path": "title", "value": ""}, {"op": "add", "path": "nickName", "value": "n"}),
)
plan(
    "the-removal-of-what-a-user-has-to-have-is-answered-with-a-scim-error",
    "PATCH",
    f"{U}/{A}",
    ops(
        {"op": "remove", "path": "name"},
        {"op": "replace", "path": "displayName", "value": ""},
        {"op": "remove", "path": "active"},
        {"op": "replace", "path": "userName", "value": None},
    ),
)
plan(
    "two-operations-on-one-attribute-become-the-last",
    "PATCH",
    f"{U}/{A}",
    ops(
        {"op": "replace", "path": "userName", "value": "a"},
        {"op": "replace", "path": "active", "value": True},
        {"op": "replace", "path": "userName", "value": "b"},
        {"op": "replace", "value": {"active": False}},
    ),
)
plan("a-bare-manager-in-a-patch-becomes-an-object", "PATCH", f"{U}/{A}", ops({"op": "Add", "path": f"{ENT}:manager", "value": B}))
plan(
    "a-complex-attribute-is-changed-part-by-part",
    "PATCH",
    f"{U}/{A}",
    ops(
        {"op": "replace", "path": "name", "value": {"givenName": "Ada", "middleName": ""}},
        {"op": "add", "path": ENT, "value": {"department": "d", "costCenter": "4"}},
    ),
)
plan(
    "a-path-with-the-core-urn-becomes-the-plain-one",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:title", "value": "t"}),
)
R = ops({"op": "replace", "path": "roles", "value": [{"value": "r"}]}, {"op": "replace", "path": "title", "value": "t"})
plan("roles-in-a-patch-are-compared-with-those-that-aws-has", "PATCH", f"{U}/{A}", R)
plan("roles-in-a-patch-are-left-out-where-the-profile-says-so", "PATCH", f"{U}/{A}", R, {"patchedRoles": "drop"})
plan("roles-in-a-patch-are-sent-where-the-profile-says-so", "PATCH", f"{U}/{A}", R, {"patchedRoles": "send"})
plan(
    "a-member-filter-without-a-blank-like-the-rfcs-example-is-read",
    "PATCH",
    f"{G}/{GID}",
    ops({"op": "remove", "path": f'members[value eq"{A}"]'}),
)
plan(
    "an-empty-manager-id-becomes-a-removal",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "replace", "path": f"{ENT}:manager.value", "value": ""}),
)
plan(
    "a-manager-of-nothing-but-a-name-removes-nobody",
    "PATCH",
    f"{U}/{A}",
    ops(
        {"op": "replace", "path": f"{ENT}:manager", "value": {"displayName": "m"}}, {"op": "replace", "path": "title", "value": "t"}
    ),
)
plan("an-option-request-is-answered-with-405", "OPTIONS", U)
plan(
    "a-patch-of-nothing-that-aws-has-becomes-a-read",
    "PATCH",
    f"{U}/{A}",
    ops(
        {"op": "replace", "path": "photos", "value": [{"value": "https://example.com/p"}]},
        {"op": "add", "value": {"password": "secret"}},
    ),
)
plan(
    "a-removal-with-a-value-like-entra-ids-loses-the-value",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "Remove", "path": "title", "value": "old"}),
)
plan("an-unknown-operation-is-answered-with-a-scim-error", "PATCH", f"{U}/{A}", ops({"op": "delete", "path": "title"}))
plan("a-removal-without-path-is-answered-with-a-scim-error", "PATCH", f"{U}/{A}", ops({"op": "remove"}))
plan("an-addition-without-value-is-answered-with-a-scim-error", "PATCH", f"{U}/{A}", ops({"op": "add", "path": "title"}))
plan("a-patch-without-operations-is-answered-with-a-scim-error", "PATCH", f"{U}/{A}", {"schemas": [PATCH], "Operations": []})
plan(
    "attack-a-path-that-is-no-grammar-is-answered-with-a-scim-error",
    "PATCH",
    f"{U}/{A}",
    ops(
        {"op": "replace", "path": 'emails[type eq "work"].value.x', "value": "a"},
        {"op": "replace", "path": 'emails[type eq "work', "value": "a"},
        {"op": "replace", "path": "title]", "value": "a"},
        {"op": "replace", "path": "emails[type eq]", "value": "a"},
    ),
)
plan(
    "attack-a-filter-of-a-thousand-parentheses-is-answered-with-a-scim-error",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "remove", "path": "emails[" + "(" * 1000 + 'type eq "work"' + ")" * 1000 + "]"}),
)
write(
    "scim_plan",
    "attack-a-patch-of-a-hundred-thousand-operations-is-answered-with-413",
    {
        "prefix": json.dumps({"method": "PATCH", "path": f"{U}/{A}"})[:-1] + ', "body": "{\\"Operations\\":[',
        "text": "{},",
        "times": 100000,
        "suffix": '{}]}"}',
    },
    "request.repeat.json",
)
write(
    "scim_plan",
    "attack-a-body-of-ten-megabytes-is-refused",
    {
        "prefix": json.dumps({"method": "PATCH", "path": f"{U}/{A}"})[:-1] + ', "body": "',
        "text": "a",
        "times": 10 << 20,
        "suffix": '"}',
    },
    "request.repeat.json",
)
plan("a-user-is-read-in-one-request", "GET", f"{U}/{A}?attributes=userName", head=HEAD[:1])
plan("a-user-is-deleted-in-one-request", "DELETE", f"{U}/{A}/", head=HEAD[:1])
plan("a-new-user-is-looked-up-if-it-is-to-be-taken-over", "POST", U, USER, {"conflicts": "adopt"})
# --- plan: groups
plan(
    "a-group-that-aws-accepts-is-sent-as-it-is",
    "POST",
    G,
    {"externalId": "701984", "displayName": "Group Bar", "members": [{"value": A, "$ref": f"../Users/{A}", "type": "User"}]},
)
plan(
    "a-group-of-entra-id-loses-foreign-schemas-and-meta",
    "POST",
    G,
    {
        "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:Group",
            "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
        ],
        "externalId": "8aa1a0c0",
        "displayName": "d",
        "meta": {"resourceType": "Group"},
        "id": "48ac54b1",
    },
)
plan("a-group-of-102-members-is-created-with-100", "POST", G, {"displayName": "d", "members": mem(102)})
plan(
    "members-lose-their-display-and-come-once",
    "POST",
    G,
    {
        "displayName": "d",
        "members": [{"value": A, "display": "a"}, {"value": B, "display": "b", "$ref": None}, {"value": A}, B, {"value": ""}],
    },
)
plan("a-group-without-name-is-answered-with-a-scim-error", "POST", G, {"externalId": "1"})
plan("a-group-with-a-reserved-name-is-answered-with-a-scim-error", "POST", G, {"displayName": "Administrator"})
plan(
    "more-members-than-the-profile-allows-are-answered-with-413", "POST", G, {"displayName": "d", "members": mem(4)}, {"members": 3}
)
plan(
    "a-group-that-is-replaced-is-read-first",
    "PUT",
    f"{G}/{GID}",
    {"id": GID, "displayName": "devs", "externalId": "e", "members": [{"value": A}]},
)
plan(
    "members-are-added-as-aws-accepts",
    "PATCH",
    f"{G}/{GID}",
    ops({"op": "add", "path": "members", "value": [{"value": A}, {"value": B}]}),
)
plan(
    "members-that-are-removed-by-filter-are-named-in-a-list",
    "PATCH",
    f"{G}/{GID}",
    ops(
        {"op": "remove", "path": f'members[value eq "{A}"]'}, {"op": "remove", "path": f'members[value eq "{B}" or value eq "{C}"]'}
    ),
)
plan(
    "members-that-are-replaced-are-read-first",
    "PATCH",
    f"{G}/{GID}",
    ops(
        {"op": "replace", "path": "members", "value": [{"value": A, "display": "a"}]},
        {"op": "replace", "path": "displayName", "value": "devs"},
    ),
)
plan("the-removal-of-all-members-reads-them-first", "PATCH", f"{G}/{GID}", ops({"op": "remove", "path": "members"}))
plan(
    "attack-a-list-of-no-ids-is-never-the-removal-of-all-members",
    "PATCH",
    f"{G}/{GID}",
    ops(
        {"op": "replace", "path": "members", "value": [{"value": ""}]},
        {"op": "remove", "path": "members", "value": [{"display": "x"}]},
        {"op": "Remove", "path": "members", "value": []},
    ),
)
plan(
    "attack-a-member-filter-that-is-true-for-all-is-answered-with-a-scim-error",
    "PATCH",
    f"{G}/{GID}",
    ops(
        {"op": "remove", "path": "members[value pr]"},
        {"op": "remove", "path": 'members[value eq "x" or type eq "User"]'},
        {"op": "remove", "path": 'members[not (value eq "x")]'},
    ),
)
plan(
    "an-added-and-removed-member-ends-where-the-last-operation-says",
    "PATCH",
    f"{G}/{GID}",
    ops(
        {"op": "add", "path": "members", "value": [{"value": A}, {"value": B}]},
        {"op": "remove", "path": "members", "value": [{"value": A}, {"value": C}]},
    ),
)
plan(
    "two-hundred-members-are-added-in-two-requests",
    "PATCH",
    f"{G}/{GID}",
    ops({"op": "add", "path": "members", "value": mem(200)}, {"op": "replace", "path": "externalId", "value": "e"}),
)
plan(
    "a-whole-group-without-path-is-split",
    "PATCH",
    f"{G}/{GID}",
    ops(
        {
            "op": "replace",
            "value": {
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                "id": GID,
                "externalId": "e",
                "displayName": "developers",
            },
        }
    ),
)
plan(
    "a-name-beside-an-id-is-sent-as-aws-accepts",
    "PATCH",
    f"{G}/{GID}",
    ops({"op": "replace", "value": {"id": GID, "displayName": "n"}}),
)
plan(
    "a-patch-of-nothing-that-a-group-has-asks-whether-there-is-one",
    "PATCH",
    f"{G}/{GID}",
    ops({"op": "replace", "path": "urn:example:Group:owner", "value": "x"}),
)
plan(
    "the-removal-of-a-groups-name-is-answered-with-a-scim-error",
    "PATCH",
    f"{G}/{GID}",
    ops({"op": "remove", "path": "displayName"}),
)
plan("a-group-is-read-before-its-members", "GET", f"{G}/{GID}", head=HEAD[:1])
plan("a-group-is-deleted-in-one-request", "DELETE", f"{G}/{GID}", head=HEAD[:1])
# --- plan: lists
plan("a-filter-without-quotes-is-quoted", "GET", f"{U}?filter=userName+eq+ada@example.com", head=HEAD[:1])
plan("a-filter-that-aws-accepts-is-sent-as-it-is", "GET", f"{U}?filter=userName%20eq%20%22ada%22", head=HEAD[:1])
plan("a-filter-that-aws-cannot-do-is-answered-with-a-scim-error", "GET", f"{U}?filter=userName%20sw%20%22ada%22", head=HEAD[:1])
plan(
    "attack-a-filter-that-does-not-end-is-answered-with-a-scim-error",
    "GET",
    f"{U}?filter=userName%20eq%20%22" + "a%20or%20" * 700,
    head=HEAD[:1],
)
plan(
    "attack-a-filter-value-with-quotes-and-operators-stays-a-value",
    "GET",
    f"{U}?filter=userName%20eq%20%22x%5C%22%20or%20userName%20pr%26count%3D1%22",
    head=HEAD[:1],
)
plan("start-index-and-count-become-a-cursor", "GET", f"{U}?startIndex=101&count=100&sortBy=userName", head=HEAD[:1])
plan("a-cursor-is-passed-through", "GET", f"{U}?count=50&cursor=abc%2B", head=HEAD[:1])
plan("a-count-that-is-no-number-is-answered-with-a-scim-error", "GET", f"{U}?count=many", head=HEAD[:1])
# --- plan: the rest
plan("the-service-provider-configuration-is-asked-for", "GET", "/t-1/scim/v2/ServiceProviderConfig", head=HEAD[:1])
plan("schemas-are-passed-on", "GET", "/t-1/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", head=HEAD[:1])
plan("a-filter-on-schemas-is-answered-with-403", "GET", "/t-1/scim/v2/Schemas?filter=id%20eq%20%22x%22", head=HEAD[:1])
plan("me-is-answered-with-501", "GET", "/t-1/scim/v2/Me", head=HEAD[:1])
plan("bulk-is-answered-with-501", "POST", "/t-1/scim/v2/Bulk", {"Operations": []})
plan("a-search-by-post-is-answered-with-501", "POST", "/t-1/scim/v2/Users/.search", {"filter": "userName pr"})
plan("a-schema-that-is-posted-is-answered-with-405", "POST", "/t-1/scim/v2/Schemas", {})
plan("a-patch-without-id-is-a-failure", "PATCH", G, ops({"op": "add", "path": "members", "value": []}))

plan(
    "keys-that-are-paths-build-a-users-lists",
    "POST",
    U,
    {
        **USER,
        'emails[type eq "work"].value': "ada@example.com",
        'addresses[type eq "work"].locality': "London",
        'addresses[type eq "work"].country': "GB",
    },
)
plan(
    "a-filtered-key-of-a-patch-is-its-path",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "add", "value": {'emails[type eq "work"].value': "ada@example.com", "displayName": "Ada"}}),
)
plan(
    "a-removal-that-names-nothing-is-answered-with-a-scim-error",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "remove", "path": "emails", "value": []}, {"op": "remove", "path": "phoneNumbers", "value": [{"display": "x"}]}),
)
plan(
    "the-removal-of-an-empty-text-is-the-removal-of-all", "PATCH", f"{U}/{A}", ops({"op": "Remove", "path": "emails", "value": ""})
)
plan(
    "an-id-of-scim-1-1-is-a-managers-value",
    "POST",
    U,
    {**USER, "urn:scim:schemas:extension:enterprise:1.0": {"manager": {"managerId": B, "displayName": "B"}}},
)
plan(
    "a-new-manager-does-not-keep-the-reference-to-another",
    "PATCH",
    f"{U}/{A}",
    ops(
        {"op": "replace", "path": f"{ENT}:manager", "value": {"value": B, "$ref": f"../Users/{B}"}},
        {"op": "replace", "path": f"{ENT}:manager", "value": {"value": C}},
    ),
)
plan("whole-numbers-become-strings", "POST", U, {**USER, "externalId": 701984, f"{ENT}": {"employeeNumber": 7}})
plan(
    "a-member-that-is-a-reference-is-added-by-its-id",
    "PATCH",
    f"{G}/{GID}",
    ops({"op": "add", "path": "members", "value": [{"$ref": f"../Users/{A}"}]}),
)
plan(
    "a-member-that-is-a-group-is-answered-with-a-scim-error",
    "PATCH",
    f"{G}/{GID}",
    ops({"op": "add", "path": "members", "value": [{"$ref": f"https://idp.example/scim/v2/Groups/{A}"}]}),
)
plan(
    "spaces-in-an-external-id-are-sent-where-the-profile-says-so",
    "POST",
    U,
    {**USER, "externalId": "CN=Ada Lovelace,OU=People"},
    {"identifierSpaces": "send"},
)
plan("one-resource-type-is-answered-from-the-list", "GET", "/t-1/scim/v2/ResourceTypes/User", head=HEAD[:1])
plan(
    "a-value-without-path-that-is-no-object-is-answered-with-a-scim-error",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "replace", "value": "x"}),
)

plan(
    "membership-asked-of-a-user-is-answered-with-a-scim-error",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "add", "path": "groups", "value": [{"value": GID}]}),
)
plan(
    "schemas-in-another-case-are-written-as-aws-reads-them",
    "PATCH",
    f"{U}/{A}",
    {"SCHEMAS": [PATCH], "Operations": [{"op": "replace", "value": {"active": False}}]},
)

plan(
    "a-manager-that-is-removed-by-filter-is-read-first",
    "PATCH",
    f"{U}/{A}",
    ops({"op": "Remove", "path": f'{ENT}:manager[value eq "{B}"]'}),
)
plan("a-new-group-of-nobody-is-sent-without-members", "POST", G, {"displayName": "d", "members": []})
plan("letters-are-composed-but-in-what-identifies", "POST", U, {**USER, "userName": "ame\u0301lie", "title": "Ame\u0301lie"})
plan(
    "attack-a-value-in-a-key-is-in-no-finding",
    "POST",
    U,
    {**USER, 'emails[value eq "ada@example.com"].kind': "x", "ada@example.com": 1},
)
plan("attack-a-group-name-with-an-invisible-character-is-refused", "POST", G, {"displayName": "Admins\u200b"})

# --- replies
H = [
    {"name": "Content-Type", "value": "application/json"},
    {"name": "x-amzn-RequestId", "value": "f2a1"},
    {"name": "Connection", "value": "keep-alive"},
]


def ok(status, body=None, headers=H):
    a = {"status": status, "headers": headers}
    if body is not None:
        a["body"] = json.dumps(body, separators=(",", ":")) if not isinstance(body, str) else body
    return a


def err(status, detail, headers=H):
    return ok(
        status,
        {
            "schema": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "detail": detail,
            "status": str(status),
            "exceptionRequestId": "977d",
            "timeStamp": "2026-11-24 11:50:22.856",
        },
        headers,
    )


GEN = "Request is unparsable, syntactically incorrect, or violates schema."
DUP = "Refused to create a new, duplicate resource."


def reply(name, state, *answers, headers=HEAD, text=None):
    req = {"state": state, "headers": headers, "answers": list(answers)}
    if headers is None:
        del req["headers"]
    if name:
        write("scim_reply", name, req)
    return req


def start(*a, **k):
    k.setdefault("head", HEAD)
    r = call("scim_plan", plan(None, *a, **k))
    assert r.get("state"), r
    return r["state"]


def then(state, *answers):
    r = call("scim_reply", reply(None, state, *answers))
    assert r.get("state"), r
    return r["state"]


post = start("POST", U, {**USER, "title": "a:b", "addresses": [{"type": "work"}]})
reply("aws-answer-to-a-new-user-is-passed-on", post, ok(201, {"id": A, **USER}))
reply("an-unexplained-400-is-told-what-the-request-was-about", post, err(400, GEN))
reply("a-conflict-is-passed-on", post, err(409, DUP))
reply("a-429-keeps-its-retry-after", post, err(429, "Rate exceeded", H + [{"name": "Retry-After", "value": "3"}]))
reply("no-answer-is-no-success", post)
reply(
    "a-gateways-error-is-passed-on",
    post,
    ok(503, "<html>busy</html>", [{"name": "content-type", "value": "text/html"}, {"name": "retry-after", "value": "1"}]),
)
adopt = start("POST", U, {**USER, "externalId": "e"}, {"conflicts": "adopt"})
reply("a-user-that-exists-is-looked-up", adopt, err(409, DUP))
found = then(adopt, err(409, DUP))
reply("a-user-that-was-found-is-replaced", found, ok(200, {"totalResults": 1, "Resources": [{"id": A, "userName": "Ada"}]}))
reply("a-user-that-was-not-found-by-name-is-looked-up-by-external-id", found, ok(200, {"totalResults": 0, "Resources": []}))
reply(
    "attack-a-filter-that-was-ignored-has-nobody-else-replaced",
    found,
    ok(200, {"totalResults": 2, "Resources": [{"id": A, "userName": "grace"}, {"id": B, "userName": "root"}]}),
)
repl = then(found, ok(200, {"totalResults": 1, "Resources": [{"id": A, "userName": "Ada"}]}))
reply("a-user-that-was-taken-over-is-answered-as-created", repl, ok(200, {"id": A, **USER}))
ext = then(found, ok(200, {"totalResults": 0, "Resources": []}))
reply("a-conflict-that-nothing-explains-stays-a-conflict", ext, ok(200, {"totalResults": 0, "Resources": []}))
rd = start("PATCH", f"{U}/{A}", ops({"op": "Replace", "path": 'emails[type eq "work"].value', "value": "new@example.com"}))
reply(
    "an-email-of-that-type-is-changed",
    rd,
    ok(200, {"id": A, **USER, "emails": [{"value": "old@example.com", "type": "work", "primary": True}]}),
)
reply("an-email-of-that-type-is-made", rd, ok(200, {"id": A, **USER, "emails": []}))
reply(
    "an-email-that-aws-does-not-keep-changes-nothing",
    rd,
    ok(200, {"id": A, **USER, "emails": [{"value": "old@example.com", "type": "home", "primary": True}]}),
)
reply("a-user-that-cannot-be-read-is-not-changed", rd, err(404, "User not found"))
reply("attack-an-answer-that-is-no-json-is-no-user", rd, ok(200, '{"id":1'))
g = start("POST", G, {"displayName": "d", "externalId": "e", "members": mem(250)})
reply("a-created-group-gets-the-rest-of-its-members", g, ok(201, {"id": GID, "displayName": "d", "externalId": "e", "members": []}))
add = then(g, ok(201, {"id": GID, "displayName": "d", "externalId": "e", "members": []}))
reply(
    "a-429-in-the-middle-says-what-was-done", add, ok(204), err(429, "Rate exceeded", H + [{"name": "Retry-After", "value": "3"}])
)
reply("a-connection-that-breaks-in-the-middle-says-what-was-done", add, ok(204))
small = start("POST", G, {"displayName": "d", "members": mem(2)})
reply("a-created-group-is-answered-with-its-members", small, ok(201, {"id": GID, "displayName": "d", "members": []}))
reply("a-creation-that-was-interrupted-looks-for-its-group", g, err(409, DUP))
res = then(g, err(409, DUP))
resm = then(res, ok(200, {"totalResults": 1, "Resources": [{"id": GID, "displayName": "d", "externalId": "e", "members": []}]}))
reply("the-rest-of-an-interrupted-creation-is-added", resm, ok(200, {"Resources": [{"id": m["value"]} for m in mem(200)]}))
reply(
    "attack-a-group-with-foreign-members-is-not-taken-for-an-interrupted-creation",
    resm,
    ok(200, {"Resources": [{"id": m["value"]} for m in mem(150)] + [{"id": A}]}),
)
reply(
    "attack-a-group-of-another-external-id-is-not-taken-for-an-interrupted-creation",
    res,
    ok(200, {"totalResults": 1, "Resources": [{"id": GID, "displayName": "d", "externalId": "other"}]}),
)
put = start("PUT", f"{G}/{GID}", {"displayName": "devs", "externalId": "e", "members": [{"value": A}, {"value": B}]})
pm = then(
    put,
    ok(
        200,
        {
            "id": GID,
            "displayName": "old",
            "externalId": "e",
            "members": [],
            "meta": {"resourceType": "Group", "created": "2026-01-01T00:00:00Z", "lastModified": "2026-01-01T00:00:00Z"},
        },
    ),
)
reply("a-group-that-was-read-has-its-members-read", put, ok(200, {"id": GID, "displayName": "old", "members": []}))
reply("a-group-that-does-not-exist-is-not-replaced", put, err(404, "Group not found"))
reply("a-page-of-members-leads-to-the-next", pm, ok(200, {"Resources": [{"id": B}], "nextCursor": "a+b/c="}))
reply("the-difference-of-members-is-sent", pm, ok(200, {"Resources": [{"id": B}, {"id": C}]}))
reply(
    "attack-pages-that-do-not-end-are-answered-with-502",
    then(pm, ok(200, {"Resources": [], "nextCursor": "x"})),
    ok(200, {"Resources": [], "nextCursor": "x"}),
)
diff = then(pm, ok(200, {"Resources": [{"id": B}, {"id": C}]}))
reply("a-replaced-group-is-answered-as-it-is-now", diff, ok(204))
reply("a-change-that-fails-before-anything-was-changed-is-passed-on", diff, err(500, "Service failed"))
ex = start("PATCH", f"{G}/{GID}", ops({"op": "remove", "path": "members"}))
reply("all-members-are-removed-by-name", ex, ok(200, {"Resources": [{"id": A}, {"id": B}]}))
reply("a-group-that-is-empty-already-is-asked-for", ex, ok(200, {"Resources": []}))
rel = start("PATCH", f"{G}/{GID}", ops({"op": "add", "path": "members", "value": [{"value": A}, {"value": B}]}))
reply("memberships-that-conflict-are-read", rel, err(409, "Conflict"))
reply("what-is-left-of-memberships-is-sent", then(rel, err(409, "Conflict")), ok(200, {"Resources": [{"id": A}]}))
reply("a-patched-group-is-answered-by-aws", rel, ok(204))
none = start("PATCH", f"{G}/{GID}", ops({"op": "replace", "path": "x", "value": "y"}))
reply("nothing-to-change-in-a-group-that-exists-is-answered-with-204", none, ok(200, {"id": GID, "displayName": "d"}))
one = start("GET", f"{G}/{GID}", head=HEAD[:1])
reply(
    "a-group-gets-its-members",
    then(one, ok(200, {"id": GID, "displayName": "d", "members": []})),
    ok(200, {"Resources": [{"id": A}, {"id": B}]}),
)
lst = start("GET", G + "?startIndex=2&count=1", head=HEAD[:1])
reply(
    "groups-in-a-list-lose-members-that-aws-does-not-tell",
    lst,
    ok(
        200,
        {
            "itemsPerPage": 2,
            "Resources": [
                {"id": "1", "displayName": "a", "members": []},
                {"id": "2", "displayName": "b", "members": []},
                {"id": "3", "displayName": "c", "members": []},
            ],
        },
    ),
)
ul = start("GET", U + "?startIndex=2&count=2", head=HEAD[:1])
reply(
    "a-page-of-users-leads-to-the-next-until-all-are-counted",
    ul,
    ok(200, {"Resources": [{"id": "1"}, {"id": "2"}], "nextCursor": "n"}),
)
reply(
    "users-are-counted-to-the-end",
    then(ul, ok(200, {"Resources": [{"id": "1"}, {"id": "2"}], "nextCursor": "n"})),
    ok(200, {"Resources": [{"id": "3"}, {"id": "4"}]}),
)
cfg = start("GET", "/t-1/scim/v2/ServiceProviderConfig", head=HEAD[:1])
reply(
    "the-configuration-tells-what-is-supported",
    cfg,
    ok(
        200,
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "documentationUri": "https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-idp.html",
            "authenticationSchemes": [
                {
                    "type": "oauthbearertoken",
                    "name": "OAuth Bearer Token",
                    "description": "d",
                    "specUri": "https://www.rfc-editor.org/info/rfc6750",
                    "primary": True,
                }
            ],
            "patch": {"supported": True},
            "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": 50},
            "changePassword": {"supported": False},
            "sort": {"supported": False},
            "etag": {"supported": False},
        },
    ),
)
rt = start("GET", "/t-1/scim/v2/ResourceTypes", head=HEAD[:1])
reply(
    "resource-types-do-not-require-an-extension-that-users-need-not-have",
    rt,
    ok(200, {"totalResults": 1, "Resources": [{"id": "User", "schemaExtensions": [{"schema": ENT, "required": True}]}]}),
)
sel = start("GET", f"{U}/{A}?attributes=userName,name.givenName", head=HEAD[:1])
reply("an-answer-has-the-attributes-that-were-asked-for", sel, ok(200, {"id": A, "schemas": ["x"], **USER}))
reply("a-401-to-the-configuration-is-passed-on", cfg, err(401, "Unauthorized"))
reply(
    "steps-after-the-first-have-the-callers-headers-only-if-they-are-given",
    put,
    ok(200, {"id": GID, "displayName": "old"}),
    headers=None,
)
reply(
    "attack-a-login-page-with-status-200-is-no-success",
    post,
    ok(200, "<html>log in</html>", [{"name": "content-type", "value": "text/html"}]),
)
reply(
    "attack-a-login-page-is-no-answer-to-a-change-of-members",
    diff,
    ok(200, "<html>log in</html>", [{"name": "content-type", "value": "text/html"}]),
)
circle = then(then(pm, ok(200, {"Resources": [], "nextCursor": "x"})), ok(200, {"Resources": [], "nextCursor": "y"}))
reply(
    "attack-pages-in-a-circle-are-answered-with-502",
    then(circle, ok(200, {"Resources": [], "nextCursor": "x"})),
    ok(200, {"Resources": [], "nextCursor": "y"}),
)
reply(
    "an-email-without-type-is-the-one-that-is-replaced",
    rd,
    ok(200, {"id": A, **USER, "emails": [{"value": "old@example.com", "primary": True}]}),
)
unlike = start("PATCH", f"{U}/{A}", ops({"op": "Remove", "path": "emails", "value": [{"value": "Old@Example.com"}]}))
reply(
    "a-removal-finds-its-email-in-any-case",
    unlike,
    ok(200, {"id": A, **USER, "emails": [{"value": "old@example.com", "type": "work", "primary": True}]}),
)
PARTS = ["streetAddress", "locality", "region", "postalCode", "country"]
clear = start(
    "PATCH", f"{U}/{A}", ops(*[{"op": "Replace", "path": f'addresses[type eq "work"].{part}', "value": ""} for part in PARTS])
)
reply(
    "an-address-whose-last-part-goes-is-removed",
    clear,
    ok(200, {"id": A, **USER, "addresses": [{"type": "work", **{part: "x" for part in PARTS}}]}),
)
second = start("PATCH", f"{U}/{A}", ops({"op": "add", "path": 'phoneNumbers[type eq "mobile"].value', "value": "2"}))
reply(
    "a-second-number-leaves-the-one-that-aws-has",
    second,
    ok(200, {"id": A, **USER, "phoneNumbers": [{"value": "1", "type": "work"}]}),
)
adg = start("POST", G, {"displayName": "Devs"}, {"conflicts": "adopt"})
reply(
    "a-group-of-another-case-is-taken-over", then(adg, err(409, DUP)), ok(200, {"Resources": [{"id": GID, "displayName": "devs"}]})
)
rt1 = start("GET", "/t-1/scim/v2/ResourceTypes/Group", head=HEAD[:1])
TYPES = {
    "totalResults": 2,
    "Resources": [{"id": "User", "schemaExtensions": [{"schema": ENT, "required": True}]}, {"id": "Group", "endpoint": "/Groups"}],
}
reply("one-resource-type-is-found-in-the-list", rt1, ok(200, TYPES))
reply(
    "a-resource-type-that-is-none-is-answered-with-404",
    start("GET", "/t-1/scim/v2/ResourceTypes/Role", head=HEAD[:1]),
    ok(200, TYPES),
)
mk = start("PATCH", f"{U}/{A}", ops({"op": "replace", "path": "addresses", "value": [{"type": "work", "country": "a:b"}]}))
reply("an-unexplained-400-to-a-patch-is-told-what-the-request-was-about", mk, err(400, GEN))
roles = start(
    "PATCH", f"{U}/{A}", ops({"op": "replace", "path": "roles", "value": []}, {"op": "replace", "path": "title", "value": "t"})
)
reply("roles-that-are-emptied-where-there-are-none-change-nothing", roles, ok(200, {"id": A, **USER}))
reply("roles-that-would-change-are-answered-with-a-scim-error", roles, ok(200, {"id": A, **USER, "roles": [{"value": "r"}]}))
byvalue = start("PATCH", f"{U}/{A}", ops({"op": "Remove", "path": f'{ENT}:manager[value eq "{B}"]'}))
reply("the-manager-that-the-filter-names-is-removed", byvalue, ok(200, {"id": A, **USER, ENT: {"manager": {"value": B}}}))
reply("a-manager-that-the-filter-does-not-name-stays", byvalue, ok(200, {"id": A, **USER, ENT: {"manager": {"value": C}}}))
strict = start(
    "PATCH",
    f"{U}/{A}",
    ops({"op": "replace", "path": 'emails[type eq "work"].type', "value": "home"}),
    {"refuseMarkupCharacters": True},
)
reply(
    "what-aws-has-is-kept-whatever-the-profile-refuses",
    strict,
    ok(200, {"id": A, **USER, "emails": [{"value": "a:b@example.com", "type": "work", "primary": True}]}),
)
# --- attacks on the state
reply("attack-a-state-of-another-version-is-refused", post.replace("scim-1", "scim-2"), ok(201, {"id": A}))
reply("attack-a-state-with-an-unknown-member-is-refused", post.replace('"stage"', '"x":1,"stage"'), ok(201, {"id": A}))
reply("attack-a-state-that-climbs-is-refused", diff.replace("/t-1/scim/v2/Groups", "/t-1/../Groups"), ok(204))
reply("attack-a-state-whose-id-has-a-slash-is-refused", add.replace('"id":"' + GID + '"', '"id":"x/../../Users/7"'), ok(204))
reply(
    "attack-a-state-of-another-plans-stage-is-refused", post.replace('"stage":"pass"', '"stage":"change-group"'), ok(201, {"id": A})
)
reply("attack-a-state-whose-body-aws-would-refuse-is-refused", post.replace('\\"userName\\":\\"ada\\",', ""), ok(201, {"id": A}))
reply("more-answers-than-requests-are-a-failure", post, ok(201, {"id": A}), ok(201, {"id": A}))
reply("an-answer-whose-status-is-none-is-a-failure", post, ok(100))
reply("attack-an-answers-header-with-a-line-end-is-a-failure", post, ok(201, {"id": A}, [{"name": "x", "value": "a\r\nb: c"}]))
