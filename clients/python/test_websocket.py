"""RFC 6455, the client's side."""
import random
import socket
import struct
import threading
import unittest

import fake_server
import retake_client as retake


def server_frame(opcode: int, payload: bytes, fin: bool = True, reserved: int = 0) -> bytes:
    head = (0x80 if fin else 0) | reserved | opcode
    if len(payload) < 126:
        return struct.pack(">BB", head, len(payload)) + payload
    if len(payload) < 65_536:
        return struct.pack(">BBH", head, 126, len(payload)) + payload
    return struct.pack(">BBQ", head, 127, len(payload)) + payload


def in_fragments(random_: random.Random, opcode: int, payload: bytes, controls: list) -> bytes:
    """A message cut anywhere, with control frames between its pieces; those are added to `controls`."""
    out, at, first = b"", 0, True
    while True:
        size = random_.randrange(0, len(payload) - at + 1) if random_.random() < 0.7 else len(payload) - at
        fin = at + size == len(payload) and random_.random() < 0.8
        out += server_frame(opcode if first else 0, payload[at:at + size], fin)
        at, first = at + size, False
        if fin:
            return out
        if random_.random() < 0.3:
            ping = random_.randbytes(random_.randrange(126))
            controls.append((9, ping))
            out += server_frame(9, ping)


def feed(parser: retake.FrameParser, data: bytes, sizes) -> list:
    out, at = [], 0
    while at < len(data):
        size = next(sizes)
        out += parser.feed(data[at:at + size])
        at += size
    return out


class Receiving(unittest.TestCase):
    def test_messages_cut_and_fragmented_anywhere_come_out_whole_and_in_order(self):
        for seed in range(300):
            random_ = random.Random(seed)
            wanted, controls, data = [], [], b""
            for _ in range(random_.randrange(1, 6)):
                text = "".join(random_.choice("aé抓🤖\"") for _ in range(random_.choice([0, 1, 50, 200]))).encode()
                noise = random_.randbytes(random_.choice([0, 125, 126, 65_536]))
                opcode, payload = random_.choice([(1, text), (2, noise)])
                data += in_fragments(random_, opcode, payload, controls)
                wanted.append((opcode, payload))
            sizes = iter(lambda: random_.choice([1, 2, 3, 7, 100, 70_000]), None)
            found = feed(retake.FrameParser(), data, sizes)
            self.assertEqual([frame for frame in found if frame[0] < 8], wanted, seed)
            self.assertEqual([frame for frame in found if frame[0] >= 8], controls, seed)

    def test_what_the_standard_forbids_ends_the_connection_with_its_code(self):
        cases = {
            "a masked frame": (b"\x81\x80\0\0\0\0", 1002),
            "a reserved bit": (server_frame(1, b"a", reserved=0x40), 1002),
            "an unknown opcode": (server_frame(3, b"a"), 1002),
            "a long ping": (server_frame(9, b"a" * 126), 1002),
            "a ping in pieces": (server_frame(9, b"a", fin=False), 1002),
            "a continuation of nothing": (server_frame(0, b"a"), 1002),
            "a message inside a message": (server_frame(1, b"a", fin=False) + server_frame(1, b"b"), 1002),
            "half a character": (server_frame(1, "é".encode()[:1]), 1007),
            "a message too large": (server_frame(2, b"x" * 100), 1009),
            "fragments too large together": (server_frame(2, b"x" * 40, fin=False) + server_frame(0, b"x" * 40), 1009),
            "a length of 2^63": (b"\x82\x7f" + b"\xff" * 8, 1009),
        }
        for name, (data, code) in cases.items():
            for step in (1, 1_000):
                with self.subTest(name, step=step), self.assertRaises(retake.SocketClosed) as caught:
                    feed(retake.FrameParser(64), data, iter(lambda: step, None))
                self.assertEqual(caught.exception.code, code)

    def test_a_character_cut_by_a_fragment_is_whole_again(self):
        data = server_frame(1, "é".encode()[:1], fin=False) + server_frame(0, "é".encode()[1:])
        self.assertEqual(list(retake.FrameParser().feed(data)), [(1, "é".encode())])

    def test_random_bytes_end_in_a_close_code_or_wait_for_more(self):
        for seed in range(3_000):
            random_ = random.Random(seed)
            try:
                for _ in range(5):
                    list(retake.FrameParser(1_000).feed(random_.randbytes(random_.randrange(60))))
            except retake.SocketClosed as closed:
                self.assertIn(closed.code, (1002, 1007, 1009))


class Sending(unittest.TestCase):
    def test_every_frame_is_masked_and_reads_back(self):
        line = fake_server.Line.__new__(fake_server.Line)
        for size in (0, 1, 125, 126, 127, 65_535, 65_536, 300_001):
            payload = random.Random(size).randbytes(size)
            frame = retake.encode_ws_frame(2, payload)
            self.assertTrue(frame[1] & 0x80)
            line.buffer = frame
            self.assertEqual(line._frame(), (2, payload))
            self.assertEqual(line.buffer, b"")
        frames = {retake.encode_ws_frame(1, b"same") for _ in range(20)}
        self.assertEqual(len(frames), 20, "the key is new for every frame")

    def test_the_example_of_the_standard(self):
        self.assertEqual(retake.encode_ws_frame(1, b"Hello", bytes.fromhex("37fa213d")).hex(), "818537fa213d7f9f4d5158")


class Upgrading(unittest.TestCase):
    def answer(self, reply: bytes):
        listener = socket.create_server(("127.0.0.1", 0))

        def serve():
            sock, _ = listener.accept()
            sock.recv(65_536)
            sock.sendall(reply)
            sock.close()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            retake.WebSocket(f"ws://127.0.0.1:{listener.getsockname()[1]}", "t")
        finally:
            thread.join()
            listener.close()

    def test_what_is_no_websocket_server_is_not_taken_for_one(self):
        head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        for reply in (b"SSH-2.0-OpenSSH\r\n\r\n", head + b"Sec-WebSocket-Accept: AAAA\r\n\r\n", head + b"\r\n"):
            with self.subTest(reply), self.assertRaises(retake.RetakeError) as caught:
                self.answer(reply)
            self.assertEqual(caught.exception.code, "bad_upgrade")
        with self.assertRaises(OSError):
            self.answer(head)

    def test_addresses(self):
        self.assertEqual(retake.parse_url("ws://robots:8000"), (False, "robots", 8000, "/ws/ingest"))
        self.assertEqual(retake.parse_url("https://robots/"), (True, "robots", 443, "/ws/ingest"))
        self.assertEqual(retake.parse_url("wss://[::1]:9/x?y=1"), (True, "::1", 9, "/x?y=1"))
        for url in ("robots:8000", "ftp://robots", "ws://", "ws://robots:99999", "", "ws://[::1"):
            with self.subTest(url), self.assertRaises(retake.RetakeError) as caught:
                retake.parse_url(url)
            self.assertEqual(caught.exception.code, "bad_url")


if __name__ == "__main__":
    unittest.main()
