import type { AddressInfo } from "node:net";
import { fastify } from "fastify";

// The least a Fastify server can do with a bill: parse it and send it back.
const app = fastify({ bodyLimit: 1024 * 1024 });
app.post("/charge", (request, reply) => reply.send(request.body));
await app.listen({ port: 0, host: "127.0.0.1" });
process.send?.({ port: (app.server.address() as AddressInfo).port });
process.on("disconnect", () => process.exit());
