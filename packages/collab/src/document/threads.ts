import { uuidv4 } from "lib0/random";
import * as Y from "yjs";
import { demandText } from "./demand-text.ts";
import type { EpisodeDocument } from "./open-document.ts";
import { finite, text } from "./read-value.ts";
import { LOCAL } from "./undo.ts";

export interface Comment {
  id: string;
  by: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Plain text; a mention is `@[<user id>]`. */
  text: string;
  editedAt: number | null;
  /** Emoji → ids of the people. */
  reactions: Record<string, string[]>;
}

export interface Thread {
  id: string;
  /** Seconds from the episode's start. */
  t: number;
  annotationId: string | null;
  resolved: boolean;
  by: string;
  at: number;
  comments: Comment[];
}

export interface Writing {
  document: EpisodeDocument;
  user: string;
  now: () => number;
}

/** Opens a thread at a moment or a segment with its first comment. @returns its id */
export function addThread(
  writing: Writing,
  { t, annotationId, text: words }: { t: number; annotationId: string | null; text: string },
): string {
  const { document, user, now } = writing;
  return document.doc.transact(() => {
    const id = uuidv4();
    const thread = new Y.Map<unknown>();
    document.threads.set(id, thread);
    const values = { t, annotationId, resolved: false, by: user, at: now(), messages: new Y.Map() };
    for (const [key, value] of Object.entries(values)) thread.set(key, value);
    addComment(writing, thread, words);
    return id;
  }, LOCAL);
}

/** @returns the comment's id, or null when the thread is gone */
export function reply(writing: Writing, threadId: string, words: string): string | null {
  const thread = writing.document.threads.get(threadId);
  if (thread === undefined) return null;
  return writing.document.doc.transact(() => addComment(writing, thread, words), LOCAL);
}

export function setResolved({ document }: Writing, threadId: string, resolved: boolean): void {
  const thread = document.threads.get(threadId);
  if (thread !== undefined && thread.get("resolved") !== resolved)
    document.doc.transact(() => thread.set("resolved", resolved), LOCAL);
}

/** Only one's own. */
export function editComment(
  { document, user, now }: Writing,
  threadId: string,
  commentId: string,
  words: string,
): void {
  const comment = commentMap(document, threadId, commentId);
  if (comment === null || comment.get("by") !== user || comment.get("text") === words) return;
  document.doc.transact(() => {
    comment.set("text", demandText(words));
    comment.set("editedAt", now());
  }, LOCAL);
}

/** Only one's own; the thread goes with its last comment. */
export function removeComment({ document, user }: Writing, threadId: string, commentId: string): void {
  const comment = commentMap(document, threadId, commentId);
  const messages = messagesOf(document.threads.get(threadId));
  if (comment === null || messages === null || comment.get("by") !== user) return;
  document.doc.transact(() => {
    messages.delete(commentId);
    if (messages.size === 0) document.threads.delete(threadId);
  }, LOCAL);
}

export function toggleReaction(
  { document, user }: Writing,
  threadId: string,
  commentId: string,
  emoji: string,
): void {
  const reactions = commentMap(document, threadId, commentId)?.get("reactions");
  if (!(reactions instanceof Y.Map)) return;
  const key = `${emoji} ${user}`;
  document.doc.transact(() => (reactions.has(key) ? reactions.delete(key) : reactions.set(key, 1)), LOCAL);
}

/** By time in the episode; comments in the order in which they were written. */
export function threadsOf({ threads }: EpisodeDocument): Thread[] {
  const found: Thread[] = [];
  for (const [id, map] of threads) {
    const thread = readThread(id, map);
    if (thread !== null) found.push(thread);
  }
  return found.sort(byPlace);
}

export function threadOf({ threads }: EpisodeDocument, id: string): Thread | null {
  const map = threads.get(id);
  return map === undefined ? null : readThread(id, map);
}

/** By time in the episode, then by age, then by id: the same on every replica. */
export function byPlace(a: Thread, b: Thread): number {
  return a.t - b.t || a.at - b.at || (a.id < b.id ? -1 : 1);
}

function readThread(id: string, map: Y.Map<unknown>): Thread | null {
  const t = finite(map.get("t"));
  const by = text(map.get("by"));
  const comments = commentsOf(messagesOf(map));
  if (t === null || by === null || comments.length === 0) return null;
  const at = finite(map.get("at")) ?? 0;
  const annotationId = text(map.get("annotationId"));
  return { id, t, annotationId, resolved: map.get("resolved") === true, by, at, comments };
}

/** Ids of the people a comment names. */
export function mentionsIn(words: string): string[] {
  return [...new Set([...words.matchAll(/@\[([A-Za-z0-9_-]{1,64})\]/g)].flatMap(([, id]) => id ?? []))];
}

function addComment({ user, now }: Writing, thread: Y.Map<unknown>, words: string): string {
  const id = uuidv4();
  const comment = new Y.Map<unknown>();
  messagesOf(thread)?.set(id, comment);
  const values = { by: user, at: now(), text: demandText(words), editedAt: null, reactions: new Y.Map() };
  for (const [key, value] of Object.entries(values)) comment.set(key, value);
  return id;
}

function messagesOf(thread: Y.Map<unknown> | undefined): Y.Map<Y.Map<unknown>> | null {
  const messages = thread?.get("messages");
  return messages instanceof Y.Map ? (messages as Y.Map<Y.Map<unknown>>) : null;
}

function commentMap(
  { threads }: EpisodeDocument,
  threadId: string,
  commentId: string,
): Y.Map<unknown> | null {
  return messagesOf(threads.get(threadId))?.get(commentId) ?? null;
}

function commentsOf(messages: Y.Map<Y.Map<unknown>> | null): Comment[] {
  const found: Comment[] = [];
  for (const [id, map] of messages ?? []) {
    const by = text(map.get("by"));
    const words = text(map.get("text"));
    if (by === null || words === null) continue;
    const reactions = reactionsOf(map.get("reactions"));
    found.push({
      id,
      by,
      at: finite(map.get("at")) ?? 0,
      text: words,
      editedAt: finite(map.get("editedAt")),
      reactions,
    });
  }
  return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function reactionsOf(map: unknown): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const key of map instanceof Y.Map ? map.keys() : []) {
    const [emoji = "", user = ""] = String(key).split(" ");
    found.set(emoji, [...(found.get(emoji) ?? []), user]);
  }
  return Object.fromEntries(found);
}
