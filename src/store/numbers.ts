const INT64_MAX = 2n ** 63n - 1n;

/** An id in a path or filter; null when it cannot be one of ours. */
export function idOf(text: string): bigint | null {
  if (!/^\d{1,19}$/.test(text)) return null;
  const id = BigInt(text);
  return id <= INT64_MAX ? id : null;
}
