import type { CuttingProxy } from "../../support/cutting-proxy.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
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
  /** The server and the line to it; null where the database is embedded. */
  server: { postgres: PostgresServer; line: CuttingProxy } | null;
  /** Every process that has the database on the disk open ends at once. */
  killStore(): Promise<void>;
  /** What does not run is started; resolves when every instance takes bills. */
  serve(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** `main.js` of a build. */
  main: string;
  /** Where the till keeps what it knows. */
  journal: string;
  seed: string;
}
