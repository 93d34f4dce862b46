/** The nouns of the wire under the names the pages use. They come from the server's contracts through schema.ts. */

import type { components } from "./schema";

export type Schemas = components["schemas"];

/** Fields that the wire may leave out but this server's answers always have. */
type Always<T, K extends keyof T> = T & { [P in K]-?: NonNullable<T[P]> };

/** A tag or a param. The wire leaves an empty value out. */
export interface KeyValue {
  key: string;
  value?: string;
}

export type Experiment = Schemas["Experiment"];
export type RunInfo = Always<Schemas["RunInfo"], "run_id" | "experiment_id">;
export type Run = Omit<Schemas["Run"], "info"> & { info: RunInfo };
export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";
export type Metric = Schemas["Metric"];
export type WireNumber = Schemas["Number"];
export type RunKeys = Schemas["RunKeys"];
/** Many runs, column by column. */
export type RunColumns = Schemas["RunColumns"];
export type RunGroup = Schemas["RunGroup"];
/** What the values of a metric in a group of runs have in common. */
export type Figures = Schemas["Figures"];
/** Points of a metric of a run, as columns of one length. */
export type SeriesColumns = Schemas["Series"];
export type SeriesSummary = Schemas["SeriesSummary"];
export type FileInfo = Schemas["FileInfo"];
export type ModelVersion = Schemas["ModelVersion"];
export type RegisteredModel = Schemas["RegisteredModel"];
export type LoggedModel = Schemas["LoggedModel"];
