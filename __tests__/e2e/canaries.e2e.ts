import { COMMANDS, loadSubcommand } from "../../cli/commands";
import { canariesIn } from "./canary";
import type { Run } from "./canary-run";
import { RUNS } from "./canary-runs";
import { atSandbox, closeSite, netra, openSite } from "./canary-site";

/**
 * Every command, in every format, where everything around it holds secrets: its variables, plans and states, what Terraform
 * and Google say, files that it is given. No secret is in what it prints, or in a file that it leaves.
 */

beforeAll(openSite, 240_000);
afterAll(closeSite);

/** The formats of a command, each as arguments; one run without where it has none. */
function formatsOf(name: string): readonly (readonly string[])[] {
  const { command } = loadSubcommand(COMMANDS.find((row) => row.name === name)!);
  const choices = command.options.find(({ long }) => long === "--format")?.argChoices ?? [];
  return choices.length === 0 ? [[]] : choices.map((format) => ["--format", format]);
}

test("every command is run, and every format of it where it prints a report", () => {
  expect(Object.keys(RUNS).sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  const without = Object.entries(RUNS).filter(([, runs]) => !runs.some(printsReport));
  // The first three have one form; the report of a load, which takes minutes, is looked at in cli/load.test.ts and verify/load/render.test.ts.
  expect(without.map(([name]) => name)).toEqual(["start", "destroy", "rollback", "load"]);
});

const printsReport = ({ code, isReport }: Run): boolean => code !== 2 || isReport === true;

const CASES = Object.entries(RUNS).flatMap(([name, runs]) =>
  runs.flatMap((run) => {
    const formats = formatsOf(name);
    const tried = printsReport(run) ? formats : formats.slice(-1);
    return tried.map((format) => [[name, ...format].join(" "), run.what, { name, format, run }] as const);
  }),
);

test.each(CASES)("%s: %s", async (_name, _what, { name, format, run }) => {
  const own = run.args();
  // What stands behind --exec is another program's.
  const args = own.includes("--exec") ? [name, ...format, ...own] : [name, ...own, ...format];
  const { code, stdout, stderr, files } = await netra(args, (run.variables ?? atSandbox)(), run.during);
  const texts = { stdout, stderr, ...files, "names of files": Object.keys(files).join("\n") };
  const found = Object.entries(texts).map(([where, text]) => [where, canariesIn(text)] as const);
  expect(found.filter(([, places]) => places.length > 0)).toEqual([]);
  expect([code, stdout + stderr]).toEqual([run.code, expect.stringMatching(run.says)]);
});
