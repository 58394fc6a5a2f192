"""The client against a running server."""

from __future__ import annotations

import http.client
import threading
import typing
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import vindex_client as v
from vindex_client import models
from vindex_client._transport import Stream

from .server import SCOPES, Server

TICKET = {"key": "SHOP-7", "summary": "As a shopper I want to see the shipping cost before I pay so that I am not surprised"}


class LosesResponses(v.VindexClient):
    """Loses the responses to these imports, which the server has executed."""

    lost: set[int] = set()
    made = 0

    def _send(self, request: str, *args: Any) -> Stream:
        stream = super()._send(request, *args)
        if "import" in request:
            self.made += 1
            if self.made in self.lost:
                stream.close()
                raise v.ConnectionFailedError(f"{request}: the connection broke")
        return stream


class AgainstServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server.running()
        cls.client = v.VindexClient(cls.server.url, cls.server.key)
        cls.addClassCleanup(cls.client.close)

    def count(self, project: str) -> int:
        return self.client.query_feedback({"project_id": project, "limit": 0})["total_count"]

    def test_a_score_is_returned_stored_and_repeated(self) -> None:
        first = self.client.score({"ticket_data": TICKET}, details="true", idempotency_key="python-1")
        again = self.client.score({"ticket_data": TICKET}, details="true", idempotency_key="python-1")
        self.assertEqual(first["score_id"], again["score_id"])
        self.assertIn("findings", first)
        record = self.client.get_score(first["score_id"])
        self.assertEqual((record["overall_score"], record["ticket"]["key"]), (first["overall_score"], "SHOP-7"))
        with self.assertRaises(v.InvalidFieldsError) as other:
            self.client.score({"ticket_data": {"summary": "Other"}}, details="true", idempotency_key="python-1")
        self.assertEqual(other.exception.code, "idempotency_other_body")

    def test_a_batch_keeps_its_order_and_a_bad_ticket_fails_alone(self) -> None:
        tickets: list[Any] = [{"ticket_data": {"key": f"B-{number}", "summary": f"Export number {number}"}} for number in range(25)]
        tickets[7] = {"ticket_data": {}}
        results = list(self.client.score_batch(tickets, size=10))
        self.assertEqual([result.index for result in results], list(range(25)))
        self.assertEqual([result.index for result in results if result.score is None], [7])
        self.assertIsInstance(results[7].error, v.InvalidFieldsError)
        self.assertEqual(results[7].error.errors, {"ticket_data.summary": ["is required"]})
        self.assertEqual(self.client.get_score(results[24].score["score_id"])["ticket"]["key"], "B-24")

    def test_pages_are_read_to_the_end(self) -> None:
        for result in self.client.score_batch({"ticket_data": {"key": f"PAGE-{number}", "summary": "Import orders"}} for number in range(11)):
            self.assertIsNone(result.error)
        found = list(self.client.iterate_scores(project="PAGE", limit=3))
        self.assertEqual(len(found), 11)
        self.assertEqual({item["ticket"]["key"] for item in found}, {f"PAGE-{number}" for number in range(11)})
        self.assertEqual(list(self.client.iterate_deliveries(status="failed", limit=1)), [])
        self.assertGreaterEqual(len(list(self.server.admin.iterate_companies(limit=1))), 2)
        with self.client.export_scores(project="PAGE", format="ndjson") as stream:
            self.assertEqual(len(list(stream.lines())), 11)

    def test_feedback_is_created_queried_counted_and_removed(self) -> None:
        for stars in 2, 4, 5:
            row: models.Feedback = {"project_id": "acme/answers", "weave_ref": "story-1", "feedback_type": "survey", "payload": {"stars": stars}}
            created = self.client.create_feedback(row)
        query: models.FeedbackQuery = {
            "project_id": "acme/answers",
            "query": {"$expr": {"$gte": [{"$getField": "payload.stars"}, {"$literal": 4}]}},
        }
        self.assertEqual([row["payload"]["stars"] for row in self.client.iterate_feedback(query, page=1)], [4, 5])
        self.assertEqual(len(list(self.client.iterate_feedback({"project_id": "acme/answers", "limit": 2}, page=1))), 2)
        stats = self.client.get_feedback_stats(
            {
                "project_id": "acme/answers",
                "start": "2020-01-01T00:00:00Z",
                "end": "2100-01-01T00:00:00Z",
                "granularity": 31536000,
                "metrics": [{"json_path": "stars", "aggregations": ["sum", "count"]}],
            }
        )
        self.assertEqual(stats["window_stats"], {"stars": {"sum": 11.0, "count": 3.0}})
        purge = {"$expr": {"$eq": [{"$getField": "id"}, {"$literal": created["id"]}]}}
        self.client.purge_feedback({"project_id": "acme/answers", "query": purge})
        self.assertEqual(self.count("acme/answers"), 2)

    def test_an_interrupted_import_is_continued(self) -> None:
        def rows() -> typing.Iterator[Any]:
            for number in range(1, 95):
                yield {"weave_ref": "r", "feedback_type": "t", "payload": {"number": number}} if number != 33 else "{broken"

        client = LosesResponses(self.server.url, self.server.key, retries=v.RetryPolicy(attempts=1))
        self.addCleanup(client.close)
        client.lost = {3}
        with self.assertRaises(v.ImportInterruptedError) as caught:
            client.import_feedback("acme/import", rows(), segment=20)
        stopped = caught.exception
        self.assertEqual((stopped.lines, stopped.imported, stopped.rejected), (40, 39, 1))
        self.assertEqual(self.count("acme/import"), 59)
        rest = client.import_feedback("acme/import", rows(), segment=20, start=stopped.lines, import_id=stopped.import_id)
        self.assertEqual((rest.lines, rest.imported, rest.rejected), (94, 54, 0))
        self.assertEqual(self.count("acme/import"), 93)

    def test_an_import_repeats_what_was_lost_and_numbers_lines_of_the_whole(self) -> None:
        text = ['{"weave_ref": "r", "feedback_type": "t", "payload": {"n": 1.0}}\n', "\n", '{"weave_ref": "r"}\n'] * 10
        client = LosesResponses(self.server.url, self.server.key, retries=v.RetryPolicy(sleep=lambda _: None))
        self.addCleanup(client.close)
        client.lost = {1, 3}
        progress: list[int] = []
        result = client.import_feedback("acme/lines", text, segment=7, on_progress=lambda stored: progress.append(stored.lines))
        self.assertEqual((result.imported, result.rejected, self.count("acme/lines")), (10, 10, 10))
        self.assertEqual([problem["line"] for problem in result.errors], [number * 3 for number in range(1, 11)])
        self.assertEqual(progress, [10, 21, 30])
        [row] = self.client.iterate_feedback({"project_id": "acme/lines", "limit": 1})
        self.assertEqual(repr(row["payload"]), "{'n': 1.0}")
        self.assertEqual(len(list(self.client.export_feedback({"project_id": "acme/lines"}))), 10)

    def test_a_callback_arrives_and_is_verified(self) -> None:
        received: list[tuple[dict[str, str], bytes]] = []
        arrived = threading.Event()

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.append((dict(self.headers.items()), self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()
                arrived.set()

            def log_message(self, *_: object) -> None:
                pass

        receiver = HTTPServer(("127.0.0.1", 0), Receiver)
        self.addCleanup(receiver.server_close)
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        self.addCleanup(receiver.shutdown)
        registered = self.client.register_installation(
            "jiraforge", {"external_id": "site-1", "callback_url": f"http://127.0.0.1:{receiver.server_address[1]}/hook"}
        )
        secret = registered["shared_secret"]
        event = {"cloudId": "site-1", "issue": {"key": "CB-1", "fields": {"summary": "Pay by invoice", "issuetype": {"name": "Story"}}}}
        answer = self.client.send_event("jiraforge", secret, event)
        self.assertTrue(arrived.wait(60))
        headers, body = received[0]
        callback = v.verify_callback(secret, headers, body)
        self.assertEqual(callback.body["ticket"]["key"], "CB-1")
        self.assertEqual(answer["requestId"], f"req_{callback.body['job_id']}")
        self.assertEqual(callback.id, headers["webhook-id"])
        del headers["webhook-signature"]
        self.assertEqual(v.verify_callback(secret, headers, body).body, callback.body)
        with self.assertRaises(v.SignatureError):
            v.verify_callback(secret, headers, body + b" ")
        with self.assertRaises(v.PermissionDeniedError):
            self.client.send_event("jiraforge", "whsec_d3Jvbmc=", event)

    def test_another_company_sees_404(self) -> None:
        score_id = self.client.score({"ticket_data": TICKET})["score_id"]
        with v.VindexClient(self.server.url, self.server.other_key) as other:
            self.assertRaises(v.NotFoundError, other.get_score, score_id)
            with self.assertRaises(v.NotFoundError) as caught:
                other.query_feedback({"project_id": "acme/scores"})
            self.assertEqual(caught.exception.detail, "Project not found")
            self.assertEqual(list(other.iterate_scores()), [])

    def test_each_error_of_the_server_has_its_type(self) -> None:
        client = self.client
        row: Any = {"project_id": "acme/errors", "weave_ref": "r", "feedback_type": "wandb.note.1", "payload": {"note": ""}}
        self.assertRaises(v.BadRequestError, client.create_feedback, row)
        with self.assertRaises(v.InvalidFieldsError) as fields:
            client.create_feedback({**row, "extra": 1})
        self.assertEqual(list(fields.exception.errors), ["extra"])
        with self.assertRaises(v.InvalidFieldsError) as missing:
            client.score({"ticket_data": {}})  # type: ignore[typeddict-item]
        self.assertEqual(missing.exception.errors, {"ticket_data.summary": ["is required"]})
        self.assertRaises(v.TooLargeError, client.propose_rewrite, {"ticket_data": {"summary": "x", "description": "y" * (2 << 20)}})
        self.assertRaises(v.ConflictError, self.server.admin.create_company, {"name": "Acme", "slug": "acme"})
        self.assertRaises(v.PermissionDeniedError, client.list_companies)
        with v.VindexClient(self.server.url, "vx_000000000000_wrong") as wrong:
            self.assertRaises(v.AuthenticationError, wrong.list_scores)
        key = self.server.new_key(SCOPES)
        with v.VindexClient(self.server.url, key, retries=v.RetryPolicy(attempts=1)) as hasty, self.assertRaises(v.RateLimitedError) as limited:
            for _ in range(31):
                hasty.score({"ticket_data": {"summary": "Again"}})
        self.assertGreater(limited.exception.retry_after, 0)

    def test_changes_clear_and_leave_out(self) -> None:
        company_id = self.server.company["company_id"]
        changed = self.server.admin.change_company(company_id, {"retention_days": 400, "timezone": "Europe/Berlin"})
        self.assertEqual((changed["retention_days"], changed["timezone"]), (400, "Europe/Berlin"))
        cleared = self.server.admin.change_company(company_id, {"retention_days": None})
        self.assertEqual((cleared["retention_days"], cleared["timezone"]), (None, "Europe/Berlin"))

    def test_files_texts_and_empty_responses(self) -> None:
        upload = self.client.upload_backlog(b"Key,Summary\nA-1,Export\n", "back log.csv")
        self.assertEqual((upload["rows"], upload["file_name"]), (1, "back log.csv"))
        score = self.client.score({"ticket_data": TICKET})
        self.assertIn("# ", self.client.get_work_order(score["score_id"]))
        self.client.delete_score(score["score_id"])
        self.assertRaises(v.NotFoundError, self.client.get_score, score["score_id"])
        with v.VindexClient(self.server.url) as anyone:
            self.assertEqual(anyone.get_readiness()["status"], "ok")

    def test_a_company_moves_as_a_stream(self) -> None:
        with self.server.admin.export_company(self.server.company["company_id"]) as stream:
            archive = stream.read()
        self.assertTrue(self.server.admin.import_company(archive)["complete"])

    def test_a_dropped_connection_is_replaced(self) -> None:
        with v.VindexClient(self.server.url, self.server.key) as client:
            client.get_summary()
            [(_, connection)] = client._idle
            self.assertIsInstance(connection, http.client.HTTPConnection)
            connection.sock.shutdown(2)
            self.assertIn("total_scored", client.get_summary())

    def test_every_model_has_types_that_exist(self) -> None:
        kinds = [value for value in vars(models).values() if isinstance(value, type) and hasattr(value, "__total__")]
        self.assertGreater(len(kinds), 100)
        for kind in kinds:
            typing.get_type_hints(kind)


if __name__ == "__main__":
    unittest.main()
