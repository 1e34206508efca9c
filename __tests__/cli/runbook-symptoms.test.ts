import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { STAGING_ONLY, symptomsOf } from "../../runbook/symptoms";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { SYSTEM_CLOCK } from "../../verify/clock";
import type { GoogleApi } from "../../verify/google-api";
import { liveChecks } from "../../verify/live-checks";
import { createMask } from "../../verify/masking";
import type { SocketEnd } from "../../verify/checks/socket/conversation";
import { judgeTalk } from "../../verify/checks/socket/judgement";
import { SYMPTOM_IDS, type SymptomId } from "../../verify/symptoms";
import { PUBLIC_TARGET } from "../../verify/http/target";

/** Production's runbook leaves out what prd can never see, and nothing else. */

const VERIFY = resolve(__dirname, "../../verify");

/** Where what only trial sees may be named: runs of the tests, callers with the bypass key, and the table itself. */
const OF_STAGING =
  /^(e2e\/|load\/|credentials\/|checks\/key-age\.ts$|checks\/socket\/judgement\.ts$|symptoms(\.ts$|\/))/;

test("trial's runbook explains every symptom, prd's all but those of the key and of the tests", () => {
  expect(symptomsOf(trial)).toEqual(SYMPTOM_IDS);
  expect(symptomsOf(prd)).toEqual(SYMPTOM_IDS.filter((id) => !STAGING_ONLY.includes(id)));
  expect(symptomsOf(prd)).toContain("host-unknown");
});

test("no check of prd names one: they stand only where a key is used or a test is read", () => {
  const files = readdirSync(VERIFY, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const naming = files.filter((file) => {
    const text = readFileSync(join(VERIFY, file), "utf8");
    return STAGING_ONLY.some((id) => text.includes(`"${id}"`));
  });
  expect(naming).toContain(join("credentials", "access-token.ts"));
  expect(naming).toContain(join("e2e", "classify.ts"));
  expect(naming.filter((file) => !OF_STAGING.test(file))).toEqual([]);
});

const ANSWERS = [200, 204, 301, 400, 401, 403, 404, 426, 429, 500, 502, 503, 504].flatMap(
  (status): readonly SocketEnd[] =>
    [undefined, "websocket-service", "frontend"].map((backend) => ({
      how: "refused",
      answer: { status, headers: {}, ...(backend !== undefined && { backend }) },
    })),
);
const CODES = [1000, 1001, 1006, 1008, 1011, 1012, 3000, 4000, 4401, 4999];
const ENDS: readonly SocketEnd[] = [
  ...ANSWERS,
  ...CODES.flatMap((code): readonly SocketEnd[] => [
    { how: "closed", code, seconds: 1 },
    { how: "held", code },
  ]),
  { how: "held", code: undefined },
  { how: "late" },
  { how: "no-pong" },
  { how: "invalid", what: "handshake", why: "x" },
  { how: "invalid", what: "frame", why: "x" },
];
const TERMS = { goal: 5, budget: 30, pingInterval: 20, hold: 5, close: 5 };

const symptomsSeen = (hasToken: boolean): ReadonlySet<SymptomId> =>
  new Set(
    ENDS.flatMap((end) => {
      const attempt = judgeTalk({ end }, TERMS, { hasToken, service: "websocket-service" });
      return attempt.verdict === "failed" ? [attempt.symptom] : [];
    }),
  );

test("a caller without a token, the only one that prd has, never sees one", () => {
  const seen = symptomsSeen(false);
  expect([...seen].filter((id) => STAGING_ONLY.includes(id))).toEqual([]);
  expect(seen.size).toBeGreaterThan(5);
  expect(symptomsSeen(true)).toContain("socket-refused");
});

test("prd is never asked with a token", () => {
  const never = (): Promise<never> => Promise.reject(new Error("nothing is asked"));
  const google: GoogleApi = { get: never, post: never };
  const idsOf = (environment: typeof trial | typeof prd): readonly string[] =>
    liveChecks(environment, {
      target: PUBLIC_TARGET,
      google,
      key: "key-of-a-test",
      mask: createMask(),
      holdSeconds: 5,
      clock: SYSTEM_CLOCK,
    }).map(({ id }) => id);
  expect(idsOf(trial).some((id) => id.endsWith("/token"))).toBe(true);
  expect(idsOf(prd).filter((id) => id.endsWith("/token"))).toEqual([]);
});
