import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

/**
 * Runs the shell scripts of the workflows as a runner does, with stand-ins for every program that would leave the machine.
 * A stand-in records its call, and answers from a table.
 */

const SCRIPTS = resolve(__dirname, "../../.github/scripts");
const STAND_INS = ["curl", "date", "gcloud", "gh", "sleep"] as const;

/** Secrets that a script gets. No output may contain one, except the record of a stand-in that has to get it. */
export const SECRETS = {
  GH_TOKEN: "canary-of-the-token",
  NETRA_REVIEW_KEY: "canary-of-the-key",
  NOTIFY_WEBHOOK: "https://chat.example/hooks/canary-of-the-webhook",
} as const;

/** The answer of a stand-in to the first call that contains a text. */
export interface StandInAnswer {
  /** Part of the command line, words between spaces. */
  readonly to: string;
  /** For `gh --jq` this is what the expression reads: one document a page. */
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  /** Later calls look further down the table. */
  readonly once?: true;
}

export interface ScriptRun {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** By path from the folder in which the script runs. */
  readonly files?: Readonly<Record<string, string>>;
  readonly answers?: readonly StandInAnswer[];
}

export interface ScriptResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Calls of stand-ins; files that they were given are replaced by their text, after an at sign. */
  readonly calls: readonly (readonly string[])[];
  /** What the script wrote, by path as in {@link ScriptRun.files}; empty where it wrote nothing. */
  readonly read: (path: string) => string;
}

const STAND_IN = `#!/usr/bin/env bash
name=\${0##*/} line="\${0##*/} $*" record="\${0##*/}" previous= expression=
for argument in "$@"; do
  shown=$argument
  if [[ $previous == --body-file ]]; then shown="@$(<"$argument")"; fi
  if [[ $argument == body=@* ]]; then shown="body=@$(<"\${argument#body=@}")"; fi
  if [[ $previous == --config ]]; then shown="@$(cat "$argument")"; fi
  if [[ $argument == @- ]]; then shown="@$(cat)"; fi
  if [[ $previous == --jq ]]; then expression=$argument; fi
  record+=$'\\x1f'$shown previous=$argument
done
# It reads what it is not kept from, as gcloud may.
mapfile -t
printf '%s\\x1e' "$record" >>"$SANDBOX/calls"
. "$SANDBOX/table"
echo "no answer to: $line" >&2
exit 99
`;

const quotedText = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** One entry of the table, as the stand-in reads it. */
function tableEntry(
  sandbox: string,
  { to, stdout = "", stderr = "", code = 0, once }: StandInAnswer,
  index: number,
): string {
  const file = join(sandbox, `answer-${index}`);
  writeFileSync(file, stdout);
  return [
    `if [[ $line == *${quotedText(to)}* && ! -e ${file}.used ]]; then`,
    once ? `: >${file}.used` : "",
    stderr === "" ? "" : `printf '%s\\n' ${quotedText(stderr)} >&2`,
    stdout === ""
      ? ""
      : `if [[ -n $expression ]]; then jq -rc "$expression" ${file} || exit 1; else printf '%s' "$(<${file})"; fi`,
    `exit ${code}; fi`,
  ].join("\n");
}

const isInstalled = (tool: string): boolean =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, tool)));

/** Tools that the tests need and this machine lacks. The scripts run on Ubuntu, and use GNU's options. */
const missingTools = [
  ...["bash", "jq", "gzip", "awk"].filter((tool) => !isInstalled(tool)),
  ...(process.platform === "linux" ? [] : ["GNU's tools"]),
];

/** A `describe` that is skipped, with the reason in its name, where the scripts cannot run. */
export const describeScripts = (name: string, tests: () => void): void =>
  missingTools.length === 0
    ? describe(name, tests)
    : describe.skip(`${name} (missing here: ${missingTools.join(", ")})`, tests);

function executeScript(folder: string, name: string, run: ScriptRun): Promise<ScriptResult> {
  const sandbox = join(folder, name);
  for (const part of ["work", "tmp"]) mkdirSync(join(sandbox, part), { recursive: true });
  const path = (file: string): string => join(sandbox, "work", file);
  // Workflows call it by its path from the repository's top folder, where they stand.
  symlinkSync(join(folder, "stand-in"), path("netra"));
  for (const [file, text] of Object.entries(run.files ?? {})) {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  }
  writeFileSync(
    join(sandbox, "table"),
    (run.answers ?? []).map((answer, at) => tableEntry(sandbox, answer, at)).join("\n"),
  );
  const read = (file: string): string => (existsSync(path(file)) ? readFileSync(path(file), "utf8") : "");
  const env = {
    ...SECRETS,
    PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH ?? ""}`,
    LC_ALL: "C.UTF-8",
    SANDBOX: sandbox,
    TMPDIR: join(sandbox, "tmp"),
    RUNNER_TEMP: join(sandbox, "work", "temp"),
    GITHUB_OUTPUT: path("output"),
    GITHUB_STEP_SUMMARY: path("summary"),
    GITHUB_REPOSITORY: "netra/infrastructure",
    GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
    GITHUB_EVENT_NAME: "push",
    GITHUB_REF: "refs/heads/main",
    ...run.env,
  };
  mkdirSync(env.RUNNER_TEMP, { recursive: true });
  return new Promise((done) => {
    const options = { cwd: join(sandbox, "work"), env, timeout: 30_000, maxBuffer: 1 << 26 };
    const child = execFile(join(SCRIPTS, run.script), [...(run.args ?? [])], options, (error, stdout, stderr) => {
      const calls = read("../calls").split("\x1e").slice(0, -1);
      const code = error ? Number(error.code ?? Number.NaN) : 0;
      done({ code, stdout, stderr, calls: calls.map((call) => call.split("\x1f")), read });
    });
    // A script that does not read its input closes it.
    child.stdin?.on("error", () => undefined).end(run.stdin ?? "");
  });
}

/** Runs all scripts of a table at once, before the tests, and gives their results by name. */
export function runScripts<Name extends string>(
  table: Readonly<Record<Name, ScriptRun>>,
): (name: Name) => ScriptResult {
  const ended = new Map<string, ScriptResult>();
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "netra-scripts-"));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "stand-in"), STAND_IN);
    chmodSync(join(folder, "stand-in"), 0o755);
    for (const name of STAND_INS) symlinkSync(join(folder, "stand-in"), join(folder, "bin", name));
    const all = Object.entries<ScriptRun>(table).map(async ([name, run], index) => {
      ended.set(name, await executeScript(folder, `${index}`, run));
    });
    await Promise.all(all);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => ended.get(name)!;
}

/** Everything that a script printed, wrote or passed on, except the secrets that a stand-in has to get. */
export const traceText = ({ stdout, stderr, calls, read }: ScriptResult): string =>
  [
    stdout,
    stderr,
    ...calls.map((call) => call.filter((word, at) => !(call[at - 1] === "--config" && word.startsWith("@"))).join(" ")),
    read("output"),
    read("summary"),
  ].join("\n");
