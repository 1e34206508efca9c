import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { inRunFolder, stacksOf } from "../../cli/shared/run-folder";
import { PLAN_FILE } from "../../cli/shared/terraform";

/** What becomes of a state that Terraform could not write: it is moved out of a run's folder before that goes. */

const { XDG_STATE_HOME } = process.env;
let home: string;
let temporary: jest.SpyInstance;
let said: jest.SpyInstance;
const inHome = (...names: string[]): string => join(home, ...names);

function setPlaces(temporaryFolder: string, stateHome: string): void {
  temporary.mockReturnValue(temporaryFolder);
  process.env.XDG_STATE_HOME = stateHome;
}

beforeEach(() => {
  home = mkdtempSync(join(os.tmpdir(), "netra-run-folder-"));
  for (const name of ["tmp", "state"]) mkdirSync(inHome(name));
  temporary = jest.spyOn(os, "tmpdir");
  setPlaces(inHome("tmp"), inHome("state"));
  said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
  if (XDG_STATE_HOME === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = XDG_STATE_HOME;
  rmSync(home, { recursive: true, force: true });
});

/** Files below the test's folder. */
const files = (): readonly string[] =>
  readdirSync(home, { recursive: true, encoding: "utf8" }).filter((name) => statSync(inHome(name)).isFile());

/** A run that leaves a state and a plan. */
const leaveState = (before: () => void): Promise<void> =>
  inRunFolder(async (folder) => {
    const stack = join(stacksOf(folder), "trial-services");
    mkdirSync(stack, { recursive: true });
    writeFileSync(join(stack, "errored.tfstate"), "a state");
    writeFileSync(join(stack, PLAN_FILE), "a plan");
    before();
    await Promise.resolve();
  });

const KEPT = "trial-services.errored.tfstate";

test.each([
  ["the user's own place", () => undefined, /^state\/netra\/kept-\w+\/trial-services\.errored\.tfstate$/],
  [
    "the temporary folder, where the user has no place that can be written",
    () => setPlaces(inHome("tmp"), "/dev/null"),
    /^tmp\/netra-kept-\w+\/trial-services\.errored\.tfstate$/,
  ],
])("it goes to %s, for this user alone, and the words say how it comes back", async (_where, before, path) => {
  await leaveState(before);
  const [kept = "", ...others] = files();
  expect([kept, others]).toEqual([expect.stringMatching(path), []]);
  expect([readFileSync(inHome(kept), "utf8"), statSync(inHome(kept)).mode & 0o777]).toEqual(["a state", 0o600]);
  expect(said.mock.calls.join("")).toContain(`state push ${inHome(kept)}`);
});

test("where it can be moved nowhere it stays, alone, and a later run moves it", async () => {
  await leaveState(() => setPlaces("/dev/null", "/dev/null"));
  const [stays = "", ...others] = files();
  expect([stays, others]).toEqual([
    expect.stringMatching(/^tmp\/netra-run\.[^/]+\/stacks\/trial-services\/errored\.tfstate$/),
    [],
  ]);
  expect(said.mock.calls.join("")).toContain(`state push ${inHome(stays)}`);
  // Its run has died: nobody has the start of a process that never was.
  const dead = inHome("tmp", `${stays.split("/")[1]!.split(".").slice(0, 2).join(".")}.1.dead.leftover`);
  mkdirSync(join(stacksOf(dead), "trial-services"), { recursive: true });
  writeFileSync(join(stacksOf(dead), "trial-services", "errored.tfstate"), "a state");
  setPlaces(inHome("tmp"), inHome("state"));
  await inRunFolder(async () => Promise.resolve());
  expect(existsSync(dead)).toBe(false);
  expect(files().filter((name) => name.endsWith(KEPT))).toHaveLength(1);
});
