import type { QueryKey } from "@tanstack/react-query";

import type { KeyValue } from "@/api/types";
import { showing, useEdit } from "@/shared/edit";

/** What models and versions have alike. */
export interface Noted {
  description?: string;
  tags?: KeyValue[];
}

export interface TagEdit {
  key: string;
  /** The value it gets; nothing where it is removed. */
  value?: string;
  /** The value it had; nothing where it is new. */
  before?: string;
}

/** A list of tags after an edit, in the order of their names. */
export function tagsAfter(tags: readonly KeyValue[], { key, value }: TagEdit): KeyValue[] {
  const others = tags.filter((tag) => tag.key !== key);
  return value === undefined ? others : [...others, { key, value }].sort((a, b) => a.key.localeCompare(b.key));
}

interface Acts {
  describe: (text: string) => Promise<unknown>;
  setTag: (key: string, value: string) => Promise<unknown>;
  removeTag: (key: string) => Promise<unknown>;
}

/**
 * Description and tags of a model or a version: what is changed is seen at once and can be taken back.
 *
 * @param noted - as it is now
 * @param key - the answers in which it stands
 */
export function useNotes<T extends Noted>(noted: T, key: QueryKey, { describe, setTag, removeTag }: Acts) {
  const put = (tag: string, value: string | undefined) => (value === undefined ? removeTag(tag) : setTag(tag, value));
  const description = useEdit<{ text: string; before: string }>({
    act: ({ text }) => describe(text),
    shows: ({ text }) => [showing<T>(key, (was) => ({ ...was, description: text }))],
    stale: () => [["models"]],
    says: () => "Changed the description",
    undo: ({ before }) => describe(before),
    object: () => key.join(" "),
  });
  const tag = useEdit<TagEdit>({
    act: (edit) => put(edit.key, edit.value),
    shows: (edit) => [showing<T>(key, (was) => ({ ...was, tags: tagsAfter(was.tags ?? [], edit) }))],
    stale: () => [["models"]],
    says: (edit) => (edit.value === undefined ? `Removed the tag ${edit.key}` : `Set the tag ${edit.key}`),
    undo: (edit) => put(edit.key, edit.before),
    object: (edit) => [...key, edit.key].join(" "),
  });
  const valueOf = (name: string) => noted.tags?.find((each) => each.key === name)?.value;
  return {
    describe: (text: string) => description.attempt({ text, before: noted.description ?? "" }),
    setTag: (name: string, value: string) => tag.attempt({ key: name, value, before: valueOf(name) }),
    removeTag: (name: string) => tag.attempt({ key: name, before: valueOf(name) ?? "" }),
  };
}
