/**
 * Systems whose makers give no free fixes any more, by what Google's families and images of them are called, and when the last came.
 * A system is entered when it has ended, not before.
 *
 * Sources: https://cloud.google.com/compute/docs/images/os-details, https://ubuntu.com/about/release-cycle,
 * https://wiki.debian.org/LTS, https://www.centos.org/centos-linux-eol/,
 * https://cloud.google.com/container-optimized-os/docs/release-notes
 */
const ENDED_IMAGES: readonly (readonly [name: RegExp, lastFixes: string])[] = [
  [/(^|\/)ubuntu(-minimal)?-(1404|trusty)/, "2019-04"],
  [/(^|\/)ubuntu(-minimal)?-1604/, "2021-04"],
  [/(^|\/)ubuntu(-minimal)?-1804/, "2023-05"],
  [/(^|\/)ubuntu(-minimal)?-2004/, "2025-05"],
  [/(^|\/)debian-8\b/, "2020-06"],
  [/(^|\/)debian-9\b/, "2022-06"],
  [/(^|\/)debian-10\b/, "2024-06"],
  [/(^|\/)debian-11\b/, "2026-08"],
  [/(^|\/)centos-6\b/, "2020-11"],
  [/(^|\/)centos-7\b/, "2024-06"],
  [/(^|\/)centos-(8\b|stream-8)/, "2024-05"],
  [/(^|\/)rhel-7\b/, "2024-06"],
  [/(^|\/)cos-(69|73|77|81|85|89|93|97)\b/, "2024-03"],
  [/(^|\/)cos-101\b/, "2024-09"],
  [/(^|\/)cos-105\b/, "2025-03"],
  [/(^|\/)cos-109\b/, "2025-09"],
  [/(^|\/)cos-113\b/, "2026-03"],
  [/(^|\/)cos-117\b/, "2026-09"],
  [/(^|\/)ubuntu(-minimal)?-(2110|2210|2304|2310|2410|2504)/, "2026-01"],
  [/(^|\/)sles-12\b/, "2024-10"],
  [/(^|\/)windows(-\w+)*-2012/, "2023-10"],
];

/** When the system of an image or a family had its last fixes, YYYY-MM; undefined where it still gets them, or is another. */
export const lastImageFixesOf = (image: string): string | undefined =>
  ENDED_IMAGES.find(([name]) => name.test(image))?.[1];
