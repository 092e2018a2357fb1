import type { Fault } from "./fault.ts";
import { endWriter } from "./faults/end-writer.ts";
import { freeze } from "./faults/freeze.ts";
import { kill } from "./faults/kill.ts";
import { powerLoss } from "./faults/power-loss.ts";
import { twiceAtOnce } from "./faults/twice-at-once.ts";

/** All of them, with how often each comes compared with the others. */
export const FAULTS: ReadonlyMap<Fault, number> = new Map([
  [kill, 8],
  [powerLoss, 2],
  [freeze, 1],
  [endWriter, 1],
  [twiceAtOnce, 1],
]);
