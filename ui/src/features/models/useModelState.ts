import { useNavigate, useSearch } from "@tanstack/react-router";

import { type ListState, readListState } from "@/shared/urlState/list";

/** How the versions of a model are looked at: the address holds it, whichever tab is open. */
export function useModelState(name: string): [ListState, (next: ListState) => void] {
  const state = readListState(useSearch({ strict: false }));
  const navigate = useNavigate();
  return [state, (next) => void navigate({ to: "/models/$name", params: { name }, search: next, replace: true })];
}
