import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/** Imports go one way (docs/decisions/003): whatever a folder must not know of is refused here. */
const forbid = (files, folders, extra = []) => ({
  files,
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: "^@cdktf/provider-google$",
            message: "Import @cdktf/provider-google/lib/<resource>: the barrel costs 4 s and 500 MB.",
          },
          ...(folders.length > 0
            ? [
                {
                  regex: `^(\\.\\.?/)+(${folders.join("|")})(/|$)`,
                  message: "This folder must not import from there (docs/decisions/003).",
                },
              ]
            : []),
          ...extra,
        ],
      },
    ],
  },
});

const NO_CDKTF = [
  { regex: "^(cdktf|constructs|@cdktf/.*)(/|$)", message: "Only main.ts, constructs/ and stacks/ know cdktf." },
];
const LITERALS = [
  {
    regex: "environments/(index|staging|production)$|/environments$",
    message: "Rules judge what they are given; they know no environment by name.",
  },
];

export default tseslint.config(
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
  forbid(["main.ts"], ["policy", "cli"]),
  forbid(["environments/**"], ["constructs", "stacks", "policy", "review", "sandbox", "verify", "cli"], NO_CDKTF),
  forbid(["constructs/**"], ["environments", "stacks", "policy", "review", "sandbox", "verify", "cli"]),
  forbid(["stacks/**"], ["review", "sandbox", "verify", "cli"]),
  forbid(["policy/**"], ["constructs", "stacks", "review", "sandbox", "verify", "cli"], [...NO_CDKTF, ...LITERALS]),
  forbid(["review/**"], ["constructs", "stacks", "sandbox", "verify", "cli"], [...NO_CDKTF, ...LITERALS]),
  // What asks a live environment is given one, and knows nothing of how it is built.
  forbid(["verify/**"], ["constructs", "stacks", "review", "sandbox", "cli"], [...NO_CDKTF, ...LITERALS]),
  // The sandbox stands for Google: it must not know what our stacks declare, only facts such as address ranges.
  forbid(["sandbox/**"], ["constructs", "stacks", "policy", "review", "verify", "cli"], [...NO_CDKTF, ...LITERALS]),
  forbid(["cli/**"], ["constructs"], NO_CDKTF),
  {
    files: ["__tests__/**"],
    rules: {
      // Tests say "this exists" where the next line would fail anyway.
      "@typescript-eslint/no-non-null-assertion": "off",
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
    files: ["**/*.js", "**/*.mjs"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { require: "readonly", module: "writable", process: "readonly", __dirname: "readonly" },
    },
    rules: { "@typescript-eslint/no-require-imports": "off", "no-var": "off" },
  },
);
