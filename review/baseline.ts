import { createHash } from "node:crypto";
import { z } from "zod";
import { isOpen, type Finding } from "../policy/core/finding";
import { SEVERITIES } from "../report/severity";
import { firstOf, parseJson } from "../report/text";
import type { StackReport } from "./report";

/** A finding that somebody knows, and answers for until a day. */
const entry = z.object({
  rule: z.string(),
  stack: z.string(),
  address: z.string(),
  /** Of what was found: another value is another finding. */
  fingerprint: z.string(),
  severity: z.enum(SEVERITIES),
  owner: z.string().min(1),
  expires: z.iso.date(),
});

const file = z.object({ formatVersion: z.literal(1), findings: z.array(entry) });

/** Known findings, as {@link baselineText} writes them. */
export type Baseline = z.output<typeof file>;

/** Longest time for which a finding may be known, days: a critical one, and any other. */
export const BASELINE_DAYS = { critical: 90, other: 180 } as const;

const DAY = 86_400_000;

const dayAfter = (today: string, days: number): string =>
  new Date(Date.parse(today) + days * DAY).toISOString().slice(0, 10);

const lastDay = (severity: Finding["severity"], today: string): string =>
  dayAfter(today, severity === "critical" ? BASELINE_DAYS.critical : BASELINE_DAYS.other);

/** Sixteen hexadecimal digits of what a finding says: a message holds the value that was found, where that may be shown. */
const fingerprintOf = ({ rule, message }: Finding): string =>
  createHash("sha256").update(`${rule} ${message}`).digest("hex").slice(0, 16);

const keyOf = ({ rule, stack, address }: Pick<Finding, "rule" | "stack" | "address">, fingerprint: string): string =>
  JSON.stringify([rule, stack, address, fingerprint]);

/** What is wrong with a baseline, or the baseline. */
export type BaselineReading =
  { readonly ok: true; readonly baseline: Baseline } | { readonly ok: false; readonly problem: string };

/**
 * Reads a baseline.
 *
 * @param today - YYYY-MM-DD in UTC
 */
export function readBaseline(text: string, today: string): BaselineReading {
  const json = parseJson(text);
  if (json === undefined) return { ok: false, problem: "no JSON; write it with --write-baseline" };
  const { success, data, error } = file.safeParse(json);
  if (!success) {
    const place = (error.issues[0]?.path ?? []).join(".");
    return {
      ok: false,
      problem: `no baseline; ${place || "its form"} is missing or wrong, write it with --write-baseline`,
    };
  }
  const late = data.findings.filter(({ severity, expires }) => expires > lastDay(severity, today));
  if (late.length === 0) return { ok: true, baseline: data };
  const places = late.map(({ rule, address, expires }) => `${rule} at ${address} until ${expires}`);
  return {
    ok: false,
    problem: `a critical finding may be known for ${BASELINE_DAYS.critical} days, any other for ${BASELINE_DAYS.other}; shorten ${firstOf(places, 3).join(", ")}`,
  };
}

/**
 * The same stacks with the findings that a baseline knows waived: they stay visible and fail nothing. A new one, one with
 * another value and one whose time is over are open as before.
 */
export function withBaseline(
  stacks: readonly StackReport[],
  { findings: entries }: Baseline,
  today: string,
): readonly StackReport[] {
  const known = new Map(
    entries.filter(({ expires }) => expires >= today).map((each) => [keyOf(each, each.fingerprint), each]),
  );
  const judge = (finding: Finding): Finding => {
    const found = isOpen(finding) ? known.get(keyOf(finding, fingerprintOf(finding))) : undefined;
    if (!found) return finding;
    return {
      ...finding,
      status: "waived",
      message: `${finding.message}; known to ${found.owner} until ${found.expires}`,
    };
  };
  return stacks.map((stack) => ({ ...stack, findings: stack.findings.map(judge), earlier: stack.earlier.map(judge) }));
}

/**
 * A baseline of findings, sorted, so that a later one shows what has changed.
 *
 * @param owner - who answers for them
 */
export function baselineText(findings: readonly Finding[], owner: string, today: string): string {
  const entries = findings.filter(isOpen).map((finding) => ({
    rule: finding.rule,
    stack: finding.stack,
    address: finding.address,
    fingerprint: fingerprintOf(finding),
    severity: finding.severity,
    owner,
    expires: lastDay(finding.severity, today),
  }));
  const place = ({ rule, stack, address, fingerprint }: (typeof entries)[number]): string =>
    `${rule} ${stack} ${address} ${fingerprint}`;
  const sorted = [...entries].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return `${JSON.stringify({ formatVersion: 1, findings: sorted }, undefined, 2)}\n`;
}
