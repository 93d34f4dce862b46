import type { ReactNode } from "react";

import { ApiError } from "@/api/client";

import { Failed } from "./State";

/** What was asked of the server for a page that is about one thing. */
interface Asked {
  data: unknown;
  error: Error | null;
  refetch: () => unknown;
}

/** Whether there is nothing for a page to be about. What was read before stays while the server is away, but not when the thing is not there any more. */
export const isGone = ({ data, error }: Asked): boolean => error !== null && (data === undefined || (error instanceof ApiError && error.isMissing));

/** Stands for the page of something that is not there, with the way to what is. */
export const Gone = ({ asked: { error, refetch }, children }: { asked: Asked; children: ReactNode }) =>
  error && <Failed page error={error} retry={() => void refetch()} advice={children} />;
