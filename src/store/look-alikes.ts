export const MINUTES_APART_MS = 10 * 60_000;

/** One is enough to flag; a house account at a busy bar may have hundreds. */
export const LOOK_ALIKES_MAX = 10;

/** A bill as far as it is another one or not. */
interface Named {
  uuid: string | null;
  chainRoot: string | null;
}

/** Whether two bills with the same lines are two, and not of one chain. */
export function isAnother(one: Named, other: Named): boolean {
  const sameChain = one.chainRoot !== null && one.chainRoot === other.chainRoot;
  const sameUuid = one.uuid !== null && one.uuid === other.uuid;
  return !sameChain && !sameUuid;
}
