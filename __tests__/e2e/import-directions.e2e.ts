import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../support/tracked-files";

/** Lint refuses imports that go up, and its messages name the page that says why. */

interface Snippet {
  readonly file: string;
  readonly text: string;
  readonly expected: readonly string[];
}

const refused = (file: string, source: string, message: string): Snippet => ({
  file,
  text: `import { x } from "${source}";\nexport const y = x;\n`,
  expected: [message],
});
const room = (name: string, source: string, imported: string): Snippet =>
  refused(`${name}/some-file.ts`, source, `${name}/ must not import ${imported}/: see ${name}/README.md`);
const allowed = (file: string, text: string): Snippet => ({ file, text, expected: [] });

const CDKTF = "only main.ts, constructs/ and stacks/ know cdktf: see";
const BY_NAME = "it is given an environment and knows none by name: see";

const SNIPPETS: readonly Snippet[] = [
  room("google", "../environments/names", "environments"),
  room("report", "../google/cloud-run", "google"),
  room("environments", "../monitoring/slos", "monitoring"),
  room("monitoring", "../policy/core/rule", "policy"),
  room("constructs", "../environments/names", "environments"),
  room("policy", "../stacks/policy-validation", "stacks"),
  refused(
    "policy/core/some-file.ts",
    "../packs/google/redis",
    "policy/core/ must not import policy/packs/google/redis: see policy/README.md",
  ),
  refused(
    "policy/packs/google/some-file.ts",
    "../../../environments/names",
    "policy/packs/google/ must not import environments/: see policy/packs/google/README.md",
  ),
  room("stacks", "../review/review", "review"),
  room("review", "../stacks/synthesis", "stacks"),
  room("verify", "../policy/core/rule", "policy"),
  room("sandbox", "../environments/names", "environments"),
  room("runbook", "../stacks/synthesis", "stacks"),
  room("cli", "../constructs/postgres", "constructs"),
  room("tools", "../constructs/postgres", "constructs"),
  refused("main.ts", "./policy/packs", "main.ts must not import policy/: see CONTRIBUTING.md"),
  refused("policy/some-file.ts", "cdktf", `policy/ must not import cdktf, ${CDKTF} policy/README.md`),
  refused(
    "cli/some-file.ts",
    "@cdktf/provider-google/lib/compute-network",
    `cli/ must not import @cdktf/provider-google/lib/compute-network, ${CDKTF} cli/README.md`,
  ),
  refused(
    "constructs/some-file.ts",
    "@cdktf/provider-google",
    "Import @cdktf/provider-google/lib/<resource>: the barrel costs 4 s and 500 MB.",
  ),
  refused(
    "review/deep/some-file.ts",
    "../../environments/staging",
    `review/ must not import environments/staging, ${BY_NAME} review/README.md`,
  ),
  refused(
    "verify/some-file.ts",
    "../environments",
    `verify/ must not import environments, ${BY_NAME} verify/README.md`,
  ),
  {
    file: "review/some-file.ts",
    text: 'export type T = import("../stacks/synthesis").T;\nexport * from "../cli/check";\nvoid import("../stacks/edge");\n',
    expected: ["stacks", "cli", "stacks"].map((to) => `review/ must not import ${to}/: see review/README.md`),
  },
  allowed("policy/packs/netra/some-file.ts", 'import "../../core/rule";\nimport "../google/redis";\n'),
  // A folder of a room may be called like another room.
  allowed("sandbox/monitoring/some-file.ts", 'import "../monitoring/rules";\nimport "../../google/cloud-run";\n'),
  allowed("stacks/some-file.ts", 'import "cdktf";\nimport "@cdktf/provider-google/lib/compute-network";\n'),
  allowed("cli/some-file.ts", 'import "../environments/staging";\nimport "../stacks/edge";\n'),
  allowed("__tests__/some-file.test.ts", 'import "../constructs/postgres";\nimport "cdktf";\n'),
  {
    file: "__tests__/policy/some-file.test.ts",
    text: 'import "../../environments/staging";\n',
    expected: [expect.stringContaining("use __tests__/fixture, or put the test into __tests__/live")],
  },
  allowed("__tests__/live/some-file.test.ts", 'import "../../environments/staging";\n'),
];

const lintSnippets = (): readonly (readonly string[])[] => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(__dirname, "lint-snippets.mjs")], {
    cwd: ROOT,
    input: JSON.stringify(SNIPPETS),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly (readonly string[])[];
};

const messages = lintSnippets();

test.each(SNIPPETS.map((snippet, index) => [snippet.file, snippet.text, snippet.expected, index] as const))(
  "%s: %j",
  (_file, _text, expected, index) => {
    expect(messages[index]).toEqual(expected);
  },
);
