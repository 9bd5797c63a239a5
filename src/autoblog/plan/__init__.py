"""Site -> pages and assets: one planner a feature."""
