/** What is bound to a statement or comes out of one, in either engine. Integers come out as bigint. */
export type SqlValue = string | number | bigint | Uint8Array | null;
