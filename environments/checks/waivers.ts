import { acceptanceProblems, isDay } from "./acceptance";
import { problemUnless, type Check } from "./problem";

/** A waiver names an owner and a last day. Whether it is still needed is known only after the rules are evaluated. */
export const waiverChecks = (today: string): readonly Check[] => [
  ({ name, waivers }) =>
    waivers.flatMap((waiver, index) => {
      const path = `${name}.waivers[${index}]`;
      return [
        ...acceptanceProblems(waiver, path),
        ...problemUnless(
          !isDay(waiver.expires) || waiver.expires >= today,
          `${path}.expires`,
          `expired on ${waiver.expires}; fix what ${waiver.rule} found at ${waiver.address}, or renew with a reason`,
        ),
      ];
    }),
];
