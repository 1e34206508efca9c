import { trial } from "../../fixture/trial";
import { toldExpiry, tokenSeconds } from "../../../verify/e2e/token-expiry";
import type { SymptomId } from "../../../verify/symptoms";

/** Seconds that a test took, and how it failed, where it did. */
type Ran = readonly [seconds: number, symptom?: SymptomId];

const LIFETIME = 1800;

const toldSymptoms = (runSeconds: number, ran: readonly Ran[]): readonly string[] =>
  toldExpiry(
    ran.map(([seconds, symptom], index) => ({
      name: `t${index}`,
      seconds,
      outcome: symptom === undefined ? ("passed" as const) : ("failed" as const),
      text: "",
      isTransient: false,
      ...(symptom !== undefined && { symptom }),
    })),
    LIFETIME,
    runSeconds,
  ).map(({ symptom }) => symptom ?? "passed");

test.each<[what: string, runSeconds: number, ran: readonly Ran[], told: readonly string[]]>([
  [
    "refused from the beginning: a wrong token",
    2000,
    [
      [900, "unauthorized"],
      [1100, "unauthorized"],
    ],
    ["unauthorized", "unauthorized"],
  ],
  [
    "refused once a token's time is over",
    2000,
    [[1790], [60, "unauthorized"], [150, "socket-refused"]],
    ["passed", "token-expired", "token-expired"],
  ],
  [
    "refused before, and after",
    2000,
    [[10], [10, "unauthorized"], [1980, "unauthorized"]],
    ["passed", "unauthorized", "unauthorized"],
  ],
  [
    "nothing passed before",
    2000,
    [
      [1900, "timeout"],
      [100, "unauthorized"],
    ],
    ["timeout", "unauthorized"],
  ],
  [
    "other failures stay",
    2000,
    [[1900], [50, "timeout"], [50, "unauthorized"]],
    ["passed", "timeout", "token-expired"],
  ],
  ["side by side, in a short run", 1000, [[1900], [100, "unauthorized"]], ["passed", "unauthorized"]],
  ["no refusal", 2000, [[2000, "timeout"]], ["timeout"]],
])("%s", (_, runSeconds, ran, told) => {
  expect(toldSymptoms(runSeconds, ran)).toEqual(told);
});

test("a token lives as long as the shortest of the services says", () => {
  expect(tokenSeconds(trial)).toBe(1800);
  expect(tokenSeconds({ services: {} })).toBe(Infinity);
});
