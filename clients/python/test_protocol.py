"""The client's words against the vectors of packages/protocol, byte for byte."""
import array
import base64
import json
import math
import os
import random
import struct
import unittest
from typing import Any, Dict, List

import fake_server
import retake_client as retake

VECTORS = os.path.join(os.path.dirname(__file__), "..", "..", "packages", "protocol", "vectors")


def read(name: str) -> List[Any]:
    with open(os.path.join(VECTORS, name), encoding="utf-8") as file:
        vectors = json.load(file)
    assert len(vectors) > 3, name
    return vectors


def number(value: Any) -> float:
    return float(value.replace("Infinity", "inf")) if isinstance(value, str) else float(value)


def payload_of(item: Dict[str, Any]) -> bytes:
    data_type, data = item["data_type"], item["data"]
    if data_type == "image":
        return bytes.fromhex(data["hex"])
    if data_type == "string":
        return retake.to_values(data).payload
    if data_type in ("int64[]", "bool[]"):
        return retake.to_values([int(value) for value in data], data_type).payload
    return retake.to_values([number(value) for value in data], data_type).payload


def item_of(item: Dict[str, Any]) -> retake.Item:
    """From the notation of the vectors."""
    seq = item["seq"] or 0
    if item["type"] == "mark":
        fields = {"kind": item["kind"], **({} if item["text"] is None else {"text": item["text"]})}
        return retake.Item(seq, number(item["timestamp"]), -1, "", "mark", json.dumps(fields).encode())
    frame = -1 if item["frame_index"] is None else item["frame_index"]
    return retake.Item(seq, number(item["timestamp"]), frame, item["topic"], item["data_type"], payload_of(item))


def topic_of(declared: Dict[str, Any]) -> retake.Topic:
    return retake.parse_topic(declared["topic"], declared)


def fields_of(item: Dict[str, Any]) -> Dict[str, Any]:
    """What the JSON of an item in the vectors' notation has to be."""
    fields = {key: value for key, value in item.items() if value is not None}
    if item["type"] == "message" and item["data_type"] == "image":
        fields["image_base64"] = base64.b64encode(bytes.fromhex(fields.pop("data")["hex"])).decode()
    if item.get("data_type") == "int64[]":
        fields["data"] = [int(value) if abs(int(value)) <= 2 ** 53 - 1 else value for value in item["data"]]
    return fields


class ClientBinary(unittest.TestCase):
    def test_every_vector_is_written_byte_for_byte(self):
        for vector in read("client-binary.json"):
            with self.subTest(vector["name"]):
                declared = [topic for frame in vector["frames"] for topic in frame["decoded"]["declared"]]
                encoder = retake.BinaryEncoder({topic["topic"]: topic_of(topic) for topic in declared})
                for frame in vector["frames"]:
                    items = [item_of(item) for item in frame["decoded"]["items"]]
                    self.assertEqual(encoder.encode(items).hex(), frame["hex"])

    def test_the_server_of_these_tests_refuses_every_invalid_frame(self):
        for vector in read("client-binary-invalid.json"):
            with self.subTest(vector["name"]):
                announced: Dict[int, fake_server.Declared] = {}
                for frame in vector["frames"][:-1]:
                    fake_server.read_binary(bytes.fromhex(frame), announced)
                with self.assertRaises(fake_server.ProtocolFault) as caught:
                    fake_server.read_binary(bytes.fromhex(vector["frames"][-1]), announced)
                self.assertEqual(caught.exception.code, vector["code"])

    def test_random_messages_come_back_as_they_were(self):
        random.seed(7)
        topics = {f"/t{n}": retake.Topic(kind) for n, kind in enumerate(retake._TYPE_CODES)}
        encoder, announced = retake.BinaryEncoder(topics), {}
        for _ in range(200):
            items = []
            for _ in range(random.randrange(6)):
                name = random.choice(list(topics))
                size = retake._VALUE_BYTES.get(topics[name].data_type, 1) * random.randrange(1, 9)
                items.append(retake.Item(random.randrange(2 ** 53), random.choice([math.nan, -1.5, 1e300]),
                                         random.randrange(-1, 2 ** 31), name, topics[name].data_type, os.urandom(size)))
            frame = encoder.encode(items)
            self.assertEqual(len(frame) % 8, 0)
            _, found = fake_server.read_binary(frame, announced)
            wanted = [(item.seq, (item.topic, repr(item.timestamp), item.frame, item.data_type, item.payload))
                      for item in items]
            self.assertEqual([(seq, tuple(item)) for seq, item in found], wanted)


class ClientText(unittest.TestCase):
    def test_every_vector_a_client_can_say_is_said_as_the_vector_means_it(self):
        said = 0
        for vector in read("client-text.json"):
            decoded = vector["decoded"]
            with self.subTest(vector["name"]):
                if decoded["type"] == "session_start":
                    if decoded["protocol"] != 2:
                        continue
                    fields = {key: decoded[key] for key in ("session_id", "robot_type", "fps", "task", "operator")}
                    topics = {topic["topic"]: topic_of(topic) for topic in decoded["topics"]}
                    text = retake.encode_session_start(fields, topics, decoded["resume"])
                    wanted = {key: value for key, value in decoded.items() if value is not None and key != "token"}
                    wanted["topics"] = {
                        topic["topic"]: {k: v for k, v in topic.items() if v is not None and k != "topic"}
                        for topic in decoded["topics"]}
                elif decoded["type"] == "session_end":
                    reward = decoded["total_reward"]
                    text = retake.encode_session_end(decoded["outcome"], None if reward is None else number(reward),
                                                     decoded["last_seq"])
                    wanted = {key: value for key, value in decoded.items() if value is not None}
                else:
                    if any(item["type"] == "refused" for item in decoded["items"]):
                        continue
                    items = [item_of(item) for item in decoded["items"]]
                    text = retake.encode_text(items)
                    messages = [fields_of(item) for item in decoded["items"]]
                    wanted = messages[0] if len(messages) == 1 else {"type": "batch", "messages": messages}
                # 9223372036854776000 and 9.223372036854776e18 are one number.
                self.assertEqual(json.loads(text, parse_int=float, parse_constant=self.fail),
                                 json.loads(json.dumps(wanted), parse_int=float))
                said += 1
        self.assertGreater(said, 15)

    def test_numbers_of_every_kind_read_back_exactly(self):
        random.seed(1)
        for _ in range(2_000):
            value = struct.unpack("<d", os.urandom(8))[0]
            item = retake.Item(1, value, 5, "/x", "float64[]", struct.pack("<d", value))
            seq, found = fake_server.read_json_item(json.loads(retake.encode_text([item])))
            self.assertEqual((seq, found.timestamp), (1, repr(value)))
            if not math.isnan(value):
                self.assertEqual(found.payload, item.payload)


class ServerText(unittest.TestCase):
    def test_every_vector_is_understood(self):
        for vector in read("server-text.json"):
            with self.subTest(vector["name"]):
                self.assertEqual(retake.decode_server_text(vector["text"]), vector["decoded"])

    def test_what_is_no_message_is_an_error_with_a_code(self):
        good = {"type": "ack", "seq": 1, "credit": 2}
        bad: List[str] = ["", "[]", "7", "{}", "null", '"ack"', "[" * 100_000]
        for field in ("seq", "credit"):
            for value in (None, -1, 1.5, "1", True, 2 ** 53, [], {}):
                bad.append(json.dumps({**good, field: value}))
        bad.append(json.dumps({"type": "session_started", "session_id": "a", "resume_from": 0, "credit": 1}))
        for text in bad:
            with self.subTest(text[:80]), self.assertRaises(retake.RetakeError) as caught:
                retake.decode_server_text(text)
            self.assertIn(caught.exception.code, ("bad_json", "bad_field"))


class Numbers(unittest.TestCase):
    def test_the_server_of_these_tests_counts_as_the_vectors_say(self):
        for vector in read("sequence.json"):
            with self.subTest(vector["name"]):
                gate = fake_server.Gate(vector["wanted"])
                for offer in vector["offers"]:
                    self.assertEqual(gate.offer(offer["seq"], offer["content"]), offer["verdict"])
                self.assertEqual(gate.wanted, vector["wanted_after"])


class FakeArray:
    """What numpy arrays and torch tensors have, as far as the client looks."""

    def __init__(self, dtype: str, values: List[Any], shape=None):
        self.dtype = FakeDtype(dtype)
        self._values = values
        self.shape = shape if shape is not None else (len(values),)
        self.size = len(values)

    def ravel(self):
        return self

    def tolist(self):
        return self._values

    def astype(self, code: str):
        return FakeArray({"<f4": "float32", "<f8": "float64", "<i8": "int64", "?": "bool"}[code], self._values)

    def tobytes(self):
        code = {"float32": "f", "float64": "d", "int64": "q", "bool": "?"}[str(self.dtype)]
        return struct.pack(f"<{self.size}{code}", *self._values)


class FakeDtype(str):
    @property
    def kind(self):
        return "b" if self == "bool" else self[0]


class ValuesOfRobots(unittest.TestCase):
    def check(self, values, wanted, data_type=None):
        self.assertEqual(tuple(retake.to_values(values, data_type)), wanted)

    def test_pythons_numbers_become_float64_so_that_a_topic_that_begins_with_zeros_can_go_on(self):
        self.check([0, 0.5], ("float64[]", (2,), struct.pack("<2d", 0, 0.5)))
        self.check(7, ("float64[]", (), struct.pack("<d", 7)))
        self.check([[1, 2], [3, 4]], ("float64[]", (2, 2), struct.pack("<4d", 1, 2, 3, 4)))

    def test_bools_and_texts_and_arrays(self):
        self.check([True, False], ("bool[]", (2,), b"\1\0"))
        self.check("抓", ("string", None, "抓".encode()))
        self.check(array.array("f", [1.5]), ("float32[]", (1,), struct.pack("<f", 1.5)))
        self.check(array.array("h", [-3]), ("int64[]", (1,), struct.pack("<q", -3)))

    def test_the_type_of_the_topic_decides(self):
        self.check([1, 2], ("float32[]", (2,), struct.pack("<2f", 1, 2)), "float32[]")
        self.check([1.0], ("int64[]", (1,), struct.pack("<q", 1)), "int64[]")
        self.check([math.nan], ("float32[]", (1,), bytes.fromhex("0000c07f")), "float32[]")

    def test_what_has_a_dtype_is_taken_as_it_lies(self):
        self.check(FakeArray("float32", [1.0, 2.0, 3.0, 4.0], (2, 2)),
                   ("float32[]", (2, 2), struct.pack("<4f", 1, 2, 3, 4)))
        self.check(FakeArray("float16", [1.0]), ("float32[]", (1,), struct.pack("<f", 1)))
        self.check(FakeArray("int32", [7]), ("int64[]", (1,), struct.pack("<q", 7)))
        self.check(FakeArray("float64", [7.0]), ("int64[]", (1,), struct.pack("<q", 7)), "int64[]")
        self.check(FakeArray("bool", [True]), ("bool[]", (1,), b"\1"))

    def test_what_would_not_be_kept_exactly_is_refused(self):
        for values, data_type in (
            ([], None), ([1.5], "int64[]"), ([2 ** 63], "int64[]"), ([2], "bool[]"), (["a"], None),
            ([[1], [1, 2]], None), ([[1], 2], None), (b"xx", None), ("half \ud83e", None),
            ("x" * 65_537, None), ([0.0] * 65_537, None),
            (None, None), ([math.nan], "int64[]"), (FakeArray("complex64", [1]), None), ([1], "string"), ([1], "image"),
            (FakeArray("float64", [1.5]), "int64[]"), (FakeArray("uint64", [2 ** 63]), "int64[]"), ([10 ** 400], None),
        ):
            with self.subTest(str(values)[:40]), self.assertRaises(retake.RetakeError) as caught:
                retake.to_values(values, data_type)
            self.assertEqual(caught.exception.code, "bad_value")

    def test_declarations_are_checked(self):
        good = retake.parse_topic("/a", {"data_type": "float32", "shape": [2, 3], "names": ["x"], "units": None})
        self.assertEqual(good, retake.Topic("float32[]", (2, 3), ("x",), None))
        for name, told in (("", "image"), ("a\n", "image"), ("x" * 257, "image"), ("/a", "complex64"), ("/a", {}),
                           ("/a", {"data_type": "image", "shape": [0]}),
                           ("/a", {"data_type": "image", "shape": [1] * 9}),
                           ("/a", {"data_type": "bool", "names": ["n" * 129]})):
            with self.subTest(name[:9]), self.assertRaises(retake.RetakeError):
                retake.parse_topic(name, told)


if __name__ == "__main__":
    unittest.main()
