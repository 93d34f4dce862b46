import { useEffect, useRef, useState } from "react";

import type { Answered } from "./answer";

/** Sends a request; `piece` is called with each part of an answer that comes in parts. */
export type Ask = (body: string, options: { stream: boolean; piece: (text: string) => void; signal: AbortSignal }) => Promise<Answered>;

interface State {
  busy: boolean;
  pieces: readonly string[];
  answered?: Answered;
  failed?: Error;
}

const IDLE: State = { busy: false, pieces: [] };

/** One question at a time: a new one ends the one before. */
export function useAnswer(ask: Ask) {
  const [state, setState] = useState<State>(IDLE);
  const under = useRef<AbortController>(null);
  useEffect(() => () => under.current?.abort(), []);
  const send = async (body: string, stream: boolean) => {
    under.current?.abort();
    const mine = new AbortController();
    under.current = mine;
    const tell = (next: (before: State) => State) => under.current === mine && setState(next);
    setState({ busy: true, pieces: [] });
    try {
      const piece = (text: string) => tell((before) => ({ ...before, pieces: [...before.pieces, text] }));
      const answered = await ask(body, { stream, piece, signal: mine.signal });
      tell((before) => ({ ...before, busy: false, answered }));
    } catch (error) {
      if (!mine.signal.aborted) tell((before) => ({ ...before, busy: false, failed: error instanceof Error ? error : new Error(String(error)) }));
    }
  };
  const stop = () => {
    under.current?.abort();
    setState((before) => ({ ...before, busy: false }));
  };
  return { ...state, send, stop };
}
