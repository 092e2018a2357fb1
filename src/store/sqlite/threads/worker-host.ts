import { parentPort } from "node:worker_threads";
import { packError } from "./wire-error.ts";
import type { WireError } from "./wire-error.ts";

export interface WorkerRequest {
  id: number;
  verb: string;
  args: unknown[];
}

export type WorkerReply =
  { id: number; answer: unknown } | { id: number; error: WireError };

/** A thread's side: answers each request with what the verb returns or throws, in the order they came. */
export function serveVerbs(
  verbs: Readonly<Record<string, (...args: never[]) => unknown>>,
): void {
  const port = parentPort;
  if (port === null) throw new Error("this is a worker thread's program");
  port.on("message", ({ id, verb, args }: WorkerRequest) => {
    port.postMessage(answerTo(id, () => verbs[verb]!(...(args as never[]))));
  });
}

function answerTo(id: number, run: () => unknown): WorkerReply {
  try {
    return { id, answer: run() };
  } catch (error) {
    return { id, error: packError(error) };
  }
}
