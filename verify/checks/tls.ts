import type { PeerCertificate, TLSSocket } from "node:tls";
import type { Environment } from "../../environments/environment";
import { routedHosts } from "../../environments/hosts";
import { CERTIFICATE_MIN_DAYS } from "../../monitoring/alerts/certificates";
import { countText } from "../../report/text";
import { failed, passed, unknown, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import { breakageOf } from "../http/breakage";
import { openTlsConnection, type Target } from "../http/target";

const DEADLINE_SECONDS = 10;
const MILLISECONDS_OF_A_DAY = 86_400_000;

/**
 * Whether every host serves a certificate that browsers accept, for long enough.
 *
 * @param now - milliseconds since 1970
 */
export const tlsCertificateChecks = (
  environment: Pick<Environment, "hosts">,
  target: Target,
  now: () => number,
): readonly Check[] =>
  routedHosts(environment).map((host) => ({
    id: `tls/${host}/certificate`,
    area: "tls",
    title: `${host} serves a trusted certificate with ${CERTIFICATE_MIN_DAYS} days left`,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts: 3,
    attempt: (signal) => certificateAttempt(host, target, now, signal),
  }));

function certificateAttempt(host: string, target: Target, now: () => number, signal: AbortSignal): Promise<Attempt> {
  const expected = `a certificate for ${host} from a known authority, with ${CERTIFICATE_MIN_DAYS} days left`;
  return new Promise((resolve, reject) => {
    const socket = openTlsConnection(target, host);
    const end = (attempt: Attempt): void => {
      resolve(attempt);
      socket.destroy();
    };
    signal.addEventListener("abort", () => end(failed("timeout", "no TLS connection in time", expected)), {
      once: true,
    });
    socket.once("secureConnect", () => end(certificateAgeAttempt(socket, expected, now())));
    // Where the other side ends the connection before the handshake is done, Node reports no error.
    socket.once("end", () => end(failed("refused", "the connection broke off", expected)));
    socket.on("error", (error: Error) => {
      const breakage = breakageOf(error);
      if (breakage) end(failed(breakage.symptom, breakage.found, expected));
      else reject(error);
    });
  });
}

function certificateAgeAttempt(socket: TLSSocket, expected: string, now: number): Attempt {
  const certificate: PeerCertificate = socket.getPeerCertificate();
  const days = Math.floor((Date.parse(certificate.valid_to) - now) / MILLISECONDS_OF_A_DAY);
  const measured = [{ name: "days-left", value: days, unit: "days" }];
  const found = `${countText(days, "day")} left, ${socket.getProtocol() ?? "an unknown version"}`;
  return days < CERTIFICATE_MIN_DAYS ? failed("tls-expiring", found, expected, { measured }) : passed(found, measured);
}

/** Whether every host refuses versions before TLS 1.2, as the load balancer's TLS policy declares. */
export const tlsVersionChecks = (environment: Pick<Environment, "hosts">, target: Target): readonly Check[] =>
  routedHosts(environment).map((host) => ({
    id: `tls/${host}/minimum-version`,
    area: "tls",
    title: `${host} refuses TLS 1.1`,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts: 3,
    attempt: (signal) => oldVersionAttempt(host, target, signal),
  }));

/** Offers TLS 1.1 and nothing newer. */
function oldVersionAttempt(host: string, target: Target, signal: AbortSignal): Promise<Attempt> {
  const expected = "a handshake of TLS 1.1 is refused";
  return new Promise((resolve, reject) => {
    const socket = openTlsConnection(target, host, {
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      // OpenSSL 3 allows the old versions' signatures on security level 0 only.
      ciphers: "DEFAULT@SECLEVEL=0",
      // No data is sent, and the version is what matters here: a bad certificate has a check of its own.
      rejectUnauthorized: false,
    });
    let isConnected = false;
    const end = (attempt: Attempt): void => {
      resolve(attempt);
      socket.destroy();
    };
    signal.addEventListener("abort", () => end(failed("timeout", "no TLS connection in time", expected)), {
      once: true,
    });
    socket.once("connect", () => (isConnected = true));
    socket.once("secureConnect", () => end(failed("tls-old", `${socket.getProtocol() ?? "it"} is accepted`, expected)));
    socket.once("end", () => end(passed("refused: the connection was ended")));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const attempt = oldVersionRefusal(error, isConnected, expected);
      if (attempt) end(attempt);
      else reject(error);
    });
  });
}

/**
 * What an error says about the offer of TLS 1.1; undefined where the trouble may be this machine's own. Any alert is a
 * refusal: an OpenSSL that may not sign for the old version sends `internal_error`. A host that answers every offer so
 * fails the check of its certificate.
 *
 * @param expected - what the check asks for, where the offer was not refused
 */
export function oldVersionRefusal(
  error: NodeJS.ErrnoException,
  isConnected: boolean,
  expected: string,
): Attempt | undefined {
  const { code = "" } = error;
  const alert = /_ALERT_([A-Z_]+)$/.exec(code)?.[1];
  if (alert !== undefined) return passed(`refused: alert ${alert.toLowerCase()}`);
  if (isConnected && code === "ECONNRESET") return passed("refused: the connection was ended");
  if (code.startsWith("ERR_SSL_NO_")) return unknown(`OpenSSL on this machine offers no TLS 1.1 (${code})`);
  const breakage = breakageOf(error);
  return breakage && failed(breakage.symptom, breakage.found, expected);
}
