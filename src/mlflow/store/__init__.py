"""Where records are kept: the SQL engine, the same contract over HTTP, and the journal in front of either."""
