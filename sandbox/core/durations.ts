/** Seconds of a duration as Google's JSON writes it, `2592000s`; not a number where it is none. */
export const secondsOf = (duration: unknown): number =>
  typeof duration === "string" && /^\d+(?:\.\d+)?s$/.test(duration) ? Number(duration.slice(0, -1)) : Number.NaN;
