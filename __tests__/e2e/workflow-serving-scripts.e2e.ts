import { SECRETS, describeScripts, runScripts, traceText, type StandInAnswer, type ScriptRun } from "../support/script";

/** serving.sh, check-serving.sh and roll-back.sh: what serves, whether it should, and the way back. */

interface Live {
  readonly created?: string;
  readonly ready?: string;
  /** Percent by revision. */
  readonly traffic?: Readonly<Record<string, number>>;
}

/** The one service in another region. */
const FAR = "far";

/** A stack's file with services by name; the text is the revision that the code pins. */
const stack = (pins: Readonly<Record<string, string | undefined>>): string =>
  JSON.stringify({
    provider: { google: [{ project: "netra-test" }] },
    resource: {
      google_cloud_run_v2_service: Object.fromEntries(
        Object.entries(pins).map(([name, revision]) => [
          name,
          { name, location: name === FAR ? "europe-west1" : "us-central1", traffic: [{ percent: 100, revision }] },
        ]),
      ),
    },
  });

const FILE = "cdktf.out/stacks/staging-services/cdk.tf.json";
const ONE = { web: undefined };

/** Google's list, in the form of its first API. */
const list = (services: Readonly<Record<string, Live>>): string =>
  JSON.stringify(
    Object.entries(services).map(([name, { created, ready, traffic = {} }]) => ({
      metadata: { name },
      status: {
        latestCreatedRevisionName: created,
        latestReadyRevisionName: ready,
        traffic: Object.entries(traffic).map(([revisionName, percent]) => ({ revisionName, percent })),
      },
    })),
  );

const live = (services: Readonly<Record<string, Live>>, rest: Partial<StandInAnswer> = {}): StandInAnswer => ({
  to: "gcloud run services list",
  stdout: list(services),
  ...rest,
});
const NEW: Live = { created: "web-2", ready: "web-2", traffic: { "web-2": 100 } };
const DOWN: StandInAnswer = { to: "gcloud run services list", stderr: "ERROR: gcloud: unavailable", code: 1 };
const PINNED: StandInAnswer = { to: "gcloud run services update-traffic", stdout: "Updating traffic...done." };
const DATE: StandInAnswer = { to: "date -u", stdout: "2026-12-01\n" };

const check = (
  answers: readonly StandInAnswer[],
  pins: Readonly<Record<string, string | undefined>> = ONE,
): ScriptRun => ({
  script: "check-serving.sh",
  args: ["staging"],
  env: { ATTEMPTS: "2", PAUSE: "7" },
  files: { [FILE]: stack(pins) },
  answers: [...answers, { to: "sleep 7" }],
});

/** A line of serving.sh. */
const was = (name: string, created: string, ready: string, serving: string): string =>
  `${[name, "netra-test", "us-central1", name, created, ready, serving, "-"].join("\t")}\n`;

const back = (
  before: readonly string[],
  answers: readonly StandInAnswer[],
  pins: Readonly<Record<string, string>> = {},
): ScriptRun => {
  const names = before.map((line) => line.split("\t")[0] ?? "");
  return {
    script: "roll-back.sh",
    args: ["staging", "before.tsv"],
    files: {
      [FILE]: stack(Object.fromEntries((names.length > 0 ? names : ["web"]).map((name) => [name, pins[name]]))),
      "before.tsv": before.join(""),
    },
    answers: [DATE, ...answers],
  };
};

describeScripts("serving.sh", () => {
  const ended = runScripts({
    lists: {
      script: "serving.sh",
      args: ["staging"],
      files: { [FILE]: stack({ web: undefined, "a b;$(id)": "pinned-1", absent: undefined, [FAR]: undefined }) },
      answers: [
        live({ web: { created: "web-9" }, [FAR]: { created: "far-1" } }, { to: "--region europe-west1" }),
        live({
          other: NEW,
          web: { created: "web-3", ready: "web-2", traffic: { "web-1": 90, "web-2": 10, "web-0": 0 } },
          "a b;$(id)": NEW,
        }),
      ],
    },
    unasked: { script: "serving.sh", args: ["staging"], files: { [FILE]: stack(ONE) }, answers: [DOWN] },
    garbled: {
      script: "serving.sh",
      args: ["staging"],
      files: { [FILE]: stack(ONE) },
      answers: [{ to: "gcloud", stdout: "<html>" }],
    },
    unsynthesized: { script: "serving.sh", args: ["staging"] },
  });

  test("a line per declared service, with a dash where there is nothing", () => {
    expect(ended("lists")).toMatchObject({ code: 0, stderr: "" });
    expect(
      ended("lists")
        .stdout.trimEnd()
        .split("\n")
        .map((line) => line.split("\t")),
    ).toEqual([
      ["web", "netra-test", "us-central1", "web", "web-3", "web-2", "web-1=90,web-2=10", "-"],
      ["a b;$(id)", "netra-test", "us-central1", "a b;$(id)", "web-2", "web-2", "web-2=100", "pinned-1"],
      ["absent", "netra-test", "us-central1", "absent", "-", "-", "-", "-"],
      ["far", "netra-test", "europe-west1", "far", "far-1", "-", "-", "-"],
    ]);
    expect(ended("lists").calls).toEqual(
      ["europe-west1", "us-central1"].map((region) =>
        `gcloud run services list --project netra-test --region ${region} --format json`.split(" "),
      ),
    );
  });

  test("what Google or the stack's file does not tell ends in 2, without a line", () => {
    for (const name of ["unasked", "garbled", "unsynthesized"] as const) {
      expect(ended(name)).toMatchObject({ code: 2, stdout: "" });
      expect(ended(name).stderr).not.toBe("");
    }
    expect(ended("unasked").stderr).toContain("gcloud: unavailable");
  });
});

describeScripts("check-serving.sh", () => {
  const ended = runScripts({
    good: check([live({ web: NEW, api: { created: "api-2", ready: "api-1", traffic: { "api-1": 100 } } })], {
      web: undefined,
      api: "api-1",
    }),
    later: check([live({ web: { ...NEW, ready: "web-1" } }, { once: true }), live({ web: NEW })]),
    wrong: check(
      [
        live({
          web: { ...NEW, ready: "web-1", traffic: { "web-1": 100 } },
          split: { created: "split-2", ready: "split-2", traffic: { "split-1": 50, "split-2": 50 } },
          good: NEW,
          unpinned: NEW,
        }),
      ],
      { web: undefined, split: undefined, good: undefined, absent: undefined, unpinned: "web-1" },
    ),
    unasked: check([DOWN]),
    recovered: check([{ ...DOWN, once: true }, live({ web: NEW })]),
  });
  const slept = (name: Parameters<typeof ended>[0]): number =>
    ended(name).calls.filter(([program]) => program === "sleep").length;

  test("the latest revision serves, or the one that the code pins: at once, or when it was asked again", () => {
    for (const name of ["good", "later", "recovered"] as const) {
      expect(ended(name)).toMatchObject({
        code: 0,
        stdout: "every service of staging serves the revision that it should\n",
      });
    }
    expect([slept("good"), slept("later"), slept("recovered")]).toEqual([0, 1, 1]);
  });

  test("what does not serve is said, after the last attempt and without another pause", () => {
    expect(ended("wrong")).toMatchObject({ code: 1, stdout: "" });
    expect(ended("wrong").stderr.split("\n")).toEqual([
      "web: web-2 is not ready; web-1 was the last that was",
      "split: traffic goes to split-1=50,split-2=50; all of it should go to split-2",
      "absent: service absent of netra-test (us-central1) does not exist",
      "unpinned: traffic goes to web-2=100; all of it should go to web-1, which the code pins",
      "",
    ]);
    expect(slept("wrong")).toBe(1);
  });

  test("no answer is none, not a finding", () => {
    expect(ended("unasked")).toMatchObject({ code: 2, stdout: "" });
    expect(ended("unasked").stderr).toContain("what staging serves could not be told\n");
  });
});

describeScripts("roll-back.sh", () => {
  const old = (name: string): string => was(name, `${name}-1`, `${name}-1`, `${name}-1=100`);
  const serves = (created: string, ready = created, serving = ready): Live => ({
    created,
    ready,
    traffic: { [serving]: 100 },
  });
  const ended = runScripts({
    moved: {
      ...back(
        [
          old("web"),
          old("unready"),
          was("pinned", "pinned-1", "pinned-1", "pinned-0=100"),
          was("lifted", "lifted-2", "lifted-2", "lifted-1=100"),
          was("split", "split-1", "split-1", "split-0=50,split-1=50"),
        ],
        [
          live({
            web: serves("web-2"),
            unready: serves("unready-2", "unready-1"),
            pinned: serves("pinned-2"),
            lifted: serves("lifted-2"),
            split: serves("split-2"),
          }),
          PINNED,
        ],
      ),
      env: { OWNER: 'team "a"; `id`', DAYS: "3" },
    },
    untouched: back(
      [
        old("same"),
        was("delivered", "delivered-2", "delivered-1", "delivered-1=100"),
        was("still", "still-1", "still-1", "still-0=100"),
        old("kept"),
      ],
      [
        live({
          same: serves("same-1"),
          delivered: serves("delivered-2"),
          still: serves("still-1", "still-1", "still-0"),
          kept: serves("kept-2", "kept-2", "kept-1"),
        }),
        PINNED,
      ],
      { kept: "kept-1" },
    ),
    refused: back(
      [old("web"), was("young", "-", "-", "-"), old("api")],
      [
        live({ web: NEW, young: { created: "young-1" }, api: serves("api-2") }),
        { to: "update-traffic web", stderr: "ERROR: permission denied", code: 1 },
        PINNED,
      ],
    ),
    unasked: back([old("web")], [DOWN]),
    unknownBefore: back([], [live({ web: NEW })]),
  });
  const updates = (name: Parameters<typeof ended>[0]): readonly string[] =>
    ended(name)
      .calls.filter((call) => call[3] === "update-traffic")
      .map((call) => call.join(" "));
  const pin = (service: string, revision: string): string =>
    `gcloud run services update-traffic ${service} --project netra-test --region us-central1 --to-revisions ${revision}=100 --quiet`;

  test("traffic is pinned to what users had: the ready revision from before, or one that was pinned then", () => {
    expect(ended("moved").code).toBe(0);
    expect(updates("moved")).toEqual([
      pin("web", "web-1"),
      // It may still become ready.
      pin("unready", "unready-1"),
      pin("pinned", "pinned-0"),
      // The deploy itself unpinned it.
      pin("lifted", "lifted-1"),
      pin("split", "split-1"),
    ]);
  });

  test("the way back, and how the pin is kept, are said with owner and last day", () => {
    const { stdout, calls } = ended("moved");
    expect(calls).toContainEqual(["date", "-u", "-d", "+3 days", "+%F"]);
    expect(stdout.split("\n").slice(0, 5)).toEqual([
      "- `web`: traffic of staging is **pinned** to `web-1`, away from `web-2`; owner team a id, until 2026-12-01",
      "  - unpin: `gcloud run services update-traffic web --project netra-test --region us-central1 --to-latest`",
      '  - the next deploy unpins it too, unless `environments/staging.ts` says both: in `services["web"]` `pinnedRevision: "web-1"`',
      '    and in `waivers` `{ rule: "run-traffic-latest", address: "google_cloud_run_v2_service.web",',
      '    reason: "rolled back from web-2", owner: "team a id", expires: "2026-12-01" }`',
    ]);
    expect(stdout).not.toContain("Updating");
  });

  test("without settings the platform owns it for a week", () => {
    expect(ended("refused").calls).toContainEqual(["date", "-u", "-d", "+7 days", "+%F"]);
    expect(ended("refused").stdout).toContain("owner platform, until");
  });

  test("a service that the deploy did not move is left alone, and so is one that the code pins", () => {
    expect(updates("untouched")).toEqual([]);
    expect(ended("untouched")).toMatchObject({
      code: 0,
      stdout: "No service of staging got a new revision: there is nothing to roll back.\n",
    });
  });

  test("a service that cannot be pinned, or never was ready, does not keep the next one from it", () => {
    expect(updates("refused")).toEqual([pin("web", "web-1"), pin("api", "api-1")]);
    expect(ended("refused").code).toBe(1);
    expect(ended("refused").stdout.split("\n").slice(0, 3)).toEqual([
      "- **`web` could not be pinned** to `web-1`; it serves what it served",
      "- `young` had no ready revision before `young-1`: there is nothing to go back to",
      "- `api`: traffic of staging is **pinned** to `api-1`, away from `api-2`; owner platform, until 2026-12-01",
    ]);
    expect(ended("refused").stderr).toContain("permission denied");
  });

  test("where nobody knows what serves or served, nothing is touched, and that is said too", () => {
    for (const name of ["unasked", "unknownBefore"] as const) {
      expect(updates(name)).toEqual([]);
      expect(ended(name).code).toBe(2);
      expect(ended(name).stdout).toMatch(/^\*\*Nothing of staging is rolled back: .* could not be told\.\*\*/);
    }
  });

  test("no secret is passed on", () => {
    for (const name of ["moved", "refused", "unasked"] as const) {
      for (const secret of Object.values(SECRETS)) expect(traceText(ended(name))).not.toContain(secret);
    }
  });
});
