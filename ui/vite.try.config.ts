import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";

import pages from "./vite.config";

/** The page of a scoring server: built apart, so that none of the other pages' code comes with it. */
export default mergeConfig(
  pages,
  defineConfig({
    build: { outDir: "../src/mlflow/server/ui/try", rollupOptions: { input: "try.html" } },
    experimental: { renderBuiltUrl: (filename, { hostType }) => (hostType === "html" ? `./try/${filename}` : { relative: true }) },
  }),
);
