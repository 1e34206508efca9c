import type { Graph } from "./model";

/** A graph for machines: its boxes with the addresses of what they hold, and its links. No value of a resource. */
export const graphJson = ({ areas, boxes, links }: Graph): string =>
  JSON.stringify(
    {
      formatVersion: 1,
      areas,
      boxes: boxes.map(({ id, area, title, kind, severity, actions, steps, members }) => ({
        ...{ id, area, title, kind, severity, actions, steps },
        resources: members.map(({ resource: { stack, address } }) => ({ stack, address })),
      })),
      links,
    },
    undefined,
    2,
  );
