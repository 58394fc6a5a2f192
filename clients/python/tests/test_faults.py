"""Errors and retries, with prepared responses."""

from __future__ import annotations

import json
import socket
import unittest
from typing import Any

import vindex_client as v
from vindex_client._rows import line

from .fake import Answer, FakeServer

KEY = "vx_0123456789ab_a-secret-that-must-not-be-shown"
BUSY = json.dumps({"code": "engine_busy", "detail": "The scoring engine is busy; try again shortly.", "status": 503})
LIMITED = json.dumps({"code": "rate_limited", "detail": "Too many requests.", "status": 429})
SCORE = json.dumps({"score_id": "s1", "overall_score": 5.0})


class Faults(unittest.TestCase):
    def setUp(self) -> None:
        self.slept: list[float] = []

    def client(self, server: FakeServer, **policy: Any) -> v.VindexClient:
        retries = v.RetryPolicy(sleep=self.slept.append, random=lambda: 0.0, **policy)
        client = v.VindexClient(server.url, KEY, retries=retries)
        self.addCleanup(client.close)
        return client

    def test_retry_after_is_honored_for_429_and_503(self) -> None:
        answers = Answer(429, LIMITED, {"Retry-After": "7"}), Answer(503, BUSY, {"Retry-After": "2"}), Answer(200, SCORE)
        with FakeServer(*answers) as server:
            self.assertEqual(self.client(server).score({"ticket_data": {"summary": "x"}})["score_id"], "s1")
            self.assertEqual(self.slept, [7.0, 2.0])
            self.assertEqual(len({request.headers["idempotency-key"] for request in server.received}), 1)

    def test_a_longer_delay_than_allowed_is_an_error_at_once(self) -> None:
        with FakeServer(Answer(429, LIMITED, {"Retry-After": "3600"})) as server:
            with self.assertRaises(v.RateLimitedError) as caught:
                self.client(server).get_summary()
            self.assertEqual((caught.exception.retry_after, self.slept, len(server.received)), (3600.0, [], 1))

    def test_a_date_as_retry_after(self) -> None:
        with FakeServer(Answer(503, BUSY, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), Answer()) as server:
            self.client(server).get_summary()
            self.assertEqual(self.slept, [0.0])

    def test_delays_without_retry_after_double_and_end(self) -> None:
        with FakeServer(Answer(502, "<html>")) as server:
            with self.assertRaises(v.ServerError):
                self.client(server, attempts=4, base=1.0).get_summary()
            self.assertEqual((self.slept, len(server.received)), ([0.5, 1.0, 2.0], 4))

    def test_jitter_only_lengthens_what_the_server_asks_for(self) -> None:
        policy = v.RetryPolicy(random=lambda: 1.0)
        self.assertEqual((policy.delay(1, 7.0), policy.delay(1, None), policy.delay(2, None)), (7.5, 0.5, 1.0))

    def test_what_may_have_been_executed_is_not_sent_again(self) -> None:
        unknown = json.dumps({"code": "store_unavailable", "detail": "The store is temporarily unavailable; try again."})
        for answer in Answer(502, ""), Answer(503, unknown), Answer(200, "{", cut=True):
            with FakeServer(answer) as server:
                with self.assertRaises(v.VindexError):
                    self.client(server).create_company({"name": "Acme"})
                self.assertEqual(len(server.received), 1, answer)

    def test_a_rejected_request_is_sent_again_even_if_it_is_not_repeatable(self) -> None:
        with FakeServer(Answer(503, BUSY), Answer(201, '{"company_id": "c"}')) as server:
            self.assertEqual(self.client(server).create_company({"name": "Acme"})["company_id"], "c")

    def test_feedback_gets_an_id_so_that_it_can_be_sent_again(self) -> None:
        with FakeServer(Answer(200, "{", cut=True), Answer(200, '{"id": "f"}')) as server:
            self.client(server).create_feedback({"project_id": "acme/x", "weave_ref": "r", "feedback_type": "t", "payload": {}})
            first, second = (json.loads(request.body)["id"] for request in server.received)
            self.assertTrue(first)
            self.assertEqual(first, second)

    def test_a_batch_that_breaks_off_is_continued_with_the_same_key_and_body(self) -> None:
        scored = json.dumps({"index": 0, "status": 200, "score_id": "s0", "overall_score": 1.0})
        failed = json.dumps({"index": 1, "status": 422, "code": "invalid_fields", "detail": "ticket_data.summary: is required"})
        done = json.dumps({"done": True, "scored": 1, "failed": 1})
        answers = Answer(200, scored + "\n", cut=True), Answer(200, scored + "\n"), Answer(200, "\n".join([failed, scored, done]))
        with FakeServer(*answers) as server:
            results = list(self.client(server).score_batch([{"ticket_data": {"summary": "a"}}, {"ticket_data": {"summary": ""}}]))
            self.assertEqual(len(server.received), 3)
            self.assertEqual(len({(request.headers["idempotency-key"], request.body) for request in server.received}), 1)
            self.assertEqual([result.index for result in results], [0, 1])
            self.assertEqual(results[0].score, {"score_id": "s0", "overall_score": 1.0})
            self.assertIsInstance(results[1].error, v.InvalidFieldsError)

    def test_tickets_that_found_the_server_busy_are_sent_again(self) -> None:
        busy = json.dumps({"index": 0, "status": 503, "code": "engine_busy", "detail": "busy"})
        scored = json.dumps({"index": 0, "status": 200, "score_id": "s0"})
        done = '{"done": true}'
        with FakeServer(Answer(200, f"{busy}\n{done}\n"), Answer(200, f"{scored}\n{done}\n")) as server:
            [result] = self.client(server).score_batch([{"ticket_data": {"summary": "a"}}])
            self.assertEqual((result.score, result.error), ({"score_id": "s0"}, None))

    def test_batches_are_split_by_number_and_by_size(self) -> None:
        lines = "".join(json.dumps({"index": index, "status": 200, "score_id": f"s{index}"}) + "\n" for index in range(1000))
        with FakeServer(Answer(200, lines + '{"done": true}\n')) as server:
            small = [{"ticket_data": {"summary": f"{number}"}} for number in range(2500)]
            self.assertEqual([result.index for result in self.client(server).score_batch(small)], list(range(2500)))
            self.assertEqual([request.body.count(b"\n") + 1 for request in server.received], [1000, 1000, 500])
            server.received.clear()
            large = [{"ticket_data": {"summary": "x", "description": "y" * (3 << 20)}} for _ in range(5)]
            self.assertEqual(len(list(self.client(server).score_batch(large))), 5)
            self.assertEqual(len(server.received), 3)
            self.assertTrue(all(len(request.body) <= 8 << 20 for request in server.received))

    def test_a_stream_that_breaks_off_is_an_error(self) -> None:
        with FakeServer(Answer(200, '{"id": "a"}\n', cut=True)) as server:
            rows = self.client(server).export_feedback({"project_id": "acme/x"})
            self.assertEqual(next(rows), {"id": "a"})
            with self.assertRaises(v.IncompleteResponseError):
                next(rows)

    def test_a_connection_is_used_again_by_one_request_at_a_time(self) -> None:
        with FakeServer(Answer(200, "Key\n")) as server:
            client = self.client(server)
            with client.export_scores() as stream:
                self.assertEqual(stream.read(), b"Key\n")
                stream.close()
            self.assertEqual(len(client._idle), 1)
            client.export_scores().close()
            self.assertEqual(len(client._idle), 0)

    def test_both_forms_of_errors_are_read(self) -> None:
        problem = {"code": "invalid_fields", "detail": "name: is required.", "errors": {"name": ["is required"]}, "trace_id": "t1"}
        entry = {"type": "missing", "loc": ["body", "batch", 3, "payload"], "msg": "Field required", "input": {"card": "4111"}}
        reason = {"reason": "Project not found", "error_type": "NotFound", "detail": "Project not found"}
        for status, body, code, errors in [
            (422, problem, "invalid_fields", {"name": ["is required"]}),
            (422, {"detail": [entry]}, "invalid_fields", {"batch.3.payload": ["Field required"]}),
            (404, reason, "NotFound", {}),
            (418, "teapot", "http_418", {}),
            (302, "", "http_302", {}),
        ]:
            with self.subTest(code), FakeServer(Answer(status, body if isinstance(body, str) else json.dumps(body))) as server:
                with self.assertRaises(v.ApiError) as caught:
                    self.client(server).get_summary()
                self.assertEqual((caught.exception.status, caught.exception.code, caught.exception.errors), (status, code, errors))
                self.assertNotIn("4111", str(caught.exception))
                self.assertIn("GET /portal/scores/summary", str(caught.exception))

    def test_each_status_has_its_type(self) -> None:
        for status, kind in {
            400: v.BadRequestError, 401: v.AuthenticationError, 403: v.PermissionDeniedError, 404: v.NotFoundError, 409: v.ConflictError,
            413: v.TooLargeError, 422: v.InvalidFieldsError, 429: v.RateLimitedError, 500: v.ServerError, 503: v.UnavailableError,
        }.items():  # fmt: skip
            with FakeServer(Answer(status, "")) as server, self.assertRaises(kind) as caught:
                self.client(server, attempts=1).get_summary()
            self.assertIs(type(caught.exception), kind)

    def test_the_key_is_in_no_text(self) -> None:
        echo = json.dumps({"code": "x", "detail": f"Unknown header: Bearer {KEY}"})
        with FakeServer(Answer(400, echo)) as server:
            client = self.client(server)
            with self.assertRaises(v.BadRequestError) as caught:
                client.get_summary()
            self.assertEqual(server.received[0].headers["authorization"], f"Bearer {KEY}")
            for text in repr(client), str(vars(client)), str(caught.exception), repr(caught.exception), caught.exception.detail:
                self.assertNotIn("a-secret", text)
        with self.assertRaises(ValueError) as wrong:
            v.VindexClient("http://127.0.0.1", KEY + "\n")
        self.assertNotIn("a-secret", str(wrong.exception))

    def test_the_secret_of_an_event_replaces_the_key(self) -> None:
        with FakeServer(Answer(202, '{"status": "queued"}')) as server:
            self.client(server).send_event("jiraforge", "whsec_c2VjcmV0", {})
            self.assertNotIn("authorization", server.received[0].headers)
            self.assertEqual(server.received[0].headers["x-vindex-secret"], "whsec_c2VjcmV0")

    def test_no_connection_and_no_answer_in_time(self) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            client = v.VindexClient(url, KEY, retries=v.RetryPolicy(attempts=2, sleep=self.slept.append))
            with self.assertRaises(v.ConnectionFailedError):
                client.get_summary()
            self.assertEqual(len(self.slept), 1)
            listener.listen()
            with self.assertRaises(v.TimedOutError):
                client.get_summary(timeout=0.01)

    def test_ids_cannot_lead_to_another_path(self) -> None:
        with FakeServer(Answer()) as server:
            client = self.client(server)
            client.get_score("../a?b/ü")
            self.assertEqual(server.received[0].path, "/portal/scores/..%2Fa%3Fb%2F%C3%BC")
            for value in "", ".", "..":
                self.assertRaises(ValueError, client.get_score, value)

    def test_a_page_that_is_no_json_says_so(self) -> None:
        with FakeServer(Answer(200, "<html>")) as server, self.assertRaisesRegex(v.VindexError, "not JSON"):
            self.client(server).get_summary()

    def test_lines_of_text_keep_their_bytes(self) -> None:
        self.assertEqual(line('{"a": 1.0, "big": 1e400}\n', "i-1"), b'{"id":"i-1","a": 1.0, "big": 1e400}')
        self.assertEqual(line('{"id": null}', "i-1"), b'{"id":"i-1","id": null}')
        self.assertEqual(line(b"\xef\xbb\xbf{}\r\n", "i-1"), b'{"id":"i-1"}')
        self.assertEqual(line('{"id": "own"}', "i-1"), b'{"id": "own"}')
        self.assertEqual(line("not json", "i-1"), b"not json")
        self.assertIsNone(line(" \n", "i-1"))
        self.assertEqual(line({"id": "", "payload": {"ü": 1}}, "i-1"), '{"id":"i-1","payload":{"ü":1}}'.encode())


if __name__ == "__main__":
    unittest.main()
