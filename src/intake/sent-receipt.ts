/** A charge as it arrived: the bytes after decompression, and what the headers say of them. */
export interface SentReceipt {
  body: Buffer;
  /** False: larger than allowed; `body` is its beginning. */
  complete: boolean;
  sizeBytes: number;
  /** False: the headers name another type, or a compression that is not understood. */
  isJson: boolean;
  idempotencyKey: string | null;
  /** It began to arrive after the server had begun to stop: too late to be posted. */
  isLate: boolean;
  /** Milliseconds UTC. */
  receivedAt: number;
}
