import type { Deviation } from "./answer-deviations";

/** Answers that deviate from Google's documents, each with its reason. */
const KNOWN: readonly { readonly method: RegExp; readonly member: RegExp; readonly reason: string }[] = [
  {
    method: /^compute\.sslPolicies\.get$/,
    member: /^profile$/,
    reason: "the admin API asks no rule, and a test changes a resource by it to what Google does not have",
  },
];

/** Whether a deviation is one that stays. */
export const isKnownDeviation = ({ method, member }: Deviation): boolean =>
  KNOWN.some((each) => each.method.test(method) && each.member.test(member));
