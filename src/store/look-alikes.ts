import type { Charge } from "../folios/charge-decision.ts";
import { chainRootOf } from "../folios/charge-effects.ts";

export const MINUTES_APART_MS = 10 * 60_000;

/** One is enough to flag; a house account at a busy bar may have hundreds. */
export const LOOK_ALIKES_MAX = 10;

/** Whether a bill with the same lines is another one and not of the charge's own chain. */
export function isAnother(
  row: { uuid: string | null; chainRoot: string | null },
  charge: Charge,
): boolean {
  const root = chainRootOf(charge);
  const sameChain = root !== null && row.chainRoot === root;
  const sameUuid =
    charge.identity.uuid !== null && row.uuid === charge.identity.uuid;
  return !sameChain && !sameUuid;
}
