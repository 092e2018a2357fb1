/** Loaded into an instance before the program: at SIGUSR2 the thread that writes to the embedded database ends. */
import { syncBuiltinESMExports } from "node:module";
import threads, { isMainThread } from "node:worker_threads";

if (isMainThread) {
  let writer = null;
  threads.Worker = class extends threads.Worker {
    constructor(program, options) {
      super(program, options);
      if (String(program).includes("writer-worker")) writer = this;
    }
  };
  syncBuiltinESMExports();
  process.on("SIGUSR2", () => void writer?.terminate());
}
