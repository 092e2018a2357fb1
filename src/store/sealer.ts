import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Unsealed {
  text: string;
  /** False: with a key from before. */
  byTodaysKey: boolean;
}

/** Encrypts what is stored secret; the keys come from the environment and are never stored. */
export class Sealer {
  readonly #today: Uint8Array;
  readonly #keys: readonly Uint8Array[];

  /** Today's key first; those before only open. */
  constructor(keys: readonly Uint8Array[]) {
    const [today] = keys;
    if (today === undefined || keys.some(({ byteLength }) => byteLength !== 32))
      throw new Error("the keys for stored secrets need 32 bytes");
    this.#today = today;
    this.#keys = keys;
  }

  /** `place` says where it is kept: what is moved elsewhere does not open. */
  seal(text: string, place: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#today, nonce).setAAD(
      Buffer.from(place),
    );
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Null when it was sealed with a key that is not known here, for another place, or damaged. */
  open(sealed: Uint8Array, place: string): Unsealed | null {
    const bytes = Buffer.from(sealed);
    for (const key of this.#keys) {
      const text = openWith(key, bytes, place);
      if (text !== null) return { text, byTodaysKey: key === this.#today };
    }
    return null;
  }
}

function openWith(
  key: Uint8Array,
  bytes: Buffer,
  place: string,
): string | null {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce)
      .setAAD(Buffer.from(place))
      .setAuthTag(tag);
    const text = Buffer.concat([decipher.update(sealed), decipher.final()]);
    return text.toString("utf8");
  } catch {
    // All that the cipher says of a wrong key, place or byte.
    return null;
  }
}
