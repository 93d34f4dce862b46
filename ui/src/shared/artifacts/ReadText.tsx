import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense } from "react";

import { type Excerpt, textQuery } from "@/api/artifacts";
import { Failed, Waiting } from "@/shared/ui/State";

/** A file's text, once it is there. */
export function ReadText({ url, children }: { url: string; children: (read: Excerpt) => ReactNode }) {
  const query = useQuery(textQuery(url));
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return query.data ? <Suspense fallback={<Waiting rows={3} />}>{children(query.data)}</Suspense> : <Waiting rows={3} />;
}
