#!/usr/bin/env python3
"""Record a robot with Retake: one file, Python 3.9 or newer, nothing but the standard library.

    import retake_client as retake

    with retake.Episode("ws://HOST:8000", TOKEN, robot_type="so101", task="pick the cube", fps=30) as ep:
        ep.send("/joint_states", [0.1, 0.2, 0.3])
        ep.image("/camera/front", jpeg_bytes)
        ep.mark("success")
        ep.end(outcome="success")

What `send`, `image` and `mark` take is in a file on the robot's disk (the spool) when they return, and is removed from
it when the server has confirmed that it is on the server's disk. A cut line, a server that restarts and a robot process
that is killed lose and double nothing: the next connection goes on where the server's numbers end. After a crash of the
robot's process `python3 retake_client.py flush DIR`, or `resume_spools(DIR)`, sends the rest.

All times are seconds. Speaks protocol 2 of packages/protocol/PROTOCOL.md.
"""
from __future__ import annotations

import argparse
import array
import base64
import errno
import hashlib
import json
import logging
import math
import os
import random
import re
import secrets
import selectors
import socket
import ssl
import struct
import sys
import threading
import time
import urllib.parse
import zlib
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["Episode", "EpisodeCounts", "RetakeError", "resume_spools"]
__version__ = "0.1.0"

log = logging.getLogger("retake")

# Limits of the protocol: packages/protocol/src/limits.ts.
FRAME_BYTES_MAX = 8 << 20
TOPICS_MAX = 256
TOPIC_LENGTH_MAX = 256
RANK_MAX = 8
DIMS_MAX = 65_536
LABEL_LENGTH_MAX = 128
TEXT_LENGTH_MAX = 4_096
STRING_BYTES_MAX = 64 << 10
IMAGE_BYTES_MAX = 5 << 20
BATCH_MESSAGES_MAX = 4_096
SEQ_MAX = 2 ** 53 - 1
FRAME_INDEX_MAX = 2 ** 31 - 1
MARK_KINDS = ("success", "failure", "note", "phase")
OUTCOMES = ("success", "failure")

_SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# Bytes of messages in one frame of the socket, and of a message read from the server.
_BATCH_BYTES = 256 << 10
_PIECE_BYTES = 64 << 10
_SERVER_MESSAGE_MAX = 1 << 20
_CONNECT_S = 10.0
_IO_S = 30.0
_PING_S = 5.0
_PAUSE_FIRST_S = 0.25
_PAUSE_MAX_S = 30.0
_REFUSED_KEPT = 1_000

# Close codes that mean: do not come back by yourself. Every other one is worth another try.
_NO_RETURN = {
    1009: "frame_too_large",
    4400: "bad_request",
    4401: "unauthorized",
    4403: "forbidden",
    4409: "conflict",
    4410: "superseded",
    4413: "frame_too_large",
}
# The codes of fatal errors whose close code is one of those: the close frame itself may be lost.
_NO_RETURN_ERRORS = frozenset(
    "bad_json bad_frame unsupported_frame unsupported_protocol frame_too_large too_complex too_many_topics "
    "too_many_messages unexpected_message unknown_topic topic_redefined seq_missing conflict bad_ack session_exists "
    "superseded unauthorized forbidden".split()
)


class RetakeError(Exception):
    """Something that a person has to know. `code` is the server's (PROTOCOL.md, Errors) or one of the client's own:

    `spool_full`, `spool_failed`, `spool_damaged`, `spool_in_use`: the disk of the robot.
    `data_lost`: the server no longer has what it had confirmed.  `counts_differ`: it kept another number than was sent.
    `session_ended`: the episode was ended while this robot still had messages for it.
    `timeout`: not confirmed in time; the messages stay in the spool.  `closed`: the episode was closed before.
    `bad_url`, `bad_upgrade`, `bad_certificate`: no Retake at this address.
    `details` holds what the code is about.
    """

    def __init__(self, code: str, message: str, **details: Any):
        super().__init__(f"{message} ({code})")
        self.code = code
        self.details = details


class EpisodeCounts(NamedTuple):
    """What the server confirmed at the end: all of it is on its disk."""

    session_id: str
    messages: int  # pictures included, marks not
    frames: int  # pictures
    dropped: int  # refused by the server


# ---------------------------------------------------------------------------------------------------------------------
# Values and topics
# ---------------------------------------------------------------------------------------------------------------------

_TYPE_CODES = {"float32[]": 1, "float64[]": 2, "int64[]": 3, "bool[]": 4, "string": 5, "image": 6}
_TYPE_NAMES = {code: name for name, code in _TYPE_CODES.items()}
_ARRAY_CODES = {"float32[]": "f", "float64[]": "d", "int64[]": "q", "bool[]": "B"}
_VALUE_BYTES = {"float32[]": 4, "float64[]": 8, "int64[]": 8, "bool[]": 1}
# Other spellings, each to the type that holds all of its values.
_SPELLINGS = {
    "float16": "float32[]", "float32": "float32[]", "float64": "float64[]",
    "int8": "int64[]", "int16": "int64[]", "int32": "int64[]", "int64": "int64[]",
    "uint8": "int64[]", "uint16": "int64[]", "uint32": "int64[]",
    "bool": "bool[]", "string": "string", "image": "image", "jpeg": "image",
}
_OF_TYPECODE = {"f": "float32[]", "d": "float64[]", **dict.fromkeys("bBhHiIlLq", "int64[]")}
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"


class Topic(NamedTuple):
    """What a topic carries; it never changes during an episode."""

    data_type: str
    shape: Optional[Tuple[int, ...]] = None  # of one message; None: as the first message has it
    names: Optional[Tuple[str, ...]] = None
    units: Optional[Tuple[str, ...]] = None

    def told(self) -> Dict[str, Any]:
        """Shape, names and units as the protocol writes them, absent ones left out."""
        fields = (("shape", self.shape), ("names", self.names), ("units", self.units))
        return {key: list(value) for key, value in fields if value is not None}


def _units_of_text(text: str) -> int:
    """Length as the server counts it, in UTF-16 units. Raises `bad_value` for half a character."""
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise RetakeError("bad_value", "A text has half a character.") from None


def _check_text(what: str, text: Optional[str], limit: int = TEXT_LENGTH_MAX) -> Optional[str]:
    if text is None:
        return None
    if not isinstance(text, str) or _units_of_text(text) > limit:
        raise RetakeError("bad_field", f"{what} is a text of at most {limit} characters.")
    return text


def _check_topic_name(topic: str) -> None:
    if not isinstance(topic, str) or not 1 <= _units_of_text(topic) <= TOPIC_LENGTH_MAX or _CONTROL.search(topic):
        raise RetakeError("bad_field", f"A topic is 1 to {TOPIC_LENGTH_MAX} characters without control characters.")


def parse_data_type(name: str) -> str:
    """The protocol's own name of a data type. Raises `unknown_data_type`."""
    known = _SPELLINGS.get(name[:-2] if name.endswith("[]") else name) if isinstance(name, str) else None
    if known is None:
        raise RetakeError("unknown_data_type", f"There is no data type {name!r}; there are {', '.join(_TYPE_CODES)}.")
    return known


def parse_topic(topic: str, told: Union[str, Mapping[str, Any], Topic]) -> Topic:
    """A declaration, given as a data type or as `{"data_type", "shape", "names", "units"}`."""
    _check_topic_name(topic)
    if isinstance(told, Topic):
        return told
    if isinstance(told, str):
        return Topic(parse_data_type(told))
    shape = told.get("shape")
    if shape is not None:
        shape = tuple(int(side) for side in shape)
        if len(shape) > RANK_MAX or any(side < 1 for side in shape):
            raise RetakeError("bad_field", f"The shape of {topic} has at most {RANK_MAX} sides, each 1 or more.")
    labels: List[Optional[Tuple[str, ...]]] = []
    for field in ("names", "units"):
        texts = told.get(field)
        for text in texts or ():
            _check_text(f"Each of the {field} of {topic}", text, LABEL_LENGTH_MAX)
        labels.append(None if texts is None else tuple(texts))
    return Topic(parse_data_type(told.get("data_type", "")), shape, *labels)


class Values(NamedTuple):
    data_type: str
    shape: Optional[Tuple[int, ...]]
    payload: bytes


def to_values(values: Any, data_type: Optional[str] = None) -> Values:
    """The bytes of what a robot hands over: a number, a bool, a text, a flat or nested list, an `array.array`, or
    anything with a numpy-like `dtype` (numpy arrays and scalars, torch tensors).

    `data_type` is that of the topic; None finds one that holds every value: Python's numbers become float64[].
    Raises `bad_value`.
    """
    if isinstance(values, str):
        payload = _utf8(values)
        if len(payload) > STRING_BYTES_MAX:
            raise RetakeError("bad_value", f"A text may have {STRING_BYTES_MAX} bytes of UTF-8.")
        return Values("string", None, payload)
    if hasattr(values, "detach"):  # torch
        values = values.detach().cpu().numpy()
    if hasattr(values, "dtype") and hasattr(values, "astype"):
        return _from_numpy(values, data_type)
    if isinstance(values, (bytes, bytearray, memoryview)):
        raise RetakeError("bad_value", "Bytes are no values. Pictures are sent with image().")
    if isinstance(values, array.array):
        found = data_type or _OF_TYPECODE.get(values.typecode)
        return _from_flat(values.tolist(), (len(values),), found or "float64[]")
    flat, shape = _flatten(values)
    found = data_type or ("bool[]" if all(isinstance(value, bool) for value in flat) else "float64[]")
    return _from_flat(flat, shape, found)


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise RetakeError("bad_value", "A text has half a character.") from None


def _from_numpy(values: Any, data_type: Optional[str]) -> Values:
    own = getattr(values.dtype, "name", str(values.dtype))
    found = data_type or _SPELLINGS.get(own)
    if found not in _ARRAY_CODES:
        raise RetakeError("bad_value", f"Values of the type {own} cannot be sent" + (f" as {found}." if found else "."))
    _check_count(values.size)
    if found == "int64[]" and values.dtype.kind not in "iub" or own == "uint64" or values.dtype.kind not in "fiub":
        return _from_flat(values.ravel().tolist(), tuple(values.shape), found)
    if found == "bool[]" and values.dtype.kind != "b":
        return _from_flat(values.ravel().tolist(), tuple(values.shape), found)
    little = {"float32[]": "<f4", "float64[]": "<f8", "int64[]": "<i8", "bool[]": "?"}[found]
    return Values(found, tuple(values.shape), values.astype(little).tobytes())


def _flatten(values: Any) -> Tuple[List[Any], Tuple[int, ...]]:
    """Row by row, with the shape."""
    if not isinstance(values, (list, tuple)):
        return [values], ()
    if not values:
        return [], (0,)
    if not isinstance(values[0], (list, tuple)):
        return list(values), (len(values),)
    rows = [_flatten(row) for row in values]
    if any(shape != rows[0][1] for _, shape in rows):
        raise RetakeError("bad_value", "The rows of the values differ in length.")
    return [value for row, _ in rows for value in row], (len(rows), *rows[0][1])


def _check_count(count: int) -> None:
    if not 1 <= count <= DIMS_MAX:
        raise RetakeError("bad_value", f"A message has 1 to {DIMS_MAX} values, not {count}.")


def _from_flat(flat: Sequence[Any], shape: Tuple[int, ...], data_type: str) -> Values:
    _check_count(len(flat))
    if data_type not in _ARRAY_CODES:
        raise RetakeError("bad_value", f"Numbers cannot be sent as {data_type}.")
    try:
        if data_type == "bool[]":
            if any(value not in (0, 1) for value in flat):
                raise ValueError("a bool is true, false, 0 or 1")
            packed = array.array("B", [1 if value else 0 for value in flat])
        elif data_type == "int64[]":
            if any(value != int(value) for value in flat):
                raise ValueError("not a whole number")
            packed = array.array("q", [int(value) for value in flat])
        else:
            packed = array.array(_ARRAY_CODES[data_type], flat)
    except (TypeError, ValueError, OverflowError) as fault:
        raise RetakeError("bad_value", f"These are no values of {data_type}: {fault}.") from None
    if sys.byteorder == "big":
        packed.byteswap()
    return Values(data_type, shape, packed.tobytes())


def _count_of(data_type: str, payload: bytes) -> int:
    return len(payload) // _VALUE_BYTES[data_type]


# ---------------------------------------------------------------------------------------------------------------------
# The protocol's frames
# ---------------------------------------------------------------------------------------------------------------------

class Item(NamedTuple):
    """A message, or a mark (`data_type` is "mark", `payload` its JSON fields `kind` and `text`)."""

    seq: int
    timestamp: float
    frame: int  # -1: none
    topic: str
    data_type: str
    payload: bytes


_FRAME_HEAD = struct.Struct("<2sBBIII")
_RECORD_HEAD = struct.Struct("<BBHIQdiI")


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class BinaryEncoder:
    """Writes the binary frames of one connection, and announces every topic before its first message on it."""

    def __init__(self, topics: Mapping[str, Topic]):
        self._topics = topics
        self._indexes: Dict[str, int] = {}

    def encode(self, items: Sequence[Item]) -> bytes:
        """One frame with these messages; no marks, they have a text form only."""
        parts: List[bytes] = []
        records = 0
        for item in items:
            index = self._indexes.get(item.topic)
            code = _TYPE_CODES[item.data_type]
            if index is None:
                index = self._indexes[item.topic] = len(self._indexes)
                declared = self._topics.get(item.topic)
                told = {"topic": item.topic, **(declared.told() if declared else {})}
                records += 1
                self._add(parts, (1, code, index), 0, 0.0, -1, _json(told).encode())
            records += 1
            self._add(parts, (2, code, index), item.seq, item.timestamp, item.frame, item.payload)
        size = _FRAME_HEAD.size + sum(map(len, parts))
        return b"".join([_FRAME_HEAD.pack(b"RT", 1, 0, size, records, 0), *parts])

    @staticmethod
    def _add(parts: List[bytes], head: Tuple[int, int, int], seq: int, t: float, frame: int, payload: bytes) -> None:
        parts.append(_RECORD_HEAD.pack(*head, len(payload), seq, t, frame, 0))
        parts.append(payload)
        parts.append(bytes(-len(payload) % 8))


def _wire_number(value: float) -> Union[float, str]:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _item_fields(item: Item) -> Dict[str, Any]:
    head: Dict[str, Any] = {"timestamp": _wire_number(item.timestamp), "seq": item.seq}
    if item.seq == 0:
        del head["seq"]
    if item.data_type == "mark":
        return {"type": "mark", **head, **json.loads(item.payload)}
    fields = {"type": "message", "topic": item.topic, **head, "data_type": item.data_type}
    if item.frame >= 0:
        fields["frame_index"] = item.frame
    if item.data_type == "image":
        return {**fields, "image_base64": base64.b64encode(item.payload).decode("ascii")}
    if item.data_type == "string":
        return {**fields, "data": item.payload.decode("utf-8")}
    numbers = array.array(_ARRAY_CODES[item.data_type], item.payload)
    if sys.byteorder == "big":
        numbers.byteswap()
    if item.data_type == "bool[]":
        return {**fields, "data": [value != 0 for value in numbers]}
    if item.data_type == "int64[]":
        return {**fields, "data": [value if abs(value) <= SEQ_MAX else str(value) for value in numbers]}
    return {**fields, "data": [_wire_number(value) for value in numbers]}


def encode_text(items: Sequence[Item]) -> str:
    """The same as JSON: one item by itself, several as a batch."""
    messages = [_item_fields(item) for item in items]
    return _json(messages[0] if len(messages) == 1 else {"type": "batch", "messages": messages})


def encode_session_start(fields: Mapping[str, Any], topics: Mapping[str, Topic], resume: bool) -> str:
    """`fields`: session_id, robot_type, fps, task, operator; None is left out."""
    declared = {name: {"data_type": topic.data_type, **topic.told()} for name, topic in topics.items()}
    told = {key: value for key, value in fields.items() if value is not None}
    return _json({"type": "session_start", **told, "topics": declared, "protocol": 2, "resume": resume})


def encode_session_end(outcome: Optional[str], total_reward: Optional[float], last_seq: Optional[int]) -> str:
    reward = None if total_reward is None else _wire_number(total_reward)
    fields = {"outcome": outcome, "total_reward": reward, "last_seq": last_seq}
    return _json({"type": "session_end", **{key: value for key, value in fields.items() if value is not None}})


_SERVER_FIELDS: Dict[str, Dict[str, str]] = {
    "session_started": {"session_id": "text", "resume_from": "count", "credit": "count"},
    "ack": {"seq": "count", "credit": "count"},
    "backpressure": {"action": "text", "queued": "count"},
    "error": {"code": "text", "message": "text", "fatal": "bool", "seq": "count?", "wanted": "count?"},
    "going_away": {"reconnect_after_ms": "count"},
    "session_ended": {"session_id": "text", "messages": "count", "frames": "count", "dropped": "count"},
}


def decode_server_text(text: str) -> Optional[Dict[str, Any]]:
    """What a server says, with its known fields only; None for a type of the future.

    Raises `bad_json` or `bad_field`: then this is no server of the protocol.
    """
    try:
        raw = json.loads(text)
        kind = raw["type"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise RetakeError("bad_json", "The server sent no message of the protocol.") from None
    if not isinstance(kind, str) or kind not in _SERVER_FIELDS:
        return None
    message: Dict[str, Any] = {"type": kind}
    for field, rule in _SERVER_FIELDS[kind].items():
        value = raw.get(field)
        if rule == "text" or rule == "bool":
            good = isinstance(value, str if rule == "text" else bool)
        else:
            good = _is_count(value)
        if not good and not (rule == "count?" and value is None):
            raise RetakeError("bad_field", f"The server sent a {kind} without a good `{field}`.")
        message[field] = value
    if kind == "session_started" and message["resume_from"] < 1:
        raise RetakeError("bad_field", "The server wants the number 0.")
    return message


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= SEQ_MAX


# ---------------------------------------------------------------------------------------------------------------------
# WebSocket, RFC 6455
# ---------------------------------------------------------------------------------------------------------------------

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUE, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0, 1, 2, 8, 9, 10


class SocketClosed(Exception):
    """The connection is over. `code` is the peer's close code, 1006 when the line broke without one."""

    def __init__(self, code: int, reason: str):
        super().__init__(f"{code} {reason}".strip())
        self.code = code
        self.reason = reason


def _mask(payload: bytes, key: bytes) -> bytes:
    size = len(payload)
    stream = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(stream, "little")).to_bytes(size, "little")


def encode_ws_frame(opcode: int, payload: bytes, key: Optional[bytes] = None) -> bytes:
    """One whole frame of a client: masked with `key` (4 bytes), a random one by default."""
    key = secrets.token_bytes(4) if key is None else key
    size = len(payload)
    if size < 126:
        head = struct.pack(">BB", 0x80 | opcode, 0x80 | size)
    elif size < 65_536:
        head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack(">BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + key + _mask(payload, key)


class FrameParser:
    """Bytes of a server, cut anywhere, to messages: `(opcode, payload)`, fragments joined, control frames between them.

    Raises SocketClosed with the code to close with: 1002 for what RFC 6455 forbids, 1007 for bad UTF-8, 1009 for more
    than `message_max` bytes (told by the header, before the bytes have come).
    """

    def __init__(self, message_max: int = _SERVER_MESSAGE_MAX):
        self._message_max = message_max
        self._bytes = bytearray()
        self._opcode: Optional[int] = None
        self._parts: List[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[Tuple[int, bytes]]:
        self._bytes += chunk
        while True:
            frame = self._take()
            if frame is None:
                return
            message = self._join(*frame)
            if message is not None:
                yield message

    def _take(self) -> Optional[Tuple[bool, int, bytes]]:
        data = self._bytes
        if len(data) < 2:
            return None
        opcode, size, at = data[0] & 15, data[1] & 127, 2
        if data[0] & 0x70 or data[1] & 0x80 or opcode not in (_CONTINUE, _TEXT, _BINARY, _CLOSE, _PING, _PONG):
            raise SocketClosed(1002, "reserved bits, a masked frame or an unknown opcode")
        if opcode >= _CLOSE and (size > 125 or not data[0] & 0x80):
            raise SocketClosed(1002, "a control frame that is long or in pieces")
        if size >= 126:
            at = 4 if size == 126 else 10
            if len(data) < at:
                return None
            size = int.from_bytes(data[2:at], "big")
        if opcode < _CLOSE and size + self._size > self._message_max:
            raise SocketClosed(1009, "a message too large")
        if len(data) < at + size:
            return None
        payload = bytes(data[at:at + size])
        fin = bool(data[0] & 0x80)
        del data[:at + size]
        return fin, opcode, payload

    def _join(self, fin: bool, opcode: int, payload: bytes) -> Optional[Tuple[int, bytes]]:
        if opcode >= _CLOSE:
            return opcode, payload
        if (opcode == _CONTINUE) == (self._opcode is None):
            raise SocketClosed(1002, "a fragment out of place")
        if opcode != _CONTINUE:
            self._opcode = opcode
        self._parts.append(payload)
        self._size += len(payload)
        if not fin:
            return None
        kind, whole = self._opcode or opcode, b"".join(self._parts)
        self._opcode, self._parts, self._size = None, [], 0
        if kind == _TEXT:
            try:
                whole.decode("utf-8")
            except UnicodeDecodeError:
                raise SocketClosed(1007, "a text that is no UTF-8") from None
        return kind, whole


class _Refused(Exception):
    """The upgrade was answered with another status than 101."""

    def __init__(self, status: int, retry_after: Optional[float]):
        super().__init__(f"HTTP {status}")
        self.status = status
        self.retry_after = retry_after


def parse_url(url: str) -> Tuple[bool, str, int, str]:
    """(tls, host, port, path). `http` and `https` mean `ws` and `wss`; without a path it is `/ws/ingest`."""
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError:
        raise RetakeError("bad_url", f"{url!r} is no address such as ws://robots.example:8000.") from None
    if parts.scheme not in ("ws", "wss", "http", "https") or not parts.hostname:
        raise RetakeError("bad_url", f"{url!r} is no address such as ws://robots.example:8000.")
    tls = parts.scheme in ("wss", "https")
    path = parts.path if parts.path not in ("", "/") else "/ws/ingest"
    return tls, parts.hostname, port or (443 if tls else 80), path + (f"?{parts.query}" if parts.query else "")


class WebSocket:
    """The client's side of one connection. One thread reads and writes; `abort` may come from any."""

    def __init__(self, url: str, token: Optional[str], context: Optional[ssl.SSLContext] = None):
        """Raises OSError, `_Refused` or RetakeError. Certificates are checked unless `context` says otherwise."""
        tls, host, port, path = parse_url(url)
        deadline = time.monotonic() + _CONNECT_S
        self._socket = socket.create_connection((host, port), timeout=_CONNECT_S)
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if tls:
                context = context or ssl.create_default_context()
                self._socket = context.wrap_socket(self._socket, server_hostname=host)
            rest = self._upgrade(f"[{host}]" if ":" in host else host, port, path, token, deadline)
        except BaseException:
            self._socket.close()
            raise
        self._socket.settimeout(_IO_S)
        self._parser = FrameParser()
        self._waiting: List[Tuple[int, bytes]] = []
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._socket, selectors.EVENT_READ)
        self.heard = time.monotonic()
        self._take(rest)

    def _upgrade(self, host: str, port: int, path: str, token: Optional[str], deadline: float) -> bytes:
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"User-Agent: retake-python/{__version__}"]
        if token is not None:
            lines.append(f"Authorization: Bearer {token}")
        if any(_CONTROL.search(line) for line in lines):
            raise RetakeError("bad_url", "The address or the token has control characters.")
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        reply = bytearray()
        while b"\r\n\r\n" not in reply:
            self._socket.settimeout(max(0.001, deadline - time.monotonic()))
            chunk = self._socket.recv(16_384)
            if not chunk or len(reply) > 65_536:
                raise ConnectionError("no answer to the upgrade")
            reply += chunk
        head, rest = bytes(reply).split(b"\r\n\r\n", 1)
        status, headers = _read_head(head)
        if status != 101:
            after = headers.get("retry-after", "")
            raise _Refused(status, float(after) if after.isdigit() else None)
        accept = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
        good = headers.get("upgrade", "").lower() == "websocket" and headers.get("sec-websocket-accept") == accept
        if not good or "upgrade" not in headers.get("connection", "").lower() or "sec-websocket-extensions" in headers:
            raise RetakeError("bad_upgrade", "What answers at this address is no WebSocket server.")
        return rest

    def send_text(self, text: str) -> None:
        self._send(encode_ws_frame(_TEXT, text.encode()))

    def send_binary(self, payload: bytes) -> None:
        self._send(encode_ws_frame(_BINARY, payload))

    def _send(self, frame: bytes) -> None:
        """Each piece has `_IO_S` seconds: a slow line is no broken one."""
        begin = time.monotonic()
        view = memoryview(frame)
        for at in range(0, len(frame), _PIECE_BYTES):
            self._socket.sendall(view[at:at + _PIECE_BYTES])
        # Nobody listened meanwhile: the time does not count as silence of the server.
        self.heard += time.monotonic() - begin

    def ping(self) -> None:
        self._socket.sendall(encode_ws_frame(_PING, b""))

    def poll(self, timeout: float, wake: Optional[socket.socket] = None) -> List[str]:
        """The texts that have come, after at most `timeout` seconds; earlier when `wake` can be read.

        Answers pings. Raises SocketClosed.
        """
        if wake is not None and wake not in [key.fileobj for key in self._selector.get_map().values()]:
            self._selector.register(wake, selectors.EVENT_READ)
        pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0
        if not self._waiting and (pending or self._is_readable(timeout)):
            chunk = self._socket.recv(65_536)
            if not chunk:
                raise SocketClosed(1006, "the line broke")
            self.heard = time.monotonic()
            self._take(chunk)
        waiting, self._waiting = self._waiting, []
        texts: List[str] = []
        for at, (opcode, payload) in enumerate(waiting):
            if opcode == _TEXT:
                texts.append(payload.decode())
            elif opcode == _PING:
                self._socket.sendall(encode_ws_frame(_PONG, payload))
            elif opcode == _CLOSE:
                if texts:
                    self._waiting = waiting[at:]
                    return texts
                self._closed(payload)
        return texts

    def _is_readable(self, timeout: float) -> bool:
        return any(key.fileobj is self._socket for key, _ in self._selector.select(timeout))

    def _take(self, chunk: bytes) -> None:
        try:
            self._waiting.extend(self._parser.feed(chunk))
        except SocketClosed as fault:
            self.close(fault.code, fault.reason)
            raise

    def _closed(self, payload: bytes) -> None:
        if len(payload) < 2:
            code, reason = (1005, "") if not payload else (1002, "")
        else:
            code, reason = int.from_bytes(payload[:2], "big"), payload[2:].decode("utf-8", "replace")
        self.close(code if code >= 1000 and code not in (1005, 1006, 1015) else 1000, "")
        raise SocketClosed(code, reason)

    def close(self, code: int = 1001, reason: str = "") -> None:
        try:
            self._socket.settimeout(1.0)
            self._socket.sendall(encode_ws_frame(_CLOSE, struct.pack(">H", code) + reason.encode()[:123]))
        except (OSError, ValueError):
            pass
        self.abort()
        self._selector.close()

    def abort(self) -> None:
        """Ends it at once, also what another thread is waiting for."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except (OSError, ValueError):
            pass
        self._socket.close()


def _read_head(head: bytes) -> Tuple[int, Dict[str, str]]:
    lines = head.decode("latin-1").split("\r\n")
    found = re.match(r"HTTP/1\.[01] (\d{3})", lines[0])
    if not found:
        raise RetakeError("bad_upgrade", "What answers at this address does not speak HTTP.")
    pairs = (line.split(":", 1) for line in lines[1:] if ":" in line)
    return int(found.group(1)), {name.strip().lower(): value.strip() for name, value in pairs}


# ---------------------------------------------------------------------------------------------------------------------
# The spool
# ---------------------------------------------------------------------------------------------------------------------

# A spool is a folder of one session: `meta.json` and `<first number>.spool` files, each
#     "RTSPOOL1", then records:  u8[4] "RTr1" · u32 bytes of the body · u32 CRC-32 of the body · body
#     body:  u8 kind · u8 data type · u16 bytes of the topic · i32 frame index · u64 number · f64 timestamp · topic ·
#            payload
# Numbers are the spool's own, 1, 2, 3…; the server's number is `base` more. The first record of every file is a state,
# so that older files can go; later states replace it.
_SPOOL_MAGIC = b"RTSPOOL1"
_SPOOL_MARK = b"RTr1"
_SPOOL_HEAD = struct.Struct("<4sII")
_SPOOL_BODY = struct.Struct("<BBHiQd")
_MESSAGE, _MARK, _STATE, _END = 1, 2, 3, 4
_RECORD_MAX = IMAGE_BYTES_MAX + (1 << 20)
_SEGMENT_MIN, _SEGMENT_MAX = 64 << 10, 8 << 20


class _Record(NamedTuple):
    kind: int
    code: int
    frame: int
    number: int
    timestamp: float
    topic: str
    payload: bytes


def pack_record(kind: int, code: int, frame: int, number: int, timestamp: float, topic: str, payload: bytes) -> bytes:
    name = topic.encode()
    body = _SPOOL_BODY.pack(kind, code, len(name), frame, number, timestamp) + name + payload
    return _SPOOL_HEAD.pack(_SPOOL_MARK, len(body), zlib.crc32(body)) + body


def unpack_record(data: bytes, at: int = 0) -> Optional[Tuple[_Record, int]]:
    """The record at `at` and where the next one begins; None when there is no whole, undamaged record."""
    if len(data) - at < _SPOOL_HEAD.size:
        return None
    mark, size, crc = _SPOOL_HEAD.unpack_from(data, at)
    begin = at + _SPOOL_HEAD.size
    if mark != _SPOOL_MARK or not _SPOOL_BODY.size <= size <= _RECORD_MAX or begin + size > len(data):
        return None
    body = bytes(data[begin:begin + size])
    if zlib.crc32(body) != crc:
        return None
    kind, code, name_size, frame, number, timestamp = _SPOOL_BODY.unpack_from(body)
    split = _SPOOL_BODY.size + name_size
    record = _Record(kind, code, frame, number, timestamp, body[_SPOOL_BODY.size:split].decode(), body[split:])
    return record, begin + size


class _Segment:
    def __init__(self, path: str, first: int):
        self.path = path
        self.first = first
        self.size = 0
        self.file: Any = None  # open while it is written or not yet synced
        self.gone = False


class _State:
    """What has to outlive the process beside the messages."""

    def __init__(self) -> None:
        self.base: Optional[int] = None  # None: not known before the first session_started
        self.asked = False  # a session_start may have reached the server
        self.acked = 0
        self.exact = True  # the server's counts are those of this spool alone
        self.counts = [0, 0, 0]  # messages, pictures, marks put in so far
        self.last_time = 0.0
        self.topics: Dict[str, Topic] = {}
        self.end: Optional[Dict[str, Any]] = None

    def to_json(self) -> bytes:
        topics = {name: [topic.data_type, topic.told()] for name, topic in self.topics.items()}
        last_time = self.last_time if math.isfinite(self.last_time) else 0.0
        return _json({**self.__dict__, "topics": topics, "last_time": last_time}).encode()

    def take(self, payload: bytes) -> None:
        fields = json.loads(payload)
        topics = fields.pop("topics")
        self.__dict__.update(fields)
        self.topics = {name: parse_topic(name, {"data_type": kind, **told}) for name, (kind, told) in topics.items()}


class Spool:
    """The messages of one session on the robot's disk, from `put` until they are acked.

    What `put` was given is in the file (in the system's memory: safe from a kill of the process) when it returns;
    `sync` makes it safe from a power cut. All but `sync` is called under the owner's lock.
    """

    def __init__(self, folder: str, meta: Optional[Dict[str, Any]], bytes_max: int, accept_damage: bool = False):
        """`meta` None: open what is there. Raises `spool_in_use`, `spool_damaged`, `spool_failed`."""
        self.folder = folder
        self.bytes_max = bytes_max
        self._segment_bytes = min(_SEGMENT_MAX, max(_SEGMENT_MIN, bytes_max // 16))
        self.state = _State()
        self.last = 0
        self.cut_bytes = 0
        self._segments: List[_Segment] = []
        self._sealed: List[_Segment] = []
        self._folder_dirty = False
        self._broken: Optional[RetakeError] = None
        self._syncing = threading.Lock()
        self._closed = False
        self._reader: Any = None
        self._at: Optional[Tuple[_Segment, int]] = None
        self._buffer, self._buffer_at = b"", 0
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            self._lock = self._take_lock()
            try:
                self.meta = self._open_meta(meta)
                self._recover(accept_damage)
                self.reopened = self.last if self._segments else None
                self._roll()
                self.sync()
            except BaseException:
                self._let_go()
                raise
        except OSError as fault:
            raise RetakeError("spool_failed", f"The spool {folder} cannot be opened: {fault}") from fault

    # -- opening

    def _take_lock(self) -> Any:
        held = open(os.path.join(self.folder, "lock"), "ab")
        try:
            if fcntl is not None:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            else:
                import msvcrt
                msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            held.close()
            raise RetakeError("spool_in_use", f"Another process records into {self.folder}.") from None
        return held

    def _open_meta(self, meta: Optional[Dict[str, Any]]) -> Dict[str, Any]:
        path = os.path.join(self.folder, "meta.json")
        if os.path.exists(path):
            try:
                with open(path, encoding="utf-8") as file:
                    return json.load(file)
            except ValueError:
                raise RetakeError("spool_damaged", f"{path} is no JSON.") from None
        if meta is None:
            raise RetakeError("spool_damaged", f"{self.folder} is no spool: it has no meta.json.")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(meta, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path + ".new", path)
        _sync_folder(self.folder)
        return meta

    def _recover(self, accept_damage: bool) -> None:
        names = sorted(name for name in os.listdir(self.folder) if re.fullmatch(r"\d{16}\.spool", name))
        for at, name in enumerate(names):
            path = os.path.join(self.folder, name)
            with open(path, "rb") as file:
                data = file.read()
            segment = _Segment(path, self.last + 1)
            good = self._replay(segment, data, is_first=at == 0)
            if good < len(data) or good == 0:
                # Records that were written behind the fault: this is no write that was cut off.
                behind = any(unpack_record(data, found) for found in _marks_behind(data, good))
                self._cut(path, data, good, damaged=behind or at < len(names) - 1, accept=accept_damage)
                if good:
                    self._segments.append(segment)
                if behind or at < len(names) - 1:
                    for later in names[at + 1:]:
                        os.replace(os.path.join(self.folder, later), os.path.join(self.folder, later + ".damaged"))
                    return
            else:
                self._segments.append(segment)

    def _replay(self, segment: _Segment, data: bytes, is_first: bool) -> int:
        """Takes the good records up. Returns the bytes that are good, 0 for a file without a whole head."""
        if not data.startswith(_SPOOL_MAGIC):
            return 0
        at = len(_SPOOL_MAGIC)
        head = unpack_record(data, at)
        if head is None or head[0].kind != _STATE or (not is_first and head[0].number != self.last):
            return 0
        if is_first:
            self.last = head[0].number
        segment.first = self.last + 1
        while True:
            found = unpack_record(data, at)
            if found is None or not self._count(found[0]):
                segment.size = at
                return at
            at = found[1]

    def _count(self, record: _Record) -> bool:
        """False for a record that cannot stand here."""
        if record.kind == _STATE:
            self.state.take(record.payload)
        elif record.kind == _END:
            self.state.end = json.loads(record.payload)
        elif record.kind in (_MESSAGE, _MARK):
            if record.number != self.last + 1:
                return False
            self.last = record.number
            self._tally(record.kind, record.code, record.timestamp)
        return True

    def _tally(self, kind: int, code: int, timestamp: float) -> None:
        counts = self.state.counts
        counts[0] += kind == _MESSAGE
        counts[1] += code == _TYPE_CODES["image"]
        counts[2] += kind == _MARK
        if timestamp > self.state.last_time:
            self.state.last_time = timestamp

    def _cut(self, path: str, data: bytes, good: int, damaged: bool, accept: bool) -> None:
        bad = len(data) - good
        if damaged and not accept:
            raise RetakeError(
                "spool_damaged",
                f"{path} is damaged at byte {good} and has {bad} bytes behind. `flush --accept-damage` sends what is "
                "good and keeps the rest in *.damaged files.", path=path, good=good, bad=bad)
        if damaged:
            with open(path + ".damaged", "wb") as file:
                file.write(data[good:])
        log.warning("spool %s: %d bytes at the end were not whole and are cut off", path, bad)
        self.cut_bytes += bad
        if good == 0:
            os.remove(path)
            return
        with open(path, "r+b") as file:
            file.truncate(good)
            os.fsync(file.fileno())

    # -- writing

    @property
    def used(self) -> int:
        return sum(segment.size for segment in self._segments)

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def has_sealed(self) -> bool:
        """Whether full files wait for `sync`."""
        return bool(self._sealed)

    def has_room(self, size: int) -> bool:
        """When all is acked, the file is begun anew to make room."""
        if self.used + size > self.bytes_max and self.state.acked == self.last:
            self.begin_anew()
        return self.used + size <= self.bytes_max

    def begin_anew(self) -> None:
        """When all is acked: an empty file in place of all others."""
        self._roll()
        self.forget(self.last)

    def put(self, kind: int, code: int, frame: int, timestamp: float, topic: str, payload: bytes) -> int:
        """Appends and numbers it. Room is the caller's to look after. Raises `spool_failed`."""
        record = pack_record(kind, code, frame, self.last + 1, timestamp, topic, payload)
        if self._segments[-1].size > self._segment_bytes:
            self._roll()
        self._write(record)
        self.last += 1
        self._tally(kind, code, timestamp)
        return self.last

    def put_state(self) -> None:
        self._write(pack_record(_STATE, 0, -1, self.last, 0.0, "", self.state.to_json()))

    def put_end(self, end: Dict[str, Any]) -> None:
        self._write(pack_record(_END, 0, -1, self.last, 0.0, "", _json(end).encode()))
        self.state.end = end

    def _write(self, record: bytes) -> None:
        if self._broken:
            raise self._broken
        segment = self._segments[-1]
        try:
            view = memoryview(record)
            while view:
                view = view[segment.file.write(view):]
        except OSError as fault:
            self._undo(segment, fault)
            full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
            raise RetakeError("spool_full" if full else "spool_failed", f"{segment.path}: {fault.strerror}") from fault
        segment.size += len(record)

    def _undo(self, segment: _Segment, fault: OSError) -> None:
        try:
            segment.file.truncate(segment.size)
            segment.file.seek(segment.size)
        except OSError:
            self._broken = RetakeError("spool_failed", f"{segment.path}: {fault}")

    def _roll(self) -> None:
        segment = _Segment(os.path.join(self.folder, f"{self.last + 1:016d}.spool"), self.last + 1)
        if self._segments and self._segments[-1].first == segment.first:
            # Nothing but states in the youngest: it is written anew under another name, then takes its place.
            replaced: Optional[_Segment] = self._segments[-1]
        else:
            replaced = None
        try:
            head = _SPOOL_MAGIC + pack_record(_STATE, 0, -1, self.last, 0.0, "", self.state.to_json())
            name = segment.path + (".new" if replaced else "")
            segment.file = open(name, "wb", buffering=0)
            segment.file.write(head)
            if replaced:
                os.fsync(segment.file.fileno())
                os.replace(name, segment.path)
        except OSError as fault:
            raise RetakeError("spool_failed", f"{segment.path}: {fault.strerror}") from fault
        segment.size = len(head)
        if self._segments:
            self._segments[-1].gone = replaced is not None
            self._sealed.append(self._segments[-1])
        if replaced:
            self._segments.pop()
        self._segments.append(segment)
        self._folder_dirty = True

    def sync(self, durable: bool = True) -> None:
        """Makes everything put in so far safe from a power cut; `durable` False only closes files that are full.

        An error is final: the system may have dropped the bytes.
        """
        with self._syncing:
            if self._broken:
                raise self._broken
            if self._closed:
                return
            try:
                current = self._segments[-1]
                while self._sealed:
                    segment = self._sealed[0]
                    if segment.file:
                        if durable and not segment.gone:
                            os.fsync(segment.file.fileno())
                        segment.file.close()
                        segment.file = None
                    self._sealed.pop(0)
                if durable and current.file:
                    os.fsync(current.file.fileno())
                if durable and self._folder_dirty:
                    self._folder_dirty = False
                    _sync_folder(self.folder)
            except OSError as fault:
                self._broken = RetakeError("spool_failed", f"{self.folder} cannot be synced: {fault.strerror}")
                raise self._broken from fault

    # -- reading

    def seek(self, number: int) -> None:
        """The next record read is the one of this number."""
        segment = next((one for one in reversed(self._segments) if one.first <= number), self._segments[0])
        self._go(segment)
        while True:
            found = self._peek()
            if found is None or found[0].kind in (_MESSAGE, _MARK) and found[0].number >= number:
                return
            self._step(found[1])

    def read(self) -> Optional[_Record]:
        """The next message or mark; None at the end of what is written."""
        while True:
            found = self._peek()
            if found is None:
                return None
            self._step(found[1])
            if found[0].kind in (_MESSAGE, _MARK):
                return found[0]

    def _go(self, segment: _Segment) -> None:
        if self._reader:
            self._reader.close()
        self._reader = open(segment.path, "rb", buffering=0)
        self._at = (segment, len(_SPOOL_MAGIC))
        self._buffer, self._buffer_at = b"", 0

    def _step(self, to: int) -> None:
        assert self._at is not None
        self._at = (self._at[0], to)

    def _peek(self) -> Optional[Tuple[_Record, int]]:
        while True:
            assert self._at is not None
            segment, at = self._at
            if at < segment.size:
                return self._load(segment, at)
            # A file begun anew has the first number of the one it replaced.
            least = segment.first + (segment in self._segments)
            later = next((one for one in self._segments if one.first >= least), None)
            if later is None:
                return None
            self._go(later)

    def _load(self, segment: _Segment, at: int) -> Tuple[_Record, int]:
        for span in (_BATCH_BYTES, _RECORD_MAX + _SPOOL_HEAD.size):
            found = unpack_record(self._buffer, at - self._buffer_at) if at >= self._buffer_at else None
            if found is not None:
                return found[0], found[1] + self._buffer_at
            self._reader.seek(at)
            self._buffer, self._buffer_at = self._reader.read(min(span, segment.size - at)), at
        found = unpack_record(self._buffer, 0)
        if found is None:
            raise RetakeError("spool_damaged", f"{segment.path} does not give back what was written at byte {at}.")
        return found[0], found[1] + at

    # -- forgetting

    def forget(self, acked: int) -> None:
        """Everything up to this number is on the server: files without anything younger go."""
        self.state.acked = max(self.state.acked, acked)
        while len(self._segments) > 1 and self._segments[1].first <= self.state.acked + 1:
            oldest = self._segments.pop(0)
            if self._at is not None and self._at[0] is oldest:
                self._go(self._segments[0])
            # Whoever syncs closes it: closing here would wait for the disk.
            oldest.gone = True
            os.remove(oldest.path)

    def close(self, remove: bool = False) -> None:
        """`remove`: all of it is on the server."""
        with self._syncing:
            self._closed = True
            for segment in self._segments + self._sealed:
                if segment.file:
                    segment.file.close()
        if self._reader:
            self._reader.close()
        if remove:
            # meta.json last: a folder without it is no spool, one with it and no messages is an empty one.
            for name in sorted(os.listdir(self.folder), key=lambda name: (name == "meta.json", name)):
                if name.endswith((".spool", ".json", ".new")):
                    os.remove(os.path.join(self.folder, name))
        self._let_go()
        if remove:
            try:
                os.remove(os.path.join(self.folder, "lock"))
                os.rmdir(self.folder)
            except OSError:
                pass  # *.damaged files stay for people

    def _let_go(self) -> None:
        self._lock.close()


def _marks_behind(data: bytes, at: int) -> Iterator[int]:
    found = data.find(_SPOOL_MARK, at + 1)
    while found >= 0:
        yield found
        found = data.find(_SPOOL_MARK, found + 1)


def _sync_folder(folder: str) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def default_spool_dir() -> str:
    """`$RETAKE_SPOOL_DIR`, else `~/.retake/spool`."""
    return os.environ.get("RETAKE_SPOOL_DIR") or os.path.join(os.path.expanduser("~"), ".retake", "spool")


# ---------------------------------------------------------------------------------------------------------------------
# The episode
# ---------------------------------------------------------------------------------------------------------------------

class _Again(Exception):
    """Worth another connection, not before `after` seconds."""

    def __init__(self, why: str, after: float = 0.0):
        super().__init__(why)
        self.after = after


class Refusal(NamedTuple):
    """A message that the server did not take. It is gone."""

    number: int
    code: str
    message: str


class Episode:
    """One episode that is being recorded. Use it in a `with` statement, from any number of threads.

    url           `ws://HOST:8000`, or `wss://…`; the path is `/ws/ingest` when none is given
    token         a robot token; default: the environment's RETAKE_TOKEN
    session_id    letters, digits, `.`, `_`, `-`, at most 128; default: a new one (`ep.session_id`)
    robot_type, task, operator   texts for people
    fps           frames per second the robot means to send
    topics        name → data type, or `{"data_type", "shape", "names", "units"}`; a topic that is not declared begins
                  with its first message. Data types: float32[], float64[], int64[], bool[], string, image
    resume        True: go on with a session that exists, after a robot restarted without its spool
    spool_dir     where messages wait for their ack, one folder per session; default: `$RETAKE_SPOOL_DIR`, else
                  `~/.retake/spool`
    spool_bytes   the most this session's spool may take on the disk
    on_full       what `send` does when that is reached: "block" (wait for acks), or "raise" (RetakeError `spool_full`,
                  the message is not taken). Nothing is ever dropped silently
    fsync_s       the spool is made safe from a power cut every so many seconds; 0: before each sending; None: never.
                  A kill of the process loses nothing with any of them
    encoding      "binary", "json", or "auto": binary, and JSON when the server does not read it
    ssl_context   for wss:// with a certificate of your own; default: the system's authorities, host name checked

    The constructor does not wait for a connection. What a person has to know (a wrong token, say) is raised by a later
    call.
    """

    def __init__(
        self,
        url: str,
        token: Optional[str] = None,
        session_id: Optional[str] = None,
        *,
        robot_type: Optional[str] = None,
        task: Optional[str] = None,
        operator: Optional[str] = None,
        fps: Optional[float] = None,
        topics: Optional[Mapping[str, Union[str, Mapping[str, Any]]]] = None,
        resume: bool = False,
        spool_dir: Optional[str] = None,
        spool_bytes: int = 1 << 30,
        on_full: str = "block",
        fsync_s: Optional[float] = 1.0,
        encoding: str = "auto",
        ssl_context: Optional[ssl.SSLContext] = None,
    ):
        session_id = session_id or new_session_id(robot_type)
        if not isinstance(session_id, str) or not _SESSION_ID.match(session_id):
            raise RetakeError("bad_session_id", "A session id has letters, digits, '.', '_' and '-', at most 128, the "
                              "first a letter or digit.")
        if fps is not None and not (math.isfinite(fps) and fps > 0):
            raise RetakeError("bad_field", "fps is a number above 0.")
        if on_full not in ("block", "raise") or encoding not in ("auto", "binary", "json") or spool_bytes < 1 << 20:
            raise RetakeError("bad_field", "on_full is block or raise, encoding is auto, binary or json, spool_bytes "
                              "is 1 MiB or more.")
        declared = {name: parse_topic(name, told) for name, told in (topics or {}).items()}
        if len(declared) > TOPICS_MAX:
            raise RetakeError("too_many_topics", f"An episode may have {TOPICS_MAX} topics.")
        parse_url(url)
        meta = {
            "url": url, "session_id": session_id, "robot_type": _check_text("robot_type", robot_type), "fps": fps,
            "task": _check_text("task", task), "operator": _check_text("operator", operator), "resume": resume,
            "started_at": time.time(),
        }
        folder = os.path.join(spool_dir or default_spool_dir(), session_id)
        spool = Spool(folder, meta, spool_bytes)
        if spool.state.end is not None:
            spool.close()
            raise RetakeError("session_ended", f"{session_id} has been ended before; `flush` sends what is left of it.")
        self._begin(spool, url, token, on_full, fsync_s, encoding, ssl_context)
        try:
            for name, topic in declared.items():
                self._declare(name, topic)
        except BaseException:
            self.close()
            raise

    @classmethod
    def _reopen(cls, folder: str, url: Optional[str], token: Optional[str], accept_damage: bool,
                ssl_context: Optional[ssl.SSLContext]) -> Episode:
        episode = cls.__new__(cls)
        spool = Spool(folder, None, 1 << 62, accept_damage)
        episode._begin(spool, url or spool.meta["url"], token, "raise", 1.0, "auto", ssl_context)
        return episode

    def _begin(self, spool: Spool, url: str, token: Optional[str], on_full: str, fsync_s: Optional[float],
               encoding: str, ssl_context: Optional[ssl.SSLContext]) -> None:
        self._spool = spool
        self._url = url
        self._token = token or os.environ.get("RETAKE_TOKEN")
        self._on_full = on_full
        self._fsync_s = fsync_s
        self._encoding = encoding
        self._ssl_context = ssl_context
        state = spool.state
        # A restarted robot's clock goes on where it was; the system's clock says how long it was away.
        away = max(0.0, time.time() - float(spool.meta["started_at"]), state.last_time) if spool.reopened else 0.0
        self._start = time.monotonic() - away
        if not spool.meta["resume"] and state.base is None:
            state.base = 0
        self._changed = threading.Condition(threading.RLock())
        self._failure: Optional[RetakeError] = None
        self._counts: Optional[EpisodeCounts] = None
        self._stopping = threading.Event()
        self._closed = False
        self._ws: Optional[WebSocket] = None
        self._asleep = False
        self._connected = False
        self._credit = 0
        self._sent = state.acked
        self._sent_ever = spool.last
        self._may_shift = spool.reopened is not None
        self._end_sent = False
        self._last_error = ""
        self._going_away_s = 0.0
        self._batch_bytes = _BATCH_BYTES
        self._state_saved = 0.0
        self.refused: List[Refusal] = []
        self._refused_numbers: set = set()
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        self._thread = threading.Thread(target=self._run, name=f"retake {self.session_id}", daemon=True)
        self._sync_thread = threading.Thread(target=self._keep_synced, name="retake spool", daemon=True)
        self._thread.start()
        self._sync_thread.start()

    # -- what robots call

    @property
    def session_id(self) -> str:
        return str(self._spool.meta["session_id"])

    @property
    def connected(self) -> bool:
        """Whether the server is taking messages just now."""
        return self._connected

    @property
    def unconfirmed(self) -> int:
        """Messages that are in the spool and not yet known to be on the server's disk."""
        return self._spool.last - self._spool.state.acked

    @property
    def last_error(self) -> str:
        """Why there is no connection, for a log or a lamp; empty when there is one."""
        return "" if self._connected else self._last_error

    def now(self) -> float:
        """Seconds since the start, by the clock that never jumps (`time.monotonic`): a message's default time."""
        return time.monotonic() - self._start

    def send(self, topic: str, values: Any, t: Optional[float] = None, frame: Optional[int] = None) -> int:
        """Takes one message: a number, bool, text, list, `array.array`, numpy array or torch tensor. Returns its
        number, from 1.

        t: seconds since the start, any number, kept as it is given; default `now()`. frame: the frame's index from 0.
        A topic keeps the data type and the number of values it began with (`schema_mismatch`); Python's own numbers
        begin a float64[] topic. Lists inside lists are sent row by row.
        """
        t = self.now() if t is None else float(t)
        known = self._spool.state.topics.get(topic)
        data_type, shape, payload = to_values(values, known.data_type if known else None)
        if known is None or known.shape is None and data_type != "string":
            count = None if data_type == "string" else _count_of(data_type, payload)
            known = self._declare(topic, Topic(data_type, None if count is None else (count,)))
        if known.data_type != data_type:
            raise RetakeError("schema_mismatch", f"{topic} carries {known.data_type}, not {data_type}.")
        if known.shape is not None and data_type != "string":
            wanted, given = math.prod(known.shape), _count_of(data_type, payload)
            if wanted != given:
                raise RetakeError("schema_mismatch", f"{topic} has {wanted} values in a message, this one {given}.")
        return self._append(_MESSAGE, _TYPE_CODES[data_type], frame, t, topic, payload)

    def image(self, topic: str, picture: bytes, t: Optional[float] = None, frame: Optional[int] = None) -> int:
        """Takes one picture: the bytes of a JPEG or PNG, at most 5 MiB. `t` and `frame` as in `send`."""
        t = self.now() if t is None else float(t)
        if hasattr(picture, "dtype") and hasattr(picture, "tobytes") and str(picture.dtype) == "uint8":
            picture = picture.tobytes()  # what cv2.imencode returns
        picture = bytes(picture) if isinstance(picture, (bytes, bytearray, memoryview)) else b""
        if not picture.startswith((_JPEG, _PNG)):
            raise RetakeError("bad_image", "A picture is the bytes of a JPEG or PNG: encode it first.")
        if len(picture) > IMAGE_BYTES_MAX:
            raise RetakeError("bad_image", f"A picture may have {IMAGE_BYTES_MAX} bytes, this one has {len(picture)}.")
        known = self._spool.state.topics.get(topic) or self._declare(topic, Topic("image"))
        if known.data_type != "image":
            raise RetakeError("schema_mismatch", f"{topic} carries {known.data_type}, no pictures.")
        return self._append(_MESSAGE, _TYPE_CODES["image"], frame, t, topic, picture)

    def mark(self, kind: str, text: Optional[str] = None, t: Optional[float] = None) -> int:
        """Sets a mark on the timeline: "success", "failure", "note" or "phase"."""
        t = self.now() if t is None else float(t)
        if kind not in MARK_KINDS:
            raise RetakeError("bad_field", f"A mark is one of {', '.join(MARK_KINDS)}.")
        fields = {"kind": kind} if text is None else {"kind": kind, "text": _check_text("The text of a mark", text)}
        return self._append(_MARK, 0, None, t, "", _json(fields).encode())

    def flush(self, timeout: Optional[float] = None) -> None:
        """Waits until the server has confirmed everything taken so far. Raises `timeout` after so many seconds."""
        with self._changed:
            wanted = self._spool.last
            self._wait(lambda: self._spool.state.acked >= wanted or self._counts is not None, timeout)

    def end(self, outcome: Optional[str] = None, total_reward: Optional[float] = None,
            timeout: Optional[float] = 60.0) -> EpisodeCounts:
        """Ends the episode: sends the rest, and returns what the server says it has on its disk.

        outcome: "success", "failure" or None. Raises `counts_differ` when that is not what was sent, `timeout` when it
        is not confirmed within so many seconds (None: waits for ever): everything is in the spool then, and `flush`
        sends it later.
        """
        if outcome is not None and outcome not in OUTCOMES:
            raise RetakeError("bad_field", f"An outcome is one of {', '.join(OUTCOMES)}.")
        reward = None if total_reward is None else _wire_number(float(total_reward))
        with self._changed:
            if self._counts is not None:
                return self._counts
            if self._spool.state.end is None:
                self._check_open()
                self._spool.put_end({"outcome": outcome, "total_reward": reward})
                self._wake()
            return self._wait_for_end(timeout)

    def _wait_for_end(self, timeout: Optional[float]) -> EpisodeCounts:
        with self._changed:
            self._wait(lambda: self._counts is not None, timeout)
            assert self._counts is not None
            return self._counts

    def close(self) -> None:
        """Stops without ending: what is not confirmed stays in the spool, the server keeps the session open for a
        while."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._stopping.set()
            self._wake(always=True)
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(2.0)
            if self._thread.is_alive() and self._ws is not None:
                self._ws.abort()
            self._thread.join(_CONNECT_S + 5.0)
            self._sync_thread.join(_IO_S)
        with self._changed:
            if not self._spool.closed:
                try:
                    self._spool.put_state()
                    self._spool.sync(durable=self._fsync_s is not None)
                except RetakeError as fault:
                    log.warning("%s", fault)
                self._spool.close()
        self._wake_in.close()
        self._wake_out.close()

    def __enter__(self) -> Episode:
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        """Ends the episode if `end` has not been called. An exception of the block is raised whatever becomes of the
        end."""
        try:
            if self._counts is None and self._failure is None and not self._closed:
                if error is None:
                    self.end()
                elif self._spool.state.end is None:
                    self.end(timeout=10.0)
        except RetakeError as fault:
            if error is None:
                raise
            log.warning("%s: %s", self.session_id, fault)
        finally:
            self.close()

    # -- taking messages

    def _check_open(self) -> None:
        if self._failure is not None:
            raise self._failure
        if self._closed or self._spool.state.end is not None or self._counts is not None:
            raise RetakeError("closed", f"{self.session_id} has been ended or closed.")

    def _declare(self, name: str, topic: Topic) -> Topic:
        """A first declaration stays; a later one adds what it left open."""
        _check_topic_name(name)
        with self._changed:
            self._check_open()
            topics = self._spool.state.topics
            known = topics.get(name)
            if known is not None:
                pairs = list(zip(known[1:], topic[1:]))
                differ = any(a != b and a is not None and b is not None for a, b in pairs)
                if known.data_type != topic.data_type or differ:
                    if known.data_type == topic.data_type and topic.names is None and topic.units is None:
                        return known  # the caller finds the wrong number of values
                    raise RetakeError("topic_redefined", f"{name} carries something else already.")
                topic = Topic(topic.data_type, *(a if a is not None else b for a, b in pairs))
            elif len(topics) >= TOPICS_MAX:
                raise RetakeError("too_many_topics", f"An episode may have {TOPICS_MAX} topics.")
            if topic != known:
                topics[name] = topic
                self._spool.put_state()
            return topic

    def _append(self, kind: int, code: int, frame: Optional[int], t: float, topic: str, payload: bytes) -> int:
        frame = -1 if frame is None else int(frame)
        if not -1 <= frame <= FRAME_INDEX_MAX:
            raise RetakeError("bad_field", f"A frame's index is 0 to {FRAME_INDEX_MAX}.")
        size = len(payload) + 4 * len(topic) + _SPOOL_HEAD.size + _SPOOL_BODY.size
        with self._changed:
            self._check_open()
            if size > self._spool.bytes_max // 2:
                raise RetakeError("spool_full", f"A message of {size} bytes needs a larger spool.", needed=2 * size)
            warned = False
            while not self._spool.has_room(size):
                if self._on_full == "raise":
                    raise RetakeError("spool_full", f"{self.unconfirmed} messages wait for the server and fill the "
                                      f"spool {self._spool.folder}. This one is not taken. {self._last_error}".rstrip())
                if not warned:
                    log.warning("%s: the spool is full, waiting for the server. %s", self.session_id, self._last_error)
                    warned = True
                self._changed.wait(1.0)
                self._check_open()
            number = self._spool.put(kind, code, frame, t, topic, payload)
            self._wake()
            return number

    def _wake(self, always: bool = False) -> None:
        if self._asleep or always:
            self._asleep = False
            try:
                self._wake_out.send(b"\0")
            except OSError:
                pass  # full: it is awake

    def _wait(self, until: Any, timeout: Optional[float]) -> None:
        deadline = None if timeout is None else time.monotonic() + timeout
        while not until():
            if self._failure is not None:
                raise self._failure
            if self._closed:
                raise RetakeError("closed", f"{self.session_id} has been closed.")
            left = 1.0 if deadline is None else deadline - time.monotonic()
            if left <= 0:
                raise RetakeError("timeout", f"The server has not confirmed {self.unconfirmed} messages of "
                                  f"{self.session_id}. They are in {self._spool.folder}; `flush` sends them later. "
                                  f"{self._last_error}".rstrip())
            self._changed.wait(min(left, 1.0))

    # -- the background

    def _keep_synced(self) -> None:
        synced = -1
        while not self._stopping.wait(self._fsync_s or 1.0):
            last = self._spool.last
            if last == synced and not self._spool.has_sealed:
                continue
            try:
                self._spool.sync(durable=self._fsync_s is not None)
                synced = last
            except RetakeError as fault:
                return self._fail(fault)

    def _fail(self, failure: RetakeError) -> None:
        with self._changed:
            if self._failure is None:
                self._failure = failure
                log.error("%s: %s", self.session_id, failure)
            self._connected = False
            self._changed.notify_all()

    def _run(self) -> None:
        failures = 0
        try:
            while not self._stopping.is_set() and self._failure is None:
                acked = self._spool.state.acked
                try:
                    if self._connect():
                        return
                    continue
                except _Again as again:
                    after = max(again.after, self._going_away_s)
                    self._last_error = str(again)
                self._connected = False
                self._going_away_s = 0.0
                if self._spool.state.acked > acked:
                    failures = 0
                else:
                    failures += 1
                    # A line that breaks often lets only small batches through.
                    self._batch_bytes = max(1, self._batch_bytes // 4)
                pause = min(_PAUSE_MAX_S, _PAUSE_FIRST_S * 2 ** min(failures, 10)) * random.uniform(0.5, 1.0)
                log.info("%s: %s; again in %.1f s", self.session_id, self._last_error, max(pause, after))
                self._stopping.wait(max(pause, after * random.uniform(1.0, 1.2)))
        except RetakeError as failure:
            self._fail(failure)
        except Exception as fault:  # a defect of this client: never a silent end
            log.exception("%s", self.session_id)
            self._fail(RetakeError("internal", f"{type(fault).__name__}: {fault}"))
        finally:
            self._connected = False

    def _connect(self) -> bool:
        """One connection from its begin to its end. True: the episode has ended."""
        try:
            ws = self._ws = WebSocket(self._url, self._token, self._ssl_context)
        except _Refused as refused:
            code = {401: "unauthorized", 403: "forbidden"}.get(refused.status, "bad_upgrade")
            if 300 <= refused.status < 500 and refused.status not in (408, 425, 429):
                raise RetakeError(code, f"{self._url} answered {refused.status} to the upgrade.") from None
            raise _Again(f"{self._url} answered {refused.status}", refused.retry_after or 0.0) from None
        except ssl.SSLCertVerificationError as fault:
            raise RetakeError("bad_certificate", f"{self._url}: {fault.verify_message}") from None
        except SocketClosed as closed:
            self._closed_by(closed)
        except (OSError, UnicodeError) as fault:
            raise _Again(f"no connection to {self._url}: {fault}") from None
        try:
            return self._talk(ws)
        except SocketClosed as closed:
            self._closed_by(closed)
        except OSError as fault:
            raise _Again(f"the line broke: {fault}") from None
        finally:
            self._connected = False
            self._ws = None
            ws.close()

    def _closed_by(self, closed: SocketClosed) -> None:
        code = _NO_RETURN.get(closed.code)
        if code is not None:
            raise RetakeError(code, f"The server closed the connection: {closed}") from None
        if closed.code == 1000 and self._spool.state.end is None:
            raise RetakeError("session_ended", "The server closed the session.") from None
        raise _Again(f"the connection was closed: {closed}") from None

    def _talk(self, ws: WebSocket) -> bool:
        self._start_session(ws)
        # The indexes of topics are those of one connection.
        encoder = BinaryEncoder(self._spool.state.topics)
        while True:
            with self._changed:
                if self._stopping.is_set():
                    ws.close(1001)
                    return False
                items = self._gather()
                ends = not items and self._all_confirmed() and self._spool.state.end is not None and not self._end_sent
                self._asleep = not items
            if items:
                if self._fsync_s == 0:
                    self._spool.sync()
                self._send(ws, encoder, items)
            elif ends:
                self._send_end(ws)
            # A socket that takes without end would keep the acks unread.
            for text in ws.poll(0.0 if items else _PING_S, self._wake_in):
                if self._hear(text):
                    ws.close(1000)
                    return True
            self._empty_wake()
            self._look_for_life(ws)

    def _all_confirmed(self) -> bool:
        return self._spool.state.acked >= self._spool.last

    def _empty_wake(self) -> None:
        try:
            while self._wake_in.recv(4_096):
                pass
        except OSError:
            pass

    def _look_for_life(self, ws: WebSocket) -> None:
        silent = time.monotonic() - ws.heard
        if silent > 3 * _PING_S:
            raise _Again(f"nothing heard from the server for {silent:.0f} s")
        if silent > _PING_S and time.monotonic() - self._pinged > _PING_S:
            self._pinged = time.monotonic()
            ws.ping()

    def _start_session(self, ws: WebSocket) -> None:
        self._pinged = 0.0
        self._end_sent = False
        spool = self._spool
        with self._changed:
            resume = spool.state.asked or bool(spool.meta["resume"])
            # Before the server may hear of it: a robot killed now has to resume.
            if not spool.state.asked:
                spool.state.asked = True
                spool.put_state()
        if not resume:
            spool.sync(durable=self._fsync_s is not None)
        fields = {key: spool.meta[key] for key in ("session_id", "robot_type", "fps", "task", "operator")}
        with self._changed:
            topics = dict(spool.state.topics)
        ws.send_text(encode_session_start(fields, topics, resume))
        deadline = time.monotonic() + _IO_S
        while not self._connected:
            if self._stopping.is_set():
                raise _Again("stopped")
            if time.monotonic() > deadline:
                raise _Again("the server did not begin the session")
            for text in ws.poll(0.2):
                if self._hear(text):
                    return

    def _gather(self) -> List[Item]:
        """What may be sent now: within the credit, and of a size that leaves room for acks between."""
        spool = self._spool
        allowed = min(BATCH_MESSAGES_MAX, spool.state.acked + self._credit - self._sent)
        items: List[Item] = []
        size = 0
        while len(items) < allowed and size < self._batch_bytes and self._counts is None:
            record = spool.read()
            if record is None:
                break
            if record.number <= self._sent:
                continue
            data_type = _TYPE_NAMES[record.code] if record.kind == _MESSAGE else "mark"
            seq = record.number + (spool.state.base or 0)
            items.append(Item(seq, record.timestamp, record.frame, record.topic, data_type, record.payload))
            self._sent = record.number
            self._sent_ever = max(self._sent_ever, self._sent)
            size += len(record.payload) + 64
        return items

    def _send(self, ws: WebSocket, encoder: BinaryEncoder, items: List[Item]) -> None:
        run: List[Item] = []
        for item in items:
            # Marks have no binary form.
            if run and (item.data_type == "mark") != (run[0].data_type == "mark"):
                self._send_run(ws, encoder, run)
                run = []
            run.append(item)
        self._send_run(ws, encoder, run)

    def _send_run(self, ws: WebSocket, encoder: BinaryEncoder, run: List[Item]) -> None:
        if self._encoding != "json" and run[0].data_type != "mark":
            return ws.send_binary(encoder.encode(run))
        size, begin = 0, 0
        for at, item in enumerate(run):
            # A value has at most 26 characters as JSON, a picture a third more than its bytes.
            more = len(item.payload) * (4 if item.data_type in ("image", "string", "mark") else 26) + 1_024
            if at > begin and size + more > FRAME_BYTES_MAX // 2:
                ws.send_text(encode_text(run[begin:at]))
                size, begin = 0, at
            size += more
        ws.send_text(encode_text(run[begin:]))

    def _send_end(self, ws: WebSocket) -> None:
        end = self._spool.state.end or {}
        reward = end.get("total_reward")
        last = self._spool.last + (self._spool.state.base or 0)
        ws.send_text(encode_session_end(end.get("outcome"), None if reward is None else float(reward), last))
        self._end_sent = True

    # -- what the server says

    def _hear(self, text: str) -> bool:
        """True: the episode has ended."""
        message = decode_server_text(text)
        if message is None:
            return False
        with self._changed:
            kind = message["type"]
            if kind == "session_started":
                self._resume(message["resume_from"], message["credit"])
            elif kind == "ack":
                self._acked(message["seq"], message["credit"])
            elif kind == "error":
                self._told_error(message)
            elif kind == "going_away":
                self._going_away_s = message["reconnect_after_ms"] / 1_000
            elif kind == "session_ended":
                self._ended(message)
                return True
        return False

    def _resume(self, resume_from: int, credit: int) -> None:
        spool, state = self._spool, self._spool.state
        if state.base is None:
            # A robot that restarted with nothing kept goes on where the server is.
            state.base = resume_from - 1
            state.exact = state.base == 0
            spool.put_state()
            spool.sync(durable=self._fsync_s is not None)
        kept = resume_from - 1 - state.base
        if self._may_shift and spool.reopened and kept > spool.reopened:
            # A power cut took the end of the spool, which had been sent and is on the server.
            log.warning("%s: the server has %d messages that this spool lost", self.session_id, kept - spool.reopened)
            state.base += kept - spool.reopened
            state.exact = False
            kept = spool.reopened
            spool.put_state()
        self._may_shift = False
        if kept < state.acked:
            raise RetakeError("data_lost", f"The server had confirmed {state.acked - kept} messages of "
                              f"{self.session_id} that it no longer has. Recording stops.", lost=state.acked - kept)
        if kept > self._sent_ever:
            if self._sent_ever == 0:
                raise RetakeError("session_exists", f"There is a session {self.session_id} of somebody else.")
            raise RetakeError("bad_ack", f"The server wants message {resume_from}, which was never sent.")
        spool.forget(kept)
        self._sent = kept
        self._credit = credit
        self._connected = True
        self._last_error = ""
        spool.seek(kept + 1)
        self._changed.notify_all()

    def _acked(self, seq: int, credit: int) -> None:
        spool, state = self._spool, self._spool.state
        number = seq - (state.base or 0)
        if not self._connected or number > self._sent_ever:
            raise RetakeError("bad_ack", f"The server confirmed message {seq}, which was never sent.")
        if number > state.acked:
            spool.forget(number)
            self._sent = max(self._sent, number)
            self._batch_bytes = min(_BATCH_BYTES, 2 * self._batch_bytes)
        self._credit = credit
        # Tells a later process how far the server has confirmed, so that it can find a loss.
        if time.monotonic() - self._state_saved > 1.0:
            self._state_saved = time.monotonic()
            if state.acked == spool.last and spool.used > _SEGMENT_MAX // 8:
                spool.begin_anew()
            else:
                spool.put_state()
        self._changed.notify_all()

    def _told_error(self, message: Dict[str, Any]) -> None:
        code, text = message["code"], message["message"]
        if message["fatal"]:
            if code == "unsupported_frame" and self._encoding == "auto":
                self._encoding = "json"
                raise _Again("the server reads no binary frames of this version: JSON from here on")
            if code in _NO_RETURN_ERRORS:
                raise RetakeError(code, text)
            self._last_error = f"{code}: {text}"
        elif code == "gap" and message["wanted"] is not None:
            self._go_back(message["wanted"])
        elif message["seq"] is not None:
            if message["seq"] not in self._refused_numbers and len(self.refused) < _REFUSED_KEPT:
                self._refused_numbers.add(message["seq"])
                self.refused.append(Refusal(message["seq"] - (self._spool.state.base or 0), code, text))
            log.warning("%s: message %d refused: %s (%s)", self.session_id, message["seq"], text, code)
        elif not self._connected:
            raise RetakeError(code, text)  # the session_start itself: it would be the same again
        else:
            log.warning("%s: %s (%s)", self.session_id, text, code)

    def _go_back(self, wanted: int) -> None:
        number = wanted - (self._spool.state.base or 0)
        if number <= self._spool.state.acked:
            raise RetakeError("data_lost", f"The server wants message {wanted}, which it had confirmed.",
                              lost=self._spool.state.acked - number + 1)
        if number <= self._sent:
            self._sent = number - 1
            self._spool.seek(number)
        self._end_sent = False

    def _ended(self, message: Dict[str, Any]) -> None:
        counts = EpisodeCounts(self.session_id, message["messages"], message["frames"], message["dropped"])
        state = self._spool.state
        messages, frames, marks = state.counts
        same = counts.messages == messages and counts.frames == frames and counts.dropped == 0
        if not same and not self._all_confirmed():
            raise RetakeError("session_ended", f"{self.session_id} was ended on the server, which has "
                              f"{counts.messages} of {messages} messages. The rest stays in {self._spool.folder}; "
                              "`flush --rest-as-new` sends it as an episode of its own.", counts=counts)
        self._spool.close(remove=True)
        if not same and state.exact:
            sent = f"{messages} messages, {frames} of them pictures, and {marks} marks"
            raise RetakeError("counts_differ", f"Sent {sent}; the server has {counts.messages}, {counts.frames} of "
                              f"them pictures, and refused {counts.dropped}.", counts=counts,
                              refused=list(self.refused))
        self._counts = counts
        self._changed.notify_all()


def new_session_id(robot_type: Optional[str]) -> str:
    """Such as `so101-20260131-154500-1a2b3c`, in UTC."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", robot_type or "").strip("-")[:64] or "robot"
    return f"{name}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"


class Flushed(NamedTuple):
    """What became of one spool: `counts` when the episode is whole on the server, `error` when not."""

    session_id: str
    counts: Optional[EpisodeCounts]
    error: Optional[RetakeError]


def resume_spools(
    spool_dir: Optional[str] = None,
    url: Optional[str] = None,
    token: Optional[str] = None,
    *,
    timeout: Optional[float] = None,
    accept_damage: bool = False,
    rest_as_new: bool = False,
    ssl_context: Optional[ssl.SSLContext] = None,
) -> List[Flushed]:
    """Sends what robot processes that are gone have left in their spools, and ends those episodes; an episode that had
    not been ended gets no outcome. Spools of processes that are still recording are left alone.

    spool_dir      as in Episode
    url, token     default: the url the robot used, and the environment's RETAKE_TOKEN
    timeout        seconds for each spool; None: as long as it takes
    accept_damage  also of a spool whose disk has lost bytes: what is good is sent, the rest stays as `*.damaged`
    rest_as_new    of an episode that was ended on the server meanwhile, the rest becomes an episode of its own,
                   `<id>-rest` (a few messages may be in both: those that arrived, and whose ack did not)
    """
    spool_dir = spool_dir or default_spool_dir()
    results: List[Flushed] = []
    names = sorted(os.listdir(spool_dir)) if os.path.isdir(spool_dir) else []
    for name in names:
        folder = os.path.join(spool_dir, name)
        if not os.path.exists(os.path.join(folder, "meta.json")):
            continue
        try:
            try:
                counts = _flush_one(folder, url, token, timeout, accept_damage, ssl_context)
            except RetakeError as fault:
                if fault.code != "session_ended" or not rest_as_new:
                    raise
                folder = _rest_as_new(folder)
                counts = _flush_one(folder, url, token, timeout, accept_damage, ssl_context)
            results.append(Flushed(counts.session_id, counts, None))
        except RetakeError as fault:
            if fault.code != "spool_in_use":
                results.append(Flushed(os.path.basename(folder), None, fault))
    return results


def _flush_one(folder: str, url: Optional[str], token: Optional[str], timeout: Optional[float], accept_damage: bool,
               ssl_context: Optional[ssl.SSLContext]) -> EpisodeCounts:
    episode = Episode._reopen(folder, url, token, accept_damage, ssl_context)
    try:
        return episode.end(timeout=timeout)
    finally:
        episode.close()


def _rest_as_new(folder: str) -> str:
    """Makes the un-acked end of a spool an episode of its own. Returns its folder."""
    parent, name = os.path.split(os.path.abspath(folder))
    new_name = next(found for found in (f"{name[:118]}-rest{number or ''}" for number in range(1_000))
                    if not os.path.exists(os.path.join(parent, found)))
    spool = Spool(folder, None, 1 << 62)
    try:
        state = spool.state
        spool.seek(state.acked + 1)
        counts = [0, 0, 0]
        for record in iter(spool.read, None):
            if record.number > state.acked:
                counts[0] += record.kind == _MESSAGE
                counts[1] += record.code == _TYPE_CODES["image"]
                counts[2] += record.kind == _MARK
        state.counts, state.base, state.asked, state.exact = counts, -state.acked, False, True
        spool.put_state()
        spool.sync()
        path = os.path.join(folder, "meta.json")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump({**spool.meta, "session_id": new_name, "resume": False}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(path + ".new", path)
        _sync_folder(folder)
    finally:
        spool.close()
    new_folder = os.path.join(parent, new_name)
    os.rename(folder, new_folder)
    _sync_folder(parent)
    return new_folder


# ---------------------------------------------------------------------------------------------------------------------
# Command line
# ---------------------------------------------------------------------------------------------------------------------

def _demo(args: argparse.Namespace) -> int:
    joints = ["shoulder_pan", "shoulder_lift", "elbow", "wrist_flex", "wrist_roll", "gripper"]
    topics = {name: {"data_type": "float32[]", "shape": [6], "names": joints, "units": ["rad"] * 6}
              for name in ("/joint_states", "/action")}
    with Episode(args.url, args.token, args.session_id, robot_type="sine-arm", task="wave", fps=args.rate,
                 topics=topics, spool_dir=args.spool_dir, encoding=args.encoding) as episode:
        print(f"recording {episode.session_id}; Ctrl-C ends it", flush=True)
        episode.mark("phase", "wave")
        frame = 0
        try:
            while frame < args.seconds * args.rate:
                t = frame / args.rate
                time.sleep(max(0.0, t - episode.now()))
                action = [math.sin(t * (1 + joint / 5) + joint) for joint in range(6)]
                episode.send("/action", action, t=t, frame=frame)
                episode.send("/joint_states", [0.98 * value for value in action], t=t, frame=frame)
                frame += 1
        except KeyboardInterrupt:
            print("ending", flush=True)
        counts = episode.end(outcome="success", timeout=args.timeout)
    print(f"the server confirmed {counts.messages} messages of {counts.session_id}")
    return 0


def _flush(args: argparse.Namespace) -> int:
    results = resume_spools(args.dir, args.url, args.token, timeout=args.timeout, accept_damage=args.accept_damage,
                            rest_as_new=args.rest_as_new)
    for session_id, counts, error in results:
        print(f"{session_id}: {error}" if counts is None else f"{session_id}: {counts.messages} messages confirmed")
    failed = sum(result.error is not None for result in results)
    print(f"{len(results) - failed} sent, {failed} left")
    return 1 if failed else 0


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Exit code 0: all of it is confirmed by the server; 1: not; 2: wrong usage."""
    parser = argparse.ArgumentParser(description="Record a robot with Retake. Without --token: $RETAKE_TOKEN.")
    parser.add_argument("--verbose", action="store_true", help="say what happens on the line")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="stream an arm that waves")
    demo.add_argument("--url", default="ws://localhost:8000")
    demo.add_argument("--seconds", type=float, default=10.0)
    demo.add_argument("--rate", type=float, default=30.0, help="messages per second and topic")
    demo.add_argument("--session-id")
    demo.add_argument("--spool-dir")
    demo.add_argument("--encoding", choices=("auto", "binary", "json"), default="auto")
    demo.set_defaults(run=_demo)
    flush = commands.add_parser("flush", help="send what robot processes that are gone have left")
    flush.add_argument("dir", nargs="?", help="the spool folder; default $RETAKE_SPOOL_DIR or ~/.retake/spool")
    flush.add_argument("--url", help="default: the one the robot used")
    flush.add_argument("--accept-damage", action="store_true", help="send the good part of damaged spools")
    flush.add_argument("--rest-as-new", action="store_true", help="the rest of ended episodes becomes new ones")
    flush.set_defaults(run=_flush)
    for command in (demo, flush):
        command.add_argument("--token")
        command.add_argument("--timeout", type=float, default=60.0, help="seconds to wait for the server")
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO if args.verbose else logging.WARNING, format="%(message)s")
    try:
        return int(args.run(args))
    except RetakeError as fault:
        print(f"retake: {fault}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
