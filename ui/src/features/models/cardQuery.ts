import { artifactUrl, textQuery } from "@/api/artifacts";

/** The MLmodel file of a version. */
export const cardQuery = ({ name, version }: { name: string; version: string }) => textQuery(artifactUrl({ name, version }, "MLmodel"));
