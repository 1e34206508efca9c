/**
 * Languages of functions and of App Engine that their makers have ended, by the day of the last fixes as Google tells it
 * (https://cloud.google.com/functions/docs/runtime-support, https://cloud.google.com/appengine/docs/standard/lifecycle/support-schedule).
 * One is entered when it has ended, not before.
 */
const ENDED_RUNTIMES: Readonly<Record<string, string>> = {
  dotnet3: "2022-12-13",
  dotnet6: "2024-11-12",
  dotnet8: "2026-11-10",
  go111: "2021-02-01",
  go112: "2021-02-01",
  go113: "2022-08-02",
  go114: "2022-08-02",
  go115: "2022-08-02",
  go116: "2022-08-02",
  go118: "2023-02-01",
  go119: "2023-08-08",
  go120: "2024-02-06",
  go121: "2024-08-13",
  go122: "2025-02-11",
  go123: "2025-08-12",
  java8: "2024-01-31",
  java11: "2024-10-31",
  nodejs6: "2020-04-17",
  nodejs8: "2020-06-05",
  nodejs10: "2021-07-30",
  nodejs12: "2022-04-30",
  nodejs14: "2023-04-30",
  nodejs16: "2023-09-11",
  nodejs18: "2025-04-30",
  nodejs20: "2026-04-30",
  php55: "2016-07-21",
  php72: "2020-11-30",
  php73: "2021-12-06",
  php74: "2022-11-28",
  php81: "2025-12-31",
  python27: "2020-01-01",
  python37: "2023-06-27",
  python38: "2024-10-14",
  python39: "2025-10-05",
  python310: "2026-10-04",
  ruby25: "2021-04-05",
  ruby26: "2022-04-12",
  ruby27: "2023-03-31",
  ruby30: "2024-03-31",
  ruby32: "2026-03-31",
};

/** The same of Composer's images, (https://cloud.google.com/composer/docs/composer-versioning-overview). */
const ENDED_IMAGES: readonly (readonly [image: RegExp, lastFixes: string])[] = [
  [/^composer-1(\.\d+)*-airflow-[\d.]+$/, "2026-09-15"],
  [/^composer-2\.0\.\d+-airflow-[\d.]+$/, "2023"],
];

/** When a language, or an image of Composer, had its last fixes; undefined where it still gets them, or nobody has entered it. */
export const lastFixesOfRuntime = (runtime: string): string | undefined =>
  Object.hasOwn(ENDED_RUNTIMES, runtime)
    ? ENDED_RUNTIMES[runtime]
    : ENDED_IMAGES.find(([image]) => image.test(runtime))?.[1];
