import { fileURLToPath, URL } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env.PENSTOCK_SERVER ?? "http://127.0.0.1:5000";

export default defineConfig({
  plugins: [react()],
  base: "./",
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["/ajax-api", "/get-artifact", "/model-versions", "/version", "/health"].map((path) => [path, { target: backend, changeOrigin: true }]),
    ),
  },
  build: {
    outDir: "../src/mlflow/server/ui",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 700,
    // Everything is a file of its own: inlined data: URLs would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The licences of what is bundled go with it.
    license: { fileName: "licenses.md" },
  },
  experimental: {
    // The page is served at <prefix>/ and its files at <prefix>/static-files/: only index.html has to know.
    renderBuiltUrl: (filename, { hostType }) => (hostType === "html" ? `./static-files/${filename}` : { relative: true }),
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
