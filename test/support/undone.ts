import { afterEach } from "@jest/globals";

/** What is put in it is called when the test ends, the last first. For a file, or for a `describe`. */
export function undoneAfterEach(): (() => unknown)[] {
  const undoing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const undo of undoing.splice(0).reverse()) await undo();
  });
  return undoing;
}
