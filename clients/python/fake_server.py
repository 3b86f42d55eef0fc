"""A small server of PROTOCOL.md for the tests, with faults. It reads as strictly as the protocol allows."""
from __future__ import annotations

import base64
import hashlib
import json
import random
import socket
import ssl
import struct
import threading
import time
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

TYPES = {1: "float32[]", 2: "float64[]", 3: "int64[]", 4: "bool[]", 5: "string", 6: "image"}
SIZES = {"float32[]": 4, "float64[]": 8, "int64[]": 8, "bool[]": 1}
FORMATS = {"float32[]": "f", "float64[]": "d", "int64[]": "q", "bool[]": "B"}


class ProtocolFault(Exception):
    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Item(NamedTuple):
    """What is stored. Marks: topic "", data type "mark", the payload (kind, text)."""

    topic: str
    timestamp: str  # repr, so that NaN equals NaN
    frame: int
    data_type: str
    payload: Any


class Declared(NamedTuple):
    topic: str
    data_type: str
    shape: Optional[list]
    names: Optional[list]
    units: Optional[list]


def read_binary(frame: bytes, announced: Dict[int, Declared]) -> Tuple[List[Declared], List[Tuple[int, Item]]]:
    """The records of a binary frame. Raises ProtocolFault with the code of PROTOCOL.md."""
    if len(frame) < 16 or frame[:2] != b"RT":
        raise ProtocolFault("bad_frame")
    if frame[2] != 1:
        raise ProtocolFault("unsupported_frame")
    reserved, size, count, zero = struct.unpack_from("<BIII", frame, 3)
    if reserved or zero or size != len(frame):
        raise ProtocolFault("bad_frame")
    if count > 4_352:
        raise ProtocolFault("too_many_messages")
    at, records = 16, []
    for _ in range(count):
        if at + 32 > len(frame):
            raise ProtocolFault("bad_frame")
        kind, code, index, length, seq, timestamp, frame_index, zero = struct.unpack_from("<BBHIQdiI", frame, at)
        end = at + 32 + length
        if end + -end % 8 > len(frame) or zero or seq > 2 ** 53 - 1 or frame_index < -1:
            raise ProtocolFault("bad_frame")
        records.append((kind, code, index, seq, timestamp, frame_index, frame[at + 32:end]))
        at = end + -end % 8
    if at != len(frame):
        raise ProtocolFault("bad_frame")
    declared, items, known = [], [], dict(announced)
    for kind, code, index, seq, timestamp, frame_index, payload in records:
        if kind not in (1, 2) or kind == 1 and code not in TYPES:
            raise ProtocolFault("bad_frame")
        if kind == 1:
            if index > 255:
                raise ProtocolFault("too_many_topics")
            try:
                told = json.loads(payload)
            except ValueError:
                raise ProtocolFault("bad_json") from None
            if index in known:
                raise ProtocolFault("topic_redefined")
            known[index] = Declared(told["topic"], TYPES[code], told.get("shape"), told.get("names"), told.get("units"))
            declared.append(known[index])
            continue
        if index not in known:
            raise ProtocolFault("unknown_topic")
        data_type = TYPES[code]
        value: Any = payload
        if data_type in SIZES:
            assert len(payload) % SIZES[data_type] == 0 and payload, "whole values"
        items.append((seq, Item(known[index].topic, repr(timestamp), frame_index, data_type, value)))
    announced.update(known)
    return declared, items


def read_number(value: Any) -> float:
    return float(value.replace("Infinity", "inf")) if isinstance(value, str) else float(value)


def read_json_item(raw: Dict[str, Any]) -> Tuple[int, Item]:
    seq, timestamp = raw["seq"], repr(read_number(raw["timestamp"]))
    if raw["type"] == "mark":
        return seq, Item("", timestamp, -1, "mark", (raw["kind"], raw.get("text")))
    data_type = raw["data_type"]
    if data_type == "image":
        payload = base64.b64decode(raw["image_base64"], validate=True)
    elif data_type == "string":
        payload = raw["data"].encode()
    else:
        convert: Callable[[Any], Any] = int if data_type in ("int64[]", "bool[]") else read_number
        payload = struct.pack(f"<{len(raw['data'])}{FORMATS[data_type]}", *map(convert, raw["data"]))
    return seq, Item(raw["topic"], timestamp, raw.get("frame_index", -1), data_type, payload)


class Gate:
    """The numbers of one session: PROTOCOL.md, Numbers."""

    def __init__(self, wanted: int = 1):
        self.wanted = wanted
        self._known: Dict[int, Any] = {}
        self._told = False

    def offer(self, seq: Optional[int], content: Any) -> str:
        if seq is None:
            return "missing"
        if seq > self.wanted:
            told, self._told = self._told, True
            return "in_gap" if told else "gap"
        if seq < self.wanted:
            return "conflict" if seq in self._known and self._known[seq] != content else "duplicate"
        self._known[seq] = content
        self.wanted = seq + 1
        self._told = False
        return "accept"

    def reconnected(self) -> None:
        self._told = False

    def rewind(self, seq: int) -> None:
        for lost in [number for number in self._known if number >= seq]:
            del self._known[lost]
        self.wanted = min(self.wanted, seq)


class Session:
    def __init__(self, start: Dict[str, Any]):
        self.start = start
        self.starts = [start]
        self.gate = Gate()
        self.items: List[Item] = []
        self.refused: List[int] = []
        self.durable = 0  # last number
        self.declared: Dict[str, Declared] = {}
        self.end: Optional[Dict[str, Any]] = None
        self.owner: Optional[Line] = None

    @property
    def kept(self) -> List[Item]:
        return [item for number, item in enumerate(self.items, 1) if number not in self.refused]

    def ended_message(self) -> Dict[str, Any]:
        messages = [item for item in self.kept if item.data_type != "mark"]
        frames = [item for item in messages if item.data_type == "image"]
        return {"type": "session_ended", "session_id": self.start["session_id"], "messages": len(messages),
                "frames": len(frames), "dropped": len(self.refused)}


class Faults:
    """What goes wrong. The lists are taken from their front, one by each connection."""

    def __init__(self) -> None:
        self.cut_every = 0  # messages accepted on a connection, then the line breaks
        self.cut_silently = False  # without FIN: the server just does not answer any more
        self.lose_unacked = False  # what was not acked is gone with the line
        self.refusals: List[Tuple[str, int]] = []  # (error code, close code), instead of session_started
        self.closes: List[int] = []  # a close code without a word, after the first data
        self.statuses: List[int] = []  # of the upgrade
        self.ack_every = 1
        self.ack_delay_s = 0.0
        self.credit = 64
        self.drop_messages: List[int] = []  # numbers that are lost on the way, once each: gaps
        self.refuse_messages: List[int] = []  # numbers
        self.forget_to = -1  # the server loses what it has acked, down to this number
        self.cut_end = 0  # so many answers to session_end get lost
        self.no_binary = False
        self.break_frames_above = 1 << 30  # bytes
        self.going_away_after = 0
        self.silent_acks = False


class Line:
    def __init__(self, server: FakeServer, sock: socket.socket):
        self.server = server
        self.sock = sock
        self.faults = server.faults
        self.session: Optional[Session] = None
        self.announced: Dict[int, Declared] = {}
        self.accepted = 0
        self.acked = 0
        self.granted = 0
        self.fragments = random.Random(len(server.lines))
        self.buffer = b""
        self.dead = False

    def run(self) -> None:
        try:
            if self._upgrade():
                self._serve()
        except (OSError, EOFError):
            pass
        finally:
            if self.session and self.session.owner is self:
                self.session.owner = None
                if self.faults.lose_unacked:
                    with self.server.lock:
                        self._lose(self.acked)
            if not self.dead:
                self.sock.close()

    def _upgrade(self) -> bool:
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        self.server.requests.append(lines[0])
        if self.faults.statuses:
            status = self.faults.statuses.pop(0)
            self.sock.sendall(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())
            return False
        key = next(line.split(": ", 1)[1] for line in lines if line.lower().startswith("sec-websocket-key"))
        digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        accept = base64.b64encode(digest).decode()
        self.sock.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           f"Sec-WebSocket-Accept: {accept}\r\n\r\n").encode())
        if headers.get("authorization") != f"bearer {self.server.token}":
            self._refuse("unauthorized", 4401)
            return False
        return True

    def _serve(self) -> None:
        while True:
            opcode, payload = self._frame()
            if self.dead:
                continue
            if opcode == 8:
                self._write(8, payload[:2])
                return
            if opcode == 9:
                self._write(10, payload)
                continue
            if opcode == 10:
                continue
            with self.server.lock:
                if self._message(opcode, payload):
                    return

    def _message(self, opcode: int, payload: bytes) -> bool:
        """True: the connection is over."""
        faults = self.faults
        if self.session is None:
            return self._start(json.loads(payload))
        if len(payload) > faults.break_frames_above:
            return self._cut()
        if opcode == 2:
            if faults.no_binary:
                return self._refuse("unsupported_frame", 4400)
            declared, items = read_binary(payload, self.announced)
            for topic in declared:
                self._declare(topic)
        else:
            raw = json.loads(payload, parse_constant=lambda word: self.server.violation(f"bare {word}"))
            if raw["type"] == "session_end":
                return self._end(raw)
            items = [read_json_item(one) for one in (raw["messages"] if raw["type"] == "batch" else [raw])]
        if len(items) > 4_096 or len(payload) > 8 << 20:
            self.server.violation("a frame too large")
        return any(self._item(seq, item) for seq, item in items)

    def _start(self, raw: Dict[str, Any]) -> bool:
        server, faults = self.server, self.faults
        if raw["type"] != "session_start" or raw["protocol"] != 2:
            server.violation("no session_start")
        if faults.refusals:
            return self._refuse(*faults.refusals.pop(0))
        known = server.sessions.get(raw["session_id"])
        if known is None:
            known = server.sessions[raw["session_id"]] = Session(raw)
        elif not raw["resume"]:
            return self._refuse("session_exists", 4409)
        else:
            known.starts.append(raw)
        for name, told in raw["topics"].items():
            fields = ("data_type", "shape", "names", "units")
            self._declare(Declared(name, *(told.get(field) for field in fields)), known)
        if known.end is not None:
            if faults.cut_end > 0:
                faults.cut_end -= 1
                return self._cut()
            self._say(known.ended_message())
            return self._close(1000)
        if known.owner is not None:
            known.owner.dead = True
            known.owner.sock.close()
        self.session, known.owner = known, self
        if faults.forget_to >= 0:
            self._lose(faults.forget_to)
            faults.forget_to = -1
        known.durable = self.acked = known.gate.wanted - 1
        known.gate.reconnected()
        self.granted = self.acked + faults.credit
        self._say({"type": "session_started", "session_id": raw["session_id"], "resume_from": known.gate.wanted,
                   "credit": faults.credit, "later": [1]})
        self._say({"type": "hello"})
        return False

    def _declare(self, topic: Declared, session: Optional[Session] = None) -> None:
        session = session or self.session
        assert session is not None
        known = session.declared.setdefault(topic.topic, topic)
        for mine, other in zip(known, topic):
            if mine is not None and other is not None and mine != other:
                self.server.violation(f"{topic.topic} declared anew: {known} {topic}")
        merged = [other if mine is None else mine for mine, other in zip(known, topic)]
        session.declared[topic.topic] = Declared(*merged)

    def _item(self, seq: int, item: Item) -> bool:
        session, faults = self.session, self.faults
        assert session is not None
        if seq in faults.drop_messages:
            faults.drop_messages.remove(seq)
            return False
        if seq > self.granted:
            self.server.violation(f"{seq} sent, {self.granted} allowed")
        verdict = session.gate.offer(seq, item)
        if verdict == "gap":
            self._say_gap(session)
        if verdict == "conflict":
            self.server.violation(f"conflict at {seq}")
        if verdict == "duplicate":
            self.server.repeats += 1
        if verdict != "accept":
            return False
        session.items.append(item)
        if seq in faults.refuse_messages:
            session.refused.append(seq)
            self._say({"type": "error", "code": "bad_image", "message": "Not this one.", "fatal": False, "seq": seq})
        self.accepted += 1
        if faults.cut_every and self.accepted >= faults.cut_every:
            return self._cut()
        if faults.going_away_after and self.accepted >= faults.going_away_after:
            self._ack(session)
            self._say({"type": "going_away", "reconnect_after_ms": 20})
            return self._close(1001)
        if faults.closes:
            return self._close(faults.closes.pop(0))
        if not faults.silent_acks and (self.accepted % faults.ack_every == 0 or seq == self.granted):
            self._ack(session)
        else:
            self.server.later(0.01, self._ack_late)
        return False

    def _ack_late(self) -> None:
        if self.session and self.session.owner is self and not self.dead and not self.faults.silent_acks:
            if self.acked < self.session.gate.wanted - 1:
                self._ack(self.session)

    def _ack(self, session: Session) -> None:
        if self.faults.ack_delay_s:
            time.sleep(self.faults.ack_delay_s)
        self.acked = session.durable = session.gate.wanted - 1
        self.granted = max(self.granted, self.acked + self.faults.credit)
        self._say({"type": "ack", "seq": self.acked, "credit": self.faults.credit})

    def _end(self, raw: Dict[str, Any]) -> bool:
        session = self.session
        assert session is not None
        if raw.get("last_seq", 0) >= session.gate.wanted:
            self._say_gap(session)
            return False
        session.end = raw
        if self.faults.cut_end > 0:
            self.faults.cut_end -= 1
            return self._cut()
        self._say(session.ended_message())
        return self._close(1000)

    def _say_gap(self, session: Session) -> None:
        self._say({"type": "error", "code": "gap", "message": "A gap.", "fatal": False, "wanted": session.gate.wanted})

    def _lose(self, to: int) -> None:
        assert self.session is not None
        if self.session.end is None:
            self.session.gate.rewind(to + 1)
            del self.session.items[to:]

    def _cut(self) -> bool:
        self.server.cuts += 1
        if self.faults.cut_silently:
            self.dead = True
            self.server.kept_open.append(self.sock)
            if self.session and self.session.owner is self:
                self.session.owner = None
            return True
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()
        return True

    def _refuse(self, code: str, close: int) -> bool:
        self._say({"type": "error", "code": code, "message": f"No: {code}.", "fatal": True})
        return self._close(close)

    def _close(self, code: int) -> bool:
        self._write(8, struct.pack(">H", code))
        self.sock.shutdown(socket.SHUT_WR)
        self.sock.settimeout(2.0)
        try:
            while self.sock.recv(65_536):
                pass
        except OSError:
            pass
        return True

    def _say(self, message: Dict[str, Any]) -> None:
        try:
            self._write(1, json.dumps(message).encode())
        except OSError:
            self.dead = True

    def _write(self, opcode: int, payload: bytes) -> None:
        """Now and then in fragments with a ping between, as servers may."""
        if opcode < 8 and len(payload) > 4 and self.fragments.random() < 0.2:
            cut = self.fragments.randrange(1, len(payload) - 1)
            pieces = [(opcode, payload[:cut]), (0x80 | 9, b"?"), (0x80, payload[cut:])]
        else:
            pieces = [(0x80 | opcode, payload)]
        out = b""
        for head, piece in pieces:
            size = bytes([len(piece)]) if len(piece) < 126 else struct.pack(">BH", 126, len(piece))
            out += bytes([head]) + size + piece
        self.sock.sendall(out)

    def _frame(self) -> Tuple[int, bytes]:
        head = self._take(2)
        if not head[0] & 0x80 or head[0] & 0x70 or not head[1] & 0x80:
            self.server.violation("a frame that is not whole, not masked or has reserved bits")
        size = head[1] & 127
        if size == 126:
            size = struct.unpack(">H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._take(8))[0]
        key, payload = self._take(4), self._take(size)
        whole = (key * (size // 4 + 1))[:size]
        return head[0] & 15, bytes(a ^ b for a, b in zip(payload, whole)) if size < 4_096 else _xor(payload, whole)

    def _take(self, size: int) -> bytes:
        while len(self.buffer) < size:
            self._more()
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def _more(self) -> None:
        chunk = self.sock.recv(1 << 20)
        if not chunk:
            raise EOFError
        self.buffer += chunk


def _xor(a: bytes, b: bytes) -> bytes:
    return (int.from_bytes(a, "big") ^ int.from_bytes(b, "big")).to_bytes(len(a), "big")


class FakeServer:
    """In this process, on a free port. `violations` has to be empty in the end: what the client may not do."""

    def __init__(self, port: int = 0, tls: Optional[ssl.SSLContext] = None, faults: Optional[Faults] = None):
        self._tls = tls
        self.token = "rtk_test"
        self.faults = faults or Faults()
        self.sessions: Dict[str, Session] = {}
        self.violations: List[str] = []
        self.requests: List[str] = []
        self.lines: List[Line] = []
        self.kept_open: List[socket.socket] = []
        self.repeats = 0
        self.cuts = 0
        self.lock = threading.RLock()
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self) -> FakeServer:
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def _listen(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                sock = self._tls.wrap_socket(sock, server_side=True) if self._tls else sock
            except OSError:
                continue
            line = Line(self, sock)
            self.lines.append(line)
            threading.Thread(target=line.run, daemon=True).start()

    def violation(self, what: str) -> None:
        self.violations.append(what)

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        def run() -> None:
            with self.lock:
                try:
                    act()
                except OSError:
                    pass
        timer = threading.Timer(seconds, run)
        timer.daemon = True
        timer.start()

    def cut_all(self) -> None:
        with self.lock:
            for line in self.lines:
                try:
                    line.sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def stop(self) -> None:
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()
        self._thread.join(5)
        self.cut_all()
        for sock in self.kept_open:
            sock.close()
