/** Shares of what is declared, in whole per cent, so that 80 % of 10 is 8 and not 8.000000000000002. */

/** The share of a limit at which someone should look: the rest carries a rollout's second revision for a while. */
export const NEAR = 80;

export const percentOf = (percent: number, limit: number): number => (percent * limit) / 100;

/** The threshold of "so many or more" for a count: Monitoring only knows "more than". */
export const thresholdAtLeast = (count: number): number => Math.ceil(count) - 1;

/** A share in words. */
export const percentText = (share: number): string => `${Number((share * 100).toFixed(4))} %`;
