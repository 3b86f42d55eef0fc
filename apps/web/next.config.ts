import path from "node:path";
import type { NextConfig } from "next";

const repository = path.join(import.meta.dirname, "../..");

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: repository,
  turbopack: { root: repository },
  transpilePackages: [
    "@retake/collab",
    "@retake/core",
    "@retake/db",
    "@retake/trpc",
    "@retake/telemetry",
    "@retake/media",
  ],
  // Native or generated code that must be loaded by Node itself, never bundled.
  serverExternalPackages: [
    "pg",
    "@node-rs/argon2",
    "@prisma/client",
    "@prisma/adapter-pg",
    "rate-limiter-flexible",
  ],
  experimental: { optimizePackageImports: ["radix-ui"] },
  poweredByHeader: false,
  agentRules: false,
  devIndicators: false,
  images: { unoptimized: true },
  // `npm test` checks the types of the whole repository once; checking again here would double the time of a build.
  typescript: { ignoreBuildErrors: true },
};

export default config;
