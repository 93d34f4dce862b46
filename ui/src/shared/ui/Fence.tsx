import { Component, type ReactNode } from "react";

import { Failed } from "./State";

interface FenceProps {
  /** What is inside: when it is something else, it is tried anew. */
  of: string;
  children: ReactNode;
}

/** Keeps what breaks inside from taking the page along: it says what happened, in its place. */
export class Fence extends Component<FenceProps, { error: Error | null }> {
  state = { error: null as Error | null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  componentDidUpdate(before: FenceProps) {
    if (before.of !== this.props.of && this.state.error) this.setState({ error: null });
  }

  render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <Failed error={error} retry={() => this.setState({ error: null })} advice="If it stays so, load the page anew: the server may have been updated." />;
  }
}
