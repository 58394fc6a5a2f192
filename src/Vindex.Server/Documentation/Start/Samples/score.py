import json, os, urllib.request

ticket = {
    "key": "SHOP-7",
    "summary": "As a buyer I want to pay by invoice so that accounting can approve it first",
    "acceptance_criteria": "- an invoice is offered from 50 EUR\n- it is sent within a minute",
}
request = urllib.request.Request(
    "{{address}}/v1/score",
    data=json.dumps({"ticket_data": ticket}).encode(),
    headers={"Authorization": "Bearer " + os.environ["VINDEX_KEY"], "Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    score = json.load(response)
print(score["overall_score"], score["recommendations"])
