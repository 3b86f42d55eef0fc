// Preloaded into every child: when the supervisor is gone, however it ended, so is the child. The channel between them closes then.
const GRACE_MS = 8_000;

// A child's own children inherit this preload, and have their own reasons to keep a channel open.
if (process.channel && process.env.RETAKE_SUPERVISOR === String(process.ppid)) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // The listener must not keep a process alive that has nothing else to do.
  process.channel.unref();
}
