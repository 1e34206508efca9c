import { createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";

/**
 * Certificates made when a test runs: Node signs none, no openssl binary has to be here, and none that is committed can
 * expire. Only what a TLS handshake looks at is in them (RFC 5280, elliptic curve P-256).
 */

/** A certificate with its key, as Node's servers take them. */
export interface Identity {
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

/** Who signs certificates. */
export interface Authority extends Identity {
  readonly name: string;
  readonly issue: (hosts: readonly string[], life?: Lifetime) => Identity;
}

/** Between which days a certificate holds. */
export interface Lifetime {
  readonly from: Date;
  readonly to: Date;
}

const DAY = 86_400_000;

/** A life that began yesterday and ends after some days. */
export const lifetimeEndingIn = (days: number): Lifetime => ({
  from: new Date(Date.now() - Math.max(1, 1 - days) * DAY),
  to: new Date(Date.now() + days * DAY),
});

const [SEQUENCE, SET, INTEGER, BITS, OCTETS, BOOLEAN, UTF8, TIME] = [0x30, 0x31, 2, 3, 4, 1, 12, 24];
const ECDSA_WITH_SHA256 = "2a8648ce3d040302";
const COMMON_NAME = "550403";
const BASIC_CONSTRAINTS = "551d13";
const SUBJECT_ALTERNATIVE_NAME = "551d11";

/** Tag, length and content, as DER writes them. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const short = [content.length];
  const long = [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(content.length < 128 ? short : long)]), content]);
}

const objectIdentifier = (hex: string): Buffer => der(6, Buffer.from(hex, "hex"));
const nameBytes = (name: string): Buffer =>
  der(SEQUENCE, der(SET, der(SEQUENCE, objectIdentifier(COMMON_NAME), der(UTF8, Buffer.from(name)))));
const timeBytes = (date: Date): Buffer =>
  der(TIME, Buffer.from(`${date.toISOString().replace(/\D/g, "").slice(0, 14)}Z`));
const extensionBytes = (id: string, value: Buffer): Buffer => der(SEQUENCE, objectIdentifier(id), der(OCTETS, value));

interface CertificateContent {
  readonly subject: string;
  readonly issuer: string;
  readonly life: Lifetime;
  readonly publicKey: KeyObject;
  readonly extension: Buffer;
}

function signedCertificate(
  { subject, issuer, life, publicKey, extension: added }: CertificateContent,
  signer: KeyObject,
): string {
  const algorithm = der(SEQUENCE, objectIdentifier(ECDSA_WITH_SHA256));
  const content = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.from([2]))),
    // Positive and never twice the same: clients refuse two certificates of one number.
    der(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameBytes(issuer),
    der(SEQUENCE, timeBytes(life.from), timeBytes(life.to)),
    nameBytes(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(SEQUENCE, added)),
  );
  const signature = createSign("sha256").update(content).sign(signer);
  const whole = der(SEQUENCE, content, algorithm, der(BITS, Buffer.from([0]), signature));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

const keyText = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

/** An authority of its own, which only those trust who are told to. */
export function createAuthority(name: string): Authority {
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const isAuthority = extensionBytes(BASIC_CONSTRAINTS, der(SEQUENCE, der(BOOLEAN, Buffer.from([0xff]))));
  const cert = signedCertificate(
    { subject: name, issuer: name, life: lifetimeEndingIn(365), publicKey: own.publicKey, extension: isAuthority },
    own.privateKey,
  );
  const issue = (hosts: readonly string[], life: Lifetime = lifetimeEndingIn(90)): Identity => {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const names = der(SEQUENCE, ...hosts.map((host) => der(0x82, Buffer.from(host))));
    const content = { subject: hosts[0] ?? "", issuer: name, life, publicKey: pair.publicKey };
    const extended = { ...content, extension: extensionBytes(SUBJECT_ALTERNATIVE_NAME, names) };
    return { cert: signedCertificate(extended, own.privateKey), key: keyText(pair.privateKey) };
  };
  return { name, cert, key: keyText(own.privateKey), issue };
}
