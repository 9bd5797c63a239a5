"""Posts of other systems, brought in: one file a format, and one writer."""
