/** What every chart can be taken away as: a picture, a drawing, its numbers. */

/** Numbers and words in rows, under names. */
export interface Table {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

export interface Exportable {
  /** Name of the files, without an ending. */
  name: string;
  /** A drawing with title and legend in the colours of the page. */
  toSVG: () => string;
  /** The same as pixels, two for each of the page's. */
  toPNG: () => Promise<Blob>;
  /** What was drawn, as numbers. */
  rows: () => Table;
}
