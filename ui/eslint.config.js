import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** What each room may not import. Arrows: api <- shared <- features <- app; a feature never knows another. */
const features = ["experiments", "runs", "run", "compare", "models", "loggedModels", "housekeeping"];
const closed = (files, group, message) => ({ files, rules: { "no-restricted-imports": ["error", { patterns: [{ group, message }] }] } });

export default tseslint.config(
  { ignores: ["node_modules", "src/api/schema.ts"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { ...jsxA11y.flatConfigs.recommended, files: ["src/**/*.tsx"] },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // TanStack Table and Virtual return functions on purpose; we do not run the compiler.
      "react-hooks/incompatible-library": "off",
      "max-lines": ["error", { max: 300 }],
      "no-restricted-globals": ["error", { name: "fetch", message: "Ask the server through @/api." }],
    },
  },
  { files: ["src/api/**"], rules: { "no-restricted-globals": "off" } },
  { files: ["public/*.js"], languageOptions: { globals: { document: "readonly", localStorage: "readonly", matchMedia: "readonly" } } },
  { files: ["scripts/*.mjs"], languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } } },
  closed(["src/api/**"], ["@/app/**", "@/features/**", "@/shared/**", "../app/**", "../features/**", "../shared/**"], "api knows only the wire."),
  closed(["src/try/**"], ["@/app/**", "@/features/**", "**/app/**", "**/features/**"], "The scoring server's page is small: api and shared only."),
  closed(["src/shared/**"], ["@/app/**", "@/features/**", "**/app/**", "**/features/**"], "shared knows no feature."),
  ...features.map((own) =>
    closed(
      [`src/features/${own}/**`],
      ["@/app/**", "../../app/**", ...features.filter((f) => f !== own).flatMap((f) => [`@/features/${f}`, `@/features/${f}/**`, `../${f}/**`])],
      "Features never import one another or the app: move what both need to shared.",
    ),
  ),
);
