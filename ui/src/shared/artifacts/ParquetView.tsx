import { useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { Button } from "@/shared/ui/Button";
import { Failed, Waiting } from "@/shared/ui/State";

import { openParquet, type ParquetFile, readRows } from "./parquet";
import { SheetView } from "./SheetView";
import type { FileRef } from "./viewers";

/** The rows of a Parquet file: the first thousands, and more on demand. */
export default function ParquetView({ url, size = 0 }: FileRef) {
  const opened = useQuery({ queryKey: ["parquet", url, size], queryFn: ({ signal }) => openParquet(url, size, signal), staleTime: Infinity, retry: false });
  if (opened.error) return <Failed error={opened.error} retry={() => void opened.refetch()} advice="Download the file to look at it with pandas.read_parquet." />;
  return opened.data ? <Rows url={url} parquet={opened.data} /> : <Waiting />;
}

function Rows({ url, parquet }: { url: string; parquet: ParquetFile }) {
  const { columns, rows, step, codecs } = parquet;
  const query = useInfiniteQuery({
    queryKey: ["parquet", url, "rows"],
    queryFn: ({ pageParam, signal }) => readRows(parquet, pageParam, pageParam + step, signal),
    initialPageParam: 0,
    getNextPageParam: (_, pages) => (pages.length * step < rows ? pages.length * step : undefined),
    staleTime: Infinity,
    retry: false,
  });
  if (query.error)
    return <Failed error={query.error} retry={() => void query.refetch()} advice={`Its columns are compressed with ${codecs.join(", ")}. Download the file to look at it with pandas.read_parquet.`} />;
  if (!query.data) return <Waiting />;
  const sheet = { columns, rows: query.data.pages.flat() };
  const note = query.hasNextPage && (
    <>
      <span>of {rows.toLocaleString("en")} in the file</span>
      <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetching}>
        Read {Math.min(step, rows - sheet.rows.length).toLocaleString("en")} more
      </Button>
    </>
  );
  return <SheetView sheet={sheet} note={note} />;
}
