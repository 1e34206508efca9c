import type { Environment } from "../../environments/environment";
import { routedHosts } from "../../environments/hosts";
import { failed, passed, unknown } from "../engine/attempt";
import { breakageOf } from "../http/breakage";
import type { Attempt, Check } from "../engine/check";
import { openSecure, type Target } from "../http/target";

const DEADLINE_SECONDS = 10;

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
    const socket = openSecure(target, host, {
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      // OpenSSL 3 has the old versions' signatures on no other level.
      ciphers: "DEFAULT@SECLEVEL=0",
      // Nothing is sent, and a bad certificate does not make the version a better one.
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
      const attempt = refusal(error, isConnected, expected);
      if (attempt) end(attempt);
      else reject(error);
    });
  });
}

/** What an error tells of the offer; undefined where it tells nothing of the other side. */
export function refusal(error: NodeJS.ErrnoException, isConnected: boolean, expected: string): Attempt | undefined {
  const { code = "" } = error;
  if (code.includes("ALERT_PROTOCOL_VERSION")) return passed("refused: alert protocol_version");
  if (isConnected && code === "ECONNRESET") return passed("refused: the connection was ended");
  if (code.startsWith("ERR_SSL_NO_")) return unknown(`OpenSSL on this machine offers no TLS 1.1 (${code})`);
  const breakage = breakageOf(error);
  return breakage && failed(breakage.symptom, breakage.found, expected);
}
