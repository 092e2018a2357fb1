import { describeStore } from "./store-contract.ts";
import { closeAll, openSqlite } from "./store-fixture.ts";

describeStore("SQLite", () => openSqlite(), closeAll);
