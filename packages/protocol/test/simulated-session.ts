import { expect } from "vitest";
import { OutboundWindow, SequenceGate } from "@retake/protocol/sequence";

export type Step =
  | { do: "push"; count: number }
  | { do: "send"; count: number }
  /** The server gets the frame at this place of the line, so order is not kept. */
  | { do: "deliver"; at: number }
  | { do: "drop"; at: number }
  | { do: "duplicate"; at: number }
  /** What was accepted becomes durable, and is acked with a new credit. */
  | { do: "sync"; credit: number }
  /** The client gets the server's oldest answer. */
  | { do: "answer" }
  | { do: "reconnect"; credit: number }
  /** The server loses what was accepted and not durable. */
  | { do: "crash" };

type Answer = { ack: number; credit: number } | { gap: number };

interface Frame {
  seq: number;
  item: string;
}

/** One robot, one server and the line between them, worse than any WebSocket: frames are lost, repeated and overtaken. */
export class SimulatedSession {
  readonly client = new OutboundWindow<string>({ capacity: 40 });
  readonly pushed: string[] = [];
  readonly durable: string[] = [];
  readonly seen = { gap: 0, duplicate: 0, lostUnacked: 0 };
  #accepted: string[] = [];
  #gate = new SequenceGate({ window: 16 });
  #line: Frame[] = [];
  #answers: Answer[] = [];
  #credit = 0;
  #connected = false;

  run(step: Step): void {
    switch (step.do) {
      case "push":
        for (let i = 0; i < step.count; i++) this.#push();
        return;
      case "send":
        for (let i = 0; i < step.count; i++) this.#send();
        return;
      case "deliver":
        return this.#deliver(step.at);
      case "drop":
        this.#line.splice(step.at, 1);
        return;
      case "duplicate": {
        const frame = this.#line[step.at];
        if (frame !== undefined) this.#line.push(frame);
        return;
      }
      case "sync":
        return this.#sync(step.credit);
      case "answer":
        return this.#answer();
      case "reconnect":
        return this.#reconnect(step.credit);
      case "crash":
        return this.#crash();
    }
  }

  checkInvariants(): void {
    must(this.#gate.wanted === this.durable.length + this.#accepted.length + 1, "wants the next number");
    must(this.client.acked <= this.durable.length, "acked means durable");
    must(this.client.last === this.pushed.length, "the client keeps all that is not acked");
  }

  /** The line heals. */
  finish(): void {
    for (let round = 0; this.client.unacked > 0 || round === 0; round++) {
      if (round > 100) throw new Error("the client is stuck");
      this.#reconnect(5);
      for (let i = 0; i < 10; i++) this.#send();
      while (this.#line.length > 0) this.#deliver(0);
      this.#sync(5);
      while (this.#answers.length > 0) this.#answer();
    }
  }

  #push(): void {
    const item = `item ${this.pushed.length + 1}`;
    if (this.client.push(item)) this.pushed.push(item);
  }

  #send(): void {
    const frame = this.client.next();
    if (frame === null) return;
    must(frame.seq - this.client.acked <= this.#credit, "the credit is kept");
    this.#line.push(frame);
  }

  #deliver(at: number): void {
    const [frame] = this.#line.splice(at, 1);
    if (frame === undefined) return;
    const verdict = this.#gate.offer(frame.seq, Number(frame.item.slice(5)));
    if (verdict === "accept") {
      must(frame.item === this.pushed[this.durable.length + this.#accepted.length], "stored as pushed");
      this.#accepted.push(frame.item);
    }
    if (verdict === "gap") this.#answers.push({ gap: this.#gate.wanted });
    else must(["accept", "duplicate", "in_gap"].includes(verdict), `no ${verdict}`);
    if (verdict === "gap" || verdict === "duplicate") this.seen[verdict]++;
  }

  #sync(credit: number): void {
    this.durable.push(...this.#accepted);
    this.#accepted = [];
    this.#answers.push({ ack: this.durable.length, credit });
  }

  #answer(): void {
    const answer = this.#answers.shift();
    if (answer === undefined) return;
    if ("gap" in answer) return this.client.gap(answer.gap);
    this.client.ack(answer.ack, answer.credit);
    if (this.#connected) this.#credit = answer.credit;
  }

  #reconnect(credit: number): void {
    this.client.disconnect();
    expect(this.client.next()).toBeNull();
    this.#line = [];
    this.#answers = [];
    this.#sync(0);
    this.#answers = [];
    this.#gate.reconnected();
    expect(this.client.resume(this.durable.length + 1, credit)).toEqual({ lost: 0 });
    this.#credit = credit;
    this.#connected = true;
  }

  #crash(): void {
    this.client.disconnect();
    this.#connected = false;
    this.#line = [];
    this.#answers = [];
    this.seen.lostUnacked += this.#accepted.length;
    this.#accepted = [];
    this.#gate = new SequenceGate({ wanted: this.durable.length + 1, window: 16 });
    this.#credit = 0;
  }
}

/** `expect` takes most of the time of a million of these. */
function must(held: boolean, promise: string): void {
  if (!held) throw new Error(`broken: ${promise}`);
}
