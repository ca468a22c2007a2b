"""Contact groups (API.md §5.1, §5.5)."""

from __future__ import annotations

import httpx

from tests.fake.doors import Door, made, replaced


def test_a_group_is_made_read_renamed_and_deleted(client: httpx.Client) -> None:
    group = made(client, "ContactGroups", Name="Top customers")
    assert set(group) == {"Id", "Name", "CreatedDateTimeOffset", "LastChangedDateTimeOffset"}
    path = f"/ContactGroups/{group['Id']}"
    renamed = replaced(client, path, name="Best customers").json()
    assert renamed["Name"] == "Best customers"
    assert renamed["CreatedDateTimeOffset"] == group["CreatedDateTimeOffset"]
    assert renamed["LastChangedDateTimeOffset"] > group["LastChangedDateTimeOffset"]
    assert client.get(path).json() == renamed
    assert client.delete(path).status_code == 200
    gone = client.get(path)
    assert (gone.status_code, gone.json()["title"]) == (404, "Object(s) not found")
    assert gone.json()["detail"] == f"Contact group with id = {group['Id']} not found."


def test_the_id_of_a_deleted_group_is_not_given_again(client: httpx.Client) -> None:
    first = made(client, "ContactGroups", Name="A")["Id"]
    client.delete(f"/ContactGroups/{first}")
    assert made(client, "ContactGroups", Name="B")["Id"] != first


def test_a_name_is_required_and_limited(client: httpx.Client) -> None:
    absent = client.post("/ContactGroups", json={})
    assert (absent.status_code, list(absent.json()["errors"])) == (400, ["Name"])
    assert client.post("/ContactGroups", json={"Name": "x" * 401}).status_code == 400
    id = made(client, "ContactGroups", Name="x" * 400)["Id"]
    assert replaced(client, f"/ContactGroups/{id}", Name="").status_code == 400


def test_an_unknown_location_is_refused_in_the_documented_words(client: httpx.Client) -> None:
    answer = replaced(client, "/ContactGroups/1", GroupName="x")
    assert (answer.status_code, answer.json()["title"]) == (400, "Contact group validation error(s)")
    assert answer.json()["detail"] == (
        "ContactGroupPatchDto: The target location specified by path segment 'GroupName' was not found."
    )


def test_the_list_is_filtered_by_name_and_time(client: httpx.Client) -> None:
    first = made(client, "ContactGroups", Name="First")
    second = made(client, "ContactGroups", Name="Second")
    assert client.get("/ContactGroups", params={"names": "Second, Third"}).json() == [second]
    after = {"createdDateTimeOffsetGreaterThan": first["CreatedDateTimeOffset"]}
    assert client.get("/ContactGroups", params=after).json() == [second]
    since = {"lastChangedDateTimeOffsetGreaterThan": second["LastChangedDateTimeOffset"]}
    assert client.get("/ContactGroups", params=since).status_code == 204
    query = {"Fields": "Name", "OrderBy": "Name desc", "PageSize": "1"}
    assert client.get("/ContactGroups", params=query).json() == [{"Name": "Standard"}]


def test_contacts_can_only_be_in_groups_that_exist(client: httpx.Client) -> None:
    assert client.post("/Customers", json={"Name": "A", "ContactGroupIds": [2]}).status_code == 404
    id = made(client, "ContactGroups", Name="Two")["Id"]
    customer = made(client, "Customers", Name="A", ContactGroupIds=[id])
    assert client.get("/Customers", params={"contactGroupIds": str(id)}).json() == [customer]


def test_a_group_with_members_is_not_deleted(client: httpx.Client) -> None:
    id = made(client, "ContactGroups", Name="Two")["Id"]
    customer = made(client, "Customers", Name="A", ContactGroupIds=[id])
    refused = client.delete(f"/ContactGroups/{id}")
    assert (refused.status_code, refused.json()["title"]) == (409, "Contact group conflict")
    assert refused.json()["detail"] == f"Contact group with id = {id} is in use and cannot be deleted."
    assert replaced(client, f"/Customers/{customer['Id']}", ContactGroupIds=[]).status_code == 200
    assert client.delete(f"/ContactGroups/{id}").status_code == 200


def test_renaming_a_group_moves_no_stamp_of_its_members(client: httpx.Client) -> None:
    customer = made(client, "Customers", Name="A", ContactGroupIds=[1])
    replaced(client, "/ContactGroups/1", Name="Other")
    assert client.get(f"/Customers/{customer['Id']}").json() == customer


def test_groups_need_their_privilege(here: Door) -> None:
    client = here.client()
    here.tenant.withdraw("sut", "ContactGroup", writing_only=True)
    assert client.get("/ContactGroups").status_code == 200
    assert client.post("/ContactGroups", json={"Name": "A"}).status_code == 403
    here.tenant.withdraw("sut", "ContactGroup")
    assert client.get("/ContactGroups/1").status_code == 403


def test_groups_of_one_tenant_mean_nothing_to_another(here: Door, client: httpx.Client) -> None:
    made(client, "ContactGroups", Name="Mine")
    names = [group["Name"] for group in here.beside().client().get("/ContactGroups").json()]
    assert names == ["Standard"]
