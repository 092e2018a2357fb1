import { describeStore } from "./store-contract.ts";
import { closeAll, openPostgres } from "./store-fixture.ts";

describeStore("PostgreSQL", () => openPostgres(), closeAll);
