/** What lies in `test/old-log`, as version 0.1.0 wrote it. */
export const OLD_LOG = {
  workspaceId: "workspaceofanoldlog00000",
  sessions: [
    { sessionId: "old-ended", number: 41, items: 60, ended: true },
    { sessionId: "old-cut-off", number: 42, items: 35, ended: false },
  ],
} as const;
