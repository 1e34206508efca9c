/** Most columns of a mosaic (https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards#MosaicLayout). */
export const MOSAIC_COLUMNS = 48;

/** Most tiles of a dashboard (https://github.com/GoogleCloudPlatform/monitoring-dashboard-samples/pull/1011). */
export const MOST_TILES = 100;

/** A tile of a mosaic, in blocks of its grid. */
export interface TilePlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The kind of group that it is: tiles within its area are its members. */
  readonly group: "collapsible" | "one at a time" | undefined;
}

/** What of a mosaic Google refuses. */
export interface LayoutProblem {
  /** `mosaicLayout.tiles[3]`. */
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const numberOf = (value: unknown): number => Number(value ?? 0);

/** The tiles of a dashboard's mosaic, by the JSON that is sent; none where it has another layout. */
export function tilesOf(dashboard: unknown): readonly TilePlace[] {
  const { tiles } = objectOf(objectOf(dashboard).mosaicLayout);
  return (Array.isArray(tiles) ? tiles : []).map((tile: unknown): TilePlace => {
    const { xPos, yPos, width, height, widget } = objectOf(tile);
    const { collapsibleGroup, singleViewGroup } = objectOf(widget);
    return {
      left: numberOf(xPos),
      top: numberOf(yPos),
      width: numberOf(width),
      height: numberOf(height),
      group:
        collapsibleGroup !== undefined ? "collapsible" : singleViewGroup !== undefined ? "one at a time" : undefined,
    };
  });
}

/** Whether two tiles share a block. */
const meet = (one: TilePlace, other: TilePlace): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height;

const holds = (group: TilePlace, member: TilePlace): boolean =>
  group.group !== undefined &&
  group.left <= member.left &&
  group.top <= member.top &&
  group.left + group.width >= member.left + member.width &&
  group.top + group.height >= member.top + member.height;

/**
 * Whether two tiles lie on one another. A group lies under its members, and the members of one that shows one at a time lie on
 * one another: of the 203 mosaics among Google's samples no other two tiles meet
 * (https://github.com/GoogleCloudPlatform/monitoring-dashboard-samples, and pull 1144 there: what overlaps is not copied).
 */
const overlap = (tiles: readonly TilePlace[], one: TilePlace, other: TilePlace): boolean =>
  meet(one, other) &&
  !holds(one, other) &&
  !holds(other, one) &&
  !tiles.some((group) => group.group === "one at a time" && holds(group, one) && holds(group, other));

/** What Google refuses of a dashboard's mosaic: its columns, tiles outside them, tiles on one another, too many. */
export function layoutProblems(dashboard: unknown): readonly LayoutProblem[] {
  const { mosaicLayout } = objectOf(dashboard);
  if (mosaicLayout === undefined) return [];
  const columns = numberOf(objectOf(mosaicLayout).columns);
  const tiles = tilesOf(dashboard);
  return [
    ...(Number.isInteger(columns) && columns >= 1 && columns <= MOSAIC_COLUMNS
      ? []
      : [{ path: "mosaicLayout.columns", found: `${columns}`, allowed: `1 to ${MOSAIC_COLUMNS}` }]),
    ...(tiles.length <= MOST_TILES
      ? []
      : [{ path: "mosaicLayout.tiles", found: `${tiles.length} tiles`, allowed: `at most ${MOST_TILES}` }]),
    ...tiles.flatMap((tile, index) => tileProblems(tiles, tile, index, columns)),
  ];
}

function tileProblems(
  tiles: readonly TilePlace[],
  tile: TilePlace,
  index: number,
  columns: number,
): readonly LayoutProblem[] {
  const path = `mosaicLayout.tiles[${index}]`;
  const { left, top, width, height } = tile;
  const isWithin = left >= 0 && top >= 0 && width >= 1 && height >= 1 && left + width <= columns;
  if (!isWithin) {
    const found = `columns ${left} to ${left + width}, ${height} high`;
    return [{ path, found, allowed: `within ${columns} columns, a width and a height of at least 1` }];
  }
  const under = tiles.findIndex((other, before) => before < index && overlap(tiles, other, tile));
  return under < 0 ? [] : [{ path, found: `on tiles[${under}]`, allowed: "no two tiles on one another" }];
}
