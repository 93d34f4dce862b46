import { Link } from "@tanstack/react-router";

import { Empty } from "@/shared/ui/State";

export const NotFound = () => (
  <Empty title="There is no such page">
    The link may be incomplete. Start from the <Link to="/experiments">experiments</Link> or the <Link to="/models">models</Link>.
  </Empty>
);
