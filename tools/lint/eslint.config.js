// What `make lint` asks of the scripts: eslint's recommended rules and a few more. tsc looks at the types of the page's (tsconfig.json).

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules/", "target/", "src/report/page/vendor/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-unused-vars": ["error", { args: "all", argsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
      "no-implied-eval": "error",
      "no-eval": "error",
    },
  },
  {
    // Plain scripts that share one scope: what another one declares is known to tsc alone.
    files: ["src/report/page/js/*.js"],
    languageOptions: { sourceType: "script", globals: globals.browser },
    rules: { "no-undef": "off", "no-unused-vars": ["error", { vars: "local", args: "all", argsIgnorePattern: "^_" }] },
  },
  {
    // Tests run in node, and hand functions to the page.
    files: ["tests/page/*.mjs", "tools/lint/*.js"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
];
