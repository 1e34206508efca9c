import { sandboxProjects } from "../../../cli/shared/sandbox-variables";
import type { Environment } from "../../../environments/environment";
import type { JsonObject } from "../../../sandbox/core/json";
import { startSandbox, type Sandbox } from "../../../sandbox/start";
import { sandboxVariables } from "../../../sandbox/variables";
import { passed, type Attempt } from "../../../verify/engine/attempt";
import { adminChecks } from "../../../verify/live-checks";
import type { Check } from "../../../verify/engine/check";
import type { Json } from "../../../verify/google-answers";
import { googleApi } from "../../../verify/google-api";
import { sandboxFetch } from "../../support/sandbox-fetch";
import { testClock } from "../../support/test-clock";
import { gauges, seed } from "./gauges";
import { healthy } from "./healthy";

const SERVICES = ["run", "sqladmin", "redis", "secretmanager", "compute", "monitoring"];

/** When the checks of these tests are made. */
export const NOW = new Date("2026-11-22T12:00:00Z");

/** A series of one point, written a minute ago. */
export interface LiveSeries {
  readonly metric: { readonly type: string; readonly labels?: Readonly<Record<string, string>> };
  readonly resource: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
  readonly value: JsonObject;
  /** How long before its end the point's interval begins; absent for a gauge. */
  readonly overSeconds?: number;
}

/** A live environment under test: the sandbox's APIs with a healthy environment in them. */
export interface LiveEnvironment {
  /** Every check, made anew: nothing is remembered of earlier ones. */
  readonly checks: () => readonly Check[];
  /** One attempt of one check. */
  readonly attempt: (id: string) => Promise<Attempt>;
  /** Sets what stands at a path of a resource, `settings.tier`; undefined takes it away. */
  readonly set: (name: string, path: string, value: Json | undefined) => void;
  readonly remove: (name: string) => void;
  /** Has requests refused whose path holds a text. */
  readonly refuse: (path: string, status: number) => void;
  /** Has the project's Monitoring know values. */
  readonly series: (...series: readonly LiveSeries[]) => Promise<void>;
  /** Has it know what running instances write every minute. */
  readonly gauges: () => Promise<void>;
  /** The query of the last question to Monitoring. */
  readonly asked: () => Readonly<Record<string, string>>;
  /** What stands where the auth host is asked. */
  readonly answer: (attempt: Attempt) => void;
  /** Hosts and paths that were asked over HTTPS. */
  readonly visited: () => readonly string[];
  readonly sandbox: () => Sandbox;
}

/** A sandbox for a test file, with a healthy environment before each test. */
export function useLive(environment: Environment): LiveEnvironment {
  let running: Sandbox | undefined;
  const sandbox = (): Sandbox => running!;
  const visited: string[] = [];
  let answer = passed("200");
  beforeAll(async () => {
    running = await startSandbox({ port: 0, projects: sandboxProjects([environment]) });
    jest.spyOn(globalThis, "fetch").mockImplementation(sandboxFetch(running));
  });
  beforeEach(() => {
    const { store, faults, journal } = sandbox();
    for (const [name] of store.below(""))
      if (/^(run|sql|redis|secretmanager|compute|monitoring|iam-pol)/.test(name)) store.remove(name);
    for (const service of SERVICES) {
      const name = `${service}.googleapis.com`;
      store.put(`serviceusage/projects/${environment.project}/services/${name}`, { name, state: "ENABLED" });
    }
    for (const [name, resource] of Object.entries(healthy(environment))) store.put(name, resource);
    faults.clear();
    journal.clear();
    visited.length = 0;
    answer = passed("200");
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await running?.close();
  });
  const checks = (): readonly Check[] =>
    adminChecks(environment, googleApi(sandboxVariables(sandbox().url), testClock()), {
      now: () => NOW,
      routeAnswer: (host, path) => {
        visited.push(`${host}${path}`);
        return Promise.resolve(answer);
      },
    });
  return {
    sandbox,
    checks,
    attempt: (id) => {
      const check = checks().find((each) => each.id === id);
      if (check === undefined) throw new Error(`no check ${id}`);
      return check.attempt(new AbortController().signal);
    },
    set: (name, path, value) => {
      const stored = sandbox().store.get(name);
      if (stored === undefined) throw new Error(`no ${name}`);
      sandbox().store.put(name, withValue(stored, path.split("."), value) as JsonObject);
    },
    remove: (name) => {
      if (!sandbox().store.remove(name)) throw new Error(`no ${name}`);
    },
    refuse: (path, status) => sandbox().faults.add({ path, nth: 1, times: 99, harm: { kind: "status", status } }),
    series: (...series) => seed(sandbox(), environment, series.map(withPoint)),
    gauges: () => seed(sandbox(), environment, gauges(environment, MINUTE_AGO)),
    asked: () => {
      const path =
        sandbox()
          .journal.requests()
          .findLast((request) => request.path.includes("/timeSeries?"))?.path ?? "";
      return Object.fromEntries(new URLSearchParams(path.split("?")[1]));
    },
    answer: (attempt) => {
      answer = attempt;
    },
    visited: () => visited,
  };
}

const MINUTE_AGO = new Date(NOW.getTime() - 60_000);

const withPoint = ({ value, overSeconds = 0, ...series }: LiveSeries): JsonObject => {
  const startTime = new Date(MINUTE_AGO.getTime() - overSeconds * 1000).toISOString();
  return { ...series, points: [{ interval: { startTime, endTime: MINUTE_AGO.toISOString() }, value }] };
};

/** A copy with a value at a path; lists count from 0. */
function withValue(
  json: Json | undefined,
  [step, ...rest]: readonly string[],
  value: Json | undefined,
): Json | undefined {
  if (step === undefined) return value;
  if (Array.isArray(json)) {
    const copy = [...(json as readonly Json[])];
    const inner = withValue(copy[Number(step)], rest, value);
    copy.splice(Number(step), 1, ...(inner === undefined ? [] : [inner]));
    return copy;
  }
  const object = (json ?? {}) as JsonObject;
  const { [step]: _old, ...others } = object;
  const inner = withValue(object[step], rest, value);
  return inner === undefined ? others : { ...others, [step]: inner };
}
