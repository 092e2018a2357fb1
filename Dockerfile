# The image runs with a read-only root file system; all it writes goes to /data:
#
#   docker build -t pms-charge-receiver .
#   docker run --read-only -v pms-data:/data -v ./hotel.json:/hotel.json:ro -e PROVISION_FILE=/hotel.json -p 8080:8080 pms-charge-receiver
#
# The base is pinned by its exact tag. Its digest could not be looked up where this file was written (no image registry
# within reach there): whoever builds for a hotel should add it, `node:24.21.0-bookworm-slim@sha256:...`.
ARG BASE=node:24.21.0-bookworm-slim

# Bundles src and the API description into dist. Optional packages are Node itself for machines without it: the base image has its own.
FROM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=optional --ignore-scripts
COPY tsconfig.json openapi.yaml redocly.yaml ./
COPY .ci/build.mjs .ci/made-checks.mjs .ci/fingerprint.mjs .ci/bundle-api.mjs .ci/
COPY schemas schemas
COPY src src
RUN node .ci/build.mjs

# What the server needs at run time and nothing else. Native parts come prebuilt inside their packages, so nothing has to
# run at install time.
FROM ${BASE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM ${BASE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data SQLITE_TMPDIR=/data MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY schemas schemas
# The files of the image belong to root, so that the server could not change itself even on a writable root.
# What the engine makes of the program is kept beside it: every start is spared that.
ENV NODE_COMPILE_CACHE=/app/compiled
RUN DATA_DIR=/tmp/first PORT=0 sh -c ' \
    node --max-semi-space-size=4 dist/main.js serve >/tmp/first.log & \
    for pause in $(seq 150); do grep -q server.started /tmp/first.log && break; sleep 0.2; done; \
    grep -q server.started /tmp/first.log && kill $! && wait $!' \
  && rm -r /tmp/first /tmp/first.log && chmod -R a+rX compiled
RUN mkdir /data && chown node:node /data && chmod 700 /data
VOLUME /data
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
# Liveness, not readiness: a full disk makes the server unready, and starting it again would not help.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Half of what a server needs otherwise is garbage that waits for room: the engine gives it 64 MB at a time, and the C
# library each thread a heap of its own.
CMD ["node", "--max-semi-space-size=4", "dist/main.js", "serve"]
