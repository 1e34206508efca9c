import { acceptanceProblems, isDay } from "./acceptance";
import { unless, type Check } from "./problem";

/** Waivers must say whose they are and end; whether one is still needed only the evaluated rules can tell. */
export const waiverChecks = (today: string): readonly Check[] => [
  ({ name, waivers }) =>
    waivers.flatMap((waiver, index) => {
      const path = `${name}.waivers[${index}]`;
      return [
        ...acceptanceProblems(waiver, path),
        ...unless(
          !isDay(waiver.expires) || waiver.expires >= today,
          `${path}.expires`,
          `expired on ${waiver.expires}; fix what ${waiver.rule} found at ${waiver.address}, or renew with a reason`,
        ),
      ];
    }),
];
