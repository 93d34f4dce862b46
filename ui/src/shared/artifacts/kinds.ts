import { baseName } from "@/shared/format";

export type Kind =
  | "image"
  | "json"
  | "yaml"
  | "table"
  | "parquet"
  | "geojson"
  | "markdown"
  | "html"
  | "pdf"
  | "audio"
  | "video"
  | "log"
  | "text"
  | "model"
  | "opaque"
  | "unknown";

const BY_ENDING: readonly (readonly [Kind, string])[] = [
  ["image", "png jpg jpeg gif webp svg bmp ico avif"],
  ["json", "json ipynb jsonl ndjson"],
  ["yaml", "yaml yml"],
  ["geojson", "geojson"],
  ["table", "csv tsv"],
  ["parquet", "parquet pq"],
  ["markdown", "md markdown"],
  ["html", "html htm"],
  ["pdf", "pdf"],
  ["audio", "wav mp3 ogg oga flac m4a aac opus"],
  ["video", "mp4 webm ogv mov m4v"],
  ["log", "log out err"],
  ["text", "txt py ipy r rmd sh bash sql xml css js jsx ts tsx toml ini cfg conf properties tex rst diff patch lock env gitignore java c h cpp go rs jl scala"],
];

/** Names without an ending that are text all the same. */
const TEXT_NAMES = new Set(["mlproject", "license", "readme", "dockerfile", "makefile", "requirements"]);

const endingOf = (path: string): string => {
  const name = baseName(path).toLowerCase();
  return name.includes(".") ? (name.split(".").pop() ?? "") : "";
};

/** How a file is shown, judged by its name. */
export function kindOf(path: string): Kind {
  const name = baseName(path).toLowerCase();
  if (name === "mlmodel") return "model";
  const ending = endingOf(path);
  if (!ending) return TEXT_NAMES.has(name) ? "text" : "unknown";
  if (whatIs(path)) return "opaque";
  return BY_ENDING.find(([, endings]) => endings.split(" ").includes(ending))?.[0] ?? "unknown";
}

/** Kinds that a browser would have to run or unpack: what they are, in words. */
const OPAQUE: readonly (readonly [endings: string, what: string])[] = [
  ["pkl pickle joblib cloudpickle", "A pickled Python object. Opening it runs code that is in it, so it is opened nowhere but in your own Python."],
  ["pt pth ckpt bin", "Weights or a checkpoint, as PyTorch and others write them. Opening one can run code that is in it."],
  ["onnx", "A model in the ONNX format: a graph of operators with its weights."],
  ["safetensors", "Weights in the safetensors format: tensors and their names, no code."],
  ["h5 hdf5 keras", "A model or arrays in an HDF5 or Keras archive."],
  ["npy npz", "NumPy arrays."],
  ["pb tflite", "A graph of TensorFlow."],
  ["cbm ubj model", "A model of trees in its library's own format."],
  ["arrow feather", "A table in the Arrow format."],
  ["zip tar gz tgz bz2 xz zst 7z whl jar", "An archive. It is not unpacked here."],
  ["db sqlite", "A database."],
];

/** What a file is that is not opened here. */
export const whatIs = (path: string): string | undefined => OPAQUE.find(([endings]) => endings.split(" ").includes(endingOf(path)))?.[1];
