import type { AddressInfo } from "node:net";
import express from "express";

// The least an Express server can do with a bill: parse it and send it back.
const app = express();
app.use(express.json({ limit: "1mb" }));
app.post("/charge", (request, response) => {
  response.json(request.body);
});
const server = app.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("disconnect", () => process.exit());
