import { toAppError } from "@retake/core/errors";

interface Service {
  start(): Promise<unknown>;
  stop(): Promise<void>;
}

/** A service that cannot end in this time is ended by force. */
const STOP_MS_MAX = 15_000;

/**
 * Runs a process: starts what `create` makes, tells the supervisor that it is ready, and stops it in good order on SIGTERM or
 * SIGINT. Exit code 0 after a stop, 1 when it could not start.
 */
export async function runUntilSignal(create: () => Service): Promise<void> {
  let service: Service | undefined;
  const stop = (): void => {
    setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
    void Promise.resolve(service?.stop()).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  try {
    service = create();
    await service.start();
    process.send?.("ready");
  } catch (thrown) {
    const error = toAppError(thrown);
    process.stderr.write(`${error.message}\n${error.detail ?? ""}\n`);
    process.exit(1);
  }
}
