import { X509Certificate } from "node:crypto";
import { routedHosts } from "../../../environments/hosts";
import { trial } from "../../fixture/trial";
import type { Check } from "../../../verify/engine/check";
import { CERTIFICATE_MIN_DAYS } from "../../../monitoring/alerts/certificates";
import { tlsCertificateChecks, oldVersionRefusal, tlsVersionChecks } from "../../../verify/checks/tls";
import { createAuthority, lifetimeEndingIn } from "../../support/misbehaving-certificates";
import { AUTHORITY, IDENTITY, startEdge, type Edge, type Misbehaviour } from "../../support/misbehaving-edge";
import { attemptOf, foundOf, verdictOf, withEdge } from "../../support/misbehaving-run";

const HOST = "api.trial.chat.example";
const HOSTS = routedHosts(trial);

const checksOf = ({ target }: Edge): readonly Check[] => [
  ...tlsCertificateChecks(trial, target, Date.now),
  ...tlsVersionChecks(trial, target),
];

test("the certificates of these tests are what they say", () => {
  const certificate = new X509Certificate(IDENTITY.cert);
  expect(certificate.verify(new X509Certificate(AUTHORITY.cert).publicKey)).toBe(true);
  expect(certificate.subjectAltName).toBe(HOSTS.map((host) => `DNS:${host}`).join(", "));
});

test("two checks for every host", async () => {
  await withEdge({}, async (edge) => {
    expect(checksOf(edge).map(({ id }) => id)).toEqual([
      ...HOSTS.map((host) => `tls/${host}/certificate`),
      ...HOSTS.map((host) => `tls/${host}/minimum-version`),
    ]);
    expect(await attemptOf(checksOf(edge), `tls/${HOST}/certificate`)).toEqual({
      verdict: "passed",
      found: "89 days left, TLSv1.3",
      measured: [{ name: "days-left", value: 89, unit: "days" }],
    });
  });
});

const lasting = (days: number): Misbehaviour => ({ identity: AUTHORITY.issue(HOSTS, lifetimeEndingIn(days)) });

describe("certificates", () => {
  test.each<[string, Misbehaviour, string, string]>([
    [
      "another host's",
      { identity: AUTHORITY.issue(["elsewhere.example"]) },
      "failed tls-host",
      "the certificate does not name the host",
    ],
    [
      "an unknown authority's",
      { identity: createAuthority("Authority of nobody").issue(HOSTS) },
      "failed tls-untrusted",
      "the chain to the certificate's authority is not served",
    ],
    [
      "signed by itself",
      { identity: createAuthority(HOST) },
      "failed tls-untrusted",
      "the certificate is signed by itself",
    ],
    ["over", lasting(-1), "failed tls-expired", "the certificate's time is over"],
    [
      "not begun",
      { identity: AUTHORITY.issue(HOSTS, { from: lifetimeEndingIn(2).to, to: lifetimeEndingIn(90).to }) },
      "failed tls-untrusted",
      "the certificate's time has not begun",
    ],
    ["one day short", lasting(CERTIFICATE_MIN_DAYS - 0.5), "failed tls-expiring", "20 days left, TLSv1.3"],
    ["just long enough", lasting(CERTIFICATE_MIN_DAYS + 0.5), "passed", "21 days left, TLSv1.3"],
    [
      "no TLS",
      { tcp: (socket) => void socket.end("220 mail.example\r\n") },
      "failed garbled",
      "what answered speaks no TLS",
    ],
    ["an end", { tcp: (socket) => void socket.end() }, "failed refused", "the connection broke off"],
    ["a reset", { tcp: (socket) => void socket.resetAndDestroy() }, "failed refused", "the connection broke off"],
    ["silence", { tcp: "silence" }, "failed timeout", "no TLS connection in time"],
  ])("%s", async (_name, wrong, verdict, found) => {
    await withEdge(wrong, async (edge) => {
      const attempt = await attemptOf(checksOf(edge), `tls/${HOST}/certificate`, edge.silence);
      expect([verdictOf(attempt), foundOf(attempt)]).toEqual([verdict, found]);
    });
  });

  test("only those that the machine knows are trusted where none are named", async () => {
    await withEdge({}, async ({ target: { address, httpsPort, httpPort } }) => {
      const checks = tlsCertificateChecks(trial, { address, httpsPort, httpPort }, Date.now);
      expect(verdictOf(await attemptOf(checks, `tls/${HOST}/certificate`))).toBe("failed tls-untrusted");
    });
  });
});

describe("versions", () => {
  const OLD = { minVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;

  test.each<[string, Misbehaviour, string, string]>([
    ["TLS 1.2 and newer", { tls: { minVersion: "TLSv1.2" } }, "passed", "refused: alert protocol_version"],
    ["TLS 1.1 too", { tls: OLD }, "failed tls-old", "TLSv1.1 is accepted"],
    [
      "TLS 1.1 too, with another host's certificate",
      { tls: OLD, identity: AUTHORITY.issue(["elsewhere.example"]) },
      "failed tls-old",
      "TLSv1.1 is accepted",
    ],
    [
      "an end instead of an alert",
      { tcp: (socket) => socket.once("data", () => socket.end()) },
      "passed",
      "refused: the connection was ended",
    ],
    [
      "a reset instead of an alert",
      { tcp: (socket) => socket.once("data", () => socket.resetAndDestroy()) },
      "passed",
      "refused: the connection was ended",
    ],
    ["silence", { tcp: "silence" }, "failed timeout", "no TLS connection in time"],
    [
      "no TLS",
      { tcp: (socket) => void socket.end("220 mail.example\r\n") },
      "failed garbled",
      "what answered speaks no TLS",
    ],
  ])("%s", async (_name, wrong, verdict, found) => {
    await withEdge(wrong, async (edge) => {
      const attempt = await attemptOf(checksOf(edge), `tls/${HOST}/minimum-version`, edge.silence);
      expect([verdictOf(attempt), foundOf(attempt)]).toEqual([verdict, found]);
    });
  });

  test("nobody listens: nothing was refused", async () => {
    const edge = await startEdge();
    await edge.close();
    const attempt = await attemptOf(checksOf(edge), `tls/${HOST}/minimum-version`);
    expect([verdictOf(attempt), foundOf(attempt)]).toEqual(["failed refused", "the connection was refused"]);
  });

  test.each([
    ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "protocol_version"],
    ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "handshake_failure"],
    // nginx with the defaults of Debian.
    ["ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", "internal_error"],
  ])("the alert %s is a refusal", (code, alert) => {
    expect(oldVersionRefusal(Object.assign(new Error("alert"), { code }), true, "refused")).toEqual({
      verdict: "passed",
      found: `refused: alert ${alert}`,
      measured: [],
    });
  });

  test.each(["ERR_SSL_NO_PROTOCOLS_AVAILABLE", "ERR_SSL_NO_CIPHERS_AVAILABLE"])(
    "where this machine cannot offer it (%s), nobody can tell",
    (code) => {
      expect(oldVersionRefusal(Object.assign(new Error("none"), { code }), true, "refused")).toEqual({
        verdict: "unknown",
        reason: `OpenSSL on this machine offers no TLS 1.1 (${code})`,
      });
      expect(oldVersionRefusal(Object.assign(new Error("none"), { code: "EMFILE" }), false, "refused")).toBeUndefined();
    },
  );
});
