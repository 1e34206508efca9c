import { partialLink } from "../core/paths";

const ROOT = "https://www.googleapis.com/compute/v1/";

/** The full link that Compute returns for a resource named in any form: full, partial, or a path of the store. */
export const computeLink = (reference: string): string => `${ROOT}${partialLink(reference)}`;
