"""Episodes against a server that follows PROTOCOL.md and goes wrong in every way it may."""
import logging
import math
import os
import random
import shutil
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from typing import Callable, List
from unittest import mock

import fake_server
import retake_client as retake

HERE = os.path.dirname(os.path.abspath(__file__))
JPEG = b"\xff\xd8\xff\xe0"

logging.disable(logging.CRITICAL)


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not happen")
        threading.Event().wait(0.005)


class EpisodeCase(unittest.TestCase):
    def setUp(self):
        self.spools = tempfile.mkdtemp(prefix="retake-spools-")
        self.addCleanup(shutil.rmtree, self.spools)
        self.server = fake_server.FakeServer()
        self.addCleanup(self.stop_servers)
        self.faults = self.server.faults
        for name, value in (("_PAUSE_FIRST_S", 0.005), ("_PAUSE_MAX_S", 0.05), ("_PING_S", 0.2)):
            patch = mock.patch.object(retake, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def stop_servers(self):
        self.server.stop()
        self.assertEqual(self.server.violations, [])

    def episode(self, session_id="a", url=None, token="rtk_test", **options) -> retake.Episode:
        return retake.Episode(url or self.server.url, token, session_id, spool_dir=self.spools, **options)

    def session(self, session_id="a") -> fake_server.Session:
        return self.server.sessions[session_id]

    def values(self, session_id="a") -> List[float]:
        return [struct.unpack("<d", item.payload)[0] for item in self.session(session_id).items
                if item.data_type == "float64[]"]

    def send(self, episode: retake.Episode, numbers) -> None:
        for number in numbers:
            episode.send("/x", float(number))

    def fails(self, code: str, act: Callable[[], object]) -> retake.RetakeError:
        with self.assertRaises(retake.RetakeError) as caught:
            act()
        self.assertEqual(caught.exception.code, code)
        return caught.exception


class Recording(EpisodeCase):
    def test_everything_arrives_once_in_order_as_it_was_given(self):
        for encoding in ("binary", "json"):
            with self.episode(encoding, robot_type="arm", task="抓取", operator="Ada", fps=30, encoding=encoding, topics={
                "/joints": {"data_type": "float32[]", "shape": [2], "names": ["a", "b"], "units": ["rad", "rad"]},
                "/cam": "image",
            }) as ep:
                ep.send("/joints", [0.5, math.nan], t=0.125, frame=3)
                ep.image("/cam", JPEG + b"1", t=-1.5, frame=4)
                ep.mark("phase", "greifen", t=math.inf)
                ep.send("/text", "a抓\"\n", t=9e300)
                ep.send("/on", True, t=1)
                ep.image("/cam", memoryview(b"\x89PNG\r\n\x1a\n2"), t=2)
                counts = ep.end(outcome="success", total_reward=math.inf)
            self.assertEqual(tuple(counts), (encoding, 5, 2, 0))
            session = self.session(encoding)
            self.assertEqual(session.items, [
                ("/joints", "0.125", 3, "float32[]", struct.pack("<2f", 0.5, math.nan)),
                ("/cam", "-1.5", 4, "image", JPEG + b"1"),
                ("", "inf", -1, "mark", ("phase", "greifen")),
                ("/text", "9e+300", -1, "string", "a抓\"\n".encode()),
                ("/on", "1.0", -1, "bool[]", b"\1"),
                ("/cam", "2.0", -1, "image", b"\x89PNG\r\n\x1a\n2"),
            ])
            start = {key: session.start[key] for key in ("robot_type", "task", "operator", "fps", "resume")}
            self.assertEqual(start, {"robot_type": "arm", "task": "抓取", "operator": "Ada", "fps": 30, "resume": False})
            self.assertEqual(session.declared["/joints"],
                             ("/joints", "float32[]", [2], ["a", "b"], ["rad", "rad"]))
            self.assertEqual(session.end, {"type": "session_end", "outcome": "success", "total_reward": "Infinity",
                                           "last_seq": 6})
        self.assertEqual(os.listdir(self.spools), [], "the spools are gone")

    def test_times_are_the_monotonic_seconds_since_the_start_unless_given(self):
        with self.episode() as ep:
            before = ep.now()
            self.send(ep, range(3))
            after = ep.now()
        times = [float(item.timestamp) for item in self.session().items]
        self.assertEqual(times, sorted(times))
        self.assertTrue(0 <= before <= times[0] and times[-1] <= after < 60)

    def test_a_with_block_without_end_ends_and_one_with_an_exception_ends_too_and_raises_it(self):
        with self.episode() as ep:
            self.send(ep, range(3))
        self.assertEqual(self.session().end, {"type": "session_end", "last_seq": 3})
        with self.assertRaises(ZeroDivisionError):
            with self.episode("b") as ep:
                self.send(ep, range(2))
                raise ZeroDivisionError
        self.assertEqual((self.values("b"), self.session("b").end["last_seq"]), ([0, 1], 2))

    def test_many_threads_may_send(self):
        with self.episode() as ep:
            threads = [threading.Thread(target=self.send, args=(ep, range(n * 1000, n * 1000 + 200))) for n in range(5)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(ep.end().messages, 1_000)
        self.assertEqual(sorted(self.values()), sorted(n * 1000 + i for n in range(5) for i in range(200)))
        for n in range(5):
            self.assertEqual([value for value in self.values() if value // 1000 == n],
                             [n * 1000 + i for i in range(200)])

    def test_the_credit_is_kept_however_small_and_however_slow_the_acks(self):
        for credit in (1, 2, 7):
            self.faults.credit, self.faults.ack_every, self.faults.ack_delay_s = credit, 5, 0.002
            with self.episode(f"a{credit}") as ep:
                self.send(ep, range(60))
            self.assertEqual(self.values(f"a{credit}"), list(range(60)))

    def test_flush_waits_for_the_acks(self):
        with self.episode() as ep:
            self.send(ep, range(50))
            ep.flush(timeout=20)
            self.assertEqual((ep.unconfirmed, self.session().durable), (0, 50))
            self.faults.silent_acks = True
            self.send(ep, range(1))
            self.fails("timeout", lambda: ep.flush(timeout=0.1))
            self.faults.silent_acks = False
            self.server.cut_all()

    def test_what_cannot_be_stored_is_refused_at_the_call(self):
        with self.episode(topics={"/two": {"data_type": "float32[]", "shape": [2]}, "/cam": "image"}) as ep:
            self.send(ep, range(1))
            self.fails("schema_mismatch", lambda: ep.send("/x", [1.0, 2.0]))
            self.fails("schema_mismatch", lambda: ep.send("/x", "text"))
            self.fails("schema_mismatch", lambda: ep.send("/two", [1]))
            self.fails("schema_mismatch", lambda: ep.image("/x", JPEG))
            self.fails("bad_value", lambda: ep.send("/cam", [1]))
            self.fails("bad_value", lambda: ep.send("/x", []))
            self.fails("bad_image", lambda: ep.image("/cam", b"GIF89a"))
            self.fails("bad_image", lambda: ep.image("/cam", JPEG + bytes(5 << 20)))
            self.fails("bad_field", lambda: ep.send("", 1))
            self.fails("bad_field", lambda: ep.send("/x", 1, frame=2 ** 31))
            self.fails("bad_field", lambda: ep.mark("joke"))
            self.fails("bad_field", lambda: ep.end(outcome="maybe"))
            self.assertEqual(ep.end().messages, 1)
            self.fails("closed", lambda: ep.send("/x", 1))
        self.fails("bad_session_id", lambda: self.episode("../x"))
        self.fails("bad_url", lambda: self.episode("b", "robots:8000"))
        self.fails("bad_field", lambda: self.episode("b", fps=0))
        self.assertEqual(os.listdir(self.spools), [])

    def test_a_message_the_server_refuses_is_told_and_counted(self):
        self.faults.refuse_messages = [3]
        ep = self.episode()
        self.send(ep, range(5))
        fault = self.fails("counts_differ", ep.end)
        self.assertEqual(tuple(fault.details["counts"]), ("a", 4, 0, 1))
        self.assertEqual([(refusal.number, refusal.code) for refusal in fault.details["refused"]], [(3, "bad_image")])
        ep.close()
        self.assertEqual(os.listdir(self.spools), [])


class Cutting(EpisodeCase):
    def record(self, count=300, session_id="a", **options) -> None:
        with self.episode(session_id, **options) as ep:
            for number in range(count):
                if number % 20 == 7:
                    ep.mark("note", str(number))
                elif number % 20 == 13:
                    ep.image("/cam", JPEG + str(number).encode())
                else:
                    ep.send("/x", float(number))
                if number % 50 == 0:
                    ep.flush(20)
            ep.end(timeout=60)
        found = []
        for item in self.session(session_id).items:
            if item.data_type == "mark":
                found.append(int(item.payload[1]))
            elif item.data_type == "image":
                found.append(int(item.payload[4:]))
            else:
                found.append(int(struct.unpack("<d", item.payload)[0]))
        self.assertEqual(found, list(range(count)))

    def test_a_line_that_breaks_every_few_messages_loses_and_doubles_nothing(self):
        for n, (every, lose, acks) in enumerate([(1, False, 1), (7, True, 3), (23, False, 100), (23, True, 10)]):
            self.faults.cut_every, self.faults.lose_unacked, self.faults.ack_every = every, lose, acks
            self.record(120 if every == 1 else 300, f"a{n}", encoding="json" if n == 1 else "auto")
        self.assertGreater(self.server.cuts, 120)

    def test_a_line_that_goes_silent_without_a_word_is_noticed_and_replaced(self):
        self.faults.cut_every, self.faults.cut_silently = 100, True
        self.record(250)
        self.assertGreaterEqual(self.server.cuts, 2)

    def test_lost_frames_are_sent_again_from_where_the_server_wants_them(self):
        self.faults.drop_messages = [5, 70, 71, 120]
        with self.episode() as ep:
            self.send(ep, range(200))
        self.assertEqual((self.values(), self.faults.drop_messages), (list(range(200)), []))

    def test_a_line_that_breaks_before_a_large_batch_is_through_gets_smaller_ones(self):
        self.faults.break_frames_above = 1_000
        port = self.server.port
        self.server.stop()
        with self.episode() as ep:
            self.send(ep, range(500))
            self.server = fake_server.FakeServer(port, faults=self.faults)
        self.assertEqual(self.values(), list(range(500)))
        self.assertGreater(self.server.cuts, 1)

    def test_a_server_that_goes_away_is_met_again(self):
        self.faults.going_away_after = 60
        self.record(200)
        self.assertGreater(len(self.server.lines), 3)

    def test_an_answer_to_the_end_that_is_lost_is_asked_for_again(self):
        self.faults.cut_end = 2
        self.record(20)
        self.assertEqual([start["resume"] for start in self.session().starts], [False, True, True])

    def test_a_server_that_restarts_on_its_port_goes_on(self):
        with self.episode() as ep:
            self.send(ep, range(100))
            until(lambda: "a" in self.server.sessions)
            old, port = self.server, self.server.port
            old.stop()
            self.send(ep, range(100, 200))
            self.server = fake_server.FakeServer(port)
            for session in old.sessions.values():
                session.owner = None
            self.server.sessions = old.sessions
            self.send(ep, range(200, 300))
            self.assertEqual(ep.end().messages, 300)
        self.assertEqual(self.values(), list(range(300)))
        self.assertEqual(old.violations, [])

    def test_a_server_that_comes_late_gets_everything(self):
        port = self.server.port
        self.server.stop()
        with self.episode() as ep:
            self.send(ep, range(50))
            self.fails("timeout", lambda: ep.flush(0.05))
            self.assertIn("no connection", ep.last_error)
            self.server = fake_server.FakeServer(port)
        self.assertEqual(self.values(), list(range(50)))

    def test_a_server_that_reads_no_binary_gets_json(self):
        self.faults.no_binary = True
        self.record(60)


class Refusing(EpisodeCase):
    def test_close_codes_that_mean_no_end_the_recording_loudly_and_keep_the_spool(self):
        for close in (1009, 4400, 4401, 4403, 4409, 4410, 4413):
            self.faults.closes = [close]
            ep = self.episode(f"s{close}")
            try:
                self.send(ep, range(3))
            except retake.RetakeError:
                pass
            until(lambda: ep._failure is not None)
            fault = self.fails(retake._NO_RETURN[close], lambda: ep.send("/x", 1.0))
            self.assertIn(str(close), str(fault))
            self.assertRaises(retake.RetakeError, ep.end)
            lines = len(self.server.lines)
            ep.close()
            self.assertEqual(len(self.server.lines), lines, "it did not come back")
            self.assertTrue(os.path.isdir(os.path.join(self.spools, f"s{close}")))
        for result in retake.resume_spools(self.spools, token="rtk_test", timeout=20):
            self.assertIsNone(result.error)
        self.assertEqual(os.listdir(self.spools), [])

    def test_close_codes_that_mean_later_are_tried_again(self):
        self.faults.closes = [1001, 1006, 1011, 1012, 4408, 4429, 4500, 4999]
        self.faults.statuses = [500, 502, 503, 429, 408]
        self.faults.refusals = [("start_timeout", 4408), ("rate_limited", 4429), ("too_many_sessions", 4429),
                                ("internal", 4500), ("storage_failed", 4500)]
        with self.episode() as ep:
            self.send(ep, range(30))
        self.assertEqual(self.values(), list(range(30)))
        self.assertEqual((self.faults.closes, self.faults.statuses, self.faults.refusals), ([], [], []))
        self.assertGreater(len(self.server.lines), 17)

    def test_errors_that_mean_no_are_raised_with_their_code(self):
        for code, close in (("session_exists", 4409), ("unsupported_protocol", 4400), ("forbidden", 4403),
                            ("too_many_topics", 4413), ("superseded", 4410), ("topic_redefined", 4409)):
            self.faults.refusals = [(code, close)]
            ep = self.episode(f"s-{code}")
            self.fails(code, lambda: ep.flush(20) or self.send(ep, range(1)) or ep.end())
            ep.close()
        for status, code in ((401, "unauthorized"), (403, "forbidden"), (404, "bad_upgrade"), (302, "bad_upgrade")):
            self.faults.statuses = [status]
            ep = self.episode(f"h-{status}")
            self.fails(code, ep.end)
            ep.close()

    def test_a_wrong_token_is_told_by_the_next_call_and_a_right_one_sends_what_was_kept(self):
        port = self.server.port
        self.server.stop()
        ep = self.episode(token="wrong")
        self.send(ep, range(5))
        self.server = fake_server.FakeServer(port)
        self.fails("unauthorized", ep.end)
        ep.close()
        [flushed] = retake.resume_spools(self.spools, token="rtk_test", timeout=20)
        self.assertEqual((flushed.counts, self.values()), (("a", 5, 0, 0), [0, 1, 2, 3, 4]))

    def test_a_server_that_lost_what_it_had_confirmed_is_told_loudly_and_gets_nothing_more(self):
        ep = self.episode()
        self.send(ep, range(20))
        ep.flush(20)
        self.faults.forget_to = 12
        self.server.cut_all()
        until(lambda: ep._failure is not None)
        fault = self.fails("data_lost", lambda: self.send(ep, range(1)))
        self.assertEqual(fault.details["lost"], 8)
        self.assertEqual(len(self.session().items), 12)
        ep.close()

    def test_the_loss_is_found_by_the_next_process_too(self):
        ep = self.episode()
        self.send(ep, range(20))
        ep.flush(20)
        ep.close()
        until(lambda: self.session().owner is None)
        self.faults.forget_to = 12
        [flushed] = retake.resume_spools(self.spools, token="rtk_test", timeout=20)
        self.assertEqual(flushed.error.code, "data_lost")

    def test_a_session_of_somebody_else_is_not_taken_over(self):
        with self.episode() as ep:
            self.send(ep, range(3))
            ep.flush(20)
            with tempfile.TemporaryDirectory() as other:
                thief = retake.Episode(self.server.url, "rtk_test", "a", spool_dir=other)
                self.fails("session_exists", thief.end)
                thief.close()
            self.send(ep, range(3, 6))
        self.assertEqual(self.values(), list(range(6)))

    def test_a_certificate_nobody_vouches_for_is_refused(self):
        if shutil.which("openssl") is None:
            self.skipTest("no openssl to make a certificate with")
        with tempfile.TemporaryDirectory() as folder:
            key, cert = os.path.join(folder, "key"), os.path.join(folder, "cert")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert,
                            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"],
                           check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(cert, key)
            url = self.restart_with_tls(context)
            ep = self.episode(url=url)
            self.fails("bad_certificate", ep.end)
            ep.close()
            for name, code in (("localhost", None), ("127.0.0.1", "bad_certificate")):
                trusted = ssl.create_default_context(cafile=cert)
                ep = self.episode(f"tls-{name}", url.replace("localhost", name), ssl_context=trusted)
                if code is None:
                    self.send(ep, range(200))
                    self.assertEqual(ep.end().messages, 200)
                else:
                    self.fails(code, ep.end)
                ep.close()
        self.assertEqual(self.values("tls-localhost"), list(range(200)))

    def restart_with_tls(self, context: ssl.SSLContext) -> str:
        self.server.stop()
        self.server = fake_server.FakeServer(tls=context)
        return f"wss://localhost:{self.server.port}"


class Spooling(EpisodeCase):
    def test_a_full_spool_blocks_until_acks_make_room(self):
        self.faults.silent_acks = True
        with self.episode(spool_bytes=1 << 20) as ep:
            sent: List[int] = []
            picture = JPEG + bytes(20_000)

            def work():
                for number in range(200):
                    ep.image("/cam", picture, frame=number)
                    sent.append(number)

            thread = threading.Thread(target=work)
            thread.start()
            until(lambda: 45 <= len(sent))
            until(lambda: ep._spool.used + len(picture) > 1 << 20)
            self.assertLess(len(sent), 60)
            self.faults.silent_acks = False
            self.server.cut_all()
            thread.join(30)
            self.assertEqual(ep.end().frames, 200)
        self.assertEqual([item.frame for item in self.session().items], list(range(200)))

    def test_or_raises_and_takes_nothing(self):
        self.faults.silent_acks = True
        with self.episode(spool_bytes=1 << 20, on_full="raise") as ep:
            taken = 0
            with self.assertRaises(retake.RetakeError) as caught:
                while True:
                    ep.image("/cam", JPEG + bytes(20_000))
                    taken += 1
            self.assertEqual(caught.exception.code, "spool_full")
            self.faults.silent_acks = False
            self.server.cut_all()
            self.assertEqual(ep.end().frames, taken)
            self.fails("closed", lambda: ep.image("/cam", JPEG))

    def test_a_failure_wakes_who_waits_for_room(self):
        self.faults.silent_acks = True
        ep = self.episode(spool_bytes=1 << 20)
        self.addCleanup(ep.close)

        def refuse(words, *_):
            if "the spool is full" in words:
                self.faults.refusals = [("forbidden", 4403)]
                self.server.cut_all()

        warning = mock.patch.object(retake.log, "warning", side_effect=refuse)
        with warning, self.assertRaises(retake.RetakeError) as caught:
            for _ in range(100):
                ep.image("/cam", JPEG + bytes(20_000))
        self.assertEqual(caught.exception.code, "forbidden")

    def test_an_episode_closed_without_an_end_goes_on_in_the_next_process(self):
        ep = self.episode(topics={"/m": {"data_type": "float32[]", "shape": [2, 2]}})
        self.send(ep, range(10))
        ep.send("/m", [[1, 2], [3, 4]], t=100.0)
        ep.close()
        with self.episode() as ep:
            self.assertGreaterEqual(ep.now(), 100.0, "its clock goes on")
            self.send(ep, range(10, 20))
            self.fails("schema_mismatch", lambda: ep.send("/m", [1.0]))
            self.assertEqual(ep.end().messages, 21)
        self.assertEqual(self.values(), list(range(20)))

    def test_a_robot_that_kept_nothing_goes_on_where_the_server_is(self):
        ep = self.episode()
        self.send(ep, range(10))
        ep.flush(20)
        ep.close()
        until(lambda: self.session().owner is None)
        shutil.rmtree(os.path.join(self.spools, "a"))
        self.faults.cut_every = 4
        with self.episode(resume=True) as ep:
            self.send(ep, range(10, 20))
        self.assertEqual(self.values(), list(range(20)))

    def test_a_spool_whose_end_a_power_cut_took_goes_on_behind_what_the_server_has(self):
        ep = self.episode()
        until(lambda: ep.connected)
        self.send(ep, range(10))
        [path] = [os.path.join(self.spools, "a", name) for name in os.listdir(os.path.join(self.spools, "a"))
                  if name.endswith(".spool")]
        ep.flush(20)
        ep.close()
        with open(path, "rb") as file:
            data = file.read()
        at, end = len(retake._SPOOL_MAGIC), 0
        while end == 0:
            record, at = retake.unpack_record(data, at)
            end = at if record.number == 6 and record.kind == 1 else 0
        os.truncate(path, end)
        until(lambda: self.session().owner is None)
        with self.episode() as ep:
            self.send(ep, range(10, 15))
        self.assertEqual(self.values(), list(range(15)))

    def test_what_is_left_of_an_episode_ended_meanwhile_becomes_one_of_its_own_when_asked(self):
        ep = self.episode()
        self.send(ep, range(10))
        ep.flush(20)
        port = self.server.port
        self.server.stop()
        self.send(ep, range(10, 30))
        ep.mark("note")
        ep.close()
        sessions = self.server.sessions
        sessions["a"].end, sessions["a"].owner = {}, None
        self.server = fake_server.FakeServer(port)
        self.server.sessions = sessions
        [flushed] = retake.resume_spools(self.spools, token="rtk_test", timeout=20)
        self.assertEqual(flushed.error.code, "session_ended")
        [flushed] = retake.resume_spools(self.spools, token="rtk_test", timeout=20, rest_as_new=True)
        self.assertEqual(flushed.counts, ("a-rest", 20, 0, 0))
        self.assertEqual((self.values(), self.values("a-rest")), (list(range(10)), list(range(10, 30))))
        self.assertEqual(os.listdir(self.spools), [])

    def test_the_spool_of_a_robot_that_records_is_left_alone(self):
        with self.episode() as ep:
            self.send(ep, range(3))
            self.assertEqual(retake.resume_spools(self.spools, token="rtk_test"), [])


class Killing(EpisodeCase):
    def test_kill_9_at_any_moment_loses_nothing_that_was_taken_and_doubles_nothing(self):
        self.faults.cut_every, self.faults.ack_every, self.faults.lose_unacked = 400, 3, True
        random_ = random.Random(4)
        first = 1
        for round_ in range(6):
            program = [sys.executable, os.path.join(HERE, "killed_robot.py")]
            robot = subprocess.Popen([*program, self.server.url, self.spools, "a", str(first)], stdout=subprocess.PIPE)
            taken, wanted = first - 1, first + random_.choice([0, 3, 50, 700])
            while taken < wanted or round_ % 2 == 1 and not self.server.sessions:
                taken = int(robot.stdout.readline())
            robot.kill()
            for line in robot.stdout.read().splitlines():
                taken = int(line)
            robot.wait()
            robot.stdout.close()
            last = self.last_in_spool()
            self.assertGreaterEqual(last, taken)
            first = last + 1
        until(lambda: self.session().owner is None)
        flush = [sys.executable, os.path.join(HERE, "retake_client.py"), "flush", self.spools, "--token", "rtk_test"]
        done = subprocess.run(flush, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertIn("1 sent, 0 left", done.stdout)
        session = self.session()
        self.assertEqual([float(item.timestamp) for item in session.items], [float(n) for n in range(1, first)])
        for number, item in enumerate(session.items, 1):
            is_picture = number % 10 == 0
            content = item.payload[3:].rstrip(b".") if is_picture else struct.unpack("<6d", item.payload)[0]
            self.assertEqual(float(content), number)
        self.assertEqual(session.ended_message()["messages"], first - 1)
        self.assertGreater(first, 700)
        self.assertEqual(os.listdir(self.spools), [])

    def last_in_spool(self) -> int:
        spool = retake.Spool(os.path.join(self.spools, "a"), None, 1 << 30)
        last = spool.last
        spool.close()
        return last


class CommandLine(EpisodeCase):
    def run_client(self, *args: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, os.path.join(HERE, "retake_client.py"), *args], capture_output=True,
                              text=True, timeout=60)

    def test_the_demo_streams_and_says_what_was_confirmed(self):
        for encoding in ("binary", "json"):
            done = self.run_client("demo", "--url", self.server.url, "--token", "rtk_test", "--seconds", "0.2",
                                   "--rate", "50", "--session-id", encoding, "--spool-dir", self.spools,
                                   "--encoding", encoding)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(f"confirmed 20 messages of {encoding}", done.stdout)
            self.assertEqual(self.session(encoding).end["outcome"], "success")

    def test_faults_are_told_by_the_exit_code(self):
        done = self.run_client("demo", "--url", self.server.url, "--token", "no", "--seconds", "0.1", "--spool-dir",
                               self.spools)
        self.assertEqual(done.returncode, 1)
        self.assertIn("unauthorized", done.stderr)
        done = self.run_client("flush", self.spools, "--token", "no")
        self.assertEqual((done.returncode, "0 sent, 1 left" in done.stdout), (1, True))
        self.assertEqual(self.run_client("dance").returncode, 2)


if __name__ == "__main__":
    unittest.main()
