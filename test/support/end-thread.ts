import { syncBuiltinESMExports } from "node:module";
import threads, { isMainThread, Worker } from "node:worker_threads";

// Loaded into a process before the program: its threads can be ended. At SIGUSR2 the one that writes to the embedded
// database ends.

const running = new Map<string, Worker>();

/** False: no such thread was started. */
export function endThread(program: string): boolean {
  const found = [...running].find(([started]) => started.includes(program));
  void found?.[1].terminate();
  return found !== undefined;
}

if (isMainThread) {
  const Watched = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      running.set(String(args[0]), this);
    }
  };
  Object.assign(threads, { Worker: Watched });
  syncBuiltinESMExports();
  process.on("SIGUSR2", () => endThread("writer-worker"));
}
