/** The order in which rows are locked everywhere: that of their text's bytes, as the database has it. */
export function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
