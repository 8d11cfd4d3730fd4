// Lists: filters, pages, cursors.

import assert from "node:assert/strict";
import test from "node:test";
import { aws, ENTERPRISE, members, people, user } from "./support.mjs";

const search = (text) => `?filter=${encodeURIComponent(text)}`;

test("a list without cursor ends after 100 and says no more than that", () => {
  const server = aws();
  people(server, 150);
  const { json } = server.get("/Users");
  assert.deepEqual([json.totalResults, json.itemsPerPage, json.startIndex, json.Resources.length], [100, 100, 1, 100]);
  assert.deepEqual(json.schemas, ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]);
  assert.equal(json.nextCursor, undefined);
  assert.equal(server.get("/Users?count=7").json.totalResults, 7);
  server.service.readings["total-results"] = "of-all";
  assert.equal(server.get("/Users?count=7").json.totalResults, 150);
});

test("cursors lead through all of it", () => {
  for (const [pageLimit, pages] of [[undefined, 3], [7, 36]]) {
    const server = aws({ pageLimit });
    const ids = people(server, 250);
    const seen = [];
    let query = "?cursor";
    let count = 0;
    while (query) {
      const { json } = server.get(`/Users${query}`);
      assert.deepEqual([json.totalResults, json.startIndex], [undefined, undefined]);
      assert.equal(json.itemsPerPage, json.Resources.length);
      seen.push(...json.Resources.map(({ id }) => id));
      if (json.nextCursor) assert.match(json.nextCursor, /^[-a-zA-Z0-9+=/:_]+$/);
      query = json.nextCursor && `?cursor=${encodeURIComponent(json.nextCursor)}`;
      count += 1;
    }
    assert.deepEqual(seen, ids);
    assert.equal(count, pages);
  }
});

test("a cursor goes with its filter and count", () => {
  const server = aws();
  const ids = people(server, 5);
  const { json: { id } } = server.post("/Groups", { displayName: "a", members: members(ids) });
  const inGroup = search(`groups.value eq "${id}"`);
  const { json } = server.get(`/Users${inGroup}&cursor&count=2`);
  assert.equal(json.Resources.length, 2);
  assert.equal(server.get(`/Users${inGroup}&cursor=${json.nextCursor}&count=9`).json.Resources.length, 3);
  assert.equal(server.get(`/Users?cursor=${json.nextCursor}`).status, 400);
  assert.equal(server.get("/Users?cursor=nonsense").status, 400);
});

test("filters that AWS has", () => {
  const server = aws();
  const { json: boss } = server.post("/Users", user({ userName: "boss", externalId: "1" }));
  const { json: ada } = server.post("/Users", user({ userName: 'a"da', [ENTERPRISE]: { manager: { value: boss.id } } }));
  const { json: group } = server.post("/Groups", { displayName: "developers", externalId: "g", members: members([ada.id]) });
  for (const [resource, filter, found] of [
    ["/Users", 'userName eq "BOSS"', boss.id],
    ["/Users", 'userName eq "a\\"da"', ada.id],
    ["/Users", 'externalId EQ "1"', boss.id],
    ["/Users", `id eq "${ada.id}" and manager eq "${boss.id}"`, ada.id],
    ["/Users", `manager eq "${boss.id}" AND id eq "${ada.id}"`, ada.id],
    ["/Users", `id eq "${boss.id}" and manager eq "${boss.id}"`, undefined],
    ["/Users", `groups.value eq "${group.id}"`, ada.id],
    ["/Groups", 'displayName eq "developers"', group.id],
    ["/Groups", 'externalId eq "g"', group.id],
    ["/Groups", `members.value eq "${ada.id}"`, group.id],
    ["/Groups", `id eq "${group.id}" and members eq "${ada.id}"`, group.id],
    ["/Groups", `member eq "${ada.id}" and id eq "${group.id}"`, group.id],
    ["/Groups", `id eq "${group.id}" and members eq "${boss.id}"`, undefined],
    ["/Users", 'userName eq "nobody"', undefined],
  ]) {
    const { status, json } = server.get(`${resource}${search(filter)}`);
    assert.equal(status, 200, filter);
    assert.deepEqual(json.Resources.map(({ id }) => id), found ? [found] : [], filter);
  }
});

test("filters that AWS does not have", () => {
  for (const filter of [
    "userName eq foo", "userName eq true", 'userName ne "a"', 'userName sw "a"', 'userName eq "a" or externalId eq "b"',
    'userName eq "a" and externalId eq "b"', 'displayName eq "a"', "userName pr", 'userName eq "a" and', "", 'userName eq "a',
    'userName eq "a" x', 'not (userName eq "a")', "(".repeat(5000), 'emails[type eq "work"]',
  ]) {
    const { status, causes } = aws().get(`/Users${search(filter)}`);
    assert.equal(status, 400, filter);
    assert.deepEqual(causes, ["Invalid Filter format"], filter);
  }
});

test("a member that is none is 404, a group that is none a switch", () => {
  assert.equal(aws().get(`/Groups${search('members.value eq "x"')}`).status, 404);
  assert.equal(aws().get(`/Users${search('groups.value eq "x"')}`).status, 404);
  assert.deepEqual(aws({ lenient: ["unknown-group-in-filter"] }).get(`/Users${search('groups.value eq "x"')}`).json.Resources, []);
});

test("the rest of the query", () => {
  for (const query of ["?count=0", "?count=101", "?count=x", "?count=-1", "?count=1&count=2", "?filter=%", "?cursor=a&cursor=b"]) {
    assert.equal(aws().get(`/Users${query}`).status, 400, query);
  }
  for (const query of ["?startIndex=1", "?attributes=userName", "?excludedAttributes=members"]) {
    assert.equal(aws().get(`/Users${query}`).status, 400, query);
    assert.equal(aws({ lenient: ["unsupported-query"] }).get(`/Users${query}`).status, 200, query);
  }
  for (const query of ["?", "?&count=1&", "?count=1"]) assert.equal(aws().get(`/Users${query}`).status, 200, query);
});
