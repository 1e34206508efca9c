import { GoogleApiError } from "../../../verify/google-answers";
import type { GoogleApi } from "../../../verify/google-api";
import { trial } from "../../fixture/trial";
import { failed } from "../../../verify/engine/attempt";
import { readAddressAnew } from "../../../verify/live/load-balancer";
import { dnsChecks, type Names } from "../../../verify/checks/dns";
import { startNameServer, type KnownName, type NameServer } from "../../support/misbehaving-names";
import { attemptOf, checkOf, foundOf, runQuickly, verdictOf } from "../../support/misbehaving-run";

const HOST = "api.trial.chat.example";
const DECLARED = "203.0.113.7";
const IPV6 = Buffer.from("20010db8000000000000000000000001", "hex");

/** Longer than any test: only what is silent is not waited for. */
const PATIENCE = 60_000;

async function withNames<T>(
  knowledge: KnownName | undefined,
  declared: Names["declaredAddress"],
  action: (names: Names, server: NameServer) => Promise<T>,
  patience = PATIENCE,
): Promise<T> {
  const server: NameServer = await startNameServer(knowledge === undefined ? {} : { [HOST]: knowledge }, patience);
  try {
    return await action({ resolver: server.resolver, declaredAddress: declared }, server);
  } finally {
    await server.close();
  }
}

test.each<[string, KnownName | undefined, string | undefined, string, string]>([
  ["the load balancer's address", { a: [DECLARED] }, DECLARED, "passed", DECLARED],
  ["another address", { a: ["198.51.100.9"] }, DECLARED, "failed dns-elsewhere", "198.51.100.9"],
  [
    "another address beside it",
    { a: ["198.51.100.9", DECLARED] },
    DECLARED,
    "failed dns-elsewhere",
    `198.51.100.9, ${DECLARED}`,
  ],
  [
    "an IPv6 address beside it",
    { a: [DECLARED], aaaa: [IPV6] },
    DECLARED,
    "failed dns-elsewhere",
    `${DECLARED}, 2001:db8::1`,
  ],
  ["no address", {}, DECLARED, "failed dns-missing", "no A record"],
  ["no such name", undefined, DECLARED, "failed dns-missing", "no A record"],
  [
    "no address to compare with",
    { a: [DECLARED] },
    undefined,
    "unknown",
    `${DECLARED}; the load balancer has no address to compare with`,
  ],
])("%s", async (_name, knowledge, declared, verdict, found) => {
  await withNames(
    knowledge,
    () => Promise.resolve(declared),
    async (names) => {
      const attempt = await attemptOf(dnsChecks(trial, names), `dns/${HOST}`);
      expect([verdictOf(attempt), foundOf(attempt)]).toEqual([verdict, found]);
    },
  );
});

describe("nobody can tell", () => {
  const askAll = (knowledge: KnownName, declared: Names["declaredAddress"], patience?: number) =>
    withNames(
      knowledge,
      declared,
      async (names) => {
        // A resolver's shortest patience is a quarter of a second: one attempt is enough.
        const check = { ...checkOf(dnsChecks(trial, names), `dns/${HOST}`), attempts: 1 };
        const { outcomes } = await runQuickly([check]);
        return outcomes.map(({ last }) => last);
      },
      patience,
    );

  test("the name server is silent, which may be this machine's own trouble", async () => {
    const reason = `${HOST}: the name server does not tell (ETIMEOUT)`;
    expect(await askAll("silence", () => Promise.resolve(DECLARED), 20)).toEqual([{ verdict: "unknown", reason }]);
  });

  test("a host without an address has failed all the same", async () => {
    const refused = (): Promise<never> => Promise.reject(new GoogleApiError(403, "compute addresses: forbidden"));
    expect(await askAll({}, refused)).toEqual([
      failed("dns-missing", "no A record", "an A record with the load balancer's address"),
    ]);
  });

  test("Google does not tell the address", async () => {
    const refused = (): Promise<never> => Promise.reject(new GoogleApiError(403, "compute addresses: forbidden"));
    expect(await askAll({ a: [DECLARED] }, refused)).toEqual([
      { verdict: "unknown", reason: "compute addresses: forbidden" },
    ]);
  });
});

test("a name server that fails every time is a fault that users meet", async () => {
  await withNames(
    "servfail",
    () => Promise.resolve(DECLARED),
    async (names) => {
      const { outcomes } = await runQuickly(dnsChecks(trial, names).filter(({ id }) => id === `dns/${HOST}`));
      const found = `${HOST}: the name server fails (ESERVFAIL)`;
      expect(outcomes).toMatchObject([
        { attempts: 3, last: failed("dns-failing", found, "an A record with the load balancer's address") },
      ]);
    },
  );
});

test("the end of an attempt ends its questions", async () => {
  await withNames(
    "silence",
    () => Promise.resolve(DECLARED),
    async (names, { silence }) => {
      await expect(attemptOf(dnsChecks(trial, names), `dns/${HOST}`, silence)).rejects.toThrow(
        `${HOST}: the name server does not tell (ECANCELLED)`,
      );
    },
  );
});

test("where --connect-to says the address, DNS is not asked", async () => {
  const { outcomes } = await runQuickly(dnsChecks(trial, undefined));
  expect(outcomes.map(({ last }) => last)).toEqual(
    Array(4).fill({ verdict: "skipped", reason: "--connect-to says where to connect" }),
  );
});

describe("the declared address", () => {
  const google = (get: GoogleApi["get"]): GoogleApi => ({ get, post: () => Promise.reject(new Error("not asked")) });
  const signal = new AbortController().signal;

  test("is the global address of the load balancer", async () => {
    const asked: unknown[] = [];
    const api = google((...call) => {
      asked.push(call);
      return Promise.resolve({ address: DECLARED });
    });
    expect(await readAddressAnew(trial, api, signal)).toBe(DECLARED);
    expect(asked).toEqual([["compute", "projects/example-trial/global/addresses/netra-trial-lb-address", {}, signal]]);
  });

  test("is none where it does not exist, and not known where Google refuses", async () => {
    const refusing = (status: number): GoogleApi => google(() => Promise.reject(new GoogleApiError(status, "refused")));
    expect(await readAddressAnew(trial, refusing(404), signal)).toBeUndefined();
    await expect(readAddressAnew(trial, refusing(403), signal)).rejects.toThrow("refused");
  });
});
