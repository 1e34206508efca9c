import { COMMANDS } from "../../../cli/commands";
import { missing, untold, works, type MachineFacts } from "../../../verify/machine/facts";
import { judgeCredentials } from "../../../verify/machine/google-credentials";
import { judgePackages } from "../../../verify/machine/installed-packages";
import { PARTS } from "../../../verify/machine/parts";
import { renderMachineReport } from "../../../verify/machine/render";
import { machineReport } from "../../../verify/machine/report";

const ALL_WORKS: MachineFacts = {
  node: works("24.0.0"),
  packages: works("all"),
  "developer-packages": works("all"),
  git: works("2.40"),
  terraform: works("tofu: OpenTofu 1.11.14"),
  providers: works("both"),
  credentials: works("a token"),
  cdktf: works("starts"),
};
const NONE = missing("not on PATH", "install it");
const UNTOLD = untold("no answer", "ask again");

describe("what of the product works", () => {
  const standings = (facts: Partial<MachineFacts>): readonly string[] => {
    const { verdict, parts } = machineReport({ ...ALL_WORKS, ...facts });
    return [
      verdict,
      ...parts.flatMap(({ commands, standing, lacks }) =>
        standing === "works" ? [] : [`${commands.at(0)}: ${standing}, ${lacks.join()}`],
      ),
    ];
  };

  test("everything", () => {
    expect(standings({})).toEqual(["works"]);
  });

  test("without Terraform what reads and checks, and what asks Google", () => {
    expect(standings({ terraform: NONE, providers: UNTOLD })).toEqual([
      "missing",
      "npm start: missing, terraform,providers",
      "./netra review --environment: missing, terraform,providers",
      "npx cdktf diff: missing, terraform,providers",
    ]);
  });

  test("what depends on what nobody can tell is not said to work", () => {
    expect(standings({ credentials: UNTOLD })).toEqual([
      "unknown",
      "./netra review --environment: unknown, credentials",
      "./netra verify: unknown, credentials",
      "npx cdktf diff: unknown, credentials",
    ]);
  });

  test("without cdktf's command every command of netra", () => {
    const { parts } = machineReport({ ...ALL_WORKS, cdktf: NONE, "developer-packages": NONE });
    const stopped = parts.flatMap(({ standing, commands }) => (standing === "works" ? [] : commands));
    expect(stopped.filter((command) => command.startsWith("./netra"))).toEqual(["./netra bench"]);
  });

  test("every command of netra is in a part, and every part's command is one", () => {
    const named = PARTS.flatMap(({ commands }) => commands).flatMap(
      (command) => /^\.\/netra ([\w-]+)/.exec(command)?.[1] ?? [],
    );
    expect([...new Set(named)].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  test("as text: what is there, what to do, what is lacking", () => {
    const text = renderMachineReport(machineReport({ ...ALL_WORKS, terraform: NONE, credentials: UNTOLD }), "text");
    expect(text).toContain(
      "  missing    Terraform or OpenTofu   not on PATH\n                                     to do: install it\n",
    );
    expect(text).toContain("  not known  credentials             no answer\n");
    expect(text).toContain("  not here   a deploy into a sandbox on this machine; lacks Terraform or OpenTofu\n");
    expect(text).toContain(
      "  not known  questions to an environment at Google; it depends on credentials\n             ./netra verify, serving,",
    );
    expect(text).toMatch(/Verdict\n {2}4 of 8 parts work here\.$/);
  });
});

describe("packages", () => {
  const LOCKED = {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/a/node_modules/b": { version: "2.0.0" },
    "node_modules/other-system": { version: "1.0.0", optional: true },
    "node_modules/jest": { version: "29.0.0", dev: true },
    "node_modules/eslint": { version: "10.0.0", dev: true },
  };
  const { "": _root, "node_modules/other-system": _other, ...installed } = LOCKED;
  const judge = (found: object | string) => {
    const text = typeof found === "string" ? found : JSON.stringify({ packages: found });
    const judged = judgePackages(JSON.stringify({ packages: LOCKED }), text);
    return [judged.packages, judged["developer-packages"]].map(({ standing, found: what }) => `${standing}: ${what}`);
  };

  test("as locked; what is for another system may lack", () => {
    expect(judge(installed)).toEqual(["works: the 3 of package-lock.json", "works: the 2 of package-lock.json"]);
  });

  test("without those of developers", () => {
    const { "node_modules/jest": _jest, "node_modules/eslint": _eslint, ...production } = installed;
    expect(judge(production)).toEqual(["works: the 3 of package-lock.json", "missing: not installed"]);
  });

  test("of another version, or not there", () => {
    const { "node_modules/eslint": _eslint, ...rest } = installed;
    expect(judge({ ...rest, "node_modules/a": { version: "0.9.0" } })).toEqual([
      "missing: not those of package-lock.json: a 0.9.0 for 1.0.0",
      "missing: not those of package-lock.json: eslint is not there",
    ]);
  });

  test.each(["", "{", '{"packages":[]}'])("a list of npm's that is %j: nobody can tell", (text) => {
    const line = "unknown: node_modules/.package-lock.json is no lock file of npm's, or is not there";
    expect(judge(text)).toEqual([line, line]);
  });
});

describe("credentials", () => {
  const judge = async (error?: Error, variables = {}): Promise<string> => {
    const { standing, found } = await judgeCredentials(variables, () =>
      error === undefined ? Promise.resolve() : Promise.reject(error),
    );
    return `${standing}: ${found}`;
  };

  test("a token, given or made", async () => {
    expect(await judge(new Error("not asked"), { GOOGLE_OAUTH_ACCESS_TOKEN: "t" })).toMatch(
      /^works: a token in GOOGLE_/,
    );
    expect(await judge()).toMatch(/^works: application-default credentials/);
  });

  test.each([
    ["Could not load the default credentials. Browse to https://cloud.google.com for more", "missing: none found"],
    ["The file at /home/ann/key.json does not exist, or it is not a file.", "missing: none found"],
    ["invalid_grant: reauth related error (invalid_rapt)", "missing: found, and Google refuses them"],
    ["getaddrinfo ENOTFOUND oauth2.googleapis.com", "unknown: found, and Google could not be asked"],
    ["The operation was aborted due to timeout", "unknown: found, and Google could not be asked"],
    ["error:1E08010C:DECODER routines::unsupported", "unknown: found, and no token could be made with them"],
  ])("%s", async (message, expected) => {
    expect(await judge(new Error(message))).toBe(expected);
  });
});
