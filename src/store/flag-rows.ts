export interface StandingFlag {
  subjectId: bigint;
  /** Narrower than the subject: one folio's bill, or one posting. */
  folioId: string | null;
  postingId: bigint | null;
  flag: string;
}

export type FlagRow = StandingFlag & { action: string };

/** Of rows in the order they were written, the flags that stand: the latest of each subject, folio, posting and flag. */
export function standingOf(rows: Iterable<FlagRow>): StandingFlag[] {
  const standing = new Map<string, StandingFlag>();
  for (const { action, ...flag } of rows) {
    const key = `${flag.subjectId} ${flag.postingId ?? ""} ${flag.flag} ${flag.folioId ?? ""}`;
    if (action === "raised") standing.set(key, flag);
    else standing.delete(key);
  }
  return [...standing.values()];
}

/** Names by subject, each once. */
export function flagNames(
  flags: Iterable<StandingFlag>,
): Map<bigint, string[]> {
  const names = new Map<bigint, string[]>();
  for (const { subjectId, flag } of flags) {
    const known = names.get(subjectId);
    if (known === undefined) names.set(subjectId, [flag]);
    else if (!known.includes(flag)) known.push(flag);
  }
  return names;
}

/** Those of the posting itself, of its bill and of its receipt. */
export function flagsOfPosting(
  posting: { postingId: bigint; receiptId: bigint; folioId: string },
  standing: readonly StandingFlag[],
): string[] {
  const own = standing.filter(
    (flag) =>
      flag.subjectId === posting.receiptId &&
      (flag.postingId === null
        ? flag.folioId === null || flag.folioId === posting.folioId
        : flag.postingId === posting.postingId),
  );
  return [...new Set(own.map(({ flag }) => flag))];
}
