import { spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./until.ts";

/**
 * From now on no sync of these processes, and of those they start, succeeds, or only `which` fail, as strace counts them
 * for each thread; answers how to end it. Needs strace.
 */
export async function failSyncs(
  pids: readonly number[],
  which = "1+",
): Promise<() => Promise<void>> {
  const tracer = spawn(
    "strace",
    [
      ...["-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"],
      ...["-e", `inject=fsync,fdatasync:error=EIO:when=${which}`],
      ...pids.flatMap((pid) => ["-p", String(pid)]),
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  tracer.stderr.on("data", (text: Buffer) => (said += String(text)));
  const isTraced = (pid: number): boolean =>
    said.includes(`Process ${pid} attached`) || said.includes(`(${pid})`);
  await until(() => tracer.exitCode !== null || pids.every(isTraced));
  return async () => {
    if (tracer.exitCode !== null || tracer.signalCode !== null) return;
    const ended = once(tracer, "exit");
    tracer.kill("SIGINT");
    await ended;
  };
}
