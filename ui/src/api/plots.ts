import { queryOptions } from "@tanstack/react-query";

import { getBytes } from "./client";

/** Tables larger than this are for downloading. */
const MOST_TABLE_BYTES = 20_000_000;

/** A whole table that a run logged; `cut` where it is larger than a page should hold. */
export const tableTextQuery = (url: string) =>
  queryOptions({
    queryKey: ["text", url, "table"],
    queryFn: async ({ signal }) => {
      const { bytes, cut } = await getBytes(url, MOST_TABLE_BYTES, signal);
      return { text: new TextDecoder().decode(bytes), cut };
    },
    staleTime: 60_000,
    retry: false,
  });
