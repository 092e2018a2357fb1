/** A charge as it arrived: the bytes after decompression, and what the headers say of them. */
export interface SentReceipt {
  body: Buffer;
  /** False: larger than allowed; `body` is its beginning. */
  complete: boolean;
  sizeBytes: number;
  /** False: the headers name another type, or a compression that is not understood. */
  isJson: boolean;
  idempotencyKey: string | null;
  /** Milliseconds UTC. */
  receivedAt: number;
}
