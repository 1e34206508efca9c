import type { PeerCertificate, TLSSocket } from "node:tls";
import type { Environment } from "../../environments/environment";
import { routedHosts } from "../../environments/hosts";
import { failed, passed } from "../engine/attempt";
import { breakageOf } from "../http/breakage";
import type { Attempt, Check } from "../engine/check";
import { openSecure, type Target } from "../http/target";

/**
 * Least days that a certificate has left. Google renews a managed one about 30 days before its end: below 21 the renewal
 * has failed for a week and more, and three weeks are left to find out why.
 */
export const LEAST_DAYS_LEFT = 21;

const DEADLINE_SECONDS = 10;
const MILLISECONDS_OF_A_DAY = 86_400_000;

/**
 * Whether every host serves a certificate that browsers accept, for long enough.
 *
 * @param now - milliseconds since 1970
 */
export const certificateChecks = (
  environment: Pick<Environment, "hosts">,
  target: Target,
  now: () => number,
): readonly Check[] =>
  routedHosts(environment).map((host) => ({
    id: `tls/${host}/certificate`,
    area: "tls",
    title: `${host} serves a trusted certificate with ${LEAST_DAYS_LEFT} days left`,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts: 3,
    attempt: (signal) => certificateAttempt(host, target, now, signal),
  }));

function certificateAttempt(host: string, target: Target, now: () => number, signal: AbortSignal): Promise<Attempt> {
  const expected = `a certificate for ${host} from a known authority, with ${LEAST_DAYS_LEFT} days left`;
  return new Promise((resolve, reject) => {
    const socket = openSecure(target, host);
    const end = (attempt: Attempt): void => {
      resolve(attempt);
      socket.destroy();
    };
    signal.addEventListener("abort", () => end(failed("timeout", "no TLS connection in time", expected)), {
      once: true,
    });
    socket.once("secureConnect", () => end(judged(socket, expected, now())));
    // A side that ends the connection before the handshake is done sends no error of its own.
    socket.once("end", () => end(failed("refused", "the connection broke off", expected)));
    socket.on("error", (error: Error) => {
      const breakage = breakageOf(error);
      if (breakage) end(failed(breakage.symptom, breakage.found, expected));
      else reject(error);
    });
  });
}

function judged(socket: TLSSocket, expected: string, now: number): Attempt {
  const certificate: PeerCertificate = socket.getPeerCertificate();
  const days = Math.floor((Date.parse(certificate.valid_to) - now) / MILLISECONDS_OF_A_DAY);
  const measured = [{ name: "days-left", value: days, unit: "days" }];
  const found = `${days} days left, ${socket.getProtocol() ?? "an unknown version"}`;
  return days < LEAST_DAYS_LEFT ? failed("tls-expiring", found, expected, { measured }) : passed(found, measured);
}
