import { type BoardState, readBoard, readLook } from "../charts/board/state";
import { readMaybe, set } from "./read";

/**
 * A board as an address holds it: what is changed most often under names of its own, the rest under `board`.
 *
 * Pages add these to their own state: `{...readBoardSearch(search)}`, `boardOf(state)`, `navigate({search: {...state, ...searchOf(board)}})`.
 */
export interface BoardSearch {
  x?: "time" | "relative" | `metric:${string}`;
  log?: true;
  smooth?: number;
  zoom?: readonly [from: number, to: number];
  find?: string;
  board?: Omit<BoardState, "find">;
}

/** What an address says of a board; what it does not understand is left out. */
export function readBoardSearch(search: Record<string, unknown>): BoardSearch {
  const { x, log, smooth, zoom } = readLook(search);
  const board = readBoard({ ...Object(search.board), find: undefined });
  return set<BoardSearch>({
    x,
    log,
    smooth,
    zoom,
    find: readMaybe(search.find),
    board: Object.keys(board).length > 0 ? board : undefined,
  });
}

export function boardOf({ x, log, smooth, zoom, find, board }: BoardSearch): BoardState {
  const look = readLook({ ...board?.look, x, log, smooth, zoom });
  return { ...board, ...(find ? { find } : {}), ...(Object.keys(look).length > 0 ? { look } : {}) };
}

/** Every name is there, so that what the address said before is gone. */
export function searchOf({ find, look = {}, ...rest }: BoardState): { [K in keyof Required<BoardSearch>]: BoardSearch[K] } {
  const { x, log, smooth, zoom, ...further } = look;
  const board = readBoard({ ...rest, look: further });
  return { x, log, smooth, zoom, find, board: Object.keys(board).length > 0 ? board : undefined };
}
