import type { SymptomId } from "../symptoms";

/** Why there was no answer. */
export interface Breakage {
  readonly symptom: SymptomId;
  readonly found: string;
}

const breakage = (symptom: SymptomId, found: string): Breakage => ({ symptom, found });

/** Node's code of a failed connection → what it says about the other side. */
const BREAKAGES: Readonly<Record<string, Breakage>> = {
  ENOTFOUND: breakage("dns-missing", "the host has no address"),
  ECONNREFUSED: breakage("refused", "the connection was refused"),
  ECONNRESET: breakage("refused", "the connection broke off"),
  EPIPE: breakage("refused", "the connection broke off"),
  EHOSTUNREACH: breakage("refused", "no way leads to the address"),
  ETIMEDOUT: breakage("timeout", "no connection in time"),
  ERR_TLS_CERT_ALTNAME_INVALID: breakage("tls-host", "the certificate does not name the host"),
  CERT_HAS_EXPIRED: breakage("tls-expired", "the certificate's time is over"),
  CERT_NOT_YET_VALID: breakage("tls-untrusted", "the certificate's time has not begun"),
  CERT_REVOKED: breakage("tls-untrusted", "the certificate is revoked"),
  DEPTH_ZERO_SELF_SIGNED_CERT: breakage("tls-untrusted", "the certificate is signed by itself"),
  SELF_SIGNED_CERT_IN_CHAIN: breakage("tls-untrusted", "an authority that nobody here knows signed the certificate"),
  UNABLE_TO_GET_ISSUER_CERT: breakage("tls-untrusted", "an authority that nobody here knows signed the certificate"),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: breakage(
    "tls-untrusted",
    "an authority that nobody here knows signed the certificate",
  ),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: breakage("tls-untrusted", "the chain to the certificate's authority is not served"),
  CERT_SIGNATURE_FAILURE: breakage("tls-untrusted", "the certificate's signature is wrong"),
  INVALID_CA: breakage("tls-untrusted", "the certificate is signed by something that is no authority"),
  ERR_SSL_WRONG_VERSION_NUMBER: breakage("garbled", "what answered speaks no TLS"),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: breakage("garbled", "what answered speaks no TLS"),
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: breakage("protocol-refused", "what answers refuses TLS 1.2 and newer"),
};

/** What OpenSSL's text says where Node reports EPROTO, because data was waiting to be written → the code that it stands for. */
const IN_TEXT: readonly (readonly [text: string, code: string])[] = [
  ["wrong version number", "ERR_SSL_WRONG_VERSION_NUMBER"],
  ["alert protocol version", "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION"],
];

/**
 * What a failed connection says about the environment; undefined where the trouble may be this machine's own (no route,
 * no descriptors left, no name server).
 */
export function breakageOf(error: Error): Breakage | undefined {
  const { code: reported = "" } = error as NodeJS.ErrnoException;
  const meant = reported === "EPROTO" ? IN_TEXT.find(([text]) => error.message.includes(text)) : undefined;
  const code = meant?.[1] ?? reported;
  if (Object.hasOwn(BREAKAGES, code)) return BREAKAGES[code];
  if (code.startsWith("HPE_")) return breakage("garbled", `what answered speaks no HTTP (${code})`);
  if (code === "EPROTO" || code.startsWith("ERR_SSL_"))
    return breakage("refused", `no TLS connection came about (${code})`);
  return undefined;
}
