import { z } from "zod";

/**
 * The number of a point as Monitoring answers it: 64-bit integers are text, and so is what is no number
 * (https://protobuf.dev/programming-guides/json/). Undefined where there is none: a percentile of no data, a value that is
 * not a number.
 */
export const MonitoringNumber = z
  .object({
    int64Value: z.string().optional(),
    doubleValue: z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]).optional(),
  })
  .transform(({ int64Value, doubleValue }): number | undefined => {
    const value = Number(doubleValue ?? int64Value ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  });
