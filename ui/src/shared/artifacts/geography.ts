/** GeoJSON as shapes on a plane: places are drawn true to their proportions at the middle of what is shown. */

type Position = readonly number[];
type Lines = readonly (readonly Position[])[];

interface Geometry {
  type: string;
  coordinates?: unknown;
  geometries?: Geometry[];
}

interface Feature {
  type: "Feature";
  properties?: Record<string, unknown> | null;
  geometry?: Geometry | null;
}

export interface Shape {
  /** Points are circles, lines open, areas closed and filled. */
  kind: "point" | "line" | "area";
  /** Corners on the plane; an area has a ring for its rim and one for each hole. */
  parts: [x: number, y: number][][];
  title: string;
}

interface GeoMap {
  shapes: Shape[];
  features: number;
  width: number;
  height: number;
  /** West, south, east, north. */
  bounds: [number, number, number, number];
}

const WIDTH = 1000;
const MARGIN = 20;
const MOST_FEATURES = 5_000;

const isFeature = (value: Feature | Geometry): value is Feature => value.type === "Feature";

function featuresOf(read: unknown): Feature[] {
  const value = read as ({ type?: string; features?: Feature[] } & Feature) | Geometry | null;
  if (value?.type === "FeatureCollection" && "features" in value && Array.isArray(value.features)) return value.features;
  if (!value?.type) return [];
  return isFeature(value) ? [value] : [{ type: "Feature", geometry: value }];
}

/** A geometry as drawn parts, each with its kind. */
function partsOf({ type, coordinates, geometries }: Geometry): { kind: Shape["kind"]; lines: Lines }[] {
  switch (type) {
    case "Point":
      return [{ kind: "point", lines: [[coordinates as Position]] }];
    case "MultiPoint":
      return (coordinates as Position[]).map((position) => ({ kind: "point", lines: [[position]] }));
    case "LineString":
      return [{ kind: "line", lines: [coordinates as Position[]] }];
    case "MultiLineString":
      return (coordinates as Lines).map((line) => ({ kind: "line", lines: [line] }));
    case "Polygon":
      return [{ kind: "area", lines: coordinates as Lines }];
    case "MultiPolygon":
      return (coordinates as Lines[]).map((lines) => ({ kind: "area", lines }));
    case "GeometryCollection":
      return (geometries ?? []).flatMap(partsOf);
    default:
      return [];
  }
}

const titleOf = (properties: Feature["properties"]): string =>
  Object.entries(properties ?? {})
    .slice(0, 8)
    .map(([key, value]) => `${key}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join("\n");

/** A map of what a GeoJSON value holds; nothing where it holds no place. */
export function mapOf(read: unknown): GeoMap | undefined {
  const features = featuresOf(read);
  const drawn = features.slice(0, MOST_FEATURES).flatMap((feature) =>
    (feature.geometry ? partsOf(feature.geometry) : []).map((part) => ({ ...part, title: titleOf(feature.properties) })),
  );
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lines } of drawn)
    for (const line of lines)
      for (const [x = NaN, y = NaN] of line) {
        if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined;
        [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
      }
  if (west === Infinity) return undefined;
  const narrowing = Math.max(0.1, Math.cos((((south + north) / 2) * Math.PI) / 180));
  const across = (east - west) * narrowing || 1e-9;
  const up = north - south || 1e-9;
  const scale = (WIDTH - 2 * MARGIN) / Math.max(across, up / 2);
  const place = ([x = 0, y = 0]: Position): [number, number] => [
    Math.round(10 * (MARGIN + (x - west) * narrowing * scale)) / 10,
    Math.round(10 * (MARGIN + (north - y) * scale)) / 10,
  ];
  return {
    shapes: drawn.map(({ kind, lines, title }) => ({ kind, title, parts: lines.map((line) => line.map(place)) })),
    features: features.length,
    width: Math.max(60, across * scale + 2 * MARGIN),
    height: Math.max(60, up * scale + 2 * MARGIN),
    bounds: [west, south, east, north],
  };
}
