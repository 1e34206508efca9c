import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { runChild } from "../../cli/shared/child";
import { fromSynth } from "../../policy/core/from-synth";
import { disagreements } from "./agreement";
import { plannedAt } from "./hardened";
import { bypassTexts, secretTexts } from "./texts";

/** What the other file relies on must be able to fail: none of this needs Terraform. */
describe("agreement", () => {
  const ADDRESS = "google_thing.one";
  const compare = (declared: object, after: Readonly<Record<string, unknown>>): readonly string[] => {
    const [resource] = fromSynth("stack", { resource: { google_thing: { one: { ...declared } } } }).resources;
    return disagreements(resource!, after);
  };

  test("takes a block written once for the list of one that it is", () => {
    expect(compare({ block: { size: 1 } }, { block: [{ size: 1, other: null }] })).toEqual([]);
  });

  test("names a block where the plan has a map", () => {
    expect(compare({ block: { size: "1" } }, { block: { size: "1" } })).toEqual([
      `${ADDRESS} block: [{"size":"1"}] read, {"size":"1"} planned`,
    ]);
  });

  test("names a map where the plan has a block", () => {
    expect(compare({ labels: { team: "a" } }, { labels: [{ team: "a" }] })).toEqual([
      `${ADDRESS} labels: {"team":"a"} read, [{"team":"a"}] planned`,
    ]);
  });

  test("names the path of another value, and of a missing one", () => {
    expect(compare({ block: { size: 1, kind: "a" } }, { block: [{ size: 2, kind: null }] })).toEqual([
      `${ADDRESS} block[0].size: 1 read, 2 planned`,
      `${ADDRESS} block[0].kind: "a" read, null planned`,
    ]);
  });

  test("takes a number for its text, and nothing else for another kind", () => {
    expect(compare({ port: 80, other: "80" }, { port: "80", other: 80 })).toEqual([]);
    expect(compare({ on: true, off: "false" }, { on: "true", off: false })).toHaveLength(2);
  });

  test("takes a set in any order, and names the element that it lacks", () => {
    const env = [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ];
    expect(compare({ env }, { env: [...env].reverse() })).toEqual([]);
    expect(compare({ env }, { env: [env[1], { name: "A", value: "9" }] })).toEqual([
      `${ADDRESS} env[0].value: "1" read, "9" planned`,
    ]);
    expect(compare({ env }, { env: [env[0]] })).toHaveLength(1);
    expect(compare({ env: [env[0], env[0]] }, { env })).not.toEqual([]);
  });

  test("asks nothing of what is unknown, and of nothing but that", () => {
    const env = [{ name: "A", value: "${google_other.two.host}" }];
    expect(compare({ env }, { env: [{ name: "A" }] })).toEqual([]);
    expect(compare({ env }, { env: [{ name: "B" }] })).toHaveLength(1);
    expect(compare({ target: "${google_other.two.id}" }, {})).toEqual([]);
  });
});

describe("plannedAt", () => {
  const after = {
    env: [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ],
    limits: { cpu: "2" },
    none: null,
  };

  test.each([
    ["env[1].value", "2"],
    ["env[name=A].value", "1"],
    ["limits.cpu", "2"],
    ["env[name=C].value", undefined],
    ["env[2].value", undefined],
    ["none", undefined],
    ["none[0].deeper", undefined],
  ])("%s", (path, value) => expect(plannedAt(after, path)).toBe(value));
});

describe("texts of a plan", () => {
  test("a secret's value is found by its argument, wherever it stands, and is not repeated", () => {
    const plan = { planned_values: [{ values: { secret_data_wo: null, password: "hunter2", name: "x" } }] };
    expect(secretTexts(plan)).toEqual(["planned_values.0.values.password"]);
    expect(secretTexts({ expressions: { password_wo: { constant_value: "x" } } })).toHaveLength(1);
    const declared = { constant_value: "${ephemeral.a.b.result}", references: ["ephemeral.a.b.result"] };
    expect(secretTexts({ expressions: { password_wo: declared } })).toEqual([]);
  });

  test("a bypass is found in names and texts, and not in a hash", () => {
    expect(bypassTexts({ env: [{ name: "E2E_BYPASS_KEY" }] })).toHaveLength(1);
    expect(bypassTexts({ secret_id: "netra-e2e-key" })).toHaveLength(1);
    expect(bypassTexts({ "google_x.oauth-simulation": { a: "b" } })).toHaveLength(1);
    expect(bypassTexts({ name: "neg-1e2e44" })).toEqual([]);
  });
});

describe("runChild", () => {
  const run = (script: string, deadlineSeconds: number) =>
    runChild(process.execPath, ["-e", script], { cwd: tmpdir(), env: process.env, deadlineSeconds });

  test("returns what was printed, and a status that is not 0 as a failure", async () => {
    expect(await run("console.log(1); console.error(2)", 20)).toMatchObject({ stdout: "1\n", stderr: "2\n" });
    expect(await run("process.exit(3)", 20)).toMatchObject({ failure: "ended with status 3" });
  });

  test("says what cannot be started", async () => {
    const result = await runChild("no-such-program", [], { cwd: tmpdir(), env: process.env, deadlineSeconds: 20 });
    expect(result.failure).toBe("spawn no-such-program ENOENT");
  });

  test("kills what ignores signals, together with what that has started", async () => {
    const grandchild = `require("node:child_process").spawn("sleep", ["600"], { stdio: "inherit" })`;
    const result = await run(
      `process.on("SIGINT", () => {}); process.on("SIGTERM", () => {}); console.log(${grandchild}.pid)`,
      2,
    );
    expect(result.failure).toBe("no answer within 2 s");
    const pid = Number(result.stdout);
    expect(pid).toBeGreaterThan(1);
    await expect(ended(pid)).resolves.toBe(true);
  });
});

/** Whether a process has ended, or will have within two seconds. */
async function ended(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 40; attempt++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    if (isUncollected(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** Ended, but still listed: whoever inherits an orphan may take its time to collect it. Only Linux tells. */
function isUncollected(pid: number): boolean {
  try {
    const [, state] = /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return state === "Z";
  } catch {
    return false;
  }
}
