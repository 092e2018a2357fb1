/**
 * The known name that somebody who wrote `name` most likely meant, or null. Case, `_` and `-` do not count; a shortened
 * name (`qty` for `quantity`) and a few wrong letters are recognised.
 */
export function nearestName(
  name: string,
  known: readonly string[],
): string | null {
  if (name.length > NAME_LENGTH_MAX) return null;
  const wanted = plain(name);
  let best: { known: string; distance: number } | null = null;
  for (const candidate of known) {
    const distance = distanceOf(wanted, plain(candidate));
    if (distance !== null && (best === null || distance < best.distance)) {
      best = { known: candidate, distance };
    }
  }
  return best?.known ?? null;
}

const NAME_LENGTH_MAX = 64;

function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}

/** Null when the two have too little in common to be worth a suggestion. */
function distanceOf(wanted: string, candidate: string): number | null {
  if (wanted === candidate) return 0;
  const edits = editDistance(wanted, candidate);
  if (edits <= Math.max(1, Math.floor(candidate.length / 3))) return edits;
  if (isShortened(wanted, candidate) || isShortened(candidate, wanted)) {
    return edits;
  }
  return null;
}

/** Same first letter, and every letter of the short name in order in the long one. */
function isShortened(short: string, long: string): boolean {
  if (short.length < 2 || !long.startsWith(short.charAt(0))) return false;
  let at = 0;
  for (const letter of long) {
    if (letter === short[at]) at += 1;
  }
  return at >= short.length;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let least = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      if (swapped) least = Math.min(least, beforeLast[column - 2]! + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}
