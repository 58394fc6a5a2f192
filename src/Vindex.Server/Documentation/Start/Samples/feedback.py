import json, os, urllib.request

row = {
    "project_id": "{{company}}/assistant",
    "weave_ref": "answer-1138",
    "feedback_type": "survey",
    "payload": {"stars": 4, "helpful": True},
}
request = urllib.request.Request(
    "{{address}}/feedback/create",
    data=json.dumps(row).encode(),
    headers={"Authorization": "Bearer " + os.environ["VINDEX_KEY"], "Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    print(json.load(response)["id"])
