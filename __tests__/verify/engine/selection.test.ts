import { prd } from "../../fixture/prd";
import { trial } from "../../fixture/trial";
import { SYSTEM_CLOCK } from "../../../verify/clock";
import { AREAS } from "../../../verify/engine/check";
import { googleApi } from "../../../verify/google-api";
import { liveChecks } from "../../../verify/live-checks";
import { createMask } from "../../../verify/masking";
import { selectChecks } from "../../../verify/engine/selection";
import { PUBLIC_TARGET } from "../../../verify/http/target";

const checksOf = (environment: typeof trial | typeof prd) =>
  liveChecks(environment, {
    target: PUBLIC_TARGET,
    google: googleApi({}, SYSTEM_CLOCK),
    key: undefined,
    mask: createMask(),
    holdSeconds: 5,
    clock: SYSTEM_CLOCK,
  });
const ALL = checksOf(trial);

const idsOf = (...only: readonly string[]): readonly string[] => {
  const selection = selectChecks(ALL, only);
  if (!selection.ok) throw new Error(selection.problem);
  return selection.checks.map(({ id }) => id);
};

describe("all checks of an environment", () => {
  test("have ids of their own that begin with their area, and every area has some", () => {
    const ids = ALL.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ALL.filter(({ id, area }) => !id.startsWith(`${area}/`))).toEqual([]);
    expect(new Set(ALL.map(({ area }) => area))).toEqual(new Set(AREAS));
  });

  test("of prd ask for no token", () => {
    const tokens = (checks: typeof ALL): readonly string[] =>
      checks.map(({ id }) => id).filter((id) => id.startsWith("socket/") && id.endsWith("/token"));
    expect(tokens(ALL)).toHaveLength(3);
    expect(tokens(checksOf(prd))).toEqual([]);
  });
});

describe("--only", () => {
  test("nothing named is everything", () => expect(idsOf()).toEqual(ALL.map(({ id }) => id)));

  test("an area, several of them, and commas", () => {
    const expected = ALL.filter(({ area }) => area === "dns" || area === "tls").map(({ id }) => id);
    expect(idsOf("dns", "tls")).toEqual(expected);
    expect(idsOf("tls,dns")).toEqual(expected);
    expect(idsOf(" dns , tls ")).toEqual(expected);
  });

  test("the beginning of an id", () => {
    expect(idsOf("route/auth.")).toEqual([
      "route/auth.trial.chat.example/health/live",
      "route/auth.trial.chat.example/health/ready",
    ]);
    expect(idsOf("socket/api.trial.chat.example/ws/token")).toEqual(["socket/api.trial.chat.example/ws/token"]);
  });

  test("an area twice asks once", () => expect(idsOf("dns", "dns/app")).toEqual(idsOf("dns")));

  const areas = AREAS.join(", ");
  test.each([
    [["network"], `--only "network": no area and no beginning of an id; areas: ${areas}`],
    [["dns", "tsl,routes"], `--only "tsl", "routes": no area and no beginning of an id; areas: ${areas}`],
    [[""], `--only "": no area and no beginning of an id; areas: ${areas}`],
  ])("%j is no question", (only, problem) => {
    expect(selectChecks(ALL, only)).toEqual({ ok: false, problem });
  });

  test("an area without checks is none either", () => {
    expect(selectChecks([], ["dns"])).toEqual({ ok: false, problem: "--only dns: this environment has no such check" });
  });
});
