import type { Random } from "./random.ts";

/** Shares of bills that go astray between till, receiver and Lightspeed. */
export interface Losses {
  /** Lightspeed has it, and the receiver never hears of it. */
  lost: number;
  /** The receiver hears of it, and Lightspeed does not have it. */
  unrecorded: number;
  /** Lightspeed has it only when the till synchronises. */
  late: number;
}

export const NO_LOSSES: Losses = { lost: 0, unrecorded: 0, late: 0 };

export type Fate = "none" | keyof Losses;

/** Draws nothing where nothing is to be lost, so that the same seed gives the same bills. */
export function pickFate(
  random: Random,
  { lost, unrecorded, late }: Losses,
): Fate {
  if (lost > 0 && random.chance(lost)) return "lost";
  if (unrecorded > 0 && random.chance(unrecorded)) return "unrecorded";
  return late > 0 && random.chance(late) ? "late" : "none";
}
