import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  reactStrictMode: true,
  poweredByHeader: false,
  outputFileTracingRoot: import.meta.dirname,
  serverExternalPackages: [
    "@kubernetes/client-node",
    "@prisma/adapter-pg",
    "graphile-worker",
    "pg",
    "pino",
    "pino-pretty",
    "undici",
  ],
  devIndicators: false,
};
export default config;
