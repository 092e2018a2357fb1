import type { ProvisionChange } from "../contract/provisioning.ts";

/** Undoes what a plan has done, when it was only to be tried: every engine rolls back where a verb throws. */
export class Tried extends Error {
  override readonly name = "Tried";
  readonly changes: ProvisionChange[];
  constructor(changes: ProvisionChange[]) {
    super("tried, and taken back");
    this.changes = changes;
  }
}
