import { readdirSync, statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { openDeployable, type Deployable, type Ended, type Running, type Standing } from "./deployable";
import { marked, until } from "./processes";

/**
 * A deploy that is interrupted at every moment, in every way: live, state and lock agree, nothing is left behind, the words
 * say where it stands, and the next deploy goes through. With the real Terraform, and no provider.
 */

let site: Deployable;
beforeEach(async () => (site = await openDeployable()));
afterEach(() => site.close());

type Standings = Readonly<Record<string, Standing>>;

const FOUNDATION: Standings = {
  "foundation.first": "whole",
  "foundation.second": "whole",
  "foundation.third": "whole",
};
const WHOLE: Standings = { ...FOUNDATION, "services.first": "whole" };

/** A moment of a deploy. */
interface Moment {
  /**
   * Resolves when the deploy is there, where it stays until it is interrupted.
   *
   * @param harm - how late Google answers what Terraform asks until it has stopped
   */
  readonly reach: (harm: Latency) => Promise<void>;
  /** Tenths of a second that the second resource takes. @default 1 */
  readonly pauses?: number;
  /** What is live afterwards. */
  readonly live: Standings;
  /** What it says of the stacks, and within them. */
  readonly said: readonly string[];
  /** Terraform holds the state's lock, and has something to do before it can stop. */
  readonly isLocked?: true;
}

/** Seconds until a deploy is at a moment; it takes about six, and a busy machine longer. */
const MOST_SECONDS = 60;

/** How late Google answers. */
interface Latency {
  readonly kind: "latency";
  readonly milliseconds: number;
}
const latency = (milliseconds: number): Latency => ({ kind: "latency", milliseconds });
/** Nobody waits for it. */
const NEVER = latency(600_000);
/** A signal comes while Terraform waits. */
const LATE = latency(1500);

/** Calls of the deploy that is interrupted. */
let calls: () => readonly string[];

async function held(verb: string, nth: number): Promise<void> {
  site.hold({ stack: "trial-foundation", verb, nth });
  await until(site.isHeld, MOST_SECONDS);
}

/** Whether a request that was slowed down has come. */
const isSlowed = (): boolean => site.sandbox.faults.list().some(({ fault, seen }) => seen >= fault.nth);

/** The second plan of a deploy is its own, under the lock. */
const isPlanning = (): boolean =>
  calls().filter((call) => call === "trial-foundation plan").length === 2 && site.locks().includes("foundation");

const NOTHING = ["applied: nothing; not applied: trial-foundation, trial-services\n"];

const MOMENTS: Readonly<Record<string, Moment>> = {
  "before the plan": { reach: () => held("init", 1), live: {}, said: NOTHING },
  "in the plan": {
    reach: async (harm) => {
      let isOrdered = false;
      site.watch(() => {
        if (isOrdered || !isPlanning()) return;
        isOrdered = true;
        site.sandbox.faults.add({ method: "GET", path: "default.tfstate", nth: 1, times: 1, harm });
      });
      await until(isSlowed, MOST_SECONDS);
    },
    live: {},
    said: NOTHING,
    isLocked: true,
  },
  "between plan and apply": { reach: () => held("show", 2), live: {}, said: NOTHING },
  "in the apply": {
    reach: async (harm) => {
      await until(() => site.live()["foundation.second"] === "half", MOST_SECONDS);
      // The state, which it writes when it stops.
      site.sandbox.faults.add({ method: "POST", path: "/upload/", nth: 1, times: 1, harm });
    },
    pauses: 600,
    live: { "foundation.first": "whole", "foundation.second": "half" },
    said: [
      "trial-foundation: 1 of 3 changes is applied\n",
      "trial-foundation: not applied: terraform_data.second (",
      "trial-foundation: not applied: terraform_data.third (not begun)\n",
      "applied: nothing; in part: trial-foundation; not applied: trial-services\n",
    ],
    isLocked: true,
  },
  "between two stacks": {
    reach: async () => {
      // It asks whether end-to-end tests run.
      site.sandbox.faults.add({ method: "GET", path: "-e2e", nth: 2, times: 1, harm: NEVER });
      await until(isSlowed, MOST_SECONDS);
    },
    live: FOUNDATION,
    said: ["applied: trial-foundation; not applied: trial-services\n"],
  },
};

/** Longer than a signal is taken for the same press. */
const NEXT_PRESS_MILLISECONDS = 1200;

function pressCtrlC({ child }: Running): void {
  try {
    process.kill(-child.pid!, "SIGINT");
  } catch {
    // It has ended, and so have all of its group.
  }
}

/** How a deploy is interrupted. */
const WAYS = {
  "by Ctrl-C": pressCtrlC,
  "by SIGTERM to the command alone": ({ child }: Running) => void child.kill("SIGTERM"),
  "by two signals": async (running: Running) => {
    pressCtrlC(running);
    await delay(NEXT_PRESS_MILLISECONDS);
    pressCtrlC(running);
  },
  "by SIGKILL": ({ child }: Running) => void child.kill("SIGKILL"),
} as const;
type Way = keyof typeof WAYS;

/** Reviewed digests by what is in the state: the same changes have the same digest. */
const digests = new Map<string, string>();
async function reviewed(): Promise<string> {
  const state = await site.state();
  const key = JSON.stringify(state);
  const digest = digests.get(key) ?? (await site.digest());
  // What is made anew has an id, which is one of its own each time.
  if (!Object.values(state).includes("half")) digests.set(key, digest);
  return digest;
}

/** Deploys, interrupts at a moment, and waits until nothing of it runs. */
async function interrupted({ reach, pauses = 1 }: Moment, way: Way): Promise<Ended> {
  const digest = await reviewed();
  const earlier = site.calls().length;
  calls = () => site.calls().slice(earlier);
  const running = site.deploy(digest, { TF_VAR_second: String(pauses) });
  const early = running.ended.then((ended) => Promise.reject(new Error(`it has ended: ${JSON.stringify(ended)}`)));
  // A second signal has to meet a Terraform that still waits.
  await Promise.race([reach(way === "by two signals" ? NEVER : LATE), early]);
  early.catch(() => undefined);
  await WAYS[way](running);
  const ended = await running.ended;
  await until(() => marked(running.mark).length === 0);
  return ended;
}

/** The next deploy makes the rest, and leaves nothing of its own or of the one before. */
async function expectNextDeploy(): Promise<void> {
  const { code, stderr } = await site.deploy(await reviewed()).ended;
  expect([code, stderr]).toEqual([0, ""]);
  expect([site.live(), await site.state(), site.locks()]).toEqual([WHOLE, WHOLE, []]);
  expect(readdirSync(site.inHome("tmp"))).toEqual([]);
}

const LOCKED = /^trial-foundation: the state is locked by \S+@\S+ since \S+Z \(\d minutes?\), for (plan|apply)$/m;
const BEHIND = "trial-foundation: Terraform was killed, so what it made last may be missing in its state\n";

const CASES = Object.keys(MOMENTS).flatMap((moment) => Object.keys(WAYS).map((way) => [moment, way as Way] as const));

test.each(CASES)("%s, %s", async (name, way) => {
  const moment = MOMENTS[name]!;
  const { code, stdout, stderr } = await interrupted(moment, way);
  // Whoever presses twice is told before what that leaves behind: a lock, and a state that lacks what was made last.
  const isKilled = way === "by two signals" && moment.isLocked === true;
  const isBehind = isKilled && name === "in the apply";
  expect([site.live(), await site.state()]).toEqual([moment.live, isBehind ? {} : moment.live]);
  expect(site.locks()).toEqual(isKilled ? ["foundation"] : []);
  expect([LOCKED.test(stdout), stdout.includes(BEHIND)]).toEqual([isKilled, isBehind]);
  // An error may be kept, masked; no state is, because Terraform could write it.
  const kept = readdirSync(site.inHome("state"), { recursive: true, encoding: "utf8" });
  expect(kept.filter((path) => !/^netra(\/errors(\/[\w-]+\.txt)?)?$/.test(path))).toEqual([]);
  const left = readdirSync(site.inHome("tmp"));
  if (way === "by SIGKILL") {
    // Nobody was left to say or to remove anything: the folder is its user's alone, and the next command removes it.
    expect([code, left.length, statSync(site.inHome("tmp", left[0]!)).mode & 0o777]).toEqual([null, 1, 0o700]);
  } else {
    expect([code, left]).toEqual([2, []]);
    for (const text of moment.said) expect(stdout).toContain(text);
    expect(stdout).toContain("to go on: review again and deploy with the new digest; what is applied stays\n");
    expect(stderr).toMatch(/interrupted/);
  }
  if (isKilled) await site.type(stdout, "force-unlock");
  await expectNextDeploy();
});

test.each(["by Ctrl-C", "by SIGKILL"] as const)(
  "while the first call makes an empty state, under a lock of its own, %s",
  async (way) => {
    digests.set("{}", digests.get("{}") ?? (await site.digest()));
    await site.close();
    site = await openDeployable();
    const reach = async (harm: Latency): Promise<void> => {
      // After the lock.
      site.sandbox.faults.add({ method: "POST", path: "/upload/", nth: 2, times: 1, harm });
      await until(isSlowed, MOST_SECONDS);
    };
    await interrupted({ reach, live: {}, said: [] }, way);
    expect(site.locks()).toEqual([]);
    await expectNextDeploy();
  },
);
