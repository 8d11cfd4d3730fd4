"""scim2-client and scim2-tester against a SCIM server: `scim2_clients.py BASE TOKEN standard|discovered|located`.

Prints JSON lines, {"check", "resource", "status", "reason"}: first what scim2-client does as an identity provider would,
with the resource "client", then what scim2-tester finds. `standard`: resources as RFC 7643 has them, photos and all;
`discovered`: as the server's /Schemas and /ResourceTypes say; `located`: standard, and each resource is given the
`meta.location` that AWS's have not, for scim2-tester takes the members of its groups from there.
"""

import json
import random
import sys
import uuid

from httpx2 import BaseTransport, Client, HTTPTransport, Request, Response
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import (
    EnterpriseUser,
    Error,
    Group,
    ListResponse,
    PatchOp,
    PatchOperation,
    ResourceType,
    ScimProvider,
    SearchRequest,
    User,
)
from scim2_tester import check_server

STANDARD = ScimProvider(
    models=[User, EnterpriseUser, Group],
    resource_types=[ResourceType.from_resource(User[EnterpriseUser]), ResourceType.from_resource(Group)],
)


class Locating(BaseTransport):
    """Writes `meta.location` into resources, by their ids."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.inner = HTTPTransport()

    def handle_request(self, request: Request) -> Response:
        response = self.inner.handle_request(request)
        body = response.read()
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        return Response(response.status_code, headers=headers, content=self.located(body))

    def located(self, body: bytes) -> bytes:
        if not body:
            return body
        answer = json.loads(body)
        for resource in answer.get("Resources", [answer]):
            kind = resource.get("meta", {}).get("resourceType")
            if kind in ("User", "Group"):
                resource["meta"]["location"] = f"{self.base}/{kind}s/{resource['id']}"
        return json.dumps(answer).encode()


def main(base: str, token: str, models: str) -> None:
    # scim2-tester makes values up at random, and what it finds must be the same on each run.
    random.seed(1)
    uuid.uuid4 = lambda: uuid.UUID(int=random.getrandbits(128), version=4)
    transport = Locating(base) if models == "located" else None
    http = Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=60, transport=transport)
    client = SyncSCIMClient(http, provider=None if models == "discovered" else STANDARD)
    client.discover()
    for name, check in [(name, check) for name, check in globals().items() if name.startswith("client_")]:
        try:
            check(client)
            report(name.removeprefix("client_"), "client", "SUCCESS")
        except Exception as error:
            report(name.removeprefix("client_"), "client", "ERROR", f"{type(error).__name__}: {error}")
    for result in check_server(client):
        report(result.title, result.resource_type, result.status.name, result.reason)


def report(check: str, resource: str | None, status: str, reason: str | None = None) -> None:
    print(json.dumps({"check": check, "resource": resource, "status": status, "reason": reason}), flush=True)


def model(client: SyncSCIMClient, name: str):
    return client.get_resource_model(name)


def new_user(client: SyncSCIMClient, name: str):
    user = model(client, "User")
    fields = {
        "userName": name,
        "externalId": name,
        "displayName": name,
        "name": {"givenName": "Ada", "familyName": "L"},
        "emails": [{"value": f"{name}@example.com", "type": "work", "primary": True}],
    }
    return client.create(user.model_validate(fields))


def client_creates_reads_replaces_and_deletes_a_user(client: SyncSCIMClient) -> None:
    user = new_user(client, "client-user")
    read = client.query(model(client, "User"), user.id)
    assert read.user_name == "client-user"
    read.title = "Countess"
    assert client.replace(read).title == "Countess"
    client.delete(model(client, "User"), user.id)
    gone = client.query(model(client, "User"), user.id, raise_scim_errors=False)
    assert isinstance(gone, Error) and gone.status == 404


def client_finds_a_user_by_filter(client: SyncSCIMClient) -> None:
    user = new_user(client, "client-found")
    found = client.query(model(client, "User"), query_parameters=SearchRequest(filter='userName eq "client-found"'))
    assert isinstance(found, ListResponse) and found.total_results == 1 and found.resources[0].id == user.id
    client.delete(model(client, "User"), user.id)


def client_patches_a_user(client: SyncSCIMClient) -> None:
    user_model = model(client, "User")
    user = new_user(client, "client-patched")
    operations = [
        PatchOperation(op="replace", path="displayName", value="Lady Ada"),
        PatchOperation(op="add", path="title", value="Countess"),
        PatchOperation(op="replace", path="active", value=False),
    ]
    client.modify(user_model, user.id, PatchOp[user_model](operations=operations))
    read = client.query(user_model, user.id)
    assert (read.display_name, read.title, read.active) == ("Lady Ada", "Countess", False)
    client.modify(user_model, user.id, PatchOp[user_model](operations=[PatchOperation(op="remove", path="title")]))
    assert client.query(user_model, user.id).title is None
    client.delete(user_model, user.id)


def client_pages_through_users(client: SyncSCIMClient) -> None:
    users = [new_user(client, f"client-page-{index}") for index in range(25)]
    seen = set()
    start = 1
    while True:
        page = client.query(model(client, "User"), query_parameters=SearchRequest(start_index=start, count=10))
        seen |= {user.id for user in page.resources or []}
        start += 10
        if start > page.total_results:
            break
    assert {user.id for user in users} <= seen
    for user in users:
        client.delete(model(client, "User"), user.id)


def client_keeps_a_group(client: SyncSCIMClient) -> None:
    group_model = model(client, "Group")
    users = [new_user(client, f"client-member-{index}") for index in range(3)]
    member = [{"value": user.id} for user in users]
    group = client.create(group_model.model_validate({"displayName": "client-group", "members": member[:2]}))

    def inside() -> set[str]:
        return {each.value for each in client.query(group_model, group.id).members or []}

    assert inside() == {users[0].id, users[1].id}
    add = PatchOperation(op="add", path="members", value=member[2:])
    client.modify(group_model, group.id, PatchOp[group_model](operations=[add]))
    assert inside() == {user.id for user in users}
    remove = PatchOperation(op="remove", path=f'members[value eq "{users[0].id}"]')
    client.modify(group_model, group.id, PatchOp[group_model](operations=[remove]))
    assert inside() == {users[1].id, users[2].id}
    replaced = client.replace(
        group_model.model_validate({"id": group.id, "displayName": "client-renamed", "members": member[:1]})
    )
    assert replaced.display_name == "client-renamed" and inside() == {users[0].id}
    client.delete(group_model, group.id)
    for user in users:
        client.delete(model(client, "User"), user.id)


def client_is_told_of_a_conflict(client: SyncSCIMClient) -> None:
    user = new_user(client, "client-twice")
    fields = user.model_dump(by_alias=True, exclude_none=True, exclude={"id", "meta"})
    again = client.create(model(client, "User").model_validate(fields), raise_scim_errors=False)
    assert isinstance(again, Error) and again.status == 409
    client.delete(model(client, "User"), user.id)


if __name__ == "__main__":
    main(*sys.argv[1:4])
