import { useQueryClient } from "@tanstack/react-query";

/**
 * What was read of models is out of date: to be called before leaving the page of something that is gone or has another name.
 *
 * The page being left would ask for what is not there any more, so that nothing is asked at once. The next one must not begin with what
 * was read before, whose rows would ask the same.
 */
export function useOutdatedModels(): () => void {
  const queries = useQueryClient();
  return () => {
    queries.removeQueries({ queryKey: ["models"], type: "inactive" });
    void queries.invalidateQueries({ queryKey: ["models"], refetchType: "none" });
  };
}
