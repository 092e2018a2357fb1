import type { Fault } from "./fault.ts";
import { clockJump } from "./faults/clock-jump.ts";
import { commandsBeside } from "./faults/commands-beside.ts";
import { cutLines } from "./faults/cut-lines.ts";
import { diskFull } from "./faults/disk-full.ts";
import { endWriter } from "./faults/end-writer.ts";
import { failingSync } from "./faults/failing-sync.ts";
import { failover } from "./faults/failover.ts";
import { freeze } from "./faults/freeze.ts";
import { kill } from "./faults/kill.ts";
import { powerLoss } from "./faults/power-loss.ts";
import { serverKilled, serverRestarted } from "./faults/server-lost.ts";
import { twiceAtOnce } from "./faults/twice-at-once.ts";

/** All of them, with how often each comes compared with the others. */
export const FAULTS: ReadonlyMap<Fault, number> = new Map([
  [kill, 18],
  [powerLoss, 2],
  [freeze, 1],
  [endWriter, 1],
  [diskFull, 1],
  [failingSync, 1],
  [clockJump, 1],
  [serverKilled, 1],
  [serverRestarted, 1],
  [failover, 1],
  [cutLines, 2],
  [commandsBeside, 1],
  [twiceAtOnce, 1],
]);
