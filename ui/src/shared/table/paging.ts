/** How a list that comes in pages goes on. */
export interface Paging {
  more: boolean;
  /** Whether the next page is on its way. */
  busy: boolean;
  /** Whether it could not be had. It is asked for again when somebody wants it, not by itself: that would go on and on. */
  failed: boolean;
  load: () => void;
}

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

export const pagingOf = ({ hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage }: Paged): Paging => ({
  more: hasNextPage,
  busy: isFetchingNextPage,
  failed: isFetchNextPageError && !isFetchingNextPage,
  load: () => void fetchNextPage(),
});

/** Whether the next page is to be asked for when the end of the list comes near. */
export const goesOn = ({ more, busy, failed }: Paging): boolean => more && !busy && !failed;
