import { unless, type Check } from "./problem";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Waivers must say whose they are and end; whether one is still needed only the evaluated rules can tell. */
export const waiverChecks = (today: string): readonly Check[] => [
  ({ name, waivers }) =>
    waivers.flatMap((waiver, index) => {
      const path = `${name}.waivers[${index}]`;
      const valid = DAY.test(waiver.expires) && !Number.isNaN(Date.parse(waiver.expires));
      return [
        ...unless(waiver.owner.trim() !== "", `${path}.owner`, "empty; name the team that answers for it"),
        ...unless(waiver.reason.trim() !== "", `${path}.reason`, "empty; say why the finding is accepted"),
        ...unless(valid, `${path}.expires`, `"${waiver.expires}" found, a day YYYY-MM-DD allowed`),
        ...unless(
          !valid || waiver.expires >= today,
          `${path}.expires`,
          `expired on ${waiver.expires}; fix what ${waiver.rule} found at ${waiver.address}, or renew with a reason`,
        ),
      ];
    }),
];
