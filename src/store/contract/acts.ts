/** Who did something: a management token by name, the command line, or a reconciliation by its id. Goes into the trail. */
export interface Actor {
  type: "token" | "command" | "reconciliation";
  name: string;
}

export interface Versioned<Value> {
  value: Value;
  /** Changes with the value; opaque. */
  version: string;
}

export interface VersionMismatch {
  kind: "version-mismatch";
}

/** By what a repeat of a request is known: its answer is kept encrypted, and the repeat gets it again. */
export interface Idempotency {
  /** Of whoever asks: nobody is shown what was answered to another. */
  key: string;
  /** Of all that is asked for, hex. */
  requestDigest: string;
}

export interface IdempotencyConflict {
  kind: "idempotency-conflict";
  /** `answer-unreadable`: the same request was done before; its answer is encrypted with a key that is not known here. */
  cause: "another-request" | "answer-unreadable";
}
