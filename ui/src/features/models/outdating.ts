import { useQueryClient } from "@tanstack/react-query";

/**
 * What was read of models is out of date: to be called before leaving the page of something that is gone or has another name.
 *
 * Nothing is asked at once. The page being left would ask for what is not there any more; the next one asks as it opens.
 */
export function useOutdatedModels(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ["models"], refetchType: "none" });
}
