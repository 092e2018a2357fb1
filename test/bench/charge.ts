import { parseArgs } from "node:util";
import { cpus } from "node:os";
import { describeRounds, type Round } from "./bench-table.ts";
import {
  startEcho,
  startOurs,
  startLoad,
  type BenchServer,
} from "./bench-processes.ts";

// npm run bench: a bare Express 5 echo against our /charge with durable postings; same bills, alternating rounds.

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    connections: { type: "string", default: "64" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.log(
    "npm run bench -- [--rounds 5] [--seconds 5] [--connections 64]\n\n" +
      "Measures POST /charge of this build (dist) against a bare Express 5 echo, in alternating rounds, with the load\n" +
      "generator in a process of its own. Each bill is sent once to each.",
  );
  process.exit(0);
}
const rounds = wholeNumber("rounds", values.rounds);
const seconds = wholeNumber("seconds", values.seconds);
const connections = wholeNumber("connections", values.connections);
const WARM_UP_SECONDS = 2;
// More than either side can answer; where they run out, the round is shorter and its rate still right.
const BILLS_A_SECOND_MAX = 7000;

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown CPU"}; ` +
    `${rounds} rounds of ${seconds} s, ${connections} connections, bills of 2-6 KB`,
);
const echo = await startEcho();
const ours = await startOurs();
const load = startLoad();
try {
  const measure = async (
    server: BenchServer,
    label: string,
    forSeconds: number,
  ) => {
    const cpuBefore = await load
      .prepare({
        port: server.port,
        label,
        billsMax: forSeconds * BILLS_A_SECOND_MAX,
        seconds: forSeconds,
        connections,
        mark: server.mark,
      })
      .then(() => server.cpuMs());
    const result = await load.go();
    if (result.failures > 0) {
      throw new Error(
        `${server.name}: ${result.failures} bad answers; the first: ${result.firstFailure ?? ""}`,
      );
    }
    const cpuMs = server.cpuMs() - cpuBefore;
    return {
      perSecond: result.requests / (result.elapsedMs / 1000),
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      cpuMicros: (cpuMs * 1000) / result.requests,
    };
  };
  for (const server of [echo, ours])
    await measure(server, `warm-up/${Date.now()}`, WARM_UP_SECONDS);
  const measured: Round[] = [];
  for (let number = 0; number < rounds; number += 1) {
    const label = `${number}/${Date.now()}`;
    const first = number % 2 === 0 ? echo : ours;
    const second = first === echo ? ours : echo;
    const a = await measure(first, label, seconds);
    const b = await measure(second, label, seconds);
    const round = first === echo ? { echo: a, ours: b } : { echo: b, ours: a };
    measured.push(round);
    if (process.stderr.isTTY)
      process.stderr.write(`round ${number + 1} of ${rounds}\r`);
  }
  console.log(describeRounds(measured));
} finally {
  load.stop();
  echo.stop();
  ours.stop();
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  console.error(`--${name}: give a whole number from 1`);
  process.exit(2);
}
