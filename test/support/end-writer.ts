import { syncBuiltinESMExports } from "node:module";
import threads, { isMainThread, Worker } from "node:worker_threads";

// Loaded into a process before the program: at SIGUSR2 the thread that writes to the embedded database ends.

if (isMainThread) {
  let writer: Worker | null = null;
  const started = (worker: Worker, program: string): void => {
    if (program.includes("writer-worker")) writer = worker;
  };
  const Watched = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      started(this, String(args[0]));
    }
  };
  Object.assign(threads, { Worker: Watched });
  syncBuiltinESMExports();
  process.on("SIGUSR2", () => void writer?.terminate());
}
