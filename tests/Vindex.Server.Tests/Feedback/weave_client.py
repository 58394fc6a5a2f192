#!/usr/bin/env python3
"""A client of Weave's feedback endpoints, with nothing but Python's standard library.

Requests are as Weave's own client sends them: JSON without a content type, with every field of the model, those that are not set as null, and
Basic authentication with the user name "api". Nothing here knows which server answers, except through the base URL.

    weave_client.py BASE_URL ENTITY/PROJECT      (the API key comes in the environment variable WANDB_API_KEY)
"""
import base64
import http.client
import json
import os
import sys
import urllib.parse
from datetime import datetime, timedelta

ADDRESS, PROJECT_ID = urllib.parse.urlsplit(sys.argv[1]), sys.argv[2]
BASIC = base64.b64encode(("api:" + os.environ["WANDB_API_KEY"]).encode()).decode()
CALL = f"weave:///{PROJECT_ID}/call/0198c1a2-7b3e-7000-8000-000000000001"


def send(method, path, body=None, headers={}):
    """Status and body of an answer. Nothing is sent that is not given: other clients of the library add the content type of a form."""
    connection = http.client.HTTPConnection(ADDRESS.hostname, ADDRESS.port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, json.load(response)
    finally:
        connection.close()


def post(path, body):
    return send("POST", path, json.dumps(body).encode(), {"Authorization": "Basic " + BASIC})


def ask(path, body):
    status, answer = post(path, body)
    if status != 200:
        raise AssertionError(f"{path}: {status} {answer}")
    return answer


def feedback(feedback_type, payload, **fields):
    """FeedbackCreateReq, dumped with its defaults."""
    return {
        "id": None, "project_id": PROJECT_ID, "weave_ref": CALL, "creator": None, "feedback_type": feedback_type, "payload": payload,
        "annotation_ref": None, "runnable_ref": None, "call_ref": None, "trigger_ref": None, "queue_id": None,
        "scorer_tags": [], "scorer_tag_reasons": {}, "scorer_tag_confidences": {}, "scorer_ratings": {}, "scorer_rating_reasons": {},
        "scorer_rating_confidences": {}, "span_agent_name": "", "span_agent_version": "", "span_status_code": "UNSET",
        "span_conversation_id": "", "span_trace_id": "", "scorer_trace_id": "", "wb_user_id": None, **fields,
    }


def expression(operation, field, value):
    return {"$expr": {operation: [{"$getField": field}, {"$literal": value}]}}


def query(**fields):
    body = {"project_id": PROJECT_ID, "fields": None, "query": None, "sort_by": None, "limit": None, "offset": None}
    return ask("/feedback/query", {**body, **fields})["result"]


def judged(score, passed):
    return feedback(
        "wandb.runnable.judge", {"output": {"score": score, "passed": passed}},
        runnable_ref=f"weave:///{PROJECT_ID}/op/judge:v1", call_ref=CALL, trigger_ref=f"weave:///{PROJECT_ID}/object/monitor:v1")


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")


# what a client asks first
equal(send("GET", "/server_info"), (200, {"min_required_weave_python_version": "0.0.0"}))

# create: a reaction, a note, and what a scorer says
reaction = ask("/feedback/create", feedback("wandb.reaction.1", {"emoji": "👍🏽"}))
equal(sorted(reaction), ["created_at", "id", "payload", "wb_user_id"])
equal(reaction["payload"], {"emoji": "👍🏽", "alias": ":thumbs_up_medium_skin_tone:", "detoned": "👍", "detoned_alias": ":thumbs_up:"})
note = ask("/feedback/create", feedback("wandb.note.1", {"note": "Zu lang, wie „immer“ …"}))
batch = ask("/feedback/batch/create", {"batch": [judged(score, score > 0.5) for score in (0.25, 0.5, 0.75, 1)]})["res"]
equal(len({row["id"] for row in batch}), 4)

# query: by type, by what a payload holds, sorted, counted
equal([row["payload"]["note"] for row in query(query=expression("$eq", "feedback_type", "wandb.note.1"))], ["Zu lang, wie „immer“ …"])
scores = query(fields=["id", "payload.output.score"], query=expression("$gt", "payload.output.score", 0.3),
               sort_by=[{"field": "payload.output.score", "direction": "desc"}], limit=2)
equal([row["payload.output.score"] for row in scores], ["1", "0.75"])
equal(scores[0]["id"], batch[3]["id"])
equal(query(fields=["count(*)"]), [{"count(*)": 6}])

# replace: the old row is gone, the new one is there
replaced = ask("/feedback/replace", {**feedback("wandb.note.1", {"note": "Kürzer"}), "feedback_id": note["id"]})
equal(query(fields=["id", "payload"], query=expression("$eq", "feedback_type", "wandb.note.1")), [{"id": replaced["id"], "payload": {"note": "Kürzer"}}])

# purge: by id, and by nothing else
equal(ask("/feedback/purge", {"project_id": PROJECT_ID, "query": expression("$eq", "id", reaction["id"])}), {})
equal(query(query=expression("$eq", "id", reaction["id"])), [])
status, refused = post("/feedback/purge", {"project_id": PROJECT_ID, "query": expression("$eq", "feedback_type", "wandb.note.1")})
equal((status, refused["reason"]), (400, "Can only purge feedback by specifying one or more feedback ids"))

# stats: over the hour around what was just written
created = datetime.fromisoformat(batch[0]["created_at"].replace("Z", "+00:00"))
stats = ask("/feedback/stats", {
    "project_id": PROJECT_ID, "start": (created - timedelta(minutes=30)).isoformat(), "end": (created + timedelta(minutes=30)).isoformat(),
    "feedback_type": "wandb.runnable.judge", "trigger_ref": f"weave:///{PROJECT_ID}/object/monitor:*", "granularity": None, "timezone": "UTC",
    "metrics": [
        {"json_path": "output.score", "value_type": "numeric", "aggregations": ["avg", "max", "count"], "percentiles": [50, 75]},
        {"json_path": "output.passed", "value_type": "boolean", "aggregations": [], "percentiles": []},
    ],
})
equal(stats["granularity"], 300)
equal(stats["window_stats"], {
    "output_score": {"avg": 0.625, "max": 1.0, "count": 4.0, "p50": 0.625, "p75": 0.8125},
    "output_passed": {"count_true": 2.0, "count_false": 2.0},
})
equal(sum(bucket["count"] for bucket in stats["buckets"]), 4)

# refusals: what does not fit, what breaks a rule, what is not there
status, refused = post("/feedback/create", {**feedback("custom", {}), "weave_ref": None})
equal((status, refused["detail"][0]["loc"], refused["detail"][0]["type"]), (422, ["body", "weave_ref"], "string_type"))
status, refused = post("/feedback/create", feedback("wandb.reaction.1", {"emoji": "no"}))
equal((status, refused["reason"]), (400, "Value of emoji key in payload must be exactly one emoji"))
status, refused = post("/feedback/query", {"project_id": "someone-else/project"})
equal((status, refused["reason"]), (404, "Project not found"))
print("ok")
