import { PassThrough } from "node:stream";
import { backupProblem, finalBackup, type BackupRun } from "../../cli/shared/final-backup";
import { Interrupted, askAtInterruption } from "../../cli/shared/interruption";
import { comeBackLine, keptLines } from "../../cli/shared/kept-text";
import { lossLines } from "../../cli/shared/losses";
import { askPerson } from "../../cli/shared/question";
import { DEPLOY_WORDS, standingText } from "../../cli/shared/standing-text";
import { DESTROY_WORDS } from "../../cli/shared/destroy-environment";
import type { HeldResource } from "../../cli/shared/state-content";
import { TerraformFailed } from "../../cli/shared/terraform-failed";
import { trial } from "../fixture/trial";
import { NOTHING_KNOWN } from "../support/failure-context";

/** What a destroy says, and which backup it believes. */

const NOW = new Date("2026-11-29T12:00:00Z");
const at = (time: string): Date => new Date(`2026-11-29T${time}:00Z`);

const RUN: BackupRun = { id: "7", status: "SUCCESSFUL", type: "ON_DEMAND", started: at("10:00"), ended: at("10:30") };
const MOMENT = { now: NOW, deployed: at("09:00") };

describe("a final backup", () => {
  test.each<[what: string, run: Partial<BackupRun>, problem: string | undefined]>([
    ["one on demand, after the last deploy, complete and recent", {}, undefined],
    [
      "four hours old to the minute",
      { started: at("09:01"), ended: new Date(NOW.getTime() - 4 * 3_600_000) },
      undefined,
    ],
    ["an automated one", { type: "AUTOMATED" }, "is AUTOMATED: Cloud SQL deletes those by itself"],
    ["a failed one", { status: "FAILED" }, "is FAILED"],
    ["one under way", { status: "RUNNING", ended: undefined }, "is RUNNING"],
    ["one that was skipped", { status: "SKIPPED" }, "is SKIPPED"],
    ["one without times", { started: undefined, ended: undefined }, "does not say when it was made"],
    [
      "yesterday's",
      { started: at("07:00"), ended: at("07:59") },
      "ended at 2026-11-29T07:59:00.000Z, more than 4 hours ago",
    ],
    [
      "one that began before the last deploy",
      { started: at("08:59"), ended: at("09:30") },
      "began at 2026-11-29T08:59:00.000Z, before the last deploy (2026-11-29T09:00:00.000Z)",
    ],
  ])("%s", (_what, run, problem) => expect(backupProblem({ ...RUN, ...run }, MOMENT)).toBe(problem));

  test("any one of them is enough, also where nothing was ever deployed", () => {
    const failed = { ...RUN, id: "8", status: "FAILED" };
    expect(finalBackup(trial, [failed, RUN], { ...MOMENT, deployed: undefined })).toBe(RUN);
  });

  test("without one it is refused: why, and the command that makes one", () => {
    expect(() => finalBackup(trial, [{ ...RUN, type: "AUTOMATED" }], MOMENT)).toThrow(
      [
        "trial: netra-trial-db has no final backup; a final one is made on demand after the last deploy, is complete and at most 4 hours old",
        "backup 7 is AUTOMATED: Cloud SQL deletes those by itself",
        "stop what writes, make one, and begin again:",
        '  gcloud sql backups create --instance netra-trial-db --project example-trial --description "final"',
      ].join("\n"),
    );
    expect(() => finalBackup(trial, [], MOMENT)).toThrow("it has no backup at all");
  });
});

const held = (type: string, name: string, ip?: string): HeldResource => ({
  address: `${type}.x`,
  type,
  name,
  isTainted: false,
  ...(ip !== undefined && { ip }),
});

test("what is lost: by what people call it, the worst first, and only what is there", () => {
  const lines = lossLines(trial, [
    held("google_compute_network", "network"),
    held("google_secret_manager_secret", "key"),
    held("google_secret_manager_secret", "password"),
    held("google_compute_global_address", "lb", "203.0.113.7"),
    held("google_compute_global_address", "range"),
    held("google_sql_database_instance", "db"),
    held("google_compute_global_forwarding_rule", "rule"),
    held("google_monitoring_slo", "slo"),
  ]);
  expect(lines).toEqual([
    expect.stringMatching(/^URLs that nobody answers any more: https:\/\/\S+, https:/),
    "database instance db: all data in all its databases, and its point-in-time recovery",
    "secrets, with all their versions: key, password; what people have put there is kept nowhere else by this program",
    "addresses: lb (203.0.113.7); a new deploy gets others, and DNS has to follow",
    "1 alert, objective or dashboard",
    "3 more resources: networks, routes, grants, metrics",
  ]);
  expect(lossLines(trial, [])).toEqual([]);
});

describe("what Google keeps", () => {
  test("with when it ends and the page that says so; nothing of what was not there", () => {
    const lines = keptLines([held("google_sql_database_instance", "db")], NOW);
    expect(lines).toEqual([
      expect.stringMatching(
        /until then the connection, .* \(at the latest 2026-12-03 12:00 UTC; https:\/\/cloud\.google\.com\//,
      ),
      expect.stringMatching(
        /^the name of a deleted instance .* \(at the latest 2026-12-06 12:00 UTC; https:\/\/cloud\.google\.com\//,
      ),
    ]);
    expect(keptLines([held("google_cloud_run_v2_service", "a")], NOW)).toEqual([
      expect.stringContaining("(at the latest 2026-11-29 14:00 UTC; "),
    ]);
    expect(keptLines([held("google_compute_network", "n")], NOW)).toEqual([]);
  });

  const NETWORK = ["google_compute_network.network", "google_project_service.api_compute"];

  test("when to come back, where nothing but that is left", () => {
    expect(comeBackLine([...NETWORK, "google_compute_subnetwork.network_subnet"], NOW)).toBe(
      "Google may hold what is left for a while, which is no failure then: google_compute_network.network, google_compute_subnetwork.network_subnet; run the same command again from 2026-11-29 14:00 UTC on, and at the latest after 2026-12-03 12:00 UTC",
    );
  });

  test.each([
    ["something else is left too", [...NETWORK, "google_redis_instance.redis"]],
    ["nothing is left", []],
    ["only APIs are left", ["google_project_service.api_compute"]],
  ])("%s: there is no such advice", (_what, left) => expect(comeBackLine(left, NOW)).toBeUndefined());
});

test("where it stands: in the command's own words", () => {
  const failed = new TerraformFailed({
    ...{ stack: "b", verb: "apply", how: "failed", isKilled: false, lines: [], stderr: "", keptState: undefined },
    outcome: { total: 3, applied: 2, left: [{ address: "t.x", fate: "failed" }], unsaved: [], isCut: false },
    context: NOTHING_KNOWN,
  });
  const stacks = { names: ["c", "b", "a"], finished: ["c"] };
  expect(standingText(stacks, failed, DESTROY_WORDS)).toEqual([
    "b: 2 of 3 changes are destroyed",
    "b: not destroyed: t.x (failed)",
    "destroyed: c; in part: b; not destroyed: a",
    "to go on: correct the cause, run the same command again; what is destroyed stays so",
  ]);
  expect(standingText(stacks, undefined, DEPLOY_WORDS)[0]).toBe("applied: c; not applied: b, a");
});

describe("a question", () => {
  const answered = (text: string) => {
    const input = new PassThrough();
    input.end(text);
    return askPerson("sure? ", { input, output: new PassThrough() });
  };

  test.each([
    ["an answer", " example-trial \n", "example-trial"],
    ["an end without one (Ctrl-D)", "", ""],
  ])("%s", async (_what, text, answer) => expect(await answered(text)).toBe(answer));

  test("Ctrl-C is no answer: nothing is done after it", async () => {
    const release = askAtInterruption({ notice: "", ask: () => undefined });
    const kill = jest.spyOn(process, "kill").mockImplementation((_pid, signal) => {
      process.emit(signal as "SIGINT");
      return true;
    });
    const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true })];
    const answer = askPerson("sure? ", { input, output });
    input.write("\u0003");
    await expect(answer).rejects.toThrow(Interrupted);
    kill.mockRestore();
    release();
  });
});
