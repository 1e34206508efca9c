/** What may be used, and why. */
export interface AllowedLicences {
  /** SPDX id → why any package may have it. */
  readonly licences: Readonly<Record<string, string>>;
  /** Name of a package → why it may be used though its licence is none of these. */
  readonly packages: Readonly<Record<string, string>>;
}

const NOTICE = "Permissive: asks for its notice, which is in the package.";
const WAIVED = "Its authors gave up their rights.";

/**
 * Licences of packages. Nothing of them is given on: the program runs in CI and on machines of the people who write it, so
 * that a licence which asks for source from whoever distributes would cost nothing today. It is refused all the same,
 * because a licence is easily let in and hardly got rid of.
 */
export const ALLOWED_LICENCES: AllowedLicences = {
  licences: {
    "Apache-2.0": NOTICE,
    "BSD-2-Clause": NOTICE,
    "BSD-3-Clause": NOTICE,
    "BlueOak-1.0.0": NOTICE,
    ISC: NOTICE,
    MIT: NOTICE,
    "CC0-1.0": WAIVED,
    Unlicense: WAIVED,
    "MPL-2.0":
      "Asks for the source of its own files where they were changed. cdktf, the provider and Artillery have it: we change none.",
  },
  packages: {
    "caniuse-lite":
      "CC-BY-4.0: a table of browsers, named as its authors ask. jest's compiler reads it, and nothing of it is given on.",
    elkjs:
      "EPL-2.0: asks, as MPL-2.0 does, for the source of its own files where they were changed, and we change none. It lays out pictures; nothing of it stands in them.",
    exit: "MIT by its file LICENSE-MIT; its package.json has the older form of a list, which the lock file leaves out.",
    jsonify: "Public domain by its readme, which is no SPDX id.",
    "xmlhttprequest-ssl":
      "MIT by its file LICENSE; its package.json has the older form of a list, which the lock file leaves out.",
  },
};
