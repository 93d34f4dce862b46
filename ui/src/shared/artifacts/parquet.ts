/** Parquet files, read in ranges: what a table shows is fetched, and no more. Loaded when the first such file is opened. */

import { gunzipSync } from "fflate";
import { decompress as zstd } from "fzstd";
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";

import { readBytes } from "@/api/artifacts";

import { cellOf, type Sheet } from "./sheets";

/** Cells that are read at a time. */
const MOST_CELLS = 400_000;
const MOST_ROWS = 10_000;

/** Snappy, the usual one, is known to hyparquet itself. */
const COMPRESSORS = { GZIP: (input: Uint8Array) => gunzipSync(input), ZSTD: (input: Uint8Array) => zstd(input) };

export interface ParquetFile {
  url: string;
  size: number;
  metadata: FileMetaData;
  columns: string[];
  rows: number;
  /** Rows that are read at a time. */
  step: number;
  codecs: string[];
}

const fileAt = (url: string, size: number, signal: AbortSignal): AsyncBuffer => ({ byteLength: size, slice: async (from, to = size) => whole(await readBytes(url, from, to, signal)) });

export async function openParquet(url: string, size: number, signal: AbortSignal): Promise<ParquetFile> {
  const metadata = await parquetMetadataAsync(fileAt(url, size, signal));
  const columns = parquetSchema(metadata).children.map((child) => child.element.name);
  const codecs = [...new Set(metadata.row_groups.flatMap((group) => group.columns.map((column) => String(column.meta_data?.codec ?? ""))))];
  const step = Math.max(100, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / Math.max(1, columns.length))));
  return { url, size, metadata, columns, rows: Number(metadata.num_rows), step, codecs };
}

const whole = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer;

/** Some rows of a file. */
export async function readRows({ url, size, metadata, columns, rows }: ParquetFile, from: number, to: number, signal: AbortSignal): Promise<Sheet["rows"]> {
  const file = fileAt(url, size, signal);
  const found = await parquetReadObjects({ file, metadata, rowStart: from, rowEnd: Math.min(to, rows), compressors: COMPRESSORS });
  return found.map((row) => columns.map((column) => cellOf(row[column])));
}
