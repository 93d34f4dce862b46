import type { ComponentType, LazyExoticComponent } from "react";
import { lazy } from "react";

import type { Kind } from "./kinds";

/** A file that is looked at. */
export interface FileRef {
  url: string;
  path: string;
  size: number | undefined;
  /** Address of the file of a name beside it. */
  beside: (name: string) => string;
}

type Viewer<P> = LazyExoticComponent<ComponentType<P>>;

const PdfView = lazy(() => import("./PdfView"));
const ImageView = lazy(() => import("./ImageView"));
const MediaView = lazy(() => import("./MediaView"));
const BytesView = lazy(() => import("./BytesView"));

/** Who fetches what they show themselves. */
export const FILE_VIEWERS: Partial<Record<Kind, Viewer<FileRef>>> = {
  image: ImageView,
  audio: MediaView,
  video: MediaView,
  pdf: PdfView,
  parquet: lazy(() => import("./ParquetView")),
  opaque: BytesView,
  unknown: BytesView,
};

interface TextViewer {
  /** What this way of looking is called, beside "Source". */
  title: string;
  View: Viewer<{ text: string; path: string; cut: boolean; file: FileRef }>;
  /** Whether a text of which only the beginning is there can be looked at this way. */
  ofBeginnings: boolean;
  /** Whether the source is what one sees first. */
  sourceFirst?: true;
}

/** Who shows a text as more than its characters. */
export const TEXT_VIEWERS: Partial<Record<Kind, TextViewer>> = {
  table: { title: "Table", View: lazy(() => import("./CsvView")), ofBeginnings: true },
  json: { title: "Data", View: lazy(() => import("./TreeView")), ofBeginnings: false },
  yaml: { title: "Data", View: lazy(() => import("./TreeView")), ofBeginnings: false, sourceFirst: true },
  geojson: { title: "Map", View: lazy(() => import("./MapView")), ofBeginnings: false },
  markdown: { title: "Page", View: lazy(() => import("./MarkdownView")), ofBeginnings: true },
  html: { title: "Page", View: lazy(() => import("./HtmlView")), ofBeginnings: true },
  model: { title: "Card", View: lazy(() => import("./ModelView")), ofBeginnings: false },
};
