import { type BoardSearch, readBoardSearch } from "./board";

/** How a run's charts are looked at, as its address holds it. */
export type RunState = BoardSearch;

export const readRunState = readBoardSearch;
