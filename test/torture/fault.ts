import type { Random } from "../../src/commands/simulate/random.ts";
import type { Engine, Stage } from "./stage/stage.ts";

/** One kind of trouble. It begins while bills arrive, and they go on arriving until it has ended. */
export interface Fault {
  /** As it stands in the table. */
  name: string;
  engines: readonly Engine[];
  /** What a till may be told while it lasts, beside what it is told on any other day. */
  tillMaySee: readonly Trouble[];
  /** Answers how often it struck. */
  begin(stage: Stage, random: Random): Promise<number>;
  /** Takes away what is left of it. The stage serves again by itself, or is started again here. */
  end(stage: Stage): Promise<void>;
}

/** `no-answer`: the line broke, or nobody was there. `unsure`: 503, and the folio is to be looked at. */
export type Trouble = "unsure" | "no-answer";

export const ON_BOTH: readonly Engine[] = ["SQLite", "PostgreSQL"];

/** For a fault that leaves nothing behind, or whose beginning sees to its end. */
export const nothingLeft = (): Promise<void> => Promise.resolve();
