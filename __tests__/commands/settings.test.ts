import { execFileSync, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { settingsText } from "../../cli/shared/settings-format";
import { prd } from "../fixture/prd";
import { testSettings, type TestSetting } from "../../environments/settings";
import { trial } from "../fixture/trial";
import { commandHere } from "../support/command-here";
import { NETRA } from "../support/program";

const ROOT = resolve(__dirname, "../..");

const row = (value: string, name = "NAME"): TestSetting => ({ name, value, why: "why" });
const valuesOf = (settings: readonly TestSetting[]): Readonly<Record<string, string>> =>
  Object.fromEntries(settings.map(({ name, value }) => [name, value]));

describe("dotenv", () => {
  test.each([
    ["https://a.example/b", "NAME=https://a.example/b"],
    ["a,b", "NAME=a,b"],
    ["", "NAME=''"],
    ["two words", "NAME='two words'"],
    ['$HOME `id` \\ " #', "NAME='$HOME `id` \\ \" #'"],
  ])("%j", (value, line) => {
    expect(settingsText([row(value)], "dotenv")).toBe(`# why\n${line}`);
  });

  test.each(["it's", "two\nlines", "two\rlines"])("%j has no form that all readers share", (value) => {
    expect(() => settingsText([row(value)], "dotenv")).toThrow(
      "NAME: holds a quote or a line break, which readers of a .env file read differently; take json",
    );
  });

  test("whatever is written is read back", () => {
    const value = fc.string({ unit: "grapheme-ascii" }).filter((text) => !text.includes("'"));
    fc.assert(
      fc.property(value, (text) => {
        // As the command writes it, with a line break at the end: Node 20.19.0 reads a last line without one wrongly.
        expect(parseEnv(`${settingsText([row(text)], "dotenv")}\n`)).toEqual({ NAME: text });
      }),
    );
  });

  test.each([trial, prd])("a shell reads $name's as it is meant", (environment) => {
    const settings = testSettings(environment);
    const script = `set -a\n${settingsText(settings, "dotenv")}\nexec ${process.execPath} -p 'JSON.stringify(process.env)'`;
    const read = JSON.parse(execFileSync("sh", ["-c", script], { encoding: "utf8" })) as object;
    expect(read).toMatchObject(valuesOf(settings));
  });
});

describe("github", () => {
  test("one line a setting", () => {
    expect(settingsText([row("a b", "A"), row("it's", "B")], "github")).toBe("A=a b\nB=it's");
  });

  test("a line break starts no variable of its own, whatever the value holds", () => {
    expect(settingsText([row("x\nEVIL=1\nend-of-value\nPATH=/")], "github")).toBe(
      "NAME<<end-of-value_\nx\nEVIL=1\nend-of-value\nPATH=/\nend-of-value_",
    );
  });
});

describe("the command", () => {
  const settings = commandHere("settings");

  test("as a process it prints dotenv where no format is asked for", () => {
    const command = [...NETRA, "settings", "--environment", "prd"];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(`${settingsText(testSettings(prd), "dotenv")}\n`);
    expect(stdout).not.toMatch(/e2e|bypass|simulation/i);
  });

  test("prints JSON that is the settings", async () => {
    const { code, stdout } = await settings(["--environment", "trial", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(valuesOf(testSettings(trial)));
  });

  test("an unknown environment ends in 2 and names the known ones", async () => {
    expect(await settings(["--environment", "prod"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'unknown environment "prod"; known: trial, prd\n',
    });
  });

  test("no environment is no default", async () => {
    const { code, stdout, stderr } = await settings([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("required option '--environment <name>' not specified");
  });
});
