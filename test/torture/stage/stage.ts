import type { CuttingProxy } from "../../support/cutting-proxy.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import type { FakeClock } from "./fake-clock.ts";
import type { Instance } from "./instance.ts";
import type { TillProcess } from "../till/till-process.ts";
import type { SmallDisk } from "./small-disk.ts";

export type Engine = "SQLite" | "PostgreSQL";

/** What is tortured: instances of the program on one database, on a disk whose power can be cut. */
export interface Stage {
  engine: Engine;
  instances: readonly Instance[];
  till: TillProcess;
  /** The program that is tried. */
  main: string;
  disk: SmallDisk;
  /** The settings with which a command of the program finds the database, past what stands between. */
  environment: Record<string, string>;
  clock: FakeClock;
  /** Null where the database is embedded. */
  server: StagedServer | null;
  /** Says what went wrong in a fault itself. */
  complain: (what: string) => void;
  /** Every process that has the database on the disk open stops where it is: nobody hears from it any more. */
  freezeStore(): void;
  /** They end at once. */
  killStore(): Promise<void>;
  /** What does not run is started; resolves when every instance takes bills. */
  serve(): Promise<void>;
  close(): Promise<void>;
}

/** A PostgreSQL server, and the line between it and the instances. */
export interface StagedServer {
  readonly postgres: PostgresServer;
  line: CuttingProxy;
  /** Another one takes its place. */
  replaceBy(standby: PostgresServer): void;
}

export interface StageOptions {
  /** `main.js` of a build. */
  main: string;
  /** Where the till keeps what it knows. */
  journal: string;
  /** For what is not to be on the disk. */
  directory: string;
  complain: (what: string) => void;
  seed: string;
}
