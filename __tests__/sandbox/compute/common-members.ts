import { PROJECT } from "../../support/sandbox";

/** Where Compute's links begin, up to the project. */
export const LINK = `https://www.googleapis.com/compute/v1/projects/${PROJECT}`;

/** Members that every global resource of Compute has, for `toEqual` and `toMatchObject`. */
export const commonMembers = (kind: string, name: string, collection: string): object => ({
  kind: `compute#${kind}`,
  id: expect.stringMatching(/^\d+$/) as string,
  creationTimestamp: expect.any(String) as string,
  name,
  selfLink: `${LINK}/global/${collection}/${name}`,
});
