import eslint from "@eslint/js";
import tseslint from "typescript-eslint";
import { importDirections } from "./tools/lint/import-directions.mjs";

/**
 * Imports go down only (docs/decisions/013): what each room may import besides itself. Each room's README says why.
 * "cdktf" is the framework with its provider; "environments by name" are the literals of staging and production.
 */
const GROUND = ["environments", "google"];
const ROOMS = {
  google: [],
  report: [],
  environments: ["google"],
  monitoring: GROUND,
  constructs: ["google", "cdktf"],
  policy: ["report", "monitoring", ...GROUND],
  // The machinery knows no pack.
  "policy/core": ["report", "monitoring", ...GROUND],
  // What is true for anybody knows nothing of this product.
  "policy/packs/google": ["policy/core", "report", "google"],
  stacks: ["constructs", "policy", "monitoring", ...GROUND, "cdktf"],
  review: ["policy", "report", "monitoring", ...GROUND],
  verify: ["report", "monitoring", ...GROUND],
  // The sandbox stands for Google: it must not know what our stacks declare.
  sandbox: ["google"],
  runbook: ["review", "verify", "policy", "report", "monitoring", ...GROUND],
};
const EVERYTHING_BUT_CONSTRUCTS = [
  ...Object.keys(ROOMS).filter((room) => room !== "constructs"),
  "environments by name",
];
const IMPORTS = {
  ...ROOMS,
  "main.ts": ["stacks", "environments", "environments by name", "cdktf"],
  cli: [...EVERYTHING_BUT_CONSTRUCTS, "tools"],
  tools: [...EVERYTHING_BUT_CONSTRUCTS, "cli"],
};

export default tseslint.config(
  // The command has no ending, so nothing else says what it is.
  { files: ["netra"], languageOptions: { sourceType: "commonjs" } },
  { ignores: ["cdktf.out/", "coverage/", "node_modules/"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A number in a template says what it is.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Constructs are made for what their constructor does to the tree.
      "no-new": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    plugins: { rooms: { rules: { "import-directions": importDirections } } },
    rules: { "rooms/import-directions": ["error", { root: import.meta.dirname, rooms: IMPORTS }] },
  },
  {
    files: ["__tests__/**"],
    rules: {
      // Tests say "this exists" where the next line would fail anyway.
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    // A changed number of staging or production breaks only the tests that are about it.
    files: ["__tests__/**"],
    ignores: ["__tests__/live/**", "__tests__/e2e/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "environments/(staging|production)$",
              message:
                "a test of the machinery imports a live environment; use __tests__/fixture, or put the test into __tests__/live",
            },
          ],
        },
      ],
    },
  },
  {
    // Answers of an API are JSON of any form: an assertion reads one member and fails where there is another thing.
    files: ["__tests__/sandbox/**", "__tests__/support/sandbox.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
    },
  },
  {
    files: ["**/*.js", "**/*.mjs", "netra"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { require: "readonly", module: "writable", process: "readonly", __dirname: "readonly" },
    },
    rules: { "@typescript-eslint/no-require-imports": "off", "no-var": "off" },
  },
);
