import { z } from "zod";
import { parseJson } from "../../report/text";
import type { Outcome } from "../engine/check";

/** What the history keeps of a run: verdicts and numbers, no text that a server sent. */
const RunRecord = z
  .object({
    formatVersion: z.literal(1),
    environment: z.string(),
    /** When the run began, RFC 3339 in UTC. */
    at: z.string(),
    checks: z
      .array(
        z
          .object({
            id: z.string(),
            verdict: z.enum(["passed", "failed", "unknown", "skipped"]),
            symptom: z.string().optional(),
            attempts: z.number(),
            milliseconds: z.number(),
            measured: z
              .array(z.object({ name: z.string(), value: z.number(), unit: z.string() }).readonly())
              .readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

/** One run in a history file. */
export type RunRecord = z.infer<typeof RunRecord>;

/** One check of a run. */
export type CheckRecord = RunRecord["checks"][number];

/** An unknown or skipped check says nothing about the environment. */
export const isJudged = ({ verdict }: CheckRecord): boolean => verdict === "passed" || verdict === "failed";

/** The record of a run. */
export const recordOf = (environment: string, at: string, outcomes: readonly Outcome[]): RunRecord => ({
  formatVersion: 1,
  environment,
  at,
  checks: outcomes.map(({ id, last, attempts, milliseconds }) => ({
    id,
    verdict: last.verdict,
    ...(last.verdict === "failed" && { symptom: last.symptom }),
    attempts,
    milliseconds: Math.round(milliseconds),
    measured: "measured" in last ? (last.measured ?? []) : [],
  })),
});

/** Reads a line of a history file; undefined where it is no record. */
export const parseRecord = (line: string): RunRecord | undefined => RunRecord.safeParse(parseJson(line)).data;
