import { deleteAlias, setAlias } from "@/api/models";
import type { ModelVersion, RegisteredModel } from "@/api/types";
import { showing, useEdit } from "@/shared/edit";

export interface AliasMove {
  alias: string;
  /** The version it is to point at; none where it is removed. */
  to?: string;
  /** The version it pointed at before. */
  from?: string;
}

/** The model once an alias has moved. */
export function modelAfter(model: RegisteredModel, { alias, to }: AliasMove): RegisteredModel {
  const others = (model.aliases ?? []).filter((each) => each.alias !== alias);
  return { ...model, aliases: to ? [...others, { alias, version: to }].sort((a, b) => a.alias.localeCompare(b.alias)) : others };
}

/** A version once an alias has moved to it, from it, or past it. */
export function versionAfter(version: ModelVersion, { alias, to }: AliasMove): ModelVersion {
  const others = (version.aliases ?? []).filter((each) => each !== alias);
  return { ...version, aliases: to === version.version ? [...others, alias].sort() : others };
}

export const wordsOf = ({ alias, to, from }: AliasMove): string =>
  to ? (from ? `Moved @${alias} from version ${from} to ${to}` : `@${alias} points at version ${to}`) : `Removed @${alias}`;

/** Moves aliases of a model: seen at once, and taken back if wanted. */
export const useAliasMove = (name: string) =>
  useEdit<AliasMove>({
    act: ({ alias, to }) => (to ? setAlias(name, alias, to) : deleteAlias(name, alias)),
    shows: (move) => [
      showing<RegisteredModel>(["models", "one", name], (model) => modelAfter(model, move)),
      showing<ModelVersion>(["models", "version", name], (version) => versionAfter(version, move)),
    ],
    stale: () => [["models"]],
    says: wordsOf,
    undo: ({ alias, from }) => (from ? setAlias(name, alias, from) : deleteAlias(name, alias)),
    object: ({ alias }) => `alias ${name}@${alias}`,
  });
