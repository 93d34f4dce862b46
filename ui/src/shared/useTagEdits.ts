import type { QueryKey } from "@tanstack/react-query";

import type { KeyValue } from "@/api/types";

import { showing, useEdit } from "./edit";

interface TagChange {
  key: string;
  /** The value it gets; nothing where it is removed. */
  value?: string;
  /** The value it had; nothing where it is new. */
  before?: string;
}

/** A list of tags after a change, in the order of their names. */
export function tagsAfter(tags: readonly KeyValue[], { key, value }: TagChange): KeyValue[] {
  const others = tags.filter((tag) => tag.key !== key);
  return value === undefined ? others : [...others, { key, value }].sort((a, b) => a.key.localeCompare(b.key));
}

interface Tagged<T> {
  /** As they are now. */
  tags: readonly KeyValue[] | undefined;
  /** The answers in which they stand. */
  key: QueryKey;
  /** Such an answer with its tags changed. */
  within: (was: T, change: (tags: readonly KeyValue[] | undefined) => KeyValue[]) => T;
  set: (key: string, value: string) => Promise<unknown>;
  remove: (key: string) => Promise<unknown>;
  /** What else is asked anew. */
  stale: readonly QueryKey[];
  /** What the notice says, where a tag is more than a tag. */
  says?: (change: TagChange) => string | undefined;
}

/** Tags of one thing: what is changed is seen at once, sent in order, and can be taken back. */
export function useTagEdits<T>({ tags, key, within, set, remove, stale, says }: Tagged<T>) {
  const put = (tag: string, value: string | undefined) => (value === undefined ? remove(tag) : set(tag, value));
  const { attempt } = useEdit<TagChange>({
    act: (change) => put(change.key, change.value),
    shows: (change) => [showing<T>(key, (was) => within(was, (now) => tagsAfter(now ?? [], change)))],
    stale: () => stale,
    says: (change) => says?.(change) ?? (change.value === undefined ? `Removed the tag ${change.key}` : `Set the tag ${change.key}`),
    undo: (change) => put(change.key, change.before),
    object: () => key.join(" "),
  });
  const valueOf = (name: string) => tags?.find((tag) => tag.key === name)?.value;
  return {
    setTag: (name: string, value: string) => attempt({ key: name, value, before: valueOf(name) }),
    removeTag: (name: string) => attempt({ key: name, before: valueOf(name) }),
  };
}
