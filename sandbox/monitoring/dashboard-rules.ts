import { invalidArgument, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asNumber, asObject, asText, pickMembers, type JsonObject } from "../core/json";

const LAYOUTS = ["gridLayout", "mosaicLayout", "rowLayout", "columnLayout"];
const MOST_COLUMNS = 48;

/**
 * A dashboard has a name and one layout, and its tiles lie within the layout
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards). The texts are ours.
 */
export function checkDashboard({ id, next }: Draft): Refusal | undefined {
  if (!/^[a-zA-Z0-9._~-]{1,100}$/.test(id))
    return invalidArgument(`Field dashboard.name had an invalid value of "${id}".`);
  if (asText(next.displayName) === "") {
    return invalidArgument('Field dashboard.displayName had an invalid value of "": must not be empty.');
  }
  const layouts = Object.keys(pickMembers(next, ...LAYOUTS));
  if (layouts.length !== 1) {
    return invalidArgument(
      `Field dashboard.layout: exactly one of ${LAYOUTS.join(", ")} is needed, found ${layouts.length}.`,
    );
  }
  return next.mosaicLayout === undefined ? undefined : checkMosaic(asObject(next.mosaicLayout));
}

function checkMosaic({ columns, tiles }: JsonObject): Refusal | undefined {
  const width = asNumber(columns ?? 0);
  if (!(Number.isInteger(width) && width >= 1 && width <= MOST_COLUMNS)) {
    return invalidArgument(`Field dashboard.mosaicLayout.columns: must be 1 to ${MOST_COLUMNS}, found ${width}.`);
  }
  const outside = asList(tiles).findIndex((tile) => !isTileWithin(asObject(tile), width));
  return outside < 0
    ? undefined
    : invalidArgument(
        `Field dashboard.mosaicLayout.tiles[${outside}]: must lie within ${width} columns, with a width and a height of at least 1.`,
      );
}

function isTileWithin({ xPos, yPos, width, height }: JsonObject, columns: number): boolean {
  const [left, top, wide, high] = [xPos, yPos, width, height].map((value) => asNumber(value ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return left >= 0 && top >= 0 && wide >= 1 && high >= 1 && left + wide <= columns;
}
