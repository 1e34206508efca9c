import { Resolver } from "node:dns/promises";
import type { Environment } from "../../environments/environment";
import { routedHosts } from "../../environments/hosts";
import { failed, passed, skipped, unknown, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";

/** What the DNS checks ask. */
export interface Names {
  /** A new one for each attempt: cancelling one attempt must not cancel another's queries. */
  readonly resolver: () => Pick<Resolver, "resolve4" | "resolve6" | "cancel">;
  /** The load balancer's address; undefined where it has none yet. @throws where nobody can tell */
  readonly declaredAddress: (signal: AbortSignal) => Promise<string | undefined>;
}

/** What the machine's name servers say, without its hosts file. */
export const publicResolver = (): Resolver => new Resolver({ timeout: 3000, tries: 2 });

const DEADLINE_SECONDS = 15;

/** Answers that say that there is no record. */
const NONE: readonly string[] = ["ENOTFOUND", "ENODATA"];

/** Users meet this one too. Silence or a refusal may be this machine's own trouble, so those are unknown. */
const SERVER_FAILURE = "ESERVFAIL";

const EXPECTED = "an A record with the load balancer's address";

/**
 * Whether every host leads to the load balancer.
 *
 * @param names - undefined where connections go to an address that was given, whatever DNS says
 */
export const dnsChecks = (environment: Pick<Environment, "hosts">, names: Names | undefined): readonly Check[] =>
  routedHosts(environment).map((host) => ({
    id: `dns/${host}`,
    area: "dns",
    title: `${host} leads to the load balancer`,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts: 3,
    attempt: (signal) =>
      names ? dnsAttempt(host, names, signal) : Promise.resolve(skipped("--connect-to says where to connect")),
  }));

async function dnsAttempt(host: string, names: Names, signal: AbortSignal): Promise<Attempt> {
  const resolver = names.resolver();
  const cancel = (): void => resolver.cancel();
  signal.addEventListener("abort", cancel);
  try {
    const [addresses, others] = await Promise.all([
      recordsIn(resolver.resolve4(host), host),
      recordsIn(resolver.resolve6(host), host),
    ]);
    if (addresses === SERVER_FAILURE || others === SERVER_FAILURE)
      return failed("dns-failing", `${host}: the name server fails (${SERVER_FAILURE})`, EXPECTED);
    // This has failed whatever the load balancer's address is.
    if (addresses.length === 0) return failed("dns-missing", "no A record", EXPECTED);
    const declared = await names.declaredAddress(signal);
    return declared === undefined
      ? unknown(`${addresses.join(", ")}; the load balancer has no address to compare with`)
      : addressAttempt(addresses, others, declared);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

function addressAttempt(addresses: readonly string[], others: readonly string[], declared: string): Attempt {
  const expected = `${declared} alone: the load balancer's address`;
  // The load balancer has no IPv6 address: an AAAA record leads clients that prefer IPv6 elsewhere.
  const elsewhere = [...addresses.filter((address) => address !== declared), ...others];
  if (elsewhere.length > 0) return failed("dns-elsewhere", [...addresses, ...others].join(", "), expected);
  return passed(declared);
}

/** The records of an answer; an empty list where there are none. @throws where the name server does not answer */
async function recordsIn(
  answer: Promise<readonly string[]>,
  host: string,
): Promise<readonly string[] | typeof SERVER_FAILURE> {
  try {
    return [...(await answer)].sort();
  } catch (error) {
    const { code = "no answer" } = error as NodeJS.ErrnoException;
    if (NONE.includes(code)) return [];
    if (code === SERVER_FAILURE) return code;
    throw new Error(`${host}: the name server does not tell (${code})`, { cause: error });
  }
}
